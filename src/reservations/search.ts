import { type Query, readingsOf } from '../cards/query.ts';
import { seenOnly, type Viewer } from '../cards/viewer.ts';
import type { Tx } from '../lib/db/db.ts';
import { likeText } from '../lib/db/like.ts';
import { join, raw, type Sql, sql } from '../lib/db/sql.ts';
import { bigrams } from '../lib/japanese/keys.ts';
import { protectedSql } from './read.ts';

/** A reservation of somebody without a card on file, as a search lists it. */
export type PersonHit = {
  reservationId: string;
  number: string;
  name: string;
  kana: string;
  birthDate: string;
  phone: string;
  serviceName: string;
  officeName: string;
  day: string;
  startMinute: number;
  state: 'booked' | 'cancelled' | 'ended';
  /** What became of them; null: not yet. */
  outcome: string | null;
  needsMoving: boolean;
  needsCard: boolean;
  /** Their card is not there yet. */
  awaits: boolean;
  protected: boolean;
};

const LATIN_KEY = /^[a-z]+$/;

/**
 * A part of a name, as cards are searched: the index finds by pairs of characters, LIKE checks their order. In Latin letters also the reading that its person gave,
 * where staff have put kana in its place.
 */
function wordCondition({ name, kana }: { name: string; kana: string }): Sql {
  const has = (text: Sql, key: string): Sql =>
    Array.from(key).length < 2
      ? sql`${text} LIKE ${likeText(key)}`
      : sql`(m.search @> ${bigrams(key)}::text[] AND ${text} LIKE ${likeText(key)})`;
  const any = [has(raw('m.name_key'), name)];
  if (kana !== '') any.push(has(raw('m.kana_key'), kana));
  if (LATIN_KEY.test(kana)) any.push(has(raw('reservations.latin_key(m.typed_kana)'), kana));
  return sql`(${join(any, ' OR ')})`;
}

/** By name, kana and birthday in the members' own indexes, by phone and address in the reservations'. A notice ID finds who waits for that card. */
function conditions(query: Query): Sql[] {
  if (query.noticePart !== undefined) return [];
  const all: Sql[] = query.words.map(wordCondition);
  if (query.noticeId !== undefined) all.push(sql`m.awaits = ${query.noticeId}`);
  if (query.birth !== undefined) all.push(sql`m.birth_date BETWEEN ${query.birth.from}::date AND ${query.birth.to}::date`);
  if (query.phone !== undefined) all.push(sql`r.phone = ${query.phone} AND r.phone <> ''`);
  if (query.phoneEnd !== undefined) all.push(sql`right(r.phone, 4) = ${query.phoneEnd} AND r.phone <> ''`);
  if (query.mail !== undefined) all.push(sql`lower(r.mail) = lower(${query.mail})`);
  return all;
}

/** Whether who comes (`m`, of the reservation `r`) is meant by one of these readings; undefined: none of them says anything of a visit. */
function anyOf(query: Query): Sql | undefined {
  const wanted = readingsOf(query)
    .map(conditions)
    .filter((all) => all.length > 0);
  return wanted.length === 0
    ? undefined
    : sql`(${join(
        wanted.map((all) => sql`(${join(all, ' AND ')})`),
        ' OR ',
      )})`;
}

/** Whether who comes without a card (`m`, of `r`) is meant by what was typed, for a read that chooses visits by more than this. */
export const meansMember = (query: Query): Sql => anyOf(query) ?? sql`false`;

/**
 * Reservations without a card that a query means, the newest day first, `limit` at most: whoever is in the card list is found there.
 * Protected people (by any card of theirs) are found only by who may see them.
 */
export async function searchPersons(tx: Tx, query: Query, viewer: Viewer, limit: number): Promise<PersonHit[]> {
  const wanted = anyOf(query);
  if (wanted === undefined) return [];
  const found = await tx.rows<{ id: string; position: number }>(sql`
    SELECT r.id, m.position FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id JOIN ledger.slots s ON s.id = r.slot_id
    WHERE m.card_id IS NULL AND m.removed_at IS NULL AND r.number IS NOT NULL AND ${wanted} AND ${seenOnly(viewer, sql`cards.is_protected(NULL, m.person_key)`)}
    ORDER BY s.day DESC, s.start_minute, r.number LIMIT ${limit}`);
  // Most searches mean somebody with a card: planning the names of offices and services would cost them more than everything else here.
  if (found.length === 0) return [];
  return tx.rows<PersonHit>(sql`
    SELECT r.id AS "reservationId", r.number, m.name, m.kana, m.birth_date AS "birthDate", r.phone, sv.name AS "serviceName", o.name AS "officeName",
      s.day, s.start_minute AS "startMinute", r.state, m.outcome, reservations.needs_moving(r, s) AS "needsMoving", sv.needs_card AS "needsCard",
      m.awaits IS NOT NULL AS awaits, ${protectedSql} AS protected
    FROM unnest(${found.map(({ id }) => id)}::uuid[], ${found.map(({ position }) => position)}::integer[]) AS found (id, position)
      JOIN reservations.members m ON m.reservation_id = found.id AND m.position = found.position JOIN reservations.reservations r ON r.id = found.id
      JOIN ledger.slots s ON s.id = r.slot_id JOIN offices.offices o ON o.id = s.office_id JOIN services.services sv ON sv.id = r.service_id
      LEFT JOIN cards.cards c ON c.id = m.card_id
    ORDER BY s.day DESC, s.start_minute, r.number`);
}
