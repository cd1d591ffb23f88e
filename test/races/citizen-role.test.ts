import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db/sql.ts';
import { unrandom } from '../support/pages.ts';
import { type Arena, CALLER, openArena, walk } from './arena.ts';

let arena: Arena;
let role: pg.Client;
beforeAll(async () => {
  arena = await openArena(2);
  role = new pg.Client({ connectionString: arena.fresh.urlFor('citizen') });
  await role.connect();
});
afterAll(async () => {
  await role.end();
  await arena.close();
});

/** What the citizens' role is told when it sends this. */
const answer = (text: string): Promise<string> =>
  role.query(text).then(
    () => 'done',
    (fault: Error) => fault.message,
  );

test('[8(3)⑭b] the citizens’ role can neither read nor write any table, not even lock it', async () => {
  const tables = await arena.db.rows<{ name: string; first: string }>(sql`
    SELECT format('%I.%I', n.nspname, c.relname) AS name, (SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = c.oid AND attnum = 1) AS first
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'v', 'm', 'p', 'S') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', 'test')`);
  expect(tables.length).toBeGreaterThan(30);
  const open: string[] = [];
  for (const { name, first } of tables)
    for (const text of [
      `SELECT count(*) FROM ${name}`,
      `SELECT 1 FROM ${name} FOR UPDATE`,
      `INSERT INTO ${name} DEFAULT VALUES`,
      `UPDATE ${name} SET ${first} = NULL`,
      `DELETE FROM ${name}`,
      `TRUNCATE ${name}`,
      `DO $$ BEGIN LOCK TABLE ${name}; END $$`,
      `COPY ${name} TO STDOUT`,
    ]) {
      const told = await answer(text);
      if (!/permission denied|cannot /u.test(told)) open.push(`${text}: ${told}`);
    }
  expect(open).toEqual([]);
});

test('[8(3)⑭b] the citizens’ role can call the functions of schema citizen and no other of ours', async () => {
  const functions = await arena.db.rows<{ schema: string; name: string; may: boolean; usage: boolean }>(sql`
    SELECT n.nspname AS schema, p.oid::regprocedure::text AS name, has_function_privilege('madoguchi_citizen', p.oid, 'EXECUTE') AS may,
      has_schema_privilege('madoguchi_citizen', n.oid, 'USAGE') AS usage
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'test')`);
  const callable = functions.filter(({ may, usage }) => may && usage);
  expect(callable.length).toBeGreaterThan(15);
  expect(callable.filter(({ schema }) => schema !== 'citizen')).toEqual([]);
  for (const call of [
    'reservations.sweep(1)',
    'ledger.claim(1, 1, true, now())',
    "cards.rests('notice', '', now())",
    'lib.now()',
  ])
    expect(await answer(`SELECT ${call}`)).toContain('permission denied');
});

test('[8(3)⑭b] every function of schema citizen runs as its owner with a fixed search path', async () => {
  const loose = await arena.db.rows(sql`
    SELECT oid::regprocedure::text AS name FROM pg_proc WHERE pronamespace = 'citizen'::regnamespace
      AND NOT (prosecdef AND 'search_path=pg_catalog, pg_temp' = ANY (coalesce(proconfig, '{}')))`);
  expect(loose).toEqual([]);
});

test.for([
  'SET ROLE madoguchi_owner',
  'SET ROLE madoguchi_desk',
  'SET SESSION AUTHORIZATION postgres',
  'CREATE SCHEMA mine',
  'CREATE TABLE public.mine (a integer)',
  'CREATE TABLE citizen.mine (a integer)',
  "CREATE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT NULL::timestamptz'",
  "CREATE FUNCTION citizen.f() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
  'CREATE EXTENSION dblink',
  'CREATE ROLE mine',
  'ALTER ROLE madoguchi_citizen SUPERUSER',
  'ALTER FUNCTION citizen.offices() SECURITY INVOKER',
  'DROP FUNCTION citizen.offices()',
  'GRANT madoguchi_owner TO madoguchi_citizen',
  'CREATE TEMP TABLE mine (a integer)',
  "SELECT lo_import('/etc/passwd')",
  'SELECT lo_create(0)',
  "SELECT pg_read_file('/etc/passwd')",
  "SELECT pg_ls_dir('.')",
  "COPY (SELECT 1) TO PROGRAM 'true'",
  "COPY (SELECT 1) TO '/tmp/mine'",
  'SELECT rolpassword FROM pg_authid',
  'SELECT pg_reload_conf()',
  'CHECKPOINT',
  'VACUUM FULL cards.cards',
])('[8(3)⑭b] the citizens’ role is refused: %s', async (text) => {
  expect(await answer(text)).toMatch(/permission denied|must be|not available|Only roles/u);
});

test('[8(3)⑭b] the citizens’ role sees no other session’s statements and ends none', async () => {
  const { rows } = await role.query<{ query: string; usename: string }>(
    "SELECT usename, query FROM pg_stat_activity WHERE datname = current_database() AND usename <> current_user AND query <> '<insufficient privilege>'",
  );
  expect(rows).toEqual([]);
  const { rows: others } = await role.query<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND usename = 'postgres' LIMIT 1",
  );
  expect(await answer(`SELECT pg_terminate_backend(${others[0]?.pid})`)).toContain('permission denied');
});

test('[8(3)⑭b] without a visit of one’s own nothing is told about anybody, and nothing is done', async () => {
  const one = await arena.citizen(await arena.card('田中 花子'));
  const slot = await arena.slot(9);
  const booked = await walk(arena, one, slot);
  if (typeof booked === 'string') throw new Error(booked);
  const { citizens } = arena;
  const stranger = await arena.citizen(await arena.card('佐藤 太郎'));
  for (const cookie of [Buffer.alloc(32), Buffer.from('')]) {
    expect(await citizens.visit(cookie)).toBeUndefined();
    expect((await citizens.calendar(cookie, 'honcho', arena.city.today, arena.city.today)).days).toEqual([]);
    expect(await citizens.times(cookie, 'honcho', arena.city.today)).toEqual([]);
    for (const result of [
      await citizens.hold(cookie, randomUUID(), slot, CALLER),
      await citizens.confirm(cookie, one.id, 0, CALLER),
      await citizens.move(cookie, slot, 0, CALLER),
      await citizens.cancel(cookie, 0, CALLER),
      await citizens.extend(cookie, CALLER),
      await citizens.resend(cookie, CALLER),
      await citizens.requestLink(cookie, 'a@example.jp', CALLER),
    ])
      expect(result).toEqual({ ok: false, reason: 'no_visit' });
  }
  // A visit of another person does not help either: not even whether the id is known is said.
  expect(await citizens.confirm(stranger.cookie, one.id, 0, CALLER)).toEqual({ ok: false, reason: 'stale_form' });
  expect(await citizens.hold(stranger.cookie, one.id, slot, CALLER)).toEqual({ ok: false, reason: 'stale_form' });
  expect(await citizens.cancel(stranger.cookie, 0, CALLER)).toEqual({ ok: false, reason: 'unknown' });
  expect(await citizens.lookAtLink(randomUUID(), undefined)).toBe('unknown');
  expect(await citizens.openManage(randomUUID(), stranger.cookie, 'ja', CALLER)).toBe('unknown');
  const shown = JSON.stringify(await citizens.visit(one.cookie));
  for (const secret of ['田中', '1947', '城南町']) expect(unrandom(shown)).not.toContain(secret);
});
