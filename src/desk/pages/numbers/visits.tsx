import { eraMonth, eraYear, monthDayText, plainDate, shortDate, weekdayName } from '../../../lib/dates/format.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { type Figures, type FiguresRow, share } from '../../../lists/numbers/index.ts';
import { Bars } from './chart.tsx';
import { ChartPart, ChartTable, type Head } from './chart-table.tsx';
import type { Step } from './stretch.ts';

const STEP_WORDS: Readonly<Record<Step, string>> = { day: '日', week: '週', month: '月' };

/** What stands above a column: of a day 祝 on a holiday, else its weekday. */
export function headOf(step: Step, key: string, holidays: ReadonlyMap<string, string>): Head {
  const { month, day } = plainDate(key);
  if (step === 'month') return { group: eraYear(key), label: `${month}月` };
  if (step === 'week') return { group: `${month}月`, label: `${day}日`, below: 'から' };
  return { group: `${month}月`, label: `${day}`, below: holidays.has(key) ? '祝' : weekdayName(key) };
}

/** A column as a sentence calls it. */
const called = (step: Step, key: string): string =>
  step === 'month' ? eraMonth(key) : step === 'week' ? `${monthDayText(key)}の週` : shortDate(key);

/** What the chart shows: how many of the booked were handed their card, where all of it is over, and which column is the tallest. */
function visitsSentence(step: Step, rows: readonly FiguresRow[], all: Figures, over: boolean): string {
  const most = rows.toSorted((one, other) => other.people - one.people)[0];
  if (most === undefined || most.people === 0) return 'この期間の予約は、ありません。';
  const part = share(all.handedOver, all.people);
  return [
    over && part !== null ? `交付した方は、予約した方の${part.toFixed(1)}％です。` : '',
    `予約が最も多いのは${called(step, most.key ?? '')}で、予約${grouped(most.people)}人、交付${grouped(most.handedOver)}人です。`,
  ].join('');
}

/** Booked against handed over, by day, week or month, with the table of the same figures. */
export function Visits({
  step,
  rows,
  all,
  over,
  holidays,
}: {
  step: Step;
  rows: readonly FiguresRow[];
  all: Figures;
  over: boolean;
  holidays: ReadonlyMap<string, string>;
}) {
  const heading = `${STEP_WORDS[step]}ごとの予約と交付`;
  const cells = (of: (row: FiguresRow) => number) => rows.map((row) => grouped(of(row)));
  const off = step === 'day' ? [...holidays].toSorted().map(([day, name]) => `${shortDate(day)} ${name}`) : [];
  return (
    <ChartPart
      heading={heading}
      says={visitsSentence(step, rows, all, over)}
      more={off.length > 0 && <p class="soft">祝日：{off.join('、')}</p>}
      keys={[
        { words: '予約した人', looks: 'first' },
        { words: '交付した人', looks: 'second' },
      ]}
      empty={all.people === 0}
    >
      <Bars
        name={`${heading}のグラフ。数は、下の表にあります。`}
        wide={1_000}
        left={90}
        unit="人"
        columns={rows.map(({ people, handedOver }) => ({ first: people, second: handedOver }))}
      />
      <ChartTable
        caption={heading}
        heads={rows.map(({ key }) => headOf(step, key ?? '', holidays))}
        rows={[
          { name: '予約', cells: cells(({ people }) => people) },
          { name: '交付', cells: cells(({ handedOver }) => handedOver) },
          { name: '未来庁', cells: cells(({ noShow }) => noShow) },
        ]}
      />
    </ChartPart>
  );
}
