import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Db } from '../../src/lib/db/db.ts';
import { sql } from '../../src/lib/db/sql.ts';
import type { Version } from '../../src/lib/postgres/binaries.ts';
import { removeFolders } from '../../src/lib/postgres/folders.ts';
import { startPostgres } from '../../src/lib/postgres/start.ts';
import type { Store } from '../../src/recovery/store.ts';
import { BACKUP_ROLE, ROLES } from '../../src/schema/roles.ts';
import { otherClock } from '../clocks/moments.ts';
import { startCluster } from './cluster.ts';
import { databaseIn, type FreshDatabase, patient } from './database.ts';
import { madoguchi } from './madoguchi.ts';

export const BACKUP_KEY = 'a key for tests that seals whatever is backed up';

/** A cluster of a test's own, small enough to be copied whole, with a database in it and a folder for its backups. */
export type BackedUp = {
  fresh: FreshDatabase;
  /** As madoguchi_backup. */
  url: string;
  db: Db;
  store: Store;
  dir: string;
  /** Somewhere PostgreSQL's account can reach. */
  folder: string;
  /** The machine of the database is gone, with every disk of it. */
  lose(): Promise<void>;
  close(): Promise<void>;
};

export async function backedUp(version: Version = 18, keepDays = 14): Promise<BackedUp> {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-backups-'));
  chmodSync(folder, 0o755);
  // What a commit said is there is in the log that is copied, as in production: else a copy taken at once lacks it (8 of 12 runs).
  const cluster = await startCluster(version, { synchronous_commit: 'on' });
  const fresh = await databaseIn(cluster);
  const password = randomBytes(12).toString('hex');
  await fresh.db.pool.query(`ALTER ROLE ${BACKUP_ROLE} PASSWORD '${password}'`);
  const url = fresh.urlFor('desk').replace(/\/\/[^@]*@/u, `//${BACKUP_ROLE}:${password}@`);
  const db = connect({ url, max: 1, name: 'test-backup' });
  const dir = join(folder, 'backups');
  let lost = false;
  const lose = async (): Promise<void> => {
    if (lost) return;
    lost = true;
    // A world on this database has closed its own connections already.
    await Promise.all([db.close(), fresh.db.close().catch(() => {})]);
    await cluster.stop();
  };
  return {
    fresh,
    url,
    db,
    dir,
    folder,
    store: { dirs: [dir], key: BACKUP_KEY, oldKeys: [], keepDays },
    lose,
    close: async () => {
      await lose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** How the database says it stands. */
export const standing = (db: Db): Promise<{ backup_seconds: number; loss_seconds: number; failed: boolean }> =>
  db.one(sql`SELECT * FROM recovery.standing()`);

/** The settings of the backups' commands. */
export const backupSettings = ({ url, store }: BackedUp): Record<string, string> => ({
  BACKUP_DATABASE_URL: url,
  BACKUP_DIRS: store.dirs.join(','),
  BACKUP_KEY,
});

/** The database that was restored into a DATA_DIR, opened as `start` would; its roles have the passwords they had. */
export async function openRestored({ fresh }: BackedUp, dataDir: string): Promise<FreshDatabase & { stop(): Promise<void> }> {
  const server = await startPostgres({ dataDir: join(dataDir, 'db'), settings: { fsync: 'off' }, env: otherClock(process.env) });
  const name = new URL(fresh.url).pathname.slice(1);
  const db = patient(server.url(name), 5);
  const stop = async (): Promise<void> => {
    await db.close();
    await server.stop();
    removeFolders(join(dataDir, 'db'));
  };
  const urlFor: FreshDatabase['urlFor'] = (role) => server.url(name, ROLES[role], new URL(fresh.urlFor(role)).password);
  return { url: server.url(name), urlFor, as: (role, max) => patient(urlFor(role), max), db, drop: stop, stop };
}

/** Restores with the command into a DATA_DIR of its own. */
export const restoreInto = (
  here: BackedUp,
  dataDir: string,
  args: readonly string[],
  more: Record<string, string> = {},
): ReturnType<typeof madoguchi> => madoguchi(['restore', ...args], { ...backupSettings(here), DATA_DIR: dataDir, ...more });
