import { addDays, cityDay, cityMinute } from '../lib/dates/jst.ts';

/** How a language says days, times and lists. Days are 2026-11-23, times minutes since midnight; `|` is a place where a line may break. */
export type Formats = {
  /** 令和8年11月23日 */
  date(day: string): string;
  /** 11月23日（月）: where the year is plain from what stands around. */
  shortDay(day: string): string;
  /** 11月23日（月曜日）: read aloud in place of a calendar's cell. */
  spokenDay(day: string): string;
  /** 23日（月）: below the name of its month. */
  dayInMonth(day: string): string;
  /** 令和8年12月 */
  month(day: string): string;
  /** 月 */
  weekday(day: string): string;
  /** 月曜日 */
  weekdayLong(day: string): string;
  /** 午後1時30分, 正午 */
  time(minute: number): string;
  /** 1時30分: below a heading that says 午前 or 午後. */
  halfTime(minute: number): string;
  /** 12月2日（水）|午後1時30分 */
  shortWhen(day: string, minute: number): string;
  /** 令和8年12月2日（水）| 午後1時30分 */
  longWhen(day: string, minute: number): string;
  /** The same in one line of a letter. */
  letterWhen(day: string, minute: number): string;
  /** 30分, 1時間30分: how long. */
  duration(minutes: number): string;
  /** 30分間: for how long. */
  forDuration(minutes: number): string;
  /** The end of a day, as the end of a time in which something may be done: 夜12時. */
  dayEnd: string;
  /** 昭和60年（1985年）4月5日 */
  birth(day: string): string;
  /** 駐車場、エレベーター */
  list(items: readonly string[]): string;
};

/** What follows from how days and times are said. */
export const clockOf = (say: Formats, moment: Date): string => say.time(cityMinute(moment));
export const momentWhen = (say: Formats, moment: Date): string => say.shortWhen(cityDay(moment), cityMinute(moment));

/** An instant for who reads it at another (`from`): its time, the day too where that is another day. */
export const momentFrom = (say: Formats, moment: Date, from: Date | Temporal.Instant): string =>
  cityDay(moment) === cityDay(from) ? clockOf(say, moment) : momentWhen(say, moment);

/** The end of a time in which something may be done. Midnight belongs to the day it ends. */
export function deadlineIn(say: Formats, moment: Date): { day: string; time: string } {
  const [day, minute] = [cityDay(moment), cityMinute(moment)];
  return minute === 0
    ? { day: say.shortDay(addDays(day, -1)), time: say.dayEnd }
    : { day: say.shortDay(day), time: say.time(minute) };
}
