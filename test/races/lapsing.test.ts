import { afterEach, beforeEach, expect, test } from 'vitest';
import { sql } from '../../src/lib/db/sql.ts';
import { invariantFaults } from '../support/invariant.ts';
import { must } from '../support/must.ts';
import { type Arena, CALLER, type Citizen, openArena } from './arena.ts';

/** A hold that ends while an act on it is under way: at each instant that the act asks the time. */

/** Acts ask the time fewer times than this. */
const INSTANTS = 20;

let arena: Arena;
let full: number;
let free: number;
beforeEach(async () => {
  arena = await openArena(1);
  await arena.db.run(sql`UPDATE services.services SET party_max = 6`);
  await arena.db.pool.query(`
    CREATE SEQUENCE test.asked; GRANT USAGE ON SEQUENCE test.asked TO PUBLIC;
    CREATE OR REPLACE FUNCTION lib.now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ SELECT clock_timestamp() + nextval('test.asked') * interval '1 minute' $$`);
  full = await arena.slot(9);
  free = await arena.slot(10);
});
afterEach(() => arena.close());

/** Someone with a hold in a slot that is full with it, which ends after the time has been asked so many times more. */
async function heldUntil(instants: number): Promise<Citizen> {
  const one = await arena.citizen(await arena.card(`田中 花子${instants}`));
  must(await arena.citizens.hold(one.cookie, one.id, full, CALLER));
  // Just between two instants, whatever the seconds of the clock meanwhile.
  await arena.db.run(sql`
    WITH ends AS (SELECT clock_timestamp() + (last_value + ${instants}) * interval '1 minute' + interval '30 seconds' AS at FROM test.asked),
      standing AS (UPDATE ledger.standing SET until = ends.at FROM ends WHERE reservation_id = ${one.id})
    UPDATE reservations.reservations SET held_until = ends.at FROM ends WHERE id = ${one.id}`);
  return one;
}

async function letGo(one: Citizen): Promise<void> {
  await arena.citizens.finish(one.cookie, CALLER, true);
  await arena.db.run(
    sql`SELECT reservations.cancel(ROW('operator', NULL, NULL, NULL)::audit.actor, id, NULL, 'staff', '') FROM reservations.reservations WHERE state IN ('held', 'booked')`,
  );
}

const ACTS: Record<string, (one: Citizen) => Promise<string>> = {
  join: async (one) => {
    const card = await arena.card(`田中 次郎${one.card}`);
    const { id } = await arena.db.one<{ id: string }>(sql`SELECT notice_id AS id FROM cards.cards WHERE id = ${card}`);
    const proof = { noticeId: id, month: 3, day: 8, year: null, address: 'race' };
    const result = await arena.citizens.joinByNotice(one.cookie, proof, 0, CALLER);
    return result.ok ? result.value : result.reason;
  },
  move: async (one) => {
    const result = await arena.citizens.hold(one.cookie, one.id, free, CALLER);
    return result.ok ? result.value : result.reason;
  },
  extend: async (one) => {
    const result = await arena.citizens.extend(one.cookie, CALLER);
    return result.ok ? 'extended' : result.reason;
  },
  confirm: async (one) => {
    const result = await arena.citizens.confirm(one.cookie, one.id, 0, CALLER);
    return result.ok ? 'booked' : result.reason;
  },
};

test('[8(3)⑫] a hold whose own time is over before its place is taken gives back none that it has not', async () => {
  await arena.lookAway();
  await arena.db.run(sql`INSERT INTO site.settings (key, value) VALUES ('hold-minutes', '1')`);
  // Kept for the desk: nothing is taken, and nothing is free.
  await arena.db.run(sql`UPDATE ledger.slots SET desk_places = capacity, desk_until = day WHERE id = ${full}`);
  const one = await arena.citizen(await arena.card('田中 花子'));
  expect(await arena.citizens.hold(one.cookie, one.id, full, CALLER)).toMatchObject({ ok: false, reason: 'full' });
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test.each(Object.keys(ACTS))(
  '[8(3)⑫] a hold that ends in the middle of "%s" leaves no place taken that nobody has',
  async (name) => {
    const came = new Set<string>();
    for (let instants = 0; instants < INSTANTS; instants += 1) {
      const one = await heldUntil(instants);
      came.add((await ACTS[name]?.(one)) ?? '');
      expect(await invariantFaults(arena.db), `ends after ${instants} instants`).toEqual([]);
      await letGo(one);
      expect(await invariantFaults(arena.db), `let go of, ended after ${instants} instants`).toEqual([]);
    }
    // It ended before the act, and after.
    expect(came.size, [...came].join()).toBeGreaterThan(1);
  },
);
