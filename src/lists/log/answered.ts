import { seenSql, type Viewer } from '../../cards/viewer.ts';
import { type Called, type CallState, callColumns, callJoins } from '../../counter/calls.ts';
import type { Tx } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import type { Bounds } from '../../staff/bounds.ts';
import { HIDDEN_LINE } from './hidden.ts';

/** What a clerk did today about something that waited, as the log has it. */
export type Answered = {
  key: number;
  at: Date;
  act: string;
  by: string | null;
  /** Of whom: of a visit everyone who comes, in their order. Empty: of nobody; null: of somebody this viewer may not see. */
  names: string[] | null;
  protected: boolean;
  reservationId: string | null;
  cardId: number | null;
  officeCode: string | null;
  officeName: string | null;
  /** Of a day that was closed. */
  day: string | null;
  /** What was recorded of a call before a visit. */
  call: Called | null;
  /** The visit is still to come. */
  booked: boolean;
} & CallState;

/** More than these are read in the log itself. */
export const MOST_ANSWERED = 200;

/** What waited and is answered by an act that is done for other reasons too: only those lines are shown. */
const ANSWERS = sql`CASE e.act
  WHEN 'reservation.booked' THEN EXISTS (SELECT FROM waiting.offers w WHERE w.reservation_id = e.reservation_id AND w.outcome = 'taken')
  WHEN 'reservation.moved' THEN EXISTS (SELECT FROM closing.affected x WHERE x.reservation_id = e.reservation_id AND x.slot_id = (e.detail->>'from')::bigint AND x.listed_at <= e.at)
  WHEN 'reservation.cancelled' THEN EXISTS (SELECT FROM closing.affected x WHERE x.reservation_id = e.reservation_id AND x.slot_id = (e.detail->>'slot')::bigint AND x.listed_at <= e.at)
  ELSE true END`;

/**
 * Lines of today of these acts of staff, the newest first; one more than are shown where there are more. `bounds`: of who is bound to offices, those of theirs: by the
 * visit, or by the office of the line.
 */
export const readAnswered = (tx: Tx, viewer: Viewer, acts: readonly string[], bounds: Bounds): Promise<Answered[]> =>
  tx.rows<Answered>(sql`
    SELECT e.id AS key, e.at, e.act, a.name AS by, ${seenSql(
      viewer,
      HIDDEN_LINE,
      // The card of a line that is about one, else everyone of its visit.
      sql`coalesce(
          (SELECT jsonb_build_array(c.name) FROM cards.cards c WHERE c.id = e.card_id),
          (SELECT jsonb_agg(coalesce(c.name, m.name, '') ORDER BY m.position) FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id
           WHERE m.reservation_id = e.reservation_id AND m.removed_at IS NULL), '[]')`,
    )} AS names, ${HIDDEN_LINE} AS protected,
      ${seenSql(viewer, HIDDEN_LINE, sql`e.reservation_id`)} AS "reservationId", ${seenSql(viewer, HIDDEN_LINE, sql`e.card_id`)} AS "cardId", o.code AS "officeCode", o.name AS "officeName",
      e.detail->>'day' AS day, ${seenSql(viewer, HIDDEN_LINE, sql`e.detail->>'call'`)} AS call, coalesce(r.state = 'booked', false) AS booked, ${callColumns}
    FROM audit.events e LEFT JOIN staff.accounts a ON a.id = e.staff_id LEFT JOIN offices.offices o ON o.id = e.office_id
      LEFT JOIN reservations.reservations r ON r.id = e.reservation_id
      ${callJoins(viewer)}
    WHERE e.at >= lib.instant(lib.day_of(lib.now()), 0) AND e.actor_kind = 'staff' AND e.act = ANY (${[...acts]}::text[]) AND ${ANSWERS}
      AND (${bounds === null} OR coalesce((SELECT s.office_id FROM ledger.slots s WHERE s.id = r.slot_id), e.office_id) = ANY (${(bounds ?? []).map(({ id }) => id)}::integer[]))
    ORDER BY e.id DESC LIMIT ${MOST_ANSWERED + 1}`);
