import type { Change } from '../../../calendar/changes.ts';
import { type Counter, counterKey, type Override } from '../../../calendar/state.ts';
import { longDate } from '../../../lib/dates/format.ts';
import { Button, Select } from '../../../lib/html/index.ts';
import { counterName } from '../../parts/change-words.ts';
import { Acts } from '../../parts/form.tsx';
import { paths } from '../../paths.ts';
import { type Answer, field, show } from '../../route.ts';
import { add, ChangePage, type DraftAsk, DraftPress } from './draft.tsx';
import { NoneTicked, noneTicked, RowTick, tickedRows } from './picks.tsx';

/** A day set alike for several counters. */
type Special = Override & { day: string; counters: Counter[] };

const MOST_SHOWN = 300;

/** Every coming day that does not follow its week, by day. `office`: of that office only. */
function specials(ask: DraftAsk, officeId: number | undefined): Special[] {
  const rows = new Map<string, Special>();
  for (const { counter, overrides } of ask.after.counters.values()) {
    if (officeId !== undefined && counter.officeId !== officeId) continue;
    for (const [day, override] of overrides) {
      if (day < ask.day) continue;
      const key = JSON.stringify([day, override.patternId, override.reason]);
      const row = rows.get(key);
      if (row === undefined) rows.set(key, { ...override, day, counters: [counter] });
      else row.counters.push(counter);
    }
  }
  return [...rows.values()].toSorted((a, b) => a.day.localeCompare(b.day));
}

/** What a tick says: the day and whose it is. */
const keyOf = ({ day, counters }: Special): string => `${day} ${counters.map(counterKey).join(' ')}`;

type Props = { office: string; ticked: ReadonlySet<string>; error?: string; problem?: string | undefined };

function OfficePick({ ask, office }: { ask: DraftAsk; office: string }) {
  return (
    <form method="get" action={paths.draftChange(ask.draft.id, 'days-removed')} class="row-form">
      <Select
        name="office"
        label="交付場所"
        value={office}
        options={[{ value: '', label: 'すべて' }, ...ask.offices.map(({ code, name }) => ({ value: code, label: name }))]}
      />
      <Button kind="second">表示する</Button>
    </form>
  );
}

function Rows({ ask, rows, props }: { ask: DraftAsk; rows: readonly Special[]; props: Props }) {
  return (
    <div class="table-box">
      <table class="table specials">
        <caption class="unseen">これからの臨時の日</caption>
        <thead>
          <tr>
            <th scope="col">戻す日</th>
            <th scope="col">現在の予定</th>
            <th scope="col">交付場所・手続き</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => {
            const key = keyOf(row);
            const name = row.patternId === null ? '閉庁' : (ask.after.patterns.get(row.patternId)?.name ?? '');
            return (
              <tr>
                <th scope="row" class="whole">
                  <RowTick index={index} value={key} checked={props.ticked.has(key)}>
                    {longDate(row.day)}
                  </RowTick>
                </th>
                <td>
                  {name}
                  <span class="sub">{row.reason}</span>
                </td>
                <td>{row.counters.map((counter) => counterName(ask.names, counter)).join('、')}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function RemovedPage({ ask, props }: { ask: DraftAsk; props: Props }) {
  const rows = specials(ask, ask.offices.find(({ code }) => code === props.office)?.id);
  return (
    <ChangePage
      ask={ask}
      title="臨時の日を、曜日の規則どおりに戻す"
      tab="days"
      errors={noneTicked(props.error)}
      problem={props.problem}
    >
      <OfficePick ask={ask} office={props.office} />
      {rows.length === 0 ? (
        <p class="empty">これからの臨時の日は、入っていません。すべての日が、曜日の規則と祝日のとおりです。</p>
      ) : (
        <DraftPress ask={ask} what="days-removed" hidden={{ office: props.office }}>
          <NoneTicked error={props.error} />
          <Rows ask={ask} rows={rows.slice(0, MOST_SHOWN)} props={props} />
          {rows.length > MOST_SHOWN && (
            <p class="soft">
              近い順に{MOST_SHOWN}件を表示しています。あとの{rows.length - MOST_SHOWN}件は、交付場所を選ぶと出ます。
            </p>
          )}
          <Acts submit="選んだ日を戻す変更を、下書きに追加する" back={{ href: paths.draft(ask.draft.id), words: 'やめる' }} />
        </DraftPress>
      )}
    </ChangePage>
  );
}

const page = (ask: DraftAsk, props: Partial<Props>, status = 200): Answer =>
  show(<RemovedPage ask={ask} props={{ office: '', ticked: new Set(), ...props }} />, status);

export const removedForm = (ask: DraftAsk): Answer => page(ask, { office: field(ask.query, 'office') });

export async function submitRemoved(ask: DraftAsk): Promise<Answer> {
  const office = field(ask.body, 'office');
  const ticked = tickedRows(ask.body);
  const chosen = specials(ask, ask.offices.find(({ code }) => code === office)?.id).filter((row) => ticked.has(keyOf(row)));
  if (ticked.size === 0) return page(ask, { office, error: '戻す日を選んでください。' }, 422);
  if (chosen.length < ticked.size)
    return page(ask, { office, ticked, problem: '選んだ日の予定が変わっています。現在の一覧で、選び直してください。' }, 409);
  return add(ask, joined(chosen), (fresh, problem) => page(fresh, { office, ticked, problem }));
}

/** Days of the same counters are one change: a draft is read by people. */
function joined(rows: readonly Special[]): Change[] {
  const groups = new Map<string, { counters: Counter[]; days: string[] }>();
  for (const { day, counters } of rows) {
    const key = counters.map(counterKey).join(' ');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { counters, days: [day] });
    else group.days.push(day);
  }
  return [...groups.values()].map((group) => ({ kind: 'days-removed', ...group }));
}
