import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Version } from '../../src/lib/postgres/binaries.ts';
import { type Postgres, startPostgres } from '../../src/lib/postgres/start.ts';
import { migrate } from '../../src/schema/migrate.ts';
import { letRolesIn } from '../../src/start/roles.ts';
import { otherClock } from '../clocks/moments.ts';

/** How a test file reaches the shared cluster. */
export type Cluster = {
  port: number;
  /** Where it stands on several machines: all of them, as a connection URL names them. */
  hosts?: string;
  superuserPassword: string;
  rolePassword: string;
};

export const TEMPLATE = 'madoguchi_template';

/** Nothing here outlives the run, so nothing waits for the disk. Tests that kill the database start their own with fsync. */
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off', max_connections: '400' };
/** Thousands of connections a run, and a password of 4,096 rounds costs milliseconds at each. PostgreSQL 15 cannot be told. */
const fastOf = (version: Version): Record<string, string> => (version === 18 ? { ...FAST, scram_iterations: '1' } : FAST);

/** Makes the migrated template database, with the roles let in. Returns their password. */
export async function fillTemplate(server: Postgres): Promise<string> {
  const admin = new pg.Client({ connectionString: server.url('postgres') });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  await admin.end();
  const rolePassword = 'test';
  await migrate({ url: server.url(TEMPLATE) });
  const city = new pg.Client({ connectionString: server.url(TEMPLATE) });
  await city.connect();
  await city.query(`UPDATE site.city SET name = '久留米市', phone = '0942-30-9000', phone_hours = '平日 午前8時30分から午後5時15分まで',
    postal_code = '830-8520', address = '福岡県久留米市城南町15番地3', sender_address = 'yoyaku@city.example.jp'`);
  // The superuser's was made before the server ran with these settings.
  await city.query(`ALTER ROLE CURRENT_USER PASSWORD ${pg.escapeLiteral(server.password)}`);
  await city.end();
  await letRolesIn(server.url('postgres'), {
    owner: rolePassword,
    desk: rolePassword,
    worker: rolePassword,
    sealer: rolePassword,
    citizen: rolePassword,
  });
  return rolePassword;
}

const IN_MEMORY = '/dev/shm';
/** What a run's databases take together at most, several times over. */
const ROOM = 4 * 2 ** 30;

/** A folder for what does not outlive the run: in memory where there is room, since a new database there takes 40 ms and on a disk 300. */
function throwAwayFolder(name: string): string {
  const roomy = existsSync(IN_MEMORY) && statfsSync(IN_MEMORY).bavail * statfsSync(IN_MEMORY).bsize > ROOM;
  return mkdtempSync(join(roomy ? IN_MEMORY : tmpdir(), name));
}

/** A throw-away cluster with the migrated template database that `freshDatabase` copies. */
export async function startCluster(
  version: Version,
  settings: Record<string, string> = {},
): Promise<Cluster & { stop(): Promise<void> }> {
  const folder = throwAwayFolder(`madoguchi-test-${version}-`);
  chmodSync(folder, 0o755);
  const server = await startPostgres({
    dataDir: join(folder, 'db'),
    version,
    settings: { ...fastOf(version), ...settings },
    env: otherClock(process.env),
  });
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const rolePassword = await fillTemplate(server);
    return { port: server.port, superuserPassword: server.password, rolePassword, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
