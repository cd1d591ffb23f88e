import { foldCode } from '../japanese/width.ts';
import { wholeNumber } from './numbers.ts';
import { readShort, type Value } from './read.ts';

const foldUpper = (text: string): string => foldCode(text).toUpperCase();

/** 交付通知書ID in any width, case and hyphen, also without one → `A1B-123456`. */
export const noticeId = (input: unknown): Value<string> =>
  readShort(input, foldUpper, (text) => {
    const [, head, tail] = /^([A-Z0-9]{3})-?([0-9]{6})$/u.exec(text) ?? [];
    return head === undefined || tail === undefined ? undefined : `${head}-${tail}`;
  });

/** Letters that look like a digit, where only digits stand. */
const LOOKS: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };

/** The same as a person copies it from the postcard: O and I among the six digits are 0 and 1. Files are read by `noticeId` alone: there a letter is a fault. */
export const typedNoticeId = (input: unknown): Value<string> => {
  if (typeof input !== 'string') return noticeId(input);
  const [, head, tail] = /^([A-Z0-9]{3})-?([0-9OIL]{6})$/u.exec(foldUpper(input.slice(0, 100))) ?? [];
  return noticeId(
    head === undefined || tail === undefined ? input : head + tail.replace(/[OIL]/gu, (letter) => LOOKS[letter] ?? letter),
  );
};

/** 予約番号, eight digits with or without hyphens → `1234-5678`. */
export const reservationNumber = (input: unknown): Value<string> =>
  readShort(input, foldCode, (text) => {
    const [, head, tail] = /^(\d{4})-?(\d{4})$/u.exec(text) ?? [];
    return head === undefined || tail === undefined ? undefined : `${head}-${tail}`;
  });

/** The six digits of a mail, in any width and with spaces or hyphens between them. */
export const sixDigits = (input: unknown): Value<string> =>
  readShort(input, foldCode, (text) => {
    const digits = text.replace(/-/gu, '');
    return /^\d{6}$/u.test(digits) ? digits : undefined;
  });

/** A UUID as links and forms carry it, in lower case. */
export const uuid = (input: unknown): Value<string> =>
  readShort(
    input,
    (text) => text.trim().toLowerCase(),
    (text) => (/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u.test(text) ? text : undefined),
  );

/** The word by which addresses and files name an office or a service: `honcho`, `card-pickup`; capitals are folded. */
export const urlCode = (input: unknown): Value<string> =>
  readShort(
    input,
    (text) => foldCode(text).toLowerCase(),
    (text) => (/^[a-z0-9][a-z0-9-]{0,39}$/u.test(text) ? text : undefined),
  );

/** The id of a row that a form or link carries (slots, cards). */
export const rowId = wholeNumber(1, Number.MAX_SAFE_INTEGER);
/** The same where the table counts in `integer` (offices, services, cautions). */
export const smallId = wholeNumber(1, 2_147_483_647);
export const slotId = rowId;
/** The version of a row that a page was drawn from, as its form sends it back. */
export const rowVersion = wholeNumber(0, 2_147_483_647);
