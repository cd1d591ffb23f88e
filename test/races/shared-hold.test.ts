import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { sql } from '../../src/lib/db/sql.ts';
import { invariantFaults } from '../support/invariant.ts';
import { type Arena, CALLER, type Citizen, openArena } from './arena.ts';
import { heldUpIn } from './held-up.ts';

/** One hold in two browsers of the same person: one books it, and at that moment the other presses what ends or changes a hold (§8(3)⑩⑫). */

let arena: Arena;
afterEach(() => arena.close());

/** Two browsers that share one hold at 9 o’clock: in the second one the person proved the same again. */
async function shared(): Promise<{ first: Citizen; second: Citizen; slots: { early: number; late: number } }> {
  arena = await openArena(2);
  await arena.db.run(sql`UPDATE services.services SET party_max = 6`);
  const card = await arena.card('田中 花子');
  const [first, second] = [await arena.citizen(card), await arena.citizen(card)];
  const slots = { early: await arena.slot(9), late: await arena.slot(10) };
  expect(await arena.citizens.hold(first.cookie, first.id, slots.early, CALLER)).toEqual({ ok: true, value: 'held' });
  await arena.db.run(sql`UPDATE reservations.visits SET reservation_id = ${first.id} WHERE cookie_hash = ${second.cookie}`);
  return { first, second, slots };
}

/** Both presses wait for the reservation: the first books it, the second comes right behind. */
async function atOnce<T>(first: Citizen, press: () => Promise<T>, version = 0) {
  return heldUpIn(
    arena,
    sql`SELECT FROM reservations.reservations WHERE id = ${first.id} FOR UPDATE`,
    async () => {
      const booking = arena.alone.confirm(first.cookie, first.id, version, CALLER);
      await arena.waiting(1);
      const [booked, pressed] = await Promise.all([booking, press()]);
      return { booked, pressed };
    },
    { waiters: 2 },
  );
}

const standing = (id: string) =>
  arena.db.one<{ state: string; slot: number; people: number; mails: string[] }>(sql`
    SELECT r.state, r.slot_id AS slot, (SELECT count(*) FROM reservations.members m WHERE m.reservation_id = r.id AND m.removed_at IS NULL) AS people,
      ARRAY(SELECT o.kind FROM outbox.mails o WHERE o.reservation_id = r.id ORDER BY o.id) AS mails FROM reservations.reservations r WHERE r.id = ${id}`);

const finish = ({ cookie }: Citizen) => arena.alone.finish(cookie, CALLER, true);
const another = ({ cookie }: Citizen, slot: number) => arena.alone.hold(cookie, randomUUID(), slot, CALLER);

test('[8(3)⑩b] [8(3)⑫] 終了する in another browser does not cancel what is booked at that moment', async () => {
  const { first, second, slots } = await shared();
  const { booked } = await atOnce(first, () => finish(second));
  expect(booked.ok).toBe(true);
  expect(await standing(first.id)).toEqual({ state: 'booked', slot: slots.early, people: 1, mails: ['booked'] });
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[8(3)⑫] control: an end that only looks cancels the booking', async () => {
  const { first, second } = await shared();
  await arena.break(
    'citizen.finish(bytea,text,text,boolean)',
    "state = 'held' AND NOT offered FOR UPDATE;",
    "state = 'held' AND NOT offered;",
  );
  await atOnce(first, () => finish(second));
  expect((await standing(first.id)).state).toBe('cancelled');
});

test('[8(3)⑩a] [8(3)⑫] another time chosen in another browser does not move what is booked at that moment', async () => {
  const { first, second, slots } = await shared();
  const { booked, pressed } = await atOnce(first, () => another(second, slots.late));
  expect([booked.ok, pressed]).toEqual([true, { ok: false, reason: 'already_booked' }]);
  expect(await standing(first.id)).toEqual({ state: 'booked', slot: slots.early, people: 1, mails: ['booked'] });
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[8(3)⑫] control: a choice that only looks moves the booking', async () => {
  const { first, second, slots } = await shared();
  await arena.break('citizen.hold(bytea,uuid,bigint,text,text)', 'WHERE id = v_held.id FOR UPDATE;', 'WHERE id = v_held.id;');
  const { pressed } = await atOnce(first, () => another(second, slots.late));
  expect(pressed).toEqual({ ok: true, value: 'moved' });
  expect((await standing(first.id)).mails).toEqual(['booked', 'changed']);
});

/** A hold of two in both browsers; a third relative’s card. */
async function family() {
  const held = await shared();
  const [son, daughter] = [await arena.card('田中 一郎'), await arena.card('田中 桜')];
  const proofOf = async (card: number) => {
    const { id } = await arena.db.one<{ id: string }>(sql`SELECT notice_id AS id FROM cards.cards WHERE id = ${card}`);
    return { noticeId: id, month: 3, day: 8, year: null, address: 'race' };
  };
  expect(await arena.alone.joinByNotice(held.first.cookie, await proofOf(son), null, CALLER)).toEqual({ ok: true, value: 'ok' });
  await arena.db.run(
    sql`UPDATE reservations.visits SET card_ids = card_ids || ${son}::bigint WHERE cookie_hash = ${held.second.cookie}`,
  );
  // As the page of the hold that books it shows it now.
  const version = (await arena.alone.visit(held.first.cookie))?.version ?? -1;
  return { ...held, version, daughter: await proofOf(daughter) };
}

test('[8(3)⑥] both browsers show who is in the hold they share, whichever of them changed it: what is read is what is booked', async () => {
  const { first, second, daughter } = await family();
  const shown = async (one: Citizen) => {
    const visit = await arena.alone.visit(one.cookie);
    const party = await arena.alone.party(one.cookie);
    return { people: visit?.people, ids: visit?.noticeIds.length, party: party.length };
  };
  const two = { people: 2, ids: 2, party: 2 };
  expect([await shown(first), await shown(second)]).toEqual([two, two]);
  const son = (await arena.alone.party(second.cookie))[1]?.ref ?? '';
  expect(await arena.alone.leaveParty(second.cookie, son, null, CALLER)).toMatchObject({ ok: true });
  const one = { people: 1, ids: 1, party: 1 };
  expect([await shown(second), await shown(first)]).toEqual([one, one]);
  // And the other way round.
  expect(await arena.alone.joinByNotice(second.cookie, daughter, null, CALLER)).toEqual({ ok: true, value: 'ok' });
  expect([await shown(second), await shown(first)]).toEqual([two, two]);
  expect(
    await arena.alone.confirm(first.cookie, first.id, (await arena.alone.visit(first.cookie))?.version ?? -1, CALLER),
  ).toMatchObject({
    ok: true,
  });
  expect(await standing(first.id)).toMatchObject({ state: 'booked', people: 2 });
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[8(3)⑥] [8(3)⑫] who is added to or taken out of a hold in another browser does not change what is booked at that moment', async () => {
  const { first, second, version, daughter } = await family();
  const son = (await arena.alone.party(second.cookie))[1]?.ref ?? '';
  const meanwhile = { ok: false, reason: 'changed_meanwhile' };
  const join = () => arena.alone.joinByNotice(second.cookie, daughter, null, CALLER);
  const { booked, pressed } = await atOnce(first, join, version);
  expect([booked.ok, pressed]).toEqual([true, meanwhile]);
  // And a moment later, from the page of the hold that still stands there.
  expect(await join()).toEqual(meanwhile);
  expect(await arena.alone.leaveParty(second.cookie, son, null, CALLER)).toEqual(meanwhile);
  expect(await arena.alone.answer(second.cookie, { 1: ['lost-card'] }, null, CALLER)).toEqual(meanwhile);
  expect(await standing(first.id)).toMatchObject({ state: 'booked', people: 2, mails: ['booked'] });
  expect(await invariantFaults(arena.db)).toEqual([]);
});
