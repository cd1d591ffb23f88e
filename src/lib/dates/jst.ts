import { CITY_ZONE } from '../clock.ts';
import { clockTime, type Day, eraDate, plainDate } from './format.ts';

/** An instant: as the database gives it (a JavaScript Date), or Temporal's own. */
export type Moment = Temporal.Instant | Date;

export const instantOf = (moment: Moment): Temporal.Instant =>
  moment instanceof Date ? Temporal.Instant.fromEpochMilliseconds(moment.getTime()) : moment;

const inCity = (moment: Moment): Temporal.ZonedDateTime => instantOf(moment).toZonedDateTimeISO(CITY_ZONE);

const epochMs = (moment: Moment): number => (moment instanceof Date ? moment.getTime() : moment.epochMilliseconds);

/** The day asked for last, with the milliseconds it lasts from and until: most moments of a minute lie in one day, and a zoned time takes a hundred times as long. */
let last = { day: '', from: 0, until: 0 };

/** The day in the city, as 2026-11-23. */
export function cityDay(moment: Moment): string {
  const at = epochMs(moment);
  // Also of a moment that is none: then it is a fault, as everywhere.
  if (!(at >= last.from && at < last.until)) {
    const begin = inCity(moment).startOfDay();
    last = {
      day: begin.toPlainDate().toString(),
      from: begin.epochMilliseconds,
      until: begin.add({ days: 1 }).epochMilliseconds,
    };
  }
  return last.day;
}

/** Minutes since midnight in the city. */
export const cityMinute = (moment: Moment): number => {
  const time = inCity(moment);
  return time.hour * 60 + time.minute;
};

/** The instant a time of day begins in the city. `minute` counts from midnight and may be 1440. */
export const cityInstant = (day: Day, minute: number): Temporal.Instant =>
  plainDate(day).toZonedDateTime({ timeZone: CITY_ZONE }).add({ minutes: minute }).toInstant();

/** 令和8年11月23日 10:30: for the desk and for paper. */
export const deskMoment = (moment: Moment): string => `${eraDate(cityDay(moment))} ${clockTime(cityMinute(moment))}`;

/** Until when: the end of a day is that day alone. */
export const deskUntil = (moment: Moment): string =>
  inCity(moment).toPlainTime().equals(new Temporal.PlainTime()) ? eraDate(addDays(cityDay(moment), -1)) : deskMoment(moment);

/** 令和8年11月23日 10:30:05: for the log, where what came first counts. */
export const exactMoment = (moment: Moment): string => `${eraDate(cityDay(moment))} ${exactTime(moment)}`;

/** 2026-11-23 09:30: for files, where it is sorted. */
export const fileMoment = (moment: Moment): string => `${cityDay(moment)} ${clockTime(cityMinute(moment)).padStart(5, '0')}`;

/** 10:30:05: where the day is plain. */
export const exactTime = (moment: Moment): string =>
  `${clockTime(cityMinute(moment))}:${String(inCity(moment).second).padStart(2, '0')}`;

/** So many days after a day, or before it: as a date whose month and weekday are asked. */
export const dateAfter = (day: Day, days: number): Temporal.PlainDate => plainDate(day).add({ days });

export const addDays = (day: Day, days: number): string => dateAfter(day, days).toString();

/** Days from one day to another; negative where `to` lies before. */
export const daysBetween = (from: Day, to: Day): number => plainDate(from).until(plainDate(to)).days;

/** Every day from one to another, both included; none where `to` lies before. */
export function eachDate(from: Day, to: Day): Temporal.PlainDate[] {
  const first = plainDate(from);
  return Array.from({ length: Math.max(0, daysBetween(first, to) + 1) }, (_, n) => dateAfter(first, n));
}

export const eachDay = (from: Day, to: Day): string[] => eachDate(from, to).map((date) => date.toString());

/** 1 = Monday … 7 = Sunday. */
export const weekday = (day: Day): number => plainDate(day).dayOfWeek;
