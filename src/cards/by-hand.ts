import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';

const UNDO_REASONS = ['unknown', 'changed_meanwhile', 'card_changed', 'booked', 'follows', 'retired', 'superseded'] as const;

/** Takes back the newest change of a card's status, made by hand: card and notices stand as before it. `change`: the line of its history. */
export const undoStatus = (
  db: Db,
  actor: Actor,
  { cardId, change }: { cardId: number; change: number },
): Promise<Outcome<void, (typeof UNDO_REASONS)[number]>> =>
  attempt(UNDO_REASONS, async () => {
    await db.run(sql`SELECT cards.undo_status(${actorSql(actor)}, ${cardId}, ${change})`);
  });

const POSTED_REASONS = ['unknown', 'changed_meanwhile', 'ahead', 'after_back', 'before_notice', 'after_next'] as const;

/** Corrects the day on which a notice was posted (2026-11-23). `from`: the day that the page showed. */
export const correctPosted = (
  db: Db,
  actor: Actor,
  { cardId, notice, from, posted }: { cardId: number; notice: number; from: string; posted: string },
): Promise<Outcome<void, (typeof POSTED_REASONS)[number]>> =>
  attempt(POSTED_REASONS, async () => {
    await db.run(sql`SELECT cards.correct_posted(${actorSql(actor)}, ${cardId}, ${notice}, ${from}::date, ${posted}::date)`);
  });
