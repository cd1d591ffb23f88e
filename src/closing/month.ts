import { decide } from '../calendar/plan.ts';
import { readState } from '../calendar/read.ts';
import { type CalendarState, type Counter, rulesOf } from '../calendar/state.ts';
import { eachDate } from '../lib/dates/jst.ts';
import { lastOfMonth } from '../lib/dates/spans.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { type GridSlot, readSlots } from '../reservations/grid.ts';

export type MonthDay = {
  day: string;
  /** Name of the pattern it follows by the rules; null where it is closed. */
  pattern: string | null;
  note: string;
};

/** A month of one office and service as staff see it: which hours each day follows, and every slot with what stands in it. */
export type Month = { days: MonthDay[]; slots: GridSlot[] };

/** Every day of a month (2026-12) with the pattern it follows under these rules. */
export function daysOfMonth(state: CalendarState, counter: Counter, month: string): MonthDay[] {
  const rules = rulesOf(state, counter);
  return eachDate(`${month}-01`, lastOfMonth(`${month}-01`)).map((day) => {
    const { pattern, note } = decide(rules, day);
    return { day: day.toString(), pattern: pattern?.name ?? null, note };
  });
}

/** @param month 2026-12 */
export const readMonthSlots = (tx: Tx, counter: Counter, month: string): Promise<GridSlot[]> =>
  readSlots(tx, { ...counter, from: `${month}-01`, to: lastOfMonth(`${month}-01`) }, { earliest: null, latest: null });

export async function readMonth(tx: Tx, counter: Counter, month: string): Promise<Month> {
  return { days: daysOfMonth(await readState(tx), counter, month), slots: await readMonthSlots(tx, counter, month) };
}

/** First and last month that hold days of this counter; undefined where none was laid out. */
export const monthsOf = (tx: Tx, counter: Counter): Promise<{ first: string; last: string } | undefined> =>
  tx.row(sql`
    SELECT to_char(min(day), 'YYYY-MM') AS first, to_char(max(day), 'YYYY-MM') AS last FROM calendar.days
    WHERE office_id = ${counter.officeId} AND service_id = ${counter.serviceId} HAVING count(*) > 0`);
