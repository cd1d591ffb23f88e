import { eraYear } from '../lib/dates/format.ts';
import { parseDate, type ReadDate } from '../lib/dates/parse.ts';
import { kanaKey, nameKey, personKey } from '../lib/japanese/keys.ts';
import { foldCode, foldWidth, trimSpaces } from '../lib/japanese/width.ts';
import { noticeId } from '../lib/values/ids.ts';
import { holdsIndividualNumber } from '../lib/values/individual-number.ts';
import { UNWRITABLE } from '../lib/values/read.ts';
import { nameAsGiven } from '../lib/values/texts.ts';
import { cellOf, type Layout } from './columns.ts';
import { phoneText, WORN, WORN_WORDS } from './phone.ts';
import type { Field, Profile } from './profile.ts';
import { HIDDEN } from './watch-numbers.ts';

/** A card as a file tells of it, read and judged. Empty texts and nulls: the file says nothing. */
export type IncomingCard = {
  noticeId: string;
  name: string;
  kana: string;
  nameKey: string;
  kanaKey: string;
  birthDate: string | null;
  /** 2026-11-23 where it is known; else what is known in words, 不明 at least. Part of the card's identity. */
  birthText: string;
  personKey: string | null;
  postalCode: string;
  address: string;
  phone: string;
  lot: string;
  serialNo: string;
  officeCode: string;
  arrivedOn: string | null;
  expiresOn: string | null;
  noticeDate: string | null;
};

/** Why a row was not taken, by column; `reason` in words for the person who looks after the file. */
export type RowError = { column: string; reason: string };

const WORDS = {
  empty: '空です',
  'too-long': '長すぎます',
  unreadable: '読み取れません',
  impossible: 'ありえない値です',
} as const;

/** What an empty cell becomes that is formatted as a date: day 0 of Excel, and those of LibreOffice. */
const ZERO_DATE = /^(?:1900[-/.]0?1[-/.]0?0|1899[-/.]12[-/.]3[01]|(?:明治|M)33[.年]0?1[.月]0?0日?)(?:[\sTt].*)?$/su;
const isZeroDate = (given: string): boolean =>
  /^(?:18|19|１|明|M)/u.test(given.trim()) ? ZERO_DATE.test(foldWidth(given).trim()) : false;

const ERA_MARK = /[RHSTM令平昭大明元]/iu;

/** Judges rows of a file. Dates are remembered: a list has some thousand different ones in hundreds of thousands of cells. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a reader with the dates it remembers; the functions inside are short
export function rowReader(profile: Profile, layout: Layout, today: string) {
  const known = new Map<string, ReturnType<typeof parseDate>>();
  const readDate = (text: string): ReturnType<typeof parseDate> => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const read = parseDate(text);
    const era = ERA_MARK.test(foldWidth(text));
    const allowed = profile.dates === 'any' || !read.ok || !/\d/u.test(foldWidth(text)) || (profile.dates === 'era') === era;
    const judged = allowed ? read : ({ ok: false, reason: 'unreadable' } as const);
    if (known.size < 200_000) known.set(text, judged);
    return judged;
  };

  return (
    cells: readonly string[],
  ): { card: IncomingCard; phoneMended: boolean; postalMended: boolean } | { errors: RowError[] } => {
    const errors: RowError[] = [];
    const say = (field: Field, reason: string): void => {
      errors.push({ column: layout.places[field]?.title ?? field, reason });
    };
    const cell = (field: Field): string => cellOf(cells, layout.places[field]);
    const text = (field: Field, most: number, mayBeNumber = false): string => {
      const given = cell(field);
      if (given === '') return '';
      // People break an address within its cell; it is one line all the same.
      const trimmed = trimSpaces(/[\r\n]/u.test(given) ? given.replace(/\s*[\r\n]+\s*/gu, '　') : given);
      if (trimmed.length > most) say(field, `長すぎます（${most}字まで）`);
      else if (UNWRITABLE.test(trimmed)) say(field, '使えない文字があります（制御文字など）');
      else if (WORN.test(trimmed)) say(field, WORN_WORDS);
      else if (trimmed === HIDDEN) say(field, '番号を伏せたままです');
      else if (!mayBeNumber && holdsIndividualNumber(trimmed)) say(field, '個人番号と思われる番号があります');
      else return trimmed;
      return '';
    };
    const day = (field: Field): string | null => {
      const given = cell(field);
      if (isZeroDate(given)) return null;
      const read = readDate(given);
      if (read.ok && read.value.kind === 'date') return read.value.date;
      if (given.trim() === '' || (read.ok && read.value.kind === 'partial' && read.value.year === null)) return null;
      say(field, read.ok || read.reason === 'unreadable' ? '日付として読み取れません' : 'ありえない日付です');
      return null;
    };

    const id = noticeId(cell('noticeId'));
    if (!id.ok) say('noticeId', id.reason === 'unreadable' ? '英数字3文字と数字6桁ではありません' : WORDS[id.reason]);
    const name = nameAsGiven(cell('name'));
    if (!name.ok) say('name', name.reason === 'unreadable' ? '使えない文字があります（制御文字など）' : WORDS[name.reason]);
    else if (holdsIndividualNumber(name.value)) say('name', '個人番号と思われる番号があります');
    const birth = birthOf(cell('birth'), readDate, today);
    if ('reason' in birth) say('birth', birth.reason);
    const kana = text('kana', 100);
    const phone = phoneText(cell('phone'));
    if ('reason' in phone) say('phone', phone.reason);

    const address = text('address', 300);
    const postal = postalCode(text('postalCode', 20), address);
    const card = {
      kana,
      kanaKey: kana === '' ? '' : kanaKey(kana),
      postalCode: postal.text,
      address,
      phone: 'reason' in phone ? '' : phone.text,
      // A serial number of twelve digits looks like a 個人番号 one time in ten: the column is judged as a whole.
      lot: text('lot', 50, true),
      serialNo: foldWidth(text('serialNo', 50, true)),
      officeCode: text('officeCode', 50),
      arrivedOn: day('arrivedOn'),
      expiresOn: day('expiresOn'),
      noticeDate: day('noticeDate'),
    };
    if (!id.ok || !name.ok || 'reason' in birth || errors.length > 0) return { errors };
    const key = nameKey(name.value);
    // A name of signs only (＊＊＊) has no key; the name itself then tells people apart.
    const identity = key === '' ? trimSpaces(name.value) : key;
    return {
      card: {
        noticeId: id.value,
        name: name.value,
        nameKey: identity,
        ...birth,
        personKey: personKey(key, birth.birthDate),
        ...card,
      },
      phoneMended: 'mended' in phone,
      postalMended: postal.mended,
    };
  };
}

type Birth = { birthDate: string | null; birthText: string };

function birthOf(
  text: string,
  readDate: (text: string) => ReturnType<typeof parseDate>,
  today: string,
): Birth | { reason: string } {
  if (isZeroDate(text)) return { reason: '空の欄が日付になったようです（1900/1/0 など）' };
  const read = readDate(text);
  if (!read.ok) {
    if (read.reason === 'empty') return { birthDate: null, birthText: '不明' };
    return { reason: read.reason === 'unreadable' ? '生年月日として読み取れません' : 'ありえない日付です' };
  }
  if (read.value.kind === 'date') {
    const { date } = read.value;
    return date > today ? { reason: '本日より後の日付です' } : { birthDate: date, birthText: date };
  }
  return { birthDate: null, birthText: partialBirth(read.value) };
}

/** What is known of a birthday, the same words however it was written: they tell cards apart. */
function partialBirth({ year, month }: Extract<ReadDate, { kind: 'partial' }>): string {
  if (year === null) return '不明';
  if (month !== null) return `${eraYear(`${year}-${String(month).padStart(2, '0')}-01`)}${month}月（日は不明）`;
  const [first, last] = [eraYear(`${year}-01-01`), eraYear(`${year}-12-31`)];
  return `${first === last ? first : `${year}年`}（月日は不明）`;
}

/** Where postal codes begin with a zero, and nowhere else. */
const ZERO_AREAS = /^(?:北海道|青森県|岩手県|秋田県)/u;

/** A postal code as it is written; digits that a spreadsheet left of one, where the address tells that zeros were before them. */
function postalCode(given: string, address: string): { text: string; mended: boolean } {
  const digits = given === '' ? '' : foldCode(given);
  const mended = /^\d{5,6}$/u.test(digits) && ZERO_AREAS.test(address);
  const [, head, tail] = /^〒?(\d{3})-?(\d{4})$/u.exec(mended ? digits.padStart(7, '0') : digits) ?? [];
  return { text: head === undefined || tail === undefined ? given : `${head}-${tail}`, mended };
}
