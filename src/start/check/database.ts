import type pg from 'pg';
import { isOwnMachine } from '../../config/risks.ts';
import { hostsIn } from '../../lib/db/hosts.ts';
import { clientFor } from '../../lib/db/primary.ts';
import { STANDBYS, type Standbys } from '../../lib/db/standbys.ts';
import { Said } from '../../lib/said.ts';
import { greet } from '../../schema/connect.ts';
import { MAKES_LARGE_OBJECTS } from '../../schema/large-objects.ts';
import { thisRelease } from '../../schema/release.ts';
import { ROLES } from '../../schema/roles.ts';
import { isPractice, PRACTICE_MARK } from '../../site/practice.ts';
import { sentenceOf } from '../faults.ts';
import { care, type Finding, good, wrong } from './finding.ts';
import { ofServers, ofStandbys } from './standbys.ts';

/** Whose connection is looked at: the setting, the role it should sign in as, and how many connections its processes open each. */
type Looked = {
  command: 'citizen' | 'desk' | 'worker' | 'sealer' | 'migrate';
  setting: string;
  url: string;
  role: string | undefined;
  /** Where a worker hands in its mails. */
  smtpUrl: string | undefined;
};

export const looked = (
  { command, setting, url }: Pick<Looked, 'command' | 'setting' | 'url'>,
  smtpUrl: string | undefined,
): Looked => ({
  command,
  setting,
  url,
  smtpUrl,
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
  makes: boolean;
};

const ABOUT = `
  SELECT current_setting('server_version_num')::int / 10000 AS version, current_user AS user,
    (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser, clock_timestamp() AS now, inet_server_port() AS port,
    EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname IN ('cards', 'reservations', 'staff') AND c.relkind = 'r' AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')) AS reads,
    (${MAKES_LARGE_OBJECTS}) AS makes`;

function ofRole({ command, setting, role }: Looked, about: About): Finding[] {
  if (role === undefined) return [];
  const found: Finding[] = [];
  if (about.user !== role)
    found.push(wrong(`${setting} signs in as ${about.user}, not as ${role}: what each process may do hangs on its role.`));
  if (about.superuser) found.push(wrong(`${about.user} is a superuser: no limit of the database holds for it. Take that away.`));
  if (command === 'citizen' && about.reads)
    found.push(wrong(`${about.user} reads tables: the citizens' role has functions and nothing else. Take its grants away.`));
  if (about.makes && !about.superuser)
    found.push(
      (command === 'citizen' ? wrong : care)(
        `${about.user} may make large objects, which nobody removes, until the disk is full: take them back as a superuser (docs/operations.md, "Database").`,
      ),
    );
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

/** Opens a connection for one look and ends it. */
export const connected = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = clientFor({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 5_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
};

/** What the city's name says to a desk, and to a worker whose mails of it would reach nobody. */
async function ofCity(client: pg.Client, { command, smtpUrl }: Looked): Promise<Finding[]> {
  if (command !== 'desk' && command !== 'worker') return [];
  const { rows } = await client.query<{ name: string }>('SELECT name FROM site.city');
  const name = rows[0]?.name ?? '';
  if (command === 'worker')
    return isPractice({ name }) && smtpUrl !== undefined && !isOwnMachine(smtpUrl)
      ? [
          wrong(
            `The city's name begins with ${PRACTICE_MARK}, but SMTP_URL names another machine: no mail is handed to it. Of a real city take the mark away: "madoguchi city real --name NAME".`,
          ),
        ]
      : [];
  if (isPractice({ name }))
    return [care(`The city's name begins with ${PRACTICE_MARK}: it is one to practise in, and no mail leaves this machine.`)];
  return name === ''
    ? [care('The city has no name yet: give it one at the desk, 設定 › 市の情報. Sites and mails say 市 until then.')]
    : [];
}

/** Other databases of the cluster, and whether something in them is our owner's: what hangs on a role, the cluster tells everybody. */
const OTHERS = `
  SELECT d.datname::text AS name, EXISTS (
    SELECT FROM pg_shdepend s WHERE s.dbid = d.oid AND s.refclassid = 'pg_authid'::regclass AND s.refobjid = to_regrole('madoguchi_owner')::oid) AS ours
  FROM pg_database d WHERE NOT d.datistemplate AND d.datname NOT IN ('postgres', current_database()) ORDER BY d.datname`;
const MOST_NAMED = 5;

const namesOf = (names: readonly string[]): string =>
  names.slice(0, MOST_NAMED).join(', ') + (names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '');

/** Another city's or system's data in the same cluster lie in our backups, and roles of a cluster reach each of its databases (§11(3)). */
async function ofNeighbours(client: pg.Client, { command, setting }: Looked): Promise<Finding[]> {
  if (command !== 'desk') return [];
  const { rows } = await client.query<{ name: string; ours: boolean }>(OTHERS);
  const named = (ours: boolean): string[] => rows.filter((row) => row.ours === ours).map(({ name }) => name);
  const [cities, others] = [named(true), named(false)];
  return [
    ...(cities.length === 0
      ? []
      : [
          wrong(
            `The cluster of ${setting} holds another database of Madoguchi (${namesOf(cities)}): roles and passwords are a cluster's, so the processes of either open both, and each backup holds both. Give every city a PostgreSQL cluster of its own.`,
          ),
        ]),
    ...(others.length === 0
      ? []
      : [
          care(
            `The cluster of ${setting} holds other databases too (${namesOf(others)}): backups hold the whole cluster, and its roles are the same for all. A city's data share a cluster with nobody's: give this system one of its own.`,
          ),
        ]),
  ];
}

/** Whether this program fits the database, and what a pooler in between costs: as each process asks at its start. */
async function ofProgram(client: pg.Client, one: Looked): Promise<Finding[]> {
  const { command, setting } = one;
  const isDoor = command === 'citizen' || command === 'desk';
  try {
    const asked = { setting, schema: command === 'citizen' ? 'citizen' : 'lib', pooler: isDoor ? 'taken' : 'refused' } as const;
    const { pooled } = await greet(client, await thisRelease(), asked);
    const fits = good(`The database of ${setting} is at this version.`);
    const named = await ofCity(client, one);
    return pooled
      ? [
          fits,
          ...named,
          care(
            `A pooler stands before ${setting}: it works, in transaction mode too, but statements cannot be kept, and a booking costs nearly twice the time.`,
          ),
        ]
      : [fits, ...named];
  } catch (error) {
    if (error instanceof Said) return [wrong(error.message)];
    throw error;
  }
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
      const fits = about.user === one.role ? await ofProgram(client, one) : [];
      const standbys = (await client.query<Standbys>(STANDBYS)).rows.flatMap((row) => ofStandbys(row, hostsIn(url)));
      const servers = await ofServers(setting, url);
      const neighbours = await ofNeighbours(client, one);
      return [
        ...ofServer,
        ...ofRole(one, about),
        ...ofClock(setting, about.now),
        ...fits,
        ...servers,
        ...standbys,
        ...neighbours,
      ];
    });
    return found;
  } catch (error) {
    return [
      wrong(sentenceOf(command, error, setting) ?? `${setting}: ${error instanceof Error ? error.message : String(error)}`),
    ];
  }
}
