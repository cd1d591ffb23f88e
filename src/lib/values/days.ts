import { ERAS, westernYear } from '../dates/eras.ts';
import { weekdayName } from '../dates/format.ts';
import { daysBetween } from '../dates/jst.ts';
import { parseDate } from '../dates/parse.ts';
import { foldCode } from '../japanese/width.ts';
import { done, type Outcome, refused } from '../outcome.ts';
import { readShort, type Value } from './read.ts';

export type MonthDay = { month: number; day: number };

/** The days of each month, February with its 29th: a birthday has no year here. */
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const boxed =
  (unit: string) =>
  (input: unknown): Value<number> =>
    readShort(input, foldCode, (text) => {
      const [, digits] = new RegExp(`^(\\d{1,2})${unit}?$`, 'u').exec(text) ?? [];
      return digits === undefined ? undefined : Number(digits);
    });
const month = boxed('月');
const day = boxed('日');

/** Birth month and day from their two boxes. 2月29日 is a birthday; 2月30日 and 13月 are impossible. */
export function monthDay(monthInput: unknown, dayInput: unknown): Value<MonthDay> {
  const m = month(monthInput);
  if (!m.ok) return m;
  const d = day(dayInput);
  if (!d.ok) return d;
  const last = DAYS[m.value - 1];
  return last === undefined || d.value < 1 || d.value > last ? refused('impossible') : done({ month: m.value, day: d.value });
}

/** A year of birth: 1947, 昭和22, S22, 平成元年. 1868 to 2200. */
export function birthYear(input: unknown): Value<number> {
  const read = readShort(
    input,
    (text) => foldCode(text).toUpperCase(),
    (text) => {
      const [, western] = /^(\d{4})年?$/u.exec(text) ?? [];
      if (western !== undefined) return Number(western);
      const [, mark, count] = /^(\p{Script=Han}{1,2}|[RHSTM])\.?(元|\d{1,2})年?$/u.exec(text) ?? [];
      const era = ERAS.find(({ name, short, letter }) => mark === name || mark === short || mark === letter);
      return era === undefined ? undefined : (westernYear(era, count === '元' ? 1 : Number(count)) ?? 0);
    },
  );
  return read.ok && (read.value < 1868 || read.value > 2200) ? refused('impossible') : read;
}

/** What stands in the boxes of a full birthday: an era's name or none, and year, month and day as typed. */
type BirthBoxes = { era: string; year: string; month: string; day: string };

/** A full birthday from its boxes → 1947-03-08. `wrong` names the box to go back to; `era`: two digits and no era to count them by. */
export function birthDate(
  { era, year, month: monthTyped, day: dayTyped }: BirthBoxes,
  today: string,
): Outcome<string, 'empty' | 'unreadable' | 'impossible' | 'era'> & { wrong?: keyof BirthBoxes } {
  const wrong = (reason: 'empty' | 'unreadable' | 'impossible' | 'era', box: keyof BirthBoxes) => ({
    ...refused(reason),
    wrong: box,
  });
  const plain = (reason: 'empty' | 'too-long' | 'unreadable' | 'impossible') => (reason === 'too-long' ? 'unreadable' : reason);
  const bare = /^(?:元|\d{1,2})年?$/u.test(foldCode(year));
  if (bare && era === '') return wrong('era', 'era');
  // Who types 昭和60 or 1985 has said it all, whatever the pull-down shows.
  const y = birthYear(bare ? `${era}${foldCode(year)}` : year);
  if (!y.ok) return wrong(plain(y.reason), 'year');
  const m = month(monthTyped);
  if (!m.ok) return wrong(plain(m.reason), 'month');
  const d = day(dayTyped);
  if (!d.ok) return wrong(plain(d.reason), 'day');
  const both = monthDay(monthTyped, dayTyped);
  if (!both.ok) return wrong('impossible', 'month');
  const date = `${y.value}-${String(m.value).padStart(2, '0')}-${String(d.value).padStart(2, '0')}`;
  const real = dayParam(date);
  if (!real.ok) return wrong('impossible', 'day');
  return real.value > today ? wrong('impossible', 'year') : real;
}

/** A day in a link or a hidden field: 2026-11-23 and no other form. */
export function dayParam(input: unknown): Value<string> {
  const read = readShort(
    input,
    (text) => text,
    (text) => (/^\d{4}-\d\d-\d\d$/u.test(text) ? text : undefined),
  );
  if (!read.ok) return read;
  try {
    const date = Temporal.PlainDate.from(read.value, { overflow: 'reject' });
    return date.year < 1868 || date.year > 2200 ? refused('impossible') : done(date.toString());
  } catch {
    return refused('impossible');
  }
}

const YEARLESS = /^(\d{1,2})[月/](\d{1,2})日?$/u;
const WEEKDAY = /\(([月火水木金土日])(?:曜日?)?\)$/u;

/** 12月1日 in a year; undefined where that year has no such day. */
function inYear(year: number, monthOf: number, dayOf: number): string | undefined {
  const day = `${year}-${String(monthOf).padStart(2, '0')}-${String(dayOf).padStart(2, '0')}`;
  return dayParam(day).ok ? day : undefined;
}

type YearlessDay = { today: string; month: number; day: number };

/** That day this year; where it is past, `impossible`, and the same day of next year as the detail: whoever means it is asked. */
function comingDay({ today, month: monthOf, day: dayOf }: YearlessDay): Value<string> {
  const year = Number(today.slice(0, 4));
  const [now, next] = [inYear(year, monthOf, dayOf), inYear(year + 1, monthOf, dayOf)];
  if (now !== undefined && now >= today) return done(now);
  return refused('impossible', next);
}

/** That day, this year or in the year before or after, whichever is nearest: a day that is only looked at. */
function nearestDay({ today, month: monthOf, day: dayOf }: YearlessDay): Value<string> {
  const year = Number(today.slice(0, 4));
  const far = (day: string): number => Math.abs(daysBetween(today, day));
  const [nearest] = [year, year + 1, year - 1]
    .flatMap((one) => inYear(one, monthOf, dayOf) ?? [])
    .sort((a, b) => far(a) - far(b));
  return nearest === undefined ? refused('impossible') : done(nearest);
}

/** So many days ahead a day of what was done is a slip or a plan, and no day of almost a year ago. */
const SOON_DAYS = 62;

/** The last such day, since what was done, received or posted is no day to come; one a little ahead is that day, and the form says what it thinks of it. */
function pastDay({ today, month: monthOf, day: dayOf }: YearlessDay): Value<string> {
  const year = Number(today.slice(0, 4));
  const ahead = [year, year + 1].map((one) => inYear(one, monthOf, dayOf)).find((day) => day !== undefined && day > today);
  if (ahead !== undefined && daysBetween(today, ahead) <= SOON_DAYS) return done(ahead);
  const last = [year, year - 1, year - 2, year - 3, year - 4]
    .map((one) => inYear(one, monthOf, dayOf))
    .find((day) => day !== undefined && day <= today);
  return last === undefined ? refused('impossible') : done(last);
}

const readDay =
  (today: string, yearless: (day: YearlessDay) => Value<string>) =>
  (input: unknown): Value<string> => {
    const text = readShort(input, foldCode, (folded) => folded);
    if (!text.ok) return text;
    const typedWeekday = WEEKDAY.exec(text.value)?.[1];
    const [, m, d] = YEARLESS.exec(text.value.replace(WEEKDAY, '')) ?? [];
    const whole = m === undefined || d === undefined ? parseDate(text.value) : undefined;
    if (whole?.ok === false) return whole;
    if (whole?.value.kind === 'partial') return refused('unreadable');
    const day = whole === undefined ? yearless({ today, month: Number(m), day: Number(d) }) : done(whole.value.date);
    if (!day.ok) return day;
    return typedWeekday !== undefined && typedWeekday !== weekdayName(day.value) ? refused('impossible') : day;
  };

/**
 * A day as typed into a form of the desk: 令和8年12月1日, R8.12.1, 2026-12-01, 2026/12/1, or without a year 12月1日 and 12/1 (this year).
 * A weekday typed along must be that day's, or the day is `impossible`: one of the two is a slip, and a slip here opens an office on the wrong
 * day. A day without a year that is past this year is `impossible` too, with the day of next year as the detail (`Sentences.nextYear` asks).
 */
export const dayTyped = (today: string) => readDay(today, comingDay);

/** Where a day without a year lies: ahead of today, asked where it would be next year's; nearest to today; or behind it, today the last. */
export type Lies = 'ahead' | 'near' | 'behind';

const YEARLESS_DAYS: Readonly<Record<Lies, (day: YearlessDay) => Value<string>>> = {
  ahead: comingDay,
  near: nearestDay,
  behind: pastDay,
};

/** The same where a day without a year lies elsewhere than ahead. */
export const dayLying = (today: string, lies: Lies) => readDay(today, YEARLESS_DAYS[lies]);
