import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';
import { offerFreed } from './offers.ts';

export const DAY_KINDS = ['weekday', 'holiday'] as const;
export const PARTS = ['morning', 'afternoon', 'evening'] as const;
export type DayKind = (typeof DAY_KINDS)[number];
export type Part = (typeof PARTS)[number];

/** What is waited for: any of these offices, days from to (JST, both included), on these kinds of days at these times of day. */
type Wish = { offices: readonly number[]; from: string; to: string; kinds: readonly DayKind[]; parts: readonly Part[] };

export const ENTER_REASONS = [
  'off',
  'bad_choice',
  'already_booked',
  'card_not_bookable',
  'waits_elsewhere',
  'nothing_to_come',
  'out_of_reach',
  'place_free',
] as const;
type EnterRefusal = (typeof ENTER_REASONS)[number];

const TOO_MANY = 'too_many ';
const NEVER_OPENS = 'never_opens ';
const EXPIRES = 'expires ';
const namesAfter = (start: string, { reason, detail = '' }: { reason: string; detail?: string }): string | undefined =>
  reason === 'bad_choice' && detail.startsWith(start) ? detail.slice(start.length) : undefined;

/** Offices, by name, at which so many cannot come together on any of the days: why `bad_choice` was refused. Undefined: for another reason. */
export const tooManyAt = (refusal: { reason: string; detail?: string }): string | undefined => namesAfter(TOO_MANY, refusal);
/** Offices that, on all of the days, do not open on such days of the week at such times. */
export const neverOpenAt = (refusal: { reason: string; detail?: string }): string | undefined => namesAfter(NEVER_OPENS, refusal);
/** Offices at which a card has expired by the first day they could come. */
export const expiresAt = (refusal: { reason: string; detail?: string }): string | undefined => namesAfter(EXPIRES, refusal);

type EnterRequest = Wish & {
  /** The form's UUID: sent twice, it is one entry. */
  id: string;
  serviceId: number;
  /** Who comes together; the first is who calls. */
  cards: readonly number[];
  mail: string | null;
  /** Digits; who has no mail is called. */
  phone: string;
  /** A code of `src/languages`: what their mails are in. */
  language: string;
};

/**
 * Enters who is on the telephone, or changes what they wait for; their place in the order stays. `place_free`: a place fits them now, it is to be booked.
 * `out_of_reach`: their cards cannot be
 * brought in time to an office they named. `waits_elsewhere`: one of them is entered with others, or under another address.
 */
export const enter = (
  db: Db,
  actor: Actor,
  request: EnterRequest,
): Promise<Outcome<'entered' | 'changed' | 'already', EnterRefusal>> =>
  attempt(ENTER_REASONS, async () => {
    const { result } = await db.transaction((tx) =>
      tx.one<{ result: 'entered' | 'changed' | 'already' }>(sql`
        SELECT waiting.enter(${actorSql(actor)}, ${request.id}::uuid, ${request.serviceId}, ${request.cards}::bigint[], ${request.mail}, ${request.phone}, ${request.language}, 'phone',
          ${request.offices}::integer[], ${request.from}::date, ${request.to}::date, ${request.kinds}::text[], ${request.parts}::text[]) AS result`),
    );
    return result;
  });

type BesideRefusal = EnterRefusal | 'unknown';

/**
 * Enters who has a booking and is on the telephone for an earlier time beside it, or changes what they wait for; the booking stays as it is, and they are reached as
 * it says. `phone`: where it has no address. `unknown`: no such booking to come. Else as `enter`.
 */
export const enterBeside = (
  db: Db,
  actor: Actor,
  request: Wish & { id: string; reservation: string; phone: string },
): Promise<Outcome<'entered' | 'changed' | 'already', BesideRefusal>> =>
  attempt([...ENTER_REASONS, 'unknown'] as const, async () => {
    const { result } = await db.transaction((tx) =>
      tx.one<{ result: 'entered' | 'changed' | 'already' }>(sql`
        SELECT waiting.enter_beside(${actorSql(actor)}, ${request.id}::uuid, ${request.reservation}::uuid, ${request.phone}, 'phone',
          ${request.offices}::integer[], ${request.from}::date, ${request.to}::date, ${request.kinds}::text[], ${request.parts}::text[]) AS result`),
    );
    return result;
  });

const CHANGE_REASONS = [...ENTER_REASONS, 'unknown', 'changed_meanwhile'] as const;
export type ChangeRefusal = (typeof CHANGE_REASONS)[number];

/**
 * Staff change what somebody waits for or how they are reached; who comes and their place in the order stay. `version`: what the page showed. Refuses
 * `unknown` where it is over, and another wish as `enter` does; an address or a number alone is put right whatever became of the days.
 */
export const change = (
  db: Db,
  actor: Actor,
  request: Omit<EnterRequest, 'serviceId' | 'cards'> & { version: number },
): Promise<Outcome<'changed' | 'already', ChangeRefusal>> =>
  attempt(CHANGE_REASONS, async () => {
    const { result } = await db.transaction((tx) =>
      tx.one<{ result: 'changed' | 'already' }>(sql`
        SELECT waiting.change(${actorSql(actor)}, ${request.id}::uuid, ${request.version}, ${request.mail}, ${request.phone}, ${request.language},
          ${request.offices}::integer[], ${request.from}::date, ${request.to}::date, ${request.kinds}::text[], ${request.parts}::text[]) AS result`),
    );
    return result;
  });

/** Takes somebody off the list; what was held for them goes to the next one. */
export const leave = (db: Db, actor: Actor, entry: string): Promise<Outcome<'left' | 'already', 'unknown'>> =>
  attempt(['unknown'], async () => {
    const { result } = await db.transaction((tx) =>
      tx.one<{ result: 'left' | 'already' }>(sql`SELECT waiting.leave(${actorSql(actor)}, ${entry}::uuid) AS result`),
    );
    await offerFreed(db);
    return result;
  });

/**
 * They do not want the time they were offered, `hold`: it goes to the next one, they wait on. `already`: it is not held for them any more. `stale_form`: they
 * are offered another time by now.
 */
export const pass = (
  db: Db,
  actor: Actor,
  entry: string,
  hold: string | null,
): Promise<Outcome<'passed' | 'already', 'unknown' | 'stale_form'>> =>
  attempt(['unknown', 'stale_form'], async () => {
    const { result } = await db.transaction((tx) =>
      tx.one<{ result: 'passed' | 'already' }>(
        sql`SELECT waiting.pass(${actorSql(actor)}, ${entry}::uuid, ${hold}::uuid) AS result`,
      ),
    );
    await offerFreed(db);
    return result;
  });

const BOOK_REASONS = ['unknown', 'lapsed', 'stale_form', 'booked_before', 'card_not_bookable', 'closed', 'past'] as const;
/** Why a booking cannot take over what is held for it; then it is held no longer. */
const BESIDE_WHY = ['withdrawn', 'too_late', 'outside_window', 'full'] as const;
export type BookRefusal = (typeof BOOK_REASONS)[number] | (typeof BESIDE_WHY)[number];

/**
 * Books the offered time `hold` for who is on the telephone, or moves to it the booking beside which they waited. Done: the reservation number. `lapsed`: it is held no longer. `stale_form`: they are offered
 * another time by now. `booked_before`: it is booked already, by a press before or by themselves.
 */
export async function bookOffer(db: Db, actor: Actor, entry: string, hold: string | null): Promise<Outcome<string, BookRefusal>> {
  const booked = await attempt(BOOK_REASONS, async () => {
    const { number } = await db.transaction((tx) =>
      tx.one<{ number: string }>(sql`SELECT waiting.book(${actorSql(actor)}, ${entry}::uuid, ${hold}::uuid) AS number`),
    );
    return number;
  });
  if (booked.ok || booked.reason !== 'lapsed' || booked.detail === undefined) return booked;
  const { detail } = booked;
  await db.transaction((tx) => tx.run(sql`SELECT waiting.withdraw(${actorSql(actor)}, ${entry}::uuid, ${hold}::uuid)`));
  await offerFreed(db);
  const reason = BESIDE_WHY.find((one) => one === detail);
  return reason === undefined ? booked : { ok: false, reason };
}
