import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** Forgets with which numbers people came in from the line: a day later no ticket of theirs is good any more. Returns how many. */
export const expireLine = (db: Db): Promise<number> =>
  db.run(sql`DELETE FROM site.line_entered WHERE at < lib.now() - interval '1 day'`);
