import { Checkbox, fieldId, Grouped, Phrase, Radio } from '../../lib/html/index.ts';
import { textsOf as fieldsOf, textOf } from '../../lib/http/fields.ts';
import { put } from '../../lib/language/text.ts';
import { type Need, needsFrom, PROXIES, type Question } from '../../services/needs.ts';
import { useTexts } from '../speech.tsx';
import { PaperIds } from './papers.tsx';

/** Who comes, by their place in the party, and what they said of how. */
export type Coming = { place: number; n: number; under15: boolean | null; needs: Need[] };
/** The same with the notice ID of who comes by card: how a family knows of whom it answers. */
export type Known = Coming & { id: string | null };
/** Answers by place. */
export type Needs = Readonly<Record<string, Need[]>>;

/** A form says that it asked: what is not ticked leaves no trace in it. */
const ASKED = 'asked';

const comes = (place: number): string => `comes_${place}`;
const lost = (place: number, what: Question): string => `${what.replace('-', '_')}_${place}`;

/** What a form answered for each who comes; undefined where it did not ask. An answer that was not asked stays as it is. */
export function needsIn(body: unknown, people: readonly Coming[], asks: readonly Question[]): Needs | undefined {
  if (textOf(body, ASKED) === '') return undefined;
  return Object.fromEntries(
    people.map(({ place, needs }) => {
      const things = asks.filter((ask) => fieldsOf(body, lost(place, ask)).length > 0);
      return [place, needsFrom({ comes: textOf(body, comes(place)), lost: things }, asks, needs)];
    }),
  );
}

/** Whether these answers are not the ones that stand. */
export const differ = (people: readonly Coming[], needs: Needs): boolean =>
  people.some(
    ({ place, needs: stand }) => needs[place] !== undefined && [...stand].sort().join() !== [...needs[place]].sort().join(),
  );

/** Where the first of these questions is: what is chosen there names no error. */
const first = (place: number): string => fieldId(comes(place));

/** The questions to one person: who comes and why, and what is lost. What is chosen already is the usual, so nothing need be pressed. */
type QuestionsProps = { one: Coming; of: string | undefined; asks: readonly Question[]; needs: readonly Need[] };

function Questions({ one, of, asks, needs }: QuestionsProps) {
  const words = useTexts().needs;
  const { place } = one;
  const usual = { value: 'self', label: one.under15 === true ? words.parent : words.self };
  const chosen = PROXIES.find((proxy) => needs.includes(proxy)) ?? 'self';
  const things = (['lost-notice', 'lost-card'] as const).filter((thing) => asks.includes(thing));
  return (
    <>
      {asks.includes('proxy') && (
        <Grouped id={first(place)} label={words.comes} of={of} need="silent">
          {[usual, ...PROXIES.map((value) => ({ value, label: words.by[value] }))].map((choice, at) => (
            <Radio
              name={comes(place)}
              id={at === 0 ? first(place) : `${first(place)}-${at + 1}`}
              choice={choice}
              checked={choice.value === chosen}
            />
          ))}
        </Grouped>
      )}
      {things.length > 0 && (
        <Grouped id={fieldId(`lost_${place}`)} label={words.lost} of={of} need="silent">
          {things.map((thing) => (
            <Checkbox name={lost(place, thing)} label={words[thing]} checked={needs.includes(thing)} />
          ))}
        </Grouped>
      )}
    </>
  );
}

/** The questions to each who comes, by their numbers in the party. Nothing where no text depends on an answer. */
export function NeedsAsked({ people, asks, needs }: { people: readonly Known[]; asks: readonly Question[]; needs: Needs }) {
  const texts = useTexts();
  if (asks.length === 0 || people.length === 0) return null;
  return (
    <>
      <input type="hidden" name={ASKED} value="yes" />
      {people.map((one) => {
        const of = people.length > 1 ? put(texts.party.those, { who: put(texts.party.number, { n: one.n }) }) : undefined;
        return (
          <section class="needs">
            {of !== undefined && (
              <h3>
                <Phrase>{put(texts.needs.of, { whose: of })}</Phrase>
                {one.under15 === true && <span class="under">{texts.party.under15}</span>}
                <PaperIds people={[one]} />
              </h3>
            )}
            <Questions one={one} of={of} asks={asks} needs={needs[one.place] ?? one.needs} />
          </section>
        );
      })}
    </>
  );
}
