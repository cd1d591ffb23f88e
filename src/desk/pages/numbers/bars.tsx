import { eraMonth, monthDayText, weekdayName } from '../../../lib/dates/format.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import type { FiguresRow } from '../../../lists/numbers.ts';

export type Bar = { label: string; below: string; people: number; handedOver: number };

/** More days than this are drawn by month. */
const MOST_DAYS = 31;

/** What stands below a day: 祝 on a holiday, else its weekday. */
const dayBar = ({ day, people, handedOver }: FiguresRow, holidays: ReadonlyMap<string, string>): Bar => ({
  label: monthDayText(day ?? ''),
  below: holidays.has(day ?? '') ? '祝' : weekdayName(day ?? ''),
  people,
  handedOver,
});

/** The bars of days, by month where they are many. */
export function barsOf(days: readonly FiguresRow[], holidays: ReadonlyMap<string, string>): { by: '日' | '月'; bars: Bar[] } {
  const sorted = days.toSorted((one, other) => ((one.day ?? '') < (other.day ?? '') ? -1 : 1));
  if (sorted.length <= MOST_DAYS) return { by: '日', bars: sorted.map((row) => dayBar(row, holidays)) };
  const months = Map.groupBy(sorted, ({ day }) => (day ?? '').slice(0, 7));
  const sum = (rows: readonly FiguresRow[], of: (row: FiguresRow) => number) => rows.reduce((all, row) => all + of(row), 0);
  return {
    by: '月',
    bars: [...months].map(([month, rows]) => ({
      label: eraMonth(`${month}-01`),
      below: `${Number(month.slice(5))}月`,
      people: sum(rows, ({ people }) => people),
      handedOver: sum(rows, ({ handedOver }) => handedOver),
    })),
  };
}

const WIDE = 1_000;
const LEFT = 90;
const TOP = 20;
const BASE = 200;

/** The drawing as a sentence. */
export function barsSentence({ by, bars }: { by: string; bars: readonly Bar[] }): string {
  const most = bars.toSorted((one, other) => other.people - one.people)[0];
  return most === undefined || most.people === 0
    ? `${by}ごとの予約と交付。この期間の予約はありません。`
    : `${by}ごとの予約と交付。最も多いのは${most.label}で、予約${most.people}人、交付${most.handedOver}人です。`;
}

/** Booked against handed over, hollow against solid. The numbers stand in the table beside it. */
export function Bars({ of }: { of: { by: string; bars: readonly Bar[] } }) {
  const most = Math.max(1, ...of.bars.map(({ people, handedOver }) => Math.max(people, handedOver)));
  const step = (WIDE - LEFT) / Math.max(of.bars.length, 8);
  const tall = (count: number) => ((BASE - TOP) * count) / most;
  return (
    <svg class="chart" viewBox={`0 0 ${WIDE} 250`} role="img" aria-labelledby="bars-title" focusable="false">
      <title id="bars-title">{barsSentence(of)}</title>
      <path class="chart-grid" d={`M${LEFT} ${TOP}H${WIDE}`} />
      <text class="chart-text" x={LEFT - 10} y={TOP + 5} text-anchor="end">{`${grouped(most)}人`}</text>
      <text class="chart-text" x={LEFT - 10} y={BASE + 5} text-anchor="end">
        0人
      </text>
      {of.bars.map(({ below, people, handedOver }, at) => {
        const x = LEFT + at * step + step * 0.1;
        const w = step * 0.38;
        return (
          <g>
            <rect class="chart-first" x={x} y={BASE - tall(people)} width={w} height={tall(people)} />
            <rect class="chart-second" x={x + w + step * 0.04} y={BASE - tall(handedOver)} width={w} height={tall(handedOver)} />
            <text class="chart-text" x={x + step * 0.4} y={BASE + 24} text-anchor="middle">
              {below}
            </text>
          </g>
        );
      })}
      <path class="chart-base" d={`M${LEFT} ${BASE}H${WIDE}`} />
    </svg>
  );
}
