import {
  birthText,
  eraDate,
  eraMonth,
  forMinutes,
  halfDayTime,
  longDate,
  monthDayText,
  shortDate,
  spokenMinutes,
  spokenTime,
  weekdayName,
} from '../../lib/dates/format.ts';
import type { Formats } from '../formats.ts';

const NOON = 12 * 60;

export const formats: Formats = {
  date: eraDate,
  shortDay: shortDate,
  spokenDay: (day) => `${monthDayText(day)}（${weekdayName(day)}曜日）`,
  dayInMonth: (day) => `${monthDayText(day).replace(/^.*月/u, '')}（${weekdayName(day)}）`,
  month: eraMonth,
  weekday: weekdayName,
  weekdayLong: (day) => `${weekdayName(day)}曜日`,
  time: halfDayTime,
  halfTime: (minute) => (minute === NOON ? '正午' : spokenTime(minute > NOON ? minute - NOON : minute)),
  shortWhen: (day, minute) => `${shortDate(day)}|${halfDayTime(minute)}`,
  longWhen: (day, minute) => `${longDate(day)}| ${halfDayTime(minute)}`,
  letterWhen: (day, minute) => `${longDate(day)}${halfDayTime(minute)}`,
  duration: spokenMinutes,
  forDuration: forMinutes,
  dayEnd: '夜12時',
  birth: birthText,
  list: (items) => items.join('、'),
};
