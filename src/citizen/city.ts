import { cityNow } from '../site/city.ts';

/** What the site is called. */
export const SITE = 'マイナンバーカード|窓口予約';

/** Before the page's own name in titles and bookmarks. */
export const siteOfCity = (): string => `${cityNow().name} ${SITE.replaceAll('|', '')}`;

/** Its postal address, as a letter would have it. Empty where it is not set. */
export function postalAddress(): string {
  const { postalCode, address } = cityNow();
  return [postalCode === '' ? '' : `〒${postalCode}`, address].filter((part) => part !== '').join('| ');
}

/** A text of staff's with places where a line may break: after each space, and after から. */
export const breakable = (text: string): string => text.replaceAll(' ', '| ').replaceAll('から', 'から|');
