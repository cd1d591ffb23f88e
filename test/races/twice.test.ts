import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { sql } from '../../src/lib/db/sql.ts';
import { invariantFaults } from '../support/invariant.ts';
import { type Arena, CALLER, type Citizen, openArena, told, walk } from './arena.ts';

let arena: Arena;
afterEach(() => arena.close());

/** The same form twenty times at once: ten at the desk under one id, ten from one browser under another. */
async function sameFormOftenAtOnce() {
  const slot = await arena.slot(9);
  const caller = await arena.card('電話 太郎');
  const one = await arena.citizen(await arena.card('田中 花子'));
  const id = randomUUID();
  const ten = Array.from({ length: 10 });
  const [phone, web] = await Promise.all([
    Promise.all(ten.map(() => arena.bookByDesk(caller, slot, id))),
    Promise.all(ten.map(() => walk(arena, one, slot))),
  ]);
  const { taken } = await arena.db.one<{ taken: number }>(sql`SELECT taken FROM ledger.slots WHERE id = ${slot}`);
  return {
    phone: new Set(phone.map((result) => (result.ok ? result.value.number : result.reason))).size,
    web: new Set(told(web).map(({ number }) => number)).size,
    // Who comes after the booking is led to it by its own word.
    late: web.filter((result) => typeof result === 'string' && result !== 'already_booked'),
    taken,
    faults: await invariantFaults(arena.db, told(web)),
  };
}

test('[8(3)⑫] the same form sent twenty times at once is one reservation, and everyone is told the same number', async () => {
  arena = await openArena(30);
  expect(await sameFormOftenAtOnce()).toEqual({ phone: 1, web: 1, late: [], taken: 2, faults: [] });
});

test('[8(3)⑫] control: claiming the place before asking for the id leaves stray places', async () => {
  arena = await openArena(30);
  const hold = 'reservations.hold(audit.actor,uuid,integer,bigint,jsonb,text,text,text,text,text,text,text)';
  const claim =
    'PERFORM reservations.take_or_exceed(p_slot, v_units, v_by_desk, p_id, p_exceed_reason, (p_actor).staff_id, v_at);';
  await arena.break(hold, claim, 'NULL;');
  await arena.break(hold, 'INSERT INTO reservations.reservations (id', `${claim} INSERT INTO reservations.reservations (id`);
  const { taken, faults } = await sameFormOftenAtOnce();
  expect(taken).toBeGreaterThan(2);
  expect(faults.join()).toContain('taken is not the sum');
});

/**
 * A browser whose page is old, since another one of the same person chose a time for the place both hold: it looks again and confirms what it sees.
 */
async function lookAgain(one: Citizen, result: Awaited<ReturnType<typeof walk>>): ReturnType<typeof walk> {
  if (result !== 'stale_form') return result;
  const seen = await arena.citizens.visit(one.cookie);
  if (!seen?.reservationId || seen.version === null) return 'already_booked';
  const booked = await arena.citizens.confirm(one.cookie, seen.reservationId, seen.version, CALLER);
  return booked.ok ? { id: seen.reservationId, number: booked.value } : booked.reason;
}

/** Ten browsers for ten different times at once; what was booked and what the others were told. */
async function tenAtOnce(browsers: Citizen[]) {
  const slots = await Promise.all(browsers.map((_, n) => arena.slot(n)));
  const first = await Promise.all(browsers.map((one, n) => walk(arena, one, slots[n] ?? 0)));
  const results = await Promise.all(browsers.map((one, n) => lookAgain(one, first[n] ?? 'stale_form')));
  return {
    booked: new Set(told(results).map(({ number }) => number)).size,
    refusals: new Set(results.filter((result) => typeof result === 'string')),
    faults: await invariantFaults(arena.db, told(results)),
  };
}
const inTheWay = (refusals: Set<unknown>) =>
  [...refusals].every((reason) => reason === 'held_elsewhere' || reason === 'already_booked');

async function sameCard() {
  const card = await arena.card('田中 花子');
  return tenAtOnce(await Promise.all(Array.from({ length: 10 }, () => arena.citizen(card))));
}
async function samePerson() {
  const cards = await Promise.all(Array.from({ length: 10 }, () => arena.card('田中 花子')));
  return tenAtOnce(await Promise.all(cards.map((card) => arena.citizen(card))));
}

test('[8(3)⑫] the same card in ten browsers at once is booked once', async () => {
  arena = await openArena(2);
  const { booked, refusals, faults } = await sameCard();
  expect({ booked, inTheWay: inTheWay(refusals), faults }).toEqual({ booked: 1, inTheWay: true, faults: [] });
});

test('[8(3)⑫] control: where everyone stands for themselves alone, the same card is booked ten times', async () => {
  arena = await openArena(2);
  await arena.break(
    'ledger.stand(integer,text[],uuid,timestamptz,timestamptz)',
    'SELECT p_service, k,',
    "SELECT p_service, k || ' of ' || p_reservation,",
  );
  await arena.break('reservations.lives_still(uuid,integer,uuid,timestamptz)', 'RETURN r.service_id = p_service', 'RETURN false');
  const { booked, faults } = await sameCard();
  expect(booked).toBe(10);
  expect(faults.join()).toContain('a card stands twice');
});

test('[8(3)⑫] the same person with ten cards in ten browsers at once is booked once', async () => {
  arena = await openArena(2);
  const { booked, refusals, faults } = await samePerson();
  expect({ booked, inTheWay: inTheWay(refusals), faults }).toEqual({ booked: 1, inTheWay: true, faults: [] });
});

test('[8(3)⑫] control: where only cards stand, the same person is booked with every card', async () => {
  arena = await openArena(2);
  await arena.break(
    'reservations.keys_of(uuid,boolean)',
    'CASE WHEN p_skip_persons THEN NULL ELSE reservations.person_keys(m) END',
    'NULL',
  );
  const { booked, faults } = await samePerson();
  expect(booked).toBe(10);
  expect(faults.join()).toContain('a person stands twice');
});

test('[8(3)⑫] one person on the web and on the phone at once is booked once', async () => {
  arena = await openArena(2);
  const card = await arena.card('田中 花子');
  const other = await arena.card('田中 花子');
  const [web, phone] = await Promise.all([
    walk(arena, await arena.citizen(card), await arena.slot(1)),
    arena.bookByDesk(other, await arena.slot(2)),
  ]);
  expect([typeof web !== 'string', phone.ok].filter(Boolean)).toHaveLength(1);
  expect(await invariantFaults(arena.db)).toEqual([]);
});
