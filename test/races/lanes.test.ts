import { afterEach, expect, test } from 'vitest';
import { callsSentAgain } from '../../src/lib/db/lanes.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { invariantFaults } from '../support/invariant.ts';
import { type Arena, CALLER, type Citizen, crowd, openArena } from './arena.ts';

let arena: Arena;
afterEach(() => arena.close());

/** In how many transactions places were held: a batch is one. */
const transactions = async (): Promise<number> =>
  (
    await arena.db.one<{ n: number }>(
      sql`SELECT count(DISTINCT xid)::integer AS n FROM audit.events WHERE act = 'reservation.held'`,
    )
  ).n;

/** All at once; what each is told: the act's word, or why not. */
const pressAll = async (
  people: readonly Citizen[],
  press: (one: Citizen) => Promise<{ ok: boolean; value?: string; reason?: string }>,
) => (await Promise.all(people.map(press))).map(({ value, reason }) => value ?? reason ?? '');

test('[8(1)⑩] a crowd for one slot goes to the database in a few statements, and each is answered for itself', async () => {
  arena = await openArena(5);
  const slot = await arena.slot(9);
  const people = await crowd(arena, 30);
  const [first, second, third] = people;
  if (first === undefined || second === undefined || third === undefined) throw new Error('nobody came');
  await arena.db.run(sql`UPDATE reservations.visits SET finished_at = lib.now() WHERE cookie_hash = ${second.cookie}`);
  await arena.db.run(sql`UPDATE cards.cards SET whereabouts = 'missing' WHERE id = ${third.card}`);
  const said = await pressAll(people, ({ cookie, id }) => arena.citizens.hold(cookie, id, slot, CALLER));
  expect(said.slice(0, 7)).toEqual(['held', 'no_visit', 'card_not_bookable', 'held', 'held', 'held', 'held']);
  expect(said.slice(7).every((word) => word === 'full')).toBe(true);
  expect(await transactions()).toBe(2);
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('control: alone, each who holds is a transaction', async () => {
  arena = await openArena(5);
  const slot = await arena.slot(9);
  const said = await pressAll(await crowd(arena, 30), ({ cookie, id }) => arena.alone.hold(cookie, id, slot, CALLER));
  expect(said.filter((word) => word === 'held')).toHaveLength(5);
  expect(await transactions()).toBe(5);
});

test('[8(3)⑫] pressed twice by each of a crowd, in two processes at once, it is one hold and one booking each', async () => {
  arena = await openArena(40);
  const slot = await arena.slot(9);
  const people = await crowd(arena, 20);
  const twice = people.flatMap((one) => [one, one]);
  const processes = [arena.citizens, arena.alone];
  for (const acts of processes) await pressAll(twice, ({ cookie, id }) => acts.hold(cookie, id, slot, CALLER));
  const numbers = await Promise.all(
    processes.map((acts) => pressAll(twice, ({ cookie, id }) => acts.confirm(cookie, id, 0, CALLER))),
  );
  expect(new Set(numbers.flat()).size).toBe(20);
  for (const number of numbers.flat()) expect(number).toMatch(/^\d{4}-\d{4}$/u);
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('a batch that ends in a deadlock is sent again one by one, and nobody hears of it', async () => {
  arena = await openArena(30);
  const slot = await arena.slot(9);
  const people = await crowd(arena, 12);
  await arena.break(
    'citizen.hold_each(bytea[],uuid[],bigint[],text[],text[])',
    '  END LOOP;\nEND',
    "  END LOOP; RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01';\nEND",
  );
  const before = callsSentAgain();
  const said = await pressAll(people, ({ cookie, id }) => arena.citizens.hold(cookie, id, slot, CALLER));
  expect(said).toEqual(people.map(() => 'held'));
  expect(callsSentAgain() - before).toBe(11);
  expect(await invariantFaults(arena.db)).toEqual([]);
});
