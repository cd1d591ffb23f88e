import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** Removes what was sealed longer ago than the city keeps the log (`keep-log-years`) and is not of a card that is kept; hashes stay. Returns how many rows. As the sealer. */
export const expire = async (sealer: Db): Promise<number> =>
  (await sealer.one<{ removed: number }>(sql`SELECT audit.expire() AS removed`)).removed;

/** How many lines of the log would go. */
export const countPast = async (tx: Tx, before: Date): Promise<number> =>
  (
    await tx.one<{ rows: number }>(
      sql`SELECT count(*)::integer AS rows FROM audit.seals s WHERE audit.goes(s, ${before}) AND s.event_id NOT IN (SELECT unnest(audit.kept_events()))`,
    )
  ).rows;
