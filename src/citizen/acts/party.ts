import type { Db } from '../../lib/db/db.ts';
import { prepared, type Sql, sql } from '../../lib/db/sql.ts';
import { done, type Outcome, refusedAs } from '../../lib/outcome.ts';
import { type Person, personRow } from '../../reservations/person.ts';
import { NOTHING_READ, type Read } from '../parts/newly-read.tsx';
import { PARTY_REASONS } from './booking.ts';
import { type Caller, citizenCalls } from './calls.ts';
import { NO_WORK, type Proof, type Work } from './proof.ts';

const LATE_REASONS = ['no_visit', 'unknown', 'lapsed', 'changed_meanwhile', 'too_late'] as const;
const JOIN_REASONS = [...LATE_REASONS, ...PARTY_REASONS, 'closed', 'past', 'outside_window', 'full', 'to_read'] as const;
const LEAVE_REASONS = [...LATE_REASONS, 'first', 'last'] as const;

/** What came of a proof, and of joining with it. */
type Joined = 'ok' | 'work_needed' | 'year_needed' | 'refused' | 'party_full';
export type JoinRefusal = (typeof JOIN_REASONS)[number];
type LeaveRefusal = (typeof LEAVE_REASONS)[number];

/** One person of a visit's party, as its pages show them. */
export type Companion = {
  /** What a page calls them by; opaque. */
  ref: string;
  /** Of who comes by card. */
  noticeId: string | null;
  /** Of who comes without one: the name where this browser typed it, else how the given name begins. */
  name: string | null;
  initial: string | null;
  /** Under 15 on the day of the visit, today where there is none; null: the birthday is not known. */
  under15: boolean | null;
  /** Why this one cannot be booked with the others just now, of a party that is not booked yet. `until`: when a hold elsewhere ends. */
  trouble: 'already_booked' | 'held_elsewhere' | 'not_bookable' | 'expires' | 'far' | null;
  until: Date | null;
};

/** Who comes together (§8(3)⑥). */
export function partyActs(db: Db) {
  const { act, freed } = citizenCalls(db);
  /** A refusal after a proof that was right comes as an answer: the trace of the proof stays. */
  const joining = async (statement: Sql): Promise<Outcome<Joined, JoinRefusal>> => {
    const answer = await act<{ result: Joined } | { refused: string; detail: string | null }, JoinRefusal>(
      JOIN_REASONS,
      statement,
    );
    if (!answer.ok) return answer;
    if ('result' in answer.value) return done(answer.value.result);
    const refusal = refusedAs(JOIN_REASONS, answer.value.refused, answer.value.detail);
    if (refusal === undefined) throw new Error(`refused as ${answer.value.refused}`);
    return refusal;
  };
  return {
    /** The party of a visit, in order (§8(3)⑥). */
    party: (cookie: Buffer) =>
      db.rows<Companion>(
        prepared(sql`SELECT ref, notice_id AS "noticeId", name, initial, under15, trouble, until FROM citizen.party(${cookie})`),
      ),
    /** One person more, proven like the first. `version`: of a booking as it was shown; `read`: what its form says was read. Every refusal of the proof reads the same. */
    joinByNotice: (
      cookie: Buffer,
      proof: Pick<Proof, 'noticeId' | 'month' | 'day' | 'year' | 'address'>,
      version: number | null,
      caller: Caller,
      work: Work = NO_WORK,
      read: Read = NOTHING_READ,
    ) =>
      joining(
        sql`SELECT citizen.join_proven(${cookie}, ${proof.noticeId}, ${proof.month}, ${proof.day}, ${proof.year}, ${proof.address}, ${version}, ${work.id}, ${work.waited}, ${JSON.stringify(read)}::jsonb, ${caller.requestId}, ${caller.source}) AS result`,
      ),
    /** The same without a card; the phone is the first person's. */
    joinAsPerson: (
      cookie: Buffer,
      who: { person: Person; address: string },
      version: number | null,
      caller: Caller,
      read: Read = NOTHING_READ,
    ) =>
      act<'ok' | 'too_many' | 'refused' | 'party_full', JoinRefusal>(
        JOIN_REASONS,
        sql`SELECT citizen.join_as_person(${cookie}, ${JSON.stringify(personRow(who.person))}::jsonb, ${who.address}, ${version}, ${JSON.stringify(read)}::jsonb, ${caller.requestId}, ${caller.source}) AS result`,
      ),
    /** One person less; `last`: nobody would be left, cancel it. */
    leaveParty: async (cookie: Buffer, ref: string, version: number | null, caller: Caller) =>
      freed(
        await act<'removed' | 'already', LeaveRefusal>(
          LEAVE_REASONS,
          sql`SELECT citizen.leave_party(${cookie}, ${ref}, ${version}, ${caller.requestId}, ${caller.source}) AS result`,
        ),
      ),
  };
}
