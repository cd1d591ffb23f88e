import { afterEach, expect, test } from 'vitest';
import { sql } from '../../src/lib/db/sql.ts';
import { book } from '../../src/reservations/acts.ts';
import { deskRequest } from '../support/booking.ts';
import { invariantFaults } from '../support/invariant.ts';
import { type Arena, CALLER, type Citizen, openArena, STAFF, told, walk } from './arena.ts';

/** Families at once (§8(3)⑥⑫): one card wanted by two, the last places wanted by parties, one more wanted where one place is left. */

let arena: Arena;
afterEach(() => arena.close());

async function openFor(capacity: number): Promise<void> {
  arena = await openArena(capacity);
  await arena.db.run(sql`UPDATE services.services SET party_max = 6`);
}

/** A visit of so many cards, each proven. */
async function family(people: number, name: string): Promise<Citizen & { cards: number[] }> {
  const cards = await Promise.all(Array.from({ length: people }, (_, n) => arena.card(`${name} ${n}`)));
  const one = await arena.citizen(cards[0] ?? 0);
  await arena.db.run(sql`UPDATE reservations.visits SET card_ids = ${cards}::bigint[] WHERE cookie_hash = ${one.cookie}`);
  return { ...one, cards };
}

const noticeOf = async (card: number): Promise<string> =>
  (await arena.db.one<{ id: string }>(sql`SELECT notice_id AS id FROM cards.cards WHERE id = ${card}`)).id;
async function join(one: Citizen, card: number): Promise<string> {
  const version = (await arena.citizens.visit(one.cookie))?.version ?? null;
  const proof = { noticeId: await noticeOf(card), month: 3, day: 8, year: null, address: 'race' };
  const joined = await arena.citizens.joinByNotice(one.cookie, proof, version, CALLER);
  return joined.ok ? joined.value : joined.reason;
}

test('[8(3)⑥] [8(3)⑫] of many families who hold places at once each has all of its places or none, and none is sold twice', async () => {
  await openFor(7);
  const slot = await arena.slot(9);
  const families = await Promise.all(Array.from({ length: 8 }, (_, n) => family(3, `家族${n}`)));
  const results = await Promise.all(families.map((one) => walk(arena, one, slot)));
  expect(told(results)).toHaveLength(2);
  expect(results.filter((one) => one === 'full')).toHaveLength(6);
  expect(await arena.db.one(sql`SELECT taken FROM ledger.slots WHERE id = ${slot}`)).toEqual({ taken: 6 });
  expect(await invariantFaults(arena.db, told(results))).toEqual([]);
});

/** Two families with booked visits press at once for the same relative; and a visit of the relative's own. */
async function oneRelative() {
  const [a, b, alone] = [await family(1, '山田'), await family(1, '川田'), await family(1, '本人')];
  for (const [n, one] of [a, b].entries()) expect(typeof (await walk(arena, one, await arena.slot(9 + n)))).toBe('object');
  const shared = alone.cards[0] ?? 0;
  const own = async () => walk(arena, alone, await arena.slot(13));
  const results = await Promise.all([join(a, shared), join(b, shared), own()]);
  const won = results.filter((one) => one === 'ok' || typeof one === 'object');
  return { won: won.length, results };
}

test('[8(3)⑥] [8(3)⑫] a card that two families and its owner want at once is booked once', async () => {
  await openFor(3);
  const { won, results } = await oneRelative();
  expect(won, JSON.stringify(results)).toBe(1);
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[8(3)⑫] control: where the standing of who joins is not asked, a card is booked twice', async () => {
  await openFor(3);
  await arena.break(
    'reservations.add_member(audit.actor,uuid,integer,jsonb,text,text,text)',
    'IF ledger.stand(r.service_id, v_keys, p_id, v_until, v_at) IS NOT NULL THEN',
    'IF ledger.stand(r.service_id, v_keys, p_id, v_until, v_at) < v_at THEN',
  );
  await arena.break('reservations.lives_still(uuid,integer,uuid,timestamptz)', 'RETURN r.service_id = p_service', 'RETURN false');
  const [a, b] = [await family(1, '山田'), await family(2, '川田')];
  for (const [n, one] of [a, b].entries()) expect(typeof (await walk(arena, one, await arena.slot(9 + n)))).toBe('object');
  expect(await join(a, b.cards[1] ?? 0)).toBe('ok');
  expect((await invariantFaults(arena.db)).join()).toContain('a card stands twice');
});

/** Booked families press at once for one place that is left beside them. */
async function lastBeside(): Promise<string[]> {
  const slot = await arena.slot(9);
  const families = await Promise.all(Array.from({ length: 4 }, (_, n) => family(1, `家族${n}`)));
  for (const one of families) expect(typeof (await walk(arena, one, slot))).toBe('object');
  return Promise.all(families.map(async (one, n) => join(one, await arena.card(`子 ${n}`))));
}

test('[8(3)⑥] [8(3)⑩c] one place left beside four booked families goes to one of them', async () => {
  await openFor(5);
  const results = await lastBeside();
  expect([results.filter((one) => one === 'ok').length, results.filter((one) => one === 'full').length]).toEqual([1, 3]);
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[8(3)⑩c] control: where who joins takes no place, the count no longer follows', async () => {
  await openFor(5);
  await arena.break(
    'reservations.take_more(reservations.reservations,integer,bigint[],boolean,text,integer,timestamptz)',
    "IF p_units = 0 AND p_more = '{}' THEN RETURN; END IF;",
    'RETURN;',
  );
  await lastBeside();
  expect((await invariantFaults(arena.db)).join()).toContain('taken is not the sum');
});

test('[8(3)⑩c] the same form pressed eight times adds one person, and eight presses take one out', async () => {
  await openFor(5);
  const slot = await arena.slot(9);
  const one = await family(1, '山田');
  expect(typeof (await walk(arena, one, slot))).toBe('object');
  const child = await arena.card('子');
  const added = await Promise.all(Array.from({ length: 8 }, () => join(one, child)));
  expect(added.filter((result) => !['ok', 'twice_in_party', 'changed_meanwhile'].includes(result))).toEqual([]);
  expect(await arena.db.one(sql`SELECT taken FROM ledger.slots WHERE id = ${slot}`)).toEqual({ taken: 2 });
  const version = (await arena.citizens.visit(one.cookie))?.version ?? 0;
  const [, companion] = await arena.citizens.party(one.cookie);
  await Promise.all(
    Array.from({ length: 8 }, () => arena.citizens.leaveParty(one.cookie, companion?.ref ?? '', version, CALLER)),
  );
  expect(await arena.db.one(sql`SELECT taken FROM ledger.slots WHERE id = ${slot}`)).toEqual({ taken: 1 });
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[8(3)⑫] [8(1)④a] staff book nobody twice in one visit, by an old and a new card of theirs either; with a reason they do', async () => {
  await openFor(6);
  const [old, anew] = [await arena.card('田中 花子'), await arena.card('田中 花子')];
  const request = deskRequest(arena.city, [old, anew], await arena.slot(9));
  expect(await book(arena.desk, STAFF, request)).toEqual({ ok: false, reason: 'twice_in_party' });
  const same = deskRequest(arena.city, [old, old], await arena.slot(9));
  expect(await book(arena.desk, STAFF, { ...same, personReason: '同姓同名の方' })).toMatchObject({ reason: 'twice_in_party' });
  expect(await book(arena.desk, STAFF, { ...request, personReason: '同姓同名の方' })).toMatchObject({ ok: true });
  expect(await invariantFaults(arena.db)).toEqual([]);
});
