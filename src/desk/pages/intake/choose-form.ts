import type { Columns } from '../../../intake/columns.ts';
import type { FirstLine } from '../../../intake/first-line.ts';
import { FIELDS, type Field, type Profile } from '../../../intake/profile.ts';
import { FIELD_NAMES, MUST } from '../../../intake/profiles-of-city.ts';
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

/** The box of the first line. */
export const FIRST = 'first';
/** What the first line is, where columns are matched. `guess`: what it is likely to be. */
export const firstForm = (guess: FirstLine) =>
  form<{ first: FirstLine }>({
    first: radios<FirstLine>(
      '1行目',
      [
        { value: 'head', label: '項目名', more: '2行目からをカードとして読みます' },
        { value: 'card', label: 'カードの行', more: '1行目からをカードとして読みます' },
      ],
      {
        usual: guess,
        need: 'silent',
        hint:
          guess === 'head'
            ? '項目名と判定しました。違うときは選び直して、「表示し直す」を押してください。'
            : 'IDや日付などがあるため、カードの行と判定しました。違うときは選び直して、「表示し直す」を押してください。',
      },
    ),
  });

/** The name of a profile that is made of matched columns. */
export const TITLE = 'title';
/** The box of a field's nth column, from 1. */
export const boxOf = (one: Field, n = 1): string => (n === 1 ? `column-${one}` : `column-${one}-${n}`);
/** The box of what stands between its columns. */
export const betweenBox = (one: Field): string => `between-${one}`;
/** The press that shows one column more; its value is the field. */
export const MORE = 'more';
/** So many columns are one field at most. */
export const MOST_COLUMNS = 5;
const NUMBERS = Array.from({ length: MOST_COLUMNS }, (_, at) => at + 1);

/** What stands between the texts of two columns: how the form sends it, in words, itself. */
const BETWEEN = [
  { value: 'nothing', label: 'そのまま', text: '' },
  { value: 'wide', label: '全角の空白', text: '　' },
  { value: 'narrow', label: '半角の空白', text: ' ' },
  { value: 'hyphen', label: '「-」', text: '-' },
  { value: 'slash', label: '「/」', text: '/' },
] as const;
export const betweens = BETWEEN.map(({ value, label }) => ({ value: value as string, label }));
const betweenOf = (value: string | undefined): string => BETWEEN.find((one) => one.value === value)?.text ?? '';

/** The columns of a file to choose from, by their numbers. `titles`: what they are called; `first`: what stands in them first, where they have no names. */
export const columnsOf = (titles: readonly string[], first?: readonly string[]) => [
  { value: '', label: '（なし）' },
  ...titles.map((title, at) => ({
    value: String(at + 1),
    label: first === undefined ? `${at + 1}：${title}` : `${title}：${(first[at] ?? '').slice(0, 12)}`,
  })),
];

/** For each field the numbers of the columns it stands in, and a name for the profile that is made of them; empty: it is not kept. */
export function matchForm(titles: readonly string[]): Form<Record<string, string>> {
  const columns = columnsOf(titles);
  const fields = FIELDS.flatMap((one) => [
    ...NUMBERS.map((n) => [
      boxOf(one, n),
      select<string>(FIELD_NAMES[one], columns, { usual: '', need: n === 1 && MUST.includes(one) ? 'must' : 'silent' }),
    ]),
    [betweenBox(one), select<string>(`${FIELD_NAMES[one]}の間に入れる文字`, betweens, { usual: 'nothing' })],
  ]);
  return form<Record<string, string>>(
    {
      ...Object.fromEntries(fields),
      [TITLE]: line('形式の名称', 40, { size: 'id', hint: '次の取込みから、この名称で選べます。' }).or(''),
    },
    {
      rules: (values, say) => {
        for (const one of FIELDS) {
          const { at } = chosenOf(values, one);
          if (at.length === 0 && MUST.includes(one)) say(boxOf(one), `${FIELD_NAMES[one]}の列を指定してください。`);
          if (new Set(at).size < at.length) say(boxOf(one), `${FIELD_NAMES[one]}に、同じ列が2回あります。1回にしてください。`);
        }
      },
    },
  );
}

function chosenOf(values: Readonly<Partial<Record<string, string>>>, one: Field): Columns {
  const at = NUMBERS.flatMap((n) => {
    const column = smallId(values[boxOf(one, n)]);
    return column.ok ? [column.value - 1] : [];
  });
  return { at, between: betweenOf(values[betweenBox(one)]) };
}

/** What was matched: field → its columns, and the name. */
export function matched(values: Readonly<Partial<Record<string, string>>>): {
  title: string;
  columns: Partial<Record<Field, Columns>>;
} {
  const columns: Partial<Record<Field, Columns>> = {};
  for (const one of FIELDS) {
    const chosen = chosenOf(values, one);
    if (chosen.at.length > 0) columns[one] = chosen;
  }
  return { title: values[TITLE] ?? '', columns };
}

/** What the boxes of columns hold for columns that were found. */
export const boxesOf = (columns: Partial<Record<Field, Columns>>): Record<string, string> =>
  Object.fromEntries(
    FIELDS.flatMap((one) => {
      const { at = [], between = '' } = columns[one] ?? {};
      return [
        ...NUMBERS.map((n) => [boxOf(one, n), at[n - 1] === undefined ? '' : String((at[n - 1] ?? 0) + 1)]),
        [betweenBox(one), BETWEEN.find(({ text }) => text === between)?.value ?? 'nothing'],
      ];
    }),
  );

/** The boxes that are drawn in the table. */
export const COLUMN_BOXES = FIELDS.flatMap((one) => [...NUMBERS.map((n) => boxOf(one, n)), betweenBox(one)]);
