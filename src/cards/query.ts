import { parseDate } from '../lib/dates/parse.ts';
import { kanaKey, nameKey } from '../lib/japanese/keys.ts';
import { foldWidth, trimSpaces } from '../lib/japanese/width.ts';
import { phoneNumber } from '../lib/values/contact.ts';
import { noticeId, reservationNumber } from '../lib/values/ids.ts';
import { holdsIndividualNumber, MASK } from '../lib/values/individual-number.ts';

/** What a line in the search box may mean. All that is set must hold at once; `or` is another reading of the same line. */
export type Query = {
  noticeId?: string;
  number?: string;
  phone?: string;
  /** Cards whose reservation gave that phone number; found by the caller. */
  cardIds?: number[];
  /** Birthdays from … to …, as 2026-11-23: one day, or the days of a month or year that is all that was typed. */
  birth?: { from: string; to: string };
  /** Parts of a name: each must occur in the written name or in the kana. */
  words: { name: string; kana: string }[];
  or?: Query;
};

export type QueryRefusal = 'empty' | 'too-long' | 'too-short' | 'individual-number';

function birthOf(text: string): { from: string; to: string } | undefined {
  const read = parseDate(text);
  if (!read.ok) return undefined;
  if (read.value.kind === 'date') return { from: read.value.date, to: read.value.date };
  const { year, month } = read.value;
  if (year === null || !/[^\d\s]/u.test(text)) return undefined;
  const first = Temporal.PlainDate.from({ year, month: month ?? 1, day: 1 });
  const last = first.add(month === null ? { years: 1 } : { months: 1 }).subtract({ days: 1 });
  return { from: first.toString(), to: last.toString() };
}

const value = <T>(read: { ok: true; value: T } | { ok: false }): T | undefined => (read.ok ? read.value : undefined);

/** A part of the line: an ID, a number, a phone, a birthday, or else part of a name. */
function addPart(query: Query, part: string): Query {
  const id = value(noticeId(part));
  if (id !== undefined) return { ...query, noticeId: id };
  const birth = birthOf(part);
  if (birth !== undefined) return { ...query, birth };
  const phone = value(phoneNumber(part));
  if (phone !== undefined) return { ...query, phone };
  const name = nameKey(part);
  return name === '' ? query : { ...query, words: [...query.words, { name, kana: kanaKey(part) }] };
}

/**
 * Reads a line of the search box: a notice ID, a reservation number, a phone number, a birthday in any form, a name in kana or kanji;
 * or several of these with spaces between (たかさき 昭和22年3月8日). Eight digits are a reservation number or a birthday: both are looked for.
 */
export function readQuery(input: unknown): { ok: true; value: Query } | { ok: false; reason: QueryRefusal } {
  if (typeof input !== 'string') return { ok: false, reason: 'empty' };
  if (input.length > 200) return { ok: false, reason: 'too-long' };
  if (holdsIndividualNumber(input) || input.includes(MASK)) return { ok: false, reason: 'individual-number' };
  const line = trimSpaces(foldWidth(input).replace(/[\u0000-\u001f\u007f]/gu, ' '));
  if (line === '') return { ok: false, reason: 'empty' };
  const number = value(reservationNumber(line));
  if (number !== undefined) {
    const birth = birthOf(line);
    return { ok: true, value: { number, words: [], ...(birth === undefined ? {} : { or: { birth, words: [] } }) } };
  }
  const whole = addPart({ words: [] }, line);
  if (whole.noticeId !== undefined || whole.birth !== undefined || whole.phone !== undefined) return { ok: true, value: whole };
  const query = line.split(/\s+/u).reduce(addPart, { words: [] });
  const onlyName = query.noticeId === undefined && query.birth === undefined && query.phone === undefined;
  // One character alone would list half the city.
  if (onlyName && query.words.every(({ name }) => Array.from(name).length < 2) && query.words.length < 2)
    return { ok: false, reason: 'too-short' };
  if (onlyName && query.words.length === 0) return { ok: false, reason: 'too-short' };
  return { ok: true, value: query };
}
