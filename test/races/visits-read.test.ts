import { afterEach, expect, test } from 'vitest';
import { citizenActs } from '../../src/citizen/acts.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { type Arena, CALLER, crowd, openArena } from './arena.ts';

/** What is asked of citizens' visits on a day with many of them: each reads its own, or all of them once, never all of them each time. */

let arena: Arena;
afterEach(() => arena.close());

const STRANGERS = 2_000;

/** Visits of cards nobody here asks about, as a busy week leaves them. */
const strangers = () =>
  arena.db.run(sql`
    INSERT INTO reservations.visits (cookie_hash, purpose, service_id, card_ids, mails_sent, created_at, expires_at)
    SELECT sha256(n::text::bytea), 'book', (SELECT min(id) FROM services.services), ARRAY[1000000 + n], 1, lib.now(), lib.now() + interval '1 hour'
    FROM generate_series(1, ${STRANGERS}) n`);

/** Rows of visits read so far, by index and from end to end. */
async function rowsRead(): Promise<number> {
  await arena.db.run(sql`SELECT pg_stat_force_next_flush()`);
  const { rows } = await arena.db.one<{ rows: number }>(sql`
    SELECT (seq_tup_read + coalesce(idx_tup_fetch, 0))::integer AS rows FROM pg_stat_user_tables WHERE relid = 'reservations.visits'::regclass`);
  return rows;
}

/** Rows that 20 registration mails read. */
async function readForLinks(): Promise<number> {
  const people = await crowd(arena, 20);
  await strangers();
  const before = await rowsRead();
  const db = arena.fresh.as('citizen', 1);
  const acts = citizenActs(db, 0);
  for (const { cookie } of people)
    expect(await acts.requestLink(cookie, 'another@example.jp', CALLER)).toMatchObject({ ok: true });
  await db.pool.query('SELECT pg_stat_force_next_flush()');
  await db.close();
  await expect.poll(rowsRead).toBeGreaterThan(before);
  return (await rowsRead()) - before;
}

test('[8(3)③] a registration mail reads the visits of its own card, not the week’s', async () => {
  arena = await openArena(20);
  expect(await readForLinks()).toBeLessThan(STRANGERS);
});

test('control: without the index of what was written for a card it reads them all, each time', async () => {
  arena = await openArena(20);
  await arena.db.pool.query('DROP INDEX reservations.visits_mailed_for');
  expect(await readForLinks()).toBeGreaterThan(10 * STRANGERS);
});

test('[8(1)⑧] holds that came to nothing are removed by one look at the visits, however many holds there are', async () => {
  arena = await openArena(1);
  await strangers();
  const slot = await arena.slot(9);
  await arena.db.run(sql`
    INSERT INTO reservations.reservations (id, service_id, slot_id, units, by_desk, channel, state, created_at, ended_at)
    SELECT gen_random_uuid(), (SELECT min(id) FROM services.services), ${slot}, 1, false, 'web', 'lapsed', lib.now() - interval '400 days', lib.now() - interval '400 days'
    FROM generate_series(1, 200)`);
  const before = await rowsRead();
  const { holds } = await arena.db.one<{ holds: number }>(sql`SELECT holds FROM reservations.expire()`);
  expect(holds).toBe(200);
  expect((await rowsRead()) - before).toBeLessThan(10 * STRANGERS);
});
