import { weekday } from '../lib/dates/jst.ts';
import { keep } from '../lib/kept.ts';
import type { CitizenActs, FirstTime } from './acts.ts';
import type { CommonReads, Office } from './common.ts';
import { reach, type VisitWindows } from './days.ts';
import { officesFor } from './offers.ts';
import type { VisitRow } from './read-visits.ts';

/** A second at most: what is gone is not offered for longer. */
const MOMENT_MS = 1_000;
const FRIDAY = 5;

/** Which days and hours one looks for: any, Saturdays and Sundays, or what ends after 17:15. */
export const WHENS = ['any', 'weekend', 'evening'] as const;
export type When = (typeof WHENS)[number];
export const whenOf = (text: string): When => WHENS.find((when) => when === text) ?? 'any';

export type Place = { office: Office; day: string; startMinute: number; slotId: number };
export type Earliest = {
  place: Place | undefined;
  /** The filters that some office has hours for, `any` among them. */
  whens: readonly When[];
};

const MATCHES: Record<When, (time: FirstTime) => boolean> = {
  any: () => true,
  weekend: ({ day }) => weekday(day) > FRIDAY,
  evening: ({ evening }) => evening,
};

const before = (one: Place, other: Place | undefined): boolean =>
  other === undefined || one.day < other.day || (one.day === other.day && one.startMinute < other.startMinute);

type Looking = { visit: VisitRow; from: string; when: When; lost: number | undefined };

/**
 * The earliest free time over all offices a visit may use, by the size of its party and where its cards lie. Each office's times are read once a second
 * for each size of party, its windows for each place a card can lie: a visit asks the database for nothing of its own. `lost`: the slot that was just
 * found gone, left out because what is kept may still have it. Undefined for a visit whose cards are not known yet.
 */
export function earliestTimes(acts: CitizenActs, common: CommonReads, windows: VisitWindows) {
  const times = keep(MOMENT_MS, (key: string) => {
    const [service = '', office = '', people = '', from = ''] = key.split(' ');
    return acts.firstTimes(service, office, Number(people), from, reach(from));
  });
  return async ({ visit, from, when, lost }: Looking): Promise<Earliest | undefined> => {
    const { serviceCode: service, cardOffices, people } = visit;
    if (cardOffices === null) return undefined;
    const offices = await officesFor(common, service);
    const read = await Promise.all(
      offices.map(async (office) => {
        const [found, { earliest, latest }] = await Promise.all([
          times(`${service} ${office.code} ${people} ${from}`),
          windows(service, office.code, cardOffices),
        ]);
        return earliest === null || latest === null
          ? []
          : found.filter(({ day }) => day >= earliest && day <= latest).map((time) => ({ ...time, office }));
      }),
    );
    let place: Place | undefined;
    for (const { office, day, slotId, startMinute, evening } of read.flat()) {
      if (slotId === null || startMinute === null || slotId === lost) continue;
      const one = { office, day, slotId, startMinute };
      if (MATCHES[when]({ ...one, evening }) && before(one, place)) place = one;
    }
    return { place, whens: WHENS.filter((filter) => read.some((found) => found.some(MATCHES[filter]))) };
  };
}

export type EarliestTimes = ReturnType<typeof earliestTimes>;
