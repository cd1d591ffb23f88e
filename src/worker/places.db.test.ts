import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdirSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { shiftTime } from '../../test/support/time.ts';
import { AUDIT_KEY, jobContext } from '../../test/support/worker.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { codeOf } from '../lib/fault.ts';
import { lockStore } from '../recovery/take.ts';
import { openAlarms } from '../site/alarms.ts';
import { runJob, startClockwork } from './clockwork.ts';
import { watchHere } from './watch.ts';

let fresh: FreshDatabase;
let db: Db;
let sealer: Db;
let folder: string;
beforeAll(async () => {
  fresh = await freshDatabase();
  db = fresh.as('worker', 3);
  sealer = fresh.as('sealer', 2);
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-places-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await db.close();
  await sealer.close();
  await fresh.drop();
});

const storeIn = (dir: string) => ({ dirs: [dir], key: 'a key for tests that seals it', oldKeys: [], keepDays: 14 });
const standing = async (): Promise<string[]> => (await openAlarms(fresh.db)).map(({ kind }) => kind);
/** Whoever opens it to write hangs until somebody reads, as on a share that is away. */
const pipeAt = (file: string): string => {
  execFileSync('mkfifo', [file]);
  return file;
};

test('while backups wait for their folder, and are asked for again, the other jobs go on', async () => {
  const store = storeIn(join(folder, 'held'));
  const lock = await lockStore(store);
  const clockwork = await startClockwork(fresh.urlFor('worker'), {
    ...jobContext(db, sealer),
    backups: { store, url: fresh.urlFor('worker'), db },
  });
  try {
    for (let n = 0; n < 5; n += 1) await db.run(sql`SELECT graphile_worker.add_job('backup')`);
    const beats = async () => (await fresh.db.rows(sql`SELECT FROM running.beats WHERE door = 'worker'`)).length;
    await db.run(sql`SELECT graphile_worker.add_job('beats')`);
    await expect.poll(beats).toBe(1);
  } finally {
    await lock.release();
    await clockwork.stop();
  }
});

test('a folder of the backups that hangs is an alarm with its name, not a worker that stands still', async () => {
  const dir = join(folder, 'hangs');
  mkdirSync(dir);
  const pipe = pipeAt(join(dir, 'there.half'));
  const backups = { store: storeIn(dir), url: fresh.urlFor('worker'), db };
  const there = { ...jobContext(db, sealer), backups };
  const context = { ...there, backups: { ...backups, store: { ...backups.store, answerMs: 50 } } };
  await expect(runJob('follow', context)).rejects.toThrow(`${dir} does not answer`);
  await watchHere(context);
  const [alarm] = (await openAlarms(fresh.db)).filter(({ kind }) => kind === 'backup-folder-away');
  expect(alarm?.detail).toMatchObject({ file: dir, fault: 'ETIMEDOUT' });
  const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
  await watchHere(there);
  expect(await standing()).not.toContain('backup-folder-away');
  closeSync(reader);
});

test('a worker that takes no backups ends no alarm of a folder; where no other speaks of it any more, it does', async () => {
  const away = join(folder, 'away');
  writeFileSync(away, '');
  await watchHere({ ...jobContext(db, sealer), backups: { store: storeIn(away), url: fresh.urlFor('worker'), db } });
  await watchHere(jobContext(db, sealer));
  expect(await standing()).toContain('backup-folder-away');
  await shiftTime(fresh, 16 * 60);
  await watchHere(jobContext(db, sealer));
  expect(await standing()).not.toContain('backup-folder-away');
});

test('while one worker’s folder is away, another one whose folders are there leaves its name in the alarm', async () => {
  const away = join(folder, 'away-here');
  writeFileSync(away, '');
  const looks = (machine: string, dir: string) =>
    watchHere({
      ...jobContext(db, sealer, { machine }),
      backups: { store: storeIn(dir), url: fresh.urlFor('worker'), db },
    });
  const told = async () => (await openAlarms(fresh.db)).find(({ kind }) => kind === 'backup-folder-away')?.detail;
  await looks('machine-a', away);
  await looks('machine-b', join(folder, 'there'));
  expect(await told()).toMatchObject({ file: away, fault: 'EEXIST', causes: 1 });
  await looks('machine-a', join(folder, 'there'));
  expect(await told()).toBeUndefined();
});

test('a file of the heads whose share hangs is an alarm, and the log is sealed on', async () => {
  const pipe = pipeAt(join(folder, 'heads'));
  const both = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
  const page = Buffer.alloc(4096);
  // Full: the next who writes waits.
  const fill = (): void => {
    try {
      for (;;) writeSync(both, page);
    } catch (error) {
      if (codeOf(error) !== 'EAGAIN') throw error;
    }
  };
  fill();
  const given = jobContext(db, sealer);
  const context = { ...given, answerMs: 50, config: { ...given.config, auditKey: AUDIT_KEY, auditHeads: pipe } };
  const told = async (): Promise<string[]> => {
    await fresh.db.run(
      sql`SELECT audit.write(ROW('operator', NULL, NULL, NULL)::audit.actor, 'backup.taken', lib.now(), NULL, NULL, NULL, '{}')`,
    );
    await runJob('seal', context);
    return standing();
  };
  await expect.poll(told).toContain('heads-not-kept');
  // Room again: what waited is written.
  readSync(both, Buffer.alloc(1_048_576));
  closeSync(both);
});
