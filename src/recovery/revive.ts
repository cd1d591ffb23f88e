import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Account, postgresAccount } from '../lib/postgres/account.ts';
import type { Version } from '../lib/postgres/binaries.ts';
import { COMPLETE, openFolders } from '../lib/postgres/folders.ts';
import { SUPERUSER } from '../lib/postgres/initialise.ts';
import { type Postgres, startPostgres } from '../lib/postgres/start.ts';
import { Said } from '../lib/said.ts';
import { writeWhole } from '../lib/whole-file.ts';
import { type Unpack, unpack } from './unpack.ts';

/** A log of days is played in hours at most. */
const RECOVERY_MS = 6 * 3_600_000;
const KNOWN: readonly number[] = [18, 15] satisfies Version[];

/** Whether a cluster of this PostgreSQL can be opened with the programs that come with Madoguchi. */
export const canOpen = (major: number): major is Version => KNOWN.includes(major);

/** The way in while nobody knows the superuser's password: a socket in a folder of PostgreSQL's account, gone afterwards. */
async function openDoor<T>(
  account: Account | undefined,
  work: (settings: Record<string, string>, socket: string) => Promise<T>,
): Promise<T> {
  const door = mkdtempSync(join(tmpdir(), 'mdg-'));
  const rules = join(door, 'hba.conf');
  writeFileSync(rules, `local all ${SUPERUSER} trust\nhost all all 127.0.0.1/32 scram-sha-256\n`, { mode: 0o600 });
  if (account !== undefined) for (const path of [door, rules]) chownSync(path, account.uid, account.gid);
  try {
    return await work({ unix_socket_directories: door, hba_file: rules }, door);
  } finally {
    rmSync(door, { recursive: true, force: true });
  }
}

async function setPassword(socket: string, port: number, password: string): Promise<void> {
  const client = new pg.Client({ host: socket, port, user: SUPERUSER, database: 'postgres' });
  await client.connect();
  try {
    await client.query(`ALTER ROLE ${SUPERUSER} PASSWORD ${pg.escapeLiteral(password)}`);
  } finally {
    await client.end();
  }
}

const ENDED_BEFORE = /recovery ended before configured recovery target was reached/u;

type Revive = Omit<Unpack, 'cluster' | 'owner'> & {
  /** The embedded database's own folder; no cluster may be in it. */
  dataDir: string;
  settings?: Record<string, string>;
};

/**
 * Restores a backup into an embedded cluster and opens it: unpacked, its log played, the superuser's password set anew (the folder's own where it has one).
 * @throws Said where a cluster is there already, the programs of that version are missing, or the log does not reach `until`
 */
export async function revive({ dataDir, settings = {}, ...given }: Revive): Promise<Postgres> {
  const { major } = given.backup;
  if (!canOpen(major))
    throw new Said(
      `The backup is of PostgreSQL ${major}, and Madoguchi brings ${KNOWN.join(' and ')}: restore it with --to, and start it with yours.`,
    );
  const account = postgresAccount();
  const folders = openFolders(dataDir, account);
  await unpack({ ...given, cluster: folders.cluster, owner: account });
  const made: string[] = [join(folders.cluster, COMPLETE)];
  // A cluster of Debian's has its settings elsewhere.
  for (const name of ['postgresql.conf', 'pg_hba.conf', 'pg_ident.conf'].map((one) => join(folders.cluster, one)))
    if (!existsSync(name)) made.push(name);
  for (const path of made) {
    writeFileSync(path, '', { mode: 0o600 });
    if (account !== undefined) chownSync(path, account.uid, account.gid);
  }
  const passwordFile = join(folders.home, 'password');
  if (!existsSync(passwordFile)) writeWhole(passwordFile, `${crypto.randomUUID()}${crypto.randomUUID()}\n`, 0o600);
  return openDoor(account, async (door, socket) => {
    try {
      // Without readers during recovery nothing of the old machine's size is asked of this one.
      const own = { hot_standby: 'off', ssl: 'off', shared_preload_libraries: '', archive_mode: 'off', ...settings, ...door };
      const server = await startPostgres({ dataDir, version: major, settings: own, readyMs: RECOVERY_MS });
      await setPassword(socket, server.port, (await readFile(passwordFile, 'utf8')).trim());
      return server;
    } catch (error) {
      if (error instanceof Error && ENDED_BEFORE.test(error.message))
        throw new Said(
          'The copied log does not reach the time asked for: ask for an earlier one, or leave it out to restore all there is.',
        );
      throw error;
    }
  });
}
