import { seenSql, type Viewer, type Who, whoSql } from '../cards/viewer.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { IncomingCard } from './row.ts';

/**
 * How a stored card is near to one that is to be taken in: it is that very card; it was, and is handed over or destroyed; it contradicts it (another
 * name, or a birthday not fully known); it has its notice ID; it is another open card of that person.
 */
export type Nearness = 'same' | 'over' | 'contradicts' | 'same-id' | 'same-person';

/** `who` null: hidden from this viewer; so are number and status then. */
export type NearCard = {
  id: number;
  near: Nearness;
  who: Who;
  noticeId: string | null;
  birthDate: string | null;
  birthText: string | null;
  statusName: string | null;
};

/** Stored cards near to one that is to be taken in (§8(1)④), the nearest first. Those this viewer may not see are there without anything of theirs. */
export const nearCards = (tx: Tx, viewer: Viewer, card: IncomingCard): Promise<NearCard[]> =>
  tx.rows<NearCard>(sql`
    SELECT c.id, n.near, ${whoSql(viewer, sql`c.protected`, 'c.name', 'c.kana')} AS who, ${seenSql(viewer, sql`c.protected`, sql`c.notice_id`)} AS "noticeId",
      ${seenSql(viewer, sql`c.protected`, sql`c.birth_date`)} AS "birthDate", ${seenSql(viewer, sql`c.protected`, sql`c.birth_text`)} AS "birthText",
      ${seenSql(viewer, sql`c.protected`, sql`s.name`)} AS "statusName"
    FROM cards.cards c JOIN cards.statuses s ON s.code = c.status CROSS JOIN LATERAL (
      SELECT c.notice_id = ${card.noticeId} AS id, c.name_key = ${card.nameKey} AS name, c.birth_text = ${card.birthText} AS birth,
        (c.lot, c.serial_no, c.arrived_on, c.expires_on) IS NOT DISTINCT FROM (${card.lot}::text, ${card.serialNo}::text, ${card.arrivedOn}::date, ${card.expiresOn}::date) AS marks,
        c.birth_date IS NULL OR ${card.birthDate}::date IS NULL AS unsure
    ) e CROSS JOIN LATERAL (
      SELECT CASE
        WHEN e.id AND e.name AND e.birth AND c.is_open THEN 'same'
        WHEN e.id AND e.name AND e.birth AND e.marks THEN 'over'
        WHEN e.id AND c.is_open AND (e.birth OR (e.name AND e.unsure)) THEN 'contradicts'
        WHEN e.id AND (c.is_open OR (e.name AND e.birth)) THEN 'same-id'
        WHEN c.is_open AND c.person_key = ${card.personKey} THEN 'same-person'
      END AS near
    ) n
    WHERE (c.notice_id = ${card.noticeId} OR (c.is_open AND c.person_key = ${card.personKey})) AND n.near IS NOT NULL
    ORDER BY array_position(ARRAY['same', 'over', 'contradicts', 'same-id', 'same-person'], n.near), c.id LIMIT 20`);
