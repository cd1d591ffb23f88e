import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { actorSql } from '../../src/audit/actor.ts';
import type { Tx } from '../../src/lib/db/db.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { cancel } from '../../src/reservations/acts.ts';
import { invariantFaults } from '../support/invariant.ts';
import { type Arena, crowd, joinCard, openArena, STAFF, takeOverAwaited, told, walk } from './arena.ts';

/** Visits taken before going live whose card is not there yet: it comes while something else is done with them. */

let arena: Arena;
beforeEach(async () => {
  arena = await openArena(3);
});
afterEach(() => arena.close());

/** Somebody who waits for their card, and the card that comes now. */
async function waiting(): Promise<{ id: string; card: number }> {
  const [id, card] = [randomUUID(), await arena.card('移行 太郎')];
  expect(await takeOverAwaited(arena, card, await arena.slot(9), id)).toBe('booked');
  return { id, card };
}
const cancelIt = async (tx: Tx, id: string): Promise<string> =>
  (await tx.one<{ did: string }>(sql`SELECT reservations.cancel(${actorSql(STAFF)}, ${id}::uuid, NULL, 'staff', '') AS did`)).did;
const takeBack = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.one<{ did: boolean }>(sql`SELECT reservations.undo_take_over(${actorSql(STAFF)}, ${id}::uuid, '', false) AS did`))
    .did;
const endWait = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.one<{ who: unknown }>(sql`SELECT reservations.end_wait(${actorSql(STAFF)}, ${id}::uuid, '') AS who`)).who !== null;
const statusOf = async (card: number): Promise<string> =>
  (await arena.db.one<{ status: string }>(sql`SELECT status FROM cards.cards WHERE id = ${card}`)).status;

/** One act, and another that begins before the first is through: the second waits for it. */
async function meanwhile<One, Other>(one: (tx: Tx) => Promise<One>, other: (tx: Tx) => Promise<Other>): Promise<[One, Other]> {
  let second: Promise<Other> | undefined;
  const first = await arena.desk.transaction(async (tx) => {
    const did = await one(tx);
    second = arena.desk.transaction(other);
    await arena.waiting(1);
    return did;
  });
  if (second === undefined) throw new Error('never begun');
  return [first, await second];
}

test('[8(1)⑬a] a card that comes while its visit is cancelled, taken back or given up stays as it was', async () => {
  for (const end of [cancelIt, takeBack, endWait]) {
    const { id, card } = await waiting();
    const [, joined] = await meanwhile<unknown, string>(
      (tx) => end(tx, id),
      (tx) => joinCard(tx, id, 1, card),
    );
    expect([joined, await statusOf(card)]).toEqual(['already', 'notified']);
  }
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[8(1)⑬a] a visit that is cancelled, taken back or given up while its card comes gives the card back', async () => {
  for (const [end, did] of [
    [cancelIt, 'cancelled'],
    [takeBack, true],
  ] as const) {
    const { id, card } = await waiting();
    const both = await meanwhile<unknown, unknown>(
      (tx) => joinCard(tx, id, 1, card),
      (tx) => end(tx, id),
    );
    expect([...both, await statusOf(card)]).toEqual(['joined', did, 'notified']);
  }
  const { id, card } = await waiting();
  const late = await meanwhile(
    (tx) => joinCard(tx, id, 1, card),
    (tx) => endWait(tx, id),
  );
  expect([...late, await statusOf(card)]).toEqual(['joined', false, 'booked']);
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[8(1)⑬a] of two lists that bring the same card one joins it', async () => {
  const { id, card } = await waiting();
  const join = (tx: Tx) => joinCard(tx, id, 1, card);
  expect(await meanwhile(join, join)).toEqual(['joined', 'already']);
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[8(3)⑫] who waits for a card and who books on the web get no more places than there are', async () => {
  const [people, slot] = [await crowd(arena, 12), await arena.slot(9)];
  const late = await Promise.all(Array.from({ length: 6 }, (_, n) => arena.card(`移行 太郎${n}`)));
  const [booked, taken] = await Promise.all([
    Promise.all(people.map((one) => walk(arena, one, slot))),
    Promise.all(late.map((card) => takeOverAwaited(arena, card, slot, randomUUID()).catch(() => 'full'))),
  ]);
  const first = told(booked);
  expect(first.length + taken.filter((did) => did === 'booked').length).toBe(3);
  for (const { id } of first) await cancel(arena.desk, STAFF, { id, version: 0, reason: '' });
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[8(1)⑬a] control: without the lock on the visit a card is booked for one that was cancelled', async () => {
  await arena.break(
    'reservations.join_card(audit.actor,uuid,integer,bigint,boolean)',
    'WHERE id = p_id FOR UPDATE',
    'WHERE id = p_id',
  );
  const { id, card } = await waiting();
  await meanwhile(
    (tx) => cancelIt(tx, id),
    (tx) => joinCard(tx, id, 1, card),
  );
  expect(await statusOf(card)).toBe('booked');
  expect(await invariantFaults(arena.db)).not.toEqual([]);
});
