import { type Actor, actorSql } from '../../audit/actor.ts';
import type { Db, Tx } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import { done, type Outcome, refused } from '../../lib/outcome.ts';
import { sealBytes } from '../../lib/sealed-bytes.ts';
import { endLinks } from '../links.ts';
import { lockAccount, lockSelf, type Self } from '../prove-password.ts';
import { endAll } from '../sessions.ts';
import { replaceCodes } from './codes.ts';
import { type FactorKeys, factorOf } from './keys.ts';
import { REQUIRED } from './required.ts';
import { readAppCode, stepOf } from './totp.ts';

/** How it stands with an account's second factor. `left`: recovery codes not used yet. */
export type Second = { since: Date | null; left: number; required: boolean };

export const readSecond = (tx: Tx, accountId: number): Promise<Second> =>
  tx.one<Second>(sql`
    SELECT f.since, (SELECT count(*) FROM staff.recovery_codes c WHERE c.account_id = a.id AND c.used_at IS NULL)::integer AS left, ${REQUIRED} AS required
    FROM staff.accounts a LEFT JOIN staff.second_factors f ON f.account_id = a.id WHERE a.id = ${accountId}`);

const actorOf = ({ accountId, requestId, source }: Self): Actor => ({ kind: 'staff', staffId: accountId, requestId, source });

const log = (tx: Tx, actor: Actor, act: string, accountId: number, detail: Record<string, unknown> = {}): Promise<number> =>
  tx.run(
    sql`SELECT audit.write(${actorSql(actor)}, ${act}, lib.now(), NULL, NULL, NULL, ${JSON.stringify({ account: accountId, ...detail })}::jsonb)`,
  );

/** The sessions that were begun with the factor before, or without one, are over; this one has what holds now. */
async function settleSessions(tx: Tx, { accountId, sessionId }: Self, second: 'app-code' | null): Promise<void> {
  await endAll(tx, accountId, sessionId);
  await tx.run(sql`UPDATE staff.sessions SET second = ${second} WHERE id = ${sessionId}::uuid`);
}

/**
 * Sets up the own second factor, or another app in place of the one before. `code`: what the app shows of `secret`; it is taken by this. Gives ten
 * recovery codes. Refuses wrong_code; signed_out: this session ended meanwhile, and who has it knows a factor that its owner would not.
 */
export const setUpSecond = (
  db: Db,
  self: Self,
  { secret, code }: { secret: Buffer; code: string },
  keys: FactorKeys,
): Promise<Outcome<string[], 'wrong_code' | 'signed_out'>> =>
  db.transaction(async (tx) => {
    if (!(await lockSelf(tx, self))) return refused('signed_out');
    const { seconds } = await tx.one<{ seconds: number }>(sql`SELECT extract(epoch FROM lib.now())::float8 AS seconds`);
    const step = stepOf(secret, readAppCode(code), seconds);
    if (step === undefined) return refused('wrong_code');
    await tx.run(sql`
      INSERT INTO staff.second_factors (account_id, secret, last_step, since)
      VALUES (${self.accountId}, ${sealBytes(keys[0], factorOf(self.accountId), secret)}, ${step}, lib.now())
      ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, last_step = excluded.last_step, since = excluded.since`);
    const codes = await replaceCodes(tx, self.accountId);
    await settleSessions(tx, self, 'app-code');
    await log(tx, actorOf(self), 'staff.second-set', self.accountId);
    return done(codes);
  });

/** Ten new recovery codes; those before are worth nothing. Undefined where there is no second factor, or this session ended meanwhile. */
export const renewCodes = (db: Db, self: Self): Promise<string[] | undefined> =>
  db.transaction(async (tx) => {
    if (!(await lockSelf(tx, self))) return undefined;
    if ((await readSecond(tx, self.accountId)).since === null) return undefined;
    const codes = await replaceCodes(tx, self.accountId);
    await log(tx, actorOf(self), 'staff.codes-renewed', self.accountId);
    return codes;
  });

/** Takes the own second factor away. Refuses required: the city asks this account for one; signed_out: this session ended meanwhile. */
export const removeSecond = (db: Db, self: Self): Promise<Outcome<void, 'required' | 'signed_out'>> =>
  db.transaction(async (tx) => {
    if (!(await lockSelf(tx, self))) return refused('signed_out');
    if ((await readSecond(tx, self.accountId)).required) return refused('required');
    if ((await tx.run(sql`DELETE FROM staff.second_factors WHERE account_id = ${self.accountId}`)) > 0) {
      await settleSessions(tx, self, null);
      await log(tx, actorOf(self), 'staff.second-removed', self.accountId);
    }
    return done(undefined);
  });

/** Takes away the second factor of somebody who lost the telephone and the codes; open sessions and unused one-time links end: with the factor gone a link alone would let in. Refuses own: one's own is removed with the password. */
export const resetSecond = (db: Db, actor: Actor, accountId: number): Promise<Outcome<boolean, 'own'>> =>
  db.transaction(async (tx) => {
    if (actor.kind === 'staff' && actor.staffId === accountId) return refused('own');
    await lockAccount(tx, accountId);
    if ((await tx.run(sql`DELETE FROM staff.second_factors WHERE account_id = ${accountId}`)) === 0) return done(false);
    const ended = await endAll(tx, accountId, null);
    await endLinks(tx, accountId);
    await log(tx, actor, 'staff.second-reset', accountId, { ended });
    return done(true);
  });
