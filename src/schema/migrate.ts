import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import pg from 'pg';
import { ROOT } from '../lib/root.ts';
import { functionFiles } from './functions.ts';
import { migrateJobs } from './jobs.ts';
import { ensureRoles, ROLES } from './roles.ts';

export type MigrateOptions = {
  /** Connects as a role that may create roles (embedded: the superuser; production: the installer). */
  url: string;
  log?: (line: string) => void;
};

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
export async function migrate({ url, log = () => {} }: MigrateOptions): Promise<void> {
  const first = new pg.Client({ connectionString: url });
  await first.connect();
  try {
    await ensureRoles(first, log);
  } finally {
    await first.end();
  }
  // Everything is made by the owner role, so that the functions run as it and never as a superuser.
  const pool = new pg.Pool({ connectionString: url, max: 2, options: `-c role=${ROLES.owner} -c client_min_messages=warning` });
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
    for (const result of results ?? []) if (result.status === 'Success') log(`migrated ${result.migrationName}`);
    if (error !== undefined) throw error;
    const files = await functionFiles();
    await db.transaction().execute(async (tx) => {
      // One at a time: CREATE OR REPLACE by two at once fails on a concurrently updated tuple.
      await sql`SELECT pg_advisory_xact_lock(7310431)`.execute(tx);
      for (const { text } of files) await sql.raw(text).execute(tx);
    });
  } finally {
    await db.destroy();
  }
  await migrateJobs(url);
}
