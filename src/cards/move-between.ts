import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';

const REASONS = ['unknown', 'same_box', 'other_office', 'nothing', 'changed_meanwhile', 'full'] as const;
export type BetweenRefusal = (typeof REASONS)[number];

/** Moves cards that lie in one box into another of the same office, all of them or none. Returns how many. */
export const moveBetween = (
  db: Db,
  actor: Actor,
  move: { from: number; to: number; cards: readonly number[] },
): Promise<Outcome<number, BetweenRefusal>> =>
  attempt(REASONS, async () => {
    const { count } = await db.one<{ count: number }>(
      sql`SELECT cards.move_between(${actorSql(actor)}, ${move.from}, ${move.to}, ${[...move.cards]}::bigint[]) AS count`,
    );
    return count;
  });
