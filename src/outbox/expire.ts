import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** Removes mails that ended one way or the other more than `days` ago. Returns how many. */
export const expire = (db: Db, days: number): Promise<number> =>
  db.run(
    sql`DELETE FROM outbox.mails WHERE state IN ('sent', 'dropped', 'dead') AND created_at < lib.now() - make_interval(days => ${days}::integer)`,
  );
