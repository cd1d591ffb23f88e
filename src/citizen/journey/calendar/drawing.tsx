import { type Language, textsOf } from '../../../languages/index.ts';
import { Notice, Phrase, placeholder, Says } from '../../../lib/html/index.ts';
import { keepSame } from '../../../lib/kept.ts';
import type { City } from '../../../site/city.ts';
import type { CalendarRows, DaySign } from '../../acts.ts';
import type { Office } from '../../common.ts';
import { reach } from '../../days.ts';
import { BackLink, Frame, Step } from '../../frame.tsx';
import type { By } from '../../offers.ts';
import type { Outlook } from '../../outlook.ts';
import { CounterLine, type CounterNow } from '../../parts/counter-now.tsx';
import { keptMonths } from '../../parts/months-kept.tsx';
import { paths, withQuery } from '../../paths.ts';
import { drawIn } from '../../speech.tsx';
import type { StopAhead } from '../../stops.ts';
import { PartyPanel } from '../party/view.tsx';
import { HowLong, type TheVisit } from '../times/view.tsx';
import { WaitBox } from '../waiting/view.tsx';
import { EarliestBox } from './earliest.tsx';
import { type Box, boxOf } from './earliest-box.ts';
import type { Limited } from './limited.tsx';
import { OfficeCalendar } from './view.tsx';

export const GONE = ['full', 'closed', 'past', 'other'] as const;

/** `from` of the days after what is shown, where the window reaches further. */
export const laterFrom = ({ latest }: Pick<CalendarRows, 'latest'>, from: string): string | undefined =>
  latest !== null && latest > reach(from) ? reach(from) : undefined;

type Drawing = Box &
  Limited &
  CounterNow &
  TheVisit & {
    language: Language;
    /** The page's own address, for its languages. */
    here: string;
    by: By;
    /** A booked visit looks for another time. */
    changing: boolean;
    /** Until when it may be changed on the web, in words; empty: not said. */
    changeUntil: string;
    /** How many citizens may come together. */
    most: number;
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
export const drawing = keepSame(
  ({ language, by, changing, gone, offices, office, from, onward, marked, officeGone, here, ...calendar }: Drawing) => {
    const words = textsOf(language).calendar;
    const later = laterFrom(calendar, from);
    const { when, area } = calendar;
    const to = (page: string) => withQuery(paths.calendar, { office: office.code, from: page });
    const instead = calendar.instead.split(' ');
    // Where the cards cannot be in time anywhere no list of offices helps.
    const nowhere = calendar.instead === '' && (calendar.ahead === 'far' || calendar.ahead === 'expires');
    return drawIn(
      { language, here },
      <Frame title={words.title[by]} token={placeholder('token')} aside={placeholder('so-far')}>
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
        {placeholder('offer')}
        <h1>
          <Phrase>{changing ? words.changeHeading : words.heading[by]}</Phrase>
        </h1>
        {calendar.changeUntil !== '' && <Says class="lead">{calendar.changeUntil}</Says>}
        {(calendar.most > 1 || calendar.people > 1) && <PartyPanel people={calendar.people} most={calendar.most} />}
        <OfficeCalendar
          by={by}
          people={calendar.people}
          offices={offices}
          office={office}
          calendar={calendar}
          action={paths.calendar}
          hidden={{ ...(when === 'any' ? {} : { when }), ...(area === '' ? {} : { area }) }}
          leads={{ day: (day) => withQuery(paths.times, { office: office.code, day }) }}
          outlook={outlookIn(calendar)}
          limited={calendar}
          pageHref={to}
          instead={offices
            .filter(({ code }) => instead.includes(code))
            .map((one) => ({ office: one, href: withQuery(paths.calendar, { office: one.code }) }))}
          laterHref={later === undefined ? undefined : to(later)}
          earlierHref={onward ? withQuery(paths.calendar, { office: office.code }) : undefined}
          othersHref={offices.length > 1 && !nowhere ? paths.nextDays : undefined}
          marked={marked}
          earliest={calendar.offered && <EarliestBox {...boxOf(calendar)} shown={office.code} changing={changing} />}
          next={nextOf(calendar, office)}
          counter={<CounterLine {...calendar} />}
        >
          <HowLong takes={calendar.takes} people={calendar.people} arrive={calendar.arrive} />
        </OfficeCalendar>
        {calendar.waits && <WaitBox office={office.code} beside={changing} />}
      </Frame>,
      keptMonths,
    );
  },
);

/** The first free day of an office is named once: not where the earliest time is on it. */
const nextOf = ({ offered, placeOffice, placeDay, freeDay }: Box & { freeDay: string }, office: Office) =>
  !offered || placeOffice === undefined ? 'first' : placeOffice.code === office.code && placeDay === freeDay ? 'said' : 'second';

type Ahead = Pick<Drawing, 'ahead' | 'freeDay' | 'freeSign' | 'freePage'>;

/** The outlook as a drawing compares it. */
export const aheadOf = (outlook: Outlook): Ahead => ({
  ahead: outlook.kind,
  freeDay: outlook.kind === 'free' ? outlook.day : '',
  freeSign: outlook.kind === 'free' ? outlook.sign : 'closed',
  freePage: outlook.kind === 'free' ? outlook.page : '',
});
const outlookIn = ({ ahead: kind, freeDay: day, freeSign: sign, freePage: page }: Ahead): Outlook =>
  kind === 'free' ? { kind, day, sign, page } : { kind };
