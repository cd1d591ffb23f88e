import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { connect, type Db } from '../../src/lib/db/db.ts';
import { startPostgres } from '../../src/lib/postgres/start.ts';
import { migrate } from '../../src/schema/migrate.ts';
import { ROLES, type Role } from '../../src/schema/roles.ts';
import { letRolesIn } from '../../src/start/roles.ts';

/** A migrated database of a bench's own, on a cluster that writes to disk as in production. */
export type Ground = {
  url: string;
  urlFor(role: Role): string;
  db: Db;
  /** For files of the bench. */
  folder: string;
  close(): Promise<void>;
};

const NAME = 'bench';
const PASSWORD = 'bench';

/** Starts the embedded PostgreSQL with the settings the product starts it with. */
async function openGround(): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-bench-'));
  chmodSync(folder, 0o755);
  const server = await startPostgres({ dataDir: join(folder, 'db') });
  const drop = async (): Promise<void> => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const admin = new pg.Client({ connectionString: server.url('postgres') });
    await admin.connect();
    await admin.query(`CREATE DATABASE ${NAME}`);
    await admin.end();
    const url = server.url(NAME);
    await migrate({ url });
    await letRolesIn(url, { owner: PASSWORD, desk: PASSWORD, worker: PASSWORD, sealer: PASSWORD, citizen: PASSWORD });
    const db = connect({ url, max: 4, name: 'bench', queryTimeoutMs: 0 });
    return {
      url,
      urlFor: (role) => server.url(NAME, ROLES[role], PASSWORD),
      db,
      folder,
      close: async () => {
        await db.close();
        await drop();
      },
    };
  } catch (error) {
    await drop();
    throw error;
  }
}

/** Runs something on a ground of its own, which goes with it. */
export async function onGround<T>(use: (ground: Ground) => Promise<T>): Promise<T> {
  const ground = await openGround();
  try {
    return await use(ground);
  } finally {
    await ground.close();
  }
}
