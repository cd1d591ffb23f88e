import { guessColumns } from '../../../intake/matching.ts';
import type { Profile } from '../../../intake/profile.ts';
import type { CardUpload } from '../../../intake/uploads.ts';
import { ENCODING_NAMES, type Encoding } from '../../../lib/csv/inspect.ts';
import { PostForm } from '../../../lib/html/index.ts';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { encodings } from './words.ts';

type Rows = readonly (readonly string[])[];
type Props = {
  ask: SignedAsk;
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
function sampleOf([head = [], ...lines]: Rows, profiles: readonly Profile[]): string {
  const at = guessColumns(head, profiles).name?.at;
  const names = lines.map((line) => (at === undefined ? line.find((cell) => !isAscii(cell)) : line[at]) ?? '');
  const said = names.filter((name) => name !== '').slice(0, SHOWN);
  return (said.length > 0 ? said : head.slice(0, SHOWN)).map((text) => text.slice(0, 12)).join('、');
}

/** What stands on the press of an encoding: names, or why it is not the one. */
function saidOf(rows: Rows | undefined, profiles: readonly Profile[]): { text: string; bad: boolean } {
  if (rows === undefined) return { text: '読めない文字があります', bad: true };
  if ((rows[0]?.length ?? 0) < 2) return { text: '列に分かれません', bad: true };
  return { text: sampleOf(rows, profiles), bad: false };
}

/** Every encoding with the names as it reads them: a wrong one is seen, and corrected by one press. Columns are guessed anew, by their names as they are read then. */
export function Encodings({ ask, upload, encoding, readings, profiles }: Props) {
  return (
    <PostForm action={paths.intakeAct(upload.id, 'show')} token={ask.token} class="encodings">
      <p class="label" id="encodings">
        文字コード
      </p>
      {encodings.map(({ value }) => {
        const { text, bad } = saidOf(readings.get(value), profiles);
        const on = value === encoding;
        return (
          <button
            class={on ? 'encoding encoding-on' : 'encoding'}
            type="submit"
            name="encoding"
            value={value}
            aria-pressed={on ? 'true' : 'false'}
          >
            <b>{ENCODING_NAMES[value]}</b>
            {(on || value === upload.foundEncoding) && <span class="tag">{on ? '選択中' : '自動で判定'}</span>}
            <span class={bad ? 'encoding-bad' : 'code'}>{text}</span>
          </button>
        );
      })}
    </PostForm>
  );
}
