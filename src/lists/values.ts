import { asIs, type Cell } from '../lib/csv/write.ts';
import { clockTime, eraDate, longDate, shortDate } from '../lib/dates/format.ts';
import { cityDay, deskMoment, exactMoment, exactTime, fileMoment } from '../lib/dates/jst.ts';
import { paperPrintable } from '../lib/pdf/printable.ts';
import { grouped } from '../lib/values/numbers.ts';
import type { XlsxCell } from '../lib/xlsx/write.ts';
import type { Value } from './list-types.ts';

/** For the screen: 令和8年11月23日（月）, 昭和23年4月5日, 9:00, 1,234. */
export function screenText(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'number') return grouped(value);
  if (typeof value !== 'object') return value;
  if ('day' in value) return longDate(value.day);
  if ('born' in value) return eraDate(value.born);
  if ('minute' in value) return clockTime(value.minute);
  return value.exact === true ? exactMoment(value.at) : deskMoment(value.at);
}

/** For a row of the screen: a day of this year without it, since a column of days repeats it in every row. */
export const rowText = (value: Value, today: string): string =>
  value !== null && typeof value === 'object' && 'day' in value && value.day.slice(0, 4) === today.slice(0, 4)
    ? shortDate(value.day)
    : screenText(value);

/** Whether these are exact instants of the one day that the sentence above the list says: their time tells them apart. */
export function dayAbove(values: readonly Value[], sentence: string, today: string): boolean {
  const days = values.map((value) =>
    value !== null && typeof value === 'object' && 'at' in value && value.exact === true ? cityDay(value.at) : '',
  );
  const [day] = days;
  if (day === undefined || day === '' || days.some((one) => one !== day)) return false;
  return [longDate(day), ...(day === today ? ['本日'] : [])].some(
    (text) => sentence === text || sentence.startsWith(`${text}・`),
  );
}

/** For paper: 11月23日（月） under a group that says the day with its year; characters that no font holds as 〓. */
export const paperText = (value: Value, group = ''): string =>
  value !== null && typeof value === 'object' && 'day' in value && group.includes(longDate(value.day))
    ? shortDate(value.day)
    : paperPrintable(screenText(value)).text;

const noted = (heading: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : [heading, ...new Set(lines)]);

/**
 * What stands beneath a paper of these texts: each that holds 〓, with the codes of what could not be printed, so that it can be written by hand; and each that
 * asks for a shape of a character that no font of the paper has: it stands as it is usual.
 */
export function glyphNotes(texts: readonly string[]): string[] {
  const all = texts.map(paperPrintable);
  return [
    ...noted(
      '〓の文字コード（左から順）',
      all.flatMap(({ text, replaced }) => (replaced.length === 0 ? [] : [`${text}：${replaced.join('、')}`])),
    ),
    ...noted(
      '指定の字形で印刷できない文字（標準の字形で印刷しています）',
      all.flatMap(({ text, shaped }) => (shaped.length === 0 ? [] : [`${text}：${shaped.join('、')}`])),
    ),
  ];
}

/** For a file: days as 2026-11-23 throughout, times as 09:00, instants as 2026-11-23 09:00, exact ones as 2026-11-23 09:00:00. */
function fileText(value: Exclude<Value, number | null>): string {
  if (typeof value === 'string') return value;
  if ('day' in value) return value.day;
  if ('born' in value) return value.born;
  if ('minute' in value) return clockTime(value.minute).padStart(5, '0');
  return value.exact === true ? `${cityDay(value.at)} ${exactTime(value.at).padStart(8, '0')}` : fileMoment(value.at);
}

/** A day is a day to a spreadsheet too, and may be sorted as one; a text stays a text whatever it looks like. */
export const csvValue = (value: Value): Cell => (value !== null && typeof value === 'object' ? asIs(fileText(value)) : value);

export const xlsxValue = (value: Value): XlsxCell => (value === null || typeof value === 'number' ? value : fileText(value));
