import { extendHorizon } from '../../src/closing/horizon.ts';
import { type Clock, systemClock } from '../../src/lib/clock.ts';
import type { Db } from '../../src/lib/db/db.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { type FreshDatabase, filledDatabase } from './database.ts';
import { addOffices, type SmallCity, thisDay } from './small-city.ts';

/** Two offices and one service whose slots were laid out from rules, as the nightly horizon does. */
export type RuledCity = SmallCity & { pattern: number };

/** Monday to Sunday 9:00–12:00 and 13:00–17:00 in half hours, `capacity` places each; every day open, so that tests pass on any day. */
export async function buildRuledCity(db: Db, capacity = 2, clock: Clock = systemClock): Promise<RuledCity> {
  const { main, branch, service, today } = await addOffices(db);
  const { id: pattern } = await db.one<{ id: number }>(sql`INSERT INTO calendar.patterns (name) VALUES ('通常') RETURNING id`);
  await db.run(
    sql`INSERT INTO calendar.bands VALUES (${pattern}, 540, 720, 30, ${capacity}, 0, 0), (${pattern}, 780, 1020, 30, ${capacity}, 0, 0)`,
  );
  for (const id of [main, branch]) {
    await db.run(sql`
      INSERT INTO calendar.windows (office_id, service_id, audience, earliest_open_days, latest_kind, latest_days, same_day_booking, same_day_change)
      VALUES (${id}, ${service}, 'citizen', 0, 'days', 90, true, true), (${id}, ${service}, 'staff', 0, 'days', 365, true, true)`);
    await db.run(
      sql`INSERT INTO calendar.week_rules (office_id, service_id, weekday, pattern_id) SELECT ${id}, ${service}, n, ${pattern} FROM generate_series(1, 7) n`,
    );
  }
  await db.transaction((tx) => extendHorizon(tx, clock));
  return { main, branch, service, pattern, today };
}

/** A database of this test's own with a ruled city in it, made once a run and copied. */
export async function openRuledCity(capacity = 2): Promise<{ fresh: FreshDatabase; city: RuledCity }> {
  const fresh = await filledDatabase(`ruled_${capacity}_${thisDay()}`, (db) => buildRuledCity(db, capacity));
  const city = await fresh.db.one<RuledCity>(sql`
    SELECT m.id AS main, b.id AS branch, s.id AS service, p.id AS pattern, lib.day_of(lib.now()) AS today
    FROM offices.offices m, offices.offices b, services.services s, calendar.patterns p WHERE m.code = 'honcho' AND b.code = 'kitano'`);
  return { fresh, city };
}

/** The days of a city that were given out. */
const given = new WeakMap<RuledCity, string[]>();

/**
 * The first day from `daysOn` days on that is no holiday and not in 年末年始 (rules leave it open), and that was not given to this city's tests
 * before: around the turn of a year days that are asked for five days apart would else be one and the same.
 */
export async function openDay(db: Db, city: RuledCity, daysOn: number): Promise<string> {
  const before = given.get(city) ?? [];
  const { day } = await db.one<{ day: string }>(sql`
    SELECT min(day) AS day FROM calendar.days
    WHERE office_id = ${city.main} AND open AND day >= ${city.today}::date + ${daysOn}::integer AND day <> ALL (${before}::date[])`);
  given.set(city, [...before, day]);
  return day;
}

/** A slot of a day by its start. */
export const slotOn = async (db: Db, city: RuledCity, officeId: number, day: string, startMinute: number): Promise<number> =>
  (
    await db.one<{ id: number }>(
      sql`SELECT id FROM ledger.slots WHERE office_id = ${officeId} AND service_id = ${city.service} AND day = ${day} AND start_minute = ${startMinute}`,
    )
  ).id;
