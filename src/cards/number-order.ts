import { foldWidth } from '../lib/japanese/width.ts';

/** No lot or serial number has more signs. */
const LONGEST = 50;

/** A lot or serial number as it is put in order: digits count as the number they are. The same order in SQL: cards.number_order. */
const keyOf = (code: string): string =>
  foldWidth(code).replaceAll(/[0-9]+/gu, (digits) => digits.padStart(LONGEST, '0').slice(-LONGEST));

/** Whether a lot or serial number comes before another: 9 before 20, and neither of 000001 and 1. Pure. */
export const comesBefore = (one: string, other: string): boolean => {
  const [first, second] = [keyOf(one), keyOf(other)];
  return first < second;
};
