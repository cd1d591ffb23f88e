import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { kindOfFault } from '../lib/fault.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';
import { recountDue } from './deadline.ts';

/** How far a bulk change is that is done a part at a time (`bulk-work.sql`). */
export type BulkWork = {
  bulkId: number;
  step: 'change' | 'undo';
  /** Of the step: with how many cards it began, how many it changed, how many it left as they were. */
  cards: number;
  done: number;
  stayed: number;
  movedAt: Date;
  endedAt: Date | null;
  /** Somebody ended it before its end. */
  stopped: boolean;
  /** It is not over, and nothing of it was done for a while: no process is at it, or whoever is fails each time. */
  stuck: boolean;
  /** When it was last tried and failed, and the sign of why; null: nothing failed since it last went on. */
  failedAt: Date | null;
  failedBy: string | null;
};

/** A part takes some tenths of a second, and what a process left behind goes on within a minute. */
const STUCK = sql`w.ended_at IS NULL AND w.moved_at < lib.now() - interval '3 minutes'`;

const COLUMNS = sql`
  SELECT w.bulk_id AS "bulkId", w.step, w.cards, w.done, w.stayed, w.moved_at AS "movedAt", w.ended_at AS "endedAt", w.stopped_by IS NOT NULL AS stopped, ${STUCK} AS stuck,
    w.failed_at AS "failedAt", w.failed_by AS "failedBy"
  FROM cards.bulk_work w`;

export const readBulkWork = (tx: Tx, bulk: number): Promise<BulkWork | undefined> =>
  tx.row<BulkWork>(sql`${COLUMNS} WHERE w.bulk_id = ${bulk}`);
/** The one that is under way. */
export const bulkUnderWay = (tx: Tx): Promise<BulkWork | undefined> => tx.row<BulkWork>(sql`${COLUMNS} WHERE w.ended_at IS NULL`);
/** Whether the one under way is stuck: one number. */
export const stuckBulkCount = (): Sql => sql`SELECT count(*) FROM cards.bulk_work w WHERE ${STUCK}`;

const BEGIN_REASONS = ['changed_meanwhile', 'nothing', 'unsure', 'busy', 'ahead', 'before_notice'] as const;
type BeginRefusal = (typeof BEGIN_REASONS)[number];

type Begun = { cards: readonly number[]; to: string; why: string; seen: string; day: string | null; sure: number | null };

/**
 * Cards that are changed in one act, and without their number being typed. More would hold too many rows for too long: a statement is given up after 10 seconds, who
 * waits for one of the cards after 8. 10,000 took 3 to 6 seconds, posted, returned or taken back, on two cores that had six times as much to do; 20,000 up to 15.
 */
export const MOST_AT_ONCE = 10_000;

/** Begins one; `workOnBulk` does it. `day`: when the notices were posted or came back, where the status says so. `sure`: the number of cards that was typed. */
export const beginMany = (
  db: Db,
  actor: Actor,
  { cards, to, why, seen, day, sure }: Begun,
): Promise<Outcome<number, BeginRefusal>> =>
  attempt(
    BEGIN_REASONS,
    async () =>
      (
        await db.one<{ id: number }>(
          sql`SELECT cards.begin_many(${actorSql(actor)}, ${[...cards]}::bigint[], ${to}, ${why}, ${seen}, ${day}::date, ${sure}::integer, ${MOST_AT_ONCE}) AS id`,
        )
      ).id,
  );

const UNDO_REASONS = ['unknown', 'undone', 'busy'] as const;

/** Begins to take one back, done or in the middle. */
export const beginUndoMany = (db: Db, actor: Actor, bulk: number): Promise<Outcome<void, (typeof UNDO_REASONS)[number]>> =>
  attempt(UNDO_REASONS, async () => {
    await db.run(sql`SELECT cards.begin_undo_many(${actorSql(actor)}, ${bulk})`);
  });

const STOP_REASONS = ['ended'] as const;

/** Leaves as they are the cards that it has not changed, or not put back, yet. */
export const stopMany = (db: Db, actor: Actor, bulk: number): Promise<Outcome<void, (typeof STOP_REASONS)[number]>> =>
  attempt(STOP_REASONS, async () => {
    await db.run(sql`SELECT cards.stop_many(${actorSql(actor)}, ${bulk})`);
  });

/** As many cards a part: who waits for one of them waits some tenths of a second. */
const A_PART = 500;

/** The next part; undefined: nothing is under way, or another process is at it. */
export const nextPart = async (db: Db, most = A_PART): Promise<number | undefined> =>
  (await db.one<{ left: number | null }>(sql`SELECT cards.work_on_many(${most}) AS left`)).left ?? undefined;

/** `again`: it was called once more meanwhile, perhaps after it had looked for the last time. */
type Run = { leave: boolean; again: boolean; over: Promise<void> };
const running = new WeakMap<Db, Run>();

/** Rests as long as a part took: the other half is everybody else's. */
const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function workOn(db: Db, run: Pick<Run, 'leave' | 'again'>): Promise<void> {
  let did = false;
  run.again = false;
  while (!run.leave) {
    const began = performance.now();
    const left = await nextPart(db);
    if (left === undefined) break;
    did = true;
    if (left > 0) await rest(performance.now() - began);
  }
  if (did) await recountDue(db);
}

async function workWhileCalled(db: Db, run: Run): Promise<void> {
  try {
    do await workOn(db, run);
    while (run.again && !run.leave);
  } catch (error) {
    await db.run(sql`SELECT cards.note_many_failed(${kindOfFault(error)})`).catch(() => {});
    throw error;
  } finally {
    running.delete(db);
  }
}

/**
 * Does what is under way, part by part; in a process one at a time. Whoever dies in the middle leaves the rest to the next call, here or in another process.
 * What fails is noted with it, and tried again by the next call too.
 */
export function workOnBulk(db: Db): Promise<void> {
  const now = running.get(db);
  if (now !== undefined) {
    now.again = true;
    return now.over;
  }
  const run: Run = { leave: false, again: false, over: Promise.resolve() };
  running.set(db, run);
  run.over = workWhileCalled(db, run);
  return run.over;
}

/** Leaves what is under way after the part that is being done: this process ends. */
export async function leaveBulk(db: Db): Promise<void> {
  const run = running.get(db);
  if (run === undefined) return;
  run.leave = true;
  await run.over.catch(() => {});
}
