import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { invariantFaults } from '../support/invariant.ts';
import { type Arena, crowd, openArena, told, walk } from './arena.ts';

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

/** A claim that forgets to ask whether there is room. */
const forgetful = () =>
  arena.db.pool.query(`
    CREATE OR REPLACE FUNCTION ledger.claim(p_slot bigint, p_units integer, p_by_desk boolean, p_at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE ledger.slots SET taken = taken + p_units, taken_desk = taken_desk + CASE WHEN p_by_desk THEN p_units ELSE 0 END WHERE id = p_slot;
      RETURN FOUND;
    END $$; ALTER FUNCTION ${CLAIM} SECURITY DEFINER`);

test('[8(3)⑧] the last places: as many are booked as there are, the others are told it is full', async () => {
  arena = await openArena(3);
  expect(await rush()).toEqual({ booked: 3, faults: [] });
});

test('[8(3)⑧] control: a claim that does not ask, without the CHECK, oversells', async () => {
  arena = await openArena(3);
  await forgetful();
  await arena.db.pool.query('ALTER TABLE ledger.slots DROP CONSTRAINT slots_taken');
  const { booked, faults } = await rush();
  expect(booked).toBe(40);
  expect(faults.join()).toContain('more taken than there is');
});

test('[8(3)⑧] a claim that does not ask still cannot oversell: the table refuses', async () => {
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
