import type { Sample } from '../../../intake/matching-rows.ts';
import type { Field } from '../../../intake/profile.ts';
import { FIELD_NAMES, MUST } from '../../../intake/profiles-of-city.ts';
import type { FormState } from '../../../lib/form/index.ts';
import { Select } from '../../../lib/html/index.ts';
import { betweenBox, betweens, boxOf, columnsOf, MORE, MOST_COLUMNS } from './choose-form.ts';

/** How a field came to its columns. */
export type How = 'auto' | 'check' | 'hand' | 'must' | 'none';
const HOW: Readonly<Record<How, string>> = { auto: '自動', check: '△ 要確認', hand: '手動', must: '△ 未選択', none: '' };

type Cell = { text: string; wrong: string | undefined };
/** `column`: what its columns are called. */
export type FieldRow = { field: Field; column: string; how: How; cells: Cell[] };

/** Where columns are matched: what is chosen, from which columns, where the press goes that shows one more, and which boxes stand there though they are empty. */
type Match = { state: FormState; sample: Sample; show: string; drawn: (field: Field, n: number) => boolean };

const CAPTION = '項目ごとの列と、ファイルの最初の行';
/** It may scroll and may hold no link: then its box takes the focus, or no key could scroll it. */
const BOX = { role: 'region', 'aria-label': CAPTION, tabIndex: 0 } as const;

/** The columns to choose from; one that was chosen where the file is read into more columns stays. */
function optionsOf({ first, titles, head }: Sample, value: string) {
  const options = columnsOf(titles, first === 'head' ? undefined : head);
  return options.some((one) => one.value === value) ? options : [...options, { value, label: `${value}列目（ありません）` }];
}

/** The columns of one field: one, or several with what stands between them. */
function Chosen({ field, match: { state, sample, show, drawn } }: { field: Field; match: Match }) {
  const numbers = Array.from({ length: MOST_COLUMNS }, (_, at) => at + 1);
  const last = numbers.findLast((n) => n === 1 || state.shown(boxOf(field, n)) !== '' || drawn(field, n)) ?? 1;
  const name = FIELD_NAMES[field];
  return (
    <>
      {numbers.slice(0, last).map((n) => (
        <Select
          name={boxOf(field, n)}
          label={n === 1 ? name : `${name}（${n}列目）`}
          need={n === 1 && MUST.includes(field) ? 'must' : 'silent'}
          options={optionsOf(sample, state.shown(boxOf(field, n)))}
          value={state.shown(boxOf(field, n))}
          error={state.errors[boxOf(field, n)]}
        />
      ))}
      {last > 1 && (
        <Select name={betweenBox(field)} label="間に入れる文字" options={betweens} value={state.shown(betweenBox(field))} />
      )}
      {last < MOST_COLUMNS && state.shown(boxOf(field)) !== '' && (
        <button class="match-more" type="submit" formAction={show} name={MORE} value={field}>
          ＋ 列をつなげる<span class="unseen">（{name}）</span>
        </button>
      )}
    </>
  );
}

/** Our fields down, the first rows of the file across: half width, a lost zero or a shifted column is seen, not read. */
export function Fields({ rows, match }: { rows: readonly FieldRow[]; match: Match | undefined }) {
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
                {match === undefined ? (
                  <>
                    {FIELD_NAMES[field]}
                    <span class="sub">{column === '' ? '（なし）' : column}</span>
                  </>
                ) : (
                  <Chosen field={field} match={match} />
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
