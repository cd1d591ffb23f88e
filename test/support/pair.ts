import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type Postgres, startPostgres } from '../../src/lib/postgres/start.ts';
import { otherClock } from '../clocks/moments.ts';
import { type Cluster, fillTemplate } from './cluster.ts';

/** Two PostgreSQL servers as two machines have them: one takes writes, the other is its synchronous standby, hot. */
export type Pair = {
  cluster: Cluster;
  /** Which of the two takes writes, 0 or 1. */
  primary(): 0 | 1;
  /** kill -9 of the primary, its sessions too. */
  kill(): Promise<void>;
  /** Ends the primary as for maintenance: what is committed has reached the standby before it goes. */
  shutDown(): Promise<void>;
  /** The standby takes writes from now on, and its machine is the primary. */
  promote(): Promise<void>;
  /** The other machine comes back as the standby of the one that writes; after `kill` from a copy, for what it had alone is not to come back. Resolves when it follows. */
  rejoin(): Promise<void>;
  stop(): Promise<void>;
};

const SETTINGS = { fsync: 'off', full_page_writes: 'on', autovacuum: 'off', max_connections: '300', wal_keep_size: '64MB' };
const SLOT = 'other_machine';

async function ask<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Who owns what stays. */
function cpAll(from: string, to: string): void {
  // Files that go while they are copied are those a backup leaves out.
  const { status, stderr } = spawnSync('cp', ['-a', from, to]);
  if (status !== 0 && !/vanished|No such file/u.test(stderr.toString('utf8'))) throw new Error(`cp: ${stderr.toString('utf8')}`);
}

/** Writes a file into PostgreSQL's folder, for the account it runs as. */
function put(folder: string, name: string, text: string): void {
  const file = join(folder, name);
  writeFileSync(file, text);
  const { uid, gid } = statSync(folder);
  chownSync(file, uid, gid);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds().catch(() => false))) await pause(50);
}

/**
 * Starts both, with the migrated template that `databaseIn` copies. Every commit waits for the standby, as long as there is one; a standby that became
 * the primary waits for nobody until the other is back. Who promotes is the test: in production Patroni does (docs/operations.md).
 */
export async function startPair(): Promise<Pair> {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-pair-'));
  chmodSync(folder, 0o755);
  const dataDirs = [join(folder, 'one'), join(folder, 'two')] as const;
  const first = await startPostgres({ dataDir: dataDirs[0], settings: SETTINGS, env: otherClock(process.env) });
  const rolePassword = await fillTemplate(first);
  await first.stop();
  // A copy of a stopped server is a base backup.
  cpAll(dataDirs[0], dataDirs[1]);

  const servers: (Postgres | undefined)[] = [];
  const ports: number[] = [];
  let primary: 0 | 1 = 0;
  let killed = false;
  const other = (): 0 | 1 => (primary === 0 ? 1 : 0);
  const urlOf = (n: 0 | 1): string => `postgres://postgres:${first.password}@127.0.0.1:${ports[n]}/postgres`;

  const begin = async (n: 0 | 1, settings: Record<string, string>): Promise<void> => {
    const port = ports[n];
    const started = await startPostgres({
      dataDir: dataDirs[n],
      settings: { ...SETTINGS, ...settings },
      env: otherClock(process.env),
      ...(port === undefined ? {} : { port }),
    });
    servers[n] = started;
    ports[n] = started.port;
  };
  /** A base backup, as pg_basebackup takes it. */
  const copy = async (from: 0 | 1, to: 0 | 1): Promise<void> => {
    const client = new pg.Client({ connectionString: urlOf(from) });
    await client.connect();
    await client.query(`SELECT pg_backup_start('copy', true)`);
    rmSync(dataDirs[to], { recursive: true, force: true });
    cpAll(dataDirs[from], dataDirs[to]);
    const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)');
    await client.end();
    const cluster = join(dataDirs[to], 'cluster');
    put(cluster, 'backup_label', rows[0]?.labelfile ?? '');
    for (const name of ['postmaster.pid', 'postmaster.opts']) rmSync(join(cluster, name), { force: true });
    for (const name of ['lock', 'cluster.lock']) rmSync(join(dataDirs[to], name), { force: true, recursive: true });
    rmSync(join(cluster, 'pg_replslot', SLOT), { recursive: true, force: true });
  };
  const follow = async (n: 0 | 1): Promise<void> => {
    const lead = n === 0 ? 1 : 0;
    await ask(
      urlOf(lead),
      `SELECT pg_create_physical_replication_slot('${SLOT}', true) WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = '${SLOT}')`,
    );
    put(join(dataDirs[n], 'cluster'), 'standby.signal', '');
    await begin(n, {
      primary_conninfo: `host=127.0.0.1 port=${ports[lead]} user=postgres password=${first.password} application_name=machine${n}`,
      primary_slot_name: SLOT,
    });
    await until(async () => (await ask(urlOf(lead), `SELECT FROM pg_stat_replication WHERE state = 'streaming'`)).length === 1);
    // From here on a commit is told when both have it.
    await ask(urlOf(lead), `ALTER SYSTEM SET synchronous_standby_names = '*'`);
    await ask(urlOf(lead), 'SELECT pg_reload_conf()');
    await until(async () => (await ask(urlOf(lead), `SELECT FROM pg_stat_replication WHERE sync_state = 'sync'`)).length === 1);
  };
  await begin(0, {});
  await follow(1);

  return {
    cluster: {
      get port() {
        return ports[primary] ?? 0;
      },
      hosts: ports.map((port) => `127.0.0.1:${port}`).join(','),
      superuserPassword: first.password,
      rolePassword,
    },
    primary: () => primary,
    kill: async () => {
      killed = true;
      await servers[primary]?.kill();
    },
    shutDown: async () => void (await servers[primary]?.stop()),
    promote: async () => {
      primary = other();
      await ask(urlOf(primary), 'SELECT pg_promote(true, 60)');
      await ask(urlOf(primary), 'ALTER SYSTEM RESET synchronous_standby_names');
      await ask(urlOf(primary), 'SELECT pg_reload_conf()');
    },
    rejoin: async () => {
      if (killed) await copy(primary, other());
      killed = false;
      await follow(other());
    },
    stop: async () => {
      await Promise.all(servers.map((server) => server?.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What Patroni does on two machines and a witness: asks the primary, and where it does not answer three times promotes the standby. */
export function keepWatch(pair: Pair): { promoted: Promise<void>; end(): void } {
  const ended = new AbortController();
  const promoted = (async () => {
    for (let missed = 0; missed < 3 && !ended.signal.aborted; ) {
      const answers = await ask(
        `postgres://postgres:${pair.cluster.superuserPassword}@127.0.0.1:${pair.cluster.port}/postgres`,
        'SELECT 1',
      ).then(
        () => true,
        () => false,
      );
      missed = answers ? 0 : missed + 1;
      await pause(100);
    }
    if (!ended.signal.aborted) await pair.promote();
  })();
  return { promoted, end: () => ended.abort() };
}
