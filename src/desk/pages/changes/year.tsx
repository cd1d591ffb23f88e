import type { Change } from '../../../calendar/changes.ts';
import {
  type CopiedBy,
  type CopiedDay,
  type CopyDifference,
  copiesByItself,
  copyYear,
  mayCopy,
} from '../../../calendar/copy-year.ts';
import { counterKey } from '../../../calendar/state.ts';
import { eraYear, shortDate } from '../../../lib/dates/format.ts';
import { Button, Select } from '../../../lib/html/index.ts';
import { smallId } from '../../../lib/values/ids.ts';
import { counterName } from '../../parts/change-words.ts';
import { Acts } from '../../parts/form.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, show } from '../../route.ts';
import { add, ChangePage, type DraftAsk, DraftPress } from './draft.tsx';
import { NoneTicked, noneTicked, RowTick, tickedRows } from './picks.tsx';

const BY_WORDS: Record<CopiedBy, string> = {
  'year-end': '年末年始の同じ日',
  holiday: '同じ祝日',
  'nth-weekday': '同じ月の同じ週の曜日',
  'same-date': '同じ日付',
};

const DIFFERS_WORDS: Record<CopyDifference, string> = {
  'pattern-retired': 'パターンを廃止したため、複写できません',
  past: '過ぎた日のため、複写できません',
  set: '翌年も、同じ内容に設定済みです',
  'set-otherwise': '翌年は、別の内容に設定済みです。複写すると上書きします',
  twice: 'ほかの日と重なります',
  'opens-closed-day': '翌年のその日は、規則では閉庁日です',
  'open-anyway': '翌年のその日は、通常も開庁日です',
  'closed-anyway': '翌年のその日は、もともと閉庁日です',
  'last-instead': '第5週がないため、最終週です',
  'no-such-date': '2月29日がないため、28日です',
  'other-weekday': '曜日が違います',
};

const keyOf = (row: CopiedDay): string =>
  `${row.from} ${row.to} ${row.patternId ?? 'closed'} ${row.counters.map(counterKey).join(' ')}`;

/** More rows than a form's fields could carry. */
const MOST_ROWS = 400;

type Props = {
  year: number;
  /** Rows of this part, of how many, and which part it is from 1 on. */
  rows: readonly CopiedDay[];
  all: number;
  part: number;
  ticked: ReadonlySet<string> | undefined;
  error?: string;
  problem?: string | undefined;
};

function Rows({ ask, props }: { ask: DraftAsk; props: Props }) {
  const isTicked = (row: CopiedDay) => (props.ticked === undefined ? copiesByItself(row) : props.ticked.has(keyOf(row)));
  return (
    <div class="table-box">
      <table class="table specials">
        <caption class="unseen">
          {eraYear(`${props.year}-12-31`)}の臨時の日と、{eraYear(`${props.year + 1}-12-31`)}に複写したときの日
        </caption>
        <thead>
          <tr>
            <th scope="col">複写する</th>
            <th scope="col">{eraYear(`${props.year}-12-31`)}</th>
            <th scope="col">{eraYear(`${props.year + 1}-12-31`)}</th>
            <th scope="col">すること</th>
            <th scope="col">交付場所・手続き</th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row, index) => (
            <tr>
              <td class="year-tick">
                {mayCopy(row) ? (
                  <RowTick index={index} value={keyOf(row)} checked={isTicked(row)}>
                    <span class="unseen">{shortDate(row.from)}を複写する</span>
                  </RowTick>
                ) : (
                  <span class="soft">－</span>
                )}
              </td>
              <th scope="row" class="whole">
                {shortDate(row.from)}
              </th>
              <td>
                <span class="whole">{shortDate(row.to)}</span>
                <span class="sub">{BY_WORDS[row.by]}</span>
                {row.differs.map((one) => (
                  <span class="year-differs">{DIFFERS_WORDS[one]}</span>
                ))}
              </td>
              <td>
                {row.patternId === null ? '閉庁' : (ask.after.patterns.get(row.patternId)?.name ?? '')}
                <span class="sub">{row.reason}</span>
              </td>
              <td>{row.counters.map((counter) => counterName(ask.names, counter)).join('、')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function YearPage({ ask, props }: { ask: DraftAsk; props: Props }) {
  const thisYear = Number(ask.day.slice(0, 4));
  const words = eraYear(`${props.year}-12-31`);
  return (
    <ChangePage
      ask={ask}
      title="1年の臨時の日を、翌年へ複写する"
      tab="year"
      errors={noneTicked(props.error)}
      problem={props.problem}
    >
      <form method="get" action={paths.draftChange(ask.draft.id, 'year')} class="row-form">
        <Select
          name="year"
          label="もとの年"
          value={String(props.year)}
          options={[thisYear - 1, thisYear, thisYear + 1].map((year) => ({
            value: String(year),
            label: eraYear(`${year}-12-31`),
          }))}
        />
        <Button kind="second">表示する</Button>
      </form>
      {props.rows.length === 0 ? (
        <p class="empty">{words}には、臨時の日が入っていません。</p>
      ) : (
        <DraftPress ask={ask} what="year" hidden={{ year: String(props.year), part: String(props.part) }}>
          <p class="lead">複写する日に印を付けてください。翌年では事情が違いそうな日は、印を外してあります。</p>
          <Parts ask={ask} props={props} />
          <NoneTicked error={props.error} />
          <Rows ask={ask} props={props} />
          <Acts submit="印を付けた日を、下書きに追加する" back={{ href: paths.draft(ask.draft.id), words: 'やめる' }} />
        </DraftPress>
      )}
    </ChangePage>
  );
}

const partsOf = (all: number): number => Math.max(1, Math.ceil(all / MOST_ROWS));

/** Where the days of a year are more than one page holds: which these are, and the way to the others. */
function Parts({ ask, props: { year, rows, all, part } }: { ask: DraftAsk; props: Props }) {
  if (partsOf(all) === 1) return null;
  const first = (part - 1) * MOST_ROWS + 1;
  const link = (to: number, words: string) =>
    to >= 1 && to <= partsOf(all) ? (
      <a href={withQuery(paths.draftChange(ask.draft.id, 'year'), { year, part: to })}>{words}</a>
    ) : null;
  return (
    <>
      <p>
        全{all}件のうち、{first}件目から{first + rows.length - 1}件目までを表示しています。追加するのは、表示している分だけです。
      </p>
      <p class="acts">
        {link(part - 1, `前の${MOST_ROWS}件`)}
        {link(part + 1, `次の${Math.min(MOST_ROWS, all - part * MOST_ROWS)}件`)}
      </p>
    </>
  );
}

function page(ask: DraftAsk, year: number, more: Partial<Props> = {}, status = 200): Answer {
  const all = copyYear(ask.after, year, ask.day);
  const asked = smallId(field(ask.body, 'part') || field(ask.query, 'part'));
  const part = asked.ok ? Math.min(Math.max(1, asked.value), partsOf(all.length)) : 1;
  const rows = all.slice((part - 1) * MOST_ROWS, part * MOST_ROWS);
  return show(<YearPage ask={ask} props={{ year, rows, all: all.length, part, ticked: undefined, ...more }} />, status);
}

/** Last year's, this year's or the next; this year's where none of these was asked for. */
function yearOf(ask: DraftAsk, input: unknown): number {
  const thisYear = Number(ask.day.slice(0, 4));
  const asked = smallId(input);
  return asked.ok && Math.abs(asked.value - thisYear) <= 1 ? asked.value : thisYear;
}

export const yearForm = (ask: DraftAsk): Answer => page(ask, yearOf(ask, ask.query['year']));

export async function submitYear(ask: DraftAsk): Promise<Answer> {
  const year = yearOf(ask, ask.body['year']);
  const ticked = tickedRows(ask.body);
  if (ticked.size === 0) return page(ask, year, { ticked, error: '複写する日を選んでください。' }, 422);
  const rows = copyYear(ask.after, year, ask.day).filter((row) => mayCopy(row) && ticked.has(keyOf(row)));
  if (rows.length < ticked.size)
    return page(ask, year, { ticked, problem: '選んだ日の予定が変わっています。現在の一覧で、選び直してください。' }, 409);
  return add(ask, joined(rows), (fresh, problem) => page(fresh, year, { ticked, problem }));
}

/** Days that are set alike for the same counters are one change: a draft is read by people. */
function joined(rows: readonly CopiedDay[]): Change[] {
  const groups = new Map<string, Extract<Change, { kind: 'days' }>>();
  for (const { counters, to, patternId, reason } of rows) {
    const key = JSON.stringify([counters, patternId, reason]);
    const days = [...(groups.get(key)?.days ?? []), to];
    groups.set(key, { kind: 'days', counters, days: [...new Set(days)].toSorted(), patternId, reason });
  }
  return [...groups.values()];
}
