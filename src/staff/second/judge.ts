import type { Tx } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import { done, type Outcome, refused } from '../../lib/outcome.ts';
import { openBytes, sealBytes } from '../../lib/sealed-bytes.ts';
import { hashOfCode } from './codes.ts';
import { type FactorKeys, factorOf } from './keys.ts';
import { readAppCode, stepOf } from './totp.ts';

/** By what a second factor is given. */
export type SecondKind = 'app-code' | 'recovery-code';

export type SecondRefusal = 'wrong-code' | 'used-code' | 'factor-unreadable';

type Kept = { secret: Buffer; seconds: number };

/** Takes a code of the authenticator app: each once, and none that is older than one taken. */
async function takeAppCode(tx: Tx, accountId: number, typed: string, keys: FactorKeys): Promise<Outcome<void, SecondRefusal>> {
  const kept = await tx.row<Kept>(
    sql`SELECT secret, extract(epoch FROM lib.now())::float8 AS seconds FROM staff.second_factors WHERE account_id = ${accountId}`,
  );
  if (kept === undefined) return refused('wrong-code');
  const secret = openBytes(keys, factorOf(accountId), kept.secret);
  if (secret === undefined) return refused('factor-unreadable');
  const step = stepOf(secret.bytes, readAppCode(typed), kept.seconds);
  if (step === undefined) return refused('wrong-code');
  const taken = await tx.run(
    sql`UPDATE staff.second_factors SET last_step = ${step} WHERE account_id = ${accountId} AND last_step < ${step}`,
  );
  if (taken === 0) return refused('used-code');
  if (secret.old)
    await tx.run(
      sql`UPDATE staff.second_factors SET secret = ${sealBytes(keys[0], factorOf(accountId), secret.bytes)} WHERE account_id = ${accountId}`,
    );
  return done(undefined);
}

/** Takes a recovery code, once whoever sends it at the same time. */
async function takeRecoveryCode(tx: Tx, accountId: number, typed: string): Promise<Outcome<void, SecondRefusal>> {
  const hash = hashOfCode(typed);
  const taken = await tx.run(
    sql`UPDATE staff.recovery_codes SET used_at = lib.now() WHERE account_id = ${accountId} AND code_hash = ${hash} AND used_at IS NULL`,
  );
  if (taken > 0) return done(undefined);
  const known = await tx.row(sql`SELECT FROM staff.recovery_codes WHERE account_id = ${accountId} AND code_hash = ${hash}`);
  return refused(known === undefined ? 'wrong-code' : 'used-code');
}

export const takeSecond = (
  tx: Tx,
  accountId: number,
  given: { kind: SecondKind; typed: string },
  keys: FactorKeys,
): Promise<Outcome<void, SecondRefusal>> =>
  given.kind === 'app-code' ? takeAppCode(tx, accountId, given.typed, keys) : takeRecoveryCode(tx, accountId, given.typed);
