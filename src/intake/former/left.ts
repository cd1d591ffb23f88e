import { type Actor, actorSql } from '../../audit/actor.ts';
import { seenOnly, seenSql, unseenOnly, type Viewer } from '../../cards/viewer.ts';
import type { Db, Tx } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import { attempt, type Outcome } from '../../lib/outcome.ts';

/** A visit of a file that could not be booked and that nobody dealt with: whom to call. `people` null: no longer kept, or `hidden` from this viewer, and `day`, `startMinute` and `officeName` with them. */
export type LeftBooking = {
  id: number;
  hidden: boolean;
  number: string;
  officeName: string | null;
  day: string | null;
  startMinute: number | null;
  reason: string;
  people: { name: string; noticeId: string | null }[] | null;
  phone: string | null;
  mail: string | null;
  remark: string | null;
};

/** Somebody of the party `b` of a file is under 支援措置: their card says so, or who they are. */
export const PROTECTED = sql`EXISTS (
  SELECT FROM jsonb_array_elements(b.members) AS e (m)
  WHERE e.m ->> 'person_key' IN (SELECT cards.protected_keys())
    OR EXISTS (SELECT FROM cards.cards k WHERE k.protected AND k.notice_id = e.m ->> 'notice_id' AND k.birth_date = (e.m ->> 'birth_date')::date))`;

/** Whom this viewer may not see stands last: among the days around it the line would tell its own. */
export const listLeft = (tx: Tx, viewer: Viewer, importId: number): Promise<LeftBooking[]> =>
  tx.rows<LeftBooking>(sql`
    SELECT b.id, ${unseenOnly(viewer, PROTECTED)} IS TRUE AS hidden, b.number, ${seenSql(viewer, PROTECTED, sql`o.name`)} AS "officeName", ${seenSql(viewer, PROTECTED, sql`b.day`)} AS day,
      ${seenSql(viewer, PROTECTED, sql`b.start_minute`)} AS "startMinute", b.reason,
      ${seenSql(
        viewer,
        PROTECTED,
        sql`(SELECT jsonb_agg(jsonb_build_object('name', coalesce(e.m ->> 'name', e.m ->> 'name_key'), 'noticeId', e.m ->> 'notice_id') ORDER BY e.n)
          FROM jsonb_array_elements(b.members) WITH ORDINALITY AS e (m, n))`,
      )} AS people,
      ${seenSql(viewer, PROTECTED, sql`nullif(b.phone, '')`)} AS phone, ${seenSql(viewer, PROTECTED, sql`b.mail`)} AS mail, ${seenSql(viewer, PROTECTED, sql`nullif(b.remark, '')`)} AS remark
    FROM intake.bookings b LEFT JOIN offices.offices o ON o.id = b.office_id
    WHERE b.import_id = ${importId} AND b.state = 'failed' AND b.settled_at IS NULL ORDER BY 2, day, "startMinute", b.line`);

/** Somebody dealt with a visit that could not be booked: who it was is forgotten. One that `listLeft` hides is unknown: nobody settles whom they cannot call. */
export const settleBooking = (
  db: Db,
  viewer: Viewer,
  actor: Actor,
  importId: number,
  id: number,
): Promise<Outcome<undefined, 'unknown'>> =>
  attempt(['unknown'], async () => {
    await db.run(sql`
      SELECT intake.settle_booking(${actorSql(actor)}, ${importId}, (SELECT b.id FROM intake.bookings b WHERE b.id = ${id} AND (${seenOnly(viewer, PROTECTED)}) IS NOT FALSE))`);
    return undefined;
  });

/** How many visits wait on though a card with their notice ID came: a number for the badge. */
export const STUCK_COUNT = sql`SELECT intake.stuck()`;

/** How many such visits there are, of whatever day: a number for the badge. */
export const LEFT_COUNT = sql`SELECT count(*)::integer FROM intake.bookings WHERE state = 'failed' AND settled_at IS NULL`;
