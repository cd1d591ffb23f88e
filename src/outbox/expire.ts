import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

const ended = sql`state IN ('sent', 'dropped', 'dead')`;

/** Removes mails that ended one way or the other more than `days` ago. Returns how many. */
export const expire = (db: Db, days: number): Promise<number> =>
  db.run(sql`DELETE FROM outbox.mails WHERE ${ended} AND created_at < lib.now() - make_interval(days => ${days}::integer)`);

/** How many of them were put there before an instant. */
export const countPast = async (tx: Tx, before: Date): Promise<number> =>
  (
    await tx.one<{ rows: number }>(
      sql`SELECT count(*)::integer AS rows FROM outbox.mails WHERE ${ended} AND created_at < ${before}`,
    )
  ).rows;
