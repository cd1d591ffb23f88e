import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { untilLocked } from '../../test/support/locks.ts';
import { buildSmallCity, makeCard } from '../../test/support/small-city.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
  const city = await buildSmallCity(fresh.db);
  for (const noticeId of ['T1T-000001', 'T1T-000002'])
    await makeCard(fresh.db, { noticeId, birthDate: '1985-03-08', officeId: city.main });
});
afterAll(() => fresh?.drop());

const ADDRESS = 'shared';
const proves = async (tx: Tx, noticeId: string, day: number): Promise<string> =>
  (
    await tx.one<{ outcome: string }>(
      sql`SELECT outcome FROM cards.prove(${noticeId}, 3, ${day}, NULL, ${ADDRESS}, 'book', NULL, true, lib.now())`,
    )
  ).outcome;
const counted = () =>
  fresh.db.one<{ failures: number; rests: boolean }>(
    sql`SELECT failures, rests_until IS NOT NULL AS rests FROM cards.tries WHERE scope = 'address' AND key = ${ADDRESS}`,
  );

test('[8(3)④] past the limit of an address slips only what is judged at the very moment it is reached; all of it is counted, and after it nothing is judged', async () => {
  await fresh.db.run(sql`
    INSERT INTO site.settings (key, value) VALUES ('work-per-address', '100000') ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
  const { most } = await fresh.db.one<{ most: number }>(sql`SELECT site.number('tries-per-address')::integer AS most`);
  await fresh.db.run(
    sql`INSERT INTO cards.tries (scope, key, failures, since) VALUES ('address', ${ADDRESS}, ${most - 1}, lib.now())`,
  );
  let another: Promise<string> | undefined;
  await fresh.db.transaction(async (tx) => {
    // The one that reaches the limit, on its way yet: a right entry of the same moment is judged, a wrong one waits to be counted.
    expect(await proves(tx, 'T1T-000009', 9)).toBe('refused');
    expect(await proves(fresh.db, 'T1T-000001', 8)).toBe('ok');
    another = proves(fresh.db, 'T1T-000008', 9);
    await untilLocked(fresh.db);
  });
  expect(await another).toBe('refused');
  expect(await counted()).toEqual({ failures: most + 1, rests: true });
  expect(await proves(fresh.db, 'T1T-000002', 8)).toBe('refused');
});
