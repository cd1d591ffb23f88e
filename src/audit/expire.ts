import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** Removes what was sealed longer ago than the city keeps the log (`keep-log-years`); hashes stay. Returns how many rows. As the sealer. */
export const expire = async (sealer: Db): Promise<number> =>
  (await sealer.one<{ removed: number }>(sql`SELECT audit.expire() AS removed`)).removed;
