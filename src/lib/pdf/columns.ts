import { type Layout, roomOf, type Sheet } from './fonts.ts';
import type { PaperCell } from './paper.ts';
import { wordsOf } from './wrap.ts';

/** Points of the texts of a list where they fit, and the parts of it that heads and lines beneath a cell take. */
export const TEXT = 10.5;
export const SMALL_PART = 0.81;
/** A box to tick, and what is left free between two columns. */
export const TICK = 14;
export const GAP = 6;

/** What a column needs, in parts of the size of its texts: its longest word, its longest text, and points that do not grow with them. */
type Need = { word: number; text: number; fixed: number };

export type Columns = { layout: Layout; size: number; widths: number[] };

/** An empty field to write in by hand: points that a hand needs, whatever the size of the letters. */
const BLANK = 80;

/** How wide texts are at size 1, and the longest word of each; the same text stands in many rows. */
function measurer(width: Sheet['width']): (text: string, bold: boolean) => { word: number; text: number } {
  const known = new Map<string, { word: number; text: number }>();
  return (text, bold) => {
    const key = bold ? `\u0000${text}` : text;
    const found = known.get(key);
    if (found !== undefined) return found;
    const weight = bold ? 'bold' : 'regular';
    const lines = text.split('\n');
    const made = {
      word: Math.max(0, ...lines.flatMap(wordsOf).map((word) => width(word, 1, weight))),
      text: Math.max(0, ...lines.map((line) => width(line, 1, weight))),
    };
    known.set(key, made);
    return made;
  };
}

/** What the columns of these heads need for the cells of these rows: each is measured once. */
export function needsOf(width: Sheet['width'], heads: readonly string[], rows: readonly (readonly PaperCell[])[]): Need[] {
  const measure = measurer(width);
  const needs = heads.map((head): Need => {
    const { word, text } = measure(head, false);
    return { word: word * SMALL_PART, text: text * SMALL_PART, fixed: 0 };
  });
  const grow = (need: Need, { word, text }: { word: number; text: number }, part: number) => {
    need.word = Math.max(need.word, word * part);
    need.text = Math.max(need.text, text * part);
  };
  for (const row of rows)
    row.forEach((cell, at) => {
      const need = needs[at];
      if (need === undefined) return;
      if (cell === 'tick') need.fixed = TICK;
      else if (cell === 'blank') need.fixed = Math.max(need.fixed, BLANK);
      else {
        grow(need, measure(cell.text, cell.bold === true), 1);
        if (cell.sub !== undefined) grow(need, measure(cell.sub, false), SMALL_PART);
      }
    });
  return needs;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/**
 * Widths that fill a room: no column narrower than its least, and what is left goes first to those that have the least, up to their longest text; what
 * then is left over, by their parts. Undefined where the least do not fit.
 */
function filled(room: number, least: readonly number[], most: readonly number[], parts: readonly number[]): number[] | undefined {
  if (sum(least) > room) return undefined;
  const upTo = (level: number) => least.map((one, at) => Math.max(one, Math.min(level, most[at] ?? 0)));
  let [low, high] = [0, room];
  for (let step = 0; step < 24; step += 1) {
    const middle = (low + high) / 2;
    if (sum(upTo(middle)) > room) high = middle;
    else low = middle;
  }
  const widths = upTo(low);
  const over = room - sum(widths);
  const all = sum(parts);
  return all === 0 ? widths : widths.map((one, at) => one + (over * (parts[at] ?? 0)) / all);
}

/** Sizes that are tried, one after the other: upright and large first. `text`: of a text that may be broken so much stands in a line. */
const TRIES: readonly { layout: Layout; size: number; text: number }[] = [
  { layout: 'portrait', size: TEXT, text: 6 },
  { layout: 'portrait', size: 9.5, text: 5 },
  { layout: 'landscape', size: TEXT, text: 6 },
  { layout: 'landscape', size: 9.5, text: 5 },
  { layout: 'landscape', size: 8.5, text: 4 },
  { layout: 'landscape', size: 7.5, text: 3 },
  { layout: 'landscape', size: 6.5, text: 2 },
];

const leastOf = (needs: readonly Need[], size: number, text: number): number[] =>
  needs.map((need) => Math.max(need.fixed, Math.max(need.word, Math.min(need.text, text)) * size) + GAP);
const mostOf = (needs: readonly Need[], size: number): number[] =>
  needs.map((need) => Math.max(need.fixed, need.text * size) + GAP);

/** Where not every word fits, one longer than a quarter of the paper is broken. */
function narrowed(room: number, needs: readonly Need[], size: number): number[] {
  const short = leastOf(needs, size, 2).map((one) => Math.min(one, room / 4));
  const all = sum(short);
  return short.map((one) => (one * room) / all);
}

/** Letters are not made smaller than this to keep a row on one page: its texts go on on the next one instead. */
const LEAST_FOR_HEIGHT = 8.5;

/**
 * How wide the columns are, in letters of which size and on which side of the paper: no word is broken unless it is too long for the paper itself.
 * `holds`: whether each row has room on a page then; where that cannot be, the first columns in which the words fit.
 */
export function columnsOf(
  needs: readonly Need[],
  parts: readonly number[],
  holds: (columns: Columns) => boolean = () => true,
): Columns {
  let first: Columns | undefined;
  for (const { layout, size, text } of TRIES) {
    const widths = filled(roomOf(layout), leastOf(needs, size, text), mostOf(needs, size), parts);
    if (widths === undefined || (size < LEAST_FOR_HEIGHT && first !== undefined)) continue;
    first ??= { layout, size, widths };
    if (holds({ layout, size, widths })) return { layout, size, widths };
  }
  return first ?? { layout: 'landscape', size: 6.5, widths: narrowed(roomOf('landscape'), needs, 6.5) };
}

/** The same upright and in letters of one size, as a table of a report. */
export function widthsUpright(needs: readonly Need[], size: number): number[] {
  const room = roomOf('portrait');
  const parts = needs.map(({ text }) => text);
  const tries = [6, 4, 2].map((text) => filled(room, leastOf(needs, size, text), mostOf(needs, size), parts));
  return tries.find((widths) => widths !== undefined) ?? narrowed(room, needs, size);
}
