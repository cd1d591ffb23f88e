import { factsOf, languageOf, offeredCode, prefixOf } from '../languages/index.ts';
import { saidIn, textIn } from '../languages/names.ts';
import { withPrefix } from '../lib/language/links.ts';

/** The site in the language of a visit: what the links of its mails begin with. Japanese where that language is offered no more. */
export const siteIn = (origin: string, code: string): string => `${origin}${prefixOf(offeredCode(code))}`;

/** The language a mail to who uses the site in `code` is written in, for its head. */
export const langIn = (code: string): string => factsOf(languageOf(code)).lang;

/** The first page of the site in the language of a visit. */
export const startIn = (origin: string, code: string): string => `${origin}${withPrefix(prefixOf(offeredCode(code)), '/')}`;

/** A name in the reader's language; behind it in Japanese, as it stands on the building and is said on the telephone. */
export function named(names: Record<string, string>, name: string, code: string): string {
  const language = languageOf(code);
  const { text } = saidIn(language, { name, names });
  return text === name || factsOf(language).lang === 'ja' ? text : `${text} (${name})`;
}

/** Lines of staff's in the reader's language, in Japanese where they were not translated. */
export const inLanguage = (lines: readonly string[], code: string): string[] =>
  lines.map((line) => textIn(languageOf(code), line));
