import { randomUUID } from 'node:crypto';
import { type Language, textsOf } from '../../../languages/index.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { hole, Notice, Phrase, Says, typedSheet } from '../../../lib/html/index.ts';
import { textOf } from '../../../lib/http/fields.ts';
import { keepSame } from '../../../lib/kept.ts';
import { dayParam } from '../../../lib/values/days.ts';
import { slotId } from '../../../lib/values/ids.ts';
import { type City, cityNow } from '../../../site/city.ts';
import type { CalendarRows, DaySign } from '../../acts.ts';
import type { Office } from '../../common.ts';
import { furthest, reach } from '../../days.ts';
import { type Earliest, type When, whenOf } from '../../earliest.ts';
import { BackLink, Frame, Step } from '../../frame.tsx';
import { type By, byOf, officesFor } from '../../offers.ts';
import { type Outlook, outlookOf, roomsOf, withinReach } from '../../outlook.ts';
import { Ended } from '../../parts/ended.tsx';
import { keptMonths } from '../../parts/months-kept.tsx';
import { mostOf } from '../../parts/most.ts';
import { blockedParty } from '../../parts/problems.tsx';
import { SoFar } from '../../parts/so-far.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, show, type VisitAsk } from '../../route.ts';
import { drawIn, fillIn } from '../../speech.tsx';
import { type StopAhead, stopAhead } from '../../stops.ts';
import { standing } from '../../visit.ts';
import { PartyPanel } from '../party/view.tsx';
import { theVisit } from '../times/the-visit.ts';
import { HowLong } from '../times/view.tsx';
import { WaitBox } from '../waiting/view.tsx';
import { EarliestBox } from './earliest.tsx';
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
  return day.ok && day.value > now && day.value <= furthest(now) ? day.value : now;
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
  /** What the office has in the whole window, spread out: it is compared by value. */
  ahead: Outlook['kind'];
  freeDay: string;
  freeSign: DaySign['sign'];
  freePage: string;
  /** Codes of offices to which the cards can be brought, where to this one they cannot; or where so many can come together, where here they cannot. */
  instead: string;
  /** The day of the present booking, where it is at this office; else empty. */
  marked: string;
  /** The earliest free time anywhere, spread out: it is compared by value. Not offered to who looks for another time. */
  offered: boolean;
  when: When;
  whens: string;
  /** Parts of the city one may look in, and the one that is; a line each. */
  areas: string;
  area: string;
  placeOffice: Office | undefined;
  placeDay: string;
  placeMinute: number;
  placeSlot: number;
  holdMinutes: number;
  /** Who finds no place may wait for one. */
  waits: boolean;
  /** The office asked for is not to be had any more. */
  officeGone: boolean;
  /** Head and foot speak of it; of another city a page is drawn anew. */
  city: City;
  /** Every page tells of it; from another one on a page is drawn anew. */
  stop: StopAhead | undefined;
  /** Every page names it; a drawing that names an older one is drawn anew. */
  sheet: string | undefined;
};

/** All of the page but what is the person's own: drawn once for as long as office and days stay the same, for everyone whose card lies alike. */
const drawing = keepSame(
  ({ language, by, changing, gone, offices, office, from, onward, marked, officeGone, here, ...calendar }: Drawing) => {
    const words = textsOf(language).calendar;
    const later = laterFrom(calendar, from);
    const { when, area } = calendar;
    const to = (page: string) => withQuery(paths.calendar, { office: office.code, from: page });
    const instead = calendar.instead.split(' ');
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
        {hole('visit')}
        {hole('party')}
        {calendar.offered && <EarliestBox {...boxOf(calendar)} shown={office.code} />}
        <OfficeCalendar
          by={by}
          offices={offices}
          office={office}
          calendar={calendar}
          action={paths.calendar}
          hidden={{ ...(when === 'any' ? {} : { when }), ...(area === '' ? {} : { area }) }}
          leads={{ day: (day) => withQuery(paths.times, { office: office.code, day }) }}
          outlook={outlookIn(calendar)}
          pageHref={to}
          instead={offices
            .filter(({ code }) => instead.includes(code))
            .map((one) => ({ office: one, href: withQuery(paths.calendar, { office: one.code }) }))}
          laterHref={later === undefined ? undefined : to(later)}
          earlierHref={onward ? withQuery(paths.calendar, { office: office.code }) : undefined}
          othersHref={offices.length > 1 ? paths.nextDays : undefined}
          marked={marked}
          nextIsSecond={calendar.offered && calendar.placeOffice !== undefined}
        />
        {calendar.waits && <WaitBox office={office.code} />}
      </Frame>,
      keptMonths,
    );
  },
);

type Ahead = Pick<Drawing, 'ahead' | 'freeDay' | 'freeSign' | 'freePage'>;

/** The outlook as a drawing compares it. */
const aheadOf = (outlook: Outlook): Ahead => ({
  ahead: outlook.kind,
  freeDay: outlook.kind === 'free' ? outlook.day : '',
  freeSign: outlook.kind === 'free' ? outlook.sign : 'closed',
  freePage: outlook.kind === 'free' ? outlook.page : '',
});
const outlookIn = ({ ahead: kind, freeDay: day, freeSign: sign, freePage: page }: Ahead): Outlook =>
  kind === 'free' ? { kind, day, sign, page } : { kind };

type Box = Pick<
  Drawing,
  'offered' | 'when' | 'whens' | 'areas' | 'area' | 'placeOffice' | 'placeDay' | 'placeMinute' | 'placeSlot' | 'holdMinutes'
>;

/** The earliest place as a drawing compares it. */
const boxed = (found: Earliest | undefined, when: When, holdMinutes: number): Box => ({
  offered: found !== undefined,
  when,
  whens: found?.whens.join(' ') ?? '',
  areas: found?.areas.join('\n') ?? '',
  area: found?.area ?? '',
  placeOffice: found?.place?.office,
  placeDay: found?.place?.day ?? '',
  placeMinute: found?.place?.startMinute ?? 0,
  placeSlot: found?.place?.slotId ?? 0,
  holdMinutes,
});

/** The same as its box shows it. */
const boxOf = ({ when, whens, areas, area, placeOffice, placeDay, placeMinute, placeSlot, holdMinutes }: Box) => ({
  when,
  whens: whens.split(' ').map(whenOf),
  areas: areas === '' ? [] : areas.split('\n'),
  area,
  holdMinutes,
  place:
    placeOffice === undefined ? undefined : { office: placeOffice, day: placeDay, startMinute: placeMinute, slotId: placeSlot },
});

/** What the page offers first; who has a booking looks for another time and is asked once more, so nothing is offered in one press. */
async function earliestOf(ask: VisitAsk, now: string, changing: boolean): Promise<Box> {
  const when = whenOf(textOf(ask.query, 'when'));
  const [area, lost] = [textOf(ask.query, 'area'), slotId(textOf(ask.query, 'lost'))];
  const [found, { holdMinutes }] = await Promise.all([
    changing ? undefined : ask.earliest({ visit: ask.visit, from: now, when, area, lost: lost.ok ? lost.value : undefined }),
    ask.common.numbers(''),
  ]);
  return boxed(found, when, holdMinutes);
}

/** Offices that are named in place of one: to which the cards can be brought, and where so many can come together. */
async function insteadOf(ask: VisitAsk, why: Outlook['kind'], offices: readonly Office[]): Promise<readonly Office[]> {
  if (why !== 'far' && why !== 'small') return [];
  const reached = await withinReach(ask, offices);
  if (why === 'far') return reached;
  const rooms = await roomsOf(ask, reached);
  return reached.filter(({ code }) => rooms.get(code) === true);
}

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
  const [calendar, box, waitingHours] = await Promise.all([
    ask.days(ask.cookie, visit, office.code, from),
    earliestOf(ask, now, booked !== undefined),
    ask.common.waitingHours(''),
  ]);
  const outlook = await outlookOf(ask, office, now, { from, rows: calendar });
  // Where a card cannot be in time, so many cannot come together, or nobody can come, no cancellation helps.
  const reachable = outlook.kind === 'free' || outlook.kind === 'full';
  const instead = await insteadOf(ask, outlook.kind, offices);
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
    gone: GONE.find((why) => why === textOf(ask.query, 'gone')),
    offices,
    office,
    ...calendar,
    ...box,
    ...aheadOf(outlook),
    instead: instead.map(({ code }) => code).join(' '),
    from,
    onward: from !== now,
    marked: booked?.officeCode === office.code ? booked.day : '',
    waits: reachable && booked === undefined && visit.needsCard && waitingHours > 0,
    officeGone: !['', office.code].includes(textOf(ask.query, 'office')),
    stop: stopAhead(),
    sheet: typedSheet(),
  });
  const all = await ask.common.places('');
  const most = booked === undefined ? await mostOf(ask) : 1;
  const html = fillIn({ language, here: undefined }, page, {
    token: ask.token(),
    form: randomUUID(),
    'so-far': <SoFar visit={visit} offices={all} />,
    visit: <HowLong {...(await theVisit(ask))} />,
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
    found.push({ office, outlook: await outlookOf(ask, office, from) });
  }
  return show(
    <Frame title={words.nextDaysTitle} token={ask.token()} aside={<SoFar visit={visit} offices={await ask.common.places('')} />}>
      <BackLink href={paths.calendar} />
      <h1>
        <Phrase>{words.nextDaysTitle}</Phrase>
      </h1>
      <Says class="lead">{words.nextDaysLead}</Says>
      <NextDays found={found} />
    </Frame>,
  );
}
