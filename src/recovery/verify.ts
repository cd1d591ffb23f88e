import type { KeptHead } from '../audit/heads.ts';
import { type Verified, verifyLog } from '../audit/verify.ts';
import { connect } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { canOpen, revive } from './revive.ts';
import { inScratchCluster } from './scratch-cluster.ts';
import { type Backup, type Counts, readBackup, type Store } from './store.ts';
import { checkFiles } from './unpack.ts';

type VerifyWith = {
  store: Store;
  dir: string;
  name: string;
  /** The log's keys; without any its chain is not walked. */
  auditKeys: readonly string[];
  now: Temporal.Instant;
};

export type BackupVerified = {
  backup: Backup;
  /** Undefined where the programs of that PostgreSQL are missing: then its files alone were checked. */
  restored:
    | {
        counts: Counts;
        /** Counts that are smaller than when the backup began. */
        fewer: string[];
        log: Verified | undefined;
        /** Up to when the copied log reaches. */
        reached: Date | null;
        seconds: number;
      }
    | undefined;
};

/** What only ever grows between the counting and the end of the copy; the rest may shrink by an expiry. */
const GROWS = new Set(['cards', 'logged']);
const NONE_KEPT: readonly KeptHead[] = [];
const LAST_LINE = sql`SELECT max(at) AS at FROM audit.events`;

/**
 * Proves a backup: every file is what was written; unpacked into a scratch cluster it opens, holds what was counted when it was taken, and the log's chain in
 * it is whole. Nothing of the running system is touched.
 * @throws Said where it cannot be opened
 */
export async function verifyBackup({ store, dir, name, auditKeys, now }: VerifyWith): Promise<BackupVerified> {
  const backup = await readBackup(store, dir, name);
  await checkFiles(store, dir, backup);
  if (!canOpen(backup.major)) return { backup, restored: undefined };
  const began = performance.now();
  const restored = await inScratchCluster(async (dataDir) => {
    const server = await revive({ store, dir, backup, dataDir, token: crypto.randomUUID(), settings: { fsync: 'off' } });
    const db = connect({ url: server.url(backup.database), max: 1, name: 'madoguchi-verify', queryTimeoutMs: 0 });
    try {
      const { counts } = await db.one<{ counts: Counts }>(sql`SELECT recovery.counts() AS counts`);
      const fewer = Object.keys(backup.counts).filter(
        (what) => GROWS.has(what) && (counts[what] ?? 0) < (backup.counts[what] ?? 0),
      );
      const log = auditKeys.length === 0 ? undefined : await verifyLog(db, { keys: auditKeys, kept: NONE_KEPT, now });
      const { at } = await db.one<{ at: Date | null }>(LAST_LINE);
      return { counts, fewer, log, reached: at, seconds: (performance.now() - began) / 1000 };
    } finally {
      await db.close();
      await server.stop();
    }
  });
  return { backup, restored };
}
