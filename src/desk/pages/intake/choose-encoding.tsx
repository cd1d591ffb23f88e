import { guessColumns, sampleOf } from '../../../intake/matching-rows.ts';
import type { Profile } from '../../../intake/profile.ts';
import type { CardUpload } from '../../../intake/uploads.ts';
import { ENCODING_NAMES, type Encoding } from '../../../lib/csv/inspect.ts';
import { paths } from '../../paths.ts';
import { READ_AS } from './choose-form.ts';
import { encodings } from './words.ts';

type Rows = readonly (readonly string[])[];
type Props = {
  upload: CardUpload;
  /** The one that is chosen. */
  encoding: Encoding;
  /** The first lines as each encoding reads them, where it can. */
  readings: ReadonlyMap<Encoding, Rows>;
  profiles: readonly Profile[];
};

const SHOWN = 2;
const isAscii = (text: string): boolean => /^[ -~]*$/u.test(text);

/** The first names as an encoding reads them, else the first words that are not plain letters: whether it is right is seen without a press. */
function namesIn(lines: Rows, profiles: readonly Profile[]): string {
  const sample = sampleOf(lines, profiles);
  const [at] = guessColumns(sample, profiles).name?.at ?? [];
  const names = sample.rows.map((row) => (at === undefined ? row.find((cell) => !isAscii(cell)) : row[at]) ?? '');
  const said = names.filter((name) => name !== '').slice(0, SHOWN);
  return (said.length > 0 ? said : sample.head.slice(0, SHOWN)).map((text) => text.slice(0, 12)).join('、');
}

/** What stands on the press of an encoding: names, or why it is not the one. */
function saidOf(rows: Rows | undefined, profiles: readonly Profile[]): { text: string; bad: boolean } {
  if (rows === undefined) return { text: '読めない文字があります', bad: true };
  if ((rows[0]?.length ?? 0) < 2) return { text: '列に分かれません', bad: true };
  return { text: namesIn(rows, profiles), bad: false };
}

/**
 * Every encoding with the names as it reads them: a wrong one is seen, and corrected by one press. They stand in the form of the choice, so that what was chosen
 * in it is sent along; Enter in a box of it presses none of them, but the unseen button before them.
 */
export function Encodings({ upload, encoding, readings, profiles }: Props) {
  const show = paths.intakeAct(upload.id, 'show');
  return (
    <>
      <button class="unseen" type="submit" formAction={show} tabIndex={-1} aria-hidden="true">
        表示し直す
      </button>
      <fieldset class="field">
        <legend class="label">文字コード</legend>
        <div class="encodings">
          {encodings.map(({ value }) => {
            const { text, bad } = saidOf(readings.get(value), profiles);
            const on = value === encoding;
            return (
              <button
                class={on ? 'encoding encoding-on' : 'encoding'}
                type="submit"
                formAction={show}
                name={READ_AS}
                value={value}
                aria-pressed={on ? 'true' : 'false'}
              >
                <b>{ENCODING_NAMES[value]}</b>
                {on && <span class="tag">選択中</span>}
                {value === upload.foundEncoding && <span class="tag">自動で判定</span>}
                <span class={bad ? 'encoding-bad' : 'code'}>{text}</span>
              </button>
            );
          })}
        </div>
      </fieldset>
    </>
  );
}
