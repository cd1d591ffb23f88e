import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { takeLock } from '../lock.ts';
import { Said } from '../said.ts';
import { type Account, asAccount, postgresAccount } from './account.ts';
import { binaries, type Version } from './binaries.ts';
import { descendants } from './descendants.ts';
import { type Folders, openFolders, SERVER_LOG } from './folders.ts';
import { initialise, SUPERUSER } from './initialise.ts';
import { clearLeftover, readyPid } from './leftover.ts';

export type PostgresOptions = {
  /** Holds the lock, the password, the log and (where reachable) the cluster. */
  dataDir: string;
  version?: Version;
  /** postgresql.conf settings on top of ours; `fsync: 'off'` is for tests alone. */
  settings?: Record<string, string>;
  /** Loopback port; a free one when left out. */
  port?: number;
  /** How long it may take until it takes connections: hours where it plays a long log first. */
  readyMs?: number;
  /** What PostgreSQL's environment has besides ours: for tests that give it another clock. */
  env?: Record<string, string>;
};

export type Postgres = {
  readonly port: number;
  readonly pid: number;
  readonly password: string;
  /** Where PostgreSQL's own folder is; not below dataDir when that cannot be reached by the account PostgreSQL runs as. */
  readonly cluster: string;
  /** A connection URL; the superuser's unless user and password are given. */
  url(database: string, user?: string, password?: string): string;
  /** Resolves when the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Fast shutdown: sessions are cut, everything committed is on disk. */
  stop(): Promise<void>;
  /** kill -9 of the server and its sessions: for tests of crashes. */
  kill(): Promise<void>;
};

/** Someone else runs on this data folder. */
export class InUse extends Error {}

const READY_LIMIT_MS = 60_000;
const STEP_MS = 10;
const STOP_LIMIT_MS = 15_000;
const LOG_LIMIT = 10_000_000;
const TRIES = 5;
/** What the log says when trying again helps: the port went to someone else, or sessions of a killed server are still ending. */
const PASSING = [
  /could not bind|could not create any TCP/,
  /pre-existing shared memory block|shared memory block .* is still in use/,
];

const OURS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Statements carry names and birthdays: an error's text must not take them to the log.
  log_min_error_statement: 'panic',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
};

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0));
    });
  });
}

let setpriv: boolean | undefined;
/** With setpriv PostgreSQL gets SIGINT from the kernel when we die, whatever kills us. Elsewhere the next start clears up. */
function hasSetpriv(): boolean {
  setpriv ??=
    process.platform === 'linux' && spawnSync('setpriv', ['--pdeathsig', 'INT', 'true'], { stdio: 'ignore' }).status === 0;
  return setpriv;
}

type Launched = { child: ChildProcess; ended: Promise<void>; log: string; from: number };

function launch(
  program: string,
  folders: Folders,
  account: Account | undefined,
  port: number,
  { settings, env }: PostgresOptions,
): Launched {
  const log = join(folders.home, SERVER_LOG);
  if (existsSync(log) && statSync(log).size > LOG_LIMIT) rmSync(log);
  const file = openSync(log, 'a', 0o600);
  const from = statSync(log).size;
  const all = { ...OURS, ...settings, port: String(port) };
  const args = ['-D', folders.cluster, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const [command, ...before] = hasSetpriv() ? ['setpriv', '--pdeathsig', 'INT', '--', program] : [program];
  // Its own process group: Ctrl-C in a terminal must reach the doors first and PostgreSQL last.
  const child = spawn(command ?? program, [...before, ...args], {
    ...asAccount(account),
    cwd: '/',
    detached: true,
    stdio: ['ignore', file, file],
    env: { ...env, PATH: process.env['PATH'], TZ: 'UTC' },
  });
  closeSync(file);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  return { child, ended, log, from };
}

const said = ({ log, from }: Launched): string => readFileSync(log).subarray(from).toString('utf8').trim();

/** True when it takes connections; false when it ended before that. */
async function becomesReady(launched: Launched, cluster: string, limitMs = READY_LIMIT_MS): Promise<boolean> {
  let over = false;
  launched.ended.then(() => {
    over = true;
  });
  for (let waited = 0; waited < limitMs; waited += STEP_MS) {
    if (over) return false;
    if (readyPid(cluster) === launched.child.pid) return true;
    await pause(STEP_MS);
  }
  launched.child.kill('SIGQUIT');
  await launched.ended;
  return false;
}

async function launchUntilReady(options: PostgresOptions, program: string, folders: Folders, account: Account | undefined) {
  for (let left = TRIES; ; left -= 1) {
    const port = options.port ?? (await freePort());
    const launched = launch(program, folders, account, port, options);
    if (await becomesReady(launched, folders.cluster, options.readyMs)) return { ...launched, port };
    const words = said(launched);
    if (/No space left on device/u.test(words))
      throw new Said(
        `No space is left on the disk of ${folders.cluster}: free some, then start again. What was stored is not lost.`,
      );
    if (left <= 1 || !PASSING.some((known) => known.test(words))) throw new Error(`PostgreSQL did not start: ${words}`);
    await pause(200);
  }
}

/**
 * Starts the embedded PostgreSQL on a data folder, making it when there is none and recovering what a crash left.
 * @throws InUse when another process holds the folder; Error with PostgreSQL's own words when it does not start
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const version = options.version ?? 18;
  const account = postgresAccount();
  const folders = openFolders(options.dataDir, account);
  const lock = takeLock(join(folders.cluster, '..', 'lock'));
  if (lock === undefined) throw new InUse(`another process is using the database in ${folders.home}`);
  try {
    const programs = binaries(version, account);
    const password = initialise(version, programs.initdb, folders, account, options.settings?.['fsync'] !== 'off');
    await clearLeftover(folders.cluster);
    const { child, ended, port } = await launchUntilReady(options, programs.postgres, folders, account);
    const pid = child.pid ?? 0;
    const released = ended.then(() => lock.release());
    // The server alone must not keep this process from ending.
    child.unref();
    const end = async (signal: NodeJS.Signals): Promise<void> => {
      child.ref();
      child.kill(signal);
      await released;
    };
    return {
      port,
      pid,
      password,
      cluster: folders.cluster,
      url: (database, user = SUPERUSER, secret = password) =>
        `postgres://${encodeURIComponent(user)}:${encodeURIComponent(secret)}@127.0.0.1:${port}/${encodeURIComponent(database)}`,
      ended: released,
      stop: async () => {
        const patience = setTimeout(() => child.kill('SIGQUIT'), STOP_LIMIT_MS);
        await end('SIGINT');
        clearTimeout(patience);
      },
      kill: async () => {
        const sessions = descendants(pid);
        await end('SIGKILL');
        for (const session of sessions) {
          try {
            process.kill(session, 'SIGKILL');
          } catch {
            // Gone by itself already.
          }
        }
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
