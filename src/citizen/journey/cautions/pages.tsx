import { type FormErrors, hasErrors } from '../../../lib/html/index.ts';
import { textOf } from '../../../lib/http/fields.ts';
import { missingTicks, type Ticks, ticksIn } from '../../parts/caution-boxes.tsx';
import { holdTold } from '../../parts/hold.tsx';
import { onlySpeaks } from '../../parts/keep-typed.tsx';
import { withoutHold } from '../../parts/lapsed.tsx';
import { differ, type Needs, needsIn } from '../../parts/needs.tsx';
import { missingPapers, paperName, papersIn, type TickedPapers } from '../../parts/own-papers.tsx';
import { visitOver } from '../../parts/problems.tsx';
import { SoFar } from '../../parts/so-far.tsx';
import { paths } from '../../paths.ts';
import { type Answer, go, show, type VisitAsk } from '../../route.ts';
import { standing } from '../../visit.ts';
import { goneTo } from '../times/pages.tsx';
import { type Own, ownOf, papersRead } from './own.ts';
import { CautionsPage } from './view.tsx';

type Shown = {
  /** What the form carried, else what is kept. */
  ticks?: Ticks;
  papers?: TickedPapers;
  needs?: Needs;
  answered?: boolean;
  errors?: FormErrors;
};

async function page(ask: VisitAsk, shown: Shown = {}): Promise<Answer> {
  const { common, visit } = ask;
  const { errors = {} } = shown;
  const held = standing(visit, 'held');
  if (held === undefined) return withoutHold(ask);
  if (held.slotClosed) return goneTo(held.officeCode, held.day, 'closed');
  const [own, offices, numbers] = await Promise.all([ownOf(ask), common.places(''), common.numbers('')]);
  // A service that has none, and nobody who brings something or is asked: nothing to read, on.
  if (own.cautions.length + own.papers.length + own.asks.length === 0) return go(paths.check);
  return show(
    <CautionsPage
      token={ask.token()}
      visit={visit}
      held={held}
      own={own}
      ticks={shown.ticks ?? own.ticks}
      papersTicked={shown.papers ?? papersRead(own)}
      needs={shown.needs ?? {}}
      answered={shown.answered ?? false}
      errors={errors}
      numbers={numbers}
      told={holdTold(ask.query)}
      soFar={<SoFar visit={visit} offices={offices} />}
    />,
    hasErrors(errors) ? 422 : 200,
  );
}

/** Which boxes of papers a form ticked; none where its page showed other papers than these. */
function boxesIn(body: unknown, { papers, mark }: Own): TickedPapers {
  const shown = textOf(body, 'mark');
  return shown === '' || shown === mark ? papersIn(body, papers) : {};
}

/** Keeps what is answered and ticked so far: the place was prolonged in the middle of reading. */
export async function keepTicks(ask: VisitAsk): Promise<void> {
  const own = await ownOf(ask);
  const needs = needsIn(ask.body, own.people, own.asks);
  if (needs !== undefined && differ(own.people, needs)) await ask.acts.answer(ask.cookie, needs, 0, ask.caller);
  const boxes = boxesIn(ask.body, own);
  const all = own.papers.every((group) => boxes[paperName(group)] !== undefined);
  await ask.acts.tickCautions(ask.cookie, ticksIn(ask.body), all ? own.mark : null);
}

export const cautionsPage = (ask: VisitAsk): Promise<Answer> => page(ask);

/** Which boxes of papers stay ticked where somebody answered otherwise: those of who brings what they brought. */
const unchanged = (before: Own, after: Own, ticked: TickedPapers): TickedPapers =>
  Object.fromEntries(
    Object.entries(ticked).filter(([name]) => {
      const [was, is] = [before, after].map(({ papers }) => papers.find((group) => paperName(group) === name)?.bring.join('\n'));
      return was !== undefined && was === is;
    }),
  );

/** Somebody comes otherwise than was known: kept, and the page shows what they bring now. */
async function answered(ask: VisitAsk, own: Own, needs: Needs, ticks: Ticks): Promise<Answer> {
  const kept = await ask.acts.answer(ask.cookie, needs, 0, ask.caller);
  if (!kept.ok) return kept.reason === 'no_visit' ? visitOver(ask) : withoutHold(ask);
  const now = await ownOf(ask);
  if (!(await ask.acts.tickCautions(ask.cookie, ticks, null)).ok) return visitOver(ask);
  return page(ask, { ticks, papers: unchanged(own, now, papersIn(ask.body, now.papers)), answered: own.mark !== now.mark });
}

/** §8(3)⑨: each ticked, after the time was chosen and before it is booked. */
export async function cautionsSubmit(ask: VisitAsk): Promise<Answer> {
  const { body, language, visit } = ask;
  if (standing(visit, 'held') === undefined) return withoutHold(ask);
  const own = await ownOf(ask);
  const { cautions, papers, asks, people, mark } = own;
  const ticks = ticksIn(body);
  const needs = needsIn(body, people, asks);
  const boxes = boxesIn(body, own);
  if (onlySpeaks(body)) return page(ask, { ticks, papers: boxes, ...(needs === undefined ? {} : { needs }) });
  if (needs !== undefined && differ(people, needs)) return answered(ask, own, needs, ticks);
  if (textOf(body, 'show') !== '') return page(ask, { ticks, papers: boxes });
  const open = missingPapers(language, papers, visit.people, boxes);
  const taken = await ask.acts.tickCautions(ask.cookie, ticks, hasErrors(open) ? null : mark);
  if (!taken.ok) return visitOver(ask);
  if (taken.value && !hasErrors(open)) return go(paths.check);
  return page(ask, { ticks, papers: boxes, errors: { ...open, ...missingTicks(language, cautions, ticks) } });
}
