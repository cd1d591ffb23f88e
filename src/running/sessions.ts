import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

const CLOCK: Actor = { kind: 'clock' };

/** Sessions that were there at the last look, by role and process: each is written into the log once. */
const seen = new Set<string>();

/**
 * Who works in this database besides our processes (§11(12)e): roles that are neither ours nor named as known. Each session that is new to this process is a line
 * of the log. PostgreSQL shows everybody role and program of a session, and nothing of what it does.
 */
export async function foreignSessions(db: Db, known: readonly string[]): Promise<string[]> {
  const sessions = await db.rows<{ role: string; program: string; pid: number }>(sql`
    SELECT usename AS role, left(application_name, 60) AS program, pid FROM pg_stat_activity
    WHERE datname = current_database() AND usename IS NOT NULL AND usename <> ALL (${[...known]}::text[]) ORDER BY usename, pid`);
  const now = new Set(sessions.map(({ role, pid }) => `${role} ${pid}`));
  for (const { role, program, pid } of sessions) {
    if (seen.has(`${role} ${pid}`)) continue;
    await db.run(sql`
      SELECT audit.write(${actorSql(CLOCK)}, 'operator.database-session', lib.now(), NULL, NULL, NULL, jsonb_build_object('role', ${role}::text, 'program', ${program}::text))`);
  }
  seen.clear();
  for (const one of now) seen.add(one);
  return [...new Set(sessions.map(({ role }) => role))];
}
