import holidayJp from '@holiday-jp/holiday_jp';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** The last year of which the package knows a national holiday; behind it nothing is filled in. */
export function lastHolidayYear(): number {
  const all = holidayJp.between(new Date(Date.UTC(1970, 0, 1)), new Date(Date.UTC(2200, 11, 31)));
  return Math.max(...all.map((holiday) => holiday.date.getUTCFullYear()));
}

/**
 * Fills national holidays (国民の祝日に関する法律) of the years given, leaving days that staff edited as they are. Returns how many were new.
 * The package names 2026-09-22 only 休日; the name is for people to read, the day is what counts.
 */
export async function fillHolidays(tx: Tx, fromYear: number, toYear: number): Promise<number> {
  const found = holidayJp.between(new Date(Date.UTC(fromYear, 0, 1)), new Date(Date.UTC(toYear, 11, 31)));
  const days = found.map((holiday) => holiday.date.toISOString().slice(0, 10));
  return tx.run(sql`
    INSERT INTO calendar.holidays (day, name)
    SELECT * FROM unnest(${days}::date[], ${found.map((holiday) => holiday.name)}::text[])
    ON CONFLICT (day) DO NOTHING`);
}
