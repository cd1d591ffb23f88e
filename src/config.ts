import { join } from 'node:path';
import {
  ADDRESS,
  ADDRESSES,
  CONNECTIONS,
  COUNT,
  FILE,
  FOLDER,
  FOLDERS,
  HOST,
  type Kind,
  LANES,
  LEVEL,
  MAILBOX,
  MEGABYTES,
  NAMES,
  ORIGIN,
  PORT,
  POSTGRES_URL,
  SECRET,
  SECRETS,
  SMTP_URL,
  YES_OR_NO,
} from './config/kinds.ts';
import { ROOT } from './lib/root.ts';
import { Said } from './lib/said.ts';

/** One setting: an environment variable. Start, complaints and the manual's table are all made from these lines. */
type Setting<T> = { env: string; kind: Kind<T>; means: string; fallback?: string };

const setting = <T>(env: string, kind: Kind<T>, means: string): Setting<T> => ({ env, kind, means });
const usually = <T>(env: string, kind: Kind<T>, fallback: string, means: string) => ({ env, kind, means, fallback });

export const SETTINGS = {
  databaseUrl: setting('DATABASE_URL', POSTGRES_URL, 'Connection of the installer, for `migrate`; with it there is no demo'),
  citizenDatabaseUrl: setting('CITIZEN_DATABASE_URL', POSTGRES_URL, 'The citizens’ door, as role madoguchi_citizen'),
  deskDatabaseUrl: setting('DESK_DATABASE_URL', POSTGRES_URL, 'Desk and commands, as role madoguchi_desk'),
  workerDatabaseUrl: setting('WORKER_DATABASE_URL', POSTGRES_URL, 'The worker, as role madoguchi_worker'),
  sealerDatabaseUrl: setting(
    'SEALER_DATABASE_URL',
    POSTGRES_URL,
    'Sealing and checking the log, as role madoguchi_sealer; with the worker alone, as AUDIT_KEY',
  ),
  citizenHost: usually('CITIZEN_HOST', HOST, '127.0.0.1', 'Where the citizens’ door listens'),
  citizenPort: usually('CITIZEN_PORT', PORT, '3000', 'The citizens’ door'),
  citizenOrigin: setting('CITIZEN_ORIGIN', ORIGIN, 'The citizens’ site as browsers see it; stands in mails'),
  deskHost: usually('DESK_HOST', HOST, '127.0.0.1', 'Where the desk listens'),
  deskPort: usually('DESK_PORT', PORT, '3001', 'The desk'),
  deskOrigin: setting('DESK_ORIGIN', ORIGIN, 'The desk as browsers see it'),
  mailPort: usually('MAIL_PORT', PORT, '3002', 'The page of caught mails, in the demo only'),
  healthHost: usually('HEALTH_HOST', HOST, '127.0.0.1', 'Where health and metrics listen'),
  healthPort: setting(
    'HEALTH_PORT',
    PORT,
    'Where a process tells its health and metrics, each its own; none when missing. In the demo all of them, 3003',
  ),
  standInHost: usually('STAND_IN_HOST', HOST, '127.0.0.1', 'Where the stand-in listens'),
  standInPort: usually(
    'STAND_IN_PORT',
    PORT,
    '3004',
    'The stand-in: what the proxy shows when the citizens’ door does not answer',
  ),
  standInDir: usually(
    'STAND_IN_DIR',
    FOLDER,
    join(ROOT, '.data', 'stand-in'),
    'Where the stand-in keeps what it last learned of planned stops and the city',
  ),
  trustedProxies: setting('TRUSTED_PROXIES', ADDRESSES, 'Whose X-Forwarded-For is believed; nobody’s when missing'),
  secureCookies: usually('SECURE_COOKIES', YES_OR_NO, 'yes', 'Cookies over TLS only; `no` is for one’s own machine'),
  cookieSecret: setting('COOKIE_SECRET', SECRET, 'Signs cookies and form tokens; the same in all processes of a door'),
  factorKeys: setting(
    'FACTOR_KEYS',
    SECRETS,
    'Seal what second factors of staff are computed from: the first seals, all open. COOKIE_SECRET seals where none is set, and opens what it sealed',
  ),
  smtpUrl: setting('SMTP_URL', SMTP_URL, 'Where mails are handed over'),
  mailFrom: setting('MAIL_FROM', MAILBOX, 'Who mails are from'),
  auditKey: setting(
    'AUDIT_KEY',
    SECRET,
    'Seals the log; whoever has it and the database can rewrite it, so keep it with the worker alone',
  ),
  auditNewKey: setting('AUDIT_NEW_KEY', SECRET, 'The key that `rekey` goes on with; it is AUDIT_KEY from then on'),
  auditOldKeys: setting('AUDIT_OLD_KEYS', SECRETS, 'Keys the log was sealed with before, for `verify`'),
  auditHeads: setting(
    'AUDIT_HEADS',
    FILE,
    'Where the log’s head is added at every seal, on another machine or medium: only so is a cut tail noticed',
  ),
  backupDatabaseUrl: setting(
    'BACKUP_DATABASE_URL',
    POSTGRES_URL,
    'Taking backups, as role madoguchi_backup, which may copy the cluster; PostgreSQL’s own address, no pooler',
  ),
  backupDirs: setting(
    'BACKUP_DIRS',
    FOLDERS,
    'Where backups are taken into, and further folders that get a copy; one of them on another machine',
  ),
  backupKey: setting(
    'BACKUP_KEY',
    SECRET,
    'Seals backups; without it none can be opened, so keep a copy away from them and from the machine (docs/operations.md)',
  ),
  backupOldKeys: setting('BACKUP_OLD_KEYS', SECRETS, 'Keys that earlier backups were sealed with'),
  backupKeepDays: usually('BACKUP_KEEP_DAYS', COUNT, '14', 'Days a backup is kept; the newest always'),
  knownDatabaseRoles: setting(
    'KNOWN_DATABASE_ROLES',
    NAMES,
    'Roles besides Madoguchi’s own that may be in the database without an alarm: a monitor’s, for the worker',
  ),
  citizenPool: usually('CITIZEN_POOL', CONNECTIONS, '20', 'Database connections of a citizens’ process'),
  citizenLanes: usually(
    'CITIZEN_LANES',
    LANES,
    '8',
    'In how many lanes a citizens’ process sends holds and bookings, many in one statement where many wait; 0: each alone',
  ),
  deskPool: usually('DESK_POOL', CONNECTIONS, '10', 'Database connections of a desk process'),
  workerPool: usually('WORKER_POOL', CONNECTIONS, '10', 'Database connections of a worker'),
  uploadMb: usually(
    'UPLOAD_MB',
    MEGABYTES,
    '200',
    'Largest file a form at the desk may carry, in MB; after a change `madoguchi proxy` makes the proxy’s configuration anew',
  ),
  dataDir: usually('DATA_DIR', FOLDER, join(ROOT, '.data'), 'Database and mails of the demo; files that commands write'),
  rateLimit: usually(
    'RATE_LIMIT',
    COUNT,
    '3000',
    'Requests a minute the citizens’ door takes from one address; carriers share theirs',
  ),
  lineDelay: usually(
    'LINE_DELAY_MS',
    COUNT,
    '400',
    'From how many milliseconds on, by which its event loop is late or those under way wait for each other, the citizens’ door lets newcomers wait in line; below half of it nobody waits any more',
  ),
  lineUnderWay: usually(
    'LINE_UNDER_WAY',
    COUNT,
    '400',
    'From how many requests under way at once on the citizens’ door lets newcomers wait in line; below half of it nobody waits any more',
  ),
  advisoriesDaily: usually(
    'ADVISORIES_DAILY',
    YES_OR_NO,
    'no',
    'Whether the worker asks every morning for known vulnerabilities in the components; it has to reach the three addresses below',
  ),
  advisoriesNpm: usually(
    'ADVISORIES_NPM',
    ADDRESS,
    'https://registry.npmjs.org',
    'Who knows the vulnerabilities of packages: a registry of npm',
  ),
  advisoriesNode: usually(
    'ADVISORIES_NODE',
    ADDRESS,
    'https://raw.githubusercontent.com/nodejs/security-wg/main/vuln/core/index.json',
    'Who knows the vulnerabilities of Node: the list of its project',
  ),
  advisoriesPostgresql: usually(
    'ADVISORIES_POSTGRESQL',
    ADDRESS,
    'https://www.postgresql.org/versions.json',
    'Who knows the last releases of PostgreSQL: the list of its project',
  ),
  logDir: setting(
    'LOG_DIR',
    FOLDER,
    'Where the processes of this machine write their logs, a file a door and day, sealed, backed up and kept for the city’s years; the standard output alone when missing',
  ),
  logLevel: usually('LOG_LEVEL', LEVEL, 'info', 'How much is logged'),
} as const;

type Name = keyof typeof SETTINGS;
type Value<N extends Name> = (typeof SETTINGS)[N] extends { kind: Kind<infer T> } ? T : never;
type Settled<N extends Name> = (typeof SETTINGS)[N] extends { fallback: string } ? Value<N> : Value<N> | undefined;

/** All settings; one without a default may be missing. */
export type Config = { readonly [N in Name]: Settled<N> };

/** What each command cannot do without. A command not named needs nothing. */
const NEEDS = {
  citizen: ['citizenDatabaseUrl', 'citizenOrigin', 'cookieSecret'],
  desk: ['deskDatabaseUrl', 'deskOrigin', 'citizenOrigin', 'cookieSecret'],
  worker: ['workerDatabaseUrl', 'sealerDatabaseUrl', 'smtpUrl', 'mailFrom', 'citizenOrigin', 'auditKey'],
  'stand-in': ['citizenDatabaseUrl'],
  migrate: ['databaseUrl'],
  import: ['deskDatabaseUrl'],
  staff: ['deskDatabaseUrl', 'deskOrigin'],
  verify: ['sealerDatabaseUrl', 'auditKey'],
  rekey: ['sealerDatabaseUrl', 'auditKey', 'auditNewKey', 'auditHeads'],
  backup: [],
  restore: [],
  start: [],
  check: [],
  components: [],
  proxy: ['citizenOrigin', 'deskOrigin'],
} as const satisfies Record<string, readonly Name[]>;

export type Command = keyof typeof NEEDS;
/** The settings as a command gets them: what it needs is there. */
export type ConfigFor<C extends Command> = Config & { readonly [N in (typeof NEEDS)[C][number]]: Value<N> };

/** A setting is wrong or missing; the message says which, what was given and what is allowed, a line each. */
export class WrongSettings extends Said {}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks every setting, also those this command does not use: a slip should show at the first start.
 * @throws WrongSettings naming all that is wrong at once; secrets are never shown
 */
export function configFor<C extends Command>(command: C, environment: Environment): ConfigFor<C> {
  const complaints: string[] = [];
  const needed: readonly Name[] = NEEDS[command];
  const values = Object.entries(SETTINGS).map(([name, { env, kind, ...rest }]: [string, Setting<unknown>]) => {
    const given = environment[env];
    const raw = given === undefined || given.trim() === '' ? rest.fallback : given;
    if (raw === undefined) {
      if (needed.some((one) => one === name))
        complaints.push(`${env} is missing (needed by "${command}"). Allowed: ${kind.allowed}`);
      return [name, undefined];
    }
    const read = kind.schema.safeParse(raw);
    if (read.success) return [name, read.data];
    const shown =
      kind.secret === true ? 'a value that is not shown' : JSON.stringify(raw.length > 80 ? `${raw.slice(0, 80)}…` : raw);
    complaints.push(`${env} is wrong. Given: ${shown}. Allowed: ${kind.allowed}`);
    return [name, undefined];
  });
  if (complaints.length > 0) throw new WrongSettings(complaints.join('\n'));
  return Object.fromEntries(values) as ConfigFor<C>;
}

/** The commands that cannot do without a setting. */
export const usersOf = (name: string): string[] =>
  Object.entries(NEEDS).flatMap(([command, needs]) => ((needs as readonly string[]).includes(name) ? [command] : []));

/** The manual's table of settings, as markdown. */
export function settingsTable(): string {
  const rows = Object.entries(SETTINGS).map(([name, { env, kind, means, ...rest }]: [string, Setting<unknown>]) => {
    const fallback = rest.fallback?.replace(ROOT, '.').replace('./.', '.');
    return `| \`${env}\` | ${means} | ${kind.allowed} | ${fallback === undefined ? '' : `\`${fallback}\``} | ${usersOf(name).join(', ')} |`;
  });
  return ['| setting | means | allowed | default | needed by |', '|---|---|---|---|---|', ...rows].join('\n');
}
