import { cellOf, layOut } from '../../../intake/columns.ts';
import type { Guess } from '../../../intake/matching.ts';
import { guessColumns, type Sample, sampleOf } from '../../../intake/matching-rows.ts';
import { FIELDS, type Field, type Profile } from '../../../intake/profile.ts';
import { FIELD_NAMES, MUST, profileOf } from '../../../intake/profiles-of-city.ts';
import { rowReader } from '../../../intake/row.ts';
import type { FormState } from '../../../lib/form/index.ts';
import { Notice, Says } from '../../../lib/html/index.ts';
import { COLUMN_BOXES, matched } from './choose-form.ts';
import { type FieldRow, Fields, type How } from './choose-table.tsx';
import { leftOutWords } from './words.ts';

type Read = { rows: FieldRow[]; unused: string[] };

/** Each field with the columns a profile reads it from and what stands there, as a row of the list is judged; undefined where a column it must have is missing. */
function readBy(profile: Profile, { head, rows }: Sample, today: string): Read | undefined {
  const layout = layOut(profile, head);
  if (!layout.ok) return undefined;
  const { places, unused } = layout.value;
  const read = rowReader(profile, layout.value, today);
  const judged = rows.map((row) => read(row));
  const fields = FIELDS.map((field): FieldRow => {
    const place = places[field];
    return {
      field,
      column: place?.title ?? '',
      how: place === undefined ? 'none' : 'auto',
      cells: rows.map((row, at) => {
        const one = judged[at];
        const wrong = one !== undefined && 'errors' in one ? one.errors.find(({ column }) => column === place?.title) : undefined;
        return { text: cellOf(row, place), wrong: wrong?.reason };
      }),
    };
  });
  return { rows: fields, unused };
}

const isGuess = (at: readonly number[], guess: Guess | undefined): boolean => String(guess?.at) === String(at);

/** The same by what is chosen in the boxes; nothing is judged before all that must be there is chosen. */
function readByBoxes(profiles: readonly Profile[], state: FormState, sample: Sample, today: string): Read {
  const guesses = guessColumns(sample, profiles);
  const { columns } = matched(Object.fromEntries(COLUMN_BOXES.map((box) => [box, state.shown(box)])));
  const judged = readBy(profileOf('', columns, sample.first === 'head' ? sample.head : undefined), sample, today);
  const used = new Set(Object.values(columns).flatMap(({ at }) => at));
  const howOf = (field: Field, at: readonly number[]): How => {
    if (at.length === 0) return MUST.includes(field) ? 'must' : 'none';
    return !isGuess(at, guesses[field]) ? 'hand' : guesses[field]?.sure === true ? 'auto' : 'check';
  };
  const rows = FIELDS.map((field, n) => {
    const { at, between } = columns[field] ?? { at: [], between: '' };
    const place = at.length === 0 ? undefined : { at, between, title: '' };
    return {
      field,
      column: at.map((one) => sample.titles[one] ?? '').join('・'),
      how: howOf(field, at),
      cells: judged?.rows[n]?.cells ?? sample.rows.map((row) => ({ text: cellOf(row, place), wrong: undefined })),
    };
  });
  return { rows, unused: sample.titles.filter((_, at) => !used.has(at)) };
}

type Props = {
  sample: Sample;
  /** The first lines of the file. */
  lines: readonly (readonly string[])[];
  today: string;
  profiles: readonly Profile[];
  /** The profile that is chosen; undefined: columns are matched here. */
  profile: Profile | undefined;
  state: FormState;
  /** Where a press goes that shows one column more of a field, and which boxes stand there though nothing is chosen in them. */
  show: string;
  drawn: (field: Field, n: number) => boolean;
};

/** Which column is read as which field: of a profile shown, else matched. */
export function MatchTable({ sample, lines, today, profiles, profile, state, show, drawn }: Props) {
  if (profile === undefined) {
    const { rows, unused } = readByBoxes(profiles, state, sample, today);
    return (
      <>
        <Fields rows={rows} match={{ state, sample, show, drawn }} />
        <Says>{leftOutWords(unused)}</Says>
      </>
    );
  }
  const read = readBy(profile, sampleOf(lines, profiles, profile.header ? 'head' : 'card'), today);
  if (read === undefined)
    return (
      <Notice kind="stop" title={`「${profile.title}」の列が、ファイルにありません`}>
        <Says>文字コードか形式を選び直して、「表示し直す」を押してください。</Says>
      </Notice>
    );
  const absent = read.rows.filter(({ how }) => how === 'none').map(({ field }) => FIELD_NAMES[field]);
  return (
    <>
      <Fields rows={read.rows.filter(({ how }) => how !== 'none')} match={undefined} />
      <Says>
        {`${leftOutWords(read.unused)}${read.unused.length > 0 ? '取り込むときは、形式の「列を指定する」を選んで、「表示し直す」を押してください。' : ''}`}
      </Says>
      {absent.length > 0 && <Says class="small soft">{`ファイルに列がない項目：${absent.join('、')}。`}</Says>}
      {!profile.header && <Says class="small soft">この形式では、1行目もカードの行として読みます。</Says>}
    </>
  );
}
