import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { verifyPassword } from './passwords.ts';
import { type CountedAccount, countedTry, forgetTries } from './tries.ts';

/** Who is signed in, where, and by which request. */
export type Self = { accountId: number; sessionId: string; requestId: string; source: string };

/**
 * Whether somebody signed in knows the password, before it or the second factor is changed. It counts as at the sign-in, before it is looked at, and is
 * given back when it was right: who sits down at an open desk cannot try out passwords. `rests`: too many of them.
 */
export async function provePassword(db: Db, self: Self, password: string): Promise<'right' | 'wrong' | 'rests'> {
  const account = await db.row<CountedAccount>(countedTry(sql`a.id = ${self.accountId}`));
  if (await verifyPassword(password, account?.password_hash ?? null)) {
    await forgetTries(db, self.accountId);
    return 'right';
  }
  await db.run(
    sql`SELECT audit.write(ROW('staff', ${self.accountId}::integer, ${self.requestId}::text, ${self.source}::text)::audit.actor, 'staff.password-wrong', lib.now(),
      NULL, NULL, NULL, jsonb_build_object('throttled', ${account === undefined}::boolean))`,
  );
  return account === undefined ? 'rests' : 'wrong';
}

/** So that nobody is let in by what ends in this moment: a sign-in locks the account too. */
export const lockAccount = (tx: Tx, id: number): Promise<number> =>
  tx.run(sql`SELECT FROM staff.accounts WHERE id = ${id} FOR UPDATE`);

/**
 * Locks the own account before what lets it in is changed, so that nobody signs in by what goes, and looks whether the session still stands: an
 * administrator may have ended it while the password was looked at. False: it does not, and nothing is to be changed.
 */
export async function lockSelf(tx: Tx, { accountId, sessionId }: Self): Promise<boolean> {
  await lockAccount(tx, accountId);
  const stands = sql`SELECT FROM staff.sessions s WHERE s.id = ${sessionId}::uuid AND s.account_id = ${accountId} AND s.ended_at IS NULL`;
  return (await tx.row(stands)) !== undefined;
}
