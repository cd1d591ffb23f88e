import type { Db } from '../../src/lib/db/db.ts';
import { sql } from '../../src/lib/db/sql.ts';

/** How many connections of this database wait for a lock, with a piece of their statement where it matters which. */
const lockWaiters = async (db: Db, piece = ''): Promise<number> =>
  (
    await db.one<{ n: number }>(
      sql`SELECT count(*)::integer AS n FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND wait_event_type = 'Lock' AND position(${piece} IN query) > 0`,
    )
  ).n;

/** Waits until so many connections wait for a lock, or there is no need to any more. */
export async function untilLocked(
  db: Db,
  { count = 1, piece = '', over = () => false }: { count?: number; piece?: string; over?: () => boolean } = {},
): Promise<void> {
  while (!over()) if ((await lockWaiters(db, piece)) >= count) return;
}
