import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';

/** Mails that ended one way or the other and were put there before an instant. */
const past = (before: Sql): Sql => sql`state IN ('sent', 'dropped', 'dead') AND created_at < ${before}`;

/** Removes those of more than `days` ago. Returns how many. */
export const expire = (db: Db, days: number): Promise<number> =>
  db.run(sql`DELETE FROM outbox.mails WHERE ${past(sql`lib.now() - make_interval(days => ${days}::integer)`)}`);

/** How many would go. */
export const countPast = async (tx: Tx, before: Date): Promise<number> =>
  (await tx.one<{ rows: number }>(sql`SELECT count(*)::integer AS rows FROM outbox.mails WHERE ${past(sql`${before}`)}`)).rows;
