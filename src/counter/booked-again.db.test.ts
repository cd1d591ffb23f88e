import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Arena, openArena, STAFF } from '../../test/races/arena.ts';
import { deskRequest } from '../../test/support/booking.ts';
import { cardFaults } from '../../test/support/card-faults.ts';
import { invariantFaults } from '../../test/support/invariant.ts';
import { must } from '../../test/support/must.ts';
import { slotAt } from '../../test/support/small-city.ts';
import { sql } from '../lib/db/sql.ts';
import { book, cancel, move } from '../reservations/acts.ts';
import { type OutcomeCode, record, undo } from './acts.ts';
import { handOverMany, readHandable, seenOfChosen } from './hand-together.ts';

let arena: Arena;
let cardId = 0;
const DAY = 24 * 60;

beforeEach(async () => {
  arena = await openArena(5, 4);
  cardId = await arena.card('田中 一子');
});
afterEach(async () => {
  // What is wrong on purpose is mended in the test.
  expect([...(await invariantFaults(arena.db)), ...(await cardFaults(arena.db))]).toEqual([]);
  await arena.close();
});

const booked = async (daysOn: number, card = cardId): Promise<string> => {
  const request = deskRequest(arena.city, card, await slotAt(arena.db, arena.city, arena.city.main, daysOn, 0));
  must(await book(arena.desk, STAFF, request));
  return request.id;
};
const press = (id: string, from: OutcomeCode | null, to: OutcomeCode) =>
  record(arena.desk, STAFF, { reservationId: id, position: 1, from, to, reason: '' });
const pressed = async (id: string, from: OutcomeCode | null, to: OutcomeCode): Promise<number> => {
  const done = await press(id, from, to);
  if (!done.ok || done.value.actId === null) throw new Error(JSON.stringify(done));
  return done.value.actId;
};
const version = async (id: string) =>
  (await arena.db.one<{ version: number }>(sql`SELECT version FROM reservations.reservations WHERE id = ${id}::uuid`)).version;
const card = () => arena.db.one(sql`SELECT status, is_open AS open FROM cards.cards WHERE id = ${cardId}`);

/** A visit of tomorrow whose person was received, and two days later. */
async function leftAtTheCounter(): Promise<string> {
  const id = await booked(1);
  await arena.pass(DAY);
  await pressed(id, null, 'arrived');
  await arena.pass(DAY);
  return id;
}

describe('[8(2)⑦d] who was received, left so, and booked again', () => {
  test('is not handed the card at the old visit until the new one is cancelled; nor in one press with others', async () => {
    const old = await leftAtTheCounter();
    const later = await booked(5);
    expect(await press(old, 'arrived', 'handed-over')).toMatchObject({ ok: false, reason: 'comes_again' });
    const { day } = await arena.db.one<{ day: string }>(sql`SELECT lib.day_of(lib.now()) - 1 AS day`);
    const { rows } = await readHandable(arena.desk, { seesProtected: true }, arena.city.main, day);
    expect(rows.map(({ verdict }) => verdict)).toEqual(['comes-again']);
    // To who may not see them they are one more who is at the counter.
    await arena.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${cardId}`);
    expect(await readHandable(arena.desk, { seesProtected: false }, arena.city.main, day)).toEqual({ rows: [], hidden: 1 });
    await arena.db.run(sql`UPDATE cards.cards SET protected = false WHERE id = ${cardId}`);
    const chosen = { officeId: arena.city.main, day, people: [{ reservationId: old, position: 1 }] };
    const together = await handOverMany(arena.desk, STAFF, { ...chosen, seen: await seenOfChosen(arena.desk, chosen) });
    expect(together).toMatchObject({ ok: false, reason: 'nothing' });
    expect(await card()).toEqual({ status: 'booked', open: true });

    await cancel(arena.desk, STAFF, { id: later, version: await version(later), reason: '' });
    await pressed(old, 'arrived', 'handed-over');
    expect(await card()).toEqual({ status: 'handed-over', open: false });
  });

  test('who received the card at the new visit was at the old one in vain: 不備 is recorded of it, never 交付済', async () => {
    const old = await leftAtTheCounter();
    const later = await booked(4);
    await arena.pass(2 * DAY);
    await pressed(later, null, 'arrived');
    const handed = await pressed(later, 'arrived', 'handed-over');
    expect(await press(old, 'arrived', 'handed-over')).toMatchObject({ ok: false, reason: 'handed_elsewhere' });
    const lacked = await pressed(old, 'arrived', 'incomplete');
    expect(await card()).toEqual({ status: 'handed-over', open: false });
    // Each press is taken back, in whatever order.
    expect(await undo(arena.desk, STAFF, handed)).toMatchObject({ ok: true });
    await pressed(later, 'arrived', 'incomplete');
    expect(await card()).toEqual({ status: 'incomplete', open: true });
    expect(await undo(arena.desk, STAFF, lacked)).toMatchObject({ ok: true });
    expect(await card()).toEqual({ status: 'booked', open: true });
  });

  test('a press on a visit of a past day is taken back though the person is booked again, with this card or another', async () => {
    const old = await leftAtTheCounter();
    const lacked = await pressed(old, 'arrived', 'incomplete');
    await booked(5);
    expect(await undo(arena.desk, STAFF, lacked)).toMatchObject({ ok: true });
    expect(await card()).toEqual({ status: 'booked', open: true });

    const [first, second] = [await arena.card('田中 二子'), await arena.card('田中 二子')];
    const past = await booked(3, first);
    await arena.pass(DAY);
    await pressed(past, null, 'arrived');
    await arena.pass(DAY);
    const handed = await pressed(past, 'arrived', 'handed-over');
    await booked(6, second);
    expect(await undo(arena.desk, STAFF, handed)).toMatchObject({ ok: true });
  });

  test('a visit that nothing became of is not moved once its card was handed over', async () => {
    const old = await booked(1);
    await arena.pass(2 * DAY);
    const later = await booked(3);
    await arena.pass(DAY);
    await pressed(later, null, 'arrived');
    await pressed(later, 'arrived', 'handed-over');
    const slotId = await slotAt(arena.db, arena.city, arena.city.main, 7, 10);
    const moved = await move(arena.desk, STAFF, { id: old, slotId, version: await version(old), exceedReason: null });
    expect(moved).toEqual({ ok: false, reason: 'lapsed', detail: 'card_closed' });
  });
});
