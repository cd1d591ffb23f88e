import { seenSql, type Viewer } from '../../cards/viewer.ts';
import { raw, type Sql, sql } from '../../lib/db/sql.ts';
import { protectedSql } from '../../reservations/read.ts';
import { HIDDEN_NAME } from '../since.ts';

/** Whom rows of an earlier print are of: by the ids of their cards, as far as this viewer may see them. */
export const namedCards = (viewer: Viewer, keys: readonly string[]): Sql => sql`
  SELECT c.id::text AS key, coalesce(${seenSql(viewer, sql`c.protected`, sql`c.name || '（' || c.notice_id || '）'`)}, ${HIDDEN_NAME}::text) AS name
  FROM cards.cards c WHERE c.id = ANY (${[...keys]}::bigint[])`;

/** The same of people of visits, whose key is reservation/position; a visit is told by its number, which is longer on file than a name. */
export const namedVisits = (viewer: Viewer, keys: readonly string[]): Sql => sql`
  SELECT k AS key, coalesce(${seenSql(viewer, protectedSql, sql`'予約番号 ' || r.number`)}, ${HIDDEN_NAME}::text) AS name FROM unnest(${[...keys]}::text[]) AS k
    JOIN reservations.members m ON m.reservation_id = split_part(k, '/', 1)::uuid AND m.position = split_part(k, '/', 2)::integer
    JOIN reservations.reservations r ON r.id = m.reservation_id LEFT JOIN cards.cards c ON c.id = m.card_id`;

/** The same of destructions and departures, whose card may go twice where the first was taken back. */
export const namedOfTwo =
  (table: 'cards.destructions' | 'cards.departures') =>
  (viewer: Viewer, keys: readonly string[]): Sql =>
    sql`
  SELECT d.id::text AS key, coalesce(${seenSql(viewer, sql`c.protected`, sql`c.name || '（' || c.notice_id || '）'`)}, ${HIDDEN_NAME}::text) AS name
  FROM ${raw(table)} d JOIN cards.cards c ON c.id = d.card_id WHERE d.id = ANY (${[...keys]}::bigint[])`;

/** The same of sessions, whose key is day/office/service/kind; they name nobody. */
export const namedSessions = (_viewer: Viewer, keys: readonly string[]): Sql => sql`
  SELECT k AS key, concat_ws(' ', split_part(k, '/', 4), o.name, v.name) AS name FROM unnest(${[...keys]}::text[]) AS k
    JOIN offices.offices o ON o.id = split_part(k, '/', 2)::integer JOIN services.services v ON v.id = split_part(k, '/', 3)::integer`;
