import type pg from 'pg';
import { codeOf } from '../lib/fault.ts';

type Limit = {
  /** Of the cluster's connections, so that no role can take those of another; at least `least`. */
  share: number;
  least: number;
  /** Milliseconds after which PostgreSQL ends a statement, a wait for a lock, a transaction that does nothing. */
  statement: number;
  lock: number;
  idle: number;
  /** What else is set for this role. */
  more?: Record<string, string>;
};
type Limited = 'citizen' | 'desk' | 'worker' | 'sealer' | 'backup';

/**
 * For a rush: who waits for each other is looked at after 50 ms, not a second (decision 0016); and everything a citizen asks for has an index. On a
 * city's first day PostgreSQL takes the empty tables for small ones, and a connection would go on reading them whole, as foreign keys are checked too.
 */
const RUSH = { deadlock_timeout: '50', enable_seqscan: 'off' };

/**
 * For every role: nothing is compiled before it is run. To PostgreSQL 15 to 17 a read that may not go through a whole table but has to (of two rows) looks
 * endlessly dear, so that their compiler, which Debian's package has switched on, took three and a half seconds over each citizens' page.
 */
const ALL = { jit: 'off' };

/**
 * What one role may take of the cluster: a flood at the citizens' site leaves the desk its connections, and whoever holds a lock and does nothing
 * loses it. The shares leave a twentieth to backups, to the installer and to whoever looks at the cluster.
 */
export const LIMITS: Readonly<Record<Limited, Limit>> = {
  citizen: { share: 0.5, least: 5, statement: 10_000, lock: 8_000, idle: 10_000, more: RUSH },
  desk: { share: 0.25, least: 5, statement: 60_000, lock: 10_000, idle: 60_000 },
  worker: { share: 0.16, least: 5, statement: 300_000, lock: 30_000, idle: 60_000 },
  sealer: { share: 0.04, least: 3, statement: 60_000, lock: 60_000, idle: 60_000 },
  // Of its statements, which note what was copied: what copies is no statement, and takes as long as it takes. Two that copy, and one that notes, at once.
  backup: { share: 0, least: 4, statement: 300_000, lock: 30_000, idle: 60_000 },
};

/** The connections of a role where the cluster has `free` for everyone. */
export const connectionsOf = (role: Limited, free: number): number =>
  Math.max(LIMITS[role].least, Math.floor(free * LIMITS[role].share));

const NOT_ALLOWED = '42501';

/**
 * Limits the roles where nobody did: what the cluster's administrators set stays. An installer who may not is told what to set.
 * @param names of the roles in the cluster
 */
export async function limitRoles(
  client: pg.Client,
  names: Readonly<Record<Limited, string>>,
  log: (line: string) => void,
): Promise<void> {
  const { rows } = await client.query<{ free: number }>(`
    SELECT current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer
      - coalesce(current_setting('reserved_connections', true)::integer, 0) AS free`);
  const free = rows[0]?.free ?? 0;
  for (const role of Object.keys(LIMITS) as Limited[]) {
    const { statement, lock, idle, more } = LIMITS[role];
    const { rows: set } = await client.query<{ unlimited: boolean; config: string[] }>(
      `SELECT r.rolconnlimit = -1 AS unlimited, coalesce(s.setconfig, '{}') AS config
       FROM pg_roles r LEFT JOIN pg_db_role_setting s ON s.setrole = r.oid AND s.setdatabase = 0 WHERE r.rolname = $1`,
      [names[role]],
    );
    const [now] = set;
    if (now === undefined) continue;
    const isSet = (setting: string): boolean => now.config.some((line) => line.startsWith(`${setting}=`));
    const wanted = [
      ...(now.unlimited ? [`CONNECTION LIMIT ${connectionsOf(role, free)}`] : []),
      ...Object.entries({
        statement_timeout: statement,
        lock_timeout: lock,
        idle_in_transaction_session_timeout: idle,
        ...ALL,
        ...more,
      })
        .filter(([setting]) => !isSet(setting))
        .map(([setting, ms]) => `SET ${setting} = ${ms}`),
    ];
    for (const what of wanted) {
      const text = `ALTER ROLE ${names[role]} ${what}`;
      try {
        await client.query(text);
      } catch (error) {
        if (codeOf(error) !== NOT_ALLOWED) throw error;
        log(`not set, because that is an administrator's to do: ${text}`);
      }
    }
  }
}
