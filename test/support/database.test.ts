import { expect, test } from 'vitest';
import { sql } from '../../src/lib/db/sql.ts';
import { freshDatabase } from './database.ts';

test.each([18, 15] as const)('every test has a migrated database of its own, on PostgreSQL %d too', async (version) => {
  const first = await freshDatabase({ version });
  const second = await freshDatabase({ version });
  try {
    await first.db.run(sql`CREATE TABLE public.mine (id int)`);
    expect(await second.db.row(sql`SELECT to_regclass('public.mine') AS found`)).toEqual({ found: null });
    expect(await second.db.row(sql`SELECT to_regclass('ledger.slots')::text AS found`)).toEqual({ found: 'ledger.slots' });
  } finally {
    await Promise.all([first.drop(), second.drop()]);
  }
});
