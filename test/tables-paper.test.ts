import { afterAll, beforeAll, expect, test } from 'vitest';
import { tablesAfter } from '../build/papers/columns.ts';
import { TABLE_WORDS } from '../build/papers/table-words.ts';
import { migrationTexts } from '../build/papers/tables.ts';
import { sql } from '../src/lib/db/sql.ts';
import { type FreshDatabase, freshDatabase } from './support/database.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

test('[13(1)] the paper of tables, made of the migrations’ text, has every table and column that a migrated database has', async () => {
  const rows = await fresh.db.rows<{ table: string; name: string; type: string; required: boolean }>(sql`
    SELECT n.nspname || '.' || c.relname AS table, a.attname AS name, format_type(a.atttypid, NULL) AS type, a.attnotnull AS required
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
      AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'madoguchi_migrations') AND n.nspname NOT LIKE 'graphile%' AND n.nspname NOT LIKE 'pg_toast%'
    ORDER BY 1, a.attnum`);
  const told = [...tablesAfter(migrationTexts())].flatMap(([table, columns]) => columns.map((column) => ({ table, ...column })));
  const line = ({ table, name, type, required }: (typeof rows)[number]) =>
    `${table}.${name} ${type}${required ? ' required' : ''}`;
  expect(told.map(line).sort()).toEqual(rows.map(line).sort());
  expect(Object.keys(TABLE_WORDS).sort()).toEqual([...new Set(rows.map(({ table }) => table))].sort());
});
