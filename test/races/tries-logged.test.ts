import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Db } from '../../src/lib/db/db.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { buildSmallCity, makeCard } from '../support/small-city.ts';

/** What strangers send fills neither the log, which is kept for years, nor the table of visits. */

let fresh: FreshDatabase;
let db: Db;
let service: string;
beforeEach(async () => {
  fresh = await freshDatabase();
  db = fresh.as('citizen', 1);
  await buildSmallCity(fresh.db);
  service = (await fresh.db.one<{ code: string }>(sql`SELECT code FROM services.services`)).code;
  await makeCard(fresh.db, { noticeId: 'A1B-000001', birthDate: '1948-03-08' });
});
afterEach(async () => {
  await db.close();
  await fresh.drop();
});

const prove = async (noticeId: string, address: string, cookie = randomBytes(32)) => {
  const { result } = await db.one<{ result: string }>(sql`
    SELECT citizen.verify(${service}, ${noticeId}, 3, 8, NULL, ${address}, ${cookie}, 'ja', 'book', NULL, false, 'r', '192.0.2.0') AS result`);
  return result;
};

test('[8(3)⑭b] [11(12)a] a program that types wrong without an end gets a hundred lines of the log, then one each time as many came again', async () => {
  for (let n = 0; n < 300; n += 1) await prove(`A1B-${String(900_000 + n)}`, 'one');
  const lines = await fresh.db.rows<{ tries: number | null }>(sql`
    SELECT (detail ->> 'tries')::integer AS tries FROM audit.events WHERE act IN ('citizen.refused', 'citizen.work_needed', 'citizen.year_needed') ORDER BY id`);
  expect(lines.map(({ tries }) => tries)).toEqual([...Array.from({ length: 100 }, () => null), 128, 256]);
  // Another caller's mistake has its line all the same.
  await prove('A1B-900999', 'another');
  expect(await fresh.db.rows(sql`SELECT FROM audit.events WHERE act LIKE 'citizen.%'`)).toHaveLength(103);
});

test('[8(3)⑥] [8(3)⑭b] [11(12)a] a right ID and birthday that do not join a party are proven all the same: a line of the log each, counted, sixty at most', async () => {
  const other = await makeCard(fresh.db, { noticeId: 'A1B-000002', birthDate: '1950-03-08' });
  const cookie = randomBytes(32);
  await prove('A1B-000001', 'mine', cookie);
  await fresh.db.run(
    sql`UPDATE reservations.visits SET mail = 'a@example.jp', proven_at = lib.now() WHERE cookie_hash = ${cookie}`,
  );
  // The other one has a booking of their own.
  const { id: slot } = await fresh.db.one<{ id: number }>(
    sql`SELECT id FROM ledger.slots WHERE day = lib.day_of(lib.now()) + 10 ORDER BY id LIMIT 1`,
  );
  await fresh.db.run(sql`
    WITH r AS (SELECT gen_random_uuid() AS id), a AS (SELECT ROW('operator', NULL, NULL, NULL)::audit.actor AS who)
    SELECT reservations.hold(a.who, r.id, (SELECT id FROM services.services), ${slot}, jsonb_build_array(jsonb_build_object('card_id', ${other}::bigint)), 'staff', 'phone', NULL, '', 'ja', NULL, NULL),
      reservations.confirm(a.who, r.id) FROM r, a`);
  const join = () =>
    db.one<{ result: unknown }>(
      sql`SELECT citizen.join_proven(${cookie}, 'A1B-000002', 3, 8, NULL, 'mine', NULL, NULL, false, NULL, 'r', '192.0.2.0') AS result`,
    );
  const came: unknown[] = [];
  for (let n = 0; n < 61; n += 1) came.push((await join()).result);
  expect(came[0]).toMatchObject({ refused: 'already_booked' });
  expect(came[60]).toEqual({ result: 'refused' });
  const { n } = await fresh.db.one<{ n: number }>(
    sql`SELECT count(*)::integer AS n FROM audit.events WHERE act = 'citizen.proved' AND card_id = ${other} AND detail = '{"purpose": "join", "joined": false}'`,
  );
  expect(n).toBe(60);
});

test('[8(3)⑭b] one postcard makes sixty visits, not as many as somebody sends; others and a later hour are free', async () => {
  await makeCard(fresh.db, { noticeId: 'A1B-000002', birthDate: '1950-03-08' });
  const came: string[] = [];
  for (let n = 0; n < 62; n += 1) came.push(await prove('A1B-000001', String(n)));
  expect(came.filter((one) => one === 'ok')).toHaveLength(60);
  expect(came.slice(60)).toEqual(['refused', 'refused']);
  expect(await prove('A1B-000002', 'x')).toBe('ok');
  await fresh.db.run(sql`UPDATE cards.tries SET since = since - interval '2 hours' WHERE scope = 'proved'`);
  expect(await prove('A1B-000001', 'x')).toBe('ok');
});
