import { seenOnly, type Viewer } from '../cards/viewer.ts';
import type { Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';

/** A booked visit that is in the way of another for the same card or person. */
export type Beside = { id: string; day: string; startMinute: number; officeName: string };

/** The soonest of these visits that is still to come; undefined also where this viewer may not see it. */
const soonest = (tx: Tx, viewer: Viewer, ids: Sql): Promise<Beside | undefined> =>
  tx.row<Beside>(sql`
    SELECT r.id, s.day, s.start_minute AS "startMinute", o.name AS "officeName"
    FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id JOIN offices.offices o ON o.id = s.office_id
    WHERE r.id IN (${ids}) AND r.state = 'booked' AND s.day >= lib.day_of(lib.now()) AND ${seenOnly(viewer, sql`reservations.has_protected(r.id)`)}
    ORDER BY s.day, s.start_minute LIMIT 1`);

/** What stands for somebody of a visit beside it: for the same service their person or card, for any other the card. */
export const besideVisit = (tx: Tx, viewer: Viewer, reservationId: string): Promise<Beside | undefined> =>
  soonest(
    tx,
    viewer,
    sql`SELECT t.reservation_id FROM reservations.reservations v JOIN ledger.standing t ON t.service_id = v.service_id AND t.key = ANY (reservations.keys_of(v.id, false))
      WHERE v.id = ${reservationId}::uuid AND t.reservation_id <> v.id
      UNION SELECT m.reservation_id FROM reservations.members own JOIN reservations.members m ON m.card_id = own.card_id AND m.removed_at IS NULL
      WHERE own.reservation_id = ${reservationId}::uuid AND own.removed_at IS NULL AND m.reservation_id <> own.reservation_id`,
  );

/** What any of these cards is booked for. */
export const bookedFor = (tx: Tx, viewer: Viewer, cardIds: readonly number[]): Promise<Beside | undefined> =>
  soonest(
    tx,
    viewer,
    sql`SELECT m.reservation_id FROM reservations.members m WHERE m.card_id = ANY (${[...cardIds]}::bigint[]) AND m.removed_at IS NULL`,
  );
