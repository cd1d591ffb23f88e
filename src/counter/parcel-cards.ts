import { seenSql, type Viewer, type Who, whoSql } from '../cards/viewer.ts';
import type { Whereabouts } from '../cards/whereabouts.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/**
 * A card of a parcel, in the order of packing. `state`: as `cards.in_parcel` says. `day`: of its next visit; of whom this viewer may not see, none: when
 * and where they come is nothing for who may not.
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

export const cardsOfParcel = (tx: Tx, viewer: Viewer, parcelId: number): Promise<PackedCard[]> =>
  tx.rows<PackedCard>(sql`
    SELECT c.id, row_number() OVER (ORDER BY p.position)::integer AS position, ${seenSql(viewer, sql`c.protected`, sql`c.notice_id`)} AS "noticeId",
      ${whoSql(viewer, sql`c.protected`, 'c.name', 'c.kana')} AS who, ${seenSql(viewer, sql`c.protected`, sql`c.birth_date`)} AS "birthDate",
      ${seenSql(viewer, sql`c.protected`, sql`c.birth_text`)} AS "birthText", q.state, c.whereabouts, ${seenSql(viewer, sql`c.protected`, sql`v.day`)} AS day,
      ${seenSql(viewer, sql`c.protected`, sql`v.minute`)} AS minute, a.name AS "packedBy"
    FROM cards.in_parcel(${parcelId}) q JOIN cards.parcel_cards p ON p.parcel_id = ${parcelId} AND p.card_id = q.card_id JOIN cards.cards c ON c.id = p.card_id LEFT JOIN staff.accounts a ON a.id = p.packed_by
      LEFT JOIN LATERAL (
        SELECT s.day, s.start_minute AS minute FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id AND r.state = 'booked'
          JOIN ledger.slots s ON s.id = r.slot_id
        WHERE m.card_id = c.id AND m.removed_at IS NULL AND m.outcome IS NULL AND s.day >= lib.day_of(lib.now()) ORDER BY s.day, s.start_minute LIMIT 1) v ON true
    ORDER BY p.position`);

/** The parcel in which a card lies that was not sent, or with which it is on its way. `arrives`: the day by whose end it should be there; null: not sent. */
export type ParcelOfCard = { id: number; toName: string; arrives: string | null };

export const parcelOfCard = (tx: Tx, cardId: number): Promise<ParcelOfCard | undefined> =>
  tx.row<ParcelOfCard>(sql`
    SELECT b.id, t.name AS "toName", CASE WHEN b.sent_at IS NOT NULL THEN counter.arrives_on(b.from_office, b.to_office, lib.day_of(b.sent_at)) END AS arrives
    FROM cards.parcel_cards p JOIN cards.parcels b ON b.id = p.parcel_id JOIN offices.offices t ON t.id = b.to_office
      CROSS JOIN LATERAL cards.in_parcel(b.id) q
    WHERE p.card_id = ${cardId} AND q.card_id = p.card_id AND q.state IN ('packed', 'sent') ORDER BY b.id DESC LIMIT 1`);

/** The day by whose end a parcel that was sent should be there; null: it was not sent. */
export const arrivalOf = async (tx: Tx, parcelId: number): Promise<string | null> =>
  (
    await tx.row<{ day: string | null }>(
      sql`SELECT counter.arrives_on(from_office, to_office, lib.day_of(sent_at)) AS day FROM cards.parcels WHERE id = ${parcelId} AND sent_at IS NOT NULL`,
    )
  )?.day ?? null;
