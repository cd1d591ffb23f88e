import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

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
