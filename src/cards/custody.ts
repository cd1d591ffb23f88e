import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';

/** Movements a person records; handing over is the counter's. What may follow what: `cards.whereabouts_after` in custody.sql. */
export const MOVEMENTS = [
  'arrived',
  'shelved',
  'moved',
  'pulled',
  'sent',
  'received',
  'returned',
  'counted',
  'found-missing',
  'found-at',
  'destroyed',
  'departed',
] as const;
export type Movement = (typeof MOVEMENTS)[number];

const REASONS = [
  'unknown',
  'step',
  'no_place',
  'other_office',
  'retired',
  'full',
  'no_office',
  'no_note',
  'same_person',
] as const;
export type MoveRefusal = (typeof REASONS)[number];

export type Move = {
  cardId: number;
  event: Movement;
  /** The box it is put into; null: the one it belongs to. */
  placeId?: number | null;
  /** Where it is sent, received, or was found. */
  toOfficeId?: number | null;
  /** The second of the two who destroy it, or let it go. */
  secondStaffId?: number | null;
  note?: string;
};

/** Moves a card and returns the movement's id. `step`: it cannot follow where the card is (detail: where); `other_office`: it belongs elsewhere. */
export const moveCard = (db: Tx, actor: Actor, move: Move): Promise<Outcome<number, MoveRefusal>> =>
  attempt(REASONS, async () => {
    const { id } = await db.one<{ id: number }>(sql`
      SELECT cards.move_card(${actorSql(actor)}, ${move.cardId}, ${move.event}, ${move.placeId ?? null}, ${move.toOfficeId ?? null},
        ${move.secondStaffId ?? null}, ${move.note ?? ''}) AS id`);
    return id;
  });

const UNDO_REASONS = ['unknown', 'changed_meanwhile', 'follows'] as const;

/** Takes the last movement of a card back. */
export const undoMove = (db: Db, actor: Actor, eventId: number): Promise<Outcome<number, (typeof UNDO_REASONS)[number]>> =>
  attempt(UNDO_REASONS, async () => {
    const { id } = await db.one<{ id: number }>(sql`SELECT cards.undo_custody(${actorSql(actor)}, ${eventId}) AS id`);
    return id;
  });

/** Cards whose movements do not lead from their first to where they are; none, or somebody wrote beside the ledger. */
export const custodyFaults = async (tx: Tx): Promise<number[]> =>
  (await tx.rows<{ id: number }>(sql`SELECT cards.custody_wrong() AS id`)).map(({ id }) => id);
