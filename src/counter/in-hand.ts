import { type Viewer, type Who, whoSql } from '../cards/viewer.ts';
import { type CardPlace, cardPlaceSql, WHEREABOUTS_WORDS, whereCardIs } from '../cards/whereabouts.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { protectedSql } from '../reservations/read.ts';

/** A card of somebody of a visit that the records do not have in hand at its office (`cards.in_hand_at`), and what a press that saw so says of it. */
export type NotInHand = CardPlace & { position: number; who: Who; officeName: string | null; seen: string };

/** Those of these people of a visit. A press that hands over to them is asked about each (`counter.ask_in_hand`). */
export const cardsNotInHand = (
  tx: Tx,
  viewer: Viewer,
  reservationId: string,
  positions: readonly number[],
): Promise<NotInHand[]> =>
  tx.rows<NotInHand>(sql`
    SELECT m.position, ${whoSql(viewer, protectedSql, "coalesce(c.name, '')", "coalesce(c.kana, '')")} AS who, o.name AS "officeName", concat_ws('-', m.position, c.whereabouts, c.office_id) AS seen, ${cardPlaceSql}
    FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id JOIN ledger.slots s ON s.id = r.slot_id JOIN cards.cards c ON c.id = m.card_id
      LEFT JOIN offices.offices o ON o.id = c.office_id LEFT JOIN cards.storage_places p ON p.id = c.storage_place_id
    WHERE m.reservation_id = ${reservationId}::uuid AND m.position = ANY (${[...positions]}::integer[]) AND m.removed_at IS NULL
      AND NOT cards.in_hand_at(c.whereabouts, c.office_id, s.office_id)
    ORDER BY m.position`);

/** What a press says that saw where these cards are. */
export const seenInHand = (cards: readonly NotInHand[]): string => cards.map(({ seen }) => seen).join(' ');

/** Where the records have such a card: 本庁 A棚 1箱 1に保管中（引き抜きの記録がありません）. */
export function recordedPlace(card: Omit<NotInHand, 'seen' | 'who' | 'position'>): string {
  const { first, also } = whereCardIs(card);
  const office = card.officeName ?? '';
  switch (card.whereabouts) {
    case 'shelf':
      return `${card.place ?? (office === '' ? '保管場所の記録なし' : office)}に保管中（引き抜きの記録がありません）`;
    case 'pulled':
    case 'counter':
      return `${office}で${first}（この場所に届いた記録がありません）`;
    case 'expected':
      return `${WHEREABOUTS_WORDS.expected}（保管の記録がありません）`;
    default:
      return also === '' ? first : `${first}（${also}）`;
  }
}
