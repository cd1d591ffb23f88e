import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { buildSmallCity, makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { statementsOf, writtenIn } from '../../test/support/statements.ts';
import type { Db } from '../lib/db/db.ts';
import { raw, sql } from '../lib/db/sql.ts';
import { ROOT } from '../lib/root.ts';
import { expire } from '../staff/expire.ts';
import { BACKUP_ROLE, ROLES, type Role } from './roles.ts';

/** What each database role may do, asked of the database itself. */
let fresh: FreshDatabase;
let city: SmallCity;
beforeAll(async () => {
  fresh = await freshDatabase();
  city = await buildSmallCity(fresh.db);
});
afterAll(() => fresh.drop());

const as = async <T>(role: Role, work: (db: Db) => Promise<T>): Promise<T> => {
  const db = fresh.as(role, 1);
  try {
    return await work(db);
  } finally {
    await db.close();
  }
};

/** What a process of the desk or of the jobs asks of the database: its program as it is bundled, without what nothing in it uses. */
async function bundled(entry: string): Promise<string> {
  const made = await build({
    entryPoints: [join(ROOT, entry)],
    ...{ bundle: true, write: false, platform: 'node', format: 'esm', packages: 'external', logLevel: 'error' },
    ...{ jsx: 'automatic', jsxImportSource: 'preact' },
  });
  return made.outputFiles.map(({ text }) => text).join('');
}

/** INSERT cards.cards: what statements of these programs write or lock, and of the functions that run with the rights of who calls them. */
async function writtenBy(role: string, entries: readonly string[]): Promise<Set<string>> {
  const asCaller = await fresh.db.rows<{ body: string }>(sql`
    SELECT p.prosrc AS body FROM pg_proc p WHERE NOT p.prosecdef AND has_function_privilege(${role}, p.oid, 'EXECUTE')
      AND p.pronamespace::regnamespace::text IN (SELECT nspname FROM pg_namespace WHERE nspowner = 'madoguchi_owner'::regrole)`);
  const programs = await Promise.all(entries.map(bundled));
  const texts = [...programs.flatMap(statementsOf), ...asCaller.map(({ body }) => body)];
  return new Set(texts.flatMap(writtenIn).filter((what) => !what.includes(' pg_temp.')));
}

/** The same of what a role may do. */
async function givenTo(role: string): Promise<string[]> {
  const rows = await fresh.db.rows<{ what: string }>(sql`
    SELECT h.how || ' ' || c.relnamespace::regnamespace || '.' || c.relname AS what FROM pg_class c, unnest(ARRAY['INSERT', 'UPDATE', 'DELETE']) AS h (how)
    WHERE c.relkind = 'r' AND c.relnamespace::regnamespace::text IN (SELECT nspname FROM pg_namespace WHERE nspowner = 'madoguchi_owner'::regrole)
      AND has_table_privilege(${role}, c.oid, h.how) ORDER BY 1`);
  return rows.map(({ what }) => what);
}

describe('the desk is given what its pages and commands write', () => {
  test('of tables the desk may write what a statement of its programs writes, or of a function that runs with its rights: a new table begins with nothing', async () => {
    const programs = ['src/desk/main.ts', 'src/intake/beside-thread.ts', 'src/intake/command.ts', 'src/staff/command.ts'];
    const written = await writtenBy(ROLES.desk, programs);
    const given = await givenTo(ROLES.desk);
    // Of the release before (grants.sql).
    const former = ['DELETE site.translations', 'INSERT site.translations'];
    expect(given.length).toBeGreaterThan(100);
    expect(given.filter((what) => !written.has(what) && !former.includes(what))).toEqual([]);
    // And the other way: nothing that a page writes or locks is refused to it.
    expect([...written].filter((what) => !given.includes(what))).toEqual([]);
  });

  test('what was done at the counter, of cards or with a closed day stays as it was, whoever has the password of the desk', async () => {
    await as('desk', async (desk) => {
      for (const statement of [
        'DELETE FROM counter.acts',
        'UPDATE counter.handed_together SET people = 0',
        'DELETE FROM counter.day_ends',
        'UPDATE closing.closings SET reason = reason',
        'DELETE FROM cards.bulk_changes',
        'DELETE FROM staff.accounts',
        'DELETE FROM staff.roles',
        'DELETE FROM site.settings',
        'DELETE FROM offices.offices',
        'DELETE FROM intake.imports',
        'DELETE FROM outbox.mails',
      ])
        await expect(desk.run(raw(statement)), statement).rejects.toMatchObject({ code: '42501' });
    });
  });
});

describe('the worker is given what its jobs call', () => {
  type Written = { name: string; body: string; owner: boolean; writes: boolean; worker: boolean; apart: boolean };

  test('of what writes as the owner the worker may call what the program of the jobs calls, and no act of a person', async () => {
    const all = await fresh.db.rows<Written>(sql`
      SELECT p.pronamespace::regnamespace || '.' || p.proname AS name, p.prosrc AS body, p.prosecdef AS owner, p.provolatile = 'v' AS writes,
        has_function_privilege(${ROLES.worker}, p.oid, 'EXECUTE') AS worker,
        has_function_privilege(${ROLES.sealer}, p.oid, 'EXECUTE') OR has_function_privilege('madoguchi_backup', p.oid, 'EXECUTE') AS apart
      FROM pg_proc p WHERE p.pronamespace::regnamespace::text IN (SELECT nspname FROM pg_namespace WHERE nspowner = 'madoguchi_owner'::regrole)`);
    const calledIn = (text: string) => new Set([...text.matchAll(/\b([a-z_]+\.[a-z_0-9]+)\(/gu)].map(([, name = '']) => name));
    const called = calledIn(await bundled('src/worker/main.ts'));
    // What runs with the rights of its caller calls with them too.
    for (let before = -1; before < called.size; ) {
      before = called.size;
      for (const { name, owner, body } of all)
        if (!owner && called.has(name)) for (const inner of calledIn(body)) called.add(inner);
    }
    const acts = all.filter(({ name, owner, writes }) => owner && writes && !name.startsWith('citizen.'));
    // Of the release before (previous.sql).
    const former = ['reservations.expire', 'services.hold_texts'];
    const given = [...new Set(acts.flatMap(({ name, worker }) => (worker ? [name] : [])))];
    expect(given.filter((name) => !called.has(name) && !former.includes(name))).toEqual([]);
    expect([
      ...new Set(acts.flatMap(({ name, apart }) => (called.has(name) && !given.includes(name) && !apart ? [name] : []))),
      // A line of the log is written by the way of who asks: the worker's is audit.add_by_clock.
    ]).toEqual(['audit.add']);
    for (const name of ['cards.protect', 'cards.destroy', 'counter.hand_over', 'reservations.cancel']) {
      expect(acts.some((act) => act.name === name)).toBe(true);
      expect(given).not.toContain(name);
    }
  });

  test('of tables and columns the worker may write what a statement of the program of the jobs writes', async () => {
    const written = await writtenBy(ROLES.worker, ['src/worker/main.ts']);
    const given = await givenTo(ROLES.worker);
    expect(given.length).toBeGreaterThan(20);
    expect(given.filter((what) => !written.has(what))).toEqual([]);
    // And the other way, but for rows that a read it shares with the desk locks for the desk's acts alone ('locked').
    const locked = ['UPDATE offices.offices', 'UPDATE services.cautions', 'UPDATE services.services'];
    // Of what the city says of itself it has one column, from where its mails come.
    expect([...written].filter((what) => !given.includes(what) && !locked.includes(what))).toEqual(['UPDATE site.city']);
    const columns = await fresh.db.rows<{ name: string }>(sql`
      SELECT a.attname AS name FROM pg_attribute a WHERE a.attrelid = 'site.city'::regclass AND a.attnum > 0 AND NOT a.attisdropped AND has_column_privilege(${ROLES.worker}, a.attrelid, a.attnum, 'UPDATE')`);
    expect(columns.map(({ name }) => name)).toEqual(['sender_address']);
  });

  test('the worker says nothing in the city’s name or a clerk’s: no sentence of the site, no telephone, no rule of opening, no line of the log by an account', async () => {
    const logged = async () => (await fresh.db.one<{ n: number }>(sql`SELECT count(*)::integer AS n FROM audit.events`)).n;
    const before = await logged();
    await as('worker', async (worker) => {
      for (const statement of [
        `SELECT site.keep_texts('head', NULL, '{"line": {"ja": "予約には手数料が必要です。"}}', 1)`,
        `SELECT site.keep_planned(1, NULL, '{"line": {"ja": "予約には手数料が必要です。"}}')`,
        `UPDATE site.city SET phone = '0900-000-000'`,
        `UPDATE site.city SET embed_from = 'https://example.com'`,
        'UPDATE calendar.patterns SET name = name',
        'DELETE FROM calendar.week_rules',
        'UPDATE closing.closings SET reason = reason',
        `SELECT audit.write(ROW('staff', 1, NULL, NULL)::audit.actor, 'staff.role-changed', lib.now())`,
        `SELECT audit.write(ROW('operator', NULL, NULL, NULL)::audit.actor, 'operator.command', lib.now())`,
        `SELECT audit.add(ROW('staff', 1, NULL, NULL)::audit.actor, 'staff.role-changed', lib.now(), NULL, NULL, NULL, '{}')`,
      ])
        await expect(worker.run(raw(statement)), statement).rejects.toMatchObject({ code: '42501' });
      await worker.run(raw(`SELECT audit.write(ROW('clock', 1, NULL, NULL)::audit.actor, 'reminders.queued', lib.now())`));
    });
    expect(await logged()).toBe(before + 1);
    const line = await fresh.db.one<{ kind: string; staff: number | null }>(
      sql`SELECT actor_kind AS kind, staff_id AS staff FROM audit.events ORDER BY id DESC LIMIT 1`,
    );
    expect(line).toEqual({ kind: 'clock', staff: null });
  });

  test('of what staff typed, looked for or signed in with it reads when, to remove it', async () => {
    await as('worker', async (worker) => {
      for (const what of [
        'fields FROM staff.kept_forms',
        'query FROM staff.searches',
        'secret_hash FROM staff.sessions',
        'secret_hash FROM staff.sign_in_links',
      ])
        await expect(worker.run(raw(`SELECT ${what}`)), what).rejects.toThrow(/permission denied/u);
      expect(Object.keys(await expire(worker, { searches: 1, sessions: 1 }))).toContain('forms');
    });
  });
});

describe('time is never a parameter of a guard', () => {
  const owned = (role: string) =>
    fresh.db.rows<{ name: string; stamped: boolean; writes: boolean; dated: string }>(sql`
      SELECT p.pronamespace::regnamespace || '.' || p.proname AS name, p.prosrc LIKE '%lib.stamp(%' AS stamped, p.provolatile = 'v' AS writes,
        array_to_string(ARRAY(SELECT a.name FROM unnest(p.proargnames, p.proargtypes::oid[]) AS a (name, type)
          WHERE a.type::regtype::text IN ('timestamp with time zone', 'interval') OR a.name IN ('p_years', 'p_days', 'p_hours', 'p_before', 'p_now', 'p_today')), ',') AS dated
      FROM pg_proc p WHERE p.prosecdef AND has_function_privilege(${role}, p.oid, 'EXECUTE')
        AND p.pronamespace::regnamespace::text IN (SELECT nspname FROM pg_namespace WHERE nspowner = 'madoguchi_owner'::regrole)`);

  test.each([ROLES.desk, ROLES.worker, ROLES.sealer, ROLES.citizen])(
    'nothing that %s may call runs as the owner by a time the caller gives, but what only reads, or stamps with now',
    async (role) => {
      const callable = await owned(role);
      expect(callable.length).toBeGreaterThan(5);
      // Of the release before (previous.sql): they bring a time that is not asked.
      const ignores = new Set(['reservations.sweep', 'reservations.expire', 'reservations.forget_persons', 'ledger.expire']);
      ignores.add('letters.forget_mailings');
      // From when a text is read: never from before now.
      ignores.add('site.add_wording');
      ignores.add('site.plan_texts');
      // When somebody asked to be rung again: kept as it was said, and nothing is decided by it.
      ignores.add('counter.record_call');
      expect(callable.filter((one) => one.dated !== '' && one.writes && !one.stamped && !ignores.has(one.name))).toEqual([]);
    },
  );

  test('the desk forgets no mailing, and a worker of the release before forgets none that the city keeps', async () => {
    const mailing = await fresh.db.one<{ id: number }>(sql`
      INSERT INTO letters.mailings (form, subject, body, with_visit, sentence, at, leaves_at, staff_id)
      VALUES (gen_random_uuid(), '件名', '本文', false, '', lib.now(), lib.now(), 1) RETURNING id`);
    await as('desk', async (desk) => {
      for (const given of ['-36500', ''])
        await expect(desk.run(raw(`SELECT letters.forget_mailings(${given})`))).rejects.toThrow(/permission denied/u);
    });
    await as('worker', async (worker) => {
      expect(await worker.one(raw('SELECT letters.forget_mailings(-36500) AS rows'))).toEqual({ rows: 0 });
      expect(await worker.one(raw('SELECT letters.forget_mailings() AS rows'))).toEqual({ rows: 0 });
    });
    expect(await fresh.db.one(sql`SELECT subject FROM letters.mailings WHERE id = ${mailing.id}`)).toEqual({ subject: '件名' });
  });

  test('the desk cannot make holds lapse, wrong entries rest or old bookings go by saying that it is later', async () => {
    const card = await makeCard(fresh.db, { noticeId: 'A1B-000001' });
    const slot = await slotAt(fresh.db, city, city.main, 9, 10);
    await fresh.db.run(sql`
      SELECT reservations.hold(ROW('operator', NULL, NULL, NULL)::audit.actor, gen_random_uuid(), ${city.service}, ${slot},
        jsonb_build_array(jsonb_build_object('card_id', ${card}::bigint)), 'staff', 'phone', NULL, '', 'ja', NULL, NULL)`);
    await as('desk', async (desk) => {
      // As a process of the release before calls it: the time it brings is not asked.
      expect(await desk.one(sql`SELECT reservations.sweep(${slot}, lib.now() + interval '1 year') AS freed`)).toEqual({
        freed: 0,
      });
      expect(await desk.one(sql`SELECT visits, holds FROM reservations.expire(lib.now() + interval '9 years')`)).toEqual({
        visits: 0,
        holds: 0,
      });
      for (const call of [
        `cards.count_try('site', '', 5, now())`,
        `cards.prove('A1B-000001', 1, 1, NULL, '', 'book', NULL, false, now())`,
        `ledger.claim(${slot}, 1, false, now())`,
        `reservations.take_place(${slot}, 1, true, NULL, now())`,
        'reservations.expire()',
        'ledger.expire()',
      ])
        await expect(desk.run(raw(`SELECT ${call}`))).rejects.toMatchObject({ code: '42501' });
      await expect(desk.run(sql`SELECT ledger.retire(ARRAY[${slot}]::bigint[], lib.now() - interval '2 days')`)).rejects.toThrow(
        'an act happens now',
      );
    });
  });
});

describe('roles hold what one process needs', () => {
  const refused = (role: Role, statement: string) =>
    as(role, (db) => expect(db.run(raw(statement)), `${role}: ${statement}`).rejects.toMatchObject({ code: '42501' }));

  test('the worker touches neither accounts, settings nor cards; the sealer reads the log and nothing else; the desk opens no job', async () => {
    for (const statement of [
      'SELECT FROM staff.accounts',
      `INSERT INTO staff.sessions (account_id) VALUES (1)`,
      `UPDATE site.settings SET value = '1'`,
      `UPDATE cards.cards SET status = 'x'`,
      'DELETE FROM cards.cards',
      'DELETE FROM audit.events',
      'UPDATE reservations.reservations SET number = NULL',
      'UPDATE ledger.slots SET taken = 0',
      'UPDATE intake.imports SET file_name = NULL',
    ])
      await refused('worker', statement);
    for (const statement of ['SELECT FROM reservations.reservations', 'SELECT FROM cards.cards', 'SELECT FROM outbox.mails'])
      await refused('sealer', statement);
    for (const statement of [
      'DELETE FROM audit.events',
      'UPDATE ledger.slots SET taken = 0',
      'UPDATE cards.status_history SET why = NULL',
    ])
      await refused('desk', statement);
  });

  test('each role has its share of the connections and its time limits; together they leave some to the installer', async () => {
    const rows = await fresh.db.rows<{ name: string; most: number; config: string[] }>(sql`
      SELECT r.rolname AS name, r.rolconnlimit AS most, s.setconfig AS config FROM pg_roles r
      JOIN pg_db_role_setting s ON s.setrole = r.oid AND s.setdatabase = 0 WHERE r.rolname LIKE 'madoguchi%' ORDER BY 1`);
    expect(rows.map(({ name }) => name)).toEqual([BACKUP_ROLE, ROLES.citizen, ROLES.desk, ROLES.sealer, ROLES.worker]);
    const { free } = await fresh.db.one<{ free: number }>(sql`SELECT current_setting('max_connections')::integer AS free`);
    expect(rows.reduce((sum, { most }) => sum + most, 0)).toBeLessThan(free);
    for (const { most, config } of rows) {
      expect(most).toBeGreaterThan(2);
      for (const setting of ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'])
        expect(config.join()).toContain(`${setting}=`);
      // As Debian's PostgreSQL comes, each read of a citizens' page would be compiled first: a second.
      expect(config).toContain('jit=off');
    }
  });
});
