import { seenSql, type Viewer, type Who, whoSql } from '../cards/viewer.ts';
import type { Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';

/** Of a row `w` of `counter.under_way`: it should be there by now. */
export const overdueSql: Sql = sql`coalesce(w.arrives < lib.day_of(lib.now()), false)`;

/** What somebody must look for: cards nobody finds, and those that should have arrived. */
export const attentionSql: Sql = sql`(w.whereabouts = 'missing' OR ${overdueSql})`;
/** How many, of those this viewer may see. */
export const attentionCount = ({ seesProtected }: Viewer): Sql =>
  seesProtected
    ? sql`SELECT count(*)::integer FROM counter.under_way() w WHERE ${attentionSql}`
    : sql`SELECT count(*)::integer FROM counter.under_way() w JOIN cards.cards c ON c.id = w.card_id WHERE ${attentionSql} AND NOT c.protected`;

/** A card on its way to an office. */
export type Arriving = {
  id: number;
  who: Who;
  birthDate: string | null;
  birthText: string;
  fromName: string | null;
  sentAt: Date | null;
  arrives: string | null;
  overdue: boolean;
  /** The parcel it travels in; null: it was sent alone. */
  parcel: number | null;
};

/** What has not arrived at an office, the longest under way first. */
export const readArriving = (tx: Tx, viewer: Viewer, officeId: number): Promise<Arriving[]> =>
  tx.rows<Arriving>(sql`
    SELECT c.id, ${whoSql(viewer, sql`c.protected`, 'c.name', 'c.kana')} AS who, ${seenSql(viewer, sql`c.protected`, sql`c.birth_date`)} AS "birthDate",
      ${seenSql(viewer, sql`c.protected`, sql`c.birth_text`)} AS "birthText", o.name AS "fromName", w.since AS "sentAt", w.arrives, ${overdueSql} AS overdue,
      (SELECT p.parcel_id FROM cards.parcel_cards p WHERE p.card_id = c.id AND p.sent_event = (
        SELECT max(e.id) FROM cards.custody_events e WHERE e.card_id = c.id AND e.event = 'sent')) AS parcel
    FROM counter.under_way() w JOIN cards.cards c ON c.id = w.card_id LEFT JOIN offices.offices o ON o.id = w.from_office
    WHERE w.to_office = ${officeId} ORDER BY w.since, c.id LIMIT 2000`);
