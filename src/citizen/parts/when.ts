import { eraDate, shortDate, spokenTime, weekdayName } from '../../lib/dates/format.ts';
import { cityDay, cityMinute } from '../../lib/dates/jst.ts';

const NOON = 12 * 60;

/** 午前10時30分, 午後1時: as people say it. */
export const halfDayTime = (minute: number): string => {
  if (minute < NOON) return `午前${spokenTime(minute)}`;
  return minute === NOON ? '正午' : `午後${spokenTime(minute - NOON)}`;
};

/** 12月2日（水）|午後1時30分 */
export const shortWhen = (day: string, minute: number): string => `${shortDate(day)}|${halfDayTime(minute)}`;

/** 令和8年12月2日（水）| 午後1時30分 */
export const longWhen = (day: string, minute: number): string => `${eraDate(day)}（${weekdayName(day)}）| ${halfDayTime(minute)}`;

/** 10時52分: until when a place is kept. */
export const clockOf = (moment: Date): string => spokenTime(cityMinute(moment));

/** 12月6日（日）|午前6時 */
export const momentWhen = (moment: Date): string => `${shortDate(cityDay(moment))}|${halfDayTime(cityMinute(moment))}`;
