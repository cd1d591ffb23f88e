import { eraDate, halfDayTime, shortDate, weekdayName } from '../../lib/dates/format.ts';
import { cityDay, cityMinute } from '../../lib/dates/jst.ts';

/** 12月2日（水）|午後1時30分 */
export const shortWhen = (day: string, minute: number): string => `${shortDate(day)}|${halfDayTime(minute)}`;

/** 令和8年12月2日（水）| 午後1時30分 */
export const longWhen = (day: string, minute: number): string => `${eraDate(day)}（${weekdayName(day)}）| ${halfDayTime(minute)}`;

/** 午前10時52分: until when a place is kept. */
export const clockOf = (moment: Date): string => halfDayTime(cityMinute(moment));

/** 12月6日（日）|午前6時 */
export const momentWhen = (moment: Date): string => `${shortDate(cityDay(moment))}|${halfDayTime(cityMinute(moment))}`;
