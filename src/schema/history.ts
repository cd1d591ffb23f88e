import { type Kysely, sql } from 'kysely';
import { Said } from '../lib/said.ts';
import type { Migration, Release } from './release.ts';

/** Which files were applied, byte for byte, and which releases; beside the migrator's own table. */
const TABLES = [
  'CREATE TABLE IF NOT EXISTS madoguchi_migrations.files (name text PRIMARY KEY, sha256 text NOT NULL, breaking boolean NOT NULL)',
  'CREATE TABLE IF NOT EXISTS madoguchi_migrations.releases (digest text PRIMARY KEY, first_at timestamptz NOT NULL)',
  `CREATE TABLE IF NOT EXISTS madoguchi_migrations.unused (
    function text PRIMARY KEY, release text NOT NULL REFERENCES madoguchi_migrations.releases (digest), marked_at timestamptz NOT NULL)`,
];

/** A file of migrations/ is not what was applied; the message names it. */
class ChangedMigration extends Said {}

/**
 * Compares the migrations with what was applied, before anything is done.
 * @throws ChangedMigration where one was changed after it had been applied
 */
export async function checkApplied(db: Kysely<unknown>, migrations: readonly Migration[]): Promise<void> {
  const there = await sql<{ there: boolean }>`SELECT to_regclass('madoguchi_migrations.files') IS NOT NULL AS there`.execute(db);
  if (there.rows[0]?.there !== true) return;
  const { rows } = await sql<{ name: string; sha256: string }>`SELECT name, sha256 FROM madoguchi_migrations.files`.execute(db);
  const applied = new Map(rows.map(({ name, sha256 }) => [name, sha256]));
  const changed = migrations.filter(({ name, sha256 }) => applied.has(name) && applied.get(name) !== sha256);
  if (changed.length > 0)
    throw new ChangedMigration(
      `${changed.map(({ name }) => `migrations/${name}.sql`).join(', ')}: not what was applied to this database. ` +
        'A migration is never changed once it was applied: put the file back and write another one.',
    );
}

/** Keeps what was applied. Of a database older than these tables the files are believed to be what was applied. */
export async function recordRelease(db: Kysely<unknown>, { migrations, digest }: Release): Promise<void> {
  for (const table of TABLES) await sql.raw(table).execute(db);
  for (const { name, sha256, breaking } of migrations)
    await sql`INSERT INTO madoguchi_migrations.files VALUES (${name}, ${sha256}, ${breaking}) ON CONFLICT DO NOTHING`.execute(db);
  await sql`INSERT INTO madoguchi_migrations.releases VALUES (${digest}, clock_timestamp()) ON CONFLICT DO NOTHING`.execute(db);
}
