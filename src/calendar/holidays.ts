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

let national: ReadonlyMap<string, string> | undefined;

/**
 * National holidays (国民の祝日に関する法律) by day (text, JST) with their names: as far back and ahead as the package knows the law. The package names
 * 2026-09-22 only 休日; the name is for people to read, the day is what counts.
 */
export function nationalHolidays(): ReadonlyMap<string, string> {
  national ??= new Map(
    holidayJp
      .between(new Date(Date.UTC(1970, 0, 1)), new Date(Date.UTC(2200, 0, 1)))
      .map((holiday) => [holiday.date.toISOString().slice(0, 10), holiday.name]),
  );
  return national;
}

/** The last year the package knows. */
const lastYear = (): number => Number([...nationalHolidays().keys()].at(-1)?.slice(0, 4) ?? 0);

/**
 * Brings the table to the law for the statements that read it (day words, waiting, figures): what lacks is put in, what the law moved goes, what staff
 * edited stays. Called with the row of closing.publishing locked, by the night and by each publish.
 */
export async function keepHolidays(tx: Tx): Promise<void> {
  const [days, names] = [[...nationalHolidays().keys()], [...nationalHolidays().values()]];
  await tx.run(sql`
    DELETE FROM calendar.holidays WHERE NOT staff_edited AND extract(year FROM day) <= ${lastYear()}::integer AND day <> ALL (${days}::date[])`);
  await tx.run(sql`
    INSERT INTO calendar.holidays AS h (day, name) SELECT * FROM unnest(${days}::date[], ${names}::text[])
    ON CONFLICT (day) DO UPDATE SET name = excluded.name WHERE NOT h.staff_edited AND h.name <> excluded.name`);
}

/**
 * Holidays as they stand: the law, with what staff put in, renamed or took out laid over it. The law is read from the package each time and never from
 * the table, so that no order of setting up a city, and no table emptied since, leaves a plan without holidays. Rows of the table that nobody edited
 * count only beyond the years the package knows.
 */
export async function readHolidays(tx: Tx): Promise<Map<string, string>> {
  const holidays = new Map(nationalHolidays());
  const rows = await tx.rows<{ day: string; name: string; retired: boolean }>(
    sql`SELECT day, name, retired FROM calendar.holidays WHERE staff_edited OR extract(year FROM day) > ${lastYear()}::integer`,
  );
  for (const { day, name, retired } of rows) {
    if (retired) holidays.delete(day);
    else holidays.set(day, name);
  }
  return holidays;
}
