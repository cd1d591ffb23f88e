import { createHash } from 'node:crypto';
import type { Db } from '../../src/lib/db/db.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { ownedToken } from '../../src/lib/http/form-token.ts';
import { buildSmallCity, type SmallCity } from '../../test/support/small-city.ts';
import { SECRET } from './door.ts';

/** Everyone of a bench is known by a number: what stands in the database and what goes over the wire both follow from it. */
export const visitSecret = (person: number): string => `bench-visitor-${person}`;
/** In SQL: `md5(word)::uuid`. */
function uuidOf(word: string): string {
  const hex = createHash('md5').update(word).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
export const reservationId = (person: number): string => uuidOf(`bench-reservation-${person}`);

/** The token of a form that this person's visit was given: `token` as any page of the door holds it. */
export const tokenOf = (token: string, person: number): string => ownedToken(token, SECRET, uuidOf(`bench-visit-${person}`));

/** On how many days there is a slot a minute at most. */
const DAYS = 28;
const MINUTES = 1_416;

/** A city with an office calendar as in production. Who books finds a slot a minute: 80,000 slots, or four for each person where that is less. */
export async function buildCity(db: Db, capacity: number, people: number): Promise<SmallCity> {
  const city = await buildSmallCity(db, capacity);
  // Nobody brings anything: there is nothing to tick between the place and the booking.
  await db.run(sql`UPDATE services.services SET bring = '{}'`);
  const days = Math.min(DAYS, Math.ceil((4 * people) / MINUTES));
  await db.run(sql`
    INSERT INTO ledger.slots (office_id, service_id, day, start_minute, minutes, capacity)
    SELECT ${city.branch}, ${city.service}, ${city.today}::date + n, m, 10, ${capacity}
    FROM generate_series(3, 2 + ${days}::integer) AS n, generate_series(0, 1439) AS m WHERE m % 60 <> 0`);
  return city;
}

/** A city as offices are: forty times a day, every quarter of an hour, so many days on, each with none to all of its places taken. */
export async function buildWeekdays(db: Db, days: number): Promise<SmallCity> {
  const city = await buildSmallCity(db, 4);
  await db.run(sql`DELETE FROM ledger.slots WHERE office_id = ${city.branch}`);
  await db.run(sql`
    INSERT INTO ledger.slots (office_id, service_id, day, start_minute, minutes, capacity, taken)
    SELECT ${city.branch}, ${city.service}, ${city.today}::date + n, 480 + q * 15, 15, 4, (n * 7 + q) % 5
    FROM generate_series(0, ${days}::integer) AS n, generate_series(0, 39) AS q`);
  return city;
}

/** Visits that have proven their mail, a card each, numbered from `from`. */
export async function makeVisitors(db: Db, city: SmallCity, from: number, count: number): Promise<void> {
  const to = from + count - 1;
  await db.run(sql`
    INSERT INTO cards.cards (notice_id, name, kana, name_key, kana_key, birth_date, birth_text, person_key, status, status_at, office_id, whereabouts, created_at, updated_at)
    SELECT 'B' || chr(65 + n / 1000000 % 26) || 'X-' || lpad((n % 1000000)::text, 6, '0'), '予約 ' || n, 'ヨヤク', '予約' || n, 'ヨヤク', '1950-01-01', '1950-01-01',
      md5('bench-person-' || n), 'notified', lib.now(), ${city.branch}, 'shelf', lib.now(), lib.now()
    FROM generate_series(${from}::integer, ${to}::integer) AS n`);
  await db.run(sql`
    INSERT INTO reservations.visits (id, cookie_hash, purpose, service_id, card_ids, mail, link_until, proven_at, created_at, expires_at)
    SELECT md5('bench-visit-' || n)::uuid, sha256(convert_to('bench-visitor-' || n, 'UTF8')), 'book', ${city.service}, ARRAY[c.id], 'bench' || n || '@example.jp',
      lib.now() + interval '1 day', lib.now(), lib.now(), lib.now() + interval '1 day'
    FROM generate_series(${from}::integer, ${to}::integer) AS n JOIN cards.cards c ON c.person_key = md5('bench-person-' || n)`);
}

/** What pressing a time and ticking the cautions leaves behind, for each of them, on a slot of their own. Set-based: the acts take their time. */
export async function makeHolds(db: Db, city: SmallCity, from: number, count: number): Promise<void> {
  const to = from + count - 1;
  const { free } = await db.one<{ free: number }>(sql`
    SELECT count(*)::integer AS free FROM ledger.slots WHERE office_id = ${city.branch} AND taken = 0 AND day >= ${city.today}::date + 3`);
  if (free < count) throw new Error(`${count} holds want a slot each; there are ${free}`);
  await db.run(sql`
    CREATE TEMP TABLE holding AS
    SELECT n, md5('bench-reservation-' || n)::uuid AS id, s.id AS slot_id, c.id AS card_id, c.person_key, lib.now() + interval '12 hours' AS until
    FROM (SELECT n, row_number() OVER (ORDER BY n) AS turn FROM generate_series(${from}::integer, ${to}::integer) AS n) p
    JOIN (SELECT id, row_number() OVER (ORDER BY md5(id::text)) AS turn FROM ledger.slots
      WHERE office_id = ${city.branch} AND taken = 0 AND day >= ${city.today}::date + 3) s USING (turn)
    JOIN cards.cards c ON c.person_key = md5('bench-person-' || p.n)`);
  await db.run(sql`
    INSERT INTO reservations.reservations (id, service_id, slot_id, units, state, held_until, keys, by_desk, channel, mail, language, created_at)
    SELECT id, ${city.service}, slot_id, 1, 'held', until, 2, false, 'web', 'bench' || n || '@example.jp', 'ja', lib.now() FROM holding`);
  await db.run(sql`
    INSERT INTO reservations.members (reservation_id, position, card_id, person_key) SELECT id, 1, card_id, person_key FROM holding`);
  await db.run(sql`
    INSERT INTO ledger.standing (service_id, key, reservation_id, until)
    SELECT ${city.service}, k, id, until FROM holding, unnest(ARRAY['c:' || card_id, 'p:' || person_key]) AS k`);
  await db.run(sql`UPDATE ledger.slots s SET taken = taken + 1 FROM holding h WHERE s.id = h.slot_id`);
  await db.run(sql`
    UPDATE reservations.visits v SET reservation_id = h.id FROM holding h WHERE v.cookie_hash = sha256(convert_to('bench-visitor-' || h.n, 'UTF8'))`);
  await db.run(sql`DROP TABLE holding`);
}

/** After a bulk load: statistics as autovacuum would have them, and nothing left to write that would disturb. */
export async function settle(db: Db): Promise<void> {
  await db.run(sql`VACUUM ANALYZE`);
  await db.run(sql`CHECKPOINT`);
}
