import { foldWidth } from '../japanese/width.ts';

const ACCENTS = /\p{M}/gu;

/** Letters that are not a plain one with an accent, as passports spell them (Əliyev ALIYEV, Þórður THORDUR). */
const LETTERS: Record<string, string> = {
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ŋ: 'n',
  ŧ: 't',
  ĸ: 'q',
  ə: 'a',
  ø: 'o',
  ł: 'l',
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  ı: 'i',
};

const LATIN = /^[A-Z][A-Z '’.,-]*$/;

/** In capitals without accents, special letters spelt out; what cannot be spelt so stays. */
const inCapitals = (text: string): string =>
  Array.from(foldWidth(text).toLowerCase().normalize('NFD').replace(ACCENTS, ''), (letter) => LETTERS[letter] ?? letter)
    .join('')
    .toUpperCase();

/** A name in Latin letters as residence cards write it: capitals without accents, single spaces. Undefined where it is none. */
export function latinName(name: string): string | undefined {
  const capitals = inCapitals(name).replace(/\s+/gu, ' ');
  return LATIN.test(capitals) ? capitals : undefined;
}

/** Whether a sign can stand in a name in Latin letters: one that can be spelt out, an accent, a space, a mark between. */
export const isOfLatinName = (sign: string): boolean => /^[A-Z\s'’.,-]*$/.test(inCapitals(sign));

/** Whether a reading is in Latin letters, as its person gave it: nobody has put kana in its place yet. */
export const isLatinReading = (reading: string): boolean => LATIN.test(reading);
