import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';

/** Searches from before an instant, and sign-ins that ended before it. */
const pastSearches = (before: Sql): Sql => sql`created_at < ${before}`;
const pastSessions = (before: Sql): Sql => sql`coalesce(ended_at, expires_at) < ${before}`;
const daysAgo = (days: number): Sql => sql`lib.now() - make_interval(days => ${days}::integer)`;

/** What was typed in a call: each step of it is kept anew, and no hold lasts longer than an hour from its last one. */
const PAST_CALLS: Sql = sql`(hold_id IS NOT NULL AND created_at < lib.now() - interval '2 hours')`;

/** Forgets searches, sign-ins that ended, used or lapsed one-time links and old wrong passwords, forms kept for an hour. Returns how many rows of each. */
export async function expire(
  db: Db,
  days: { searches: number; sessions: number },
): Promise<{ searches: number; sessions: number; links: number; tries: number; forms: number }> {
  const searches = await db.run(sql`DELETE FROM staff.searches WHERE ${pastSearches(daysAgo(days.searches))} OR ${PAST_CALLS}`);
  const sessions = await db.run(sql`DELETE FROM staff.sessions WHERE ${pastSessions(daysAgo(days.sessions))}`);
  const links = await db.run(sql`DELETE FROM staff.sign_in_links WHERE expires_at < lib.now() - interval '30 days'`);
  const tries = await db.run(sql`DELETE FROM staff.sign_in_tries WHERE since < lib.now() - interval '1 day'`);
  await db.run(sql`DELETE FROM staff.half_sign_ins WHERE expires_at < lib.now()`);
  const forms = await db.run(sql`DELETE FROM staff.kept_forms WHERE kept_at < lib.now() - interval '1 hour'`);
  return { searches, sessions, links, tries, forms };
}

/** How many searches would go. */
export const countSearches = async (tx: Tx, before: Date): Promise<number> =>
  (
    await tx.one<{ rows: number }>(
      sql`SELECT count(*)::integer AS rows FROM staff.searches WHERE ${pastSearches(sql`${before}`)}`,
    )
  ).rows;

/** How many sign-ins would go. */
export const countSessions = async (tx: Tx, before: Date): Promise<number> =>
  (
    await tx.one<{ rows: number }>(
      sql`SELECT count(*)::integer AS rows FROM staff.sessions WHERE ${pastSessions(sql`${before}`)}`,
    )
  ).rows;
