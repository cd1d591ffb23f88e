import { plainDate } from '../../lib/dates/format.ts';
import { intlFormats } from '../intl-formats.ts';

const base = intlFormats('vi-VN', {
  join: ', ',
  duration: (hours, minutes) =>
    [hours > 0 ? `${hours} giờ` : '', minutes > 0 || hours === 0 ? `${minutes} phút` : '']
      .filter((part) => part !== '')
      .join(' '),
  dayEnd: '24:00',
  list: ', ',
  weekdays: ['T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'CN'],
});

/** 23 tháng 11 năm 2026: ICU leaves out the word for the year before a whole date. */
const withYear = (day: string, words: string): string => `${words} năm ${plainDate(day).year}`;
const date = (day: string): string => withYear(day, `${plainDate(day).day} tháng ${plainDate(day).month}`);
const longWhen = (day: string, minute: number): string => `${withYear(day, base.shortDay(day))}, ${base.time(minute)}`;
export const formats = { ...base, date, birth: date, longWhen, letterWhen: longWhen };
