import type { CalendarRows, DaySign } from './acts.ts';
import { type Office, roomKey } from './common.ts';
import { furthest, reach } from './days.ts';
import { isOpen } from './parts/months.tsx';
import type { VisitAsk } from './route.ts';

/** The first free day of an office, and the beginning of the page of days it stands on. */
export type FirstFree = { kind: 'free'; day: string; sign: DaySign['sign']; page: string };
/**
 * What an office has in the whole window, whatever part of it a page shows. full: no day is free. small: none of its times is for so many together, whether
 * taken or not. far: its cards cannot be brought there within the
 * window. expires: a card of it expires before the first day it could come. never: nobody can come on any day.
 */
export type Outlook =
  | FirstFree
  | { kind: 'full' }
  | { kind: 'small' }
  | { kind: 'far' }
  | { kind: 'expires' }
  | { kind: 'never' };

/** Where cards do not count: looks on, page by page of days, for the first free one. `read`: the days of an office from a day on. */
export async function lookOn(
  read: (from: string) => Promise<CalendarRows>,
  now: string,
): Promise<Exclude<Outlook, { kind: 'far' | 'expires' | 'small' }>> {
  for (let page = now; page < furthest(now); page = reach(page)) {
    const { days, earliest, latest } = await read(page);
    if (earliest === null || latest === null) return { kind: 'never' };
    const next = days.find((one) => one.day >= earliest && one.day <= latest && isOpen(one));
    if (next !== undefined) return { kind: 'free', day: next.day, sign: next.sign, page };
    if (latest <= reach(page)) break;
  }
  return { kind: 'full' };
}

/** The same for a visit. `known`: a page of days that was read already. */
export async function outlookOf(
  ask: VisitAsk,
  office: Office,
  now: string,
  known?: { from: string; rows: CalendarRows },
): Promise<Outlook> {
  const { days, windows, cookie, visit } = ask;
  const found = await lookOn(
    (from) => (from === known?.from ? Promise.resolve(known.rows) : days(cookie, visit, office.code, from)),
    now,
  );
  if (found.kind === 'full') return (await roomsOf(ask, [office])).get(office.code) === false ? { kind: 'small' } : found;
  if (found.kind !== 'never') return found;
  const [anyone, unexpired] = await Promise.all([
    windows(visit.serviceCode, office.code, [null], null),
    windows(visit.serviceCode, office.code, visit.cardOffices ?? [null], null),
  ]);
  if (anyone.earliest === null) return { kind: 'never' };
  return { kind: unexpired.earliest === null ? 'far' : 'expires' };
}

/** By code, whether an office has any time at which the visit's party could come together, taken or not; null: no places at all. */
export async function roomsOf(
  { common, visit }: Pick<VisitAsk, 'common' | 'visit'>,
  offices: readonly Office[],
): Promise<ReadonlyMap<string, boolean | null>> {
  const found = await Promise.all(
    offices.map(({ code }) => (visit.people > 1 ? common.roomFor(roomKey(visit.serviceCode, code, visit.people)) : true)),
  );
  return new Map(offices.map(({ code }, n) => [code, found[n] ?? null]));
}

/** Those offices to which the visit's cards can be brought within the window, before one of them expires. */
export async function withinReach({ windows, visit }: VisitAsk, offices: readonly Office[]): Promise<Office[]> {
  const found = await Promise.all(
    offices.map(({ code }) => windows(visit.serviceCode, code, visit.cardOffices ?? [null], visit.cardsExpireOn)),
  );
  return offices.filter((_, n) => (found[n]?.earliest ?? null) !== null);
}
