import { seenOnly, seenSql, type Viewer } from '../../cards/viewer.ts';
import { type Called, type CallState, callColumns, callJoins } from '../../counter/calls.ts';
import type { Tx } from '../../lib/db/db.ts';
import { type Sql, sql } from '../../lib/db/sql.ts';
import type { Bounds } from '../../staff/bounds.ts';
import { HIDDEN_LINE } from './hidden.ts';

/** What a clerk did today about something that waited, as the log has it. */
export type Answered = {
  key: number;
  at: Date;
  act: string;
  by: string | null;
  /** Of whom: of a visit everyone who came with it then, in their order. Empty: of nobody; null: of somebody this viewer may not see. */
  names: string[] | null;
  protected: boolean;
  reservationId: string | null;
  cardId: number | null;
  officeCode: string | null;
  officeName: string | null;
  /** Of a day that was closed; `ended`: it is closed still, by this act. */
  day: string | null;
  ended: boolean;
  /** Of a booking that was 要振替: when it was, and to when it was moved; null: hidden, or another act. */
  shutDay: string | null;
  shutMinute: number | null;
  toDay: string | null;
  toMinute: number | null;
  /** What was recorded of a call before a visit. */
  call: Called | null;
  /** The visit is still to come. */
  booked: boolean;
} & CallState;

/** More than these are read in the log itself. */
export const MOST_ANSWERED = 200;

/** A closing of the visit `e` is about that shut this slot and stood when the line was written. Of one that was taken back by then only who was told not to come, and not yet that the counter opens, still waited. */
const shutBy = (slot: 'from' | 'slot'): Sql => sql`EXISTS (
    SELECT FROM closing.affected x LEFT JOIN closing.closings g ON g.id = x.closing_id
    WHERE x.reservation_id = e.reservation_id AND x.slot_id = (e.detail->>${slot}::text)::bigint AND x.listed_at <= e.at
      AND (g.reopened_at IS NULL OR g.reopened_at > e.at OR (x.reached_at <= e.at AND (x.recalled_at IS NULL OR x.recalled_at > e.at))))`;

/** What waited and is answered by an act that is done for other reasons too: only those lines are shown. */
const ANSWERS = sql`CASE e.act
  WHEN 'reservation.booked' THEN EXISTS (SELECT FROM waiting.offers w WHERE w.reservation_id = e.reservation_id AND w.outcome = 'taken')
  WHEN 'reservation.moved' THEN ${shutBy('from')}
  WHEN 'reservation.cancelled' THEN ${shutBy('slot')}
  ELSE true END`;

/**
 * Of a member `m` and their card `c`: came with the visit when the line was written. Who joined later was not told what it says, who left later was. Whether the visit is hidden
 * is asked of who comes now: of who left it, each by themselves.
 */
const cameThen = (viewer: Viewer): Sql => sql`(m.joined_at IS NULL OR m.joined_at <= e.at)
  AND (m.removed_at IS NULL OR (m.removed_at > e.at AND ${seenOnly(viewer, sql`cards.is_protected(c.protected, m.person_key)`)}))`;

/**
 * Lines of today of these acts of staff, the newest first; one more than are shown where there are more. `bounds`: of who is bound to offices, those of theirs: by the
 * visit, or by the office of the line.
 */
export const readAnswered = (tx: Tx, viewer: Viewer, acts: readonly string[], bounds: Bounds): Promise<Answered[]> =>
  tx.rows<Answered>(sql`
    SELECT e.id AS key, e.at, e.act, a.name AS by, ${seenSql(
      viewer,
      HIDDEN_LINE,
      // The card of a line that is about one, also where it is gone by now; else everyone of its visit.
      sql`coalesce(CASE WHEN e.card_id IS NOT NULL THEN (SELECT jsonb_build_array(c.name) FROM cards.cards c WHERE c.id = e.card_id)
          ELSE (SELECT jsonb_agg(coalesce(c.name, m.name, '') ORDER BY m.position) FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id
            WHERE m.reservation_id = e.reservation_id AND ${cameThen(viewer)}) END, '[]')`,
    )} AS names, ${HIDDEN_LINE} AS protected,
      ${seenSql(viewer, HIDDEN_LINE, sql`e.reservation_id`)} AS "reservationId", ${seenSql(viewer, HIDDEN_LINE, sql`e.card_id`)} AS "cardId", o.code AS "officeCode", o.name AS "officeName",
      e.detail->>'day' AS day, CASE WHEN e.act = 'counter.day-ended' THEN EXISTS (
        SELECT FROM counter.day_ends d WHERE d.office_id = e.office_id AND d.day = (e.detail->>'day')::date AND d.at = e.at AND d.reopened_at IS NULL) ELSE false END AS ended,
      ${seenSql(viewer, HIDDEN_LINE, sql`shut.day`)} AS "shutDay", ${seenSql(viewer, HIDDEN_LINE, sql`shut.start_minute`)} AS "shutMinute",
      ${seenSql(viewer, HIDDEN_LINE, sql`moved.day`)} AS "toDay", ${seenSql(viewer, HIDDEN_LINE, sql`moved.start_minute`)} AS "toMinute",
      ${seenSql(viewer, HIDDEN_LINE, sql`e.detail->>'call'`)} AS call, coalesce(r.state = 'booked', false) AS booked, ${callColumns}
    FROM audit.events e LEFT JOIN staff.accounts a ON a.id = e.staff_id LEFT JOIN offices.offices o ON o.id = e.office_id
      LEFT JOIN reservations.reservations r ON r.id = e.reservation_id
      LEFT JOIN ledger.slots shut ON shut.id = CASE e.act WHEN 'reservation.moved' THEN (e.detail->>'from')::bigint WHEN 'reservation.cancelled' THEN (e.detail->>'slot')::bigint END
      LEFT JOIN ledger.slots moved ON e.act = 'reservation.moved' AND moved.id = (e.detail->>'to')::bigint
      ${callJoins(viewer)}
    WHERE e.at >= lib.instant(lib.day_of(lib.now()), 0) AND e.actor_kind = 'staff' AND e.act = ANY (${[...acts]}::text[]) AND ${ANSWERS}
      AND (${bounds === null} OR coalesce((SELECT s.office_id FROM ledger.slots s WHERE s.id = r.slot_id), e.office_id) = ANY (${(bounds ?? []).map(({ id }) => id)}::integer[]))
    ORDER BY e.id DESC LIMIT ${MOST_ANSWERED + 1}`);
