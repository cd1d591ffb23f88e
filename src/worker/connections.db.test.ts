import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { sql } from '../lib/db/sql.ts';
import { connectionsOf } from '../schema/limits.ts';
import { AT_ONCE, BESIDE_POOL, openConnections } from './connections.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

test('as many jobs as run at once each hold a connection: the alarm of one and the beat of the process have theirs beside them', async () => {
  const { db, jobs, sealer } = await openConnections({
    workerDatabaseUrl: fresh.urlFor('worker'),
    workerPool: 2,
    sealerDatabaseUrl: fresh.urlFor('sealer'),
  });
  const end = Promise.withResolvers<void>();
  const begun = Array.from({ length: AT_ONCE }, () => Promise.withResolvers<void>());
  const held = Promise.all(
    begun.map(({ resolve }) =>
      jobs.transaction(async () => {
        resolve();
        await end.promise;
      }),
    ),
  );
  try {
    await Promise.race([held, Promise.all(begun.map(({ promise }) => promise))]);
    const besides = [jobs.run(sql`SELECT 1`), jobs.run(sql`SELECT 1`)];
    expect(await Promise.all(besides)).toEqual([1, 1]);
  } finally {
    end.resolve();
    await held.catch(() => {});
    await Promise.all([db.close(), jobs.close(), sealer.close()]);
  }
});

test('two workers of the usual settings have their connections where the cluster is set up as the operations manual says', () => {
  const RESERVED = 3;
  const USUAL_POOL = 10;
  expect(connectionsOf('worker', 300 - RESERVED)).toBeGreaterThanOrEqual(2 * (USUAL_POOL + BESIDE_POOL));
});
