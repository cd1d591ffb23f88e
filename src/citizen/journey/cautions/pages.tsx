import { type Language, textsOf } from '../../../languages/index.ts';
import { saidIn } from '../../../languages/names.ts';
import { Button, Checkbox, ErrorSummary, type FormErrors, hasErrors, Phrase, PostForm, Says } from '../../../lib/html/index.ts';
import { textsOf as fieldsOf } from '../../../lib/http/fields.ts';
import { put } from '../../../lib/language/text.ts';
import type { PaperGroup } from '../../../reservations/papers.ts';
import type { Caution } from '../../common.ts';
import { BackLink, Frame, Step } from '../../frame.tsx';
import { Bullets } from '../../parts/bullets.tsx';
import { Hold, holdTold } from '../../parts/hold.tsx';
import { KeepTyped, onlySpeaks } from '../../parts/keep-typed.tsx';
import { withoutHold } from '../../parts/lapsed.tsx';
import { PaperHead, whose } from '../../parts/papers.tsx';
import { visitOver } from '../../parts/problems.tsx';
import { cutSentence } from '../../parts/sentence.ts';
import { SoFar } from '../../parts/so-far.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, go, show, type VisitAsk } from '../../route.ts';
import { Theirs, useTexts } from '../../speech.tsx';
import { standing } from '../../visit.ts';
import { goneTo } from '../times/pages.tsx';

const nameOf = (id: number): string => `caution_${id}`;

/** A caution in the reader's language: its first sentence is its head, the rest explains. */
function partsOf(language: Language, body: string): { label: string; more: string | undefined; lang: string | undefined } {
  const { text, lang } = saidIn(language, { name: body });
  const { first, rest } = cutSentence(text);
  return rest === '' ? { label: text, more: undefined, lang } : { label: first.replace(/[。.]$/u, ''), more: rest, lang };
}

type Own = { cautions: Caution[] /** Each one's own papers, of a party whose cautions are read. */; papers: PaperGroup[] };

async function ownOf({ acts, common, cookie, visit }: VisitAsk): Promise<Own> {
  const [all, own] = await Promise.all([common.cautions(visit.serviceCode), acts.ownPapers(cookie)]);
  if (!own.ok) return { cautions: all, papers: [] };
  const papers = visit.people > 1 ? own.value.each.filter(({ bring }) => bring.length > 0) : [];
  return { cautions: all.filter(({ id }) => own.value.cautions.includes(id)), papers };
}

/** The cautions this party has to tick: by service and by who is under 15 on that day. */
export const cautionsFor = async (ask: VisitAsk): Promise<Caution[]> => (await ownOf(ask)).cautions;

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

/** `ownTicked`: which ticks of papers the form carried; without a form they stand where all is read. */
async function page(ask: VisitAsk, ticked: readonly number[], errors: FormErrors, ownTicked?: FormErrors): Promise<Answer> {
  const { language, visit } = ask;
  const held = standing(visit, 'held');
  if (held === undefined) return withoutHold(ask);
  if (held.slotClosed) return goneTo(held.officeCode, held.day, 'closed');
  const words = textsOf(language).cautions;
  const { common } = ask;
  const [{ cautions, papers }, offices, numbers] = await Promise.all([ownOf(ask), common.places(''), common.numbers('')]);
  // A service that has none: nothing to read, on.
  if (cautions.length === 0) return go(paths.check);
  const token = ask.token();
  return show(
    <Frame title={words.title} token={token} wrong={hasErrors(errors)} aside={<SoFar visit={visit} offices={offices} />}>
      <BackLink href={withQuery(paths.times, { office: held.officeCode, day: held.day })} />
      <Step name="cautions" />
      <ErrorSummary errors={errors} />
      <h1>
        <Phrase>{words.heading}</Phrase>
      </h1>
      <PostForm action={paths.cautions} token={token}>
        <Hold visit={visit} token={token} page="cautions" within goOn={words.next} told={holdTold(ask.query)} numbers={numbers} />
        <Says class="lead">{words.lead}</Says>
        <OwnPapers
          papers={papers}
          people={visit.people}
          ticked={ownTicked ?? cautions.every(({ id }) => visit.cautions.includes(id))}
          errors={errors}
        />
        {[...Map.groupBy(cautions, ({ concerns }) => concerns)].map(([concerns, group]: [string, Caution[]]) => (
          <fieldset class="who">
            <legend>
              <h2>
                <Theirs>{concerns}</Theirs>
              </h2>
            </legend>
            {group.map(({ id, body }) => (
              <Checkbox
                name={nameOf(id)}
                {...partsOf(language, body)}
                checked={ticked.includes(id)}
                error={errors[nameOf(id)] === undefined ? undefined : words.tick}
              />
            ))}
          </fieldset>
        ))}
        <div class="acts">
          <Button>{words.next}</Button>
        </div>
        <KeepTyped action={paths.cautions} />
      </PostForm>
    </Frame>,
    hasErrors(errors) ? 422 : 200,
  );
}

const tickedIn = (body: unknown, cautions: readonly Caution[]): number[] =>
  cautions.map(({ id }) => id).filter((id) => fieldsOf(body, nameOf(id)).length > 0);

/** Keeps what is ticked so far: the place was prolonged in the middle of reading. */
export async function keepTicks(ask: VisitAsk): Promise<void> {
  await ask.acts.acceptCautions(ask.cookie, tickedIn(ask.body, await cautionsFor(ask)));
}

export const cautionsPage = (ask: VisitAsk): Promise<Answer> => page(ask, ask.visit.cautions, {});

/** §8(3)⑨: each ticked, after the time was chosen and before it is booked. */
export async function cautionsSubmit(ask: VisitAsk): Promise<Answer> {
  const { language, visit } = ask;
  if (standing(visit, 'held') === undefined) return withoutHold(ask);
  const { cautions, papers } = await ownOf(ask);
  const ticked = tickedIn(ask.body, cautions);
  const own = Object.fromEntries(
    papers
      .map(paperName)
      .filter((name) => fieldsOf(ask.body, name).length > 0)
      .map((name) => [name, 'yes']),
  );
  if (onlySpeaks(ask.body)) return page(ask, ticked, {}, own);
  const open = papers.filter((group) => own[paperName(group)] === undefined);
  // Nothing counts as read before each one's papers are: the page that books asks for what is kept here.
  const taken = await ask.acts.acceptCautions(ask.cookie, open.length > 0 ? [] : ticked);
  if (!taken.ok) return visitOver(ask);
  if (taken.value && open.length === 0) return go(paths.check);
  const missing = cautions.filter(({ id }) => !ticked.includes(id));
  return page(
    ask,
    ticked,
    Object.fromEntries([
      ...open.map((group) => [
        paperName(group),
        put(textsOf(language).party.papersMissing, { whose: whose(textsOf(language).party, group, visit.people) }),
      ]),
      ...missing.map(({ id, body }) => [
        nameOf(id),
        put(textsOf(language).cautions.missing, { caution: partsOf(language, body).label }),
      ]),
    ]),
    own,
  );
}
