import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';

/** `locked`: this try was the last one, the account rests from it on. */
export type CountedAccount = { id: number; login: string; password_hash: string | null; locked: boolean };

/** Counts a try at the account that is meant and reads it; no row while it rests. Passwords and codes of a second factor are counted together. */
export const countedTry = (meant: Sql): Sql => sql`
  UPDATE staff.accounts a SET
    failures = CASE WHEN a.locked_until <= lib.now() THEN 1 ELSE a.failures + 1 END,
    locked_until = CASE WHEN (CASE WHEN a.locked_until <= lib.now() THEN 1 ELSE a.failures + 1 END) >= site.number('sign-in-tries')
      THEN lib.now() + make_interval(mins => site.number('sign-in-rest-minutes')) END
  WHERE ${meant} AND (a.locked_until IS NULL OR a.locked_until <= lib.now())
  RETURNING a.id, a.login, a.password_hash, a.locked_until IS NOT NULL AS locked`;

/** Everything was right: nothing counts any more. */
export const forgetTries = (tx: Tx, accountId: number): Promise<number> =>
  tx.run(sql`UPDATE staff.accounts SET failures = 0, locked_until = NULL WHERE id = ${accountId}`);

/** This try was right, and another is to come: what was wrong before goes on counting, or the right password would give back the tries at its code. */
export const giveTryBack = (tx: Tx, { id, locked }: CountedAccount): Promise<number> =>
  tx.run(sql`
    UPDATE staff.accounts SET failures = greatest(failures - 1, 0), locked_until = CASE WHEN NOT ${locked} THEN locked_until END WHERE id = ${id}`);

/**
 * `free`: the address had not too many tries within the rest period. Whole offices share one, so the number is large. `told`: this one, should it fail, has a line
 * of the log: beyond the number those have that are a power of two, and say it (`tries`), or a program could fill the log that is kept for years.
 */
export type CountedAddress = { free: boolean; told: boolean; tries: number };

/** Counts a try from an address. */
export const countAddress = (db: Db, address: string): Promise<CountedAddress> =>
  db.one<CountedAddress>(sql`
    INSERT INTO staff.sign_in_tries AS t (source, failures, since) VALUES (${address}, 1, lib.now())
    ON CONFLICT (source) DO UPDATE SET
      failures = CASE WHEN t.since + make_interval(mins => site.number('sign-in-rest-minutes')) <= lib.now() THEN 1 ELSE t.failures + 1 END,
      since = CASE WHEN t.since + make_interval(mins => site.number('sign-in-rest-minutes')) <= lib.now() THEN lib.now() ELSE t.since END
    RETURNING failures <= site.number('sign-in-tries-per-address') AS free, failures AS tries,
      failures <= site.number('sign-in-tries-per-address') + 1 OR failures & (failures - 1) = 0 AS told`);

/** A right one does not count for its address. */
export const giveAddressBack = (tx: Tx, address: string): Promise<number> =>
  tx.run(sql`UPDATE staff.sign_in_tries SET failures = failures - 1 WHERE source = ${address} AND failures > 0`);

export type RestingAddress = { key: string; failures: number; until: Date };

/** Addresses from which nobody signs in now, the last to end first; `key` is a keyed hash and tells nobody's address. */
export const listRestingAddresses = (tx: Tx): Promise<RestingAddress[]> =>
  tx.rows<RestingAddress>(sql`
    SELECT source AS key, failures, since + make_interval(mins => site.number('sign-in-rest-minutes')) AS until FROM staff.sign_in_tries
    WHERE failures >= site.number('sign-in-tries-per-address') AND since + make_interval(mins => site.number('sign-in-rest-minutes')) > lib.now()
    ORDER BY since DESC LIMIT 100`);

/** Lets people of an address sign in again; false where it rests no longer. */
export const unlockAddress = (db: Db, actor: Actor, key: string): Promise<boolean> =>
  db.transaction(async (tx) => {
    const lifted = await tx.run(sql`
      DELETE FROM staff.sign_in_tries WHERE source = ${key} AND failures >= site.number('sign-in-tries-per-address')
        AND since + make_interval(mins => site.number('sign-in-rest-minutes')) > lib.now()`);
    if (lifted > 0) await tx.run(sql`SELECT audit.write(${actorSql(actor)}, 'staff.address-lifted', lib.now())`);
    return lifted > 0;
  });
