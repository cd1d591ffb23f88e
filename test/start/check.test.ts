import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db/sql.ts';
import { sealBytes } from '../../src/lib/sealed-bytes.ts';
import { backupName } from '../../src/recovery/store.ts';
import { factorOf } from '../../src/staff/second/keys.ts';
import { checkCommand } from '../../src/start/check/command.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { type RoughSmtp, startRoughSmtp } from '../support/rough-smtp.ts';

let fresh: FreshDatabase;
let smtp: RoughSmtp;
let folder: string;
let settings: Record<string, string>;

beforeAll(async () => {
  fresh = await freshDatabase();
  smtp = await startRoughSmtp();
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-check-'));
  writeFileSync(join(folder, 'a-file'), '');
  settings = {
    CITIZEN_DATABASE_URL: fresh.urlFor('citizen'),
    DESK_DATABASE_URL: fresh.urlFor('desk'),
    WORKER_DATABASE_URL: fresh.urlFor('worker'),
    SEALER_DATABASE_URL: fresh.urlFor('sealer'),
    CITIZEN_ORIGIN: 'http://localhost:3000',
    DESK_ORIGIN: 'http://localhost:3001',
    COOKIE_SECRET: 'a secret for tests that is long enough',
    AUDIT_KEY: 'a key for tests that is long enough too',
    AUDIT_HEADS: join(folder, 'heads'),
    SMTP_URL: smtp.url,
    MAIL_FROM: '窓口 <yoyaku@city-of-tests.jp>',
    HEALTH_PORT: '0',
  };
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await smtp.close();
  await fresh.drop();
});
// The command says by it how it ended; the tests do not.
afterEach(() => {
  process.exitCode = 0;
});

async function check(change: Record<string, string | undefined> = {}, args: string[] = [], root = false) {
  const lines: string[] = [];
  process.exitCode = 0;
  await checkCommand(args, { environment: { ...settings, ...change }, root, log: (line) => void lines.push(line) });
  // The tests' own cluster holds a database a test, and is told of it: how it would end without them is what is looked at.
  const says = lines.filter(
    (line) => !line.startsWith('good') && !/holds (?:other databases too|another database of)/u.test(line),
  );
  const rc = says.some((line) => line.startsWith('wrong')) ? 1 : 0;
  return { rc, ended: process.exitCode, says: says.join('\n'), all: lines.join('\n') };
}

test('whoever looks as root is told that the processes may still be refused: root may write everywhere', async () => {
  expect((await check()).says).not.toContain('as root');
  expect(await check({}, [], true)).toMatchObject({ rc: 0, says: expect.stringContaining('care   This looks as root') });
});

test('a second factor that no key of the desk opens is told: whose it is could not sign in', async () => {
  const account = await fresh.db.one<{ id: number }>(
    sql`INSERT INTO staff.accounts (login, name, created_at) VALUES ('koga', '古賀', lib.now()) RETURNING id`,
  );
  const sealed = sealBytes('the desk had this one before it moved', factorOf(account.id), Buffer.from('secret'));
  await fresh.db.run(
    sql`INSERT INTO staff.second_factors (account_id, secret, last_step, since) VALUES (${account.id}, ${sealed}, 0, lib.now())`,
  );
  try {
    const lost = await check();
    expect([lost.rc, lost.says]).toEqual([
      1,
      expect.stringContaining('1 of 1 second factors of staff were sealed with another key'),
    ]);
    const kept = await check({ FACTOR_KEYS: 'a new one of the desk that is long too,the desk had this one before it moved' });
    expect([kept.rc, kept.all]).toEqual([
      0,
      expect.stringContaining('All 1 second factors of staff open, 1 of them by an older key.'),
    ]);
  } finally {
    await fresh.db.run(sql`DELETE FROM staff.second_factors`);
    await fresh.db.run(sql`DELETE FROM staff.accounts`);
  }
});

test('large objects that stay open are told of each role, wrong of the citizens’', async () => {
  await fresh.db.run(sql`GRANT EXECUTE ON FUNCTION pg_catalog.lo_create(oid) TO PUBLIC`);
  try {
    const { rc, says } = await check();
    expect(rc).toBe(1);
    expect(says).toMatch(/^wrong {2}madoguchi_citizen may make large objects/mu);
    for (const role of ['desk', 'worker'])
      expect(says).toMatch(new RegExp(`^care {3}madoguchi_${role} may make large objects`, 'mu'));
  } finally {
    await fresh.db.run(sql`REVOKE EXECUTE ON FUNCTION pg_catalog.lo_create(oid) FROM PUBLIC`);
  }
});

test('all is well: it says what it looked at and ends with 0', async () => {
  const { rc, says, all } = await check();
  expect([rc, says]).toEqual([0, '']);
  for (const seen of [
    'answers CITIZEN_DATABASE_URL as madoguchi_citizen',
    'is at this version',
    'lets us in',
    'sites are built',
    'heads of the log',
  ])
    expect(all).toContain(seen);
});

test.each<[string, () => Record<string, string | undefined>, RegExp]>([
  ['a setting that is missing', () => ({ COOKIE_SECRET: undefined }), /^wrong {2}COOKIE_SECRET is missing/mu],
  ['a setting that cannot be read', () => ({ CITIZEN_PORT: 'x' }), /^wrong {2}CITIZEN_PORT is wrong/mu],
  [
    'settings that do not go together',
    () => ({ AUDIT_KEY: settings['COOKIE_SECRET'] }),
    /^wrong {2}AUDIT_KEY and COOKIE_SECRET/mu,
  ],
  [
    'another role',
    () => ({ CITIZEN_DATABASE_URL: fresh.urlFor('desk') }),
    /signs in as madoguchi_desk, not as madoguchi_citizen[\s\S]*reads tables/u,
  ],
  ['a superuser', () => ({ DESK_DATABASE_URL: fresh.url }), /^wrong {2}postgres is a superuser/mu],
  [
    'no PostgreSQL',
    () => ({ DESK_DATABASE_URL: 'postgres://x@127.0.0.1:1/x' }),
    /^wrong {2}No PostgreSQL answers at 127\.0\.0\.1:1/mu,
  ],
  [
    'a database never migrated',
    () => ({ DESK_DATABASE_URL: fresh.urlFor('desk').replace(/\/[^/]*$/u, '/postgres') }),
    /run "madoguchi migrate" first/u,
  ],
  [
    'no mail server',
    () => ({ SMTP_URL: 'smtp://127.0.0.1:1' }),
    /^wrong {2}The mail server of SMTP_URL \(127\.0\.0\.1\) does not take mails: nothing listens there/mu,
  ],
  ['a sender for examples', () => ({ MAIL_FROM: 'a@city.example.jp' }), /^care {3}MAIL_FROM is of city\.example\.jp/mu],
  ['heads that cannot be written', () => ({ AUDIT_HEADS: join(folder, 'nowhere', 'heads') }), /^wrong {2}AUDIT_HEADS/mu],
  [
    'a role that may not take backups',
    () => ({ BACKUP_DATABASE_URL: fresh.urlFor('desk') }),
    /signs in as madoguchi_desk, not as madoguchi_backup[\s\S]*madoguchi_desk may not copy the cluster/u,
  ],
  [
    'backups that cannot be written',
    () => ({ BACKUP_DIRS: `${folder},${join(folder, 'a-file', 'here')}` }),
    /^wrong {2}BACKUP_DIRS, .*here, cannot be written/mu,
  ],
  [
    'backups that are one folder twice',
    () => ({ BACKUP_DIRS: `${folder},${folder}` }),
    /^wrong {2}BACKUP_DIRS names one folder twice/mu,
  ],
  [
    'logs that cannot be written',
    () => ({ LOG_DIR: join(folder, 'a-file', 'logs') }),
    /^wrong {2}LOG_DIR, .*logs, cannot be written by this account: no process keeps its log there/mu,
  ],
  [
    'what the stand-in cannot keep',
    () => ({ STAND_IN_DIR: join(folder, 'a-file', 'kept') }),
    /^wrong {2}STAND_IN_DIR, .*kept, cannot be written/mu,
  ],
  [
    'health at the port of a door',
    () => ({ HEALTH_PORT: '4321', CITIZEN_PORT: '4321' }),
    /^wrong {2}HEALTH_PORT is 4321, where citizen/mu,
  ],
  ['no port for health', () => ({ HEALTH_PORT: undefined }), /^care {3}HEALTH_PORT/mu],
])('%s is said in a sentence', async (_what, change, words) => {
  const { rc, says } = await check(change());
  expect(says).toMatch(words);
  expect(rc).toBe(says.includes('wrong') ? 1 : 0);
  expect(says).not.toMatch(/\n\s+at /u);
});

test('a database that was not brought to this version is told, as by the process itself', async () => {
  await fresh.db.run(sql`UPDATE madoguchi_migrations.releases SET digest = 'x' || digest`);
  try {
    expect((await check({}, ['desk'])).says).toBe(
      'wrong  DESK_DATABASE_URL: this database is not at the version of this program: run "madoguchi migrate" first.',
    );
  } finally {
    await fresh.db.run(sql`UPDATE madoguchi_migrations.releases SET digest = substr(digest, 2)`);
  }
});

test('[11(3)] another city in the same cluster is wrong, other databases are told of: backups and roles are a cluster’s', async () => {
  const another = await freshDatabase();
  const name = `library_${process.pid}_${Date.now()}`;
  await fresh.db.pool.query(`CREATE DATABASE ${name}`);
  try {
    const { all, ended } = await check({}, ['desk']);
    expect(all).toMatch(/^wrong {2}The cluster of DESK_DATABASE_URL holds another database of Madoguchi \(/mu);
    expect(all).toMatch(/^care {3}The cluster of DESK_DATABASE_URL holds other databases too \(/mu);
    expect(/another database of Madoguchi.*/u.exec(all)?.[0]).not.toContain(name);
    expect(ended).toBe(1);
  } finally {
    await fresh.db.pool.query(`DROP DATABASE ${name}`);
    await another.drop();
  }
});

test('a city without a name is told of, and one to practise in', async () => {
  await fresh.db.run(sql`UPDATE site.city SET name = ''`);
  expect((await check({}, ['desk'])).says).toMatch(/^care {3}The city has no name yet/u);
  await fresh.db.run(sql`UPDATE site.city SET name = '【練習】見本市'`);
  expect((await check({}, ['desk'])).says).toMatch(/^care {3}The city's name begins with 【練習】/u);
  // Its own machine takes the mails of a practice city; that of another is never told of one.
  expect((await check({}, ['worker'])).says).not.toContain('【練習】');
  const away = await check({ SMTP_URL: 'smtp://mail.invalid:25' }, ['worker']);
  expect(away.says).toMatch(/^wrong {2}The city's name begins with 【練習】.*SMTP_URL.*"madoguchi city real --name NAME"/mu);
  await fresh.db.run(sql`UPDATE site.city SET name = '見本市'`);
});

test('only the processes named are looked at; a name that is none is refused', async () => {
  expect((await check({ SMTP_URL: 'smtp://127.0.0.1:1' }, ['citizen'])).says).toBe('');
  await expect(check({}, ['citizens'])).rejects.toThrow('"citizens" is none of them');
});

test('the file of the stand-in alone is looked at as that of no door', async () => {
  const none = Object.fromEntries(Object.keys(settings).map((name) => [name, undefined]));
  const own = {
    ...none,
    CITIZEN_DATABASE_URL: settings['CITIZEN_DATABASE_URL'],
    STAND_IN_DIR: folder,
    LOG_DIR: folder,
    HEALTH_PORT: '0',
  };
  expect(await check(own)).toMatchObject({ rc: 0, says: '' });
  expect((await check({ ...own, CITIZEN_DATABASE_URL: undefined }, ['stand-in'])).says).toContain('CITIZEN_DATABASE_URL');
});

test('[11(4)a] a key that opens no backup of a folder is told before the next one is sealed with it', async () => {
  const backups = join(folder, 'backups');
  const newest = join(backups, backupName(Temporal.Now.instant()));
  mkdirSync(newest, { recursive: true });
  writeFileSync(join(newest, 'backup.json'), JSON.stringify({ backup: {}, signature: 'of another key' }));
  const { rc, says } = await check({ BACKUP_DIRS: backups, BACKUP_KEY: 'a key for tests that is long enough three' }, ['worker']);
  expect([rc, says]).toEqual([
    1,
    expect.stringMatching(/^wrong {2}The newest backup in .*backups does not open: .*BACKUP_OLD_KEYS/mu),
  ]);
});

test('a machine that only takes the backups is looked at by its own file', async () => {
  const none = Object.fromEntries(Object.keys(settings).map((name) => [name, undefined]));
  const lacks = await check({ ...none, BACKUP_DIRS: folder, BACKUP_KEY: 'a key for tests that is long enough three' });
  expect(lacks).toMatchObject({ rc: 1 });
  expect(lacks.says).toContain('no backup can be taken');
  expect(lacks.says).not.toMatch(/worker|HEALTH_PORT/u);
});
