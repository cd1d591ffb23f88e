import { cellOf, layOut } from '../../../intake/columns.ts';
import { guessColumns } from '../../../intake/matching.ts';
import { FIELDS, type Field, type Profile } from '../../../intake/profile.ts';
import { FIELD_NAMES, MUST, profileOf } from '../../../intake/profiles-of-city.ts';
import { rowReader } from '../../../intake/row.ts';
import type { FormState } from '../../../lib/form/index.ts';
import { Notice, Says, Select } from '../../../lib/html/index.ts';
import { boxOf, columnsOf, matched } from './choose-form.ts';

/** How a field came to its column. */
type How = 'auto' | 'check' | 'hand' | 'must' | 'none';
const HOW: Readonly<Record<How, string>> = { auto: '自動', check: '△ 要確認', hand: '手動', must: '△ 未選択', none: '' };

type Cell = { text: string; wrong: string | undefined };
type Row = { field: Field; column: string; how: How; cells: Cell[] };
type Rows = { head: readonly string[]; lines: readonly (readonly string[])[]; today: string };

/** Each field with the column a profile reads it from and what stands there, as a row of the list is judged; undefined where a column it must have is missing. */
function readBy(profile: Profile, { head, lines, today }: Rows): Row[] | undefined {
  const layout = layOut(profile, head);
  if (!layout.ok) return undefined;
  const { places } = layout.value;
  const read = rowReader(profile, layout.value, today);
  const judged = lines.map((line) => read(line));
  return FIELDS.map((field) => {
    const place = places[field];
    return {
      field,
      column: place?.title ?? '',
      how: place === undefined ? 'none' : 'auto',
      cells: lines.map((line, at) => {
        const one = judged[at];
        const wrong = one !== undefined && 'errors' in one ? one.errors.find(({ column }) => column === place?.title) : undefined;
        return { text: cellOf(line, place), wrong: wrong?.reason };
      }),
    };
  });
}

/** The same by what is chosen in the boxes; nothing is judged before all that must be there is chosen. */
function readByBoxes(profiles: readonly Profile[], state: FormState, rows: Rows): Row[] {
  const guesses = guessColumns(rows.head, profiles);
  const { columns } = matched(Object.fromEntries(FIELDS.map((field) => [boxOf(field), state.shown(boxOf(field))])));
  const judged = readBy(profileOf('', columns, rows.head), rows);
  return FIELDS.map((field, n) => {
    const at = (columns[field] ?? 0) - 1;
    const guess = guesses[field];
    return {
      field,
      column: rows.head[at] ?? '',
      how: at < 0 ? (MUST.includes(field) ? 'must' : 'none') : guess?.at !== at ? 'hand' : guess.sure ? 'auto' : 'check',
      cells: judged?.[n]?.cells ?? rows.lines.map((line) => ({ text: line[at] ?? '', wrong: undefined })),
    };
  });
}

const CAPTION = '項目ごとの列と、ファイルの最初の行';
/** It may scroll and may hold no link: then its box takes the focus, or no key could scroll it. */
const BOX = { role: 'region', 'aria-label': CAPTION, tabIndex: 0 } as const;

/** Our fields down, the first rows of the file across: half width, a lost zero or a shifted column is seen, not read. */
function Fields({ rows, state, head }: { rows: readonly Row[]; state: FormState | undefined; head: readonly string[] }) {
  return (
    <div class="table-box" {...BOX}>
      <table class="table match">
        <caption class="unseen">{CAPTION}</caption>
        <thead>
          <tr>
            <th scope="col">項目とファイルの列</th>
            <th scope="col">対応</th>
            {rows[0]?.cells.map((_, at) => (
              <th scope="col">{at + 1}行目</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ field, column, how, cells }) => (
            <tr class={how === 'check' || how === 'must' ? 'match-check' : undefined}>
              <th scope="row">
                {state === undefined ? (
                  <>
                    {FIELD_NAMES[field]}
                    <span class="sub">{column === '' ? '（なし）' : column}</span>
                  </>
                ) : (
                  <Select
                    name={boxOf(field)}
                    label={FIELD_NAMES[field]}
                    need={MUST.includes(field) ? 'must' : 'silent'}
                    options={columnsOf(head)}
                    value={state.shown(boxOf(field))}
                    error={state.errors[boxOf(field)]}
                  />
                )}
              </th>
              <td>{HOW[how]}</td>
              {cells.map(({ text, wrong }) => (
                <td class={wrong === undefined ? 'code' : 'code match-wrong'}>
                  {text}
                  {wrong !== undefined && <span class="sub">{wrong}</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type Props = Rows & {
  profiles: readonly Profile[];
  /** The profile that is chosen; undefined: columns are matched here. */
  profile: Profile | undefined;
  state: FormState;
};

/** Which column is read as which field: of a profile shown, else matched. */
export function MatchTable({ head, lines, today, profiles, profile, state }: Props) {
  if (profile === undefined)
    return <Fields rows={readByBoxes(profiles, state, { head, lines, today })} state={state} head={head} />;
  const rows = readBy(profile, { head, lines, today });
  if (rows !== undefined) {
    const absent = rows.filter(({ how }) => how === 'none').map(({ field }) => FIELD_NAMES[field]);
    return (
      <>
        <Fields rows={rows.filter(({ how }) => how !== 'none')} state={undefined} head={head} />
        {absent.length > 0 && <Says class="small soft">{`ファイルに列がない項目：${absent.join('、')}。`}</Says>}
      </>
    );
  }
  return (
    <Notice kind="stop" title={`「${profile.title}」の列が、ファイルにありません`}>
      <Says>文字コードか形式を選び直して、「表示し直す」を押してください。</Says>
    </Notice>
  );
}
