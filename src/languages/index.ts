import { type Counted, counted } from '../lib/language/text.ts';
import type { Catalogue, PageName, Spoken, Texts } from './catalogues.ts';
import { easy } from './easy/index.ts';
import { en } from './en/index.ts';
import type { Formats } from './formats.ts';
import { formats as japanese } from './ja/formats.ts';
import { ja } from './ja/index.ts';
import { ko } from './ko/index.ts';
import { factsOf, LANGUAGES, type Language, splitAddress } from './languages.ts';
import { pseudoFormats, pseudoTexts } from './pseudo.ts';
import { vi } from './vi/index.ts';
import { zh } from './zh/index.ts';

export type { Texts } from './catalogues.ts';
export { clockOf, deadlineIn, type Formats, momentFrom, momentWhen } from './formats.ts';
export { factsOf, type Language, languageOf, prefixOf, splitAddress } from './languages.ts';

/** A language more is a folder, a line here and one in languages.ts; docs/architecture.md has the rest. */
const SPOKEN: Readonly<Partial<Record<Language, Spoken>>> = { easy, en, zh, ko, vi };

const PAGES = Object.keys(ja) as PageName[];

/** The pages a language has no texts for yet. */
export const pagesWithout = (texts: Catalogue): PageName[] => PAGES.filter((page) => texts[page] === undefined);

/** Every language that has a folder, Japanese left out. */
export const translations = (): [Language, Spoken][] =>
  LANGUAGES.flatMap(({ code }) => (SPOKEN[code] === undefined ? [] : [[code, SPOKEN[code]] satisfies [Language, Spoken]]));

/** Languages that are whole, in the order they are offered; Japanese is the first. */
export const OFFERED: readonly Language[] = LANGUAGES.map(({ code }) => code).filter((code) => {
  const spoken = SPOKEN[code];
  return code === 'ja' || (spoken !== undefined && pagesWithout(spoken.texts).length === 0);
});

/** Texts by language. A language that is not whole is not offered, and speaks Japanese where it is asked all the same. */
const TEXTS: ReadonlyMap<Language, Texts> = new Map(
  LANGUAGES.map(({ code }) => {
    const own = code === 'pseudo' ? pseudoTexts : { ...ja, ...SPOKEN[code]?.texts };
    // The catalogues hold texts; that places must be filled is what the type adds.
    return [code, own as unknown as Texts];
  }),
);

export const textsOf = (language: Language): Texts => TEXTS.get(language) ?? (ja as unknown as Texts);

/** How a language says days, times and lists. */
export const formatsOf = (language: Language): Formats =>
  language === 'pseudo' ? pseudoFormats : (SPOKEN[language]?.formats ?? japanese);

/** The language of an address, where pages are answered in it; else Japanese. */
export const offeredOf = (url: string, among: readonly Language[] = OFFERED): Language => {
  const { language } = splitAddress(url);
  return among.includes(language) ? language : 'ja';
};

/** The text for a number in a language. */
export const countIn = (language: Language, text: Counted<'count'>, count: number): string =>
  counted(factsOf(language).lang, text, count, { count });

/** A language kept with a visit; Japanese where it is offered no more. */
export const offeredCode = (code: string): Language => OFFERED.find((one) => one === code) ?? 'ja';
