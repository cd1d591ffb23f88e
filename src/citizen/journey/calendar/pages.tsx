import { randomUUID } from 'node:crypto';
import { formatsOf, type Language, textsOf } from '../../../languages/index.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { Phrase, Says, typedSheet } from '../../../lib/html/index.ts';
import { textOf } from '../../../lib/http/fields.ts';
import { put } from '../../../lib/language/text.ts';
import { dayParam } from '../../../lib/values/days.ts';
import { cityNow } from '../../../site/city.ts';
import type { Office } from '../../common.ts';
import { furthest } from '../../days.ts';
import { BackLink, Frame } from '../../frame.tsx';
import { mayNotMove } from '../../manage/change/cannot.tsx';
import { type By, byOf, officesFor } from '../../offers.ts';
import { type Outlook, outlookOf, roomsOf, withinReach } from '../../outlook.ts';
import { counterNow } from '../../parts/counter-now.tsx';
import { deadlineOf } from '../../parts/deadline.ts';
import { Ended } from '../../parts/ended.tsx';
import { mostOf } from '../../parts/most.ts';
import { blockedParty } from '../../parts/problems.tsx';
import { SoFar, soFarIn } from '../../parts/so-far.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, show, type VisitAsk } from '../../route.ts';
import { fillIn } from '../../speech.tsx';
import { stopAhead } from '../../stops.ts';
import { standing } from '../../visit.ts';
import { theVisit } from '../times/the-visit.ts';
import { keptOffer, OfferKept } from '../waiting/kept-offer.tsx';
import { aheadOf, drawing, GONE } from './drawing.tsx';

import { earliestOf } from './earliest-box.ts';
import { NextDays } from './next-days.tsx';

/** The office asked for, else the one held or booked, else the first. */
export const officeOf = (offices: Office[], asked: string, standsAt: string | null): Office | undefined =>
  offices.find(({ code }) => code === asked) ?? offices.find(({ code }) => code === standsAt) ?? offices[0];

export function noOffices(language: Language, by: By): Answer {
  const words = textsOf(language).calendar;
  return show(<Ended title={words.heading[by]} says={[words.noOffices]} next={[]} finish={false} />, 409);
}

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

export async function calendarPage(ask: VisitAsk): Promise<Answer> {
  const { language, visit } = ask;
  if (visit.alreadyBooked) return blockedParty({ reason: 'already_booked' }, ask);
  const by = byOf(visit);
  const booked = standing(visit, 'booked');
  const fixed = mayNotMove(ask);
  if (fixed !== undefined) return fixed;
  const offices = await officesFor(ask.common, visit.serviceCode);
  const office = officeOf(offices, textOf(ask.query, 'office'), visit.officeCode);
  if (office === undefined) return noOffices(language, by);
  const now = cityDay(ask.clock.now());
  const from = beginsAt(textOf(ask.query, 'from'), now);
  const [calendar, box, waitingHours, offer, all, counters] = await Promise.all([
    ask.days(ask.cookie, visit, office.code, from),
    earliestOf(ask, now),
    ask.common.waitingHours(''),
    keptOffer(ask),
    ask.common.places(''),
    ask.common.counters(''),
  ]);
  const outlook = await outlookOf(ask, office, now, { from, rows: calendar });
  // Where a card cannot be in time or expires before, so many cannot come together, or nobody can come, no cancellation helps.
  const reachable = outlook.kind === 'free' || outlook.kind === 'full';
  const instead = await insteadOf(ask, outlook.kind, offices);
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
  const html = fillIn({ language, here: undefined }, page, {
    token: ask.token(),
    form: randomUUID(),
    offer: offer === undefined ? '' : <OfferKept offer={offer} offices={all} now={ask.clock.now()} />,
    'so-far': soFarIn({ language, here: undefined }, { visit, offices: all }),
  });
  return { kind: 'bytes', html, shared: false };
}

/** 次に空いている日 of every office. */
export async function nextDaysPage(ask: VisitAsk): Promise<Answer> {
  const { language, visit } = ask;
  const fixed = mayNotMove(ask);
  if (fixed !== undefined) return fixed;
  const words = textsOf(language).calendar;
  const from = cityDay(ask.clock.now());
  const found = [];
  for (const office of await officesFor(ask.common, visit.serviceCode)) {
    found.push({ office, outlook: await outlookOf(ask, office, from) });
  }
  return show(
    <Frame title={words.nextDaysTitle} token={ask.token()} aside={<SoFar visit={visit} offices={await ask.common.places('')} />}>
      <BackLink href={paths.calendar} />
      <h1>
        <Phrase>{words.nextDaysTitle}</Phrase>
      </h1>
      <Says class="lead">{words.nextDaysLead}</Says>
      <NextDays found={found} counters={await ask.common.counters('')} />
    </Frame>,
  );
}
