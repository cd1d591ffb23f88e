import { seenSql, type Viewer, type Who, whoSql } from '../../cards/viewer.ts';
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
  /** Of whom; null: of nobody, or of somebody this viewer may not see. */
  who: Who;
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

/**
 * Lines of today of these acts of staff, the newest first; one more than are shown where there are more. `bounds`: of who is bound to offices, those of theirs: by the
 * visit, or by the office of the line.
 */
export const readAnswered = (tx: Tx, viewer: Viewer, acts: readonly string[], bounds: Bounds): Promise<Answered[]> =>
  tx.rows<Answered>(sql`
    SELECT e.id AS key, e.at, e.act, a.name AS by, ${whoSql(viewer, HIDDEN_LINE, "coalesce(c.name, m.name, '')", "coalesce(c.kana, m.kana, '')")} AS who, ${HIDDEN_LINE} AS protected,
      ${seenSql(viewer, HIDDEN_LINE, sql`e.reservation_id`)} AS "reservationId", ${seenSql(viewer, HIDDEN_LINE, sql`e.card_id`)} AS "cardId", o.code AS "officeCode", o.name AS "officeName",
      e.detail->>'day' AS day, ${seenSql(viewer, HIDDEN_LINE, sql`e.detail->>'call'`)} AS call, coalesce(r.state = 'booked', false) AS booked, ${callColumns}
    FROM audit.events e LEFT JOIN staff.accounts a ON a.id = e.staff_id LEFT JOIN offices.offices o ON o.id = e.office_id
      LEFT JOIN reservations.reservations r ON r.id = e.reservation_id
      LEFT JOIN reservations.members m ON m.reservation_id = e.reservation_id
        AND m.position = (SELECT min(x.position) FROM reservations.members x WHERE x.reservation_id = e.reservation_id AND x.removed_at IS NULL)
      LEFT JOIN cards.cards c ON c.id = coalesce(e.card_id, m.card_id) ${callJoins(viewer)}
    WHERE e.at >= lib.instant(lib.day_of(lib.now()), 0) AND e.actor_kind = 'staff' AND e.act = ANY (${[...acts]}::text[])
      AND (${bounds === null} OR coalesce((SELECT s.office_id FROM ledger.slots s WHERE s.id = r.slot_id), e.office_id) = ANY (${(bounds ?? []).map(({ id }) => id)}::integer[]))
    ORDER BY e.id DESC LIMIT ${MOST_ANSWERED + 1}`);
