import { type Actor, actorSql } from '../audit/actor.ts';
import { type Db, type Tx, twiceAtMost } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

const CLOCK: Actor = { kind: 'clock' };

/** How the clock decided a day that nobody closed (counter/decided.sql). */
export type Decision = 'closed' | 'part' | 'quiet';

export type DecidedDay = { at: Date; result: Decision; absent: number; leftOpen: number };

/** What the clock decided of a day of an office, if it did. */
export const decidedDay = (tx: Tx, officeId: number, day: string): Promise<DecidedDay | undefined> =>
  tx.row<DecidedDay>(sql`
    SELECT at, result, absent, left_open AS "leftOpen" FROM counter.decided_days
    WHERE office_id = ${officeId} AND day = ${day}::date AND result <> 'left'`);

/** Notes days that stay open, and decides every day whose hour has come, each by itself; returns how each went. */
export async function decideDays(db: Db): Promise<{ officeId: number; day: string; result: Decision }[]> {
  await db.run(sql`SELECT counter.note_open_days()`);
  const due = await db.rows<{ officeId: number; day: string }>(
    sql`SELECT office_id AS "officeId", day FROM counter.days_to_decide() ORDER BY day, office_id`,
  );
  const decided: { officeId: number; day: string; result: Decision }[] = [];
  for (const { officeId, day } of due) {
    const { result } = await twiceAtMost(() =>
      db.one<{ result: Decision | null }>(
        sql`SELECT counter.decide_day(${actorSql(CLOCK)}, ${officeId}, ${day}::date) AS result`,
      ),
    );
    if (result !== null) decided.push({ officeId, day, result });
  }
  return decided;
}
