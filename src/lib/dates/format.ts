import { eraOf, yearOfEra } from './eras.ts';

/** A day: `2026-11-23` as the database gives it, or a PlainDate. */
export type Day = string | Temporal.PlainDate;

const WEEKDAYS = ['月', '火', '水', '木', '金', '土', '日'] as const;

export const plainDate = (day: Day): Temporal.PlainDate => (typeof day === 'string' ? Temporal.PlainDate.from(day) : day);

/** 月 … 日 */
export const weekdayName = (day: Day): string => WEEKDAYS[plainDate(day).dayOfWeek - 1] ?? '';

/** 月曜日 … 日曜日, of 1 to 7. */
export const weekdayWords = (weekday: number): string => `${WEEKDAYS[weekday - 1] ?? ''}曜日`;

/** 令和8年 */
export function eraYear(day: Day): string {
  const date = plainDate(day);
  const era = eraOf(date.toString());
  return era === undefined ? `${date.year}年` : `${era.name}${yearOfEra(era, date.year)}年`;
}

/** 令和8年11月23日 */
export const eraDate = (day: Day): string => {
  const date = plainDate(day);
  return `${eraYear(date)}${date.month}月${date.day}日`;
};

/** 昭和60年（1985年）4月5日: a birthday, so that whoever thinks in the other count of years finds theirs. */
export const birthText = (day: Day): string => {
  const date = plainDate(day);
  return `${eraYear(date)}（${date.year}年）${monthDayText(date)}`;
};

/** 令和8年11月23日（月）: how screens and mails name a day. */
export const longDate = (day: Day): string => `${eraDate(day)}（${weekdayName(day)}）`;

/** 11月23日 */
export const monthDayText = (day: Day): string => {
  const date = plainDate(day);
  return `${date.month}月${date.day}日`;
};

/** 11月23日（月）: where the year is plain from what stands around. */
export const shortDate = (day: Day): string => `${monthDayText(day)}（${weekdayName(day)}）`;

/** 11/23, of another year 令和7年11/23: where many days stand close together. */
export const slashDay = (day: Day, today: Day): string => {
  const date = plainDate(day);
  return `${date.year === plainDate(today).year ? '' : eraYear(date)}${date.month}/${date.day}`;
};

/** 令和8年12月: the head of a month. */
export const eraMonth = (day: Day): string => `${eraYear(day)}${plainDate(day).month}月`;

/** 10時30分, 9時: for citizens. `minute` counts from midnight; 1440 is 24時. */
export const spokenTime = (minute: number): string => {
  const past = minute % 60;
  return `${Math.floor(minute / 60)}時${past === 0 ? '' : `${past}分`}`;
};

const NOON = 12 * 60;

/** 午前10時30分, 正午, 午後1時: as people say it. */
export const halfDayTime = (minute: number): string => {
  if (minute < NOON) return `午前${spokenTime(minute)}`;
  return minute === NOON ? '正午' : `午後${spokenTime(minute - NOON)}`;
};

/** 10:30, 9:00: for the desk. `minute` counts from midnight. */
export const clockTime = (minute: number): string => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;

/** 9:00〜10:30: for the desk. */
export const clockSpan = (from: number, to: number): string => `${clockTime(from)}〜${clockTime(to)}`;

/** 30分, 2時間, 1時間30分: how long. */
export const spokenMinutes = (minutes: number): string => {
  const [hours, past] = [Math.floor(minutes / 60), minutes % 60];
  return `${hours === 0 ? '' : `${hours}時間`}${past === 0 && hours > 0 ? '' : `${past}分`}`;
};

/** 30分間, 2時間: for how long. */
export const forMinutes = (minutes: number): string => spokenMinutes(minutes).replace(/分$/u, '分間');

/** 10時30分から11時まで */
export const spokenSpan = (from: number, to: number): string => `${spokenTime(from)}から${spokenTime(to)}まで`;
