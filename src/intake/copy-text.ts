import { searchPairs } from '../cards/search-keys.ts';
import type { IncomingCard } from './row.ts';

const SPECIAL = /[\\\t\n\r]/u;
const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A text as COPY reads it. */
const field = (text: string): string =>
  SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/gu, (sign) => escapes[sign] ?? sign) : text;
const orNull = (text: string | null): string => text ?? '\\N';

/** An array as COPY reads it: each element quoted for the array, then the whole escaped for COPY. */
function list(texts: readonly string[]): string {
  const joined = texts.join('","');
  if (texts.length === 0) return '{}';
  if (!/[\\"\t\n\r]/.test(joined.replaceAll('","', ''))) return `{"${joined}"}`;
  return field(`{"${texts.map((text) => text.replace(/[\\"]/gu, '\\$&')).join('","')}"}`);
}

/** A card as a line of COPY into the table of cards to be taken in (cards/take-in.ts names its columns). */
export const copyLine = (line: number, turn: number, card: IncomingCard): string =>
  `${line}\t${turn}\t${card.noticeId}\t${copyTail(card)}`;

/** The part behind line, turn and ID: the same for two rows that say the same. */
function copyTail(card: IncomingCard): string {
  return `${field(card.name)}\t${field(card.kana)}\t${field(card.nameKey)}\t${field(card.kanaKey)}\t${orNull(card.birthDate)}\t${card.birthText}\t${orNull(card.personKey)}\t${field(card.postalCode)}\t${field(card.address)}\t${field(card.phone)}\t${field(card.lot)}\t${field(card.serialNo)}\t${field(card.officeCode)}\t${orNull(card.arrivedOn)}\t${orNull(card.expiresOn)}\t${orNull(card.noticeDate)}\t${list(searchPairs(card.nameKey, card.kanaKey))}\n`;
}
