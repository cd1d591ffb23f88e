import { createHash } from 'node:crypto';
import { type Db, twiceAtMost } from '../lib/db/db.ts';
import { prepared, type Sql, sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';
import type { PaperGroup } from '../reservations/papers.ts';
import { type Person, personRow } from '../reservations/person.ts';
import type { DayKind, Part } from '../waiting/acts.ts';
import { bookingActs, type Caller, LANES, PLACE_REASONS } from './booking-acts.ts';
import { visitsOf } from './read-visits.ts';

export type { Caller, ConfirmRefusal, HoldRefusal } from './booking-acts.ts';

/** What a visit's cookie is known by; the secret itself stays in the browser. */
export const cookieHash = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** What is unusual about a day: why nobody is received (`name`: the holiday's, or the closing's reason), or an opening one would not expect. */
export type DayNote = {
  why: 'holiday' | 'year-end' | 'closing' | 'closed' | null;
  name: string | null;
  evening: boolean;
  holiday: string | null;
};
export type DaySign = { day: string; sign: 'open' | 'few' | 'full' | 'closed'; note?: DayNote };
export type TimeSign = { slotId: number; startMinute: number; minutes: number; sign: DaySign['sign'] };
/** A free time of a day; without a slot: the day, or its evening, is worked and has none. `evening`: it ends after 17:15. */
export type FirstTime = { day: string; evening: boolean; slotId: number | null; startMinute: number | null };
export type CalendarRows = { days: DaySign[]; earliest: string | null; latest: string | null; liesElsewhere: boolean };

type CalendarRow = DaySign & { earliest: string | null; latest: string | null; liesElsewhere: boolean };
const calendarOf = (rows: CalendarRow[]): CalendarRows => ({
  days: rows.map(({ day, sign }) => ({ day, sign })),
  earliest: rows[0]?.earliest ?? null,
  latest: rows[0]?.latest ?? null,
  liesElsewhere: rows[0]?.liesElsewhere ?? false,
});

const MOVE_REASONS = [...PLACE_REASONS, 'no_visit', 'unknown', 'changed_meanwhile', 'too_late'] as const;
const CANCEL_REASONS = ['no_visit', 'unknown', 'changed_meanwhile', 'too_late', 'over'] as const;
const EXTEND_REASONS = ['no_visit', 'lapsed', 'extended_enough'] as const;
const JOIN_REASONS = [
  'no_visit',
  'unknown',
  'lapsed',
  'changed_meanwhile',
  'twice_in_party',
  'too_late',
  'closed',
  'past',
  'party_full',
  'card_not_bookable',
  'outside_window',
  'held_elsewhere',
  'already_booked',
  'full',
  'too_many_for_mail',
  'too_many_held',
] as const;
const LEAVE_REASONS = ['no_visit', 'unknown', 'first', 'lapsed', 'changed_meanwhile', 'too_late', 'last'] as const;
const WAIT_REASONS = [
  'no_visit',
  'off',
  'bad_choice',
  'already_booked',
  'card_not_bookable',
  'waits_elsewhere',
  'nothing_to_come',
  'place_free',
] as const;
const MAIL_REASONS = ['no_visit', 'bad_mail', 'unknown'] as const;

export type MoveRefusal = (typeof MOVE_REASONS)[number];
export type JoinRefusal = (typeof JOIN_REASONS)[number];
export type LeaveRefusal = (typeof LEAVE_REASONS)[number];
export type WaitRefusal = (typeof WAIT_REASONS)[number];
export type CancelRefusal = (typeof CANCEL_REASONS)[number];
/** Why a browser has no live visit. */
export type Over = 'expired' | 'finished' | 'elsewhere' | 'ended' | 'unknown';
export type Proof = {
  service: string;
  noticeId: string;
  month: number;
  day: number;
  year: number | null;
  address: string;
  language: string;
};

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
  trouble: 'already_booked' | 'held_elsewhere' | 'not_bookable' | null;
  until: Date | null;
};

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
  /** Why it is over; null: it is not. */
  ended: string | null;
  /** `until`: an instant, UTC. */
  offer: (WaitingPlace & { until: string }) | null;
};
/** A time somebody waits for. */
export type WaitingPlace = { slot: number; office: string; day: string; startMinute: number };
/** The same by a mail's link. over: its place is held no longer. used: somebody went on with it. */
export type WaitingLink = ({ found: 'entry' | 'offer' | 'used' | 'over' } & WaitingRow) | { found: 'unknown' };
/** As a form of the citizens' site gives it. */
export type WaitingWish = { offices: string[]; from: string; to: string; kinds: DayKind[]; parts: Part[] };

/** Work that was done for a try, checked here (`work/`). `waited`: by who waited instead. */
export type Work = { id: string | null; waited: boolean };
export const NO_WORK: Work = { id: null, waited: false };

/** After something became free, so many places are passed on at once; the worker does the rest. */
const MOST_PASSED_ON = 10;

/**
 * What the citizens' role may do: the functions of schema `citizen`, one method each. It has no other right in the database.
 * `lanes`: in how many holds and bookings go (decision 0016); 0: each alone.
 */
export function citizenActs(db: Db, lanes = LANES) {
  const one = async <T>(statement: Sql): Promise<T> =>
    (await twiceAtMost(() => db.one<{ result: T }>(prepared(statement)))).result;
  const act = <T, Reason extends string>(reasons: readonly Reason[], statement: Sql): Promise<Outcome<T, Reason>> =>
    attempt(reasons, () => one<T>(statement));
  /** What an act freed is held for the first who waits for it. The act is done whatever comes of that: the worker does the same each minute. */
  const freed = async <Result extends { ok: boolean }>(result: Result): Promise<Result> => {
    try {
      for (let n = 0; result.ok && n < MOST_PASSED_ON; n += 1)
        if (!(await one<boolean>(sql`SELECT citizen.pass_on() AS result`))) break;
    } catch {}
    return result;
  };

  return {
    /** Begins a visit (book) or sends the link of a live reservation (manage). Every refusal reads the same. */
    verify: (proof: Proof, purpose: 'book' | 'manage', cookie: Buffer, caller: Caller, work: Work = NO_WORK) =>
      one<'ok' | 'work_needed' | 'year_needed' | 'refused' | 'link_sent' | 'no_mail' | 'no_reservation'>(
        sql`SELECT citizen.verify(${proof.service}, ${proof.noticeId}, ${proof.month}, ${proof.day}, ${proof.year}, ${proof.address}, ${cookie}, ${proof.language}, ${purpose}, ${work.id}, ${work.waited}, ${caller.requestId}, ${caller.source}) AS result`,
      ),
    /** Begins a visit for a service without a card on file. `address`: what throttling counts by. */
    identify: (who: { service: string; person: Person; address: string; language: string }, cookie: Buffer, caller: Caller) =>
      one<'ok' | 'too_many' | 'refused'>(
        sql`SELECT citizen.identify(${who.service}, ${JSON.stringify(personRow(who.person))}::jsonb, ${who.address}, ${cookie}, ${who.language}, ${caller.requestId}, ${caller.source}) AS result`,
      ),
    /** Sends the link of such a reservation to its registered address. Every answer reads the same. */
    findPerson: (who: { service: string; kanaKey: string; birthDate: string; phone: string; address: string }, caller: Caller) =>
      one<'link_sent' | 'no_mail' | 'no_reservation'>(
        sql`SELECT citizen.find_person(${who.service}, ${who.kanaKey}, ${who.birthDate}::date, ${who.phone}, ${who.address}, ${caller.requestId}, ${caller.source}) AS result`,
      ),
    /** The party of a visit, in order (§8(3)⑥). */
    party: (cookie: Buffer) =>
      db.rows<Companion>(
        prepared(sql`SELECT ref, notice_id AS "noticeId", name, initial, under15, trouble, until FROM citizen.party(${cookie})`),
      ),
    /** One person more, proven like the first. `version`: of a booking as it was shown. Every refusal of the proof reads the same. */
    joinByNotice: (
      cookie: Buffer,
      proof: Pick<Proof, 'noticeId' | 'month' | 'day' | 'year' | 'address'>,
      version: number | null,
      caller: Caller,
      work: Work = NO_WORK,
    ) =>
      act<'ok' | 'work_needed' | 'year_needed' | 'refused' | 'party_full', JoinRefusal>(
        JOIN_REASONS,
        sql`SELECT citizen.join_by_notice(${cookie}, ${proof.noticeId}, ${proof.month}, ${proof.day}, ${proof.year}, ${proof.address}, ${version}, ${work.id}, ${work.waited}, ${caller.requestId}, ${caller.source}) AS result`,
      ),
    /** The same without a card; the phone is the first person's. */
    joinAsPerson: (cookie: Buffer, who: { person: Person; address: string }, version: number | null, caller: Caller) =>
      act<'ok' | 'too_many' | 'refused' | 'party_full', JoinRefusal>(
        JOIN_REASONS,
        sql`SELECT citizen.join_as_person(${cookie}, ${JSON.stringify(personRow(who.person))}::jsonb, ${who.address}, ${version}, ${caller.requestId}, ${caller.source}) AS result`,
      ),
    /** One person less; `last`: nobody would be left, cancel it. */
    leaveParty: async (cookie: Buffer, ref: string, version: number | null, caller: Caller) =>
      freed(
        await act<'removed' | 'already', LeaveRefusal>(
          LEAVE_REASONS,
          sql`SELECT citizen.leave_party(${cookie}, ${ref}, ${version}, ${caller.requestId}, ${caller.source}) AS result`,
        ),
      ),
    requestLink: (cookie: Buffer, mail: string, caller: Caller) =>
      act<'sent' | 'too_many', 'no_visit' | 'bad_mail' | 'unknown'>(
        MAIL_REASONS,
        sql`SELECT citizen.request_link(${cookie}, ${mail}, ${caller.requestId}, ${caller.source}) AS result`,
      ),
    /** The six digits of the visit's mail; every refusal reads the same. `address`: what throttling counts by. */
    typeCode: (cookie: Buffer, code: string, address: string, caller: Caller) =>
      act<'ok' | 'refused', 'no_visit'>(
        ['no_visit'],
        sql`SELECT citizen.type_code(${cookie}, ${code}, ${address}, ${caller.requestId}, ${caller.source}) AS result`,
      ),
    lookAtLink: (secret: string) =>
      one<'ready' | 'expired' | 'finished' | 'booked' | 'unknown'>(sql`SELECT citizen.look_at_link(${secret}) AS result`),
    /** `was`: the cookie this browser had before. */
    openLink: (secret: string, cookie: Buffer, was: Buffer | undefined, caller: Caller) =>
      one<'ready' | 'expired' | 'finished' | 'booked' | 'unknown'>(
        sql`SELECT citizen.open_link(${secret}, ${cookie}, ${was ?? null}, ${caller.requestId}, ${caller.source}) AS result`,
      ),
    lookAtManage: (secret: string) =>
      one<'ready' | 'over' | 'finished' | 'unknown'>(sql`SELECT citizen.look_at_manage(${secret}) AS result`),
    openManage: (secret: string, cookie: Buffer, language: string, caller: Caller) =>
      one<'ready' | 'over' | 'finished' | 'unknown'>(
        sql`SELECT citizen.open_manage(${secret}, ${cookie}, ${language}, ${caller.requestId}, ${caller.source}) AS result`,
      ),

    /** The live visit of a cookie and all its pages show; undefined when there is none. */
    visit: visitsOf(db),
    /** Signs of an office's days for this visit; `to` 200 days after `from` at most. */
    calendar: async (cookie: Buffer, office: string, from: string, to: string) =>
      calendarOf(
        await db.rows<CalendarRow>(
          prepared(
            sql`SELECT day, sign, earliest, latest, lies_elsewhere AS "liesElsewhere" FROM citizen.calendar(${cookie}, ${office}, ${from}, ${to})`,
          ),
        ),
      ),
    /** Until when places are set aside for this visit, which a closing took away; null: none are. */
    priorityUntil: (cookie: Buffer) => one<Date | null>(sql`SELECT citizen.priority_until(${cookie}) AS result`),
    /** From when to when a card that lies in one office may be picked up in another; undefined for an office not open to citizens. */
    windowOf: (service: string, office: string, cardOffice: string | null) =>
      db.row<{ earliest: string | null; latest: string | null }>(
        prepared(sql`SELECT earliest, latest FROM citizen.window_of(${service}, ${office}, ${cardOffice})`),
      ),
    times: (cookie: Buffer, office: string, day: string) =>
      db.rows<TimeSign>(
        prepared(
          sql`SELECT slot_id AS "slotId", start_minute AS "startMinute", minutes, sign FROM citizen.times(${cookie}, ${office}, ${day})`,
        ),
      ),
    /** The times of an office's day as anyone sees them who may come then. */
    publicTimes: (service: string, office: string, day: string) =>
      db.rows<TimeSign>(
        prepared(
          sql`SELECT slot_id AS "slotId", start_minute AS "startMinute", minutes, sign FROM citizen.public_times(${service}, ${office}, ${day})`,
        ),
      ),
    publicCalendar: async (service: string, office: string, from: string, to: string) =>
      calendarOf(
        await db.rows<CalendarRow>(
          prepared(
            sql`SELECT day, sign, earliest, latest, false AS "liesElsewhere" FROM citizen.public_calendar(${service}, ${office}, ${from}, ${to})`,
          ),
        ),
      ),

    /** The first free times of an office's days for a party of so many, a few a day. */
    firstTimes: (service: string, office: string, people: number, from: string, to: string) =>
      db.rows<FirstTime>(
        prepared(
          sql`SELECT day, evening, slot_id AS "slotId", start_minute AS "startMinute" FROM citizen.first_times(${service}, ${office}, ${people}, ${from}, ${to})`,
        ),
      ),

    /** What is unusual about an office's days; ordinary ones are left out. */
    dayNotes: async (service: string, office: string, from: string, to: string): Promise<ReadonlyMap<string, DayNote>> => {
      const rows = await db.rows<DayNote & { day: string }>(
        prepared(
          sql`SELECT day, why, name, evening, holiday FROM citizen.day_words(${service}, ${office}, ${from}, ${to}) WHERE why IS NOT NULL OR evening OR holiday IS NOT NULL`,
        ),
      );
      return new Map(rows.map(({ day, ...note }) => [day, note]));
    },

    ...bookingActs(db, lanes),
    extend: (cookie: Buffer, caller: Caller) =>
      act<Date, 'no_visit' | 'lapsed' | 'extended_enough'>(
        EXTEND_REASONS,
        sql`SELECT citizen.extend(${cookie}, ${caller.requestId}, ${caller.source}) AS result`,
      ),
    /** What the visit's party ticks and brings, together and each, by its service and ages (§8(3)⑨). */
    ownPapers: (cookie: Buffer) =>
      act<{ cautions: number[]; bring: string[]; each: PaperGroup[] }, 'no_visit'>(
        ['no_visit'],
        sql`SELECT citizen.own_papers(${cookie}) AS result`,
      ),
    /** True when every caution the party has to tick is among `ids`. */
    acceptCautions: (cookie: Buffer, ids: readonly number[]) =>
      act<boolean, 'no_visit'>(['no_visit'], sql`SELECT citizen.accept_cautions(${cookie}, ${ids}::integer[]) AS result`),
    move: async (cookie: Buffer, slot: number, version: number, caller: Caller) =>
      freed(
        await act<'moved' | 'same', MoveRefusal>(
          MOVE_REASONS,
          sql`SELECT citizen.move(${cookie}, ${slot}, ${version}, ${caller.requestId}, ${caller.source}) AS result`,
        ),
      ),
    cancel: async (cookie: Buffer, version: number, caller: Caller) =>
      freed(
        await act<'cancelled' | 'already', CancelRefusal>(
          CANCEL_REASONS,
          sql`SELECT citizen.cancel(${cookie}, ${version}, ${caller.requestId}, ${caller.source}) AS result`,
        ),
      ),

    /** What the visit waits for; null: nothing. */
    waiting: (cookie: Buffer) => one<WaitingRow | null>(sql`SELECT citizen.waiting(${cookie}) AS result`),
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
    lookAtWaiting: (secret: string) => one<WaitingLink>(sql`SELECT citizen.look_at_waiting(${secret}) AS result`),
    /** This browser goes on with the place that is held; once. */
    takeOffer: (secret: string, cookie: Buffer, language: string, caller: Caller) =>
      one<'ready' | 'used' | 'over' | 'entry' | 'unknown'>(
        sql`SELECT citizen.take_offer(${secret}, ${cookie}, ${language}, ${caller.requestId}, ${caller.source}) AS result`,
      ),
    passOffer: async (secret: string, caller: Caller) => {
      const value = await one<'passed' | 'already' | 'unknown'>(
        sql`SELECT citizen.pass_offer(${secret}, ${caller.requestId}, ${caller.source}) AS result`,
      );
      return (await freed({ ok: value === 'passed', value })).value;
    },
    leaveByLink: async (secret: string, caller: Caller) => {
      const value = await one<'left' | 'already' | 'unknown'>(
        sql`SELECT citizen.leave_by_link(${secret}, ${caller.requestId}, ${caller.source}) AS result`,
      );
      return (await freed({ ok: value === 'left', value })).value;
    },
    resend: (cookie: Buffer, caller: Caller) =>
      act<'sent' | 'too_many', 'no_visit' | 'bad_mail' | 'unknown'>(
        MAIL_REASONS,
        sql`SELECT citizen.resend(${cookie}, ${caller.requestId}, ${caller.source}) AS result`,
      ),
    /** Somebody reads on: until when the visit lasts now. */
    carryOn: (cookie: Buffer) => act<Date, 'no_visit'>(['no_visit'], sql`SELECT citizen.carry_on(${cookie}) AS result`),
    /** The visit is read in another language; its booking's mails are in that one from now on. */
    speak: async (cookie: Buffer, language: string): Promise<void> => {
      await twiceAtMost(() => db.run(prepared(sql`SELECT citizen.speak(${cookie}, ${language})`)));
    },
    /** Why there is no live visit of a cookie. */
    whyOver: (cookie: Buffer) => one<Over>(sql`SELECT citizen.why_over(${cookie}) AS result`),
    /** Ends the visit. `links`: 終了する, the links through which this browser came end too; else another visit begins in it. */
    finish: async (cookie: Buffer, caller: Caller, links: boolean): Promise<void> => {
      await twiceAtMost(() => db.run(sql`SELECT citizen.finish(${cookie}, ${caller.requestId}, ${caller.source}, ${links})`));
    },
  };
}

export type CitizenActs = ReturnType<typeof citizenActs>;
