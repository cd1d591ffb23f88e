import { type Language, textsOf } from '../languages/index.ts';
import { withoutRuby } from '../lib/language/ruby.ts';
import { plain, put } from '../lib/language/text.ts';
import { cityNow } from '../site/city.ts';
import { saidOf } from '../site/wordings/follow.ts';
import { SITE } from '../site/wordings/site-words.ts';
import { cityIn } from './city.ts';
import type { By } from './offers.ts';

/** What the site is for: cards, where any service in use picks one up; it stays so while none is on offer. */
export const siteKind = (): By => (cityNow().hasCards ? 'card' : 'person');

/** What the site is called, as the city says it, else as it is built in. */
export const siteName = (language: Language): string =>
  saidOf(SITE, 'site', language) ?? textsOf(language).frame.site[siteKind()];

/** Behind the page's own name in titles and bookmarks. */
export const siteOfCity = (language: Language): string => `${withoutRuby(cityIn(language))} ${plain(siteName(language))}`;

/** The start page's own name. */
export const startTitle = (language: Language): string =>
  saidOf(SITE, 'title', language) ?? textsOf(language).start.title[siteKind()];

/** What a search engine shows below it. */
export function startDescription(language: Language): string {
  const city = cityIn(language);
  const own = saidOf(SITE, 'description', language);
  return plain(own?.replaceAll('{city}', city) ?? put(textsOf(language).start.description[siteKind()], { city }));
}

/** Above the start page of a city that offers the pickup of cards alone. */
export const cardHeading = (language: Language): string =>
  saidOf(SITE, 'heading', language) ?? textsOf(language).start.cardHeading;
