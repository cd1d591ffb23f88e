import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { sql } from '../lib/db/sql.ts';
import { ROOT } from '../lib/root.ts';
import { presentChange } from './acts.ts';
import { mayApply } from './command.ts';
import { thisProgram } from './program.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
  await withoutLater();
});
afterAll(() => fresh.drop());

/** Takes away what any migration added to the tables of approvals: a database of an earlier release, which is asked before it is migrated. */
async function withoutLater(): Promise<void> {
  const { migrations } = await thisProgram();
  let added = 0;
  for (const name of migrations)
    for (const [, table, what = ''] of readFileSync(join(ROOT, 'migrations', `${name}.sql`), 'utf8').matchAll(
      /ALTER TABLE (approvals\.\w+) ([^;]+)/gu,
    ))
      for (const [, column] of what.matchAll(/ADD COLUMN (\w+)/gu)) {
        await fresh.db.pool.query(`ALTER TABLE ${table} DROP COLUMN ${column} CASCADE`);
        added += 1;
      }
  expect(added).toBeGreaterThan(0);
}

test('[9(3)a] what is asked before a database is brought to this release knows the tables of every release before', async () => {
  const program = { digest: 'this-release', version: '2', migrations: [] };
  await fresh.db.run(sql`INSERT INTO approvals.applied (program, version, at) VALUES ('the-release-before', '1', lib.now())`);
  await expect(mayApply(fresh.db, program)).rejects.toThrow('not approved by the city');
  const id = await presentChange(fresh.db, { program: program.digest, title: '新しい版', body: '説明' });
  await expect(mayApply(fresh.db, program)).rejects.toThrow('not decided yet');
  await fresh.db.run(
    sql`UPDATE approvals.matters SET approved = true, decided_at = lib.now(), approver = '市民課長' WHERE id = ${id}`,
  );
  expect(await mayApply(fresh.db, program)).toEqual({ matter: id });
});
