import { createHash } from 'node:crypto';
import type { Tx } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import { foldWidth } from '../../lib/japanese/width.ts';
import { givenPassword } from '../passwords.ts';

const CODES = 10;

/** Of a code as typed: width, capitals, spaces and hyphens do not count. 79 random bits need no slow hash: nobody tries them out. */
export const hashOfCode = (typed: string): Buffer =>
  createHash('sha256')
    .update(
      foldWidth(typed)
        .toLowerCase()
        .replace(/[^a-z0-9]/gu, ''),
    )
    .digest();

/** Ten recovery codes in place of those before, to be shown once. */
export async function replaceCodes(tx: Tx, accountId: number): Promise<string[]> {
  const codes = Array.from({ length: CODES }, givenPassword);
  await tx.run(sql`DELETE FROM staff.recovery_codes WHERE account_id = ${accountId}`);
  await tx.run(
    sql`INSERT INTO staff.recovery_codes (code_hash, account_id) SELECT unnest(${codes.map(hashOfCode)}::bytea[]), ${accountId}::integer`,
  );
  return codes;
}
