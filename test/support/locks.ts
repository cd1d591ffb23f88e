import { setTimeout as pause } from 'node:timers/promises';
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

const STEP_MS = 20;
/** Long beside a stall of a busy machine, and below what a test may take. */
const MOST_MS = 60_000;

/** Waits until so many connections wait for a lock, or there is no need to any more. @throws where they never do */
export async function untilLocked(
  db: Db,
  { count = 1, piece = '', over = () => false }: { count?: number; piece?: string; over?: () => boolean } = {},
): Promise<void> {
  const ends = performance.now() + MOST_MS;
  while (!over()) {
    if ((await lockWaiters(db, piece)) >= count) return;
    if (performance.now() > ends) throw new Error(`${count} connections never waited for a lock`);
    await pause(STEP_MS);
  }
}
