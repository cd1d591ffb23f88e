import type { ComponentChildren } from 'preact';
import type { Language } from '../../../languages/index.ts';
import { bothText, type Said, saidIn } from '../../../languages/names.ts';
import { GetForm, LinkButton, Notice, Phrase, Says, SelectBox } from '../../../lib/html/index.ts';
import { readingBehind } from '../../../lib/language/ruby.ts';
import { put } from '../../../lib/language/text.ts';
import type { CalendarRows, DaySign } from '../../acts.ts';
import type { Office } from '../../common.ts';
import type { By } from '../../offers.ts';
import type { FirstFree, Outlook } from '../../outlook.ts';
import { type DayHref, isOpen, MonthJump, SignKey, shownDays } from '../../parts/months.tsx';
import { MonthsKept } from '../../parts/months-kept.tsx';
import { paths } from '../../paths.ts';
import { BothNames, useSay, useSpeech, useTexts, Words } from '../../speech.tsx';

import { FromAndUntil, type Limited, UNLIMITED, WhoseCard } from './limited.tsx';
import { Next } from './next-days.tsx';

type OfficeCalendarProps = {
  by: By;
  /** How many come together, of a visit that may change who comes. */
  people?: number;
  offices: Office[];
  office: Office;
  calendar: CalendarRows;
  /** What it has in the whole window, whatever days are shown. */
  outlook: Outlook;
  /** What the cards of a visit let it choose from. */
  limited?: Limited;
  /** To the page of days that begins with a day. */
  pageHref(from: string): string;
  /** Offices to which the cards can be brought, where to this one they cannot; or where so many can come together, where here they cannot. */
  instead?: readonly Instead[];
  /** Where the pull-down's form goes. */
  action: string;
  /** What the pull-down's form must remember. */
  hidden?: Record<string, string>;
  /** Where a day leads; or, only to look at, where a booking begins: office and day are chosen there anew, so no day leads to it. */
  leads: { day: NonNullable<DayHref> } | { begin: string };
  /** To the days after what is shown, or back. */
  laterHref?: string | undefined;
  earlierHref?: string | undefined;
  othersHref?: string | undefined;
  /** The day of the present booking, where it is at this office. */
  marked?: string;
  /** The first free day: the way on; beside something better, so that one button is solid; or named above already, and then left to the days where they hold it. */
  next?: 'first' | 'second' | 'said';
  /** Something better than to look through days, above them. */
  earliest?: ComponentChildren;
  /** What waits at its counter now. */
  counter?: ComponentChildren;
  /** Said of a visit there, beside how to get there. */
  children?: ComponentChildren;
};

type Instead = { office: Office; href: string };

/** Where a choice of office comes back to: on a telephone the days are below it. */
const DAYS_ID = 'days';
const PICK_ID = 'pick';

/** An office and the way to another, its days, what it is and how to get there: the citizen's calendar and anyone's (§8(3)⑤⑦). */
export function OfficeCalendar({
  by,
  people = 1,
  offices,
  office,
  calendar,
  outlook,
  limited = UNLIMITED,
  pageHref,
  instead = [],
  action,
  hidden = {},
  leads,
  laterHref,
  earlierHref,
  othersHref,
  marked = '',
  next = 'first',
  earliest,
  counter,
  children,
}: OfficeCalendarProps) {
  const words = useTexts().calendar;
  const days = shownDays(calendar.days, calendar.earliest, calendar.latest);
  const dayHref = 'day' in leads ? leads.day : undefined;
  const links = [
    { href: othersHref, text: words.others },
    { href: laterHref, text: words.later },
    { href: earlierHref, text: words.earlier },
  ].flatMap(({ href, text }) => (href === undefined ? [] : [{ href, text }]));
  return (
    <>
      <PickOffice {...{ by, offices, office, action, hidden }} open={outlook.kind !== 'free'} />
      {counter}
      {earliest}
      <section class="section-plain">
        <h2 class="day-title" id={DAYS_ID}>
          <Phrase>{dayHref === undefined ? words.lookTitle : words.dayTitle}</Phrase>
        </h2>
        <FromAndUntil calendar={calendar} limited={limited} />
        {outlook.kind === 'free' && <NoneShown days={days} outlook={outlook} href={pageHref(outlook.page)} />}
        {outlook.kind !== 'free' && <NoneAhead why={outlook.kind} {...{ people, instead, limited }} />}
        {outlook.kind === 'free' && !(next === 'said' && days.some(({ day }) => day === outlook.day)) && (
          <Next
            office={office}
            day={outlook.day}
            href={'day' in leads ? leads.day(outlook.day) : leads.begin}
            go={'day' in leads ? words.seeTimes : words.begin}
            second={next !== 'first'}
          />
        )}
        {days.length > 0 && (
          <>
            <SignKey />
            <MonthJump days={days} />
            <MonthsKept days={days} href={dayHref} marked={marked} />
          </>
        )}
        {links.length > 0 && (
          <div class="acts">
            {links.map(({ href, text }) => (
              <>
                <LinkButton href={href} kind="second">
                  {text}
                </LinkButton>{' '}
              </>
            ))}
          </div>
        )}
      </section>
      <section class="place-of" aria-labelledby="place">
        <h2 id="place">
          <BothNames of={office} />
        </h2>
        {children}
        <Place office={office} />
      </section>
    </>
  );
}

type PickProps = Pick<OfficeCalendarProps, 'by' | 'offices' | 'office' | 'action'> & {
  hidden: Record<string, string>;
  open: boolean;
};

/** The office that is shown, in one line with the way to another: the pull-down shows when the line's link is followed, or where the office has nothing. */
function PickOffice({ by, offices, office, action, hidden, open }: PickProps) {
  const { calendar: words, controls } = useTexts();
  const { language } = useSpeech();
  const several = offices.length > 1;
  return (
    <>
      <div class="picked">
        <span class="picked-what">{words.office[by]}</span>{' '}
        <b>
          <BothNames of={office} />
        </b>{' '}
        {several && (
          <a class="picked-go link-alone" href={`#${PICK_ID}`}>
            {words.pick}
            <span class="unseen">
              {controls.colon}
              {words.office[by]}
            </span>
          </a>
        )}
      </div>
      {several && (
        <section class={open ? 'pick-in pick-open' : 'pick-in'} id={PICK_ID}>
          <GetForm action={`${action}#${DAYS_ID}`} hidden={hidden}>
            <label class="label" for="office">
              {words.office[by]}
            </label>
            <SelectBox
              id="office"
              name="office"
              options={offices.map((one) => ({ value: one.code, ...choiceName(language, one) }))}
              value={office.code}
            />
            <p class="pick-go">
              <button class="button button-second" type="submit">
                {words.look}
              </button>
            </p>
          </GetForm>
        </section>
      )}
    </>
  );
}

/** A choice of a pull-down holds no element: readings stand behind the name. */
const choiceName = (language: Language, office: Office): { label: string; lang: 'ja' | undefined } => ({
  label: readingBehind(bothText(language, office)),
  lang: saidIn(language, office).lang,
});

/** What an office is and how to get there. */
export function Place({ office }: { office: Office }) {
  const words = useTexts().calendar;
  const say = useSay();
  const { language } = useSpeech();
  const facilities = office.facilities.map((name) => saidIn(language, { name }));
  const japanese = facilities.find(({ lang }) => lang !== undefined);
  const rows: [string, Said][] = [
    [words.address, saidIn(language, { name: office.address })],
    [words.directions, saidIn(language, { name: office.directions })],
    [words.facilities, { ...japanese, text: say.list(facilities.map(({ text }) => text)) }],
  ];
  return (
    <dl class="place">
      {rows
        .filter(([, { text }]) => text !== '')
        .map(([term, said]) => (
          <>
            <dt>{term}</dt>
            <dd>
              <Words said={said} />
            </dd>
          </>
        ))}
    </dl>
  );
}

/** The days that are shown have none, earlier or later ones have: from when to when, and the way there. */
function NoneShown({ days, outlook, href }: { days: readonly DaySign[]; outlook: FirstFree; href: string }) {
  const words = useTexts().calendar;
  const say = useSay();
  const [first, last] = [days[0]?.day, days.at(-1)?.day];
  if (first === undefined || last === undefined || days.some(isOpen)) return null;
  const run = { from: say.shortDay(first), to: say.shortDay(last) };
  return (
    <Notice kind="care" title={put(outlook.day > last ? words.noneUntil : words.noneBetween, run)}>
      <p>
        <a class="link-alone" href={href}>
          {words.toFree}
        </a>
      </p>
    </Notice>
  );
}

type NoneProps = { why: Exclude<Outlook['kind'], 'free'>; people: number; instead: readonly Instead[]; limited: Limited };

/** No day at all: all are taken, so many cannot come together, the cards cannot be there in time or expire before, or nobody can come. */
function NoneAhead({ why, people, instead, limited }: NoneProps) {
  const { calendar: words, party } = useTexts();
  if (why === 'full')
    return (
      <Notice kind="care" title={words.noneTitle}>
        <Says>{words.none}</Says>
      </Notice>
    );
  const ofOne = why === 'expires' && people > 1;
  return (
    <Notice kind="care" title={words[why].title}>
      <Says>{ofOne ? words.expires.ofOne : why === 'small' || why === 'expires' ? words[why].says : words.elsewhere}</Says>
      {(why === 'far' || why === 'expires') && <WhoseCard why={why} limited={limited} />}
      {ofOne && (
        <p>
          <a class="link-alone" href={paths.party}>
            {party.change}
          </a>
        </p>
      )}
      {instead.length > 0 && (
        <>
          <Says>{why === 'small' ? words.small.places : words.inTime}</Says>
          <ul>
            {instead.map(({ office, href }) => (
              <li>
                <a class="link-alone" href={href}>
                  <BothNames of={office} />
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </Notice>
  );
}
