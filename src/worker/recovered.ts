import type { ConfigFor } from '../config.ts';
import { connect, type Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { Said } from '../lib/said.ts';
import { storeOf } from '../recovery/settings.ts';
import type { JobContext } from './job.ts';

/** The database came from a backup, and what was sent since would be sent once more. */
class NotFinished extends Said {}

/** @throws NotFinished */
export async function refuseUnfinished(db: Db): Promise<void> {
  const { token } = await db.one<{ token: string | null }>(sql`SELECT recovery.unfinished() AS token`);
  if (token !== null)
    throw new NotFinished(
      'This database was restored from a backup and is not ready yet: mails that were sent since would be sent again. Run "madoguchi restore finish" first.',
    );
}

/** What this worker takes backups with; undefined where the settings leave that to others. */
export function openBackups(config: ConfigFor<'worker'>): JobContext['backups'] {
  const { backupDatabaseUrl: url, backupDirs, backupKey } = config;
  if (url === undefined || backupDirs === undefined || backupKey === undefined) return undefined;
  const store = storeOf({ ...config, backupDirs, backupKey });
  return { store, url, db: connect({ url, max: 1, name: 'madoguchi-backup', queryTimeoutMs: 60_000 }) };
}
