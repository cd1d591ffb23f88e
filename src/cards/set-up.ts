import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';

/**
 * A card `c` with status `st` whose settings before handing over (交付前設定) are to be made. Its first notice goes out after that; where it went on from
 * 準備中 all the same (`cards.went_on_unset`), they are still to be made.
 */
export const lacksSetUpSql: Sql = sql`(c.is_open AND c.set_up_at IS NULL AND (st.category = 'preparing' OR cards.went_on_unset(c)))`;

/** The same, where its notice is posted: a city that records them for no card is asked for none. */
export const postsUnsetSql: Sql = sql`((SELECT cards.records_set_ups()) AND ${lacksSetUpSql})`;

/** How many of these cards lack them, in a city that records them. */
export const countNotSetUp = async (tx: Tx, cards: readonly number[]): Promise<number> =>
  (
    await tx.one<{ count: number }>(sql`
      SELECT count(*)::integer AS count FROM cards.cards c JOIN cards.statuses st ON st.code = c.status
      WHERE c.id = ANY (${[...cards]}::bigint[]) AND ${postsUnsetSql}`)
  ).count;

/** Records that cards were set up; `importId`: whose they are, where one import's were together. Returns the act's id. Refuses where none was left to set up. */
export const setUp = (
  db: Tx,
  actor: Actor,
  cards: readonly number[],
  importId: number | null = null,
): Promise<Outcome<number, 'nothing'>> =>
  attempt(
    ['nothing'],
    async () =>
      (await db.one<{ id: number }>(sql`SELECT cards.set_up(${actorSql(actor)}, ${[...cards]}::bigint[], ${importId}) AS id`)).id,
  );

/** Takes an act back. Returns how many cards are to be set up again. */
export const undoSetUp = (db: Db, actor: Actor, act: number): Promise<Outcome<number, 'unknown' | 'undone'>> =>
  attempt(
    ['unknown', 'undone'],
    async () => (await db.one<{ count: number }>(sql`SELECT cards.undo_set_up(${actorSql(actor)}, ${act}) AS count`)).count,
  );

/** When a card was set up; null: it was not. */
export const setUpAt = async (tx: Tx, cardId: number): Promise<Date | null> =>
  (await tx.row<{ at: Date | null }>(sql`SELECT set_up_at AS at FROM cards.cards WHERE id = ${cardId}`))?.at ?? null;

/** An act as pages list it; `cardId`: of the one card of a scan. */
export type SetUpAct = { id: number; at: Date; by: string | null; cards: number; cardId: number | null };

const acts = (which: Sql, limit: number): Sql => sql`
  SELECT s.id, s.at, a.name AS by, cardinality(s.card_ids) AS cards, CASE WHEN cardinality(s.card_ids) = 1 THEN s.card_ids[1] END AS "cardId"
  FROM cards.set_ups s LEFT JOIN staff.accounts a ON a.id = s.staff_id WHERE s.undone_at IS NULL AND ${which} ORDER BY s.id DESC LIMIT ${limit}`;

/** What a clerk set up today by scan, the newest first. */
export const recentSetUps = (tx: Tx, staffId: number, limit: number): Promise<SetUpAct[]> =>
  tx.rows<SetUpAct>(
    acts(sql`s.staff_id = ${staffId} AND s.import_id IS NULL AND s.at >= lib.instant(lib.day_of(lib.now()), 0)`, limit),
  );

/** What was set up together of an import. */
export const setUpsOfImport = (tx: Tx, importId: number): Promise<SetUpAct[]> =>
  tx.rows<SetUpAct>(acts(sql`s.import_id = ${importId}`, 20));

/** Notes that labels for the sleeves of cards were printed. */
export const noteLabelled = (tx: Tx, cards: readonly number[]): Promise<number> =>
  tx.run(sql`
    UPDATE cards.cards c SET labelled_at = lib.now()
    FROM (SELECT id FROM cards.cards WHERE id = ANY (${[...cards]}::bigint[]) ORDER BY id FOR NO KEY UPDATE) l WHERE c.id = l.id`);
