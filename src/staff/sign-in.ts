import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { type LetIn, letIn } from './let-in.ts';
import { endLinks } from './links.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { lockAccount, lockSelf, provePassword, type Self } from './prove-password.ts';
import { endHalf, findHalf } from './second/half.ts';
import { type SecondKind, type SecondRefusal, takeSecond } from './second/judge.ts';
import type { FactorKeys } from './second/keys.ts';
import { type Browser, begin, endAll } from './sessions.ts';
import {
  type CountedAccount,
  type CountedAddress,
  countAddress,
  countedTry,
  forgetTries,
  giveAddressBack,
  giveTryBack,
} from './tries.ts';

type Caller = Browser & {
  /** What throttling counts by. */
  address: string;
  requestId: string;
};
type SignIn = Caller & {
  login: string;
  password: string;
  /** The secret of the session this browser has. */
  cookie?: string | undefined;
};
type SignedIn = LetIn & { accountId: number };

/**
 * Signs in, or leads to the second factor of an account that has one. Undefined for every kind of refusal (unknown, wrong, locked, too many from this
 * address), after the same work: who asks learns nothing but no.
 *
 * A try is counted before the password is looked at, and given back when it was right: a hundred at once are a hundred tries. Looking takes long: whoever
 * gives the account another password, or ends it, meanwhile ends this sign-in too.
 */
export async function signIn(db: Db, { login, password, ...by }: SignIn): Promise<SignedIn | undefined> {
  const counted = await countAddress(db, by.address);
  const account = await db.row<CountedAccount>(
    countedTry(sql`a.login = ${login.toLowerCase()} AND a.retired_at IS NULL AND ${counted.free}`),
  );
  const right = await verifyPassword(password, account?.password_hash ?? null);
  if (account === undefined || !right) {
    await recordFailure(db, { login, ...by, counted, why: account === undefined ? null : 'wrong' });
    return undefined;
  }
  const entered = await db.transaction(async (tx) => {
    const same = await tx.row(
      sql`SELECT FROM staff.accounts WHERE id = ${account.id} AND password_hash = ${account.password_hash} AND retired_at IS NULL FOR UPDATE`,
    );
    if (same === undefined) return undefined;
    const entry = await letIn(tx, account.id, by);
    await giveAddressBack(tx, by.address);
    if (entry.to === 'desk') {
      await forgetTries(tx, account.id);
      await record(tx, account.id, by, 'staff.signed-in', entry.kept ? { second: 'kept' } : {});
    } else {
      await giveTryBack(tx, account);
      await record(tx, account.id, by, 'staff.password-right', {});
    }
    return { ...entry, accountId: account.id };
  });
  if (entered === undefined) await recordFailure(db, { login, ...by, counted, why: 'wrong' });
  return entered;
}

/**
 * The step after the password: a code of the app, or a recovery code. Counted and refused as a password is, with one answer for every reason. `over`: this
 * browser gave no password, or too long ago.
 */
export async function giveSecond(
  db: Db,
  given: { half: string | undefined; kind: SecondKind; typed: string },
  keys: FactorKeys,
  by: Caller,
): Promise<{ accountId: number; secret: string } | 'wrong' | 'over'> {
  const half = await findHalf(db, given.half);
  if (half === undefined || given.half === undefined) return 'over';
  const { half: secret, ...code } = { ...given, half: given.half };
  const counted = await countAddress(db, by.address);
  const account = await db.row<CountedAccount>(
    countedTry(sql`a.id = ${half.accountId} AND a.retired_at IS NULL AND ${counted.free}`),
  );
  const failed = async (why: SecondRefusal | null): Promise<'wrong'> => {
    await recordFailure(db, { login: half.login, ...by, counted, why });
    return 'wrong';
  };
  if (account === undefined) return failed(null);
  const result = await db.transaction(async (tx) => {
    await lockAccount(tx, account.id);
    const taken = await takeSecond(tx, account.id, code, keys);
    if (!taken.ok) return taken.reason;
    if (!(await endHalf(tx, secret))) return 'over' as const;
    await forgetTries(tx, account.id);
    await giveAddressBack(tx, by.address);
    const session = await begin(tx, account.id, by, { second: code.kind, until: null });
    await record(tx, account.id, by, 'staff.signed-in', { second: code.kind });
    return session;
  });
  if (result === 'over') return 'over';
  return typeof result === 'string' ? failed(result) : { accountId: account.id, secret: result.secret };
}

const record = (tx: Tx, id: number, by: Caller, act: string, detail: Record<string, string>): Promise<number> =>
  tx.run(
    sql`SELECT audit.write(ROW('staff', ${id}::integer, ${by.requestId}::text, ${by.source}::text)::audit.actor, ${act}, lib.now(), NULL, NULL, NULL, ${JSON.stringify(detail)}::jsonb)`,
  );

/** Of a login that is no account's the log keeps so many characters: whoever slips by a box types a password there. */
const SHOWN_OF_LOGIN = 2;

/** Writes whose sign-in failed and why, a locked or retired account's too; of an unknown one the beginning of what was typed. `why`: null where nothing was looked at. */
const recordFailure = (
  db: Db,
  {
    login,
    requestId,
    source,
    counted,
    why,
  }: Caller & { login: string; counted: CountedAddress; why: 'wrong' | SecondRefusal | null },
): Promise<number> =>
  db.run(sql`
    SELECT audit.write(ROW('staff', a.id, ${requestId}::text, ${source}::text)::audit.actor, 'staff.sign-in-failed', n.at, NULL, NULL, NULL,
      jsonb_strip_nulls(jsonb_build_object(
        'why', CASE WHEN a.retired_at IS NOT NULL THEN 'retired' WHEN ${why}::text IS NOT NULL THEN ${why}::text WHEN a.id IS NULL THEN 'unknown-login'
          WHEN NOT ${counted.free}::boolean THEN 'throttled' ELSE 'locked' END,
        'login', CASE WHEN a.id IS NULL THEN left(${login}::text, ${SHOWN_OF_LOGIN}::integer) || '…' END,
        'tries', CASE WHEN NOT ${counted.free}::boolean THEN ${counted.tries}::integer END)))
    FROM (SELECT lib.now() AS at) n LEFT JOIN staff.accounts a ON a.login = ${login.toLowerCase()} WHERE ${counted.told}::boolean`);

/**
 * Sets the own password; the account's other sessions end. `same`: the new one is the old one. `rests`: too many wrong old ones. `wrong` also where this
 * session ended meanwhile: an administrator gave another password, and this one would take its place.
 */
export async function changePassword(
  db: Db,
  { old, fresh, ...self }: Self & { old: string; fresh: string },
): Promise<'changed' | 'wrong' | 'same' | 'rests'> {
  const proved = await provePassword(db, self, old);
  if (proved !== 'right') return proved;
  if (fresh === old) return 'same';
  const hash = await hashPassword(fresh);
  return db.transaction(async (tx) => {
    if (!(await lockSelf(tx, self))) return 'wrong';
    await tx.run(sql`UPDATE staff.accounts SET password_hash = ${hash}, must_change = false WHERE id = ${self.accountId}`);
    await endAll(tx, self.accountId, self.sessionId);
    await endLinks(tx, self.accountId);
    await tx.run(
      sql`SELECT audit.write(ROW('staff', ${self.accountId}::integer, ${self.requestId}::text, ${self.source}::text)::audit.actor, 'staff.password-changed', lib.now())`,
    );
    return 'changed';
  });
}
