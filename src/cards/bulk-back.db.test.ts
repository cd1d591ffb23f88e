import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Arena, openArena, STAFF } from '../../test/races/arena.ts';
import { deskRequest } from '../../test/support/booking.ts';
import { cardFaults } from '../../test/support/card-faults.ts';
import { must } from '../../test/support/must.ts';
import { slotAt } from '../../test/support/small-city.ts';
import { sql } from '../lib/db/sql.ts';
import { book, cancel } from '../reservations/acts.ts';
import { changeStatus } from './acts.ts';
import { cardsOfBulk, changeMany, postMany, previewBulk, undoMany, undoOneOfMany } from './bulk.ts';
import { undoStatus } from './by-hand.ts';
import { departCard } from './depart.ts';
import { noticeReturned, undoReturned } from './returned.ts';
import { EVERYBODY } from './viewer.ts';

let arena: Arena;
const OTHER = { kind: 'staff', staffId: 2 } as const;
beforeEach(async () => {
  arena = await openArena(5, 4);
});
afterEach(async () => {
  expect(await cardFaults(arena.db)).toEqual([]);
  await arena.close();
});

const newest = async (card: number) =>
  (await arena.db.one<{ id: number }>(sql`SELECT max(id) AS id FROM cards.status_history WHERE card_id = ${card}`)).id;
async function held(cardId: number, from: string): Promise<void> {
  expect(await changeStatus(arena.desk, STAFF, { cardId, from, to: 'on-hold', why: '電話' })).toMatchObject({ ok: true });
}
async function heldAndBack(cardId: number): Promise<void> {
  await held(cardId, 'notified');
  expect(await undoStatus(arena.desk, STAFF, { cardId, change: await newest(cardId) })).toMatchObject({ ok: true });
}
async function bookedAndCancelled(cardId: number): Promise<void> {
  const request = deskRequest(arena.city, cardId, await slotAt(arena.db, arena.city, arena.city.main, 2, 12));
  expect(await book(arena.desk, STAFF, request)).toMatchObject({ ok: true });
  const { version } = await arena.db.one<{ version: number }>(
    sql`SELECT version FROM reservations.reservations WHERE id = ${request.id}::uuid`,
  );
  expect(await cancel(arena.desk, STAFF, { id: request.id, version, reason: '' })).toMatchObject({ ok: true });
}
async function backByPostAndNot(cardId: number): Promise<void> {
  const back = must(await noticeReturned(arena.desk, STAFF, { cardId, why: 'あて所なし', on: arena.city.today }));
  expect(await undoReturned(arena.desk, STAFF, back)).toMatchObject({ ok: true });
}

test('[8(2)⑦c] many that were changed by mistake go back whole, those too whose later change was itself taken back', async () => {
  const cards: number[] = [];
  for (const n of [1, 2, 3, 4, 5, 6]) cards.push(await arena.card(`田中 ${n}子`));
  await arena.db.run(sql`UPDATE cards.cards SET status = 'preparing'`);
  const { seen } = await previewBulk(arena.desk, cards, 'notified');
  const many = must(await postMany(arena.desk, STAFF, { cards, to: 'notified', why: '発送', seen, posted: arena.city.today }));
  const [, second = 0, third = 0, fourth = 0, fifth = 0, sixth = 0] = cards;
  await heldAndBack(second);
  await heldAndBack(second);
  await bookedAndCancelled(third);
  await bookedAndCancelled(third);
  await backByPostAndNot(fourth);
  await heldAndBack(fourth);
  const other = await previewBulk(arena.desk, [fifth], 'to-destroy');
  const again = await changeMany(arena.desk, STAFF, { cards: [fifth], to: 'to-destroy', why: '誤り', seen: other.seen });
  expect(again.ok && (await undoMany(arena.desk, STAFF, again.value))).toEqual({ ok: true, value: { back: 1, stay: 0 } });
  // One that was set to something else and set back is no longer as the act left it: that was another decision.
  await held(sixth, 'notified');
  expect(await changeStatus(arena.desk, STAFF, { cardId: sixth, from: 'on-hold', to: 'notified', why: '再開' })).toMatchObject({
    ok: true,
  });

  expect(await undoMany(arena.desk, STAFF, many)).toEqual({ ok: true, value: { back: 5, stay: 1 } });
  const rows = await arena.db.rows<{ status: string; notice: string | null }>(
    sql`SELECT status, notice_date AS notice FROM cards.cards ORDER BY id`,
  );
  expect(rows.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => ({ status: 'preparing', notice: null })));
  expect(rows[5]).toMatchObject({ status: 'notified' });
});

test('[8(2)⑦c] [8(2)⑩a] a card that has left for good since stays closed and gone', async () => {
  const [left, here] = [await arena.card('転出 一子'), await arena.card('転出 二子')];
  await arena.db.run(sql`UPDATE cards.cards SET whereabouts = 'counter' WHERE id = ANY (${[left, here]}::bigint[])`);
  const { seen } = await previewBulk(arena.desk, [left, here], 'out-of-scope');
  const many = must(await changeMany(arena.desk, STAFF, { cards: [left, here], to: 'out-of-scope', why: '転出', seen }));
  must(await departCard(arena.desk, STAFF, left, '別の市'));
  must(await departCard(arena.desk, OTHER, left, '別の市'));

  expect((await cardsOfBulk(arena.desk, EVERYBODY, many, 10, 0)).filter(({ stands }) => stands).map(({ id }) => id)).toEqual([
    here,
  ]);
  expect(await undoOneOfMany(arena.desk, STAFF, { bulk: many, cardId: left })).toMatchObject({
    ok: false,
    reason: 'changed_since',
  });
  expect(await undoMany(arena.desk, STAFF, many)).toEqual({ ok: true, value: { back: 1, stay: 1 } });
  expect(
    await arena.db.rows(
      sql`SELECT id, status, whereabouts, is_open AS open FROM cards.cards WHERE id IN (${left}, ${here}) ORDER BY id`,
    ),
  ).toEqual([
    { id: left, status: 'out-of-scope', whereabouts: 'gone', open: false },
    { id: here, status: 'notified', whereabouts: 'counter', open: true },
  ]);
});
