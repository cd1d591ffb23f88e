import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { faultWord } from '../lib/fault.ts';
import { NoAnswer } from '../lib/in-time.ts';
import { type LockBeside, takeLockBeside } from '../lib/lock-beside.ts';
import { copyCluster } from '../lib/postgres/replication.ts';
import { Said } from '../lib/said.ts';
import { sealFile } from '../lib/sealed-file.ts';
import { copyToFurther, syncFolder } from './further.ts';
import { bytesOf, mustHaveRoom } from './room.ts';
import { type Backup, backupName, type Counts, describe, expireBackups, mustAnswer, removeHalves, type Store } from './store.ts';

/** What a backup is taken with. `url` signs in as madoguchi_backup; `db` is the same, for statements. `waitMs`: how long what else works in the folder is waited for. */
export type TakeWith = {
  store: Store;
  url: string;
  db: Db;
  now: () => Temporal.Instant;
  log: (line: string) => void;
  waitMs?: number;
};
export type Taken = { backup: Backup; bytes: number; removed: string[]; copyFault: string | undefined };

/** The log is copied in seconds, after an outage in minutes; another backup is not begun beside one. */
const WAIT_MS = 30 * 60_000;
const LOOK_MS = 500;

/**
 * One at a time, from whichever process. Undefined where another one works in this folder now.
 * @throws NoAnswer where it does not; where the folder cannot be written
 */
export async function tryStore(store: Store): Promise<LockBeside | undefined> {
  const [dir = ''] = store.dirs;
  await mustAnswer(store, dir).catch((error: unknown) => {
    // Of any other fault the lock says more.
    if (error instanceof NoAnswer) throw error;
  });
  return takeLockBeside(join(dir, 'lock'), store.answerMs);
}

/** The same, and waits for whoever works in this folder. @throws Said where it is still held after `waitMs` */
export async function lockStore(store: Store, waitMs = WAIT_MS): Promise<LockBeside> {
  const began = performance.now();
  for (;;) {
    const lock = await tryStore(store);
    if (lock !== undefined) return lock;
    if (performance.now() - began >= waitMs)
      throw new Said(
        `Another backup is being taken into ${store.dirs[0]}, since more than ${Math.floor(waitMs / 60_000)} minutes: look whether it hangs.`,
      );
    await pause(LOOK_MS);
  }
}

async function write({ store, url, db, now }: TakeWith, half: string, name: string): Promise<Backup> {
  const { database, major, segment, counts } = await db.one<{
    database: string;
    major: number;
    segment: string;
    counts: Counts;
  }>(sql`
    SELECT current_database() AS database, current_setting('server_version_num')::integer / 10000 AS major, current_setting('wal_segment_size') AS segment,
      recovery.counts() AS counts`);
  if (segment !== '16MB')
    throw new Said(`This cluster's log has files of ${segment}; backups know 16MB only (initdb without --wal-segsize).`);
  const beganAt = now().toString();
  const files: Backup['files'] = [];
  const { system, timeline, start, end } = await copyCluster(url, name, async (archive) => {
    const holds = archive === 'manifest' ? 'manifest' : archive.name;
    const file = `${String(files.length).padStart(2, '0')}.sealed`;
    const sink = sealFile(join(half, file), store.key);
    return {
      write: sink.write,
      end: async () =>
        void files.push({ file, holds, location: archive === 'manifest' ? '' : archive.location, bytes: await sink.end() }),
    };
  });
  const facts = { name, system, timeline, start: start.toString(), end: end.toString() };
  const backup: Backup = { ...facts, beganAt, endedAt: now().toString(), major, database, counts, files };
  await writeFile(join(half, 'backup.json'), describe(backup, store.key), { mode: 0o600, flush: true });
  return backup;
}

/** Tells the database that a backup failed, one that never got its turn too. @throws nothing */
const tellFailed = ({ db, log }: TakeWith, name: string, error: unknown): Promise<unknown> =>
  db
    .run(sql`SELECT recovery.end_backup(${name}, false, NULL, ${faultWord(error)}::text)`)
    .catch(() => log('The database could not be told that the backup failed.'));

async function takeInto(given: TakeWith, dir: string, name: string): Promise<Taken> {
  const { store, db, now } = given;
  const half = join(dir, `${name}.half`);
  try {
    await removeHalves(dir);
    // First, so that one cut off here is known by its folder.
    await mkdir(half, { mode: 0o700 });
    await db.run(sql`SELECT recovery.begin_backup(${name})`);
    const { bytes: database } = await db.one<{ bytes: number }>(sql`SELECT pg_database_size(current_database()) AS bytes`);
    // Before the room is looked for: what is past its days makes it.
    const past = await expireBackups(store, dir, now());
    await mustHaveRoom(store, dir, database);
    const backup = await write(given, half, name);
    await rename(half, join(dir, name));
    await syncFolder(dir);
    const bytes = bytesOf(backup);
    const [copyFault] = await copyToFurther(store, backup, now());
    await db.run(sql`SELECT recovery.end_backup(${name}, true, ${bytes}::bigint, ${copyFault ?? null}::text)`);
    const removed = [...past, ...(await expireBackups(store, dir, now()))];
    return { backup, bytes, removed, copyFault };
  } catch (error) {
    await rm(half, { recursive: true, force: true }).catch(() => {});
    throw error;
  }
}

/**
 * Takes a backup of the whole cluster, sealed, into the first folder; then copies it into the others and removes what is older than `keepDays`. What else
 * works in the folder, the copying of the log above all, is waited for.
 * A backup that fails leaves nothing and the earlier ones as they were; the database knows how it ended where it can be told.
 * @throws Said where there is no room, or another one is under way for long; else what PostgreSQL or the disk says
 */
export async function takeBackup(given: TakeWith): Promise<Taken> {
  const [dir = ''] = given.store.dirs;
  let name = backupName(given.now());
  try {
    const lock = await lockStore(given.store, given.waitMs);
    try {
      name = backupName(given.now());
      return await takeInto(given, dir, name);
    } finally {
      await lock.release();
    }
  } catch (error) {
    await tellFailed(given, name, error);
    throw error;
  }
}
