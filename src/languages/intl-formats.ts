import { plainDate } from '../lib/dates/format.ts';
import type { Formats } from './formats.ts';

/** What a language's own habits are where ICU does not say them as we need them. */
type Habits = {
  /** 1:30 p.m. Undefined: as ICU writes a short time. */
  time?: (minute: number) => string;
  /** Between a day and a time. */
  join: string;
  /** For how long: `for {time}` is the text's matter, so this is the same as how long unless it differs. */
  duration: (hours: number, minutes: number) => string;
  dayEnd: string;
  list: string;
  /** The weekday beside a day, in few letters; undefined: as ICU shortens it. By number, Monday first. */
  weekdays?: readonly [string, string, string, string, string, string, string];
};

/** Midnight of the day in UTC: formatted in UTC it is that day, whatever zone the machine is in. */
const utc = (day: string): Date => new Date(`${plainDate(day).toString()}T00:00:00Z`);

/**
 * How a language says days and times, from the tables that come with Node.
 * @param locale BCP 47 with a region where it matters: `en-GB` says 23 November
 */
export function intlFormats(locale: string, habits: Habits): Formats {
  const by = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    return (day: string): string => format.format(utc(day)).replaceAll(',', '');
  };
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'UTC' });
  const time = habits.time ?? ((minute) => clock.format(new Date(minute * 60_000)));
  const date = by({ day: 'numeric', month: 'long', year: 'numeric' });
  const shortDay = by({ weekday: 'long', day: 'numeric', month: 'long' });
  const longDay = by({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const icuWeekday = by({ weekday: 'short' });
  const weekday = (day: string): string => habits.weekdays?.[plainDate(day).dayOfWeek - 1] ?? icuWeekday(day);
  const longWhen = (day: string, minute: number): string => `${longDay(day)}${habits.join}${time(minute)}`;
  const duration = (minutes: number): string => habits.duration(Math.floor(minutes / 60), minutes % 60);
  return {
    date,
    shortDay,
    spokenDay: shortDay,
    dayInMonth: (day) => `${plainDate(day).day} (${weekday(day)})`,
    month: by({ month: 'long', year: 'numeric' }),
    weekday,
    weekdayLong: by({ weekday: 'long' }),
    time,
    halfTime: time,
    shortWhen: (day, minute) => `${shortDay(day)}${habits.join}${time(minute)}`,
    longWhen,
    letterWhen: longWhen,
    duration,
    forDuration: duration,
    dayEnd: habits.dayEnd,
    birth: date,
    list: (items) => items.join(habits.list),
  };
}
