import type { Db } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { begin, endAll } from './sessions.ts';

export type SignIn = {
  login: string;
  password: string;
  /** What throttling counts by. */
  address: string;
  /** The masked address, for the log and the list of sessions. */
  source: string;
  browser: string;
  requestId: string;
};
export type SignedIn = { accountId: number; sessionId: string; secret: string };

/**
 * Signs in. Undefined for every kind of refusal (unknown, wrong, locked, too many from this address), after the same work:
 * who asks learns nothing but no.
 *
 * A try is counted before the password is looked at, and given back when it was right: a hundred at once are a hundred tries.
 */
export async function signIn(
  db: Db,
  { login, password, address, source, browser, requestId }: SignIn,
): Promise<SignedIn | undefined> {
  const throttled = !(await countAddress(db, address));
  const account = await db.row<CountedAccount>(
    countedTry(sql`a.login = ${login.toLowerCase()} AND a.retired_at IS NULL AND NOT ${throttled}`),
  );
  const right = await verifyPassword(password, account?.password_hash ?? null);
  if (account === undefined || !right) {
    await recordFailure(db, { login, requestId, source, throttled, looked: account !== undefined });
    return undefined;
  }
  return db.transaction(async (tx) => {
    await tx.run(sql`UPDATE staff.accounts SET failures = 0, locked_until = NULL WHERE id = ${account.id}`);
    await tx.run(sql`UPDATE staff.sign_in_tries SET failures = failures - 1 WHERE source = ${address} AND failures > 0`);
    const { id, secret } = await begin(tx, account.id, source, browser);
    await tx.run(
      sql`SELECT audit.write(ROW('staff', ${account.id}::integer, ${requestId}::text, ${source}::text)::audit.actor, 'staff.signed-in', lib.now())`,
    );
    return { accountId: account.id, sessionId: id, secret };
  });
}

/** Of a login that is no account's the log keeps so many characters: whoever slips by a box types a password there. */
const SHOWN_OF_LOGIN = 2;

/** Writes whose sign-in failed and why, a locked or retired account's too; of an unknown one the beginning of what was typed. */
const recordFailure = (
  db: Db,
  {
    login,
    requestId,
    source,
    throttled,
    looked,
  }: Pick<SignIn, 'login' | 'requestId' | 'source'> & Record<'throttled' | 'looked', boolean>,
): Promise<number> =>
  db.run(sql`
    SELECT audit.write(ROW('staff', a.id, ${requestId}::text, ${source}::text)::audit.actor, 'staff.sign-in-failed', n.at, NULL, NULL, NULL,
      jsonb_strip_nulls(jsonb_build_object(
        'why', CASE WHEN ${looked} THEN 'wrong' WHEN a.id IS NULL THEN 'unknown-login' WHEN a.retired_at IS NOT NULL THEN 'retired'
          WHEN ${throttled} THEN 'throttled' ELSE 'locked' END,
        'login', CASE WHEN a.id IS NULL THEN left(${login}::text, ${SHOWN_OF_LOGIN}::integer) || '…' END)))
    FROM (SELECT lib.now() AS at) n LEFT JOIN staff.accounts a ON a.login = ${login.toLowerCase()}`);

type CountedAccount = { id: number; password_hash: string | null };

/** Counts a try at the account that is meant and reads it; no row while it rests. */
const countedTry = (meant: Sql): Sql => sql`
  UPDATE staff.accounts a SET
    failures = CASE WHEN a.locked_until <= lib.now() THEN 1 ELSE a.failures + 1 END,
    locked_until = CASE WHEN (CASE WHEN a.locked_until <= lib.now() THEN 1 ELSE a.failures + 1 END) >= site.number('sign-in-tries')
      THEN lib.now() + make_interval(mins => site.number('sign-in-rest-minutes')) END
  WHERE ${meant} AND (a.locked_until IS NULL OR a.locked_until <= lib.now())
  RETURNING a.id, a.password_hash`;

/** Counts a try from an address; false when it had too many within the rest period. Whole offices share an address, so the number is large. */
async function countAddress(db: Db, address: string): Promise<boolean> {
  const { free } = await db.one<{ free: boolean }>(sql`
    INSERT INTO staff.sign_in_tries AS t (source, failures, since) VALUES (${address}, 1, lib.now())
    ON CONFLICT (source) DO UPDATE SET
      failures = CASE WHEN t.since + make_interval(mins => site.number('sign-in-rest-minutes')) <= lib.now() THEN 1 ELSE t.failures + 1 END,
      since = CASE WHEN t.since + make_interval(mins => site.number('sign-in-rest-minutes')) <= lib.now() THEN lib.now() ELSE t.since END
    RETURNING failures <= site.number('sign-in-tries-per-address') AS free`);
  return free;
}

/**
 * Sets the own password; the account's other sessions end. `same`: the new one is the old one. A wrong old one counts as at the sign-in, before it is
 * looked at, and is given back when it was right: who sits down at an open desk cannot try out passwords. `rests`: too many of them.
 */
export async function changePassword(
  db: Db,
  change: { accountId: number; sessionId: string; old: string; fresh: string; requestId: string; source: string },
): Promise<'changed' | 'wrong-old' | 'same' | 'rests'> {
  const account = await db.row<CountedAccount>(countedTry(sql`a.id = ${change.accountId}`));
  const password_hash = account?.password_hash ?? null;
  if (!(await verifyPassword(change.old, password_hash))) {
    await db.run(
      sql`SELECT audit.write(ROW('staff', ${change.accountId}::integer, ${change.requestId}::text, ${change.source}::text)::audit.actor, 'staff.password-wrong', lib.now(),
        NULL, NULL, NULL, jsonb_build_object('throttled', ${account === undefined}::boolean))`,
    );
    return account === undefined ? 'rests' : 'wrong-old';
  }
  await db.run(sql`UPDATE staff.accounts SET failures = 0, locked_until = NULL WHERE id = ${change.accountId}`);
  if (await verifyPassword(change.fresh, password_hash)) return 'same';
  const hash = await hashPassword(change.fresh);
  await db.transaction(async (tx) => {
    await tx.run(sql`UPDATE staff.accounts SET password_hash = ${hash}, must_change = false WHERE id = ${change.accountId}`);
    await endAll(tx, change.accountId, change.sessionId);
    await tx.run(
      sql`SELECT audit.write(ROW('staff', ${change.accountId}::integer, ${change.requestId}::text, ${change.source}::text)::audit.actor, 'staff.password-changed', lib.now())`,
    );
  });
  return 'changed';
}
