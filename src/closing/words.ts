import { clockSpan, clockTime, shortDate } from '../lib/dates/format.ts';
import type { ClosingRow } from './read.ts';

/** A day ends with it. */
const DAY_MINUTES = 1440;

/** Someone whom only named roles may see, on a list for everyone. */
export const PROTECTED_LINE = '支援措置の方 1組：権限のある職員に引き継いでください';

/** 終日, 12:00〜13:00, or 12:00以後 where it lasts to the end of the day; none: the whole day. */
export const hoursWords = (from: number | null, to: number | null): string =>
  from === null || to === null
    ? '終日'
    : to === DAY_MINUTES
      ? from === 0
        ? '終日'
        : `${clockTime(from)}以後`
      : clockSpan(from, to);

/** 11月27日（金） or 11月27日（金）〜11月28日（土）, with the hours where it is not the whole day. */
export function spanWords(closing: Pick<ClosingRow, 'from' | 'to' | 'fromMinute' | 'toMinute'>): string {
  const days = closing.from === closing.to ? shortDate(closing.from) : `${shortDate(closing.from)}〜${shortDate(closing.to)}`;
  return closing.fromMinute === null || closing.toMinute === null
    ? days
    : `${days} ${hoursWords(closing.fromMinute, closing.toMinute)}`;
}
