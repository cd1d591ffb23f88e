import type { Db } from '../lib/db/db.ts';
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
