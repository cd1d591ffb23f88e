import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import pg from 'pg';
import { ROOT } from '../root.ts';
import { sqlState } from './db.ts';
import { migrateJobs } from './migrate-jobs.ts';

export type MigrateOptions = {
  /** Connects as a role that may create roles (embedded: the superuser; production: the installer). */
  url: string;
  log?: (line: string) => void;
};

/** Function files, applied again at every migrate. Later ones may call earlier ones. */
const FUNCTIONS = [
  'lib/db/lib.sql',
  'audit/audit.sql',
  'audit/seal.sql',
  'outbox/outbox.sql',
  'site/settings.sql',
  'site/citizen.sql',
  'site/notices.sql',
  'offices/offices.sql',
  'services/services.sql',
  'staff/rights.sql',
  'cards/status.sql',
  'cards/citizen.sql',
  'cards/custody.sql',
  'cards/desk.sql',
  'cards/decided.sql',
  'cards/take-in.sql',
  'calendar/window.sql',
  'ledger/ledger.sql',
  'ledger/close.sql',
  'ledger/expire.sql',
  'ledger/rekey.sql',
  'ledger/publish.sql',
  'reservations/slots.sql',
  'reservations/links.sql',
  'reservations/needs-moving.sql',
  'reservations/places.sql',
  'reservations/acts.sql',
  'reservations/desk-hold.sql',
  'reservations/expire.sql',
  'reservations/availability.sql',
  'reservations/visits.sql',
  'reservations/citizen.sql',
  'reservations/person.sql',
  'reservations/outcome.sql',
  'reservations/rekey.sql',
  'counter/counter.sql',
  'closing/close.sql',
  'closing/reopen.sql',
  'intake/decide.sql',
] as const;

const OWNER = 'madoguchi_owner';

/**
 * Large objects are everybody's by default: a way to fill the disk for whoever reaches the citizens' role. Only a superuser may take that
 * back; an installer who is none is told by PostgreSQL's warning, nothing else is lost.
 */
const NO_LARGE_OBJECTS = `DO $$ DECLARE f regprocedure; BEGIN
  FOR f IN SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND (proname LIKE 'lo\\_%' OR proname IN ('loread', 'lowrite')) LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
  END LOOP;
EXCEPTION WHEN insufficient_privilege THEN RAISE WARNING 'large objects stay open to every role: migrate as a superuser once'; END $$`;

/** Roles are the cluster's: created where missing. Passwords are given by whoever runs the cluster. */
async function ensureRoles(client: pg.Client): Promise<void> {
  for (const [role, options] of [
    [OWNER, 'NOLOGIN'],
    ['madoguchi_jobs', 'NOLOGIN'],
    ['madoguchi_desk', 'LOGIN'],
    ['madoguchi_citizen', 'LOGIN'],
  ]) {
    // Two migrates at once: the second finds the role there already.
    await client.query(
      `DO $$ BEGIN CREATE ROLE ${role} ${options}; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`,
    );
  }
  const { rows } = await client.query<{ name: string; me: string }>('SELECT current_database() AS name, current_user AS me');
  const [here] = rows;
  if (here === undefined) throw new Error('the database does not say its name');
  const database = client.escapeIdentifier(here.name);
  const me = client.escapeIdentifier(here.me);
  const grants = [
    `GRANT ${OWNER}, madoguchi_jobs TO ${me}`,
    'GRANT madoguchi_jobs TO madoguchi_desk',
    `GRANT CREATE, TEMPORARY ON DATABASE ${database} TO ${OWNER}`,
    `GRANT CREATE ON DATABASE ${database} TO madoguchi_jobs`,
    `REVOKE TEMPORARY ON DATABASE ${database} FROM PUBLIC`,
    `GRANT CONNECT ON DATABASE ${database} TO madoguchi_desk, madoguchi_citizen`,
    `GRANT TEMPORARY ON DATABASE ${database} TO madoguchi_desk`,
    NO_LARGE_OBJECTS,
  ];
  for (const grant of grants) await persist(() => client.query(grant));
}

/** What PostgreSQL answers when another migrate grants the same at the same moment: it is done, or will be on the next try. */
const SAME_MOMENT = new Set(['23505', 'XX000', '40001']);

async function persist(step: () => Promise<unknown>, tries = 10): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (tries === 0 || !SAME_MOMENT.has(sqlState(error) ?? '')) throw error;
    await persist(step, tries - 1);
  }
}

/** The numbered files of migrations/, in the order of their numbers. */
async function migrations(): Promise<Record<string, Migration>> {
  const folder = join(ROOT, 'migrations');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return Object.fromEntries(
    names.map((name, i) => [
      name.replace(/\.sql$/, ''),
      { up: async (db: Kysely<unknown>) => void (await sql.raw(texts[i] ?? '').execute(db)) },
    ]),
  );
}

/** Brings tables, functions and grants to this version. Safe to run twice and by several at once. Throws with the file's name on a fault. */
export async function migrate(options: MigrateOptions): Promise<void> {
  const first = new pg.Client({ connectionString: options.url });
  await first.connect();
  try {
    await ensureRoles(first);
  } finally {
    await first.end();
  }
  // Everything is made by the owner role, so that the functions run as it and never as a superuser.
  const pool = new pg.Pool({ connectionString: options.url, max: 2, options: `-c role=${OWNER} -c client_min_messages=warning` });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    const migrator = new Migrator({
      db,
      provider: { getMigrations: migrations },
      migrationTableSchema: 'madoguchi_migrations',
      // Numbers are given before the work is done: one may land after a higher one. Each only adds.
      allowUnorderedMigrations: true,
    });
    const { error, results } = await migrator.migrateToLatest();
    for (const result of results ?? []) if (result.status === 'Success') options.log?.(`migrated ${result.migrationName}`);
    if (error !== undefined) throw error;
    const texts = await Promise.all([...FUNCTIONS, 'lib/db/grants.sql'].map((name) => readFile(join(ROOT, 'src', name), 'utf8')));
    await db.transaction().execute(async (tx) => {
      // One at a time: CREATE OR REPLACE by two at once fails on a concurrently updated tuple.
      await sql`SELECT pg_advisory_xact_lock(7310431)`.execute(tx);
      for (const text of texts) await sql.raw(text).execute(tx);
    });
  } finally {
    await db.destroy();
  }
  await migrateJobs(options.url);
}
