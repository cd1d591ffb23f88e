import { plain } from '../lib/html/index.ts';
import { cityNow } from '../site/city.ts';

/** Behind the page's own name in titles and bookmarks. `site`: what it is called (`frame.site`). */
export const siteOfCity = (site: string): string => `${cityNow().name} ${plain(site)}`;

/** Its postal address, as a letter would have it. Empty where it is not set. */
export function postalAddress(): string {
  const { postalCode, address } = cityNow();
  return [postalCode === '' ? '' : `〒${postalCode}`, address].filter((part) => part !== '').join('| ');
}

/** A text of staff's with places where a line may break: after each space, and after から. */
export const breakable = (text: string): string => text.replaceAll(' ', '| ').replaceAll('から', 'から|');
