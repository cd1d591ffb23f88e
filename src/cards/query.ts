import { parseDate } from '../lib/dates/parse.ts';
import { lastOfMonth } from '../lib/dates/spans.ts';
import { kanaKey, nameKey } from '../lib/japanese/keys.ts';
import { foldCode, foldWidth, trimSpaces } from '../lib/japanese/width.ts';
import { holdsApplicationId, ID_MASK } from '../lib/values/application-id.ts';
import { mailAddress, phoneNumber } from '../lib/values/contact.ts';
import { noticeId, reservationNumber } from '../lib/values/ids.ts';
import { holdsIndividualNumber, MASK } from '../lib/values/individual-number.ts';

/** What a line in the search box may mean. All that is set must hold at once; `or` is another reading of the same line. */
export type Query = {
  noticeId?: string;
  /** Half of one: how it begins (`A1B-0`), or its last six digits. */
  noticePart?: { starts: string } | { ends: string };
  number?: string;
  phone?: string;
  /** Its last four digits. */
  phoneEnd?: string;
  mail?: string;
  /** Cards whose reservation gave that phone number or address; found by the caller. */
  cardIds?: number[];
  /** Birthdays from … to …, as 2026-11-23: one day, or the days of a month or year that is all that was typed. */
  birth?: { from: string; to: string };
  /** Parts of a name: each must occur in the written name or in the kana. */
  words: { name: string; kana: string }[];
  or?: Query;
};

export type QueryRefusal = 'empty' | 'too-long' | 'too-short' | 'individual-number' | 'application-id';

/** Every reading of a line, the likeliest first. */
export const readingsOf = (query: Query): Query[] => [query, ...(query.or === undefined ? [] : readingsOf(query.or))];

/** An era and a year alone, S30 or 昭和30, which no paper carries but people type. */
const ERA_YEAR = /^[^\d\s]+(?:\d{1,2}|元)$/u;

function birthOf(text: string): { from: string; to: string } | undefined {
  const read = parseDate(ERA_YEAR.test(text) ? `${text}年` : text);
  if (!read.ok) return undefined;
  if (read.value.kind === 'date') return { from: read.value.date, to: read.value.date };
  const { year, month } = read.value;
  if (year === null || !/[^\d\s]/u.test(text)) return undefined;
  const firstOf = (one: number): string => `${year}-${String(one).padStart(2, '0')}-01`;
  return { from: firstOf(month ?? 1), to: lastOfMonth(firstOf(month ?? 12)) };
}

/** Half a notice ID: its last six digits, or its first three characters with or without some of its digits, and with or without the hyphen between them. */
function noticePartOf(text: string): Query['noticePart'] {
  const code = foldCode(text).toUpperCase();
  if (/^-?\d{6}$/u.test(code)) return { ends: code.replace('-', '') };
  const [, head, hyphen, tail = ''] = /^([A-Z0-9]{3})(?:(-?)(\d{0,5}))$/u.exec(code) ?? [];
  if (head === undefined) return undefined;
  // Without the hyphen three letters may be a name, and digits alone anything.
  const sure = hyphen === '-' || (/[A-Z]/u.test(head) && (/\d/u.test(head) || tail !== ''));
  return sure ? { starts: `${head}-${tail}` } : undefined;
}

const value = <T>(read: { ok: true; value: T } | { ok: false }): T | undefined => (read.ok ? read.value : undefined);

/** A part of the line: an ID or half of one, a number, a phone or its end, an address, a birthday, or else part of a name. */
function addPart(query: Query, part: string): Query {
  const id = value(noticeId(part));
  if (id !== undefined) return { ...query, noticeId: id };
  const mail = value(mailAddress(part));
  if (mail !== undefined) return { ...query, mail };
  const birth = birthOf(part);
  if (birth !== undefined) return { ...query, birth };
  const phone = value(phoneNumber(part));
  if (phone !== undefined) return { ...query, phone };
  if (/^\d{4}$/u.test(part)) return { ...query, phoneEnd: part };
  const noticePart = noticePartOf(part);
  if (noticePart !== undefined) return { ...query, noticePart };
  const name = nameKey(part);
  return name === '' ? query : { ...query, words: [...query.words, { name, kana: kanaKey(part) }] };
}

/** Whether something of a query is more than a name. */
const saysMore = ({ words: _, ...rest }: Query): boolean => Object.keys(rest).length > 0;

/**
 * Reads a line of the search box: a notice ID or half of one, a reservation number, a phone number or its last four digits, a mail address, a birthday
 * in any form (a year alone too), a name in kana or kanji; or several of these with spaces between (たかさき 昭和22年3月8日, 高橋 S30).
 * Eight digits are a reservation number or a birthday, S30 a year or how an ID begins: both are looked for.
 */
export function readQuery(input: unknown): { ok: true; value: Query } | { ok: false; reason: QueryRefusal } {
  if (typeof input !== 'string') return { ok: false, reason: 'empty' };
  if (input.length > 200) return { ok: false, reason: 'too-long' };
  if (holdsApplicationId(input) || input.includes(ID_MASK)) return { ok: false, reason: 'application-id' };
  if (holdsIndividualNumber(input) || input.includes(MASK)) return { ok: false, reason: 'individual-number' };
  const line = trimSpaces(foldWidth(input).replace(/[\u0000-\u001f\u007f]/gu, ' '));
  if (line === '') return { ok: false, reason: 'empty' };
  const number = value(reservationNumber(line));
  if (number !== undefined) {
    const birth = birthOf(line);
    return { ok: true, value: { number, words: [], ...(birth === undefined ? {} : { or: { birth, words: [] } }) } };
  }
  const whole = addPart({ words: [] }, line);
  const noticePart = whole.birth === undefined ? undefined : noticePartOf(line);
  if (saysMore(whole)) return { ok: true, value: noticePart === undefined ? whole : { ...whole, or: { noticePart, words: [] } } };
  const query = line.split(/\s+/u).reduce(addPart, { words: [] });
  const onlyName = !saysMore(query);
  // One character alone would list half the city.
  if (onlyName && query.words.every(({ name }) => Array.from(name).length < 2) && query.words.length < 2)
    return { ok: false, reason: 'too-short' };
  if (onlyName && query.words.length === 0) return { ok: false, reason: 'too-short' };
  return { ok: true, value: query };
}
