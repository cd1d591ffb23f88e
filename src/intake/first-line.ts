import { parseDate } from '../lib/dates/parse.ts';
import { phoneNumber } from '../lib/values/contact.ts';
import { noticeId } from '../lib/values/ids.ts';
import { cellOf, type Layout } from './columns.ts';
import { guessByHead } from './matching.ts';
import type { Profile } from './profile.ts';

/** What the first line of a list is: the names of its columns, or a card already. */
export type FirstLine = 'head' | 'card';

const isDay = (text: string): boolean => {
  const read = parseDate(text);
  return read.ok && read.value.kind === 'date';
};

/** What stands in the rows of a list and is called so by no column: a notice ID, a day, a telephone, a postal code. */
const isValue = (text: string): boolean =>
  noticeId(text).ok || isDay(text) || phoneNumber(text).ok || /^〒?\d{3}-?\d{4}$/u.test(text);

/** What the first line is likely to be. Names that columns are known by are a head, whatever else stands beside them. */
export function guessFirstLine(first: readonly string[], profiles: readonly Profile[]): FirstLine {
  const known = Object.values(guessByHead(first, profiles)).filter(({ sure }) => sure);
  return known.length < 2 && first.some((cell) => isValue(cell.trim())) ? 'card' : 'head';
}

/** Whether a line that is read as the head is a card: the person in it would be lost. */
export const isCard = ({ places }: Layout, first: readonly string[]): boolean =>
  noticeId(cellOf(first, places.noticeId)).ok || isDay(cellOf(first, places.birth));
