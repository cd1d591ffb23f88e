import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';
import type { MoveRefusal } from './custody.ts';

/** Why a card found in a box does not belong there (`cards.stocktake_judge`). */
const FOREIGN = ['closed', 'other_office', 'transit', 'no_box', 'other_box', 'out'] as const;
export type Foreign = (typeof FOREIGN)[number];
/** What a scan of a stock-take came to. `again`: the card was counted before; `put`: it was put into this box. */
type Seen = 'seen' | 'again' | 'put' | Foreign;

const BEGIN = ['unknown'] as const;
/** Begins the stock-take of a box or joins the one that is open. Returns its id. */
export const beginStocktake = (db: Db, actor: Actor, placeId: number): Promise<Outcome<number, (typeof BEGIN)[number]>> =>
  attempt(BEGIN, async () => {
    const { id } = await db.one<{ id: number }>(sql`SELECT cards.begin_stocktake(${actorSql(actor)}, ${placeId}) AS id`);
    return id;
  });

const SEE = ['unknown', 'over', 'step', 'no_place', 'other_office', 'retired', 'full', 'no_office', 'same_person'] as const;
export type SeeRefusal = 'over' | MoveRefusal;
/** Records that a card lies in the box; `put`: and that it stays there. Each call is kept at once. */
export const seeCard = (
  db: Tx,
  actor: Actor,
  of: { stocktake: number; cardId: number; put: boolean },
): Promise<Outcome<Seen, SeeRefusal>> =>
  attempt(SEE, async () => {
    const { seen } = await db.one<{ seen: Seen }>(
      sql`SELECT cards.see_in_stocktake(${actorSql(actor)}, ${of.stocktake}, ${of.cardId}, ${of.put}) AS seen`,
    );
    return seen;
  });

const UNSEE = ['unknown', 'over', 'follows', 'changed_meanwhile'] as const;
/** Takes one card of a count back. */
export const unseeCard = (
  db: Db,
  actor: Actor,
  of: { stocktake: number; cardId: number },
): Promise<Outcome<void, (typeof UNSEE)[number]>> =>
  attempt(UNSEE, async () => {
    await db.run(sql`SELECT cards.unsee_in_stocktake(${actorSql(actor)}, ${of.stocktake}, ${of.cardId})`);
  });

const END = ['unknown', 'over', 'changed_meanwhile'] as const;
/** Ends a count: what was not seen is missing. `seen`: the fingerprint of what was shown as left. Returns how many are missing. */
export const endStocktake = (
  db: Db,
  actor: Actor,
  of: { stocktake: number; seen: string; note: string },
): Promise<Outcome<number, (typeof END)[number]>> =>
  attempt(END, async () => {
    const { missing } = await db.one<{ missing: number }>(
      sql`SELECT cards.end_stocktake(${actorSql(actor)}, ${of.stocktake}, ${of.seen}, ${of.note}) AS missing`,
    );
    return missing;
  });

const STEP = ['unknown', 'over', 'same_person', 'changed_meanwhile', 'follows'] as const;
export type StepRefusal = (typeof STEP)[number];
type Step = (db: Db, actor: Actor, stocktake: number) => Promise<Outcome<void, StepRefusal>>;

/** Opens a count again that nobody has checked. */
export const reopenStocktake: Step = (db, actor, id) =>
  attempt(STEP, async () => {
    await db.run(sql`SELECT cards.reopen_stocktake(${actorSql(actor)}, ${id})`);
  });
/** A second person checks a count; `same_person`: who counted may not. */
export const checkStocktake: Step = (db, actor, id) =>
  attempt(STEP, async () => {
    await db.run(sql`SELECT cards.check_stocktake(${actorSql(actor)}, ${id})`);
  });
/** Gives a count up; cards that were seen stay seen. */
export const dropStocktake: Step = (db, actor, id) =>
  attempt(STEP, async () => {
    await db.run(sql`SELECT cards.drop_stocktake(${actorSql(actor)}, ${id})`);
  });

const EXPLAIN = ['unknown', 'over'] as const;
/** Says why a card was not found, or lay where it does not belong. */
export const explainDifference = (
  db: Db,
  actor: Actor,
  of: { stocktake: number; cardId: number; explanation: string },
): Promise<Outcome<void, (typeof EXPLAIN)[number]>> =>
  attempt(EXPLAIN, async () => {
    await db.run(sql`SELECT cards.explain_difference(${actorSql(actor)}, ${of.stocktake}, ${of.cardId}, ${of.explanation})`);
  });
