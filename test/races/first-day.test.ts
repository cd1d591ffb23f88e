import { afterEach, expect, test } from 'vitest';
import { citizenActs } from '../../src/citizen/acts.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { type Arena, CALLER, crowd, openArena } from './arena.ts';

/**
 * The morning on which a city opens: PostgreSQL has counted no reservations, so reading all of them looks cheap, and a connection keeps that plan for
 * the whole rush. In a bench of 4,000 people a hold waited 10 seconds for it.
 */

let arena: Arena;
afterEach(() => arena.close());

const PEOPLE = 150;

/** 150 people hold and book over one connection, begun when nobody had; how many rows were read by reading tables from end to end. */
async function rowsReadWhole(): Promise<number> {
  await arena.db.run(sql`VACUUM ANALYZE`);
  const people = await crowd(arena, PEOPLE);
  const slot = await arena.slot(9);
  const db = arena.fresh.as('citizen', 1);
  const acts = citizenActs(db, 0);
  try {
    for (const { cookie, id } of people) {
      expect(await acts.hold(cookie, id, slot, CALLER)).toEqual({ ok: true, value: 'held' });
      expect((await acts.confirm(cookie, id, 0, CALLER)).ok).toBe(true);
    }
    // What a session counted is there for others when it says so.
    await db.pool.query('SELECT pg_stat_force_next_flush()');
    await db.pool.query('SELECT 1');
  } finally {
    await db.close();
  }
  const counted = async () =>
    arena.db.one<{ whole: number; byIndex: number }>(sql`
      SELECT sum(seq_tup_read)::integer AS whole, sum(idx_scan)::integer AS "byIndex" FROM pg_stat_user_tables
      WHERE relname IN ('standing', 'reservations', 'members')`);
  await expect.poll(async () => (await counted()).byIndex).toBeGreaterThan(PEOPLE);
  return (await counted()).whole;
}

test('[8(1)⑩] whoever books on a city’s first day reads their own rows, not everybody’s', async () => {
  arena = await openArena(PEOPLE);
  expect(await rowsReadWhole()).toBe(0);
});

test('control: acts that PostgreSQL plans as it likes read all rows there are, each time', async () => {
  arena = await openArena(PEOPLE);
  await arena.db.pool.query(`
    DO $$ DECLARE f regprocedure; BEGIN
      EXECUTE format('ALTER ROLE madoguchi_citizen IN DATABASE %I SET enable_seqscan = on', current_database());
      FOR f IN SELECT oid::regprocedure FROM pg_proc WHERE 'enable_seqscan=off' = ANY (proconfig) LOOP
        EXECUTE format('ALTER FUNCTION %s RESET enable_seqscan', f);
      END LOOP;
    END $$`);
  expect(await rowsReadWhole()).toBeGreaterThan(PEOPLE * 50);
});
