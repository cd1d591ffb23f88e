import { type Language, textsOf } from '../../languages/index.ts';
import { saidIn } from '../../languages/names.ts';
import { Checkbox, type FormErrors } from '../../lib/html/index.ts';
import { textsOf as fieldsOf } from '../../lib/http/fields.ts';
import { cutSentence } from '../../lib/language/sentence.ts';
import { put } from '../../lib/language/text.ts';
import { Theirs, useSpeech, useTexts } from '../speech.tsx';

/** A caution with the version of its text: what is ticked is that text (§8(3)⑨). */
export type CautionText = {
  id: number;
  version: number;
  concerns: string;
  body: string;
  /** The numbers in the party of those it concerns, where it is known. */
  who?: number[] | null;
};
/** Which version of which caution was ticked: {"caution": version}. */
export type Ticks = Readonly<Record<string, number>>;

/** The box of a caution names its text: ticked on a page of before the text changed, it ticks what that page said. */
const boxOf = ({ id, version }: Pick<CautionText, 'id' | 'version'>): string =>
  version === 1 ? `caution_${id}` : `caution_${id}_${version}`;

const BOX = /^caution_([1-9]\d{0,8})(?:_([1-9]\d{0,8}))?$/u;

/** What a form ticked, whatever texts its page showed; of one caution the newest. */
export function ticksIn(body: unknown): Ticks {
  const ticks: Record<string, number> = {};
  for (const name of Object.keys(typeof body === 'object' && body !== null ? body : {})) {
    const [, id, version = '1'] = BOX.exec(name) ?? [];
    if (id === undefined || fieldsOf(body, name).length === 0) continue;
    ticks[id] = Math.max(ticks[id] ?? 0, Number(version));
  }
  return ticks;
}

export const isTicked = (ticks: Ticks, { id, version }: CautionText): boolean => ticks[id] === version;
/** Another text of it was ticked before. */
export const hasChanged = (ticks: Ticks, { id, version }: CautionText): boolean =>
  ticks[id] !== undefined && ticks[id] !== version;

/** A caution in the reader's language: its first sentence is its head, the rest explains. */
function partsOf(language: Language, body: string): { label: string; more: string | undefined; lang: string | undefined } {
  const { text, lang } = saidIn(language, { name: body });
  const { first, rest } = cutSentence(text);
  return rest === '' ? { label: text, more: undefined, lang } : { label: first.replace(/[。.]$/u, ''), more: rest, lang };
}

type Concerns = Pick<CautionText, 'concerns' | 'who'>;

/** The cautions as they stand on the page: by whom they concern, of a party by their order too. */
export const grouped = <C extends Concerns>(cautions: readonly C[], people: number): C[][] => [
  ...Map.groupBy(cautions, ({ concerns, who }) => `${concerns}\n${people > 1 ? (who ?? []).join() : ''}`).values(),
];

/** What is said of each that is not ticked, by its box, in the order of the page. */
export const missingTicks = (language: Language, cautions: readonly CautionText[], ticks: Ticks, people = 1): FormErrors =>
  Object.fromEntries(
    grouped(cautions, people)
      .flat()
      .filter((one) => !isTicked(ticks, one))
      .map((one) => [boxOf(one), put(textsOf(language).cautions.missing, { caution: partsOf(language, one.body).label })]),
  );

/** Whom of a party of so many a caution is for: 2人目の方; nobody in particular where it is for all. */
function ForWhom({ who, people }: { who: readonly number[] | null | undefined; people: number }) {
  const words = useTexts().party;
  if (who == null || who.length === people) return null;
  return <span class="under">{put(words.those, { who: who.map((n) => put(words.number, { n })).join(words.between) })}</span>;
}

/** Whom the cautions of a group concern. */
export const GroupHead = ({ group, people }: { group: readonly Concerns[]; people: number }) => (
  <>
    <Theirs>{group[0]?.concerns ?? ''}</Theirs>
    {people > 1 && <ForWhom who={group[0]?.who} people={people} />}
  </>
);

/** The cautions by whom they concern, of a party by their order too, a box each; one whose text changed since it was ticked says so. `people`: how many come. */
export function CautionBoxes({
  cautions,
  ticks,
  errors,
  people = 1,
}: {
  cautions: readonly CautionText[];
  ticks: Ticks;
  errors: FormErrors;
  people?: number;
}) {
  const words = useTexts().cautions;
  const { language } = useSpeech();
  return (
    <>
      {grouped(cautions, people).map((group) => (
        <fieldset class="who">
          <legend>
            <h2>
              <GroupHead group={group} people={people} />
            </h2>
          </legend>
          {group.map((one) => (
            <>
              {hasChanged(ticks, one) && (
                <p>
                  <span class="under">{words.changedMark}</span>
                </p>
              )}
              <Checkbox
                name={boxOf(one)}
                {...partsOf(language, one.body)}
                checked={isTicked(ticks, one)}
                error={errors[boxOf(one)] === undefined ? undefined : words.tick}
              />
            </>
          ))}
        </fieldset>
      ))}
    </>
  );
}
