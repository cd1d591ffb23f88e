import { parseDate } from '../lib/dates/parse.ts';
import { foldWidth } from '../lib/japanese/width.ts';
import { phoneNumber } from '../lib/values/contact.ts';
import { noticeId } from '../lib/values/ids.ts';
import { type FirstLine, guessFirstLine } from './first-line.ts';
import { type Guesses, guessByHead } from './matching.ts';
import type { Field, Profile } from './profile.ts';

/** A column of a list that has no head: what stands in its first rows, without the empty ones. */
type Cells = readonly string[];
/** Which of several columns that look alike is meant: those that stay. */
type Choice = (columns: readonly Cells[]) => readonly Cells[];

/** Of days those of birth are the oldest: not when a notice was posted or a card arrived. */
const oldest: Choice = (columns) => {
  const years = columns.map((cells) => Math.min(...cells.map(yearOf)));
  const first = Math.min(...years);
  return columns.filter((_, at) => (years[at] ?? Infinity) < first + 2);
};
const yearOf = (text: string): number => {
  const read = parseDate(text);
  if (!read.ok) return Infinity;
  return read.value.kind === 'date' ? Number(read.value.date.slice(0, 4)) : (read.value.year ?? Infinity);
};
/** Those of which every row is so, where there are any. */
const rather =
  (is: (text: string) => boolean): Choice =>
  (columns) => {
    const such = columns.filter((cells) => cells.every(is));
    return such.length > 0 ? such : columns;
  };

/** People differ from row to row: what is the same in most rows (女, 通知済, the day of posting) tells of none of them. */
const differs = (cells: Cells): boolean => {
  const most = Math.max(...[...Map.groupBy(cells, (text) => text).values()].map(({ length }) => length));
  return cells.length < 3 || most * 2 <= cells.length;
};

type Look = { field: Field; fits: (text: string) => boolean; whole?: (cells: Cells) => boolean; choose?: Choice };
/** What each field looks like in the rows of a list that has no head; the first field that fits has the column. */
const LOOKS: readonly Look[] = [
  { field: 'noticeId', fits: (text) => noticeId(text).ok },
  { field: 'birth', fits: (text) => /\d/u.test(foldWidth(text)) && parseDate(text).ok, whole: differs, choose: oldest },
  { field: 'postalCode', fits: (text) => /^〒?\d{3}-?\d{4}$/u.test(foldWidth(text)) },
  { field: 'phone', fits: (text) => phoneNumber(text).ok },
  { field: 'kana', fits: (text) => /^[ァ-ヶー・\s]+$/u.test(foldWidth(text)), whole: differs },
  {
    field: 'address',
    fits: (text) => text.length > 4 && /[市区町村郡番号]/u.test(text),
    choose: rather((text) => /[\d一二三四五六七八九十]/u.test(foldWidth(text))),
  },
  {
    field: 'name',
    fits: (text) => text.length > 1 && !/\d/u.test(foldWidth(text)),
    whole: differs,
    choose: rather((text) => /\S\s+\S/u.test(text)),
  },
];

/** Which column is which field, by what stands in the first rows. None of it is sure; where two columns look alike, nobody has guessed. */
function guessByRows(rows: readonly (readonly string[])[]): Guesses {
  const found: Guesses = {};
  const taken = new Set<Cells>();
  const columns: readonly Cells[] = (rows[0] ?? []).map((_, at) =>
    rows.map((row) => (row[at] ?? '').trim()).filter((text) => text !== ''),
  );
  for (const { field, fits, whole = () => true, choose = (all: readonly Cells[]) => all } of LOOKS) {
    const like = columns.filter((cells) => !taken.has(cells) && cells.length > 0 && cells.every(fits) && whole(cells));
    const [one, another] = like.length > 1 ? choose(like) : like;
    if (one === undefined || another !== undefined) continue;
    found[field] = { at: [columns.indexOf(one)], between: '', sure: false };
    taken.add(one);
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
