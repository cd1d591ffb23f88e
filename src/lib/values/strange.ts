import { foldCode, foldWidth, removeInvisible, trimSpaces } from '../japanese/width.ts';
import { isOfLatinName } from './latin.ts';

/** What of a text could not be read, so that a page can name it: the character, or how many digits there are too many (or, negative, too few). */
export type Strange = { sign: string } | { digits: number } | { lacks: 'at' | 'domain' } | undefined;

const first = (text: string, allowed: RegExp): Strange => {
  for (const sign of text) if (!allowed.test(sign)) return { sign };
  return undefined;
};

const ID_LETTERS = 3;
const ID_DIGITS = 6;

/** Of a 交付通知書ID as typed. */
export function strangeInId(typed: string): Strange {
  const text = foldCode(typed).toUpperCase();
  const sign = first(text, /[A-Z0-9-]/u);
  if (sign !== undefined) return sign;
  const plain = text.replaceAll('-', '');
  const digits = plain.slice(ID_LETTERS);
  const more = digits.length - ID_DIGITS;
  const letter = first(digits, /[0-9]/u);
  if (letter !== undefined && more === 0) return letter;
  return more === 0 || digits === '' ? undefined : { digits: more };
}

/** Of a mail address as typed. */
export function strangeInMail(typed: string): Strange {
  const text = trimSpaces(foldWidth(removeInvisible(typed)));
  const sign = first(text, /[A-Za-z0-9.!#$%&'*+/=?^_`{|}~@-]/u);
  if (sign !== undefined) return sign;
  const parts = text.split('@');
  if (parts.length === 1) return { lacks: 'at' };
  if (parts.length > 2) return { sign: '@' };
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}$/iu.test(parts[1] ?? '') ? undefined : { lacks: 'domain' };
}

const KANA_SIGN = /[\u3041-\u3096\u30a1-\u30fa\u30fc\u309d\u309e\u30fd\u30fe\u3099\u309a・\s]/u;

/** Of a kana name as typed: a kanji, a letter, a sign. */
export const strangeInKana = (typed: string): Strange => first(foldWidth(typed), KANA_SIGN);

/** Of a reading that may be in Latin letters too, as typed: a kanji, a sign of another script, a letter that cannot be spelt in plain ones. */
export const strangeInReading = (typed: string): Strange => {
  for (const sign of foldWidth(typed)) if (!KANA_SIGN.test(sign) && !isOfLatinName(sign)) return { sign };
  return undefined;
};

/** Pictures (😀) and what no form can write: never part of a name. */
export const PICTURE = /[\p{Extended_Pictographic}\p{Emoji_Presentation}]/u;

/** Of a name as typed. */
export function strangeInName(typed: string): Strange {
  const sign = PICTURE.exec(typed)?.[0];
  return sign === undefined ? undefined : { sign };
}
