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

/** Keeps what was typed in a call for which a place is held; whoever holds it later reads it. */
export const keepOfHold = (tx: Tx, accountId: number, holdId: string, text: string): Promise<number> =>
  tx.run(sql`
    INSERT INTO staff.searches (id, account_id, query, created_at, hold_id)
    VALUES (${randomUUID()}::uuid, ${accountId}, ${maskNumbers(text)}, lib.now(), ${holdId}::uuid)`);

/** What was last typed in the call of a hold, by whomever; only by the account that holds it now. */
export const readOfHold = async (tx: Tx, accountId: number, holdId: string): Promise<string | undefined> =>
  (
    await tx.row<{ query: string }>(sql`
      SELECT s.query FROM staff.searches s JOIN reservations.reservations r ON r.id = s.hold_id
      WHERE s.hold_id = ${holdId}::uuid AND r.state = 'held' AND r.registered_by = ${accountId} ORDER BY s.created_at DESC, s.id LIMIT 1`)
  )?.query;
