import { guessColumns } from '../../../intake/matching.ts';
import { FIELDS, type Field, type Profile } from '../../../intake/profile.ts';
import { FIELD_NAMES, fitting, MUST } from '../../../intake/profiles-of-city.ts';
import type { CardUpload } from '../../../intake/uploads.ts';
import type { Encoding } from '../../../lib/csv/inspect.ts';
import { type Form, form, line, radios, select } from '../../../lib/form/index.ts';
import { smallId } from '../../../lib/values/ids.ts';
import { encodings } from './words.ts';

/** A profile of the page's own: its columns are matched below. */
export const MATCH = 'match';

/** The encoding that is pressed; the form carries the one that its page was read in besides. */
export const READ_AS = 'read-as';

/** How its signs are read. A workbook was read into lines already: its encoding is no question. */
export const encodingForm = (upload: CardUpload) =>
  form<{ encoding: Encoding }>({
    encoding: select<Encoding>('文字コード', upload.sheet === null ? encodings : [], { usual: upload.encoding }),
  });

/** Which profile reads it. */
export const profileForm = (profiles: readonly Profile[]) =>
  form<{ profile: string }>({
    profile: radios<string>(
      '形式',
      [
        ...profiles.map(({ name, title, assumed }) => ({
          value: name,
          label: title,
          more: assumed ? '実際のファイルの形式は未確認です' : undefined,
        })),
        { value: MATCH, label: '列を指定する', more: '「表示し直す」を押すと、項目ごとに列を選べます' },
      ],
      { wrong: { empty: '形式を選んでください。' } },
    ),
  });

/** The name of a profile that is made of matched columns. */
export const TITLE = 'title';
export const boxOf = (one: Field): string => `column-${one}`;

/** The columns of a file to choose from, by their numbers. */
export const columnsOf = (head: readonly string[]) => [
  { value: '', label: '（なし）' },
  ...head.map((title, at) => ({ value: String(at + 1), label: `${at + 1}：${title}` })),
];

/** For each field the number of the column it stands in, and a name for the profile that is made of them; empty: it is not kept. `head`: of the file. */
export function matchForm(head: readonly string[]): Form<Record<string, string>> {
  const columns = columnsOf(head);
  const column = (one: Field) =>
    select<string>(FIELD_NAMES[one], columns, { usual: '', need: MUST.includes(one) ? 'must' : 'silent' });
  return form<Record<string, string>>(
    {
      ...Object.fromEntries(FIELDS.map((one) => [boxOf(one), column(one)])),
      [TITLE]: line('形式の名称', 40, { size: 'id', hint: '次の取込みから、この名称で選べます。' }).or(''),
    },
    {
      rules: (values, say) => {
        for (const one of MUST) if (values[boxOf(one)] === '') say(boxOf(one), `${FIELD_NAMES[one]}の列を指定してください。`);
      },
    },
  );
}

/** What was matched: field → number of its column, from 1, and the name. */
export function matched(values: Readonly<Record<string, string>>): { title: string; columns: Partial<Record<Field, number>> } {
  const columns: Partial<Record<Field, number>> = {};
  for (const one of FIELDS) {
    const at = smallId(values[boxOf(one)]);
    if (at.ok) columns[one] = at.value;
  }
  return { title: values[TITLE] ?? '', columns };
}

/** The fields of `matchForm` that are drawn in the table. */
export const COLUMN_BOXES = FIELDS.map(boxOf);

/** What the boxes hold before anything was chosen: the profile that fits, columns by their names, the file's name. */
export function guessed(upload: CardUpload, profiles: readonly Profile[], head: readonly string[]) {
  const guesses = guessColumns(head, profiles);
  return {
    profile: fitting(profiles, head)?.name ?? MATCH,
    ...Object.fromEntries(
      FIELDS.map((one) => {
        const guess = guesses[one];
        return [boxOf(one), guess === undefined ? '' : String(guess.at + 1)];
      }),
    ),
    [TITLE]: upload.fileName.replace(/\.[a-z]+$/iu, '').slice(0, 30),
  };
}
