import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { seenSql, type Viewer, type Who, whoSql } from './viewer.ts';
import type { Whereabouts } from './whereabouts.ts';

/** A card as its box lists it. */
export type BoxedCard = {
  id: number;
  position: number | null;
  noticeId: string;
  who: Who;
  /** null: hidden from this viewer, or not known. */
  birthDate: string | null;
  birthText: string | null;
  whereabouts: Whereabouts;
  /** null: hidden from this viewer, as is when it arrived. */
  statusName: string | null;
  arrivedOn: string | null;
};

/** The cards that belong in a box, by their position, closed ones too as long as they are not gone and did come. */
export const cardsOfPlace = (tx: Tx, viewer: Viewer, placeId: number): Promise<BoxedCard[]> =>
  tx.rows<BoxedCard>(sql`
    SELECT c.id, c.storage_position AS position, c.notice_id AS "noticeId", ${whoSql(viewer, sql`c.protected`, 'c.name', 'c.kana')} AS who,
      ${seenSql(viewer, sql`c.protected`, sql`c.birth_date`)} AS "birthDate", ${seenSql(viewer, sql`c.protected`, sql`c.birth_text`)} AS "birthText",
      c.whereabouts, ${seenSql(viewer, sql`c.protected`, sql`st.name`)} AS "statusName", ${seenSql(viewer, sql`c.protected`, sql`c.arrived_on`)} AS "arrivedOn"
    FROM cards.cards c JOIN cards.statuses st ON st.code = c.status
    WHERE c.storage_place_id = ${placeId} AND cards.takes_position(c.is_open, c.whereabouts) ORDER BY c.storage_position NULLS LAST, c.id`);
