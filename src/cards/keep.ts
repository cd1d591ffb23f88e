import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';
import { type Viewer, type Who, whoSql } from './viewer.ts';

/** Why and since when a card is kept beyond its years. */
export type Kept = { why: string; at: Date; by: string | null };

/** The order to keep a card, where there is one. */
export const readKept = (tx: Tx, cardId: number): Promise<Kept | undefined> =>
  tx.row<Kept>(sql`
    SELECT k.why, k.at, a.name AS by FROM cards.kept k LEFT JOIN staff.accounts a ON a.id = k.staff_id WHERE k.card_id = ${cardId} AND k.lifted_at IS NULL`);

export type KeptCard = Kept & { id: number; noticeId: string; who: Who; statusName: string };

/** All cards that are kept, the newest order first; at most 500. */
export const listKept = (tx: Tx, viewer: Viewer): Promise<KeptCard[]> =>
  tx.rows<KeptCard>(sql`
    SELECT c.id, c.notice_id AS "noticeId", ${whoSql(viewer, sql`c.protected`, 'c.name', 'c.kana')} AS who, s.name AS "statusName", k.why, k.at, a.name AS by
    FROM cards.kept k JOIN cards.cards c ON c.id = k.card_id JOIN cards.statuses s ON s.code = c.status LEFT JOIN staff.accounts a ON a.id = k.staff_id
    WHERE k.lifted_at IS NULL ORDER BY k.id DESC LIMIT 500`);

const REASONS = ['unknown'] as const;

/** Keeps a card, and the visits it was in, beyond the years of the city until somebody lifts it (§8(1)⑧). False where it is kept already. */
export const keepCard = (
  db: Db,
  actor: Actor,
  cardId: number,
  why: string,
): Promise<Outcome<boolean, (typeof REASONS)[number]>> =>
  attempt(
    REASONS,
    async () => (await db.one<{ kept: boolean }>(sql`SELECT cards.keep(${actorSql(actor)}, ${cardId}, ${why}) AS kept`)).kept,
  );

/** Lets it go when its years are over. False where nobody kept it. */
export const keepNoMore = async (db: Db, actor: Actor, cardId: number): Promise<boolean> =>
  (await db.one<{ lifted: boolean }>(sql`SELECT cards.keep_no_more(${actorSql(actor)}, ${cardId}) AS lifted`)).lifted;
