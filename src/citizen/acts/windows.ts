import type { Db } from '../../lib/db/db.ts';
import { prepared, sql } from '../../lib/db/sql.ts';

/** From when a card may be picked up at an office (null: it cannot be there in time), and the last day on which it is valid. */
export type CardWindow = { noticeId: string; earliest: string | null; expiresOn: string | null };

/** From when to when one may come, by where cards lie. */
export const windowsSeen = (db: Db) => ({
  /** From when to when a card that lies in one office may be picked up in another; undefined for an office not open to citizens. */
  windowOf: (service: string, office: string, cardOffice: string | null) =>
    db.row<{ earliest: string | null; latest: string | null }>(
      prepared(sql`SELECT earliest, latest FROM citizen.window_of(${service}, ${office}, ${cardOffice})`),
    ),
  /** Of each card of this visit's party, in their order. */
  cardWindows: (cookie: Buffer, office: string) =>
    db.rows<CardWindow>(
      prepared(
        sql`SELECT notice_id AS "noticeId", earliest, expires_on AS "expiresOn" FROM citizen.card_windows(${cookie}, ${office})`,
      ),
    ),
});
