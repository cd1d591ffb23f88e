import { hash } from 'node:crypto';
import { foldVariants } from './variants.ts';
import { foldWidth, removeSpaces } from './width.ts';

/** Selectors that choose a drawing of the kanji before them (葛󠄀); the kanji is the same. */
const SELECTORS = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;
const HIRAGANA = /[\u3041-\u3096\u309d\u309e]/gu;
const LONG = /[-\u00ad\u02d7\u2010-\u2015\u2043\u2212\u2500\u2501\u30fc~\u301c]/u;
/** Marks between the parts of a name: dots, commas, quotes. */
const BETWEEN = /[・·•‧∙.,，、。'’‘`´"“”]/gu;
/** Voiced marks standing alone: NFKC would make a space of them. */
const voiced = (text: string): string => text.replace(/[\u309b]/gu, '\u3099').replace(/[\u309c]/gu, '\u309a');

const SMALL = new Map(
  Array.from('ァアィイゥウェエォオッツャヤュユョヨヮワヵカヶケヂジヅズヰイヱエヲオ').reduce<[string, string][]>(
    (pairs, kana, at, all) => {
      if (at % 2 === 0) pairs.push([kana, all[at + 1] ?? kana]);
      return pairs;
    },
    [],
  ),
);
const SMALL_KANA = /[ァィゥェォッャュョヮヵヶヂヅヰヱヲ]/gu;

/** What a long mark after each kana sounds like: ー after カ is ア, after コ ウ (幸太 コータ, コウタ), after オ オ (大田 オータ, オオタ). */
const ROWS = {
  ア: 'アカサタナハマヤラワガザダバパ',
  イ: 'イキシチニヒミリギジビピエケセテネヘメレゲゼデベペ',
  ウ: 'ウクスツヌフムユルグズブプヴコソトノホモヨロゴゾドボポ',
  オ: 'オ',
};
const VOWEL = new Map(Object.entries(ROWS).flatMap(([vowel, row]) => Array.from(row, (kana) => [kana, vowel] as const)));

/** Hiragana as katakana; everything else as it is. */
export const katakana = (text: string): string =>
  text.replace(HIRAGANA, (kana) => String.fromCodePoint((kana.codePointAt(0) ?? 0) + 0x60));

/** Kanji, kana and wide spaces alone: what nearly every name of a list is. Nothing in them but spaces is folded here. */
const PLAIN = /^[\u3000\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff]*$/;

/** A mark that what was taken out kept from its letter joins it: 𝑚˙ is m, a space and a dot, then ṁ. */
const joined = (text: string): string => text.normalize('NFC');

const bare = (text: string): string =>
  PLAIN.test(text)
    ? text.replaceAll('\u3000', '')
    : joined(
        removeSpaces(foldWidth(voiced(text)).replace(SELECTORS, ''))
          .replace(BETWEEN, '')
          .toLowerCase(),
      );

/** 佐々木 → 佐佐木, and a long mark its vowel. Other hyphens go: Anne-Marie, ANNE MARIE. */
function spellOut(text: string): string {
  if (!/[-々\u00ad\u02d7\u2010-\u2015\u2043\u2212\u2500\u2501\u30fc~\u301c]/u.test(text)) return text;
  let spelt = '';
  let last = '';
  for (const sign of text) {
    const meant = sign === '々' ? last : LONG.test(sign) ? (VOWEL.get(last) ?? '') : sign;
    spelt += meant;
    if (meant !== '') last = meant;
  }
  return joined(spelt);
}

const sound = (text: string): string => spellOut(katakana(text).replace(SMALL_KANA, (small) => SMALL.get(small) ?? small));

/**
 * The key a kana name is searched by: full width katakana without spaces or small kana (older systems have none),
 * long marks as vowels, ヂ ヅ as ジ ズ. The same for キョウコ, ｷﾖｳｺ and きょうこ.
 */
export const kanaKey = (kana: string): string => sound(bare(kana));

/**
 * The key a written name is searched and compared by: width, spaces, case, kana, old and variant kanji folded.
 * Never shown and never stored in place of the name itself.
 */
export const nameKey = (name: string): string => sound(foldVariants(bare(name)));

/**
 * Who a person is for "nobody twice": sha256 hex of `nameKey|YYYY-MM-DD`.
 * Null where the birth date is not fully known: such a person is booked by staff only.
 */
export const personKey = (key: string, birthDate: string | null): string | null =>
  birthDate === null || key === '' ? null : hash('sha256', `${key}|${birthDate}`);

const PAIRED = /[\ud800-\udfff]/;

/** All pairs of neighbouring characters, each once; a text of one character is its own pair. */
export function bigrams(text: string): string[] {
  const pairs = new Set<string>();
  if (PAIRED.test(text)) {
    const signs = Array.from(text);
    if (signs.length === 1) return signs;
    for (let at = 1; at < signs.length; at += 1) pairs.add(`${signs[at - 1]}${signs[at]}`);
  } else {
    if (text.length === 1) return [text];
    for (let at = 1; at < text.length; at += 1) pairs.add(text.slice(at - 1, at + 1));
  }
  return [...pairs];
}
