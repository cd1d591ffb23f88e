import type { Tx } from '../lib/db/db.ts';
import { likeText } from '../lib/db/like.ts';
import { empty, join, raw, type Sql, sql } from '../lib/db/sql.ts';
import { bigrams } from '../lib/japanese/keys.ts';
import { type Query, readingsOf } from './query.ts';
import { seenOnly, type Viewer } from './viewer.ts';
import { placeSql, type Whereabouts } from './whereabouts.ts';

export type Hit = {
  id: number;
  noticeId: string;
  name: string;
  kana: string;
  birthDate: string | null;
  birthText: string;
  address: string;
  status: string;
  statusName: string;
  statusCategory: string;
  isOpen: boolean;
  protected: boolean;
  whereabouts: Whereabouts;
  place: string | null;
  officeName: string | null;
};

const hasPairs = (key: string): boolean => Array.from(key).length >= 2;

/** A part of a name: the index finds by pairs of characters, LIKE checks their order. On the way through the list LIKE alone decides. */
function wordCondition({ name, kana }: Query['words'][number], byPairs: boolean): Sql {
  const has = (column: 'name_key' | 'kana_key', key: string): Sql =>
    byPairs && hasPairs(key)
      ? sql`(c.search @> ${bigrams(key)}::text[] AND c.${raw(column)} LIKE ${likeText(key)})`
      : sql`c.${raw(column)} LIKE ${likeText(key)}`;
  return kana === '' ? has('name_key', name) : sql`(${has('name_key', name)} OR ${has('kana_key', kana)})`;
}

function conditions(query: Query, byPairs: boolean): Sql[] {
  const all: Sql[] = [];
  if (query.noticeId !== undefined) all.push(sql`c.notice_id = ${query.noticeId}`);
  if (query.birth !== undefined) all.push(sql`c.birth_date BETWEEN ${query.birth.from}::date AND ${query.birth.to}::date`);
  const booked = sql`c.id = ANY (${query.cardIds ?? []}::bigint[])`;
  if (query.phone !== undefined) all.push(sql`((c.phone = ${query.phone} AND c.phone <> '') OR ${booked})`);
  if (query.phoneEnd !== undefined) all.push(sql`((right(c.phone, 4) = ${query.phoneEnd} AND c.phone <> '') OR ${booked})`);
  if (query.mail !== undefined) all.push(booked);
  const half = query.noticePart;
  if (half !== undefined)
    all.push('ends' in half ? sql`right(c.notice_id, 6) = ${half.ends}` : sql`c.notice_id LIKE ${`${half.starts}%`}`);
  return [...all, ...query.words.map((word) => wordCondition(word, byPairs))];
}

/** Whether a card (`c`) is meant by one of these readings; undefined: none of them says anything of a card. */
function anyOf(wanted: readonly Query[], byPairs: boolean): Sql | undefined {
  const all = wanted.map((one) => conditions(one, byPairs)).filter((parts) => parts.length > 0);
  return all.length === 0
    ? undefined
    : sql`(${join(
        all.map((parts) => sql`(${join(parts, ' AND ')})`),
        ' OR ',
      )})`;
}

/** Whether a card (`c`) is meant by what was typed, for a read that chooses cards by more than this. */
export const meansCard = (query: Query): Sql => anyOf(readingsOf(query), true) ?? sql`false`;

/** How many cards of the list are looked at before the pairs are asked: what that costs a rare name in vain is about what it saves a common one. */
const WAY = 10_000;
const ORDER = raw('c.is_open DESC, c.kana_key, c.name_key, c.birth_date, c.id');
const LISTED = raw('c.id, c.is_open, c.kana_key, c.name_key, c.birth_date, c.protected');

/** One ID or phone, half of one, or an address: nobody's but a few, and its index has them at once. */
const isRare = ({ noticeId, noticePart, phone, phoneEnd, mail }: Query): boolean =>
  [noticeId, noticePart, phone, phoneEnd, mail].some((part) => part !== undefined);
/** Only names and spans of birthdays can be common. */
const mayBeCommon = (query: Query): boolean =>
  !isRare(query) && (query.birth === undefined || query.birth.from !== query.birth.to);
/** Whether an index narrows a query down; single characters of a name (森 愛) are looked for along the whole list. */
const isIndexed = (query: Query): boolean =>
  isRare(query) ||
  query.birth !== undefined ||
  query.words.some(({ name, kana }) => hasPairs(name) && (kana === '' || hasPairs(kana)));

/** With a status the cards themselves are read; without, the index of the list holds all that is asked. */
const listed = (status: string): Sql => (status === '' ? LISTED : sql`${LISTED}, c.status`);
const list = (status: string): Sql => sql`SELECT ${listed(status)} FROM cards.cards c ORDER BY ${ORDER}`;

/** The readings of a query by which cards can be found, as one condition; undefined where there is none. */
function readings(query: Query, viewer: Viewer, status: string) {
  const wanted = readingsOf(query).filter((one) => conditions(one, true).length > 0);
  if (wanted.length === 0) return undefined;
  const meant = (byPairs: boolean): Sql =>
    sql`${anyOf(wanted, byPairs) ?? sql`false`} AND ${seenOnly(viewer)}${status === '' ? empty : sql` AND c.status = ${status}`}`;
  return {
    byIndex: meant(true),
    along: meant(false),
    indexed: wanted.every(isIndexed),
    common: wanted.every(mayBeCommon),
    status,
  };
}

/** Ids of the first `limit` cards that are meant, in the list's order. `near` are those met at the beginning of the list, where that was worth a look. */
function firstHits({ byIndex, along, indexed, common, status }: NonNullable<ReturnType<typeof readings>>, limit: number): Sql {
  const onTheWay = (list: Sql): Sql => sql`SELECT c.id FROM (${list}) c WHERE ${along} ORDER BY ${ORDER} LIMIT ${limit}`;
  // OFFSET 0 keeps the planner from walking the list for those as well.
  const among = (only: Sql): Sql =>
    sql`SELECT c.id FROM (SELECT ${listed(status)} FROM cards.cards c WHERE ${byIndex} ${only} OFFSET 0) c ORDER BY ${ORDER} LIMIT ${limit}`;
  if (!indexed) return onTheWay(list(status));
  // Few of a common name may stand so: a stretch of the list would often be read in vain.
  if (!common || status !== '') return among(empty);
  const full = sql`(SELECT count(*) FROM near) >= ${limit}`;
  return sql`
    WITH near AS MATERIALIZED (${onTheWay(sql`${list(status)} LIMIT ${WAY}`)})
    SELECT id FROM near WHERE ${full} UNION ALL SELECT id FROM (${among(sql`AND NOT ${full}`)}) others`;
}

/**
 * Cards a query means, those still open first, `limit` at most; `status`: those alone that stand so. Protected people are found only by who may see them.
 * Numbers and phones given with a reservation are the caller's to look up: cards know nothing of reservations (`cardIds`).
 *
 * Two ways to the same hits. A common name is met soon on the way through the list in its order (`cards_list`, no card itself is read); where the first
 * stretch of it does not fill the page, whoever is meant is few or stands together far down, and the indexes of pairs and birthdays find them all.
 * Never a named statement: what is cheap depends on the very characters, and a plan made for any characters reads the whole table.
 */
export async function searchCards(tx: Tx, query: Query, viewer: Viewer, limit: number, status = ''): Promise<Hit[]> {
  const wanted = readings(query, viewer, status);
  if (wanted === undefined) return [];
  return tx.rows<Hit>(sql`
    SELECT c.id, c.notice_id AS "noticeId", c.name, c.kana, c.birth_date AS "birthDate", c.birth_text AS "birthText", c.address, c.status,
      s.name AS "statusName", s.category AS "statusCategory", c.is_open AS "isOpen", c.protected, c.whereabouts, nullif(${placeSql}, '') AS place, o.name AS "officeName"
    FROM (${firstHits(wanted, limit)}) hit JOIN cards.cards c ON c.id = hit.id JOIN cards.statuses s ON s.code = c.status
      LEFT JOIN offices.offices o ON o.id = c.office_id LEFT JOIN cards.storage_places p ON p.id = c.storage_place_id
    ORDER BY ${ORDER}`);
}
