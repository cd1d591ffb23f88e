import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealLog } from '../../src/audit/seal.ts';
import { connect, type Db } from '../../src/lib/db/db.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { codeOf } from '../../src/lib/fault.ts';
import { startCluster } from '../support/cluster.ts';
import { databaseIn, type FreshDatabase } from '../support/database.ts';
import { startDesk, type TestDesk } from '../support/desk.ts';
import { AUDIT_KEY } from '../support/worker.ts';

/** A cluster so small that one role alone could take all of it. */
const CONNECTIONS = 40;
let cluster: Awaited<ReturnType<typeof startCluster>>;
let fresh: FreshDatabase;
let desk: TestDesk;
const held: pg.Client[] = [];

beforeAll(async () => {
  cluster = await startCluster(18, { max_connections: String(CONNECTIONS) });
  fresh = await databaseIn(cluster);
  // Its own connection for arranging stays open; the desk makes new ones.
  await fresh.db.one(sql`SELECT 1 AS one`);
});
afterAll(async () => {
  await letGo();
  await desk?.close();
  await fresh?.drop();
  await cluster?.stop();
});

/** Connects as the citizens' role until the server refuses; says how often it could and with what it was refused. */
async function flood(): Promise<{ taken: number; code: string | undefined }> {
  for (let taken = 0; taken <= CONNECTIONS; taken += 1) {
    const client = new pg.Client({ connectionString: fresh.urlFor('citizen') });
    client.on('error', () => {});
    try {
      await client.connect();
    } catch (error) {
      return { taken, code: codeOf(error) };
    }
    held.push(client);
  }
  return { taken: CONNECTIONS, code: undefined };
}
const letGo = () => Promise.all(held.splice(0).map((client) => client.end()));

const asRole = async <T>(role: 'worker' | 'sealer', work: (db: Db) => Promise<T>): Promise<T> => {
  const db = connect({ url: fresh.urlFor(role), max: 2, name: 'test' });
  return work(db).finally(() => db.close());
};

test('[8(1)⑩] a flood of connections at the citizens’ role leaves desk, worker and sealing whole', async () => {
  expect(await flood()).toMatchObject({ code: '53300' });
  expect(held.length).toBeGreaterThanOrEqual(5);
  expect(held.length).toBeLessThan(CONNECTIONS * 0.6);
  desk = await startDesk(fresh, undefined, { DESK_POOL: '3' });
  expect((await fetch(`${desk.url}/readyz`)).status).toBe(200);
  expect((await fetch(`${desk.url}/sign-in`)).status).toBe(200);
  expect(await asRole('worker', (db) => db.one(sql`SELECT count(*) AS waiting FROM outbox.mails`))).toEqual({ waiting: 0 });
  await fresh.db.run(sql`SELECT audit.write(ROW('operator', NULL, NULL, NULL)::audit.actor, 'entry', lib.now())`);
  // The cluster's own upkeep may hold sealing back for a moment.
  await asRole('sealer', (db) => expect.poll(async () => (await sealLog(db, AUDIT_KEY)).rows).toBe(1));
  await desk.close();
  await letGo();
});

test('what a role may take of time is limited too: a statement, a wait for a lock, an idle transaction', async () => {
  const client = new pg.Client({ connectionString: fresh.urlFor('citizen') });
  await client.connect();
  const limit = async (name: string) =>
    (await client.query<{ is: string }>('SELECT current_setting($1) AS is', [name])).rows[0]?.is;
  expect(await limit('statement_timeout')).toBe('10s');
  expect(await limit('lock_timeout')).toBe('8s');
  expect(await limit('idle_in_transaction_session_timeout')).toBe('10s');
  await client.end();
});

test('control: without the limits the same flood takes everything and the desk is not ready', async () => {
  await fresh.db.run(sql`ALTER ROLE madoguchi_citizen CONNECTION LIMIT -1`);
  const { taken, code } = await flood();
  expect(code).toBe('53300');
  expect(taken).toBeGreaterThan(CONNECTIONS * 0.6);
  desk = await startDesk(fresh, undefined, { DESK_POOL: '3' });
  expect((await fetch(`${desk.url}/readyz`)).status).toBe(503);
});
