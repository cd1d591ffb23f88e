import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** How often PostgreSQL is asked for while what runs is waited for. */
const ASK_MS = 1_000;

/**
 * Resolves when `ends` does, or PostgreSQL does not answer meanwhile: the runner waits longer and longer for it (17 s after 20 s without a primary), and who
 * was told to end is killed after 10.
 */
export async function endedOrAway(ends: Promise<unknown>, db: Pick<Db, 'row'>, askMs = ASK_MS): Promise<void> {
  const over = new AbortController();
  const away = async (): Promise<void> => {
    try {
      for (;;) {
        await pause(askMs, undefined, { signal: over.signal });
        await db.row(sql`SELECT 1 AS one`);
      }
    } catch {
      // Away, or over.
    }
  };
  await Promise.race([ends, away()]);
  over.abort();
}
