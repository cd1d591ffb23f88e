import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCitizenDoor } from '../../test/support/citizen.ts';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { sql } from '../lib/db/sql.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

test('[9(1)a] a site that cannot say which program it runs is there all the same', async () => {
  await fresh.db.pool.query(`
    CREATE OR REPLACE FUNCTION citizen.runs(p_machine text, p_program text, p_version text) RETURNS void LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'the places of programs are locked'; END $$`);
  const site = await startCitizenDoor(fresh);
  const beats = async () => (await fresh.db.rows(sql`SELECT FROM running.beats WHERE door = 'citizen'`)).length;
  await expect.poll(beats).toBe(1);
  await site.close();
});
