import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BackedUp, backedUp } from '../../test/support/backups.ts';
import { systemClock } from '../lib/clock.ts';
import { sql } from '../lib/db/sql.ts';
import { identify, lsnOf, readLog } from '../lib/postgres/replication.ts';
import { followLog } from './follow.ts';
import { listPieces } from './store.ts';
import { takeBackup } from './take.ts';

let here: BackedUp;
beforeAll(async () => {
  here = await backedUp();
});
afterAll(() => here.close());

const MEGABYTE = 1_048_576;
/** Writes so much of the log, each message of a megabyte. */
const write = (megabytes: number) =>
  here.fresh.db.run(
    sql`SELECT pg_logical_emit_message(false, 'test', repeat('x', ${MEGABYTE}::integer)) FROM generate_series(1, ${megabytes}::integer)`,
  );

test('[11(4)b] a folder that takes the log slower than PostgreSQL waits for an answer gets all of it', async () => {
  const { db } = here.fresh;
  const from = (await identify(here.url)).flushed;
  await write(24);
  const { flushed, timeline } = await identify(here.url);
  await db.pool.query(`ALTER SYSTEM SET wal_sender_timeout = '20ms'`);
  await db.pool.query('SELECT pg_reload_conf()');
  try {
    let first = true;
    let bytes = 0;
    const slow = async (chunk: Buffer): Promise<void> => {
      bytes += chunk.length;
      if (first) {
        first = false;
        // Takes many times as long as PostgreSQL waits.
        await write(64);
      }
    };
    expect(await readLog(here.url, { from, timeline }, slow)).toBeGreaterThanOrEqual(flushed);
    expect(bytes).toBeGreaterThanOrEqual(Number(flushed - from));
  } finally {
    await db.pool.query('ALTER SYSTEM RESET wal_sender_timeout');
    await db.pool.query('SELECT pg_reload_conf()');
  }
});

const readers = () =>
  here.fresh.db.rows<{ written: string | null; flushed: string | null }>(
    sql`SELECT write_lsn::text AS written, flush_lsn::text AS flushed FROM pg_stat_replication WHERE application_name = 'madoguchi-backup'`,
  );

test('[11(4)b] PostgreSQL hears how far the log is written, so that a stop does not wait for more, and does not take the copy for a standby', async () => {
  const from = (await identify(here.url)).flushed;
  await write(4);
  const { timeline } = await identify(here.url);
  let parts = 0;
  const told = async (): Promise<void> => {
    parts += 1;
    if (parts !== 2) return;
    await expect.poll(async () => (await readers()).map(({ written }) => written !== null)).toEqual([true]);
    expect(await readers()).toMatchObject([{ flushed: null }]);
  };
  await readLog(here.url, { from, timeline }, told);
  expect(parts).toBeGreaterThan(2);
});

test('[11(4)b] a folder that hangs is let go by PostgreSQL, which can stop; the copy says so when the folder is there again', async () => {
  const from = (await identify(here.url)).flushed;
  await write(4);
  const { timeline } = await identify(here.url);
  const [begun, hangs] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const read = readLog(here.url, { from, timeline, senderMs: 200 }, () => {
    begun.resolve();
    return hangs.promise;
  });
  const ended = expect(read).rejects.toThrow();
  await begun.promise;
  await expect.poll(readers).toEqual([]);
  hangs.resolve();
  await ended;
});

test('[11(4)b] much of the log lies in several pieces that follow each other: what is cut off begins again behind the last whole one', async () => {
  const given = { store: here.store, url: here.url, db: here.db };
  const { backup } = await takeBackup({ ...given, now: () => systemClock.now(), log: () => {} });
  await write(24);
  const { bytes } = await followLog({ ...given, pieceBytes: 8 * MEGABYTE });
  const pieces = await listPieces(here.dir, backup.system);
  expect(pieces.length).toBeGreaterThanOrEqual(3);
  for (const [at, piece] of pieces.entries()) {
    expect(piece.to - piece.from).toBeLessThanOrEqual(8 * MEGABYTE);
    if (at > 0) expect(piece.from).toBe(pieces[at - 1]?.to);
  }
  expect(bytes).toBe(pieces.reduce((sum, { from, to }) => sum + Number(to - from), 0));
  const { at } = await here.fresh.db.one<{ at: string }>(sql`SELECT pg_current_wal_flush_lsn()::text AS at`);
  expect(pieces.at(-1)?.to).toBeLessThanOrEqual(lsnOf(at));
});
