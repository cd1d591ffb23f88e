import { CARD_COLUMNS, type CardColumn } from '../cards/incoming.ts';
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

/** Each column of the table of cards to be taken in, as COPY reads it. */
const WRITTEN: Record<CardColumn, (card: IncomingCard) => string> = {
  notice_id: (card) => card.noticeId,
  name: (card) => field(card.name),
  kana: (card) => field(card.kana),
  name_key: (card) => field(card.nameKey),
  kana_key: (card) => field(card.kanaKey),
  birth_date: (card) => orNull(card.birthDate),
  birth_text: (card) => card.birthText,
  person_key: (card) => orNull(card.personKey),
  postal_code: (card) => field(card.postalCode),
  address: (card) => field(card.address),
  phone: (card) => field(card.phone),
  lot: (card) => field(card.lot),
  serial_no: (card) => field(card.serialNo),
  office_code: (card) => field(card.officeCode),
  arrived_on: (card) => orNull(card.arrivedOn),
  expires_on: (card) => orNull(card.expiresOn),
  notice_date: (card) => orNull(card.noticeDate),
  search: (card) => list(searchPairs(card.nameKey, card.kanaKey)),
};
/** In the order in which COPY is told of them. */
const IN_ORDER = CARD_COLUMNS.map((column) => WRITTEN[column]);

/** A card as a line of COPY into the table of cards to be taken in (COPY_INCOMING); the same but for `line` and `turn` where two rows say the same. */
export function copyLine(line: number, turn: number, card: IncomingCard): string {
  let text = `${line}\t${turn}`;
  for (const written of IN_ORDER) text += `\t${written(card)}`;
  return `${text}\n`;
}
