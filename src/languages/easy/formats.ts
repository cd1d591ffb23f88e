import { plainDate } from '../../lib/dates/format.ts';
import type { Formats } from '../formats.ts';

const NOON = 12 * 60;
const WEEKDAYS = ['[月](げつ)', '[火](か)', '[水](すい)', '[木](もく)', '[金](きん)', '[土](ど)', '[日](にち)'] as const;
/** Days that are not read by their number. */
const NAMED: Readonly<Record<number, string>> = {
  1: 'ついたち',
  2: 'ふつか',
  3: 'みっか',
  4: 'よっか',
  5: 'いつか',
  6: 'むいか',
  7: 'なのか',
  8: 'ようか',
  9: 'ここのか',
  10: 'とおか',
  14: 'じゅうよっか',
  20: 'はつか',
  24: 'にじゅうよっか',
};

const weekday = (day: string): string => WEEKDAYS[plainDate(day).dayOfWeek - 1] ?? '';
const weekdayLong = (day: string): string => weekday(day).replace(/\[(.)\]\((.*)\)/u, '[$1曜日]($2ようび)');
const dayOf = (day: string): string => {
  const { day: number } = plainDate(day);
  const named = NAMED[number];
  return named === undefined ? `${number}[日](にち)` : `[${number}日](${named})`;
};
const monthDay = (day: string): string => `${plainDate(day).month}[月](がつ)${dayOf(day)}`;
const date = (day: string): string => `${plainDate(day).year}[年](ねん)${monthDay(day)}`;

/** 1, 3, 4, 6, 8, 10 are read ぷん, the others ふん. */
const minutesOf = (count: number): string => `${count}[分](${[0, 1, 3, 4, 6, 8].includes(count % 10) ? 'ぷん' : 'ふん'})`;
const hourMinute = (minute: number): string =>
  `${Math.floor(minute / 60)}[時](じ)${minute % 60 === 0 ? '' : minutesOf(minute % 60)}`;

const halfTime = (minute: number): string => hourMinute(minute > NOON ? minute - NOON : minute);
const time = (minute: number): string => {
  if (minute === NOON) return '[昼](ひる)の 12[時](じ)';
  return `${minute < NOON ? '[午前](ごぜん)' : '[午後](ごご)'}${halfTime(minute)}`;
};

const duration = (minutes: number): string => {
  const [hours, past] = [Math.floor(minutes / 60), minutes % 60];
  return `${hours === 0 ? '' : `${hours}[時間](じかん)`}${past === 0 && hours > 0 ? '' : minutesOf(past)}`;
};

const shortDay = (day: string): string => `${monthDay(day)}（${weekdayLong(day)}）`;
const longWhen = (day: string, minute: number): string => `${date(day)}（${weekdayLong(day)}） ${time(minute)}`;

/** Years as most people from abroad count them, a reading above every kanji. */
export const formats: Formats = {
  date,
  shortDay,
  spokenDay: shortDay,
  dayInMonth: (day) => `${dayOf(day)}（${weekday(day)}）`,
  month: (day) => `${plainDate(day).year}[年](ねん)${plainDate(day).month}[月](がつ)`,
  weekday,
  weekdayLong,
  time,
  halfTime,
  shortWhen: (day, minute) => `${shortDay(day)} ${time(minute)}`,
  longWhen,
  letterWhen: longWhen,
  duration,
  forDuration: duration,
  dayEnd: '[夜](よる)の 12[時](じ)',
  birth: date,
  list: (items) => items.join('、'),
};
