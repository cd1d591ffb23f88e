import type { Language } from '../languages/index.ts';
import { textIn } from '../languages/names.ts';
import { cityNow } from '../site/city.ts';

/** What the city is called in a language. */
export const cityIn = (language: Language): string => textIn(language, cityNow().name);

/** Its postal address, as a letter would have it. Empty where it is not set. */
export function postalAddress(): string {
  const { postalCode, address } = cityNow();
  return [postalCode === '' ? '' : `〒${postalCode}`, address].filter((part) => part !== '').join('| ');
}

/** A text of staff's with places where a line may break: after each space, and after から. */
export const breakable = (text: string): string => text.replaceAll(' ', '| ').replaceAll('から', 'から|');
