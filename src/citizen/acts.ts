import { hash } from 'node:crypto';
import type { Db } from '../lib/db/db.ts';
import { twiceAtMost } from '../lib/db/faults.ts';
import { prepared, sql } from '../lib/db/sql.ts';
import { bookingActs, LANES, PLACE_REASONS } from './acts/booking.ts';
import { type Caller, citizenCalls } from './acts/calls.ts';
import { paperActs } from './acts/papers.ts';
import { partyActs } from './acts/party.ts';
import { placesSeen } from './acts/places.ts';
import { MAIL_REASONS, proofActs } from './acts/proof.ts';
import { waitingActs } from './acts/waiting.ts';
import { windowsSeen } from './acts/windows.ts';
import { NOTHING_READ, type NotRead, type Read } from './parts/newly-read.tsx';
import { visitsOf } from './read-visits.ts';

export type { HoldRefusal } from './acts/booking.ts';
export type { Caller } from './acts/calls.ts';
export type { AgreedText, OwnPapers } from './acts/papers.ts';
export type { Companion, JoinRefusal } from './acts/party.ts';
export type { CalendarRows, DayNote, DaySign, FirstTime, LongerTime, TimeSign } from './acts/places.ts';
export { NO_WORK, type Work } from './acts/proof.ts';
export type { WaitingOwn, WaitingPlace, WaitingRow, WaitingWish } from './acts/waiting.ts';
export type { CardWindow } from './acts/windows.ts';

/** What a visit's cookie is known by; the secret itself stays in the browser. */
export const cookieHash = (secret: string): Buffer => hash('sha256', secret, 'buffer');

const MOVE_REASONS = [...PLACE_REASONS, 'no_visit', 'unknown', 'changed_meanwhile', 'too_late', 'too_often', 'to_read'] as const;
const CANCEL_REASONS = ['no_visit', 'unknown', 'changed_meanwhile', 'too_late', 'over'] as const;
const EXTEND_REASONS = ['no_visit', 'lapsed', 'extended_enough'] as const;

type MoveRefusal = (typeof MOVE_REASONS)[number];
type CancelRefusal = (typeof CANCEL_REASONS)[number];
/** Why a browser has no live visit. */
type Over = 'expired' | 'finished' | 'elsewhere' | 'ended' | 'unknown';

/**
 * What the citizens' role may do: the functions of schema `citizen`, one method each. It has no other right in the database.
 * `lanes`: in how many holds and bookings go (decision 0016); 0: each alone.
 */
export function citizenActs(db: Db, lanes = LANES) {
  const { one, act, freed } = citizenCalls(db);
  return {
    ...proofActs(db),
    ...partyActs(db),
    ...placesSeen(db),
    ...windowsSeen(db),
    ...bookingActs(db, lanes),
    ...waitingActs(db),
    ...paperActs(db),
    /** The live visit of a cookie and all its pages show; undefined when there is none. */
    visit: visitsOf(db),
    extend: (cookie: Buffer, caller: Caller) =>
      act<Date, 'no_visit' | 'lapsed' | 'extended_enough'>(
        EXTEND_REASONS,
        sql`SELECT citizen.extend(${cookie}, ${caller.requestId}, ${caller.source}) AS result`,
      ),
    /** What a booking's party would have to read for another slot (§8(3)⑨⑩); null where there is no such booking or slot. */
    toRead: (cookie: Buffer, slot: number) => one<NotRead | null>(sql`SELECT citizen.to_read(${cookie}, ${slot}) AS result`),
    /** `read`: what the form says was read of that; `to_read` carries what was not. */
    move: async (cookie: Buffer, slot: number, version: number, caller: Caller, read: Read = NOTHING_READ) =>
      freed(
        await act<'moved' | 'same', MoveRefusal>(
          MOVE_REASONS,
          sql`SELECT citizen.move(${cookie}, ${slot}, ${version}, ${JSON.stringify(read)}::jsonb, ${caller.requestId}, ${caller.source}) AS result`,
        ),
      ),
    cancel: async (cookie: Buffer, version: number, caller: Caller) =>
      freed(
        await act<'cancelled' | 'already', CancelRefusal>(
          CANCEL_REASONS,
          sql`SELECT citizen.cancel(${cookie}, ${version}, ${caller.requestId}, ${caller.source}) AS result`,
        ),
      ),
    resend: (cookie: Buffer, caller: Caller) =>
      act<'sent' | 'too_many' | 'mailbox_full', 'no_visit' | 'bad_mail' | 'unknown'>(
        MAIL_REASONS,
        sql`SELECT citizen.send_again(${cookie}, ${caller.requestId}, ${caller.source}) AS result`,
      ),
    /** Somebody reads on: until when the visit lasts now. */
    carryOn: (cookie: Buffer) => act<Date, 'no_visit'>(['no_visit'], sql`SELECT citizen.carry_on(${cookie}) AS result`),
    /** The visit is read in another language; its booking's mails are in that one from now on. */
    speak: async (cookie: Buffer, language: string): Promise<void> => {
      await twiceAtMost(() => db.run(prepared(sql`SELECT citizen.speak(${cookie}, ${language})`)));
    },
    /** Why there is no live visit of a cookie. */
    whyOver: (cookie: Buffer) => one<Over>(sql`SELECT citizen.why_over(${cookie}) AS result`),
    /** Whether this cookie, given by the other of two presses of one moment, has the visit now. */
    takeUp: (cookie: Buffer) => one<boolean>(sql`SELECT citizen.take_up(${cookie}) AS result`),
    /** Until when a place is held that was offered by mail and that outlasts the visit; null: none is. */
    heldAfter: (cookie: Buffer) => one<Date | null>(sql`SELECT citizen.held_after(${cookie}) AS result`),
    /** Ends the visit. `links`: 終了する, the links through which this browser came end too; else another visit begins in it. */
    finish: async (cookie: Buffer, caller: Caller, links: boolean): Promise<void> => {
      await twiceAtMost(() => db.run(sql`SELECT citizen.finish(${cookie}, ${caller.requestId}, ${caller.source}, ${links})`));
    },
  };
}

export type CitizenActs = ReturnType<typeof citizenActs>;
