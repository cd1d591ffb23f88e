import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { InUse, type Postgres, type PostgresOptions, startPostgres } from '../lib/postgres/start.ts';
import { Said } from '../lib/said.ts';
import { migrate } from '../schema/migrate.ts';
import { BACKUP_ROLE, ROLES, type Role } from '../schema/roles.ts';
import { sentenceOf } from './faults.ts';
import { letRolesIn } from './roles.ts';
import type { Secrets } from './secrets.ts';

const NAME = 'madoguchi';
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

export type OwnDatabase = {
  stop(): Promise<void>;
  urls: { installer: string; backup: string } & Record<Exclude<Role, 'owner'>, string>;
};

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [NAME]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${NAME}`);
  } finally {
    await client.end();
  }
}

/**
 * Starts PostgreSQL again, on the port it had, whenever it ends unasked: killed, or stopped by itself on a full disk. The doors find it by
 * themselves. Tries for as long as it takes; says each new cause once.
 */
function keepUp(first: Postgres, options: PostgresOptions, log: (line: string) => void): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let server = first;
  const again = async (): Promise<void> => {
    let said = '';
    for (let wait = FIRST_PAUSE_MS; !stopping.signal.aborted; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      try {
        server = await startPostgres({ ...options, port: first.port });
        log('the database is back');
        return;
      } catch (error) {
        const cause = sentenceOf('start', error) ?? (error instanceof Error ? error.message : String(error));
        if (cause !== said) log(`the database does not start yet: ${cause}`);
        said = cause;
      }
      await pause(wait, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  const kept = (async () => {
    while (!stopping.signal.aborted) {
      await server.ended;
      if (stopping.signal.aborted) return;
      log('the database ended; it is started again, nothing that was confirmed is lost');
      await again();
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await server.stop();
      await kept;
      // Started again in the very moment it was told to stop.
      await server.stop();
    },
  };
}

/**
 * The embedded database, brought to this version, with the roles' passwords set, and kept running. One start a data folder.
 * @throws Said in one sentence where the folder is in use, its disk is full or a database that was there is not found
 */
export async function openDatabase(dataDir: string, secrets: Secrets, log: (line: string) => void): Promise<OwnDatabase> {
  // The log of some minutes is kept until it is copied beside the backups.
  const options = { dataDir: join(dataDir, 'db'), settings: { wal_keep_size: '128MB' } };
  const server = await startPostgres(options).catch((error: unknown) => {
    if (error instanceof InUse)
      throw new Said(`Madoguchi is running on ${dataDir} already: end that one first, or set DATA_DIR to another folder.`);
    throw error;
  });
  try {
    await ensureDatabase(server.url('postgres'));
    const installer = server.url(NAME);
    await migrate({ url: installer, log });
    await letRolesIn(installer, secrets);
    return {
      stop: keepUp(server, options, log).stop,
      urls: {
        installer,
        desk: server.url(NAME, ROLES.desk, secrets.desk),
        worker: server.url(NAME, ROLES.worker, secrets.worker),
        sealer: server.url(NAME, ROLES.sealer, secrets.sealer),
        backup: server.url(NAME, BACKUP_ROLE, secrets.backup),
        citizen: server.url(NAME, ROLES.citizen, secrets.citizen),
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
