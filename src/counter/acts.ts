import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';

/** What became of a person of a visit; null: not yet. */
export type OutcomeCode = 'arrived' | 'handed-over' | 'incomplete' | 'no-show';
export const OUTCOMES: readonly OutcomeCode[] = ['arrived', 'handed-over', 'incomplete', 'no-show'];

const RECORD_REASONS = ['unknown', 'not_live', 'changed_meanwhile', 'already_booked', 'not_yet', 'step', 'card_closed'] as const;
export type RecordRefusal = (typeof RECORD_REASONS)[number];

export type Press = { reservationId: string; position: number; from: OutcomeCode | null; to: OutcomeCode; reason: string };

/** Records a press at the counter; card, custody and log follow in one transaction. Null where it stood so already. */
export const record = (db: Db, actor: Actor, press: Press): Promise<Outcome<{ actId: number | null }, RecordRefusal>> =>
  attempt(RECORD_REASONS, () =>
    db.one<{ actId: number | null }>(
      sql`SELECT counter.record(${actorSql(actor)}, ${press.reservationId}::uuid, ${press.position}, ${press.from}, ${press.to}, ${press.reason}) AS "actId"`,
    ),
  );

const UNDO_REASONS = ['unknown', 'changed_meanwhile', 'not_live', 'already_booked', 'card_changed', 'card_superseded'] as const;
export type UndoRefusal = (typeof UNDO_REASONS)[number];

/** Takes the latest press of a person back. */
export const undo = (db: Db, actor: Actor, actId: number): Promise<Outcome<undefined, UndoRefusal>> =>
  attempt(UNDO_REASONS, async () => {
    await db.run(sql`SELECT counter.undo(${actorSql(actor)}, ${actId})`);
    return undefined;
  });
