import { foldWidth } from '../japanese/width.ts';

/** Spreadsheets run what begins with these; full width ones too in Japanese Excel. */
const FORMULA = /^[\t\r]*[=+\-@＝＋－＠|%]/u;

/** Whole numbers that a spreadsheet shows as they are written. */
const PLAIN_NUMBER = /^(?:0|[1-9]\d{0,10})$/u;
/** Telephones, postal codes and reservation numbers with their hyphens: no date could be read into them. */
const HYPHENED = /^(?:0\d{1,4}-\d{1,4}-\d{4}|\d{3}-\d{4}|\d{4}-\d{4})$/u;
/** Digits with nothing but what numbers, dates, times and amounts are written with, in whatever width. */
const NUMBER_LIKE = /^[\d+\-/.,:%¥\\$€()\sE年月日時分秒元令和平成昭大正明治RHSTMAP午前後曜火水木金土]+$/iu;
const MONTH_NAME = /^[\d\s\-/,.]*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\d\s\-/,.]*$/iu;

/** Whether a spreadsheet would make something else of a text: drop zeros, make a date or a time of it, round its digits, turn it to half width. */
export function wouldChange(text: string): boolean {
  const folded = foldWidth(text).trim();
  if (!/\d/u.test(folded)) return /^(?:true|false)$/iu.test(folded);
  if (folded === text && (PLAIN_NUMBER.test(text) || (HYPHENED.test(text) && !/^\d\d-\d\d-\d{4}$/u.test(text)))) return false;
  return NUMBER_LIKE.test(folded) || MONTH_NAME.test(folded);
}

/**
 * A text as a spreadsheet leaves it alone: what it would run begins with an apostrophe, what it would change stands as ="…", which
 * spreadsheets show as the text itself. Everything else stands as it is.
 */
export function marked(text: string): string {
  if (FORMULA.test(text) || text.startsWith("'")) return `'${text}`;
  return wouldChange(text) ? `="${text.replaceAll('"', '""')}"` : text;
}

const APOSTROPHE = 39;
const EQUALS = 61;
const TEXT_FORMULA = /^="((?:[^"]|"")*)"$/u;

/** The text of a cell without the mark that a spreadsheet, or `marked`, put there to keep it a text. */
export function unmarked(cell: string): string {
  const first = cell.charCodeAt(0);
  if (first === APOSTROPHE) return cell.slice(1);
  if (first !== EQUALS) return cell;
  const [, text] = TEXT_FORMULA.exec(cell) ?? [];
  return text === undefined ? cell : text.replaceAll('""', '"');
}
