import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';
import { protectedSql } from '../reservations/read.ts';

/** What became of a person of a visit; null: not yet. */
export type OutcomeCode = 'arrived' | 'handed-over' | 'incomplete' | 'no-show';
export const OUTCOMES: readonly OutcomeCode[] = ['arrived', 'handed-over', 'incomplete', 'no-show'];

const RECORD_REASONS = [
  'unknown',
  'not_live',
  'changed_meanwhile',
  'already_booked',
  'not_yet',
  'needs_moving',
  'step',
  'card_closed',
] as const;
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

/** Whether a visit (by its id, or by a press on it) has someone whom only named roles may see. */
export const isProtected = async (db: Db, of: { reservationId: string } | { actId: number }): Promise<boolean> => {
  const which =
    'actId' in of ? sql`(SELECT a.reservation_id FROM counter.acts a WHERE a.id = ${of.actId})` : sql`${of.reservationId}::uuid`;
  const found = await db.row(sql`
    SELECT 1 FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id WHERE m.reservation_id = ${which} AND m.removed_at IS NULL AND ${protectedSql} LIMIT 1`);
  return found !== undefined;
};

/** The latest press on a person of a visit that may be taken back. */
export const latestAct = async (db: Db, reservationId: string, position: number): Promise<number | null> =>
  (
    await db.one<{ id: number | null }>(
      sql`SELECT max(id) AS id FROM counter.acts WHERE reservation_id = ${reservationId}::uuid AND position = ${position} AND undone_at IS NULL`,
    )
  ).id;
