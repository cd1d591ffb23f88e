import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db } from '../lib/db/db.ts';
import { raw, type Sql, sql } from '../lib/db/sql.ts';
import { attempt, type Outcome, refused } from '../lib/outcome.ts';
import { BOOK_REASONS, type BookRequest, bookWithin } from '../reservations/acts.ts';
import { protectedSql } from '../reservations/read.ts';

/** What became of a person of a visit; null: not yet. */
export type OutcomeCode = 'arrived' | 'handed-over' | 'incomplete' | 'no-show';
export const OUTCOMES: readonly OutcomeCode[] = ['arrived', 'handed-over', 'incomplete', 'no-show'];

const RECORD_REASONS = [
  'unknown',
  'not_live',
  'changed_meanwhile',
  'already_booked',
  'comes_again',
  'not_yet',
  'needs_moving',
  'awaits_card',
  'step',
  'receiver',
  'lost-card',
  'handed_elsewhere',
  'card_closed',
  'day_ended',
  'not_in_hand',
] as const;
export type RecordRefusal = (typeof RECORD_REASONS)[number];

const DETAILS = ['awaits_card', 'receiver', 'lost-card', 'handed_elsewhere', 'comes_again'] as const;

/**
 * Runs a recording of what becomes of somebody of a visit; who waits for a card, whose receiver or lost card is asked about first, and whose card is over are refused with a
 * detail (src/reservations/outcome.sql, counter.sql), here reasons of their own.
 */
async function attemptRecord<T, Reason extends string>(
  reasons: readonly Reason[],
  act: () => Promise<T>,
): Promise<Outcome<T, Reason | (typeof DETAILS)[number]>> {
  const outcome = await attempt(reasons, act);
  const own = DETAILS.find((reason) => !outcome.ok && outcome.detail === reason);
  return own === undefined ? outcome : refused(own);
}

/**
 * Runs a press that may hand cards over, and asks where the records had them: one that was not in hand at that office is refused (`not_in_hand`), until the press
 * comes with what was refused as `seen`. `seen` left out: it is not asked.
 */
export const pressInHand = (
  db: Db,
  seen: string | undefined,
  press: Sql,
): Promise<Outcome<{ actId: number | null }, RecordRefusal>> =>
  attemptRecord(RECORD_REASONS, () =>
    db.transaction(async (tx) => {
      const { actId } = await tx.one<{ actId: number | null }>(sql`SELECT ${press} AS "actId"`);
      if (actId !== null && seen !== undefined) await tx.run(sql`SELECT counter.ask_in_hand(${actId}, ${seen})`);
      return { actId };
    }),
  );

type Press = {
  reservationId: string;
  position: number;
  from: OutcomeCode | null;
  to: OutcomeCode;
  reason: string;
  seen?: string;
};

/** Records a press at the counter; card, custody and log follow in one transaction. Null where it stood so already. */
export const record = (db: Db, actor: Actor, press: Press): Promise<Outcome<{ actId: number | null }, RecordRefusal>> =>
  pressInHand(
    db,
    press.seen,
    sql`counter.record(${actorSql(actor)}, ${press.reservationId}::uuid, ${press.position}, ${press.from}, ${press.to}, ${press.reason})`,
  );

/**
 * Records in one press that these persons of a visit came. `positions`: who were shown as not yet come.
 * Done: the act that takes the whole press back; null where they had come already.
 */
export const receive = (
  db: Db,
  actor: Actor,
  { reservationId, positions }: { reservationId: string; positions: readonly number[] },
): Promise<Outcome<{ actId: number | null }, RecordRefusal>> =>
  attemptRecord(RECORD_REASONS, () =>
    db.one<{ actId: number | null }>(
      sql`SELECT counter.receive(${actorSql(actor)}, ${reservationId}::uuid, ${positions}::integer[], false) AS "actId"`,
    ),
  );

const WALK_IN_REASONS = [...BOOK_REASONS, ...RECORD_REASONS] as const;
type WalkInRefusal = (typeof WALK_IN_REASONS)[number];

/** Who comes without a reservation is booked and received in one transaction; taking that press back ends the booking too. */
export const receiveWalkIn = (
  db: Db,
  actor: Actor,
  request: BookRequest,
): Promise<Outcome<{ number: string; actId: number | null }, WalkInRefusal>> =>
  attemptRecord(WALK_IN_REASONS, () =>
    db.transaction(async (tx) => {
      const { number } = await bookWithin(tx, actor, request);
      const positions = request.members.map((_, index) => index + 1);
      const { actId } = await tx.one<{ actId: number | null }>(
        sql`SELECT counter.receive(${actorSql(actor)}, ${request.id}::uuid, ${positions}::integer[], true) AS "actId"`,
      );
      return { number, actId };
    }),
  );

const UNDO_REASONS = [
  'unknown',
  'changed_meanwhile',
  'not_live',
  'already_booked',
  'card_changed',
  'card_superseded',
  'day_ended',
] as const;
type UndoRefusal = (typeof UNDO_REASONS)[number];

/** Takes the latest press of a person back, with all it did: for everyone it was of, and the booking where it made one. */
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

/** The visit that a press was on. */
export const visitOfAct = async (db: Db, actId: number): Promise<string | undefined> =>
  (await db.row<{ id: string }>(sql`SELECT a.reservation_id AS id FROM counter.acts a WHERE a.id = ${actId}`))?.id;

/** The latest press on a person that may be taken back: the first act that is taken back with it, how many people it is of, and whether it made the booking, which then ends too. */
export type LatestAct = { id: number; first: number; people: number; booked: boolean };

/** The latest press on a member `m`, as JSON; null where there is none. */
export const latestActSql: Sql = raw(`(
  SELECT jsonb_build_object('id', a.id, 'first', b.acts[1], 'people', cardinality(b.acts), 'booked', a.booked)
  FROM counter.acts a CROSS JOIN LATERAL (SELECT counter.taken_back_with(a) AS acts) b WHERE a.reservation_id = m.reservation_id AND a.position = m.position AND a.undone_at IS NULL ORDER BY a.id DESC LIMIT 1)`);

/** The latest press on a person of a visit. */
export const latestAct = async (db: Db, reservationId: string, position: number): Promise<LatestAct | null> =>
  (
    await db.row<{ act: LatestAct | null }>(
      sql`SELECT ${latestActSql} AS act FROM reservations.members m WHERE m.reservation_id = ${reservationId}::uuid AND m.position = ${position}`,
    )
  )?.act ?? null;
