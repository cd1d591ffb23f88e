import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { buildSmallCity, makeCard, type SmallCity } from '../../test/support/small-city.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { visitsOf } from './read-visits.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let citizens: Db;
beforeAll(async () => {
  fresh = await freshDatabase();
  city = await buildSmallCity(fresh.db, 1);
  citizens = fresh.as('citizen');
});
afterAll(async () => {
  await citizens.close();
  await fresh.drop();
});

/** A visit for a card of its own, as it stands once the mail's link was pressed. */
async function visit(noticeId: string): Promise<Buffer> {
  const card = await makeCard(fresh.db, { noticeId, officeId: city.branch, name: '山田 太郎' });
  const cookie = randomBytes(32);
  await fresh.db.run(sql`
    INSERT INTO reservations.visits (cookie_hash, purpose, service_id, card_ids, mail, proven_at, created_at, expires_at)
    VALUES (${cookie}, 'book', ${city.service}, ARRAY[${card}::bigint], 'a@example.jp', now(), now(), now() + interval '1 hour')`);
  return cookie;
}

describe('[8(3)⑭b] visits that are read in one moment', () => {
  test('each browser is answered with its own visit, whoever asks beside it; who has none, with none', async () => {
    let statements = 0;
    const counted: Db['rows'] = (statement) => {
      statements += 1;
      return citizens.rows(statement);
    };
    const read = visitsOf({ ...citizens, rows: counted });
    const ids = Array.from({ length: 60 }, (_, n) => `RV1-${String(n).padStart(6, '0')}`);
    const cookies = await Promise.all(ids.map(visit));
    const found = await Promise.all(
      // Mixed with strangers, and the same browser twice (two tabs).
      cookies.flatMap((cookie) => [read(cookie), read(randomBytes(32)), read(cookie)]),
    );
    expect(found.map((one) => one?.noticeIds)).toEqual(ids.flatMap((id) => [[id], undefined, [id]]));
    expect(found.map((one) => one?.cardOffices ?? null)).toEqual(ids.flatMap(() => [['kitano'], null, ['kitano']]));
    // 180 reads in statements of 25 at most.
    expect(statements).toBe(8);
  });

  test('[8(1)⑩] who is let in is asked within the statement: no function is called for each visit', async () => {
    const cookies = await Promise.all(['RV4-000001', 'RV4-000002'].map(visit));
    const called = await fresh.db.transaction(async (tx) => {
      await tx.run(sql`SET LOCAL track_functions = 'all'`);
      expect(await tx.rows(sql`SELECT id FROM citizen.visits(${cookies}::bytea[])`)).toHaveLength(2);
      return tx.rows<{ name: string }>(
        sql`SELECT schemaname || '.' || funcname AS name FROM pg_stat_xact_user_functions ORDER BY 1`,
      );
    });
    expect(called.map(({ name }) => name)).toEqual(['citizen.visits']);
  });

  test('what was asked after a change sees it: nothing is kept', async () => {
    const read = visitsOf(citizens);
    const cookie = await visit('RV2-000001');
    expect((await read(cookie))?.proven).toBe(true);
    await fresh.db.run(sql`UPDATE reservations.visits SET finished_at = now() WHERE cookie_hash = ${cookie}`);
    expect(await read(cookie)).toBeUndefined();
  });

  test('a statement that fails fails for all who waited for it, and for nobody after', async () => {
    let broken = true;
    const read = visitsOf({
      ...citizens,
      rows: (statement) => (broken ? Promise.reject(new Error('gone')) : citizens.rows(statement)),
    });
    const cookie = await visit('RV3-000001');
    const asked = await Promise.allSettled([read(cookie), read(randomBytes(32))]);
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    broken = false;
    expect((await read(cookie))?.noticeIds).toEqual(['RV3-000001']);
  });
});
