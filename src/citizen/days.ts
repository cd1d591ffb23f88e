import { addDays } from '../lib/dates/jst.ts';
import { keep, keepByText } from '../lib/kept.ts';
import { endsBefore } from '../lib/values/order.ts';
import type { CalendarRows, CitizenActs, DayNote, TimeSign } from './acts.ts';
import { READ_MS } from './ages.ts';
import type { VisitRow } from './read-visits.ts';

const NOWHERE = '-';
const NEVER = { earliest: null, latest: null };

/** How far one calendar reaches at once. */
const REACH_DAYS = 100;
/** Every page asks from the same few days on. */
const MOST_DAYS = 1_000;
export const reach = keepByText(MOST_DAYS, (from) => addDays(from, REACH_DAYS));

/** How far calendars are looked through, page by page: further than any window, also one of 730 open days. */
const FURTHEST_DAYS = 1_200;
export const furthest = keepByText(MOST_DAYS, (now) => addDays(now, FURTHEST_DAYS));

/** Days with what is unusual about them. */
async function withNotes(calendar: Promise<CalendarRows>, notes: Promise<ReadonlyMap<string, DayNote>>): Promise<CalendarRows> {
  const [rows, known] = await Promise.all([calendar, notes]);
  const days = rows.days.map((day) => {
    const note = known.get(day.day);
    return note === undefined ? day : { ...day, note };
  });
  return { ...rows, days };
}

/** The days of an office as anyone sees them. */
export const publicDays = (acts: CitizenActs, service: string, office: string, from: string): Promise<CalendarRows> =>
  withNotes(acts.publicCalendar(service, office, from, reach(from)), acts.dayNotes(service, office, from, reach(from)));

/**
 * When a visit may come to an office, by where its cards lie and when the first of them expires: read once a second for each place a card can lie, never for
 * a visit. Null at both ends: not at all.
 */
export function visitWindows(acts: CitizenActs) {
  const windows = keep(READ_MS, (key: string) => {
    const [service = '', office = '', lies = NOWHERE] = key.split(' ');
    return acts.windowOf(service, office, lies === NOWHERE ? null : lies);
  });
  return async (service: string, office: string, cardOffices: readonly (string | null)[], expiresOn: string | null) => {
    const found = await Promise.all(cardOffices.map((lies) => windows(`${service} ${office} ${lies ?? NOWHERE}`)));
    const earliest = found.map((window) => window?.earliest ?? null);
    const latest = found.map((window) => window?.latest ?? null);
    if ([...earliest, ...latest].includes(null)) return NEVER;
    const first = earliest.toSorted().at(-1) ?? null;
    const last = [...latest, ...(expiresOn === null ? [] : [expiresOn])].toSorted()[0] ?? null;
    return first === null || last === null || endsBefore(first, last) ? NEVER : { earliest: first, latest: last };
  };
}

export type VisitWindows = ReturnType<typeof visitWindows>;

/**
 * Where a visit's cards lie, if it sees the signs that everyone sees; undefined: its signs are its own. A larger party meets fuller slots. A visit that a
 * closing took away may find places set aside for it, which nobody else sees. A booked visit may choose among the times of its own day, which may lie before
 * everyone's window. And a visit of several slots may keep some of them where for everyone else they are full.
 */
export const sharedSigns = ({
  people,
  slotClosed,
  long,
  state,
  cardOffices,
}: VisitRow): readonly (string | null)[] | undefined =>
  people > 1 || slotClosed || long || state === 'booked' || cardOffices === null ? undefined : cardOffices;

/**
 * Days of an office as a visit may see them, from a day on as far as a calendar reaches. Signs for one person and windows by where the card lies are the same for
 * everyone, so they are read once a second, and each visit cuts its own days out of them without asking the database.
 */
export function officeDays(acts: CitizenActs, windows: VisitWindows) {
  const signs = keep(READ_MS, async (key: string) => {
    const [service = '', office = '', from = ''] = key.split(' ');
    return (await publicDays(acts, service, office, from)).days;
  });
  const notes = keep(READ_MS, (key: string) => {
    const [of = '', office = '', from = ''] = key.split(' ');
    return acts.dayNotes(of, office, from, reach(from));
  });
  return async (cookie: Buffer, visit: VisitRow, office: string, from: string): Promise<CalendarRows> => {
    const { serviceCode: service } = visit;
    const cardOffices = sharedSigns(visit);
    if (cardOffices === undefined)
      return withNotes(acts.calendar(cookie, office, from, reach(from)), notes(`${service} ${office} ${from}`));
    const [days, window] = await Promise.all([
      signs(`${service} ${office} ${from}`),
      windows(service, office, cardOffices, visit.cardsExpireOn),
    ]);
    return {
      days,
      ...window,
      liesElsewhere: cardOffices.some((lies) => lies !== null && lies !== office),
    };
  };
}

export type OfficeDays = ReturnType<typeof officeDays>;

const NO_TIMES: TimeSign[] = [];

/**
 * The times of an office's day as a visit may see them. As with days, signs are read once a second for everyone. `fresh`: read for this visit, now; who
 * was just told that a time is gone must not find it offered.
 */
export function officeTimes(acts: CitizenActs, windows: VisitWindows) {
  const signs = keep(READ_MS, (key: string) => {
    const [service = '', office = '', day = ''] = key.split(' ');
    return acts.publicTimes(service, office, day);
  });
  return async (cookie: Buffer, visit: VisitRow, office: string, day: string, fresh: boolean): Promise<TimeSign[]> => {
    const { serviceCode: service } = visit;
    const cardOffices = sharedSigns(visit);
    if (fresh || cardOffices === undefined) return acts.times(cookie, office, day);
    const [times, { earliest, latest }] = await Promise.all([
      signs(`${service} ${office} ${day}`),
      windows(service, office, cardOffices, visit.cardsExpireOn),
    ]);
    return earliest === null || latest === null || day < earliest || day > latest ? NO_TIMES : times;
  };
}

export type OfficeTimes = ReturnType<typeof officeTimes>;
