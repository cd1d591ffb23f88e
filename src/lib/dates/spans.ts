import { type Day, plainDate } from './format.ts';
import { addDays, weekday } from './jst.ts';

/** The Monday of the week a day lies in. */
export const mondayOf = (day: Day): string => addDays(day, 1 - weekday(day));

/** The first day of the month a day lies in: what a month is known by. */
export const monthOf = (day: Day): string => plainDate(day).with({ day: 1 }).toString();

export const monthAfter = (day: Day): string => plainDate(monthOf(day)).add({ months: 1 }).toString();
export const monthBefore = (day: Day): string => plainDate(monthOf(day)).subtract({ months: 1 }).toString();

/** The last day of the month a day lies in. */
export const lastOfMonth = (day: Day): string => addDays(monthAfter(day), -1);
