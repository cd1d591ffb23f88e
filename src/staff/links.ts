import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { type LetIn, letIn } from './let-in.ts';
import { hashPassword } from './passwords.ts';
import { looksLikeSecret, newSecret, secretHash } from './secrets.ts';
import { endAll } from './sessions.ts';

export const LINK_HOURS = 72;

/** Ends what lets in besides the password: an account whose password is another now, whose second factor was taken away, that was signed out or is retired, is entered by no link made before. */
export async function endLinks(tx: Tx, accountId: number): Promise<void> {
  await tx.run(sql`UPDATE staff.sign_in_links SET used_at = lib.now() WHERE account_id = ${accountId} AND used_at IS NULL`);
}

/** Ends everybody's: of a database that was restored nobody knows which were used since. Returns how many still let in. */
export const endEveryLink = async (tx: Tx): Promise<number> =>
  (
    await tx.one<{ open: number }>(sql`
      WITH ended AS (UPDATE staff.sign_in_links SET used_at = lib.now() WHERE used_at IS NULL RETURNING expires_at)
      SELECT count(*) FILTER (WHERE expires_at > lib.now())::integer AS open FROM ended`)
  ).open;

/** A one-time link's secret for an account: with it its owner sets a password. Earlier links of the account stop working. */
export async function makeLink(tx: Tx, actor: Actor, accountId: number): Promise<string> {
  const secret = newSecret();
  await endLinks(tx, accountId);
  await tx.run(
    sql`INSERT INTO staff.sign_in_links (secret_hash, account_id, expires_at) VALUES (${secretHash(secret)}, ${accountId}, lib.now() + make_interval(hours => ${LINK_HOURS}))`,
  );
  await tx.run(
    sql`SELECT audit.write(${actorSql(actor)}, 'staff.link-made', lib.now(), NULL, NULL, NULL, jsonb_build_object('account', ${accountId}::integer))`,
  );
  return secret;
}

/** Whose link it is, while it works. Changes nothing. */
export const lookAtLink = async (tx: Tx, secret: unknown): Promise<{ login: string; name: string } | undefined> =>
  looksLikeSecret(secret)
    ? tx.row(sql`
        SELECT a.login, a.name FROM staff.sign_in_links l JOIN staff.accounts a ON a.id = l.account_id
        WHERE l.secret_hash = ${secretHash(secret)} AND l.used_at IS NULL AND l.expires_at > lib.now() AND a.retired_at IS NULL`)
    : undefined;

/** Uses the link: sets the password, unlocks the account, ends other sessions and lets in as the password does. Undefined where the link works no more. */
export async function useLink(
  db: Db,
  use: { link: string; password: string; source: string; browser: string; requestId: string },
): Promise<LetIn | undefined> {
  const hash = await hashPassword(use.password);
  return db.transaction(async (tx) => {
    // The account before its link, as whoever ends the account locks them.
    await tx.run(
      sql`SELECT FROM staff.accounts WHERE id = (SELECT account_id FROM staff.sign_in_links WHERE secret_hash = ${secretHash(use.link)}) FOR UPDATE`,
    );
    const used = await tx.row<{ account_id: number }>(sql`
      UPDATE staff.sign_in_links l SET used_at = lib.now()
      FROM staff.accounts a
      WHERE l.secret_hash = ${secretHash(use.link)} AND l.used_at IS NULL AND l.expires_at > lib.now() AND a.id = l.account_id AND a.retired_at IS NULL
      RETURNING l.account_id`);
    if (used === undefined) return undefined;
    await tx.run(
      sql`UPDATE staff.accounts SET password_hash = ${hash}, must_change = false, failures = 0, locked_until = NULL WHERE id = ${used.account_id}`,
    );
    await endAll(tx, used.account_id, null);
    await tx.run(
      sql`SELECT audit.write(ROW('staff', ${used.account_id}::integer, ${use.requestId}::text, ${use.source}::text)::audit.actor, 'staff.link-used', lib.now())`,
    );
    return letIn(tx, used.account_id, use);
  });
}
