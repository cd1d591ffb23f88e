import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SmallDisk, smallDisk } from '../../test/support/full-disk.ts';
import { type OwnDatabase, openDatabase } from './database.ts';
import { secretsIn } from './secrets.ts';

const disk: SmallDisk | undefined = smallDisk('160m');
const base = disk?.folder ?? mkdtempSync(join(tmpdir(), 'madoguchi-own-'));
const log: string[] = [];
let database: OwnDatabase;

async function ask(text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.urls.installer });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** Asks until it holds; the test's own time limit ends it otherwise. */
async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await Promise.resolve(holds()).catch(() => false))) await pause(50);
}

beforeAll(async () => {
  chmodSync(base, 0o755);
  database = await openDatabase(join(base, 'data'), secretsIn(join(base, 'data')), (line) => void log.push(line));
  await ask('CREATE TABLE kept AS SELECT 42 AS value');
});
afterAll(async () => {
  await database.stop();
  disk?.remove();
  rmSync(base, { recursive: true, force: true });
});

describe('the database of the demo is kept running', () => {
  test('killed, it is started again on its port with all that was stored', async () => {
    const pid = (await ask('SELECT pg_backend_pid()')).length;
    expect(pid).toBe(1);
    const [row] = (await ask("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int AS pid")) as { pid: number }[];
    process.kill(row?.pid ?? 0, 'SIGKILL');
    await until(() => log.includes('the database is back'));
    expect(await ask('SELECT value FROM kept')).toEqual([{ value: 42 }]);
    expect(log).toContain('the database ended; it is started again, nothing that was confirmed is lost');
  });

  test.runIf(disk !== undefined)(
    'ended by a full disk, it is tried again and says why, until there is room; then all that was stored is there',
    async () => {
      const before = log.length;
      disk?.fill();
      // A write-ahead log without room ends PostgreSQL itself.
      await until(async () => {
        await ask("SELECT pg_logical_emit_message(true, 'filling', repeat('x', 1000000)) FROM generate_series(1, 10)").catch(
          () => {},
        );
        return log.slice(before).some((line) => line.includes('the database ended'));
      });
      await until(() => log.slice(before).some((line) => line.includes('No space is left on the disk of')));
      disk?.clear();
      await until(() => log.slice(before).includes('the database is back'));
      expect(await ask('SELECT value FROM kept')).toEqual([{ value: 42 }]);
    },
  );
});
