import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { attempt, type Outcome, refused } from '../lib/outcome.ts';
import { seenOnly, unseenOnly, type Viewer, type Who, whoSql } from './viewer.ts';
import { type CardPlace, cardPlaceSql } from './whereabouts.ts';

const REASONS = ['unknown', 'not_due', 'same_person', 'step'] as const;
type DestroyRefusal = (typeof REASONS)[number] | 'booked';

/** Confirms a card that is to be destroyed (`first`), or, after another account did, records that it is destroyed (`done`). `booked`: somebody is to come for it. */
export async function destroyCard(db: Db, actor: Actor, cardId: number): Promise<Outcome<'first' | 'done', DestroyRefusal>> {
  const destroyed = await attempt(
    REASONS,
    async () => (await db.one<{ step: 'first' | 'done' }>(sql`SELECT cards.destroy(${actorSql(actor)}, ${cardId}) AS step`)).step,
  );
  return !destroyed.ok && destroyed.detail === 'booked' ? refused('booked') : destroyed;
}

/** Takes the first confirmation back. False where there is none. */
export const destroyBack = async (db: Db, actor: Actor, cardId: number): Promise<boolean> =>
  (await db.one<{ back: boolean }>(sql`SELECT cards.destroy_back(${actorSql(actor)}, ${cardId}) AS back`)).back;

/** Whether a clerk has confirmed or recorded, as first or second, that a card is destroyed. */
export const pressedBy = async (tx: Tx, staffId: number, cardId: number): Promise<boolean> =>
  (await tx.row(
    sql`SELECT FROM cards.destructions WHERE card_id = ${cardId} AND dropped_at IS NULL AND ${staffId} IN (first_by, second_by)`,
  )) !== undefined;

/** A card that waits to be destroyed; `first`: who confirmed it, and when. */
export type ToDestroy = CardPlace & {
  id: number;
  noticeId: string;
  who: Who;
  birthDate: string | null;
  birthText: string;
  firstId: number | null;
  firstBy: string | null;
  firstAt: Date | null;
};

/** The cards that are 廃棄予定, and the confirmation `d` of such a card that still counts. */
const DUE = sql`cards.cards c JOIN cards.statuses s ON s.code = c.status AND s.category = 'to-destroy' AND c.is_open`;
const FIRST = sql`cards.destructions d ON d.card_id = c.id AND d.second_at IS NULL AND d.dropped_at IS NULL AND d.first_at >= c.status_at`;

/** How many of them that this viewer may see wait for the second account. That a card is to be destroyed tells of its holder: the others are left out (支援措置). */
export const countConfirmed = (viewer: Viewer): Sql =>
  sql`SELECT count(*)::integer FROM ${DUE} JOIN ${FIRST} WHERE ${seenOnly(viewer)}`;

/** How many the list holds for this viewer, and how many are left out. */
export const countsToDestroy = (tx: Tx, viewer: Viewer): Promise<{ seen: number; hidden: number }> =>
  tx.one(sql`
    SELECT count(*) FILTER (WHERE ${seenOnly(viewer)})::integer AS seen, count(*) FILTER (WHERE ${unseenOnly(viewer)})::integer AS hidden FROM ${DUE}`);

/** Cards that are 廃棄予定, confirmed ones first, then in the order of the shelf. */
export const listToDestroy = (
  tx: Tx,
  viewer: Viewer,
  { limit, offset }: { limit: number; offset: number },
): Promise<ToDestroy[]> =>
  tx.rows<ToDestroy>(sql`
    SELECT c.id, c.notice_id AS "noticeId", ${whoSql(viewer, sql`c.protected`, 'c.name', 'c.kana')} AS who, c.birth_date AS "birthDate", c.birth_text AS "birthText",
      ${cardPlaceSql}, d.first_by AS "firstId", a.name AS "firstBy", d.first_at AS "firstAt"
    FROM ${DUE}
      LEFT JOIN offices.offices o ON o.id = c.office_id LEFT JOIN cards.storage_places p ON p.id = c.storage_place_id
      LEFT JOIN ${FIRST}
      LEFT JOIN staff.accounts a ON a.id = d.first_by
    WHERE ${seenOnly(viewer)}
    ORDER BY d.first_at IS NULL, o.position, p.cabinet_order, p.box_order, c.storage_position, c.id LIMIT ${limit} OFFSET ${offset}`);
