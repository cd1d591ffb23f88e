import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tx } from '../lib/db/db.ts';
import { ROOT } from '../lib/root.ts';

/** Runs work as if it were that instant: the database's one clock is replaced inside this transaction, which nobody else sees, and put back. */
export async function asIf(tx: Tx, instant: Temporal.Instant, work: () => Promise<void>): Promise<void> {
  await tx.run({
    name: '',
    text: `CREATE OR REPLACE FUNCTION lib.now() RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL SAFE AS $$ SELECT '${instant.toString()}'::timestamptz $$`,
    values: [],
  });
  await work();
  const text = await readFile(join(ROOT, 'src/lib/db/lib.sql'), 'utf8');
  await tx.run({ name: '', text, values: [] });
}
