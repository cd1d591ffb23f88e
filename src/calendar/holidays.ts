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
    UPDATE calendar.holidays SET of_the_law = day = ANY (${days}::date[]) WHERE staff_edited AND of_the_law IS NULL`);
  await tx.run(sql`
    UPDATE calendar.holidays h SET staff_edited = false FROM unnest(${days}::date[], ${names}::text[]) AS l (day, name)
    WHERE h.day = l.day AND h.name = l.name AND h.staff_edited AND NOT h.retired`);
  await tx.run(sql`
    DELETE FROM calendar.holidays
    WHERE (NOT staff_edited OR of_the_law) AND extract(year FROM day) <= ${lastYear()}::integer AND day <> ALL (${days}::date[])`);
  await tx.run(sql`
    INSERT INTO calendar.holidays AS h (day, name) SELECT * FROM unnest(${days}::date[], ${names}::text[])
    ON CONFLICT (day) DO UPDATE SET name = excluded.name WHERE NOT h.staff_edited AND h.name <> excluded.name`);
}

/**
 * Puts in, renames or takes out (name null) a holiday. Where that is what the law says the row is staff's no longer and follows it again; in years the
 * package does not know, all is staff's own.
 */
export async function writeHoliday(tx: Tx, day: string, name: string | null): Promise<void> {
  const law = nationalHolidays().get(day) ?? null;
  const asTheLaw = Number(day.slice(0, 4)) <= lastYear() && name === law;
  if (asTheLaw && name === null) return void (await tx.run(sql`DELETE FROM calendar.holidays WHERE day = ${day}`));
  await tx.run(sql`
    INSERT INTO calendar.holidays AS h (day, name, staff_edited, retired, of_the_law)
    VALUES (${day}, ${name ?? ''}, ${!asTheLaw}, ${name === null}, ${law !== null})
    ON CONFLICT (day) DO UPDATE SET name = CASE WHEN excluded.retired THEN h.name ELSE excluded.name END, staff_edited = excluded.staff_edited,
      retired = excluded.retired, of_the_law = excluded.of_the_law`);
}

/**
 * Holidays as they stand: the law, with what staff put in, renamed or took out laid over it; a new name does not outlive the day it was given to. The law is read from the package each time and never from
 * the table, so that no order of setting up a city, and no table emptied since, leaves a plan without holidays. Rows of the table that nobody edited
 * count only beyond the years the package knows.
 */
export async function readHolidays(tx: Tx): Promise<Map<string, string>> {
  const holidays = new Map(nationalHolidays());
  const rows = await tx.rows<{ day: string; name: string; retired: boolean; ofTheLaw: boolean | null }>(sql`
    SELECT day, name, retired, of_the_law AS "ofTheLaw" FROM calendar.holidays
    WHERE staff_edited OR extract(year FROM day) > ${lastYear()}::integer`);
  const moved = (day: string): boolean => Number(day.slice(0, 4)) <= lastYear() && !nationalHolidays().has(day);
  for (const { day, name, retired, ofTheLaw } of rows) {
    if (retired || (ofTheLaw === true && moved(day))) holidays.delete(day);
    else holidays.set(day, name);
  }
  return holidays;
}
