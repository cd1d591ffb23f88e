import type { Language } from '../languages/index.ts';
import { textIn } from '../languages/names.ts';
import { showPhone } from '../lib/values/contact.ts';
import { cityNow } from '../site/city.ts';

/** What the city is called in a language. */
export const cityIn = (language: Language): string => textIn(language, cityNow().name);

/** Its postal address, as a letter would have it. Empty where it is not set. */
export function postalAddress(): string {
  const { postalCode, address } = cityNow();
  return [postalCode === '' ? '' : `〒${postalCode}`, address].filter((part) => part !== '').join('| ');
}

/** Whom to call about a visit to an office: the office, or the city where it has no telephone of its own. */
export const phoneOf = (office: { phone: string } | undefined): string =>
  office === undefined || office.phone === '' ? cityNow().phone : showPhone(office.phone);

/** A text of staff's with places where a line may break: after each space, and after から. */
export const breakable = (text: string): string => text.replaceAll(' ', '| ').replaceAll('から', 'から|');
