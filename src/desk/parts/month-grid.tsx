import type { SlotDifference } from '../../calendar/compare.ts';
import type { MonthDay } from '../../closing/month.ts';
import { clockTime, monthDayText, plainDate, weekdayName } from '../../lib/dates/format.ts';
import type { GridSlot } from '../../reservations/grid.ts';

import { Cell, Chip, keyOf } from './month-cell.tsx';

type Props = {
  caption: string;
  days: readonly MonthDay[];
  slots: readonly GridSlot[];
  /** JST day: before it, nothing will be laid out any more. */
  today: string;
  /** What a draft would do to them. */
  differences?: readonly SlotDifference[];
  dayHref: (day: string) => string;
  /** Where a slot leads, by its day and start; none: nowhere. */
  slotHref?: (day: string, startMinute: number) => string;
};

/** A start that fewer of the open days than this have gets no column of its own: one Sunday in twenty minutes would double the columns of a month. */
const COLUMN_SHARE = 0.15;

/** So many columns fit beside days and hours in 1248 px. */
const MOST_FITTING = 20;

/** Starts that are columns, and of each day all of its starts. */
function columnsOf(days: readonly MonthDay[], keys: readonly string[]): { columns: number[]; ofDay: Map<string, number[]> } {
  const ofDay = new Map<string, number[]>(days.map(({ day }) => [day, []]));
  const counts = new Map<number, number>();
  for (const key of new Set(keys)) {
    const start = Number(key.slice(11));
    const starts = ofDay.get(key.slice(0, 10));
    if (starts === undefined) continue;
    starts.push(start);
    counts.set(start, (counts.get(start) ?? 0) + 1);
  }
  for (const starts of ofDay.values()) starts.sort((a, b) => a - b);
  const openDays = [...ofDay.values()].filter(({ length }) => length > 0).length;
  const columns = [...counts].filter(([, count]) => count >= openDays * COLUMN_SHARE).map(([start]) => start);
  return { columns: columns.toSorted((a, b) => a - b), ofDay };
}

/** A month of one office and service: days down, times across, booked of how many may come (§8(2)④); with a draft, what it would change in its place. */
export function MonthGrid({ caption, days, slots, today, differences = [], dayHref, slotHref }: Props) {
  const at = new Map(slots.map((slot) => [keyOf(slot.day, slot.startMinute), slot]));
  const changes = new Map(
    differences.map((one) => [keyOf(one.day, one.kind === 'goes' ? one.row.startMinute : one.slot.startMinute), one]),
  );
  const { columns, ofDay } = columnsOf(days, [...at.keys(), ...changes.keys()]);
  const cell = (day: string, start: number) => ({
    startMinute: start,
    slot: at.get(keyOf(day, start)),
    change: changes.get(keyOf(day, start)),
    href: at.has(keyOf(day, start)) ? slotHref?.(day, start) : undefined,
  });
  return (
    <div class={columns.length <= MOST_FITTING ? 'table-box grid-fits' : 'table-box'}>
      <table class="table grid">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            <th scope="col" class="grid-day">
              日
            </th>
            <th scope="col" class="grid-hours">
              開庁
            </th>
            {columns.map((start) => (
              <th scope="col">{clockTime(start)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map(({ day, pattern, note }) => {
            const starts = ofDay.get(day) ?? [];
            return (
              <tr {...(starts.length > 0 ? {} : { class: 'grid-off' })}>
                <th scope="row" class="grid-day">
                  <a href={dayHref(day)}>
                    {plainDate(day).day}日（{weekdayName(day)}）<span class="unseen">{monthDayText(day)}を開く</span>
                  </a>
                </th>
                {starts.length === 0 ? (
                  <td class="grid-shut grid-rest" colSpan={columns.length + 1}>
                    {pattern === null
                      ? `閉庁　${note}`
                      : day < today
                        ? '過ぎた日（枠の記録はありません）'
                        : `${pattern}（枠はまだありません）`}
                  </td>
                ) : (
                  <>
                    <td class="grid-hours">{pattern ?? '閉庁'}</td>
                    {starts.every((start) => columns.includes(start)) ? (
                      columns.map((start) => <Cell {...cell(day, start)} />)
                    ) : (
                      <td class="grid-rest" colSpan={columns.length}>
                        <ul class="grid-flow">
                          {starts.map((start) => (
                            <Chip {...cell(day, start)} />
                          ))}
                        </ul>
                      </td>
                    )}
                  </>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** How to read the grid. `changing`: with what a draft does. */
export const MonthLegend = ({ changing }: { changing: boolean }) => (
  <ul class="grid-key" aria-label="見かた">
    <li>
      <b>3</b>/6　予約／定員（＋は枠超え）
    </li>
    <li>仮　仮押さえ</li>
    <li>職　職員枠</li>
    <li>
      <span class="grid-sample grid-full">6/6</span>満員
    </li>
    {changing ? (
      <>
        <li>
          <span class="grid-sample grid-more">＋増</span>増える枠
        </li>
        <li>
          <span class="grid-sample grid-less">－閉</span>なくなる枠・減る枠
        </li>
      </>
    ) : (
      <li>
        <span class="grid-sample grid-shut">閉</span>閉庁の枠
      </li>
    )}
  </ul>
);
