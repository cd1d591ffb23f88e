import { foldCode } from '../japanese/width.ts';
import { refused } from '../outcome.ts';
import { readShort, type Value } from './read.ts';

/**
 * A whole number as typed or as a link carries it, between `least` and `most`; outside is `impossible`.
 * `unit` is the word that stands beside the field (人, 分, 開庁日): people type it along.
 */
export const wholeNumber =
  (least: number, most: number, unit = '') =>
  (input: unknown): Value<number> => {
    const read = readShort(input, foldCode, (text) => {
      const digits = unit !== '' && text.endsWith(unit) ? text.slice(0, -unit.length) : text;
      return /^-?\d{1,15}$/u.test(digits) ? Number(digits) : undefined;
    });
    return read.ok && (read.value < least || read.value > most) ? refused('impossible') : read;
  };

/** A count as people read it, a comma after each three digits: 12,345. */
export const grouped = (count: number): string => count.toLocaleString('en-US');

const FIGURE = /^(?:[\d,]+(?:\.\d+)?%?)?$/u;

/** Which columns of a table of texts are figures in every row: they stand at the right. A number that names something (番号) is none. */
export const figureColumns = (columns: readonly string[], rows: readonly (readonly string[])[]): boolean[] =>
  columns.map(
    (head, at) =>
      head !== '番号' && rows.some((row) => (row[at] ?? '') !== '') && rows.every((row) => FIGURE.test(row[at] ?? '')),
  );

/** The last row of a table is the sum of those above. */
export const endsInSum = (rows: readonly (readonly string[])[]): boolean => rows.at(-1)?.[0] === '計';
