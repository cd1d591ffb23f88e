import { foldCode, foldWidth, removeInvisible, trimSpaces } from '../japanese/width.ts';
import { refused } from '../outcome.ts';
import { readShort, UNWRITABLE, type Value } from './read.ts';

/** Dots may stand anywhere: carriers once gave out `a..b@docomo.ne.jp` and `ab.@ezweb.ne.jp`, and they still receive mail. */
const LOCAL = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/u;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/u;

function readMail(text: string): string | undefined {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  const domain = text.slice(at + 1).toLowerCase();
  const labels = domain.split('.');
  const last = labels.at(-1) ?? '';
  const sound = LOCAL.test(local) && labels.length > 1 && labels.every((label) => LABEL.test(label)) && !/^\d+$/u.test(last);
  return sound && last.length > 1 ? `${local}@${domain}` : undefined;
}

/**
 * A mail address as typed: invisible characters and spaces around it or its @ dropped, full width and the Japanese stop folded, the domain in lower case.
 * Anything that could begin another header line, name a second address or a comment is unreadable; over 254 is too long.
 */
export function mailAddress(input: unknown): Value<string> {
  const read = readShort(
    input,
    (text) =>
      trimSpaces(foldWidth(removeInvisible(text)))
        .replaceAll('。', '.')
        .replace(/ ?@ ?/u, '@'),
    (text) => (UNWRITABLE.test(text) ? undefined : readMail(text)),
  );
  if (read.ok && read.value.length > 254) return refused('too-long');
  return read;
}

/**
 * A telephone number as typed, with or without hyphens, brackets, +81 → its digits: `0942301234`, `09012345678`.
 * Numbers abroad keep their plus: `+12125550123`.
 */
export const phoneNumber = (input: unknown): Value<string> =>
  readShort(input, foldCode, (text) => {
    const digits = text.replace(/[-().・/]/gu, '').replace(/^\+81\(?0?/u, '0');
    if (/^0\d{9,10}$/u.test(digits)) return digits;
    return /^\+[1-9]\d{6,14}$/u.test(digits) ? digits : undefined;
  });

/** Where the digits of a number part. Only prefixes that are sure; others are shown as they are. */
const PARTS: [RegExp, string][] = [
  [/^(0[5789]0)(\d{4})(\d{4})$/u, '$1-$2-$3'],
  [/^(0120|0570)(\d{3})(\d{3})$/u, '$1-$2-$3'],
  [/^(0800)(\d{3})(\d{4})$/u, '$1-$2-$3'],
  [/^(03|06)(\d{4})(\d{4})$/u, '$1-$2-$3'],
  [/^(09(?:2|3(?!0)))(\d{3})(\d{4})$/u, '$1-$2-$3'],
  [/^(09(?:30|4\d))(\d{2})(\d{4})$/u, '$1-$2-$3'],
];

/** 0942301234 → 0942-30-1234, for screens, mails and paper. */
export function showPhone(digits: string): string {
  const parts = digits.startsWith('0800') ? PARTS.slice(2) : PARTS;
  const [pattern, shape] = parts.find(([prefix]) => prefix.test(digits)) ?? [];
  return pattern === undefined || shape === undefined ? digits : digits.replace(pattern, shape);
}
