import { ON_THE_WAY } from '../cards/parcels.ts';
import { seenSql, type Viewer, type Who, whoSql } from '../cards/viewer.ts';
import type { Whereabouts } from '../cards/whereabouts.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/**
 * A card of a parcel, in the order of packing. `state`: it lies in it; was moved otherwise since it was packed; is under way; arrived; or something else
 * followed after it was sent (found missing, say). `day`: of its next visit.
 */
export type PackedCard = {
  id: number;
  position: number;
  noticeId: string | null;
  who: Who;
  birthDate: string | null;
  birthText: string | null;
  state: 'packed' | 'moved' | 'sent' | 'received' | 'other';
  whereabouts: Whereabouts;
  day: string | null;
  minute: number | null;
  packedBy: string | null;
};

const STATE = sql`
  CASE WHEN p.sent_event IS NULL THEN CASE WHEN p.after_event = cards.last_event(p.card_id) THEN 'packed' ELSE 'moved' END
    WHEN ${ON_THE_WAY} THEN 'sent'
    WHEN EXISTS (SELECT FROM cards.custody_events e WHERE e.card_id = p.card_id AND e.id > p.sent_event AND e.event = 'received') THEN 'received' ELSE 'other' END`;

export const cardsOfParcel = (tx: Tx, viewer: Viewer, parcelId: number): Promise<PackedCard[]> =>
  tx.rows<PackedCard>(sql`
    SELECT c.id, row_number() OVER (ORDER BY p.position)::integer AS position, ${seenSql(viewer, sql`c.protected`, sql`c.notice_id`)} AS "noticeId",
      ${whoSql(viewer, sql`c.protected`, 'c.name', 'c.kana')} AS who, ${seenSql(viewer, sql`c.protected`, sql`c.birth_date`)} AS "birthDate",
      ${seenSql(viewer, sql`c.protected`, sql`c.birth_text`)} AS "birthText", ${STATE} AS state, c.whereabouts, v.day, v.minute, a.name AS "packedBy"
    FROM cards.parcel_cards p JOIN cards.cards c ON c.id = p.card_id LEFT JOIN staff.accounts a ON a.id = p.packed_by
      LEFT JOIN LATERAL (
        SELECT s.day, s.start_minute AS minute FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id AND r.state = 'booked'
          JOIN ledger.slots s ON s.id = r.slot_id
        WHERE m.card_id = c.id AND m.removed_at IS NULL AND m.outcome IS NULL AND s.day >= lib.day_of(lib.now()) ORDER BY s.day, s.start_minute LIMIT 1) v ON true
    WHERE p.parcel_id = ${parcelId} ORDER BY p.position`);
