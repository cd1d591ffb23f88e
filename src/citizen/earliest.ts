import { weekday } from '../lib/dates/jst.ts';
import { keep } from '../lib/kept.ts';
import type { CitizenActs, FirstTime } from './acts.ts';
import { READ_MS } from './ages.ts';
import type { CommonReads, Office } from './common.ts';
import { furthest, reach, type VisitWindows } from './days.ts';
import { officesFor } from './offers.ts';
import type { VisitRow } from './read-visits.ts';

const FRIDAY = 5;

/** Which days and hours one looks for: any, Saturdays, Sundays and holidays, or what ends after reception usually does. */
const WHENS = ['any', 'weekend', 'evening'] as const;
export type When = (typeof WHENS)[number];
export const whenOf = (text: string): When => WHENS.find((when) => when === text) ?? 'any';

export type Place = { office: Office; day: string; startMinute: number; slotId: number };
export type Earliest = {
  place: Place | undefined;
  /** The filters that some office has hours for, `any` among them. */
  whens: readonly When[];
  /** The parts of the city that its offices are in, in their order. */
  areas: readonly string[];
  /** The one that was looked in; empty: everywhere. */
  area: string;
};

const MATCHES: Record<When, (time: FirstTime) => boolean> = {
  any: () => true,
  weekend: ({ day, holiday }) => holiday || weekday(day) > FRIDAY,
  evening: ({ evening }) => evening,
};

/** What one office has, made ready once for everyone who asks within the second: by filter, its hours and the free ones, in the order of time. */
type Ready = Record<When, { hours: readonly FirstTime[]; free: readonly Free[] }>;
type Free = FirstTime & { slotId: number; startMinute: number };

const isFree = (time: FirstTime): time is Free => time.slotId !== null && time.startMinute !== null;
const inOrder = (a: FirstTime, b: FirstTime): number =>
  a.day < b.day ? -1 : a.day > b.day ? 1 : (a.startMinute ?? 0) - (b.startMinute ?? 0);

function ready(found: readonly FirstTime[]): Ready {
  const sorted = found.toSorted(inOrder);
  const of = (when: When) => {
    const hours = sorted.filter(MATCHES[when]);
    return { hours, free: hours.filter(isFree) };
  };
  return { any: of('any'), weekend: of('weekend'), evening: of('evening') };
}

/** `own`: a day within it or not, on which a booked visit comes there. */
type Window = { earliest: string; latest: string; own: string };
const lastOf = ({ latest, own }: Window): string => (own > latest ? own : latest);

/** The first of some times, in their order, within a window; none of those slots. */
function firstIn<Time extends FirstTime>(
  times: readonly Time[],
  window: Window,
  not: readonly (number | null | undefined)[] = [],
): Time | undefined {
  const { earliest, latest, own } = window;
  const last = lastOf(window);
  for (const time of times) {
    const { day, slotId } = time;
    if (day > last) return undefined;
    if (((day >= earliest && day <= latest) || day === own) && (slotId === null || !not.includes(slotId))) return time;
  }
  return undefined;
}

const placeOf = ({ office, first: { day, startMinute, slotId } }: { office: Office; first: Free }): Place => ({
  office,
  day,
  startMinute,
  slotId,
});
const inTheirOrder = (whens: ReadonlySet<When>): When[] => WHENS.filter((when) => whens.has(when));

/** `area`: in which part of the city alone; one there is not is everywhere. */
type Looking = { cookie: Buffer; visit: VisitRow; from: string; when: When; area: string; lost: number | undefined };

/** Whether a visit finds places free that others do not: those of a longer visit it stands in itself, and those set aside after a closing. */
const findsItsOwn = ({ state, slotClosed, long }: VisitRow): boolean =>
  (state === 'held' || state === 'booked') && (slotClosed || long);
const NOTHING = ready([]);
/** Before every day. */
const NO_DAY = '';

/**
 * The earliest free time over all offices a visit may use, by the size of its party where its cards lie and when they expire. Each office's times are read once a second
 * for each size of party, its windows for each place a card can lie: a visit asks the database for nothing of its own. `lost`: the slot that was just
 * found gone, left out because what is kept may still have it. A booked visit is offered another time than its own, also on its own day; where it
 * has places that others have not, its times are read for it alone. Undefined for a visit whose cards are not known yet, or can be at no office in time.
 */
export function earliestTimes(acts: CitizenActs, common: CommonReads, windows: VisitWindows) {
  const times = keep(READ_MS, (key: string) => {
    const [service = '', office = '', people = '', from = ''] = key.split(' ');
    return acts.firstTimes(service, office, Number(people), from, reach(from)).then(ready);
  });
  const ownTimes = async (cookie: Buffer, from: string): Promise<(office: string) => Ready> => {
    const rows = await acts.ownFirstTimes(cookie, from, reach(from));
    const byOffice = new Map([...Map.groupBy(rows, ({ office }) => office)].map(([office, found]) => [office, ready(found)]));
    return (office) => byOffice.get(office) ?? NOTHING;
  };
  return async ({ cookie, visit, from, when, lost, ...asked }: Looking): Promise<Earliest | undefined> => {
    const { serviceCode: service, cardOffices, people } = visit;
    if (cardOffices === null) return undefined;
    const booked = visit.state === 'booked';
    const not = [lost, booked ? visit.slotId : undefined];
    const offices = await officesFor(common, service);
    const windowed = await Promise.all(
      offices.map(async (office) => ({ office, ...(await windows(service, office.code, cardOffices, visit.cardsExpireOn)) })),
    );
    const anywhere = windowed.flatMap(({ office, earliest, latest }) => {
      const own = (booked && office.code === visit.officeCode ? visit.day : null) ?? NO_DAY;
      if (earliest !== null && latest !== null) return [{ office, window: { earliest, latest, own }, ownDay: false }];
      return own === NO_DAY ? [] : [{ office, window: { earliest: own, latest: own, own }, ownDay: true }];
    });
    // Nothing can be offered anywhere, whether something is free or not: the page of days says why.
    if (anywhere.length === 0) return undefined;
    const areaOf = await common.areas('');
    const areas = [...new Set(anywhere.map(({ office }) => areaOf.get(office.code) ?? ''))].filter((area) => area !== '');
    const area = areas.includes(asked.area) ? asked.area : '';
    const open = area === '' ? anywhere : anywhere.filter(({ office }) => areaOf.get(office.code) === area);
    const whens = new Set<When>();
    // On, part by part, until something is free or no window reaches further: what is far away is free all the same.
    for (let start = from; start < furthest(from); start = reach(start)) {
      const own = findsItsOwn(visit) ? await ownTimes(cookie, start) : undefined;
      const has = await Promise.all(
        open.map(async (one) => ({
          ...one,
          has: own?.(one.office.code) ?? (await times(`${service} ${one.office.code} ${people} ${start}`)),
        })),
      );
      for (const filter of WHENS)
        if (has.some((one) => firstIn(one.has[filter].hours, one.window) !== undefined)) whens.add(filter);
      const [best] = has
        .flatMap((one) => {
          const first = firstIn(one.has[when].free, one.window, not);
          return first === undefined ? [] : [{ office: one.office, first }];
        })
        .toSorted((a, b) => inOrder(a.first, b.first));
      if (best !== undefined) return { place: placeOf(best), whens: inTheirOrder(whens), areas, area };
      if (open.every(({ window }) => lastOf(window) <= reach(start))) break;
    }
    // Another time of the day that is booked was all there could be: the page of days says why.
    if (anywhere.every(({ ownDay }) => ownDay)) return undefined;
    return { place: undefined, whens: inTheirOrder(whens), areas, area };
  };
}

export type EarliestTimes = ReturnType<typeof earliestTimes>;
