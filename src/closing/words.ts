import { clockTime, shortDate } from '../lib/dates/format.ts';
import type { ClosingRow } from './read.ts';

/** Someone whom only named roles may see, on a list for everyone. */
export const PROTECTED_LINE = '支援措置の方 1組：権限のある職員に引き継いでください';

/** 11月27日（金） or 11月27日（金）〜11月28日（土）, with the hours where it is not the whole day. */
export function spanWords(closing: Pick<ClosingRow, 'from' | 'to' | 'fromMinute' | 'toMinute'>): string {
  const days = closing.from === closing.to ? shortDate(closing.from) : `${shortDate(closing.from)}〜${shortDate(closing.to)}`;
  return closing.fromMinute === null || closing.toMinute === null
    ? days
    : `${days} ${clockTime(closing.fromMinute)}〜${clockTime(closing.toMinute)}`;
}
