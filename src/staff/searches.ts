import { randomUUID } from 'node:crypto';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { maskNumbers } from '../lib/values/application-id.ts';

/** Keeps what was searched for behind an opaque id, so that no name or birthday stands in an address or a log; a 個人番号 masked. */
export async function keepSearch(tx: Tx, accountId: number, query: string): Promise<string> {
  const id = randomUUID();
  await tx.run(
    sql`INSERT INTO staff.searches (id, account_id, query, created_at) VALUES (${id}::uuid, ${accountId}, ${maskNumbers(query)}, lib.now())`,
  );
  return id;
}

/** What was searched for; only by the account that did, for a day. */
export const readSearch = async (tx: Tx, accountId: number, id: string): Promise<string | undefined> =>
  (
    await tx.row<{ query: string }>(
      sql`SELECT query FROM staff.searches WHERE id = ${id}::uuid AND account_id = ${accountId} AND created_at > lib.now() - interval '1 day'`,
    )
  )?.query;
