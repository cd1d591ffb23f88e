import { type Language, textsOf } from '../../languages/index.ts';
import { Checkbox, type FormErrors } from '../../lib/html/index.ts';
import { textsOf as fieldsOf } from '../../lib/http/fields.ts';
import { put } from '../../lib/language/text.ts';
import type { PaperGroup } from '../../reservations/papers.ts';
import { useTexts } from '../speech.tsx';
import { Bullets } from './bullets.tsx';
import { PaperHead, whose } from './papers.tsx';

/** The box of those who bring the same, by their numbers in the party. */
export const paperName = ({ who }: Pick<PaperGroup, 'who'>): string => `papers_${who.join('_')}`;

/** Boxes that are ticked, by their names. */
export type TickedPapers = Readonly<Record<string, string>>;

/** Which of these boxes a form ticked. */
export const papersIn = (body: unknown, papers: readonly PaperGroup[]): TickedPapers =>
  Object.fromEntries(
    papers
      .map(paperName)
      .filter((name) => fieldsOf(body, name).length > 0)
      .map((name) => [name, 'yes']),
  );

/** What is said of each that is not ticked. */
export function missingPapers(
  language: Language,
  papers: readonly PaperGroup[],
  people: number,
  ticked: TickedPapers,
): FormErrors {
  const { party, cautions } = textsOf(language);
  return Object.fromEntries(
    papers
      .filter((group) => ticked[paperName(group)] === undefined)
      .map((group) => [
        paperName(group),
        people > 1 ? put(party.papersMissing, { whose: whose(party, group, people) }) : cautions.bringMissing,
      ]),
  );
}

/** What each who comes brings, ticked by those who bring it. `ticked`: which boxes, or all of them. */
export function OwnPapers({
  papers,
  people,
  ticked,
  errors,
}: {
  papers: readonly PaperGroup[];
  people: number;
  ticked: boolean | TickedPapers;
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
              label={
                people > 1 ? put(words.party.papersTick, { whose: whose(words.party, group, people) }) : words.cautions.bringTick
              }
              checked={typeof ticked === 'boolean' ? ticked : ticked[name] !== undefined}
              error={errors[name] === undefined ? undefined : words.cautions.tick}
            />
          </fieldset>
        );
      })}
    </>
  );
}
