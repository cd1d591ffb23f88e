import { Kysely, PostgresDialect, sql } from 'kysely';
import { type Migration, type MigrationResultSet, Migrator } from 'kysely/migration';
import { clientFor, poolFor } from '../lib/db/primary.ts';
import { codeOf } from '../lib/fault.ts';
import { applyFile } from './apply.ts';
import { checkApplied, recordRelease } from './history.ts';
import { migrateJobs } from './jobs.ts';
import { type Release, thisRelease } from './release.ts';
import { ensureRoles, ROLES } from './roles.ts';
import { rememberFunctions, retireFunctions } from './unused.ts';

type MigrateOptions = {
  /** Connects as a role that may create roles (embedded: the superuser; production: the installer). */
  url: string;
  log?: (line: string) => void;
  /** Another one than the program's own: of tests that go from one to the next. */
  release?: Release;
};

/** The migrator's own shape of a release's migrations. */
const steps = ({ migrations }: Release): Record<string, Migration> =>
  Object.fromEntries(
    migrations.map(({ name, text }) => [name, { up: async (db: Kysely<unknown>) => void (await sql.raw(text).execute(db)) }]),
  );

const DEADLOCK = '40P01';
const MOST_TRIES = 5;

/** Tables are changed while people book: where the two wait for each other and the migration is ended, nothing of that step stands, and it begins anew. */
async function untilFree(run: () => Promise<MigrationResultSet>, tries = MOST_TRIES): Promise<MigrationResultSet> {
  const came = await run();
  return codeOf(came.error) === DEADLOCK && tries > 1 ? untilFree(run, tries - 1) : came;
}

/**
 * A database that is new takes all files in one transaction; one that people book on takes a file a transaction, so that the locks of one are let go
 * before those of the next: held together, they met bookings that take the same tables in another order.
 */
async function applyNew(migrator: Migrator, log: (line: string) => void): Promise<void> {
  const inUse = (await migrator.getMigrations()).some(({ executedAt }) => executedAt !== undefined);
  for (;;) {
    const { error, results = [] } = await untilFree(() => (inUse ? migrator.migrateUp() : migrator.migrateToLatest()));
    for (const { status, migrationName } of results) if (status === 'Success') log(`migrated ${migrationName}`);
    if (error !== undefined) throw error;
    if (results.length === 0 || !inUse) return;
  }
}

/**
 * Brings tables, functions and grants to this version. Safe to run twice and by several at once. Throws with the file's name on a fault.
 * @throws ChangedMigration
 */
export async function migrate({ url, log = () => {}, release: given }: MigrateOptions): Promise<void> {
  const release = given ?? (await thisRelease());
  const first = clientFor({ connectionString: url });
  await first.connect();
  try {
    await ensureRoles(first, log);
  } finally {
    await first.end();
  }
  // Everything is made by the owner role, so that the functions run as it and never as a superuser.
  const pool = poolFor({ connectionString: url, max: 2, options: `-c role=${ROLES.owner} -c client_min_messages=warning` });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    await checkApplied(db, release.migrations);
    const migrator = new Migrator({
      db,
      provider: { getMigrations: async () => steps(release) },
      migrationTableSchema: 'madoguchi_migrations',
      // Numbers are given before the work is done: one may land after a higher one. Each only adds.
      allowUnorderedMigrations: true,
    });
    await applyNew(migrator, log);
    await db.transaction().execute(async (tx) => {
      // One at a time: CREATE OR REPLACE by two at once fails on a concurrently updated tuple.
      await sql`SELECT pg_advisory_xact_lock(7310431)`.execute(tx);
      await recordRelease(tx, release);
      await rememberFunctions(tx);
      for (const file of release.functions) await applyFile(tx, file);
      for (const signature of await retireFunctions(tx, release)) log(`dropped ${signature}`);
      await sql.raw(release.grants).execute(tx);
    });
  } finally {
    await db.destroy();
  }
  await migrateJobs(url);
}
