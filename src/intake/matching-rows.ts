import { parseDate } from '../lib/dates/parse.ts';
import { foldWidth } from '../lib/japanese/width.ts';
import { phoneNumber } from '../lib/values/contact.ts';
import { noticeId } from '../lib/values/ids.ts';
import { type FirstLine, guessFirstLine } from './first-line.ts';
import { type Guesses, guessByHead } from './matching.ts';
import type { Field, Profile } from './profile.ts';

/** What each field looks like in the rows of a list that has no head; the first field that fits has the column. */
const LOOKS: readonly (readonly [Field, (text: string) => boolean])[] = [
  ['noticeId', (text) => noticeId(text).ok],
  ['birth', (text) => /\d/u.test(foldWidth(text)) && parseDate(text).ok],
  ['postalCode', (text) => /^〒?\d{3}-?\d{4}$/u.test(foldWidth(text))],
  ['phone', (text) => phoneNumber(text).ok],
  ['kana', (text) => /^[ァ-ヶー・\s]+$/u.test(foldWidth(text))],
  ['address', (text) => text.length > 4 && /[市区町村郡番号]/u.test(text)],
  ['name', (text) => !/\d/u.test(foldWidth(text))],
];

/** Which column is which field, by what stands in the first rows. None of it is sure. */
function guessByRows(rows: readonly (readonly string[])[]): Guesses {
  const found: Guesses = {};
  const taken = new Set<number>();
  const columns = (rows[0] ?? []).map((_, at) => rows.map((row) => (row[at] ?? '').trim()).filter((text) => text !== ''));
  for (const [field, fits] of LOOKS) {
    const at = columns.findIndex((cells, place) => !taken.has(place) && cells.length > 0 && cells.every(fits));
    if (at === -1) continue;
    found[field] = { at: [at], between: '', sure: false };
    taken.add(at);
  }
  return found;
}

/** What the first lines of a list are read as: what its first line is, what its columns are called, the rows after the head. */
export type Sample = { first: FirstLine; titles: string[]; head: readonly string[]; rows: readonly (readonly string[])[] };

/** `first`: what somebody said of the first line; undefined: it is guessed. */
export function sampleOf(lines: readonly (readonly string[])[], profiles: readonly Profile[], first?: FirstLine): Sample {
  const head = lines[0] ?? [];
  const is = first ?? guessFirstLine(head, profiles);
  const titles = head.map((title, at) => (is === 'head' && title.trim() !== '' ? title.trim() : `${at + 1}列目`));
  return { first: is, titles, head, rows: is === 'head' ? lines.slice(1) : lines };
}

/** Which columns are which field: by the head where there is one, else by what stands in them. */
export const guessColumns = ({ first, head, rows }: Sample, profiles: readonly Profile[]): Guesses =>
  first === 'head' ? guessByHead(head, profiles) : guessByRows(rows);
