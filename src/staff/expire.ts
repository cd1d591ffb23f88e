import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** Forgets searches, sign-ins that ended, used or lapsed one-time links and old wrong passwords, forms kept for an hour. Returns how many rows of each. */
export async function expire(
  db: Db,
  days: { searches: number; sessions: number },
): Promise<{ searches: number; sessions: number; links: number; tries: number; forms: number }> {
  const searches = await db.run(
    sql`DELETE FROM staff.searches WHERE created_at < lib.now() - make_interval(days => ${days.searches}::integer)`,
  );
  const sessions = await db.run(
    sql`DELETE FROM staff.sessions WHERE coalesce(ended_at, expires_at) < lib.now() - make_interval(days => ${days.sessions}::integer)`,
  );
  const links = await db.run(sql`DELETE FROM staff.sign_in_links WHERE expires_at < lib.now() - interval '30 days'`);
  const tries = await db.run(sql`DELETE FROM staff.sign_in_tries WHERE since < lib.now() - interval '1 day'`);
  const forms = await db.run(sql`DELETE FROM staff.kept_forms WHERE kept_at < lib.now() - interval '1 hour'`);
  return { searches, sessions, links, tries, forms };
}

/** How many searches are from before an instant. */
export const countSearches = async (tx: Tx, before: Date): Promise<number> =>
  (await tx.one<{ rows: number }>(sql`SELECT count(*)::integer AS rows FROM staff.searches WHERE created_at < ${before}`)).rows;

/** How many sign-ins ended before an instant. */
export const countSessions = async (tx: Tx, before: Date): Promise<number> =>
  (
    await tx.one<{ rows: number }>(
      sql`SELECT count(*)::integer AS rows FROM staff.sessions WHERE coalesce(ended_at, expires_at) < ${before}`,
    )
  ).rows;
