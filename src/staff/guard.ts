import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import type { Right } from './rights.ts';

/** What somebody must always be able to do: without it nobody could give it back on a page. */
export const NEVER_LOST: readonly Right[] = ['accounts.manage', 'settings.manage', 'settings.security'];

/** Which account `ar.account_id` has which right `rr.right_code`, by roles in use. */
export const HELD = sql`staff.account_roles ar JOIN staff.roles r ON r.code = ar.role AND r.retired_at IS NULL JOIN staff.role_rights rr ON rr.role = r.code`;

/** The same, with what only one account can do who has several of them: the pages of the city's settings, its approvals and restores ask for both. */
const NEVER_SPLIT: readonly (readonly Right[])[] = [
  ...NEVER_LOST.map((right) => [right]),
  ['settings.manage', 'settings.security'],
];

class LastAdministrator extends Error {}

/** The rights that each account in use has of those. One that is bound to offices manages the city's for nobody. */
const heldByEach = async (tx: Tx): Promise<ReadonlySet<string>[]> =>
  (
    await tx.rows<{ codes: string[] }>(sql`
      SELECT array_agg(DISTINCT rr.right_code) AS codes FROM ${HELD} JOIN staff.accounts a ON a.id = ar.account_id AND a.retired_at IS NULL
      WHERE rr.right_code = ANY (${[...NEVER_LOST]}) AND NOT EXISTS (SELECT FROM staff.account_offices b WHERE b.account_id = a.id) GROUP BY a.id`)
  ).map(({ codes }) => new Set(codes));

/** Which of what must never be lost nobody can do. */
const lost = async (tx: Tx): Promise<(readonly Right[])[]> => {
  const accounts = await heldByEach(tx);
  return NEVER_SPLIT.filter((together) => !accounts.some((has) => together.every((right) => has.has(right))));
};

/**
 * A change to who may what, in one transaction and under a lock, so that two at once cannot both leave. Refuses last_administrator, and takes the change
 * back, where after it nobody could manage accounts, settings or those of the city any more.
 */
export async function guarded<T>(db: Db, change: (tx: Tx) => Promise<T>): Promise<Outcome<T, 'last_administrator'>> {
  try {
    return done(
      await db.transaction(async (tx) => {
        await tx.run(sql`SELECT 1 FROM staff.roles ORDER BY code FOR UPDATE`);
        const before = await lost(tx);
        const changed = await change(tx);
        if ((await lost(tx)).some((together) => !before.includes(together))) throw new LastAdministrator();
        return changed;
      }),
    );
  } catch (error) {
    if (error instanceof LastAdministrator) return refused('last_administrator');
    throw error;
  }
}
