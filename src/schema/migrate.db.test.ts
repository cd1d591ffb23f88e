import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { DATABASE_TIMERS } from '../../test/support/time.ts';
import { connect, connectionsRenewed, type Db } from '../lib/db/db.ts';
import { prepared, sql } from '../lib/db/sql.ts';
import { connectChecked } from './connect.ts';
import type { SqlFile } from './functions.ts';
import { migrate } from './migrate.ts';
import { type Release, releaseOf, thisRelease } from './release.ts';

/** The life of SQL: from one release to the next and back, with processes of both on the database. */
let fresh: FreshDatabase;
let release: Release;
beforeAll(async () => {
  release = await thisRelease();
});
beforeEach(async () => {
  fresh = await freshDatabase();
});
afterEach(() => fresh.drop());

/** This release with these functions beside its own. */
const withFiles = (...texts: string[]): Release => {
  const files: SqlFile[] = texts.map((text, i) => ({ name: `test/${i}.sql`, text }));
  return releaseOf(release.migrations, [...release.functions, ...files], release.grants);
};
const to = async (next: Release): Promise<string[]> => {
  const said: string[] = [];
  await migrate({ url: fresh.url, release: next, log: (line) => said.push(line) });
  return said;
};
const there = async (signature: string): Promise<boolean> =>
  (await fresh.db.one<{ there: boolean }>(sql`SELECT to_regprocedure(${signature}) IS NOT NULL AS there`)).there;

const answer = (name: string, parameters: string, body: string, returns = 'text') =>
  `CREATE OR REPLACE FUNCTION site.${name}(${parameters}) RETURNS ${returns} LANGUAGE sql AS $$ ${body} $$;`;

describe('tables that somebody works with', () => {
  test.runIf(DATABASE_TIMERS)(
    'a migration that ends in a deadlock with a booking is begun anew: all of it was taken back',
    async () => {
      const alter = 'ALTER TABLE site.notices ADD COLUMN x integer; ALTER TABLE site.alarms ADD COLUMN y integer;';
      const next = releaseOf(
        [...release.migrations, { name: '9999-two-tables', text: alter, sha256: 'x', breaking: false }],
        release.functions,
        release.grants,
      );
      const other = await fresh.db.pool.connect();
      try {
        // The other one never looks for a deadlock: the migration is the one that is ended.
        await other.query("BEGIN; SET LOCAL deadlock_timeout = '1h'; SELECT FROM site.alarms");
        const migrated = to(next);
        await expect
          .poll(
            async () =>
              (await fresh.db.rows(sql`SELECT FROM pg_locks WHERE relation = 'site.alarms'::regclass AND NOT granted`)).length,
            {
              interval: 20,
            },
          )
          .toBe(1);
        await other.query('SELECT FROM site.notices');
        await other.query('COMMIT');
        expect(await migrated).toContain('migrated 9999-two-tables');
      } finally {
        other.release();
      }
    },
  );
});

test('each file is a transaction of its own on a database in use: the locks of one are let go before the next waits', async () => {
  const step = (name: string, text: string) => ({ name, text, sha256: name, breaking: false });
  const next = releaseOf(
    [
      ...release.migrations,
      step('9998-notices', 'ALTER TABLE site.notices ADD COLUMN x integer'),
      step('9999-alarms', 'ALTER TABLE site.alarms ADD COLUMN y integer'),
    ],
    release.functions,
    release.grants,
  );
  const other = await fresh.db.pool.connect();
  try {
    await other.query('BEGIN; SELECT FROM site.alarms');
    const migrated = to(next);
    const waiting = sql`SELECT FROM pg_locks WHERE relation = 'site.alarms'::regclass AND NOT granted`;
    await expect.poll(async () => (await fresh.db.rows(waiting)).length, { interval: 20 }).toBe(1);
    // In one transaction with the step before, this would be a deadlock.
    await other.query('SELECT x FROM site.notices');
    await other.query('COMMIT');
    expect(await migrated).toEqual(expect.arrayContaining(['migrated 9998-notices', 'migrated 9999-alarms']));
  } finally {
    other.release();
  }
});

describe('a function that a release no longer writes', () => {
  test('is marked, goes with the next release, and stays as long as a process of an older one is connected', async () => {
    const before = withFiles(answer('old', '', `SELECT 'old'`));
    await to(before);
    expect(await there('site.old()')).toBe(true);
    const [after, next, last] = [withFiles(answer('one', '', `SELECT '1'`)), withFiles(answer('one', '', `SELECT '2'`)), release];
    expect(await to(after)).toEqual([]);
    expect(await there('site.old()')).toBe(true);
    // The same again is not one release later.
    expect(await to(after)).toEqual([]);
    expect(await there('site.old()')).toBe(true);
    const oldProcess = connect({ url: fresh.urlFor('desk'), max: 1, name: `madoguchi-desk ${before.digest.slice(0, 8)}` });
    expect(await oldProcess.one(sql`SELECT site.old() AS is`)).toEqual({ is: 'old' });
    expect(await to(next)).toEqual([]);
    expect(await oldProcess.one(sql`SELECT site.old() AS is`)).toEqual({ is: 'old' });
    await oldProcess.close();
    const ended = async () =>
      (
        await fresh.db.one<{ n: number }>(
          sql`SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'madoguchi-desk%'`,
        )
      ).n;
    await expect.poll(ended).toBe(0);
    expect(await to(last)).toEqual(['dropped site.old()']);
    expect(await there('site.old()')).toBe(false);
    expect(await there('site.one()')).toBe(true);
  });

  test('is kept when the release is taken back, and marked anew the next time', async () => {
    const before = withFiles(answer('old', '', `SELECT 'old'`));
    const after = withFiles(answer('one', '', `SELECT '1'`));
    for (const each of [before, after, before]) await to(each);
    expect(await there('site.old()')).toBe(true);
    await to(after);
    expect(await there('site.old()')).toBe(true);
  });

  test('of a part of an act that is written otherwise now, nobody is given the old one', async () => {
    const old = 'reservations.go_on(bytea,uuid,text)';
    await to(withFiles(`CREATE OR REPLACE FUNCTION ${old} RETURNS void LANGUAGE sql SECURITY DEFINER AS $$ SELECT $$;`));
    await to(release);
    expect(await there(old)).toBe(true);
    expect(
      await fresh.db.one(sql`
        SELECT has_function_privilege('madoguchi_desk', ${old}, 'EXECUTE') AS desk, has_function_privilege('madoguchi_worker', ${old}, 'EXECUTE') AS worker`),
    ).toEqual({ desk: false, worker: false });
  });

  test('goes at once where the same call reaches the new one by its defaults: it would go on answering in its place', async () => {
    await to(withFiles(answer('old', 'p_a integer', `SELECT 'old'`)));
    expect(await to(withFiles(answer('old', 'p_a integer, p_b integer DEFAULT 1', `SELECT 'new'`)))).toEqual([
      'dropped site.old(integer)',
    ]);
    expect(await fresh.db.one(sql`SELECT site.old(1) AS is`)).toEqual({ is: 'new' });
  });
});

describe('a function that returns other columns', () => {
  test('takes the place of the old one in one step; a process that kept a plan of it goes on, and it is counted', async () => {
    await to(withFiles(answer('shape', 'OUT a integer', 'SELECT 1', 'integer')));
    const desk = connect({ url: fresh.urlFor('desk'), max: 2, name: 'test' });
    const ask = prepared(sql`SELECT * FROM site.shape()`);
    const askInside = () => desk.transaction((tx) => tx.one(ask));
    // Each of both connections keeps a plan.
    expect(await Promise.all([desk.one(ask), desk.one(ask), askInside(), askInside()])).toEqual(Array(4).fill({ a: 1 }));
    const renewed = connectionsRenewed();
    await to(withFiles(answer('shape', 'OUT a integer, OUT b integer', 'SELECT 1, 2', 'record')));
    expect(await desk.one(ask)).toEqual({ a: 1, b: 2 });
    expect(await askInside()).toEqual({ a: 1, b: 2 });
    expect(connectionsRenewed()).toBeGreaterThan(renewed);
    await desk.close();
  });

  test('control: without a new connection the kept plan fails', async () => {
    await to(withFiles(answer('shape', 'OUT a integer', 'SELECT 1', 'integer')));
    const { pool, close } = connect({ url: fresh.urlFor('desk'), max: 1, name: 'test' });
    const client = await pool.connect();
    const ask = prepared(sql`SELECT * FROM site.shape()`);
    await client.query(ask);
    await to(withFiles(answer('shape', 'OUT a integer, OUT b integer', 'SELECT 1, 2', 'record')));
    await expect(client.query(ask)).rejects.toMatchObject({ code: '0A000' });
    client.release();
    await close();
  });
});

describe('program and database', () => {
  const open = (name = 'desk' as 'desk' | 'citizen') =>
    connectChecked({
      setting: 'DESK_DATABASE_URL',
      url: fresh.urlFor(name),
      max: 1,
      name: 'madoguchi-test',
      schema: name === 'citizen' ? 'citizen' : 'lib',
    });

  test('that go together connect, as every role', async () => {
    for (const name of ['desk', 'citizen'] as const) {
      const db = await open(name);
      expect(await db.one(sql`SELECT 1 AS one`)).toEqual({ one: 1 });
      await db.close();
    }
  });

  test('a database that was never brought to this release is told, and what to do', async () => {
    await fresh.db.pool.query('DELETE FROM madoguchi_migrations.unused; DELETE FROM madoguchi_migrations.releases');
    await expect(open()).rejects.toThrow('run "madoguchi migrate" first');
    await fresh.db.pool.query('DROP FUNCTION lib.schema_state(text, text[])');
    await expect(open()).rejects.toThrow('run "madoguchi migrate" first');
  });

  test('a role that is another process’s is told', async () => {
    const wrong = {
      setting: 'CITIZEN_DATABASE_URL',
      url: fresh.urlFor('desk'),
      max: 1,
      name: 'madoguchi-test',
      schema: 'citizen' as const,
    };
    await expect(connectChecked(wrong)).rejects.toThrow('signs in as a role that is not this process’s');
  });

  test('a breaking migration that the program does not know ends it at its next connection; any other does not', async () => {
    const add = (name: string, text: string): Promise<unknown> =>
      fresh.db.run(sql`INSERT INTO madoguchi_migrations.files VALUES (${name}, ${text}, ${text.startsWith('-- breaking')})`);
    await add('9998-harmless', '-- adds a column');
    const db = await open();
    await add('9999-harsh', '-- breaking: drops a column');
    await fresh.db.run(
      sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'madoguchi-test%'`,
    );
    const ask = () => db.one(sql`SELECT 1 AS one`);
    await expect(ask().catch(ask)).rejects.toMatchObject({ code: 'MG002', message: expect.stringContaining('9999-harsh') });
    await db.close();
    await expect(open()).rejects.toThrow('Start the newer program');
  });
});

describe('migrations that were applied', () => {
  test('are compared to the byte: one that was changed since is refused by name, and nothing is done', async () => {
    const [first, ...others] = release.migrations;
    if (first === undefined) throw new Error('no migrations');
    const changed = releaseOf(
      [{ ...first, sha256: 'other' }, ...others],
      [...release.functions, { name: 'x', text: answer('x', '', 'SELECT 1') }],
      release.grants,
    );
    await expect(to(changed)).rejects.toThrow(`migrations/${first.name}.sql: not what was applied`);
    expect(await there('site.x()')).toBe(false);
  });

  test('of a database older than the comparison are believed', async () => {
    await fresh.db.pool.query(
      'DROP TABLE madoguchi_migrations.files, madoguchi_migrations.unused, madoguchi_migrations.releases',
    );
    await to(release);
    const { known } = await fresh.db.one<{ known: number }>(sql`SELECT count(*) AS known FROM madoguchi_migrations.files`);
    expect(known).toBe(release.migrations.length);
  });
});

test('a file that fails names itself and changes nothing', async () => {
  await expect(
    to(withFiles(answer('fine', '', `SELECT ''`), 'CREATE FUNCTION site.bad() RETURNS nonsense LANGUAGE sql AS $$ $$')),
  ).rejects.toThrow('src/test/1.sql');
  expect(await there('site.fine()')).toBe(false);
});

describe('behind a pooler that shares sessions', () => {
  let db: Db;
  afterAll(() => db?.close());
  test('no statement is kept by name: a session that changes under it goes on', async () => {
    db = connect({ url: fresh.urlFor('desk'), max: 1, name: 'test', greet: async () => ({ pooled: true }) });
    const ask = prepared(sql`SELECT ${1}::integer AS one`);
    expect(await db.one(ask)).toEqual({ one: 1 });
    const kept = () => db.rows(sql`SELECT name FROM pg_prepared_statements`);
    expect(await kept()).toEqual([]);
    expect(await db.transaction((tx) => tx.one(ask))).toEqual({ one: 1 });
    expect(await kept()).toEqual([]);
    const direct = connect({ url: fresh.urlFor('desk'), max: 1, name: 'test' });
    await direct.one(ask);
    expect(await direct.rows(sql`SELECT name FROM pg_prepared_statements`)).toHaveLength(1);
    await direct.close();
  });
});

test('[8(1)⑧] a city that already runs goes on keeping names for a year where it set nothing, with a line of the log; a new one begins with five', async () => {
  const text = release.migrations.find(({ name }) => name === '0405-kept-names')?.text ?? '';
  const days = async () => (await fresh.db.one<{ days: number }>(sql`SELECT site.number('keep-persons-days') AS days`)).days;
  await fresh.db.pool.query(text);
  expect(await days()).toBe(1825);
  await fresh.db.run(sql`INSERT INTO staff.accounts (login, name, created_at) VALUES ('koga', '古賀', lib.now())`);
  await fresh.db.pool.query(text);
  expect(await days()).toBe(365);
  expect(await fresh.db.rows(sql`SELECT detail FROM audit.events WHERE act = 'site.setting-changed'`)).toEqual([
    { detail: { setting: 'keep-persons-days', changes: { value: [1825, 365] } } },
  ]);
  await fresh.db.run(sql`UPDATE site.settings SET value = '700' WHERE key = 'keep-persons-days'`);
  await fresh.db.pool.query(text);
  expect(await days()).toBe(700);
});
