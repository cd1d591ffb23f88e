import type { Tx } from '../lib/db/db.ts';
import { join, raw, type Sql, sql } from '../lib/db/sql.ts';
import { bigrams } from '../lib/japanese/keys.ts';
import type { Query } from './query.ts';

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
  place: string | null;
  officeName: string | null;
};

/** Where a card lies, in words: 本庁 B棚 12箱 7. Null where it is not known. */
export const placeSql: Sql = raw(
  `concat_ws(' ', o.name, p.cabinet, p.box, CASE WHEN c.storage_position IS NOT NULL THEN c.storage_position::text END)`,
);

const likeText = (text: string): string => `%${text.replace(/[\\%_]/gu, (sign) => `\\${sign}`)}%`;

/** A part of a name: the index finds by pairs of characters, LIKE checks their order. */
function wordCondition({ name, kana }: { name: string; kana: string }): Sql {
  const has = (column: 'name_key' | 'kana_key', key: string): Sql =>
    Array.from(key).length < 2
      ? sql`c.${raw(column)} LIKE ${likeText(key)}`
      : sql`(c.search @> ${bigrams(key)}::text[] AND c.${raw(column)} LIKE ${likeText(key)})`;
  return kana === '' ? has('name_key', name) : sql`(${has('name_key', name)} OR ${has('kana_key', kana)})`;
}

function conditions(query: Query): Sql[] {
  const all: Sql[] = [];
  if (query.noticeId !== undefined) all.push(sql`c.notice_id = ${query.noticeId}`);
  if (query.birth !== undefined) all.push(sql`c.birth_date BETWEEN ${query.birth.from}::date AND ${query.birth.to}::date`);
  if (query.phone !== undefined)
    all.push(sql`((c.phone = ${query.phone} AND c.phone <> '') OR c.id = ANY (${query.cardIds ?? []}::bigint[]))`);
  return [...all, ...query.words.map(wordCondition)];
}

/**
 * Cards a query means, those still open first, `limit` at most. Protected people are found only by who may see them.
 * Numbers and phones given with a reservation are the caller's to look up: cards know nothing of reservations (`cardIds`).
 */
export async function searchCards(tx: Tx, query: Query, seesProtected: boolean, limit: number): Promise<Hit[]> {
  const wanted = [query, ...(query.or === undefined ? [] : [query.or])].map(conditions).filter((all) => all.length > 0);
  if (wanted.length === 0) return [];
  return tx.rows<Hit>(sql`
    SELECT c.id, c.notice_id AS "noticeId", c.name, c.kana, c.birth_date AS "birthDate", c.birth_text AS "birthText", c.address, c.status,
      s.name AS "statusName", s.category AS "statusCategory", c.is_open AS "isOpen", c.protected, nullif(${placeSql}, '') AS place, o.name AS "officeName"
    FROM cards.cards c JOIN cards.statuses s ON s.code = c.status
      LEFT JOIN offices.offices o ON o.id = c.office_id LEFT JOIN cards.storage_places p ON p.id = c.storage_place_id
    WHERE ${join(
      wanted.map((all) => sql`(${join(all, ' AND ')})`),
      ' OR ',
    )} AND (${seesProtected} OR NOT c.protected)
    ORDER BY c.is_open DESC, c.kana_key, c.name_key, c.birth_date, c.id LIMIT ${limit}`);
}
