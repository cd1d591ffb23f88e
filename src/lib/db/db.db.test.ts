import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts';
import { codeOf } from '../fault.ts';
import { problemOf } from '../http/problems.ts';
import { connect, type Db } from './db.ts';
import { poolFor } from './primary.ts';
import { sql } from './sql.ts';

/** Shorter than what is to be given up, longer than anything else takes on a slow machine. */
const LIMIT_MS = 1_500;

let fresh: FreshDatabase;
let one: Db;
beforeEach(async () => {
  fresh = await freshDatabase();
  one = connect({ url: fresh.urlFor('desk'), max: 1, name: 'one', queryTimeoutMs: LIMIT_MS });
});
afterEach(async () => {
  await one.close();
  await fresh.drop();
});

const backend = async (): Promise<number> => (await one.one<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`)).pid;
const refusing = () => one.run(sql`SELECT lib.refuse('full')`);

test('a refusal, alone or in a transaction, leaves the connection to the next one: 4,000 of them at once cost 4,000 new connections', async () => {
  const before = await backend();
  for (let n = 0; n < 3; n += 1) await expect(refusing()).rejects.toThrow('full');
  await expect(one.transaction((tx) => tx.run(sql`SELECT lib.refuse('full')`))).rejects.toThrow('full');
  expect(await backend()).toBe(before);
});

test('a connection that breaks, or a statement that is given up while it runs, is never handed on', async () => {
  const first = await backend();
  await fresh.db.run(sql`SELECT pg_terminate_backend(${first})`);
  const second = await backend().catch(() => backend());
  expect(second).not.toBe(first);
  await expect(one.run(sql`SELECT pg_sleep(30)`)).rejects.toThrow(/timeout/u);
  expect(await backend()).not.toBe(second);
  const ended = await one.run(sql`SELECT pg_terminate_backend(pg_backend_pid())`).then(
    () => 'went on',
    (error: unknown) => codeOf(error),
  );
  expect(ended).toBe('57P01');
  expect(await backend()).toBeGreaterThan(0);
});

test('where one connection breaks, those of its age are not used again: with a frozen server each would keep somebody waiting', async () => {
  const three = connect({ url: fresh.urlFor('desk'), max: 3, name: 'three', queryTimeoutMs: LIMIT_MS });
  const pids = () =>
    Promise.all(
      [1, 2, 3].map(() =>
        three.transaction(async (tx) => {
          const { pid } = await tx.one<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid, pg_sleep(0.05)`);
          return pid;
        }),
      ),
    );
  const before = await pids();
  expect(new Set(before).size).toBe(3);
  expect(new Set([...before, ...(await pids())]).size).toBe(3);
  await expect(three.run(sql`SELECT pg_sleep(30)`)).rejects.toThrow(/timeout/u);
  expect((await pids()).filter((pid) => before.includes(pid))).toEqual([]);
  await three.close();
});

test('whether a statement that was given up is done is not known: its page says so', async () => {
  const given = await one.run(sql`SELECT pg_sleep(30)`).catch((error: Error) => error);
  expect(given).toBeInstanceOf(Error);
  if (given instanceof Error) expect(problemOf(given, { method: 'POST' })).toBe('unanswered');
});

test('a connection without a time limit has none of its role’s either, in its transactions; others keep theirs', async () => {
  const limit = (db: Db) =>
    db.transaction((tx) => tx.one<{ is: string }>(sql`SELECT current_setting('statement_timeout') AS is`));
  const long = connect({ url: fresh.urlFor('desk'), max: 1, name: 'long', queryTimeoutMs: 0 });
  expect(await limit(long)).toEqual({ is: '0' });
  expect(await limit(one)).toEqual({ is: '1min' });
  await long.close();
});

test('a connection that the server ends while nobody uses it ends no process, whatever pool it is of', async () => {
  const pool = poolFor({ connectionString: fresh.url, max: 1 });
  const client = await pool.connect();
  client.release();
  // As pg tells it of an idle connection.
  expect(() => client.emit('error', new Error('terminating connection due to administrator command'))).not.toThrow();
  await pool.end();
});
