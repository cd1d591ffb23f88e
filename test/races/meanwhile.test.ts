import { afterEach, expect, test } from 'vitest';
import { actorSql } from '../../src/audit/actor.ts';
import { type Sql, sql } from '../../src/lib/db/sql.ts';
import { codeOf } from '../../src/lib/fault.ts';
import { cancel } from '../../src/reservations/acts.ts';
import { invariantFaults } from '../support/invariant.ts';
import { DATABASE_TIMERS } from '../support/time.ts';
import { type Arena, CALLER, crowd, openArena, STAFF, told, walk } from './arena.ts';
import { heldUpIn } from './held-up.ts';

let arena: Arena;
afterEach(() => arena.close());

const CANCEL = 'reservations.cancel(audit.actor,uuid,integer,text,text)';
const MOVE = 'reservations.move(audit.actor,uuid,bigint,integer,text,text)';
const LOCKED = 'SELECT * INTO r FROM reservations.reservations WHERE id = p_id FOR UPDATE;';

const heldUp = <T>(lock: Sql, begin: () => Promise<T>, waiters: number, meanwhile?: () => Promise<void>) =>
  heldUpIn(arena, lock, begin, { waiters, meanwhile });

/** A confirm that began in time and is held up until the hold has lapsed and another browser of the same person has booked. */
async function lapseWhileConfirming() {
  const card = await arena.card('田中 花子');
  const [first, second] = [await arena.citizen(card), await arena.citizen(card)];
  const [early, late] = [await arena.slot(9), await arena.slot(10)];
  expect((await arena.citizens.hold(first.cookie, first.id, early, CALLER)).ok).toBe(true);
  let other: Awaited<ReturnType<typeof walk>> = '';
  const mine = await heldUp(
    sql`SELECT FROM reservations.reservations WHERE id = ${first.id} FOR UPDATE`,
    () => arena.citizens.confirm(first.cookie, first.id, 0, CALLER),
    1,
    async () => {
      await arena.pass(11);
      other = await walk(arena, second, late);
    },
  );
  return { mine, other, faults: await invariantFaults(arena.db, told<{ id: string; number: string }>([other])) };
}

test('[8(3)⑫] a hold that lapses while it is confirmed, and whose person booked elsewhere meanwhile, is not booked', async () => {
  arena = await openArena(2);
  const { mine, other, faults } = await lapseWhileConfirming();
  expect(mine).toEqual({ ok: false, reason: 'lapsed' });
  expect(other).toMatchObject({ number: expect.stringMatching(/^\d{4}-\d{4}$/u) });
  expect(faults).toEqual([]);
});

test('[8(3)⑫] control: a confirm that does not ask for its standing books the person twice', async () => {
  arena = await openArena(2);
  await arena.break('ledger.stand_until(uuid,integer,timestamptz)', 'RETURN v_own = p_count', 'RETURN true');
  const { mine, faults } = await lapseWhileConfirming();
  expect(mine.ok).toBe(true);
  expect(faults.join()).toContain('a card stands twice');
});

test('[8(2)⑤d] a lapsed hold gives its place to the next one at once, without a cleaner, and does not come back', async () => {
  arena = await openArena(1);
  const slot = await arena.slot(9);
  const [first, ...others] = await crowd(arena, 11);
  if (first === undefined) throw new Error('nobody');
  await arena.citizens.hold(first.cookie, first.id, slot, CALLER);
  await arena.pass(11);
  const results = await Promise.all([
    ...others.map((one) => walk(arena, one, slot)),
    arena.citizens.confirm(first.cookie, first.id, 0, CALLER).then((result) => (result.ok ? 'booked' : result.reason)),
  ]);
  expect(told(results.filter((result) => typeof result !== 'string'))).toHaveLength(1);
  expect(results.at(-1)).toBe('lapsed');
  expect(await invariantFaults(arena.db, told(results))).toEqual([]);
});

/** Two booked on two places; one of them is cancelled twice at the same instant while ten others want a place. */
async function cancelWhileBooking() {
  const slot = await arena.slot(9);
  const [one, two, ...others] = await crowd(arena, 12);
  if (one === undefined || two === undefined) throw new Error('nobody');
  const firsts = told([await walk(arena, one, slot), await walk(arena, two, slot)]);
  const press = () => cancel(arena.desk, STAFF, { id: one.id, version: 0, reason: '' });
  const tryAll = () => Promise.all(others.map((other) => walk(arena, other, slot)));
  let early: Awaited<ReturnType<typeof tryAll>> = [];
  const cancels = await heldUp(
    sql`SELECT FROM ledger.slots WHERE id = ${slot} FOR UPDATE`,
    () => Promise.all([press(), press()]),
    2,
    async () => {
      early = await tryAll();
    },
  );
  const results = [...early, ...(await tryAll())];
  return { booked: told(results).length, cancels, faults: await invariantFaults(arena.db, [...firsts, ...told(results)]) };
}

test('[8(3)⑩b] a place cancelled while others book goes to exactly one of them, pressed twice or not', async () => {
  arena = await openArena(2);
  const { booked, cancels, faults } = await cancelWhileBooking();
  expect({ booked, faults }).toEqual({ booked: 1, faults: [] });
  expect(cancels.map((result) => (result.ok ? result.value : result.reason)).sort()).toEqual(['already', 'cancelled']);
});

test('[8(3)⑩b] control: a cancel that does not lock its reservation frees the place twice', async () => {
  arena = await openArena(2);
  await arena.break(CANCEL, LOCKED, LOCKED.replace(' FOR UPDATE', ''));
  const { booked, faults } = await cancelWhileBooking();
  expect(booked).toBe(2);
  expect(faults.join()).toContain('taken is not the sum');
});

/** Two people who want each other's time. */
async function pair() {
  const slots: [number, number] = [await arena.slot(9), await arena.slot(10)];
  const [one, two] = await crowd(arena, 2);
  if (one === undefined || two === undefined) throw new Error('nobody');
  await walk(arena, one, slots[0]);
  await walk(arena, two, slots[1]);
  return { slots, one, two };
}
const move = (id: string, slot: number) =>
  arena.desk.run(
    sql`SELECT reservations.move(ROW('staff', 1, NULL, NULL)::audit.actor, ${id}::uuid, ${slot}, NULL, 'staff', NULL)`,
  );
const deadlocks = (results: PromiseSettledResult<unknown>[]) =>
  results.filter((result) => result.status === 'rejected' && codeOf(result.reason) === '40P01').length;

test('[8(3)⑩a] two people swap their times a hundred times at once without a deadlock', async () => {
  arena = await openArena(2);
  const { slots, one, two } = await pair();
  for (let turn = 0; turn < 100; turn += 1) {
    const there = turn % 2 === 0 ? slots[1] : slots[0];
    const back = turn % 2 === 0 ? slots[0] : slots[1];
    const results = await Promise.allSettled([move(one.id, there), move(two.id, back)]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  }
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test.runIf(DATABASE_TIMERS)('[8(3)⑩a] control: claiming the new place always before freeing the old one deadlocks', async () => {
  arena = await openArena(2);
  const { slots, one, two } = await pair();
  await arena.break(
    MOVE,
    'SELECT DISTINCT id FROM unnest(v_from || v_to) AS u (id) ORDER BY id',
    'SELECT id FROM unnest(v_to || v_from) AS u (id)',
  );
  // Both have claimed before either frees: they meet at a lock that the test holds.
  await arena.break(
    MOVE,
    'PERFORM ledger.free(v_slot, r.units',
    'PERFORM pg_advisory_xact_lock_shared(7); PERFORM ledger.free(v_slot, r.units',
  );
  const results = await heldUp(
    sql`SELECT pg_advisory_xact_lock(7)`,
    () => Promise.allSettled([move(one.id, slots[1]), move(two.id, slots[0])]),
    2,
    async () => {},
  );
  expect(deadlocks(results)).toBe(1);
});

test('[8(3)⑫] a confirm and a cancel of the same hold at once end in one of the two, never in between', async () => {
  arena = await openArena(1);
  for (const one of await crowd(arena, 20)) {
    const slot = await arena.slot(9);
    await arena.citizens.hold(one.cookie, one.id, slot, CALLER);
    const [confirmed] = await Promise.all([
      arena.citizens.confirm(one.cookie, one.id, 0, CALLER),
      arena.citizens.finish(one.cookie, CALLER, true),
    ]);
    expect(await invariantFaults(arena.db, confirmed.ok ? [{ id: one.id, number: confirmed.value }] : [])).toEqual([]);
    if (confirmed.ok) await cancel(arena.desk, STAFF, { id: one.id, version: 0, reason: '' });
  }
});

/** A citizen who confirms while staff keep the card back; what came of it, and the card's status. */
async function keptBackWhileConfirming() {
  const card = await arena.card('保留 花子');
  const person = await arena.citizen(card);
  expect((await arena.citizens.hold(person.cookie, person.id, await arena.slot(9), CALLER)).ok).toBe(true);
  const confirmed = await heldUp(
    sql`SELECT cards.change_status(${actorSql(STAFF)}, ${card}, 'notified', 'on-hold', '調査中')`,
    () => arena.citizens.confirm(person.cookie, person.id, 0, CALLER),
    1,
    async () => {},
  );
  const { status } = await arena.db.one<{ status: string }>(sql`SELECT status FROM cards.cards WHERE id = ${card}`);
  return { confirmed, status };
}

test('[8(2)⑦b] a card that staff keep back while somebody has a place and confirms it is not booked and stays kept back', async () => {
  arena = await openArena(2);
  expect(await keptBackWhileConfirming()).toEqual({ confirmed: { ok: false, reason: 'card_not_bookable' }, status: 'on-hold' });
});

test('[8(2)⑦b] control: a confirm that asks only whether the card is open books over it', async () => {
  arena = await openArena(2);
  await arena.break(
    'reservations.confirm(audit.actor,uuid,integer)',
    'IF NOT reservations.member_bookable(r.service_id, v_card.id, r.by_desk)',
    'IF NOT (SELECT is_open FROM cards.cards WHERE id = v_card.id)',
  );
  const { confirmed, status } = await keptBackWhileConfirming();
  expect([confirmed.ok, status]).toEqual([true, 'booked']);
});
