import { factsOf, languageOf, offeredCode, prefixOf } from '../languages/index.ts';
import { bothText, textIn } from '../languages/names.ts';
import { withPrefix } from '../lib/language/links.ts';

/** The site in the language of a visit: what the links of its mails begin with. Japanese where that language is offered no more. */
export const siteIn = (origin: string, code: string): string => `${origin}${prefixOf(offeredCode(code))}`;

/** The language a mail to who uses the site in `code` is written in, for its head. */
export const langIn = (code: string): string => factsOf(languageOf(code)).lang;

/** The first page of the site in the language of a visit. */
export const startIn = (origin: string, code: string): string => `${origin}${withPrefix(prefixOf(offeredCode(code)), '/')}`;

/** The name of an office or a service in the language of a visit, behind it in Japanese. */
export const named = (names: Record<string, string>, name: string, code: string): string =>
  bothText(languageOf(code), { name, names });

/** Lines of staff's in the reader's language, in Japanese where they were not translated. */
export const inLanguage = (lines: readonly string[], code: string): string[] =>
  lines.map((line) => textIn(languageOf(code), line));
