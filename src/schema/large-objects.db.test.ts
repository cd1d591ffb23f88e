import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { sql } from '../lib/db/sql.ts';
import { closeLargeObjects, MAKES_LARGE_OBJECTS } from './large-objects.ts';
import { ROLES } from './roles.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

test('an installer who is no superuser is told that large objects stay open; a superuser closes them to every role', async () => {
  await fresh.db.run(sql`GRANT EXECUTE ON FUNCTION pg_catalog.lo_create(oid) TO PUBLIC`);
  const desk = new pg.Client({ connectionString: fresh.urlFor('desk') });
  const installer = new pg.Client({ connectionString: fresh.url });
  await Promise.all([desk.connect(), installer.connect()]);
  try {
    expect(await closeLargeObjects(desk, ROLES.citizen)).toBe(false);
    expect((await desk.query(MAKES_LARGE_OBJECTS)).rows).toEqual([{ makes: true }]);
    expect(await closeLargeObjects(installer, ROLES.citizen)).toBe(true);
    expect((await desk.query(MAKES_LARGE_OBJECTS)).rows).toEqual([{ makes: false }]);
  } finally {
    await Promise.all([desk.end(), installer.end()]);
  }
});
