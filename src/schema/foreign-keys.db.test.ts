import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshDatabase } from '../../test/support/database.ts';
import { sql } from '../lib/db/sql.ts';
import { ROOT } from '../lib/root.ts';

/** Tables that the product deletes rows of, as its statements name them. */
const deletedFrom = (): Set<string> =>
  new Set(
    globSync('src/**/*.{sql,ts}', { cwd: ROOT, exclude: (path) => path.includes('.test.') }).flatMap((path) =>
      [...readFileSync(join(ROOT, path), 'utf8').matchAll(/\bDELETE\s+FROM\s+(?:ONLY\s+)?([a-z_]+\.[a-z_]+)/gu)].map(
        ([, table = '']) => table,
      ),
    ),
  );

type Key = { child: string; parent: string; columns: string; cascades: boolean; indexed: boolean };

/**
 * PostgreSQL looks through the referring table for every row that is deleted: without an index that is the whole table each time. Undoing an import of
 * 1,000 cards beside 50,922 acts took 13 seconds for want of one.
 */
test('every foreign key that a delete meets has an index of its own', async () => {
  const fresh = await freshDatabase();
  try {
    const keys = await fresh.db.rows<Key>(sql`
      SELECT c.conrelid::regclass::text AS child, c.confrelid::regclass::text AS parent, c.confdeltype IN ('c', 'n', 'd') AS cascades,
        (SELECT string_agg(a.attname, ', ' ORDER BY k.n) FROM unnest(c.conkey) WITH ORDINALITY AS k (attnum, n)
         JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attnum) AS columns,
        EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indisvalid
          -- A key that is null refers to nothing: such an index is as good.
          AND (i.indpred IS NULL OR pg_get_expr(i.indpred, i.indrelid) = format('(%I IS NOT NULL)',
            (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attnum = c.conkey[1])))
          AND (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey) AS indexed
      FROM pg_constraint c WHERE c.contype = 'f' AND c.conrelid::regclass::text NOT LIKE 'graphile_worker.%'`);
    const deleted = deletedFrom();
    // What goes with a row goes on deleting.
    for (let before = -1; before !== deleted.size; ) {
      before = deleted.size;
      for (const { child, parent, cascades } of keys) if (cascades && deleted.has(parent)) deleted.add(child);
    }
    const met = keys.filter(({ parent }) => deleted.has(parent));
    expect(met.length).toBeGreaterThan(5);
    expect(
      met.filter(({ indexed }) => !indexed).map(({ child, columns, parent }) => `${child} (${columns}) → ${parent}`),
    ).toEqual([]);
  } finally {
    await fresh.drop();
  }
});
