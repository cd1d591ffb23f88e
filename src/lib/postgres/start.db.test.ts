import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { removeFolders } from './folders.ts';
import { InUse, type Postgres, startPostgres } from './start.ts';

let base: string;
let running: Postgres[];

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'madoguchi-postgres-'));
  chmodSync(base, 0o755);
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((server) => server.stop()));
  rmSync(base, { recursive: true, force: true });
});

async function started(dataDir: string, version: 15 | 18 = 18): Promise<Postgres> {
  const server = await startPostgres({ dataDir, version });
  running.push(server);
  return server;
}

async function ask(server: Postgres, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: server.url('postgres') });
  // A server killed under an idle connection is what some of these tests do on purpose.
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

describe('embedded PostgreSQL', () => {
  test.each([18, 15] as const)('version %d starts, keeps what was committed over kill -9 and starts again', async (version) => {
    const first = await started(join(base, 'db'), version);
    await ask(first, 'CREATE TABLE kept AS SELECT 42 AS value');
    await first.kill();
    running = [];
    const second = await started(join(base, 'db'), version);
    expect(await ask(second, 'SELECT value FROM kept')).toEqual([{ value: 42 }]);
    const [server] = (await ask(second, "SELECT current_setting('server_version_num')::int / 10000 AS major")) as {
      major: number;
    }[];
    expect(server?.major).toBe(version);
  });

  test('a second start on the same folder is refused while the first runs', async () => {
    await started(join(base, 'db'));
    await expect(startPostgres({ dataDir: join(base, 'db') })).rejects.toThrow(InUse);
  });

  test('the password is kept where only its owner reads it, and nobody gets in without', async () => {
    const server = await started(join(base, 'db'));
    expect(statSync(join(base, 'db', 'password')).mode & 0o077).toBe(0);
    const client = new pg.Client({ connectionString: server.url('postgres', 'postgres', 'wrong') });
    await expect(client.connect()).rejects.toThrow(/password authentication failed/);
  });

  test('a killed owner takes the server with it, and the next start recovers', async () => {
    const script = `import { startPostgres } from ${JSON.stringify(join(import.meta.dirname, 'start.ts'))};
      const server = await startPostgres({ dataDir: process.argv[1] });
      console.log(server.pid);
      setInterval(() => {}, 1000);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', script, join(base, 'db')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(owner.stdout, 'data')) as [Buffer];
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    const server = await started(join(base, 'db'));
    expect(server.pid).not.toBe(Number(line.toString()));
    expect(await ask(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('a postmaster.pid whose number now belongs to another program is no obstacle', async () => {
    const first = await started(join(base, 'db'));
    const pidFile = join(first.cluster, 'postmaster.pid');
    const lines = readFileSync(pidFile, 'utf8').split('\n');
    await first.kill();
    running = [];
    writeFileSync(pidFile, [String(process.ppid), ...lines.slice(1)].join('\n'));
    const server = await started(join(base, 'db'));
    expect(await ask(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('an initdb that was cut short is begun again', async () => {
    const cluster = join(base, 'db', 'cluster');
    mkdirSync(cluster, { recursive: true });
    writeFileSync(join(cluster, 'PG_VERSION'), '18\n');
    const server = await started(join(base, 'db'));
    expect(await ask(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test.runIf(process.getuid?.() === 0)(
    'below a folder only root can read the data goes where PostgreSQL can reach it, and stays found',
    async () => {
      const closed = join(base, 'closed');
      mkdirSync(closed, { mode: 0o700 });
      const dataDir = join(closed, 'db');
      const first = await started(dataDir);
      expect(first.cluster.startsWith(closed)).toBe(false);
      await ask(first, 'CREATE TABLE kept AS SELECT 42 AS value');
      await first.stop();
      running = [];
      const second = await started(dataDir);
      expect(second.cluster).toBe(first.cluster);
      expect(await ask(second, 'SELECT value FROM kept')).toEqual([{ value: 42 }]);
      await second.stop();
      running = [];
      removeFolders(dataDir);
      expect(existsSync(first.cluster)).toBe(false);
    },
  );
});
