import { textsOf } from '../../../languages/index.ts';
import { Button, Checkbox, ErrorSummary, type FormErrors, hasErrors, Phrase, PostForm, Says } from '../../../lib/html/index.ts';
import { textsOf as fieldsOf } from '../../../lib/http/fields.ts';
import { put } from '../../../lib/language/text.ts';
import type { Caution } from '../../common.ts';
import { BackLink, Frame, Step } from '../../frame.tsx';
import { Hold, holdTold } from '../../parts/hold.tsx';
import { withoutHold } from '../../parts/lapsed.tsx';
import { visitOver } from '../../parts/problems.tsx';
import { SoFar } from '../../parts/so-far.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, go, show, type VisitAsk } from '../../route.ts';
import { standing } from '../../visit.ts';
import { goneTo } from '../times/pages.tsx';

const nameOf = (id: number): string => `caution_${id}`;

/** A caution's first sentence is its head, the rest explains. */
function partsOf(body: string): { label: string; more: string | undefined } {
  const [label = body, ...rest] = body.split(/(?<=。)/u);
  return rest.length === 0 ? { label: body, more: undefined } : { label: label.replace(/。$/u, ''), more: rest.join('') };
}

/** The cautions this party has to tick: by service and by who is under 15 on that day. */
export async function cautionsFor({ acts, common, cookie, visit }: VisitAsk): Promise<Caution[]> {
  const [all, own] = await Promise.all([common.cautions(visit.serviceCode), acts.ownPapers(cookie)]);
  return own.ok ? all.filter(({ id }) => own.value.cautions.includes(id)) : all;
}

async function page(ask: VisitAsk, ticked: readonly number[], errors: FormErrors): Promise<Answer> {
  const { language, visit } = ask;
  const held = standing(visit, 'held');
  if (held === undefined) return withoutHold(ask);
  if (held.slotClosed) return goneTo(held.officeCode, held.day, 'closed');
  const words = textsOf(language).cautions;
  const { common } = ask;
  const [cautions, offices, numbers] = await Promise.all([cautionsFor(ask), common.offices(''), common.numbers('')]);
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
        {[...Map.groupBy(cautions, ({ concerns }) => concerns)].map(([concerns, group]: [string, Caution[]]) => (
          <fieldset class="who">
            <legend>
              <h2>
                <Phrase>{concerns}</Phrase>
              </h2>
            </legend>
            {group.map(({ id, body }) => (
              <Checkbox
                name={nameOf(id)}
                {...partsOf(body)}
                checked={ticked.includes(id)}
                error={errors[nameOf(id)] === undefined ? undefined : words.tick}
              />
            ))}
          </fieldset>
        ))}
        <div class="acts">
          <Button>{words.next}</Button>
        </div>
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
  const cautions = await cautionsFor(ask);
  const ticked = tickedIn(ask.body, cautions);
  const taken = await ask.acts.acceptCautions(ask.cookie, ticked);
  if (!taken.ok) return visitOver(ask);
  if (taken.value) return go(paths.check);
  const missing = cautions.filter(({ id }) => !ticked.includes(id));
  return page(
    ask,
    ticked,
    Object.fromEntries(
      missing.map(({ id, body }) => [nameOf(id), put(textsOf(language).cautions.missing, { caution: partsOf(body).label })]),
    ),
  );
}
