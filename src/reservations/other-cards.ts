import { seenOnly, seenSql, type Viewer, type Who, whoSql } from '../cards/viewer.ts';
import { type CardPlace, cardPlaceSql } from '../cards/whereabouts.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** A card that could be taken for another one. `samePerson`: of the same name and birthday; else it has the same notice ID. */
export type OtherCard = CardPlace & {
  id: number;
  samePerson: boolean;
  noticeId: string;
  who: Who;
  birthDate: string | null;
  birthText: string;
  statusName: string;
  statusCategory: string;
  /** The booking that stands with it; without its id where others of it are hidden from this viewer. */
  visit: { id: string | null; number: string; day: string; startMinute: number; officeName: string } | null;
};

/** Cards old and new of the holder of a card, and others under its notice ID (§8(1)④); those this viewer may not see are left out. Open ones first. */
export const otherCards = (tx: Tx, viewer: Viewer, cardId: number): Promise<OtherCard[]> =>
  tx.rows<OtherCard>(sql`
    SELECT c.id, coalesce(c.person_key = me.person_key, false) AS "samePerson", c.notice_id AS "noticeId", ${whoSql(viewer, sql`c.protected`, 'c.name', 'c.kana')} AS who,
      c.birth_date AS "birthDate", c.birth_text AS "birthText", st.name AS "statusName", st.category AS "statusCategory", ${cardPlaceSql}, v.visit
    FROM cards.cards me
      CROSS JOIN LATERAL (
        SELECT x.id FROM cards.cards x WHERE x.person_key = me.person_key UNION SELECT x.id FROM cards.cards x WHERE x.notice_id = me.notice_id) found
      JOIN cards.cards c ON c.id = found.id AND c.id <> me.id JOIN cards.statuses st ON st.code = c.status
      LEFT JOIN offices.offices o ON o.id = c.office_id LEFT JOIN cards.storage_places p ON p.id = c.storage_place_id
      LEFT JOIN LATERAL (
        SELECT jsonb_build_object('id', ${seenSql(viewer, sql`reservations.has_protected(r.id)`, sql`r.id`)}, 'number', r.number, 'day', s.day, 'startMinute', s.start_minute, 'officeName', so.name) AS visit
        FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id AND r.state = 'booked' JOIN ledger.slots s ON s.id = r.slot_id
          JOIN offices.offices so ON so.id = s.office_id
        WHERE m.card_id = c.id AND m.removed_at IS NULL ORDER BY s.day LIMIT 1) v ON true
    WHERE me.id = ${cardId} AND ${seenOnly(viewer)}
    ORDER BY 2 DESC, c.is_open DESC, c.id DESC LIMIT 50`);
