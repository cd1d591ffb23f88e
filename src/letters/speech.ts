import { offeredCode, prefixOf } from '../languages/index.ts';
import { withPrefix } from '../lib/language/links.ts';

/** The site in the language of a visit: what the links of its mails begin with. Japanese where that language is offered no more. */
export const siteIn = (origin: string, code: string): string => `${origin}${prefixOf(offeredCode(code))}`;

/** The first page of the site in the language of a visit. */
export const startIn = (origin: string, code: string): string => `${origin}${withPrefix(prefixOf(offeredCode(code)), '/')}`;
