import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { beginHalf } from './second/half.ts';
import { REQUIRED } from './second/required.ts';
import { looksLikeSecret, secretHash } from './secrets.ts';
import { type Browser, begin } from './sessions.ts';

/** Where a right password leads: into the desk, or to the step that asks for the second factor. `kept`: this browser gave it for a session that goes on. */
export type LetIn = { to: 'desk'; sessionId: string; secret: string; kept: boolean } | { to: 'second'; secret: string };

type Standing = { has: boolean; required: boolean; second: 'app-code' | 'recovery-code' | null; until: Date | null };

/**
 * Lets an account in whose password was right. `cookie`: the session this browser has; where it is the account's, not over and was begun with a second
 * factor, that one is not asked again, and the session ends when it would have ended. The account's row is locked by the caller: nobody sets a factor up meanwhile.
 */
export async function letIn(tx: Tx, accountId: number, by: Browser & { cookie?: unknown }): Promise<LetIn> {
  const hash = looksLikeSecret(by.cookie) ? secretHash(by.cookie) : null;
  const { has, required, second, until } = await tx.one<Standing>(sql`
    SELECT EXISTS (SELECT FROM staff.second_factors WHERE account_id = a.id) AS has, ${REQUIRED} AS required, s.second, s.expires_at AS until
    FROM staff.accounts a LEFT JOIN staff.sessions s ON s.secret_hash = ${hash}::bytea AND s.account_id = a.id AND s.ended_at IS NULL
      AND s.expires_at > lib.now() AND s.second IN ('app-code', 'recovery-code')
    WHERE a.id = ${accountId}`);
  if (has && second === null) return { to: 'second', secret: await beginHalf(tx, accountId) };
  const { id, secret } = await begin(
    tx,
    accountId,
    by,
    has ? { second, until } : { second: required ? 'due' : null, until: null },
  );
  return { to: 'desk', sessionId: id, secret, kept: has };
}
