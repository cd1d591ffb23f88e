import type { Tx } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import { looksLikeSecret, newSecret, secretHash } from '../secrets.ts';

/** How long the step that asks for the second factor waits after the right password. */
export const HALF_MINUTES = 10;

/** Remembers that a browser gave the right password, and returns its cookie's secret. It opens no page of the desk. */
export async function beginHalf(tx: Tx, accountId: number): Promise<string> {
  const secret = newSecret();
  await tx.run(sql`
    INSERT INTO staff.half_sign_ins (secret_hash, account_id, expires_at)
    VALUES (${secretHash(secret)}, ${accountId}, lib.now() + make_interval(mins => ${HALF_MINUTES}::integer))`);
  return secret;
}

/** Whose password this browser gave, while the step waits. */
export const findHalf = async (tx: Tx, secret: unknown): Promise<{ accountId: number; login: string } | undefined> =>
  looksLikeSecret(secret)
    ? tx.row(sql`
        SELECT a.id AS "accountId", a.login FROM staff.half_sign_ins h JOIN staff.accounts a ON a.id = h.account_id
        WHERE h.secret_hash = ${secretHash(secret)} AND h.expires_at > lib.now() AND a.retired_at IS NULL`)
    : undefined;

/** Takes it away: it leads into the desk once. False where it was gone. */
export const endHalf = async (tx: Tx, secret: string): Promise<boolean> =>
  (await tx.run(sql`DELETE FROM staff.half_sign_ins WHERE secret_hash = ${secretHash(secret)} AND expires_at > lib.now()`)) > 0;
