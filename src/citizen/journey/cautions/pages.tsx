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
import { paths, withQuery } from '../../paths.ts';
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
      own={own}
      ticks={shown.ticks ?? own.ticks}
      papersTicked={shown.papers ?? (papersRead(own) || own.partly)}
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

/** Which papers a form ticked, as the visit keeps them. */
const papersKept = ({ papers, mark }: Own, boxes: TickedPapers) => ({
  mark,
  boxes: papers.every((group) => boxes[paperName(group)] !== undefined) ? ('all' as const) : Object.keys(boxes),
});

/** Keeps what is answered and ticked so far: another button than the page's own was pressed in the middle of reading. */
export async function keepTicks(ask: VisitAsk): Promise<void> {
  const own = await ownOf(ask);
  const needs = needsIn(ask.body, own.people, own.asks);
  const other = needs !== undefined && differ(own.people, needs);
  if (other) await ask.acts.answer(ask.cookie, needs, null, ask.caller);
  const now = other ? await ownOf(ask) : own;
  const boxes = unchanged(own, now, boxesIn(ask.body, own));
  await ask.acts.tickCautions(ask.cookie, ticksIn(ask.body), papersKept(now, boxes));
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
  const said = await ask.acts.answer(ask.cookie, needs, null, ask.caller);
  if (!said.ok) {
    if (said.reason === 'no_visit') return visitOver(ask);
    // Booked in another browser of theirs at this moment.
    return said.reason === 'changed_meanwhile' ? go(paths.reservation) : withoutHold(ask);
  }
  const now = await ownOf(ask);
  const boxes = unchanged(own, now, boxesIn(ask.body, own));
  // Where their papers are others they are ticked anew, even those that stayed: nothing is taken as read in the press that shows them.
  const kept = { mark: now.mark, boxes: Object.keys(boxes) };
  if (!(await ask.acts.tickCautions(ask.cookie, ticks, kept)).ok) return visitOver(ask);
  return page(ask, { ticks, papers: boxes, answered: own.mark !== now.mark });
}

/** §8(3)⑨: each ticked, after the time was chosen and before it is booked. */
export async function cautionsSubmit(ask: VisitAsk): Promise<Answer> {
  const { body, language, visit } = ask;
  const held = standing(visit, 'held');
  if (held === undefined) return withoutHold(ask);
  const own = await ownOf(ask);
  const { cautions, papers, asks, people } = own;
  const ticks = ticksIn(body);
  const needs = needsIn(body, people, asks);
  const boxes = boxesIn(body, own);
  // 戻る: to the times of the day, with what is ticked kept for when they come back.
  if (textOf(body, 'back') !== '') {
    await keepTicks(ask);
    return go(withQuery(paths.times, { office: held.officeCode, day: held.day }));
  }
  if (onlySpeaks(body)) return page(ask, { ticks, papers: boxes, ...(needs === undefined ? {} : { needs }) });
  if (needs !== undefined && differ(people, needs)) return answered(ask, own, needs, ticks);
  if (textOf(body, 'show') !== '') return page(ask, { ticks, papers: boxes });
  const open = missingPapers(language, papers, visit.people, boxes);
  const taken = await ask.acts.tickCautions(ask.cookie, ticks, papersKept(own, boxes));
  if (!taken.ok) return visitOver(ask);
  if (taken.value && !hasErrors(open)) return go(paths.check);
  return page(ask, { ticks, papers: boxes, errors: { ...open, ...missingTicks(language, cautions, ticks, visit.people) } });
}
