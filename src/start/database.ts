import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../lib/db/migrate.ts';
import { InUse, type Postgres, startPostgres } from '../lib/postgres/start.ts';
import { CannotStart } from './ports.ts';
import { letRolesIn, ROLES } from './roles.ts';
import type { Secrets } from './secrets.ts';

const NAME = 'madoguchi';

export type OwnDatabase = { server: Postgres; urls: { installer: string; desk: string; citizen: string } };

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

/** The embedded database, brought to this version, with the roles' passwords set. One start a data folder. */
export async function openDatabase(dataDir: string, secrets: Secrets, log: (line: string) => void): Promise<OwnDatabase> {
  let server: Postgres;
  try {
    server = await startPostgres({ dataDir: join(dataDir, 'db') });
  } catch (error) {
    if (error instanceof InUse)
      throw new CannotStart(`Madoguchi is running on ${dataDir} already: end that one first, or set DATA_DIR to another folder.`);
    throw error;
  }
  try {
    await ensureDatabase(server.url('postgres'));
    const installer = server.url(NAME);
    await migrate({ url: installer, log });
    await letRolesIn(installer, secrets);
    return {
      server,
      urls: {
        installer,
        desk: server.url(NAME, ROLES.desk, secrets.desk),
        citizen: server.url(NAME, ROLES.citizen, secrets.citizen),
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
