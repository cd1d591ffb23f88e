import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../src/lib/root.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { freePorts } from '../support/madoguchi.ts';

let fresh: FreshDatabase;
let settings: Record<string, string>;
let running: ChildProcess[] = [];

beforeAll(async () => {
  fresh = await freshDatabase();
  settings = {
    CITIZEN_DATABASE_URL: fresh.urlFor('citizen'),
    DESK_DATABASE_URL: fresh.urlFor('desk'),
    WORKER_DATABASE_URL: fresh.urlFor('worker'),
    SEALER_DATABASE_URL: fresh.urlFor('sealer'),
    CITIZEN_ORIGIN: 'https://yoyaku.city.example.jp',
    DESK_ORIGIN: 'https://madoguchi.city.example.jp',
    COOKIE_SECRET: 'a secret for tests that is long enough',
    AUDIT_KEY: 'a key for tests that is long enough too',
    SMTP_URL: 'smtp://127.0.0.1:9',
    MAIL_FROM: '窓口 <yoyaku@city.example.jp>',
    CITIZEN_PORT: '0',
    DESK_PORT: '0',
  };
});
afterAll(() => fresh.drop());
afterEach(async () => {
  await Promise.all(
    running.map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
    }),
  );
  running = [];
});

/** A process as a service manager runs it: no supervisor. `log`: where its output goes; the test's own ears when left out. */
function run(args: readonly string[], more: Record<string, string> = {}, log?: number) {
  const child = spawn(process.execPath, [join(ROOT, 'dist', 'main.js'), ...args], {
    env: { PATH: process.env['PATH'], ...settings, ...more },
    stdio: ['ignore', log ?? 'pipe', 'pipe'],
  });
  running.push(child);
  let output = '';
  let printed = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    printed += chunk.toString('utf8');
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  /** What it said on its standard error. */
  return {
    child,
    output: () => output,
    printed: () => printed,
    ended: new Promise<number | null>((resolve) => child.once('close', resolve)),
  };
}

const status = (url: string): Promise<number> =>
  fetch(url).then(
    (answer) => answer.status,
    () => 0,
  );
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(50);
}

describe('a process without a supervisor', () => {
  test('tells its health and its metrics on HEALTH_PORT, the worker too', async () => {
    const { CITIZEN_PORT, DESK_PORT, HEALTH_PORT } = await freePorts();
    const ports = { citizen: CITIZEN_PORT, desk: DESK_PORT, worker: HEALTH_PORT };
    for (const [name, port] of Object.entries(ports)) run([name], { HEALTH_PORT: port });
    for (const [name, port] of Object.entries(ports)) {
      const at = `http://127.0.0.1:${port}`;
      await until(async () => (await status(`${at}/readyz`)) === 200);
      expect(await (await fetch(`${at}/readyz`)).json()).toMatchObject({ [name]: { ready: true } });
      expect(await (await fetch(`${at}/metrics`)).text()).toContain(`# process ${name}`);
      expect(await status(`${at}/livez`)).toBe(200);
    }
  });

  test('[11(1)a] a worker whose database is away waits for it, says so once a minute, ends when it is told to, and works once the database is there', async () => {
    const { DESK_PORT, HEALTH_PORT } = await freePorts();
    const away = (role: 'worker' | 'sealer') => Object.assign(new URL(fresh.urlFor(role)), { port: DESK_PORT }).href;
    const settingsAway = { WORKER_DATABASE_URL: away('worker'), SEALER_DATABASE_URL: away('sealer') };
    const told = run(['worker'], settingsAway);
    await until(async () => told.printed().includes('the database is away'));
    told.child.kill('SIGTERM');
    expect(await told.ended).toBe(0);

    const worker = run(['worker'], { ...settingsAway, HEALTH_PORT });
    await until(async () => worker.printed().includes('the database is away'));
    expect(worker.printed().match(/the database is away/gu)).toHaveLength(1);
    // PostgreSQL comes: whoever connects is led to it.
    const { port } = new URL(fresh.urlFor('worker'));
    const server = createServer((client) => {
      const there = connect(Number(port), '127.0.0.1');
      client.pipe(there).pipe(client);
      for (const socket of [client, there]) socket.on('error', () => [client, there].map((one) => one.destroy()));
    });
    await new Promise<void>((resolve) => server.listen(Number(DESK_PORT), '127.0.0.1', resolve));
    await until(async () => (await status(`http://127.0.0.1:${HEALTH_PORT}/readyz`)) === 200);
    worker.child.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
    await new Promise((resolve) => server.close(resolve));
  });

  test('a HEALTH_PORT that is taken ends it in one sentence', async () => {
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
    const address = squatter.address();
    const port = String(address !== null && typeof address === 'object' ? address.port : 0);
    for (const name of ['desk', 'worker']) {
      const { ended, output } = run([name], { HEALTH_PORT: port });
      expect(await ended).toBe(1);
      expect(output()).toBe(`Port ${port} is taken by another program: end it, or set HEALTH_PORT to another port.\n`);
    }
    await new Promise((resolve) => squatter.close(resolve));
  });

  test.runIf(process.platform === 'linux')('a log on a full disk costs lines, not the process', async () => {
    const { CITIZEN_PORT: port } = await freePorts();
    const { child } = run(['citizen'], { CITIZEN_PORT: port }, openSync('/dev/full', 'w'));
    await until(async () => (await status(`http://127.0.0.1:${port}/`)) === 200);
    for (let n = 0; n < 20; n += 1) expect(await status(`http://127.0.0.1:${port}/`)).toBe(200);
    expect(child.exitCode).toBeNull();
  });
});

describe('what cannot work is said in a sentence, never as a stack', () => {
  const dead = 'postgres://madoguchi_desk@127.0.0.1:1/madoguchi';
  test.each<[string, string[], (base: string) => Record<string, string>, RegExp]>([
    [
      'no PostgreSQL there',
      ['migrate'],
      () => ({ DATABASE_URL: dead }),
      /No PostgreSQL answers at 127\.0\.0\.1:1.*correct DATABASE_URL/u,
    ],
    [
      'no PostgreSQL there',
      ['staff', 'invite', 'ide', '--name', 'あ', '--role', 'admin'],
      () => ({ DESK_DATABASE_URL: dead }),
      /No PostgreSQL answers/u,
    ],
    [
      'a wrong password',
      ['worker'],
      (base) => ({ SEALER_DATABASE_URL: base.replace(/:[^:@]*@/u, ':wrong@') }),
      /refuses the password in WORKER_DATABASE_URL or SEALER_DATABASE_URL/u,
    ],
    [
      'no such database',
      ['verify'],
      (base) => ({ SEALER_DATABASE_URL: base.replace(/\/[^/]*$/u, '/nowhere') }),
      /database that SEALER_DATABASE_URL names is not there/u,
    ],
    [
      'a database never migrated',
      ['staff', 'list'],
      (base) => ({ DESK_DATABASE_URL: base.replace(/\/[^/]*$/u, '/postgres') }),
      /run "madoguchi migrate" first/u,
    ],
  ])('%s: %j', async (_title, args, more, words) => {
    const { output, ended } = run(args, more(fresh.urlFor('desk')));
    expect(await ended).toBe(1);
    expect(output()).toMatch(words);
    expect(output()).not.toMatch(/\n\s+at /u);
    expect(output().trim().split('\n')).toHaveLength(1);
  });
});

describe('[11(4)a] the folder of the backups is read where the database is gone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-production-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  test.each<[string, (base: string) => string, RegExp]>([
    ['nobody answers', () => 'postgres://madoguchi_backup@127.0.0.1:1/madoguchi', /No PostgreSQL answers/u],
    [
      'neither of two machines answers',
      () => 'postgres://madoguchi_backup@127.0.0.1:1,127.0.0.1:2/madoguchi',
      /PostgreSQL at BACKUP_DATABASE_URL is still starting or stopping/u,
    ],
    ['the password is another', (base) => base.replace(/:[^:@]*@/u, ':wrong@'), /refuses the password in BACKUP_DATABASE_URL/u],
  ])('%s', async (_title, url, why) => {
    const backups = {
      BACKUP_DATABASE_URL: url(fresh.urlFor('desk')),
      BACKUP_DIRS: folder,
      BACKUP_KEY: 'a key for tests that is long enough',
    };
    const commands = [['list'], ['logs', join(folder, 'out')]].map((args) => ({ args, ...run(['backup', ...args], backups) }));
    const verify = run(['backup', 'verify'], backups);
    for (const { args, output, ended } of commands) {
      expect(await ended).toBe(0);
      expect(output()).toMatch(new RegExp(`"backup ${args[0]}" could not be noted in the log\\. .*${why.source}`, 'u'));
      expect(output().trim().split('\n')).toHaveLength(1);
    }
    // What needs a backup says that there is none.
    expect(await verify.ended).toBe(1);
    expect(verify.output()).toContain('holds no backup');
  });
});
