/**
 * Folding of how a text was typed: width, hyphens, spaces. For reading what people typed and for search keys;
 * stored names never pass through here.
 */

/** Everything seen where a hyphen was meant: hyphens, dashes, minus signs, the kana long mark in both widths. */
export const HYPHEN = String.raw`[-\u00ad\u02d7\u2010-\u2015\u2043\u207b\u208b\u2212\u2500\u2501\u30fc\ufe58\ufe63\uff0d\uff70]`;
const HYPHENS = new RegExp(HYPHEN, 'gu');

/** White space in the wide sense, with the invisible characters that copy and paste brings along. */
const SPACES = /[\s\u0085\u00a0\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u3164\ufeff\uffa0]+/gu;

/** Full width letters, digits and signs become ASCII ones, half width kana full width ones. */
export const foldWidth = (text: string): string => text.normalize('NFKC');

/** Any hyphen, dash, minus or long mark becomes `-`. Only for texts without kana words: it eats their long marks. */
export const foldHyphens = (text: string): string => text.replace(HYPHENS, '-');

export const removeSpaces = (text: string): string => text.replace(SPACES, '');

/** What copying brings along and nobody sees: zero width, marks of direction. Joiners stay, some scripts need them. */
const INVISIBLE = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu;

export const removeInvisible = (text: string): string => text.replace(INVISIBLE, '');

const SPACE = /[\s\u0085\u00a0\u200b-\u200f\u2060\ufeff]/u;

/** Without white space and invisible characters at both ends. A walk, not a pattern: patterns anchored at the end are quadratic. */
export function trimSpaces(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && SPACE.test(text.charAt(from))) from += 1;
  while (to > from && SPACE.test(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

const PLAIN_CODE = /^[!-~]*$/;

/** IDs, numbers and dates as typed: half width, plain hyphens, no spaces. */
export const foldCode = (text: string): string => (PLAIN_CODE.test(text) ? text : removeSpaces(foldHyphens(foldWidth(text))));
