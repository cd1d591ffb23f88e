import { type Query, type QueryRefusal, readingsOf, readQuery } from '../cards/query.ts';
import { remarkedWith } from '../cards/remark.ts';
import { meansCard } from '../cards/search.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { form, line } from '../lib/form/index.ts';
import type { FormErrors } from '../lib/html/index.ts';
import { trimSpaces } from '../lib/japanese/width.ts';
import { meansMember } from '../reservations/search.ts';

/**
 * What a list is narrowed down by besides its filter: who, and words of a remark. They name persons, so they stand in no address, no log and no paper: `id` is
 * what the address carries for them. `lapsed`: nothing is kept under it any more.
 */
export type Typed = { id: string; who: string; said: string; lapsed?: true };

/** The box of an address in which the id stands. */
export const TYPED = 'typed';

export const typedForm = form<{ who: string; said: string }>({
  who: line('氏名、カナ、交付通知書ID、生年月日', 100, { box: 'typed-who', size: 'id' }).or(''),
  said: line('備考の言葉', 100, { box: 'typed-said', size: 'id' }).or(''),
});

const NUMBERS = '電話番号、メールアドレス、予約番号では絞り込めません。画面の上の検索を使ってください。';
const REFUSED: Readonly<Record<QueryRefusal, string>> = {
  empty: '氏名、カナ、交付通知書ID、生年月日のどれかを入力してください。',
  'too-long': '長すぎます。氏名やIDだけを入力してください。',
  'too-short': '1文字の氏名では、多くの方が当てはまります。2文字以上を入力してください。',
  'application-id': '申請書IDでは絞り込めません。',
  'individual-number': '個人番号（マイナンバー）では絞り込めません。',
};
const LAPSED = '入力してから時間がたちました。もう一度入力してください。';

const isByPerson = ({ number, phone, phoneEnd, mail }: Query): boolean =>
  [number, phone, phoneEnd, mail].every((part) => part === undefined);

type Read = { errors: FormErrors; query: Query | undefined; words: readonly string[] };

/** What was typed: whom it means, or what is wrong with it. Pure. */
export function readTyped({ who, said, lapsed }: Typed): Read {
  const words = trimSpaces(said)
    .split(/\s+/u)
    .filter((word) => word !== '');
  const none = { query: undefined, words };
  if (lapsed === true) return { ...none, errors: { 'typed-who': LAPSED } };
  if (trimSpaces(who) === '') return { ...none, errors: {} };
  const read = readQuery(who);
  if (!read.ok) return { ...none, errors: { 'typed-who': REFUSED[read.reason] } };
  const [first, ...others] = readingsOf(read.value).filter(isByPerson);
  if (first === undefined) return { ...none, errors: { 'typed-who': NUMBERS } };
  const query = others.reduceRight<Query | undefined>(
    (or, { or: _, ...one }) => (or === undefined ? one : { ...one, or }),
    undefined,
  );
  const { or: _, ...alone } = first;
  return { errors: {}, words, query: query === undefined ? alone : { ...alone, or: query } };
}

/** What the filter's sentence says of it: it stands in the log and on paper, so it repeats nothing. */
export const typedWords = (typed: Typed): string[] => [
  ...(trimSpaces(typed.who) === '' ? [] : ['氏名などで絞り込み']),
  ...(trimSpaces(typed.said) === '' ? [] : ['備考の言葉で絞り込み']),
];

/** What a row of a list is of: a card by its `key` or its `cardId`, who comes by its `key` (reservation/position), everybody of a visit by its `reservationId`. */
export type RowOf = 'card' | 'card-id' | 'visit' | 'reservation';

/** Rows of cards, of those alone that are meant; `key`: the column of a card's number. */
function cardRows(rows: Sql, key: Sql, { query, words }: Read): Sql {
  const remarks = words.length === 0 ? undefined : remarkedWith(words);
  return sql`
    SELECT q.* FROM (${rows}) q WHERE ${query === undefined ? sql`true` : sql`${key} IN (SELECT c.id FROM cards.cards c WHERE ${meansCard(query)})`}
      AND ${
        remarks === undefined
          ? sql`true`
          : sql`${key} IN (
              SELECT c.id FROM cards.cards c
              WHERE c.id IN (${remarks.cards} UNION ALL SELECT t.id FROM cards.cards t WHERE t.person_key IN (${remarks.keys})) AND ${remarks.shows(sql`c.id`, sql`c.person_key`)})`
      }`;
}

/** Members of visits that are meant; `is`: what is read of a member `m`. */
function meantMembers(is: Sql, { query, words }: Read): Sql {
  const remarks = words.length === 0 ? undefined : remarkedWith(words);
  const key = sql`coalesce(c.person_key, m.person_key)`;
  return sql`
    SELECT ${is} FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id LEFT JOIN cards.cards c ON c.id = m.card_id
    WHERE ${query === undefined ? sql`true` : sql`(m.card_id IN (SELECT c.id FROM cards.cards c WHERE ${meansCard(query)}) OR (m.card_id IS NULL AND ${meansMember(query)}))`}
      AND ${remarks === undefined ? sql`true` : sql`(m.card_id IN (${remarks.cards}) OR ${key} IN (${remarks.keys})) AND ${remarks.shows(sql`m.card_id`, key)}`}`;
}

/** Rows of one who comes, of those alone that are meant. */
const visitRows = (rows: Sql, read: Read): Sql =>
  sql`SELECT q.* FROM (${rows}) q WHERE q.key IN (${meantMembers(sql`m.reservation_id || '/' || m.position`, read)})`;

/** Rows of whole visits to which somebody comes who is meant. They are found first, so that a long list is not walked for a few of them. */
const partyRows = (rows: Sql, read: Read): Sql =>
  sql`SELECT q.* FROM (${rows}) q WHERE q."reservationId" = ANY (ARRAY(${meantMembers(sql`m.reservation_id`, read)} AND m.removed_at IS NULL))`;

/**
 * The rows of a list that are meant by what was typed. Whom its viewer may not see is in none of them, so nobody learns that they were meant.
 * @param blank rows of them stand in the list without `who`
 */
export function meantRows(rows: Sql, by: RowOf, typed: Typed, blank: boolean): Sql {
  const read = readTyped(typed);
  if (read.query === undefined && read.words.length === 0) return rows;
  const seen = blank ? sql`SELECT n.* FROM (${rows}) n WHERE n.who IS NOT NULL` : rows;
  if (by === 'card' || by === 'card-id') return cardRows(seen, by === 'card' ? sql`q.key` : sql`q."cardId"`, read);
  return by === 'visit' ? visitRows(seen, read) : partyRows(seen, read);
}
