import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { prepared, type Sql, sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';
import { type Said, setNeeds } from './needs.ts';
import { type MemberRequest, memberOf } from './person.ts';

export type HoldRequest = {
  /** The form's UUID: sent twice, it is one reservation. */
  id: string;
  serviceId: number;
  slotId: number;
  members: readonly MemberRequest[];
};

export type BookRequest = HoldRequest & {
  /** What each of them said of how they come; nothing of whom it was not asked. */
  said?: readonly Said[];
  channel: 'phone' | 'counter';
  mail: string | null;
  phone: string;
  language: string;
  /** Set only for an account that may go above capacity (§8(2)④); recorded. */
  exceedReason: string | null;
  /** Who came already: the time may be over. */
  came?: boolean;
  /** Set when staff book a person who has a live reservation already (§8(3)⑫); recorded. */
  personReason: string | null;
};

export const BOOK_REASONS = [
  'slot_unknown',
  'stale_form',
  'card_not_bookable',
  'outside_window',
  'past',
  'held_elsewhere',
  'already_booked',
  'twice_in_party',
  'full',
  'closed',
  'lapsed',
  'unknown',
] as const;
export type BookRefusal = (typeof BOOK_REASONS)[number];

/** A member as `reservations.hold` takes it. */
const memberRow = (member: MemberRequest) => ('cardId' in member ? { card_id: member.cardId } : memberOf(member.person));

export type HoldCall = HoldRequest & Partial<BookRequest> & { audience?: 'staff' | 'citizen' | 'came' };

/** A call of `reservations.hold` by name; what is not said: staff hold by telephone, and nobody can be reached. */
export const holdSql = (actor: Actor, { id, serviceId, slotId, members, audience = 'staff', ...way }: HoldCall): Sql => sql`
  reservations.hold(${actorSql(actor)}, ${id}::uuid, ${serviceId}, ${slotId}, ${JSON.stringify(members.map(memberRow))}::jsonb, ${audience}, ${way.channel ?? 'phone'},
    ${way.mail ?? null}, ${way.phone ?? ''}, ${way.language ?? 'ja'}, ${way.exceedReason ?? null}, ${way.personReason ?? null})`;

/**
 * Books in the caller's transaction: hold and confirm by the same acts as the web. What the account itself holds for any of them gives way. Returns the
 * reservation number; refusals are raised.
 */
export async function bookWithin(tx: Tx, actor: Actor, request: BookRequest): Promise<{ number: string }> {
  const members = JSON.stringify(request.members.map(memberRow));
  await tx.run(sql`SELECT reservations.let_go_of(${actorSql(actor)}, ${request.serviceId}, ${members}::jsonb, '確定せずに終了')`);
  await tx.run(sql`SELECT ${holdSql(actor, { ...request, audience: request.came === true ? 'came' : 'staff' })}`);
  await setNeeds(tx, actor, request.id, request.said ?? []);
  return tx.one<{ number: string }>(sql`SELECT reservations.confirm(${actorSql(actor)}, ${request.id}::uuid) AS number`);
}

/**
 * Books for a citizen at the desk in one transaction. What the account itself holds for any of them is given back with it, and not where it is refused.
 * Done: the reservation number. Refused: why, nothing written; `already_booked` and `held_elsewhere` carry the instant (UTC) it ends.
 */
export const book = (db: Db, actor: Actor, request: BookRequest): Promise<Outcome<{ number: string }, BookRefusal>> =>
  attempt(BOOK_REASONS, () => db.transaction((tx) => bookWithin(tx, actor, request)));

export const MOVE_REASONS = [
  'unknown',
  'lapsed',
  'changed_meanwhile',
  'over',
  'too_late',
  'slot_unknown',
  'outside_window',
  'past',
  'full',
  'closed',
] as const;
export type MoveRefusal = (typeof MOVE_REASONS)[number];

/** Moves a booked visit to another slot for staff. `version`: what the page showed. */
export const move = (
  db: Db,
  actor: Actor,
  request: { id: string; slotId: number; version: number; exceedReason: string | null },
): Promise<Outcome<'moved' | 'same', MoveRefusal>> =>
  attempt(MOVE_REASONS, async () => {
    const { result } = await db.one<{ result: 'moved' | 'same' }>(
      prepared(
        sql`SELECT reservations.move(${actorSql(actor)}, ${request.id}::uuid, ${request.slotId}, ${request.version}, 'staff', ${request.exceedReason}) AS result`,
      ),
    );
    return result;
  });

const KEEP_REASONS = ['unknown', 'changed_meanwhile', 'not_needed'] as const;
type KeepRefusal = (typeof KEEP_REASONS)[number];

/** Staff decide that a visit stays though its slot is shut (来所扱い); who has an address is told. `not_needed`: it is not 要振替. */
export const keep = (
  db: Db,
  actor: Actor,
  request: { id: string; version: number; reason: string },
): Promise<Outcome<undefined, KeepRefusal>> =>
  attempt(KEEP_REASONS, async () => {
    await db.run(sql`SELECT reservations.keep(${actorSql(actor)}, ${request.id}::uuid, ${request.version}, ${request.reason})`);
    return undefined;
  });

const CANCEL_REASONS = ['unknown', 'changed_meanwhile', 'too_late', 'over'] as const;
type CancelRefusal = (typeof CANCEL_REASONS)[number];

/** Cancels for staff; places and cards' statuses go back at once. `reason` is kept with the reservation. */
export const cancel = (
  db: Db,
  actor: Actor,
  request: { id: string; version: number; reason: string },
): Promise<Outcome<'cancelled' | 'already', CancelRefusal>> =>
  attempt(CANCEL_REASONS, async () => {
    const { result } = await db.one<{ result: 'cancelled' | 'already' }>(
      sql`SELECT reservations.cancel(${actorSql(actor)}, ${request.id}::uuid, ${request.version}, 'staff', ${request.reason}) AS result`,
    );
    return result;
  });

const ADD_REASONS = [
  'unknown',
  'lapsed',
  'changed_meanwhile',
  'twice_in_party',
  'over',
  'too_late',
  'closed',
  'past',
  'party_full',
  'card_not_bookable',
  'outside_window',
  'held_elsewhere',
  'already_booked',
  'full',
] as const;
export type AddRefusal = (typeof ADD_REASONS)[number];

/** One person more in a booked visit or a hold, by staff (§8(3)⑩). Reasons as for a booking. `version`: what the page showed; null: a hold of one's own, which nobody else changes. */
export const addMember = (
  db: Db,
  actor: Actor,
  request: {
    id: string;
    version: number | null;
    member: MemberRequest;
    exceedReason: string | null;
    personReason: string | null;
  },
): Promise<Outcome<'added' | 'already', AddRefusal>> =>
  attempt(ADD_REASONS, async () => {
    const { result } = await db.one<{ result: 'added' | 'already' }>(
      sql`SELECT reservations.add_member(${actorSql(actor)}, ${request.id}::uuid, ${request.version}::integer, ${JSON.stringify(memberRow(request.member))}::jsonb, 'staff', ${request.exceedReason}, ${request.personReason}) AS result`,
    );
    return result;
  });

const REMOVE_REASONS = ['unknown', 'lapsed', 'changed_meanwhile', 'over', 'too_late', 'last'] as const;
type RemoveRefusal = (typeof REMOVE_REASONS)[number];

/** One person less, by staff, `version` as above; `last`: nobody would be left, the visit itself is cancelled instead. */
export const removeMember = (
  db: Db,
  actor: Actor,
  request: { id: string; version: number | null; position: number; reason: string },
): Promise<Outcome<'removed' | 'already', RemoveRefusal>> =>
  attempt(REMOVE_REASONS, async () => {
    const { result } = await db.one<{ result: 'removed' | 'already' }>(
      sql`SELECT reservations.remove_member(${actorSql(actor)}, ${request.id}::uuid, ${request.version}::integer, ${request.position}, 'staff', ${request.reason}) AS result`,
    );
    return result;
  });
