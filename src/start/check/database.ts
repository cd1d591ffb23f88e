import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { ROOT } from '../../lib/root.ts';
import { ROLES } from '../../schema/roles.ts';
import { sentenceOf } from '../faults.ts';
import { care, type Finding, good, wrong } from './finding.ts';

/** Whose connection is looked at: the setting, the role it should sign in as, and how many connections its processes open each. */
export type Looked = {
  command: 'citizen' | 'desk' | 'worker' | 'sealer' | 'migrate';
  setting: string;
  url: string;
  role: string | undefined;
};

export const looked = (command: Looked['command'], setting: string, url: string): Looked => ({
  command,
  setting,
  url,
  role: command === 'migrate' ? undefined : ROLES[command],
});

const LEAST_VERSION = 15;
const SKEW_CARE_MS = 2_000;
const SKEW_WRONG_MS = 60_000;

type About = {
  version: number;
  user: string;
  superuser: boolean;
  now: Date;
  port: number | null;
  reads: boolean;
};

const ABOUT = `
  SELECT current_setting('server_version_num')::int / 10000 AS version, current_user AS user,
    (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser, clock_timestamp() AS now, inet_server_port() AS port,
    EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname IN ('cards', 'reservations', 'staff') AND c.relkind = 'r' AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')) AS reads`;

function ofRole({ command, setting, role }: Looked, about: About): Finding[] {
  if (role === undefined) return [];
  const found: Finding[] = [];
  if (about.user !== role)
    found.push(wrong(`${setting} signs in as ${about.user}, not as ${role}: what each process may do hangs on its role.`));
  if (about.superuser) found.push(wrong(`${about.user} is a superuser: no limit of the database holds for it. Take that away.`));
  if (command === 'citizen' && about.reads)
    found.push(wrong(`${about.user} reads tables: the citizens' role has functions and nothing else. Take its grants away.`));
  return found;
}

function ofClock(setting: string, now: Date): Finding[] {
  const off = Math.abs(Date.now() - now.getTime());
  const seconds = Math.round(off / 1_000);
  if (off > SKEW_WRONG_MS)
    return [
      wrong(
        `The clocks of this machine and of PostgreSQL (${setting}) are ${seconds} seconds apart: let both follow a time server (NTP).`,
      ),
    ];
  return off > SKEW_CARE_MS
    ? [care(`The clocks of this machine and of PostgreSQL (${setting}) are ${seconds} seconds apart.`)]
    : [];
}

const connected = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 5_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
};

/** A pooler that hands one connection of PostgreSQL to several of ours: what one set, another sees. */
const isShared = (url: string): Promise<boolean> =>
  connected(url, async (first) => {
    const mark = `seen-${process.pid}`;
    await first.query("SELECT set_config('madoguchi.looked', $1, false)", [mark]);
    const seen = await connected(url, async (second) => {
      const { rows } = await second.query<{ seen: string | null }>("SELECT current_setting('madoguchi.looked', true) AS seen");
      return rows[0]?.seen;
    });
    await first.query("SELECT set_config('madoguchi.looked', '', false)");
    return seen === mark;
  });

async function ofVersion(client: pg.Client, { setting }: Looked): Promise<Finding[]> {
  const { rows } = await client.query<{ names: string[] | null }>('SELECT lib.migrated() AS names');
  const has = new Set(rows[0]?.names ?? []);
  const ours = readdirSync(join(ROOT, 'migrations'))
    .filter((name) => name.endsWith('.sql'))
    .map((name) => name.replace(/\.sql$/u, ''));
  const missing = ours.filter((name) => !has.has(name));
  const [first] = missing;
  return first === undefined
    ? [good(`The database of ${setting} is at this version.`)]
    : [wrong(`The database of ${setting} lacks ${missing.length} steps, from ${first} on: run "madoguchi migrate" first.`)];
}

/** What is wrong with a connection to PostgreSQL: whether it answers, its version, role, clock, pooler and how far it was migrated. */
export async function lookAtDatabase(one: Looked): Promise<Finding[]> {
  const { command, setting, url } = one;
  try {
    const found = await connected(url, async (client) => {
      const about = (await client.query<About>(ABOUT)).rows[0];
      if (about === undefined) return [];
      const ofServer =
        about.version < LEAST_VERSION
          ? [wrong(`PostgreSQL of ${setting} is version ${about.version}; it must be ${LEAST_VERSION} or newer.`)]
          : [good(`PostgreSQL ${about.version} answers ${setting} as ${about.user}.`)];
      const ofSteps = command === 'desk' || command === 'worker' ? await ofVersion(client, one) : [];
      return [...ofServer, ...ofRole(one, about), ...ofClock(setting, about.now), ...ofSteps];
    });
    if (command !== 'migrate' && (await isShared(url)))
      found.push(
        care(
          `A pooler in transaction mode stands before ${setting}: let it work in session mode (pool_mode = session), which works with every setting.`,
        ),
      );
    return found;
  } catch (error) {
    return [
      wrong(sentenceOf(command, error, setting) ?? `${setting}: ${error instanceof Error ? error.message : String(error)}`),
    ];
  }
}
