import holidayJp from '@holiday-jp/holiday_jp';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** The law has sixteen a year, and staff take out one or two: a year with fewer than this was never filled in. */
const FEWEST_A_YEAR = 12;

/** The first year, of those given, whose holidays are missing from the table: the package knows them only so far ahead, and nobody put them in by hand. */
export function yearWithoutHolidays(holidays: ReadonlyMap<string, string>, fromYear: number, toYear: number): number | undefined {
  const years = [...holidays.keys()].map((day) => Number(day.slice(0, 4)));
  return Array.from({ length: toYear - fromYear + 1 }, (_, n) => fromYear + n).find(
    (year) => years.filter((one) => one === year).length < FEWEST_A_YEAR,
  );
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
