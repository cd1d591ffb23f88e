import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { sql } from '../../src/lib/db/sql.ts';
import { invariantFaults } from '../support/invariant.ts';
import { type Arena, CALLER, crowd, openArena, told, walk } from './arena.ts';

let arena: Arena;
afterEach(() => arena.close());

const CLAIM = 'ledger.claim(bigint,integer,boolean,timestamptz)';

/** Thirty people on the web and ten callers at once, for three places. */
async function rush(): Promise<{ booked: number; faults: string[] }> {
  const slot = await arena.slot(10);
  const people = await crowd(arena, 30);
  const callers = await Promise.all(Array.from({ length: 10 }, (_, n) => arena.card(`電話 太郎${n}`)));
  const [web, phone] = await Promise.all([
    Promise.all(people.map((one) => walk(arena, one, slot))),
    Promise.all(
      callers.map(async (card) => {
        const id = randomUUID();
        const result = await arena.bookByDesk(card, slot, id);
        return result.ok ? { id, number: result.value.number } : result.reason;
      }),
    ),
  ]);
  const all = [...web, ...phone];
  for (const result of all) if (typeof result === 'string') expect(result).toBe('full');
  return { booked: told(all).length, faults: await invariantFaults(arena.db, told(all)) };
}

/** A claim that forgets to ask whether there is room, and so does the look before it. */
const forgetful = async () => {
  await arena.lookAway();
  await arena.db.pool.query(`
    CREATE OR REPLACE FUNCTION ledger.claim(p_slot bigint, p_units integer, p_by_desk boolean, p_at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE ledger.slots SET taken = taken + p_units, taken_desk = taken_desk + CASE WHEN p_by_desk THEN p_units ELSE 0 END WHERE id = p_slot;
      RETURN FOUND;
    END $$; ALTER FUNCTION ${CLAIM} SECURITY DEFINER`);
};

test('[8(2)⑤d] the last places: as many are booked as there are, the others are told it is full', async () => {
  arena = await openArena(3);
  expect(await rush()).toEqual({ booked: 3, faults: [] });
});

test('[8(1)⑤] the web and the phone take of the same places, and each booking says which way it came', async () => {
  arena = await openArena(2);
  const slot = await arena.slot(10);
  const [first, second] = await crowd(arena, 2);
  if (first === undefined || second === undefined) throw new Error('nobody came');
  expect(await walk(arena, first, slot)).toMatchObject({ number: expect.any(String) });
  expect(await arena.bookByDesk(await arena.card('電話 太郎'), slot)).toMatchObject({ ok: true });
  expect(await walk(arena, second, slot)).toBe('full');
  expect(await arena.bookByDesk(await arena.card('電話 次郎'), slot)).toMatchObject({ ok: false, reason: 'full' });
  const booked = sql`SELECT channel FROM reservations.reservations WHERE slot_id = ${slot} AND state = 'booked' ORDER BY channel`;
  expect(await arena.db.rows(booked)).toEqual([{ channel: 'phone' }, { channel: 'web' }]);
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[8(2)⑤d] the look before writing decides nothing: with one that never finds a slot full, the claim refuses all the same', async () => {
  arena = await openArena(3);
  await arena.lookAway();
  expect(await rush()).toEqual({ booked: 3, faults: [] });
});

test('[8(2)⑤d] control: a claim that does not ask, without the CHECK, oversells', async () => {
  arena = await openArena(3);
  await forgetful();
  await arena.db.pool.query('ALTER TABLE ledger.slots DROP CONSTRAINT slots_taken');
  const { booked, faults } = await rush();
  expect(booked).toBe(40);
  expect(faults.join()).toContain('more taken than there is');
});

test('[8(2)⑤d] a claim that does not ask still cannot oversell: the table refuses', async () => {
  arena = await openArena(3);
  await forgetful();
  const slot = await arena.slot(10);
  const people = await crowd(arena, 20);
  const results = await Promise.allSettled(people.map((one) => walk(arena, one, slot)));
  const faults = results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
  expect(faults).toHaveLength(17);
  for (const fault of faults) expect(fault).toContain('slots_taken');
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[8(2)⑤d] places of lapsed holds are offered again, also where the rest of the slot is kept for the desk', async () => {
  arena = await openArena(10);
  const slot = await arena.slot(9);
  const { day } = await arena.db.one<{ day: string }>(
    sql`UPDATE ledger.slots SET desk_places = 6, desk_until = day WHERE id = ${slot} RETURNING day`,
  );
  const [late, ...holding] = await crowd(arena, 5);
  if (late === undefined) throw new Error('nobody');
  const sign = async () => (await arena.citizens.times(late.cookie, 'honcho', day)).find(({ slotId }) => slotId === slot)?.sign;
  for (const one of holding) expect((await arena.citizens.hold(one.cookie, one.id, slot, CALLER)).ok).toBe(true);
  expect(await sign()).toBe('full');
  await arena.pass(11);
  expect(await sign()).toBe('open');
  expect(typeof (await walk(arena, late, slot))).toBe('object');
});
