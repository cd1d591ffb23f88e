import type { Tx } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import { openBytes } from '../../lib/sealed-bytes.ts';

/** What seals the secrets of authenticator apps: the first seals, all open. */
export type FactorKeys = readonly [string, ...string[]];

/** The keys of a desk. The secret of its cookies opens what it sealed before it had others. */
export function factorKeysOf(factorKeys: readonly string[] | undefined, cookieSecret: string): FactorKeys {
  const [first, ...others] = factorKeys ?? [];
  return first === undefined ? [cookieSecret] : [first, ...others, cookieSecret];
}

/** What a sealed secret belongs to. */
export const factorOf = (accountId: number): string => `second factor of account ${accountId}`;

/** How many second factors there are, how many none of the keys opens, and how many an older one does. */
export async function countOpened(tx: Tx, keys: FactorKeys): Promise<{ all: number; closed: number; old: number }> {
  const rows = await tx.rows<{ id: number; secret: Buffer }>(sql`SELECT account_id AS id, secret FROM staff.second_factors`);
  const opened = rows.map(({ id, secret }) => openBytes(keys, factorOf(id), secret));
  return {
    all: rows.length,
    closed: opened.filter((one) => one === undefined).length,
    old: opened.filter((one) => one?.old === true).length,
  };
}
