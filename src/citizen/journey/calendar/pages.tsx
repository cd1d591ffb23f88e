import { type Language, textsOf } from '../../../languages/index.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { hole, Notice, Phrase, Says, typedSheet } from '../../../lib/html/index.ts';
import { textOf } from '../../../lib/http/fields.ts';
import { keepSame } from '../../../lib/kept.ts';
import { dayParam } from '../../../lib/values/days.ts';
import { type City, cityNow } from '../../../site/city.ts';
import type { CalendarRows, DaySign } from '../../acts.ts';
import type { Office } from '../../common.ts';
import { reach } from '../../days.ts';
import { BackLink, Frame, Step } from '../../frame.tsx';
import { type By, byOf, officesFor } from '../../offers.ts';
import { Ended } from '../../parts/ended.tsx';
import { nextOpen, shownDays } from '../../parts/months.tsx';
import { keptMonths } from '../../parts/months-kept.tsx';
import { mostOf } from '../../parts/most.ts';
import { blockedParty } from '../../parts/problems.tsx';
import { SoFar } from '../../parts/so-far.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, show, type VisitAsk } from '../../route.ts';
import { drawIn, fillIn } from '../../speech.tsx';
import { standing } from '../../visit.ts';
import { PartyPanel } from '../party/view.tsx';
import { NextDays, OfficeCalendar } from './view.tsx';

const GONE = ['full', 'closed', 'past', 'other'] as const;

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
  return day.ok && day.value > now && day.value <= reach(reach(reach(now))) ? day.value : now;
}

/** `from` of the days after what is shown, where the window reaches further. */
export const laterFrom = ({ latest }: Pick<CalendarRows, 'latest'>, from: string): string | undefined =>
  latest !== null && latest > reach(from) ? reach(from) : undefined;

type Drawing = {
  language: Language;
  /** The page's own address, for its languages. */
  here: string;
  by: By;
  /** A booked visit looks for another time. */
  changing: boolean;
  gone: (typeof GONE)[number] | undefined;
  offices: Office[];
  office: Office;
  days: DaySign[];
  earliest: string | null;
  latest: string | null;
  liesElsewhere: boolean;
  from: string;
  /** Later than the first page of days. */
  onward: boolean;
  /** The day of the present booking, where it is at this office; else empty. */
  marked: string;
  /** The office asked for is not to be had any more. */
  officeGone: boolean;
  /** Head and foot speak of it; of another city a page is drawn anew. */
  city: City;
  /** Every page names it; a drawing that names an older one is drawn anew. */
  sheet: string | undefined;
};

/** All of the page but what is the person's own: drawn once for as long as office and days stay the same, for everyone whose card lies alike. */
const drawing = keepSame(
  ({ language, by, changing, gone, offices, office, from, onward, marked, officeGone, here, ...calendar }: Drawing) => {
    const words = textsOf(language).calendar;
    const later = laterFrom(calendar, from);
    return drawIn(
      { language, here },
      <Frame title={words.title[by]} token={hole('token')} aside={hole('so-far')}>
        {changing ? <BackLink href={paths.reservation} /> : <Step name="day" />}
        {gone !== undefined && (
          <Notice kind="stop" role="alert">
            <Says>{words.gone[gone]}</Says>
          </Notice>
        )}
        {officeGone && (
          <Notice kind="care" role="alert">
            <Says>{words.officeGone}</Says>
          </Notice>
        )}
        <h1>
          <Phrase>{changing ? words.changeHeading : words.heading[by]}</Phrase>
        </h1>
        {hole('party')}
        <OfficeCalendar
          by={by}
          offices={offices}
          office={office}
          calendar={calendar}
          action={paths.calendar}
          leads={{ day: (day) => withQuery(paths.times, { office: office.code, day }) }}
          laterHref={later === undefined ? undefined : withQuery(paths.calendar, { office: office.code, from: later })}
          earlierHref={onward ? withQuery(paths.calendar, { office: office.code }) : undefined}
          othersHref={offices.length > 1 ? paths.nextDays : undefined}
          marked={marked}
        />
      </Frame>,
      keptMonths,
    );
  },
);

export async function calendarPage(ask: VisitAsk): Promise<Answer> {
  const { language, visit } = ask;
  if (visit.alreadyBooked) return blockedParty({ reason: 'already_booked' }, ask);
  const by = byOf(visit);
  const booked = standing(visit, 'booked');
  const offices = await officesFor(ask.common, visit.serviceCode);
  const office = officeOf(offices, textOf(ask.query, 'office'), visit.officeCode);
  if (office === undefined) return noOffices(language, by);
  const now = cityDay(ask.clock.now());
  const from = beginsAt(textOf(ask.query, 'from'), now);
  const calendar = await ask.days(ask.cookie, visit, office.code, from);
  const page = drawing({
    city: cityNow(),
    language,
    here: withQuery(paths.calendar, { office: office.code, from: from === now ? '' : from }),
    by,
    changing: booked !== undefined,
    gone: GONE.find((why) => why === textOf(ask.query, 'gone')),
    offices,
    office,
    ...calendar,
    from,
    onward: from !== now,
    marked: booked?.officeCode === office.code ? booked.day : '',
    officeGone: !['', office.code].includes(textOf(ask.query, 'office')),
    sheet: typedSheet(),
  });
  const all = await ask.common.offices('');
  const most = booked === undefined ? await mostOf(ask) : 1;
  const html = fillIn({ language, here: undefined }, page, {
    token: ask.token(),
    'so-far': <SoFar visit={visit} offices={all} />,
    party: most > 1 || visit.people > 1 ? <PartyPanel people={visit.people} most={most} /> : '',
  });
  return { kind: 'bytes', html, shared: false };
}

/** 次に空いている日 of every office. */
export async function nextDaysPage(ask: VisitAsk): Promise<Answer> {
  const { language, visit } = ask;
  const words = textsOf(language).calendar;
  const from = cityDay(ask.clock.now());
  const found = [];
  for (const office of await officesFor(ask.common, visit.serviceCode)) {
    const { days, earliest, latest } = await ask.days(ask.cookie, visit, office.code, from);
    found.push({ office, next: nextOpen(shownDays(days, earliest, latest)) });
  }
  return show(
    <Frame title={words.nextDaysTitle} token={ask.token()} aside={<SoFar visit={visit} offices={await ask.common.offices('')} />}>
      <BackLink href={paths.calendar} />
      <h1>
        <Phrase>{words.nextDaysTitle}</Phrase>
      </h1>
      <Says class="lead">{words.nextDaysLead}</Says>
      <NextDays found={found} />
    </Frame>,
  );
}
