import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** Forgets standings that ended a day ago or earlier. Returns how many. */
export const expire = async (db: Db): Promise<number> =>
  (await db.one<{ gone: number }>(sql`SELECT ledger.expire() AS gone`)).gone;
