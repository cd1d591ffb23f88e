import { OTHER_LANGUAGES } from '../../../../audit/facts.ts';
import { type Language, languageOf, OFFERED } from '../../../../languages/index.ts';

const WORDS = new Map<string, string>([['ja', '日本語'], ...OTHER_LANGUAGES]);

/** Every language of the citizens' site, as staff read it. */
export const SPOKEN: readonly (readonly [code: Language, words: string])[] = OFFERED.map((code) => [
  languageOf(code),
  WORDS.get(code) ?? code,
]);
