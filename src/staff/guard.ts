import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import type { Right } from './rights.ts';

/** What somebody must always be able to do: without it nobody could give it back on a page. */
export const NEVER_LOST: readonly Right[] = ['accounts.manage', 'settings.manage', 'settings.security'];

/** Which account `ar.account_id` has which right `rr.right_code`, by roles in use. */
export const HELD = sql`staff.account_roles ar JOIN staff.roles r ON r.code = ar.role AND r.retired_at IS NULL JOIN staff.role_rights rr ON rr.role = r.code`;

class LastAdministrator extends Error {}

/** Which of those rights some account in use has. */
const heldBySomeone = async (tx: Tx): Promise<string[]> =>
  (
    await tx.rows<{ code: string }>(sql`
      SELECT DISTINCT rr.right_code AS code FROM ${HELD} JOIN staff.accounts a ON a.id = ar.account_id AND a.retired_at IS NULL
      WHERE rr.right_code = ANY (${[...NEVER_LOST]})`)
  ).map(({ code }) => code);

/**
 * A change to who may what, in one transaction and under a lock, so that two at once cannot both leave. Refuses last_administrator, and takes the change
 * back, where after it nobody could manage accounts, settings or those of the city any more.
 */
export async function guarded<T>(db: Db, change: (tx: Tx) => Promise<T>): Promise<Outcome<T, 'last_administrator'>> {
  try {
    return done(
      await db.transaction(async (tx) => {
        await tx.run(sql`SELECT 1 FROM staff.roles ORDER BY code FOR UPDATE`);
        const before = await heldBySomeone(tx);
        const changed = await change(tx);
        const after = await heldBySomeone(tx);
        if (before.some((code) => !after.includes(code))) throw new LastAdministrator();
        return changed;
      }),
    );
  } catch (error) {
    if (error instanceof LastAdministrator) return refused('last_administrator');
    throw error;
  }
}
