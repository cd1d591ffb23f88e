import type { Db } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import { type DayKind, ENTER_REASONS, type Part } from '../../waiting/acts.ts';
import { type Caller, citizenCalls } from './calls.ts';

const WAIT_REASONS = ['no_visit', 'too_often', 'unknown', ...ENTER_REASONS] as const;
type WaitRefusal = (typeof WAIT_REASONS)[number];

/** What a visit waits for (空き待ち), by offices' codes, JST days, and what is held for it at this moment. */
export type WaitingRow = {
  service: string;
  serviceName: string;
  serviceNames: Record<string, string>;
  people: number;
  offices: string[];
  from: string;
  to: string;
  kinds: DayKind[];
  parts: Part[];
  /** From when on no time of these days is offered any more; an instant, UTC. */
  last: string;
  /** Why it is over; null: it is not. */
  ended: string | null;
  /** The booking beside which they wait for an earlier time; null: they have none. */
  booking: Omit<WaitingPlace, 'slot'> | null;
  /** `until`: an instant, UTC. */
  offer: (WaitingPlace & { until: string }) | null;
};
/** A time somebody waits for. */
export type WaitingPlace = { slot: number; office: string; day: string; startMinute: number };
/**
 * The same of a visit. `same`: what is held is for exactly its people, who may go on with it. `whole`: all who wait are of the visit, which may change what
 * they wait for. `offeredTo`: for whom of them the place is held, as `party` calls them.
 */
export type WaitingOwn = WaitingRow & { same: boolean; whole: boolean; offeredTo: string[] };
/** The same by a mail's link. entry: of who waits, with what is offered meanwhile. over: its place is held no longer. used: somebody went on with it and holds it still. */
type WaitingLink = ({ found: 'entry' | 'offer' | 'used' | 'over' } & WaitingRow) | { found: 'unknown' };
/** As a form of the citizens' site gives it. */
export type WaitingWish = { offices: string[]; from: string; to: string; kinds: DayKind[]; parts: Part[] };

/** Who waits for a place, and what is held for them (decision 0014). */
export function waitingActs(db: Db) {
  const { one, act, freed } = citizenCalls(db);
  return {
    /** What the visit waits for; null: nothing. */
    waiting: (cookie: Buffer) => one<WaitingOwn | null>(sql`SELECT citizen.waiting(${cookie}) AS result`),
    /** Enters the visit's party, or changes what it waits for. `place_free` carries the time that fits them now, as JSON (`WaitingPlace`). */
    enterWaiting: (cookie: Buffer, id: string, wish: WaitingWish, caller: Caller) =>
      act<'entered' | 'changed' | 'already', WaitRefusal>(
        WAIT_REASONS,
        sql`SELECT citizen.enter_waiting(${cookie}, ${id}, ${wish.offices}::text[], ${wish.from}::date, ${wish.to}::date, ${wish.kinds}::text[], ${wish.parts}::text[], ${caller.requestId}, ${caller.source}) AS result`,
      ),
    leaveWaiting: async (cookie: Buffer, caller: Caller) =>
      freed(
        await act<'left' | 'already', 'no_visit' | 'unknown'>(
          ['no_visit', 'unknown'],
          sql`SELECT citizen.leave_waiting(${cookie}, ${caller.requestId}, ${caller.source}) AS result`,
        ),
      ),
    /** Lets what is held for them go; they wait on. */
    passWaiting: async (cookie: Buffer, caller: Caller) =>
      freed(
        await act<'passed' | 'already', 'no_visit' | 'unknown'>(
          ['no_visit', 'unknown'],
          sql`SELECT citizen.pass_waiting(${cookie}, ${caller.requestId}, ${caller.source}) AS result`,
        ),
      ),
    lookAtWaiting: (secret: string) => one<WaitingLink>(sql`SELECT citizen.look_at_waiting(${secret}) AS result`),
    /** This browser goes on with the place that is held; once. */
    takeOffer: (secret: string, cookie: Buffer, language: string, caller: Caller) =>
      one<'ready' | 'used' | 'over' | 'entry' | 'unknown'>(
        sql`SELECT citizen.take_offer(${secret}, ${cookie}, ${language}, ${caller.requestId}, ${caller.source}) AS result`,
      ),
    /** Moves the booking to the place that is held beside it; this browser goes on in the booking. to_read: nothing was moved, something of that day is to be read first. */
    moveToOffer: async (secret: string, cookie: Buffer, language: string, caller: Caller) => {
      const value = await one<'moved' | 'to_read' | 'used' | 'over' | 'entry' | 'unknown'>(
        sql`SELECT citizen.move_to_offer(${secret}, ${cookie}, ${language}, ${caller.requestId}, ${caller.source}) AS result`,
      );
      return (await freed({ ok: value === 'moved', value })).value;
    },
    /** A new mail of the place that is offered, to the address the link went to: a used one of an offer, or that of who waits. */
    renewOffer: (secret: string, caller: Caller) =>
      one<'sent' | 'too_many' | 'unknown'>(
        sql`SELECT citizen.renew_offer(${secret}, ${caller.requestId}, ${caller.source}) AS result`,
      ),
    passOffer: async (secret: string, caller: Caller) => {
      const value = await one<'passed' | 'used' | 'already' | 'unknown'>(
        sql`SELECT citizen.pass_offer(${secret}, ${caller.requestId}, ${caller.source}) AS result`,
      );
      return (await freed({ ok: value === 'passed', value })).value;
    },
    leaveByLink: async (secret: string, caller: Caller) => {
      const value = await one<'left' | 'already' | 'used' | 'over' | 'unknown'>(
        sql`SELECT citizen.leave_by_link(${secret}, ${caller.requestId}, ${caller.source}) AS result`,
      );
      return (await freed({ ok: value === 'left', value })).value;
    },
  };
}
