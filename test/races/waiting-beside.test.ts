import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cookieHash } from '../../src/citizen/acts.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { cancel, move } from '../../src/reservations/acts.ts';
import { bookOffer, enterBeside } from '../../src/waiting/acts.ts';
import { passOn } from '../../src/waiting/offers.ts';
import { invariantFaults } from '../support/invariant.ts';
import { slotAt } from '../support/small-city.ts';
import { type Arena, CALLER, type Citizen, openArena, STAFF, walk } from './arena.ts';

let arena: Arena;
/** One early place, taken by somebody who may cancel; one late place for who waits, one other for whoever wants it. */
let early: number;
let late: number;
let other: number;
let booked: { id: string; version: number };

beforeEach(async () => {
  arena = await openArena(1);
  early = await arena.slot(10);
  late = await slotAt(arena.db, arena.city, arena.city.main, 15, 10);
  other = await slotAt(arena.db, arena.city, arena.city.main, 16, 10);
  await arena.db.run(sql`UPDATE ledger.slots SET capacity = 0 WHERE id NOT IN (${early}, ${late}, ${other})`);
  booked = { id: randomUUID(), version: 0 };
  expect(await arena.bookByDesk(await arena.card('予約 太郎'), early, booked.id)).toMatchObject({ ok: true });
});
afterEach(() => arena.close());

const ALWAYS = { kinds: ['weekday', 'holiday'], parts: ['morning', 'afternoon', 'evening'] } as const;
const dayOn = (days: number): string => {
  const [year = 0, month = 1, day = 1] = arena.city.today.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
};
const wish = () => ({ offices: ['honcho'], from: dayOn(4), to: dayOn(29), kinds: [...ALWAYS.kinds], parts: [...ALWAYS.parts] });

/** Who is booked for the late time, and waits for an earlier one beside it. */
async function waitsBeside(): Promise<Citizen> {
  const one = await arena.citizen(await arena.card('早 花子'));
  expect(await walk(arena, one, late)).toMatchObject({ number: expect.any(String) });
  expect(await arena.citizens.enterWaiting(one.cookie, randomUUID(), wish(), CALLER)).toEqual({ ok: true, value: 'entered' });
  return one;
}
const frees = async () => {
  expect(await cancel(arena.desk, STAFF, { ...booked, reason: '' })).toMatchObject({ ok: true });
  await passOn(arena.desk);
};
const stands = (one: Citizen) =>
  arena.db.one(
    sql`SELECT state, slot_id AS slot, number IS NOT NULL AS numbered FROM reservations.reservations WHERE id = ${one.id}::uuid`,
  );
const taken = async (...slots: number[]) =>
  (
    await arena.db.rows<{ taken: number }>(
      sql`SELECT taken FROM ledger.slots WHERE id = ANY (${slots}) ORDER BY array_position(${slots}, id)`,
    )
  ).map((row) => row.taken);
const offerOf = async (one: Citizen) => (await arena.citizens.waiting(one.cookie))?.offer ?? null;
const ended = async () =>
  (await arena.db.rows<{ why: string }>(sql`SELECT end_reason AS why FROM waiting.entries ORDER BY entered_at`)).map(
    ({ why }) => why,
  );
const link = async (): Promise<string> =>
  (
    await arena.db.one<{ secret: string }>(
      sql`SELECT waiting.new_link(e.id, o.id, e.mail) AS secret FROM waiting.offers o JOIN waiting.entries e ON e.id = o.entry_id WHERE o.outcome IS NULL`,
    )
  ).secret;
const browser = (): Buffer => cookieHash(randomBytes(16).toString('hex'));
const sound = async () => expect(await invariantFaults(arena.db)).toEqual([]);

test('[8(3)⑩d] who has a booking waits for an earlier time beside it: one press of the mail moves it and frees its own, whoever presses how often', async () => {
  const one = await waitsBeside();
  expect(await arena.citizens.waiting(one.cookie)).toMatchObject({
    booking: { day: dayOn(15) },
    offer: null,
    same: true,
    whole: true,
  });
  await frees();
  expect(await offerOf(one)).toMatchObject({ slot: early });
  // Until then nothing of the booking is other than it was.
  expect(await stands(one)).toEqual({ state: 'booked', slot: late, numbered: true });
  expect(await taken(early, late)).toEqual([1, 1]);
  await sound();
  const secret = await link();
  const cookie = browser();
  const presses = await Promise.all([
    ...Array.from({ length: 4 }, () => arena.citizens.moveToOffer(secret, cookie, 'ja', CALLER)),
    ...Array.from({ length: 3 }, () => arena.citizens.moveToOffer(secret, browser(), 'ja', CALLER)),
  ]);
  expect(presses).toContain('moved');
  expect(await stands(one)).toEqual({ state: 'booked', slot: early, numbered: true });
  expect(await taken(early, late)).toEqual([1, 0]);
  expect(await ended()).toEqual(['booked']);
  expect(
    await arena.db.rows(sql`SELECT kind FROM outbox.mails WHERE reservation_id = ${one.id}::uuid AND kind = 'changed'`),
  ).toHaveLength(1);
  expect(await arena.db.rows(sql`SELECT outcome FROM waiting.offers`)).toEqual([{ outcome: 'taken' }]);
  await sound();
});

test('what is offered beside a booking and let pass, or lapses, is free for the next one, and nothing of the booking changes', async () => {
  const one = await waitsBeside();
  const next = await arena.citizen(await arena.card('次 花子'));
  await arena.db.run(sql`UPDATE ledger.slots SET capacity = 0 WHERE id = ${other}`);
  expect(await arena.citizens.enterWaiting(next.cookie, randomUUID(), wish(), CALLER)).toEqual({ ok: true, value: 'entered' });
  await frees();
  expect([await offerOf(one), await offerOf(next)]).toEqual([expect.objectContaining({ slot: early }), null]);
  const version = (await arena.citizens.visit(one.cookie))?.version;
  expect(await arena.citizens.passWaiting(one.cookie, CALLER)).toEqual({ ok: true, value: 'passed' });
  expect([await offerOf(one), await offerOf(next)]).toEqual([null, expect.objectContaining({ slot: early })]);
  expect(await stands(one)).toEqual({ state: 'booked', slot: late, numbered: true });
  expect((await arena.citizens.visit(one.cookie))?.version).toBe(version);
  expect(await arena.citizens.leaveWaiting(one.cookie, CALLER)).toEqual({ ok: true, value: 'left' });
  expect(await stands(one)).toEqual({ state: 'booked', slot: late, numbered: true });
  await sound();
});

test('[8(2)⑤d] with the worker dead, what was offered beside a booking and lapsed is a free place for anybody', async () => {
  const one = await waitsBeside();
  await frees();
  const stranger = await arena.citizen(await arena.card('別 人'));
  expect(await walk(arena, stranger, early)).toBe('full');
  await arena.pass(24 * 60 * 2);
  expect(await walk(arena, stranger, early)).toMatchObject({ number: expect.any(String) });
  expect(await stands(one)).toEqual({ state: 'booked', slot: late, numbered: true });
  expect(await arena.citizens.moveToOffer(randomUUID(), browser(), 'ja', CALLER)).toBe('unknown');
  await sound();
});

test('[8(2)⑤d] control: a move that does not take over what is held for it finds its own place full', async () => {
  const one = await waitsBeside();
  await frees();
  await arena.break('reservations.move(audit.actor,uuid,bigint,integer,text,text)', 'h.beside = p_id', 'false');
  const [secret, cookie] = [await link(), browser()];
  // Pressed again it is no change either.
  for (const press of [1, 2])
    expect([press, await arena.citizens.moveToOffer(secret, cookie, 'ja', CALLER)]).toEqual([press, 'over']);
  expect(await stands(one)).toEqual({ state: 'booked', slot: late, numbered: true });
  await sound();
});

test('[8(2)⑤d] control: places taken over and given back too are lost from the count, and that is found', async () => {
  await waitsBeside();
  await frees();
  await arena.break('reservations.take_held(bigint,integer)', 'ledger.free(p_slot, 0,', 'ledger.free(p_slot, 1,');
  expect(await arena.citizens.moveToOffer(await link(), browser(), 'ja', CALLER)).toBe('moved');
  expect(await invariantFaults(arena.db)).toEqual([expect.stringContaining('taken is not the sum of what stands in the slot')]);
});

test('the held time is their own in the ordinary change too, by themselves and by staff; an end of it is told by the ledger', async () => {
  const one = await waitsBeside();
  await frees();
  expect(await move(arena.desk, STAFF, { id: one.id, slotId: early, version: 0, exceedReason: null })).toEqual({
    ok: true,
    value: 'moved',
  });
  expect(await taken(early, late)).toEqual([1, 0]);
  await sound();
  expect(await arena.citizens.waiting(one.cookie)).toBeNull();
  await passOn(arena.desk);
  expect(await ended()).toEqual(['booked']);
  expect(await arena.db.rows(sql`SELECT outcome FROM waiting.offers`)).toEqual([{ outcome: 'taken' }]);
  await sound();
});

test('the booking moved to a later time waits on; cancelled, it ends, and what was held goes on', async () => {
  const one = await waitsBeside();
  await frees();
  expect(await arena.citizens.move(one.cookie, other, 0, CALLER, { ticks: {}, papers: true })).toMatchObject({ ok: true });
  await passOn(arena.desk);
  expect(await ended()).toEqual([null]);
  expect(await stands(one)).toEqual({ state: 'booked', slot: other, numbered: true });
  expect(await arena.citizens.cancel(one.cookie, 1, CALLER)).toMatchObject({ ok: true });
  await passOn(arena.desk);
  expect(await ended()).toEqual(['left']);
  expect(await taken(early, late, other)).toEqual([0, 0, 0]);
  await sound();
});

test('a change, the offer’s button, its lapse, a cancellation and leaving at one moment: one booking or none, and every place is counted once', async () => {
  await cancel(arena.desk, STAFF, { ...booked, reason: '' });
  for (let round = 0; round < 6; round += 1) {
    booked = { id: randomUUID(), version: 0 };
    expect(await arena.bookByDesk(await arena.card('予約 次郎'), early, booked.id)).toMatchObject({ ok: true });
    const one = await waitsBeside();
    await frees();
    const secret = await link();
    const acts = [
      () => arena.citizens.moveToOffer(secret, browser(), 'ja', CALLER),
      () => arena.citizens.move(one.cookie, other, 0, CALLER, { ticks: {}, papers: true }),
      () => passOn(arena.desk),
      () => arena.citizens.passWaiting(one.cookie, CALLER),
      () => arena.citizens.cancel(one.cookie, 0, CALLER),
      // It lapses.
      () => arena.db.run(sql`UPDATE reservations.reservations SET held_until = lib.now() WHERE offered AND state = 'held'`),
    ];
    await Promise.all([...acts.slice(round), ...acts.slice(0, round)].slice(0, 4).map((act) => act()));
    await sound();
    await passOn(arena.desk);
    await sound();
    const { version } = await arena.db.one<{ version: number }>(
      sql`SELECT version FROM reservations.reservations WHERE id = ${one.id}::uuid`,
    );
    await cancel(arena.desk, STAFF, { id: one.id, version, reason: '' });
    await passOn(arena.desk);
    // What lapsed is free by the clock, and counted until somebody wants it.
    await arena.db.run(sql`SELECT reservations.sweep(s.id) FROM ledger.slots s WHERE s.id = ANY (${[early, late, other]})`);
    expect(await taken(early, late, other)).toEqual([0, 0, 0]);
  }
});

test('staff enter who is on the telephone beside their booking, and move it to what is held; a second press finds it done', async () => {
  const id = randomUUID();
  expect(await arena.bookByDesk(await arena.card('電 話子'), late, id)).toMatchObject({ ok: true });
  await arena.db.run(sql`UPDATE reservations.reservations SET mail = NULL, phone = '0942300000' WHERE id = ${id}::uuid`);
  const entered = await enterBeside(arena.desk, STAFF, {
    id: randomUUID(),
    reservation: id,
    phone: '',
    offices: [arena.city.main],
    from: dayOn(1),
    to: dayOn(29),
    kinds: [...ALWAYS.kinds],
    parts: [...ALWAYS.parts],
  });
  expect(entered).toEqual({ ok: true, value: 'entered' });
  await frees();
  const { entry, hold } = await arena.db.one<{ entry: string; hold: string }>(
    sql`SELECT entry_id AS entry, reservation_id AS hold FROM waiting.offers WHERE outcome IS NULL`,
  );
  expect(await bookOffer(arena.desk, STAFF, entry, hold)).toMatchObject({ ok: true });
  expect(await bookOffer(arena.desk, STAFF, entry, hold)).toMatchObject({ ok: false, reason: 'booked_before' });
  expect(await taken(early, late)).toEqual([1, 0]);
  await sound();
});

test('who is under 支援措置 by then, is written to elsewhere, or comes with more people is offered nothing that is not theirs', async () => {
  const one = await waitsBeside();
  await frees();
  const old = await link();
  // Staff put the booking's address right: the link that went to the other one is worth nothing.
  await arena.db.run(sql`UPDATE reservations.reservations SET mail = 'right@example.jp' WHERE id = ${one.id}::uuid`);
  expect(await arena.citizens.moveToOffer(old, browser(), 'ja', CALLER)).toBe('unknown');
  await passOn(arena.desk);
  expect(await arena.db.one(sql`SELECT mail FROM waiting.entries`)).toEqual({ mail: 'right@example.jp' });
  await arena.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${one.card}`);
  expect(await arena.citizens.moveToOffer(await link(), browser(), 'ja', CALLER)).toBe('unknown');
  await passOn(arena.desk);
  expect(await ended()).toEqual(['card']);
  expect(await stands(one)).toEqual({ state: 'booked', slot: late, numbered: true });
  expect(await taken(early, late)).toEqual([0, 1]);
});

test('nothing is held beyond the time until which the booking may be changed, and then it is over', async () => {
  const one = await waitsBeside();
  await frees();
  const { ok } = await arena.db.one<{ ok: boolean }>(
    sql`SELECT bool_and(r.held_until <= (waiting.beside(o.entry_id)).change_until) AS ok FROM waiting.offers o JOIN reservations.reservations r ON r.id = o.reservation_id`,
  );
  expect(ok).toBe(true);
  await arena.pass(60 * 24 * 15);
  await passOn(arena.desk);
  expect(await ended()).toEqual(['days']);
  expect(await arena.citizens.enterWaiting(one.cookie, randomUUID(), wish(), CALLER)).toMatchObject({ ok: false });
  await sound();
});

test('the booking moved to before what is held: that is offered no more, by no door and no press, and is free for the next one', async () => {
  const before = await slotAt(arena.db, arena.city, arena.city.main, 8, 14);
  await arena.db.run(sql`UPDATE ledger.slots SET capacity = 1 WHERE id = ${before}`);
  const one = await arena.citizen(await arena.card('早 花子'));
  expect(await walk(arena, one, late)).toMatchObject({ number: expect.any(String) });
  expect(
    await arena.citizens.enterWaiting(one.cookie, randomUUID(), { ...wish(), from: dayOn(9), parts: ['morning'] }, CALLER),
  ).toEqual({ ok: true, value: 'entered' });
  await frees();
  const [secret, cookie] = [await link(), browser()];
  const { entry, hold } = await arena.db.one<{ entry: string; hold: string }>(
    sql`SELECT entry_id AS entry, reservation_id AS hold FROM waiting.offers WHERE outcome IS NULL`,
  );
  await arena.db.run(sql`UPDATE waiting.entries SET from_day = from_day - 5`);
  expect(await arena.citizens.move(one.cookie, before, 0, CALLER, { ticks: {}, papers: true })).toMatchObject({ ok: true });
  expect(await offerOf(one)).toBeNull();
  expect(await arena.citizens.moveToOffer(secret, cookie, 'ja', CALLER)).toBe('over');
  expect(await bookOffer(arena.desk, STAFF, entry, hold)).toMatchObject({ ok: false });
  expect(await stands(one)).toEqual({ state: 'booked', slot: before, numbered: true });
  await passOn(arena.desk);
  expect(await ended()).toEqual([null]);
  expect(await arena.db.rows(sql`SELECT outcome FROM waiting.offers`)).toEqual([{ outcome: 'withdrawn' }]);
  expect(await taken(early, late, before)).toEqual([0, 0, 1]);
  await sound();
});

test('what is held is held no longer than the booking may be changed by then', async () => {
  const one = await waitsBeside();
  await frees();
  await arena.db.run(sql`UPDATE reservations.reservations SET held_until = held_until + interval '20 days' WHERE offered`);
  await passOn(arena.desk);
  expect(await offerOf(one)).toMatchObject({ slot: early });
  const { ok } = await arena.db.one<{ ok: boolean }>(
    sql`SELECT bool_and(r.held_until = (waiting.beside(o.entry_id)).change_until) AS ok FROM waiting.offers o JOIN reservations.reservations r ON r.id = o.reservation_id`,
  );
  expect(ok).toBe(true);
});

test('a place that the booking cannot take over is let go by the press that finds it out; the booking stays, and staff are told why', async () => {
  const one = await waitsBeside();
  await frees();
  const secret = await link();
  await arena.db.run(sql`UPDATE cards.cards SET expires_on = ${dayOn(7)}::date WHERE id = ${one.card}`);
  expect(await arena.citizens.moveToOffer(secret, browser(), 'ja', CALLER)).toBe('over');
  expect(await arena.citizens.lookAtWaiting(secret)).toMatchObject({ found: 'over', offer: null, booking: { day: dayOn(15) } });
  expect(await taken(early, late)).toEqual([0, 1]);
  await arena.db.run(sql`UPDATE cards.cards SET expires_on = NULL WHERE id = ${one.card}`);
  await arena.db.run(sql`DELETE FROM waiting.links`);
  await arena.db.run(sql`DELETE FROM waiting.offers`);
  await passOn(arena.desk);
  const { entry, hold } = await arena.db.one<{ entry: string; hold: string }>(
    sql`SELECT entry_id AS entry, reservation_id AS hold FROM waiting.offers WHERE outcome IS NULL`,
  );
  await arena.db.run(sql`UPDATE cards.cards SET expires_on = ${dayOn(7)}::date WHERE id = ${one.card}`);
  expect(await bookOffer(arena.desk, STAFF, entry, hold)).toEqual({ ok: false, reason: 'outside_window' });
  expect(await taken(early, late)).toEqual([0, 1]);
  expect(await stands(one)).toEqual({ state: 'booked', slot: late, numbered: true });
  await sound();
});

test('a booking moved to a later time that is wanted too waits on for an earlier one', async () => {
  const one = await waitsBeside();
  await arena.db.run(sql`UPDATE waiting.entries SET to_day = to_day + 10`);
  expect(await arena.citizens.move(one.cookie, other, 0, CALLER, { ticks: {}, papers: true })).toMatchObject({ ok: true });
  await passOn(arena.desk);
  expect(await ended()).toEqual([null]);
  expect(await offerOf(one)).toMatchObject({ slot: late });
  await sound();
});

test('one booking has one entry: also where all who come with it were replaced, and one that is over makes way within the minute', async () => {
  const one = await waitsBeside();
  const others = await arena.card('別 人');
  await arena.db.run(sql`UPDATE reservations.members SET card_id = ${others} WHERE reservation_id = ${one.id}::uuid`);
  const beside = (more: object = {}) =>
    enterBeside(arena.desk, STAFF, {
      id: randomUUID(),
      reservation: one.id,
      phone: '',
      ...wish(),
      offices: [arena.city.main],
      ...more,
    });
  expect(await beside({ to: dayOn(14) })).toEqual({ ok: true, value: 'changed' });
  expect(await arena.db.rows(sql`SELECT card_ids::text AS cards, ended_at FROM waiting.entries`)).toEqual([
    { cards: `{${others}}`, ended_at: null },
  ]);
  expect(await arena.db.rows(sql`SELECT 1 FROM waiting.besides`)).toHaveLength(1);
  // Cancelled and booked anew before the worker looked.
  expect(await cancel(arena.desk, STAFF, { id: one.id, version: 0, reason: '' })).toMatchObject({ ok: true });
  await arena.db.run(sql`UPDATE ledger.slots SET capacity = 0 WHERE id = ${late}`);
  const anew = randomUUID();
  expect(await arena.bookByDesk(others, other, anew)).toMatchObject({ ok: true });
  expect(await beside({ reservation: anew, phone: '0942300000' })).toEqual({ ok: true, value: 'entered' });
  expect(await ended()).toEqual(['left', null]);
});

test('with a protected person in the booking a link moves nothing from that moment on, and nobody is written to', async () => {
  const one = await waitsBeside();
  await frees();
  const secret = await link();
  const hidden = await arena.card('秘 密');
  await arena.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${hidden}`);
  await arena.db.run(sql`UPDATE reservations.members SET card_id = ${hidden} WHERE reservation_id = ${one.id}::uuid`);
  expect(await arena.citizens.moveToOffer(secret, browser(), 'ja', CALLER)).toBe('unknown');
  await passOn(arena.desk);
  expect(await ended()).toEqual(['card']);
  expect(await arena.db.rows(sql`SELECT 1 FROM outbox.mails WHERE kind = 'waiting-over'`)).toEqual([]);
  expect(await stands(one)).toEqual({ state: 'booked', slot: late, numbered: true });
});

test('an end beside a booking is written to the booking’s address, and to nobody where staff took that off', async () => {
  const one = await waitsBeside();
  await arena.db.run(sql`UPDATE reservations.reservations SET mail = NULL, phone = '' WHERE id = ${one.id}::uuid`);
  await passOn(arena.desk);
  expect(await ended()).toEqual(['left']);
  expect(await arena.db.rows(sql`SELECT 1 FROM outbox.mails WHERE kind = 'waiting-over'`)).toEqual([]);
});

test('the last day waited for is never after the booking, wherever that is moved; staff who change the rest change nothing of it', async () => {
  const one = await waitsBeside();
  const before = await slotAt(arena.db, arena.city, arena.city.main, 12, 10);
  await arena.db.run(sql`UPDATE ledger.slots SET capacity = 1 WHERE id = ${before}`);
  await arena.db.run(sql`UPDATE waiting.entries SET office_ids = ARRAY[(SELECT max(id) FROM offices.offices)]`);
  expect(await arena.citizens.waiting(one.cookie)).toMatchObject({ to: dayOn(15) });
  expect(await move(arena.desk, STAFF, { id: one.id, slotId: before, version: 0, exceedReason: null })).toMatchObject({
    ok: true,
  });
  expect(await arena.citizens.waiting(one.cookie)).toMatchObject({ to: dayOn(12) });
  await sound();
});

test('a door of the release before opens the booking, and moves nothing', async () => {
  const one = await waitsBeside();
  await frees();
  const [secret, cookie] = [await link(), browser()];
  expect(await arena.citizens.takeOffer(secret, cookie, 'ja', CALLER)).toBe('ready');
  expect(await arena.citizens.visit(cookie)).toMatchObject({ purpose: 'manage' });
  expect(await stands(one)).toEqual({ state: 'booked', slot: late, numbered: true });
  expect(await offerOf(one)).toMatchObject({ slot: early });
  expect(await arena.citizens.lookAtWaiting(secret)).toMatchObject({ found: 'used' });
  await sound();
});
