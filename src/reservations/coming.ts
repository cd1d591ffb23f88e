import { seenOnly, type Viewer } from '../cards/viewer.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** The next visit a card is wanted for. */
export type Coming = { reservationId: string; day: string; startMinute: number; officeName: string };

/** Of each of these cards the next visit from today on; of whom this viewer may not see none. */
export async function comingVisits(tx: Tx, viewer: Viewer, cards: readonly number[]): Promise<ReadonlyMap<number, Coming>> {
  const found = await tx.rows<Coming & { cardId: number }>(sql`
    SELECT DISTINCT ON (m.card_id) m.card_id AS "cardId", r.id AS "reservationId", s.day, s.start_minute AS "startMinute", o.name AS "officeName"
    FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id AND r.state = 'booked' JOIN ledger.slots s ON s.id = r.slot_id
      JOIN offices.offices o ON o.id = s.office_id JOIN cards.cards c ON c.id = m.card_id
    WHERE m.card_id = ANY (${[...cards]}::bigint[]) AND m.removed_at IS NULL AND m.outcome IS NULL AND s.day >= lib.day_of(lib.now()) AND ${seenOnly(viewer)}
    ORDER BY m.card_id, s.day, s.start_minute`);
  return new Map(found.map(({ cardId, ...visit }) => [cardId, visit]));
}
