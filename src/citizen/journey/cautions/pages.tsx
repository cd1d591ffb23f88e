import { textsOf } from '../../../languages/index.ts';
import {
  Button,
  Checkbox,
  ErrorSummary,
  type FormErrors,
  hasErrors,
  Notice,
  Phrase,
  PostForm,
  Says,
} from '../../../lib/html/index.ts';
import { textsOf as fieldsOf } from '../../../lib/http/fields.ts';
import { put } from '../../../lib/language/text.ts';
import type { PaperGroup } from '../../../reservations/papers.ts';
import { BackLink, Frame, Step } from '../../frame.tsx';
import { Bullets } from '../../parts/bullets.tsx';
import {
  CautionBoxes,
  type CautionText,
  hasChanged,
  isTicked,
  missingTicks,
  type Ticks,
  ticksIn,
} from '../../parts/caution-boxes.tsx';
import { Hold, holdTold } from '../../parts/hold.tsx';
import { KeepTyped, onlySpeaks } from '../../parts/keep-typed.tsx';
import { withoutHold } from '../../parts/lapsed.tsx';
import { PaperHead, whose } from '../../parts/papers.tsx';
import { visitOver } from '../../parts/problems.tsx';
import { SoFar } from '../../parts/so-far.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, go, show, type VisitAsk } from '../../route.ts';
import { useTexts } from '../../speech.tsx';
import { standing } from '../../visit.ts';
import { goneTo } from '../times/pages.tsx';

type Own = {
  cautions: CautionText[];
  /** What this visit ticked so far. */
  ticks: Ticks;
  /** Each one's own papers, of a party whose cautions are read. */
  papers: PaperGroup[];
};

/** The cautions this party has to tick as their texts stand now (by service and by who is under 15 on that day), with what it ticked so far. */
export async function ownOf({ acts, cookie, visit }: VisitAsk): Promise<Own> {
  const own = await acts.ownPapers(cookie);
  if (!own.ok) return { cautions: [], ticks: {}, papers: [] };
  const papers = visit.people > 1 ? own.value.each.filter(({ bring }) => bring.length > 0) : [];
  return { cautions: own.value.texts, ticks: own.value.ticked, papers };
}

const paperName = ({ who }: PaperGroup): string => `papers_${who.join('_')}`;

/** What each of a party brings, ticked by those who bring it. */
function OwnPapers({
  papers,
  people,
  ticked,
  errors,
}: {
  papers: PaperGroup[];
  people: number;
  ticked: boolean | FormErrors;
  errors: FormErrors;
}) {
  const words = useTexts();
  return (
    <>
      {papers.map((group) => {
        const name = paperName(group);
        return (
          <fieldset class="who">
            <legend>
              <h2>
                <PaperHead group={group} people={people} />
              </h2>
            </legend>
            <Bullets theirs={group.bring} />
            <Checkbox
              name={name}
              label={put(words.party.papersTick, { whose: whose(words.party, group, people) })}
              checked={typeof ticked === 'boolean' ? ticked : ticked[name] !== undefined}
              error={errors[name] === undefined ? undefined : words.cautions.tick}
            />
          </fieldset>
        );
      })}
    </>
  );
}

/** `ticked`: what the form carried, else what is kept. `ownTicked`: which ticks of papers the form carried; without a form they stand where all is read. */
async function page(ask: VisitAsk, ticked: Ticks | undefined, errors: FormErrors, ownTicked?: FormErrors): Promise<Answer> {
  const { language, visit } = ask;
  const held = standing(visit, 'held');
  if (held === undefined) return withoutHold(ask);
  if (held.slotClosed) return goneTo(held.officeCode, held.day, 'closed');
  const words = textsOf(language).cautions;
  const { common } = ask;
  const [{ cautions, ticks: kept, papers }, offices, numbers] = await Promise.all([
    ownOf(ask),
    common.places(''),
    common.numbers(''),
  ]);
  // A service that has none, and nobody who brings something of their own: nothing to read, on.
  if (cautions.length + papers.length === 0) return go(paths.check);
  const ticks = ticked ?? kept;
  const token = ask.token();
  return show(
    <Frame title={words.title} token={token} wrong={hasErrors(errors)} aside={<SoFar visit={visit} offices={offices} />}>
      <BackLink href={withQuery(paths.times, { office: held.officeCode, day: held.day })} />
      <Step name="cautions" />
      <ErrorSummary errors={errors} />
      {cautions.some((one) => hasChanged(ticks, one)) && (
        <Notice kind="stop" role="alert">
          <Says>{words.changed}</Says>
        </Notice>
      )}
      <h1>
        <Phrase>{words.heading}</Phrase>
      </h1>
      <PostForm action={paths.cautions} token={token}>
        <Hold visit={visit} token={token} page="cautions" within goOn={words.next} told={holdTold(ask.query)} numbers={numbers} />
        <Says class="lead">{words.lead}</Says>
        <OwnPapers
          papers={papers}
          people={visit.people}
          ticked={ownTicked ?? (cautions.length > 0 && cautions.every((one) => isTicked(ticks, one)))}
          errors={errors}
        />
        <CautionBoxes cautions={cautions} ticks={ticks} errors={errors} />
        <div class="acts">
          <Button>{words.next}</Button>
        </div>
        <KeepTyped action={paths.cautions} />
      </PostForm>
    </Frame>,
    hasErrors(errors) ? 422 : 200,
  );
}

/** Keeps what is ticked so far: the place was prolonged in the middle of reading. */
export async function keepTicks(ask: VisitAsk): Promise<void> {
  await ask.acts.tickCautions(ask.cookie, ticksIn(ask.body));
}

export const cautionsPage = (ask: VisitAsk): Promise<Answer> => page(ask, undefined, {});

/** §8(3)⑨: each ticked, after the time was chosen and before it is booked. */
export async function cautionsSubmit(ask: VisitAsk): Promise<Answer> {
  const { language, visit } = ask;
  if (standing(visit, 'held') === undefined) return withoutHold(ask);
  const { cautions, papers } = await ownOf(ask);
  const ticked = ticksIn(ask.body);
  const own = Object.fromEntries(
    papers
      .map(paperName)
      .filter((name) => fieldsOf(ask.body, name).length > 0)
      .map((name) => [name, 'yes']),
  );
  if (onlySpeaks(ask.body)) return page(ask, ticked, {}, own);
  const open = papers.filter((group) => own[paperName(group)] === undefined);
  // Nothing counts as read before each one's papers are: the page that books asks for what is kept here.
  const taken = await ask.acts.tickCautions(ask.cookie, open.length > 0 ? {} : ticked);
  if (!taken.ok) return visitOver(ask);
  if (taken.value && open.length === 0) return go(paths.check);
  return page(
    ask,
    ticked,
    {
      ...Object.fromEntries(
        open.map((group) => [
          paperName(group),
          put(textsOf(language).party.papersMissing, { whose: whose(textsOf(language).party, group, visit.people) }),
        ]),
      ),
      ...missingTicks(language, cautions, ticked),
    },
    own,
  );
}
