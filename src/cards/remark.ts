import type { Tx } from '../lib/db/db.ts';
import { likeText } from '../lib/db/like.ts';
import { join, type Sql, sql } from '../lib/db/sql.ts';

/** Characters a remark may have (§8(2)⑬). */
export const REMARK_LONGEST = 1000;

/** The last remark of each row of a list, in its order: of a card and its holder, or of who comes without one. */
export async function lastRemarks(
  tx: Tx,
  rows: readonly { card: number | null; personKey: string | null }[],
): Promise<(string | undefined)[]> {
  const found = await tx.rows<{ at: number; body: string }>(
    sql`SELECT at, body FROM cards.last_remarks(${rows.map(({ card }) => card)}::bigint[], ${rows.map(({ personKey }) => personKey)}::text[])`,
  );
  const byPlace = new Map(found.map(({ at, body }) => [at, body]));
  return rows.map((_, at) => byPlace.get(at + 1));
}

type Version = { id: number; body: string; withdrawnAt: Date | null };

/** The other versions that repeat a remark's words: a form to write it anew begins with them, and a file's are added to them. */
export const alsoIn = <V extends Version>(versions: readonly V[], { id, body }: Version): V[] =>
  body === '' ? [] : versions.filter((other) => other.id !== id && other.withdrawnAt === null && other.body.includes(body));

/** Whether a remark (`body`) has each of these words in it, in whatever width and case. */
const hasWords = (body: Sql, words: readonly string[]): Sql =>
  join(
    words.map((word) => sql`lower(normalize(${body}, NFKC)) LIKE ${likeText(word.normalize('NFKC').toLowerCase())}`),
    ' AND ',
  );

/**
 * Cards and persons of whom a remark that stands has these words, by `card` and by `key`: among them are all whose shown remark has them. `shows` says whether
 * it does: the last version, as the pages of that card show it.
 */
export const remarkedWith = (words: readonly string[]) => ({
  cards: sql`SELECT x.card_id FROM cards.remarks x WHERE x.card_id IS NOT NULL AND x.withdrawn_at IS NULL AND ${hasWords(sql`x.body`, words)}`,
  keys: sql`
    SELECT coalesce(x.person_key, k.person_key) FROM cards.remarks x LEFT JOIN cards.cards k ON k.id = x.card_id
    WHERE coalesce(x.person_key, k.person_key) IS NOT NULL AND x.withdrawn_at IS NULL AND ${hasWords(sql`x.body`, words)}`,
  shows: (card: Sql, key: Sql): Sql =>
    sql`EXISTS (SELECT FROM (SELECT r.body FROM cards.remarks_of(${card}, ${key}) r ORDER BY r.id DESC LIMIT 1) last WHERE ${hasWords(sql`last.body`, words)})`,
});
