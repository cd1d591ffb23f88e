import type { Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import type { Viewer } from './viewer.ts';

/** What a label of a card's sleeve says. `noticeId` null: on no label of a viewer who may not see everybody, so that none says of whom it is that they may not. */
export type SleeveLabel = {
  id: number;
  label: string;
  officeName: string | null;
  place: string | null;
  position: number | null;
  noticeId: string | null;
};

const SLEEVES = (viewer: Viewer, which: Sql): Sql => sql`
  SELECT c.id, cards.label_of(c.id) AS label, o.name AS "officeName", nullif(concat_ws(' ', p.cabinet, p.box), '') AS place, c.storage_position AS position,
    CASE WHEN ${viewer.seesProtected} THEN c.notice_id END AS "noticeId"
  FROM cards.cards c LEFT JOIN offices.offices o ON o.id = c.office_id LEFT JOIN cards.storage_places p ON p.id = c.storage_place_id
  WHERE ${which} ORDER BY o.position NULLS LAST, p.cabinet_order NULLS LAST, p.cabinet, p.box_order, p.box, c.storage_position NULLS LAST, c.id`;

/** Of the card `c` no label was printed that says its letters: none, or one of before there were any. */
export const lacksLabelSql = sql`(c.labelled_at IS NULL OR c.labelled_at < (SELECT cards.labels_since()))`;
const only = (fresh: boolean): Sql => (fresh ? lacksLabelSql : sql`true`);

/** The cards of a box from a position on, in their order. `fresh`: only those that lack their label. */
export const sleevesOfBox = (
  tx: Tx,
  viewer: Viewer,
  placeId: number,
  { from, fresh }: { from: number; fresh: boolean },
): Promise<SleeveLabel[]> =>
  tx.rows<SleeveLabel>(
    SLEEVES(
      viewer,
      sql`c.storage_place_id = ${placeId} AND cards.takes_position(c.is_open, c.whereabouts) AND coalesce(c.storage_position, ${from}) >= ${from}
        AND ${only(fresh)}`,
    ),
  );

const ofImport = (importId: number, fresh: boolean): Sql => sql`c.is_open AND c.import_id = ${importId} AND ${only(fresh)}`;

/** The cards of a delivery in the order of the shelves, from the `first`-th on. `fresh`: only those that lack their label. At most `limit`. */
export const sleevesOfImport = (
  tx: Tx,
  viewer: Viewer,
  importId: number,
  { fresh, first, limit }: { fresh: boolean; first: number; limit: number },
): Promise<SleeveLabel[]> =>
  tx.rows<SleeveLabel>(sql`${SLEEVES(viewer, ofImport(importId, fresh))} LIMIT ${limit} OFFSET ${first - 1}`);

/** How many cards of a delivery get a label, and how many of them lack theirs. */
export const countSleeves = (tx: Tx, importId: number): Promise<{ all: number; fresh: number }> =>
  tx.one<{ all: number; fresh: number }>(sql`
    SELECT count(*)::integer AS all, (count(*) FILTER (WHERE ${lacksLabelSql}))::integer AS fresh
    FROM cards.cards c WHERE ${ofImport(importId, false)}`);
