import { type Language, textsOf } from '../../languages/index.ts';
import { Checkbox, type FormErrors, hasErrors, Notice, Phrase, Says } from '../../lib/html/index.ts';
import { textsOf as fieldsOf } from '../../lib/http/fields.ts';
import { useTexts } from '../speech.tsx';
import { Bullets } from './bullets.tsx';
import { CautionBoxes, type CautionText, missingTicks, type Ticks, ticksIn } from './caution-boxes.tsx';

/** What a booked party has not read yet of what concerns it from now on: cautions, and lines of what to bring (§8(3)⑨⑩). */
export type NotRead = { cautions: CautionText[]; bring: string[] };
/** What a form says was read of it. */
export type Read = { ticks: Ticks; papers: boolean };

export const NOTHING_READ: Read = { ticks: {}, papers: false };

const PAPERS = 'papers_new';

export const readIn = (body: unknown): Read => ({ ticks: ticksIn(body), papers: fieldsOf(body, PAPERS).length > 0 });

/** What the refusal `to_read` carries. */
export const notReadIn = (detail: string | undefined): NotRead =>
  detail === undefined ? { cautions: [], bring: [] } : (JSON.parse(detail) as NotRead);

/** What is said of each box that is not ticked. */
export const missingReads = (language: Language, { cautions, bring }: NotRead, { ticks, papers }: Read): FormErrors => ({
  ...(bring.length > 0 && !papers ? { [PAPERS]: textsOf(language).cautions.bringMissing } : {}),
  ...missingTicks(language, cautions, ticks),
});

/** The boxes within the form of an act on a booking: none where nothing is new to its party. */
export function NewlyRead({ notRead, read, errors }: { notRead: NotRead; read: Read; errors: FormErrors }) {
  const words = useTexts().cautions;
  const { cautions, bring } = notRead;
  if (cautions.length === 0 && bring.length === 0) return null;
  return (
    <>
      <Notice kind={hasErrors(errors) ? 'stop' : 'care'} title={words.newTitle}>
        <Says>{words.newLead}</Says>
      </Notice>
      {bring.length > 0 && (
        <fieldset class="who">
          <legend>
            <h2>
              <Phrase>{words.bring}</Phrase>
            </h2>
          </legend>
          <Bullets theirs={bring} />
          <Checkbox
            name={PAPERS}
            label={words.bringTick}
            checked={read.papers}
            error={errors[PAPERS] === undefined ? undefined : words.tick}
          />
        </fieldset>
      )}
      <CautionBoxes cautions={cautions} ticks={read.ticks} errors={errors} />
    </>
  );
}
