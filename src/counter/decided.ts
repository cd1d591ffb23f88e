import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { twiceAtMost } from '../lib/db/faults.ts';
import { sql } from '../lib/db/sql.ts';

const CLOCK: Actor = { kind: 'clock' };

/** How the clock decided a day that nobody closed (counter/decided.sql). */
type Decision = 'closed' | 'part' | 'quiet';

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

/** Whether a day of an office was open when the database was restored (`leaveToClerks`). */
export const leftByRestore = async (tx: Tx, officeId: number, day: string): Promise<boolean> =>
  (await tx.row(sql`
    SELECT FROM counter.decided_days WHERE office_id = ${officeId} AND day = ${day}::date AND restored_at IS NOT NULL`)) !==
  undefined;

/** A day of an office, by its name. */
type LeftDay = { office: string; day: string };

/**
 * After a restore: leaves to a clerk each day of which records may be lost. Those are the days from that of `from`, the last thing that stands, to that of
 * `to`, when work goes on, as far as visits had begun by then; and every earlier day that is open, for it may have been recorded, closed and written to since.
 * A day that somebody closed stays as it is, and so does what the clock decided of one that is open. Each is noted, so that whoever closes it says whether
 * mails go.
 * @returns the days that are left, also those that were already
 */
export const leaveToClerks = (tx: Tx, from: Temporal.Instant, to: Temporal.Instant): Promise<LeftDay[]> =>
  tx.rows<LeftDay>(sql`
    WITH lost AS (
      INSERT INTO counter.decided_days AS d (office_id, day, at, result, restored_at)
      SELECT one.office_id, one.day, lib.now(), 'left', lib.now()
      FROM (
        SELECT u.office_id, u.day FROM counter.unclosed(NULL) u WHERE u.day < lib.day_of(${from.toString()}::timestamptz)
        UNION
        SELECT s.office_id, s.day
        FROM ledger.slots s JOIN reservations.reservations r ON r.slot_id = s.id AND r.state IN ('booked', 'ended')
        WHERE s.day BETWEEN lib.day_of(${from.toString()}::timestamptz) AND lib.day_of(${to.toString()}::timestamptz)
          AND lib.instant(s.day, s.start_minute) < ${to.toString()}::timestamptz
          AND NOT EXISTS (SELECT FROM counter.day_ends e WHERE e.office_id = s.office_id AND e.day = s.day AND e.reopened_at IS NULL)) one
      ON CONFLICT (office_id, day) DO UPDATE SET result = CASE d.result WHEN 'quiet' THEN 'left' ELSE d.result END, restored_at = excluded.restored_at
      RETURNING office_id, day)
    SELECT o.name AS office, l.day FROM lost l JOIN offices.offices o ON o.id = l.office_id ORDER BY l.day, o.position, o.id`);
