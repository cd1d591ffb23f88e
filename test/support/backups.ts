import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Db } from '../../src/lib/db/db.ts';
import { sql } from '../../src/lib/db/sql.ts';
import type { Version } from '../../src/lib/postgres/binaries.ts';
import type { Store } from '../../src/recovery/store.ts';
import { BACKUP_ROLE } from '../../src/schema/roles.ts';
import { startCluster } from './cluster.ts';
import { databaseIn, type FreshDatabase } from './database.ts';

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
  /** kill -9 of the database, as a machine that is gone. */
  close(): Promise<void>;
};

export async function backedUp(version: Version = 18, keepDays = 14): Promise<BackedUp> {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-backups-'));
  chmodSync(folder, 0o755);
  const cluster = await startCluster(version);
  const fresh = await databaseIn(cluster);
  const password = randomBytes(12).toString('hex');
  await fresh.db.pool.query(`ALTER ROLE ${BACKUP_ROLE} PASSWORD '${password}'`);
  const url = fresh.urlFor('desk').replace(/\/\/[^@]*@/u, `//${BACKUP_ROLE}:${password}@`);
  const db = connect({ url, max: 1, name: 'test-backup' });
  const dir = join(folder, 'backups');
  return {
    fresh,
    url,
    db,
    dir,
    folder,
    store: { dirs: [dir], key: BACKUP_KEY, oldKeys: [], keepDays },
    close: async () => {
      // A world on this database has closed its own connections already.
      await Promise.all([db.close(), fresh.db.close().catch(() => {})]);
      await cluster.stop();
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
