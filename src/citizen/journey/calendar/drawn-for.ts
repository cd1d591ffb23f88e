import { formatsOf, textsOf } from '../../../languages/index.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { type Drawn, typedSheet } from '../../../lib/html/index.ts';
import { textOf } from '../../../lib/http/fields.ts';
import { keep } from '../../../lib/kept.ts';
import { put } from '../../../lib/language/text.ts';
import { dayParam } from '../../../lib/values/days.ts';
import { cityNow } from '../../../site/city.ts';
import { ALIKE_MS } from '../../ages.ts';
import type { Office } from '../../common.ts';
import { furthest } from '../../days.ts';
import { byOf, officesFor } from '../../offers.ts';
import { type Outlook, outlookOf, roomsOf, withinReach } from '../../outlook.ts';
import { counterNow } from '../../parts/counter-now.tsx';
import { deadlineOf } from '../../parts/deadline.ts';
import { mostOf } from '../../parts/most.ts';
import { paths, withQuery } from '../../paths.ts';
import type { VisitAsk } from '../../route.ts';
import { stopAhead } from '../../stops.ts';
import { standing } from '../../visit.ts';
import { theVisit } from '../times/the-visit.ts';
import { alikeKey, askAlike } from './alike.ts';
import { aheadOf, drawing, GONE } from './drawing.tsx';
import { earliestOf } from './earliest-box.ts';
import { limitedOf } from './limited.tsx';
import { type Limits, limitsOf } from './limits.ts';

/** The office asked for, else the one held or booked, else the first. */
export const officeOf = (offices: Office[], asked: string, standsAt: string | null): Office | undefined =>
  offices.find(({ code }) => code === asked) ?? offices.find(({ code }) => code === standsAt) ?? offices[0];

/** Where the calendar begins: today, or a later day asked for. */
export function beginsAt(asked: string, now: string): string {
  const day = dayParam(asked);
  return day.ok && day.value > now && day.value <= furthest(now) ? day.value : now;
}

/** Offices that are named in place of one: to which the cards can be brought, and where so many can come together. */
async function insteadOf(ask: VisitAsk, why: Outlook['kind'], offices: readonly Office[]): Promise<readonly Office[]> {
  if (why !== 'far' && why !== 'expires' && why !== 'small') return [];
  const reached = await withinReach(ask, offices);
  if (why !== 'small') return reached;
  const rooms = await roomsOf(ask, reached);
  return reached.filter(({ code }) => rooms.get(code) === true);
}

/** The page of days of a visit without what is one person's own, and whose cards limit it. */
export type DaysPage = { page: Drawn; limits: Limits };

/** Undefined: no office takes anybody. `now`: today. */
async function drawnFor(ask: VisitAsk, now: string): Promise<DaysPage | undefined> {
  const { language, visit } = ask;
  const by = byOf(visit);
  const booked = standing(visit, 'booked');
  const offices = await officesFor(ask.common, visit.serviceCode);
  const office = officeOf(offices, textOf(ask.query, 'office'), visit.officeCode);
  if (office === undefined) return undefined;
  const from = beginsAt(textOf(ask.query, 'from'), now);
  const [calendar, box, waitingHours, counters] = await Promise.all([
    ask.days(ask.cookie, visit, office.code, from),
    earliestOf(ask, now),
    ask.common.waitingHours(''),
    ask.common.counters(''),
  ]);
  const outlook = await outlookOf(ask, office, now, { from, rows: calendar });
  // Where a card cannot be in time or expires before, so many cannot come together, or nobody can come, no cancellation helps.
  const reachable = outlook.kind === 'free' || outlook.kind === 'full';
  const [instead, limits] = await Promise.all([
    insteadOf(ask, outlook.kind, offices),
    limitsOf(ask, office, calendar, outlook.kind),
  ]);
  const { takes, people, arrive } = await theVisit(ask);
  const until = booked === undefined || booked.slotClosed ? undefined : deadlineOf(booked, formatsOf(language));
  const page = drawing({
    city: cityNow(),
    language,
    here: withQuery(paths.calendar, {
      office: office.code,
      from: from === now ? '' : from,
      when: box.when === 'any' ? '' : box.when,
      area: box.area,
    }),
    by,
    changing: booked !== undefined,
    changeUntil: until === undefined ? '' : put(textsOf(language).change.until, until),
    most: booked === undefined ? await mostOf(ask) : 1,
    takes,
    people,
    arrive,
    gone: GONE.find((why) => why === textOf(ask.query, 'gone')),
    offices,
    office,
    ...calendar,
    ...box,
    ...aheadOf(outlook),
    ...limitedOf(limits),
    ...counterNow(counters.get(office.code)),
    instead: instead.map(({ code }) => code).join(' '),
    from,
    onward: from !== now,
    marked: booked?.officeCode === office.code ? booked.day : '',
    waits: (reachable || booked !== undefined) && visit.needsCard && waitingHours > 0,
    officeGone: !['', office.code].includes(textOf(ask.query, 'office')),
    stop: stopAhead(),
    sheet: typedSheet(),
  });
  return { page, limits };
}

/** Drawings of one door's pages of days. Visits that are alike share one for a moment: all it takes was read within the second. */
export function calendarDrawings(): (ask: VisitAsk) => Promise<DaysPage | undefined> {
  const shared = keep(ALIKE_MS, (_key: string, ask: VisitAsk, now: string) => drawnFor(askAlike(ask), now));
  return (ask) => {
    const now = cityDay(ask.clock.now());
    const key = alikeKey(ask, now);
    return key === undefined ? drawnFor(ask, now) : shared(key, ask, now);
  };
}
