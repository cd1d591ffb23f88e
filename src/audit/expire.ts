import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { actorSql } from './actor.ts';

/** Removes what was sealed more than `keep-log-years` ago; hashes stay. Returns how many rows. */
export const expire = async (db: Db, years: number): Promise<number> =>
  (
    await db.one<{ removed: number }>(
      sql`SELECT audit.expire(${actorSql({ kind: 'clock' })}, lib.now() - make_interval(years => ${years}::integer), lib.now()) AS removed`,
    )
  ).removed;
