import { afterEach, expect, test } from 'vitest';
import type { Change } from '../../src/calendar/changes.ts';
import { addChanges, beginDraft } from '../../src/calendar/drafts.ts';
import { readDifferences } from '../../src/closing/differences.ts';
import { extendHorizon } from '../../src/closing/horizon.ts';
import { readPreview } from '../../src/closing/preview.ts';
import { publish } from '../../src/closing/publish.ts';
import { finishPublish } from '../../src/closing/steps.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { invariantFaults } from '../support/invariant.ts';
import { must } from '../support/must.ts';
import { openDay, slotOn } from '../support/ruled-city.ts';
import { CALLER, crowd, openRuledArena, STAFF, told, walk } from './arena.ts';

const clock = systemClock;
let arena: Awaited<ReturnType<typeof openRuledArena>>;
afterEach(() => arena.close());

const RETIRE = 'ledger.retire(bigint[],timestamptz)';
const CONFIRM = 'reservations.confirm(audit.actor,uuid,integer)';
const REPLAN = 'ledger.replan(jsonb)';

const here = () => ({ officeId: arena.city.main, serviceId: arena.city.service });

/** A draft with its preview, ready to be published. */
async function drafted(...changes: Change[]) {
  const draftId = await beginDraft(arena.desk, STAFF, { name: 'ためし' });
  must(await addChanges(arena.desk, clock, STAFF, { draftId, version: 0, changes }));
  const { version } = await readPreview(arena.desk, clock, draftId);
  return { draftId, draftVersion: 1, previewVersion: version };
}
const shutting = (day: string): Change => ({ kind: 'days', counters: [here()], days: [day], patternId: null, reason: '工事' });

/** Booked in a slot that is shut, and on nobody's list: someone who would stand at a shut door. */
const unlisted = () =>
  arena.db.rows(sql`
    SELECT r.id FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id
    WHERE r.state = 'booked' AND s.closed_at IS NOT NULL AND NOT EXISTS (SELECT FROM closing.affected a WHERE a.reservation_id = r.id)`);

/** A confirm that has done its work and not committed yet, while a day is published shut. */
async function confirmOnItsWay() {
  const day = await openDay(arena.db, arena.city, 20);
  const slot = await slotOn(arena.db, arena.city, arena.city.main, day, 600);
  const [one] = await crowd(arena, 1);
  if (one === undefined) throw new Error('nobody');
  expect((await arena.citizens.hold(one.cookie, one.id, slot, CALLER)).ok).toBe(true);
  const request = await drafted(shutting(day));
  const going = await arena.db.transaction(async (tx) => {
    await tx.run(sql`SELECT reservations.confirm(ROW('citizen', NULL, NULL, NULL)::audit.actor, ${one.id}::uuid)`);
    const work = publish(arena.desk, clock, STAFF, request);
    await Promise.race([arena.waiting(1), work]);
    return { work };
  });
  return { outcome: await going.work, request, slot };
}

test('publish × confirm: a booking that commits while its slot is shut is seen, and the publish is refused as a whole', async () => {
  arena = await openRuledArena(2);
  const { outcome, request, slot } = await confirmOnItsWay();
  expect(outcome).toEqual({ ok: false, reason: 'moved' });
  expect(await arena.db.one(sql`SELECT gone, closed_at FROM ledger.slots WHERE id = ${slot}`)).toEqual({
    gone: false,
    closed_at: null,
  });
  expect(await unlisted()).toEqual([]);
  // Looked at again it is published, with the new one on the list.
  const { version } = await readPreview(arena.desk, clock, request.draftId);
  expect(await publish(arena.desk, clock, STAFF, { ...request, previewVersion: version })).toMatchObject({
    ok: true,
    value: { affected: 1 },
  });
  expect(await unlisted()).toEqual([]);
});

test('control: slots shut without FOR UPDATE leave that booking unlisted, at a shut door', async () => {
  arena = await openRuledArena(2);
  await arena.break(RETIRE, 'ORDER BY id FOR UPDATE', 'ORDER BY id');
  const { outcome } = await confirmOnItsWay();
  expect(outcome.ok).toBe(true);
  expect(await unlisted()).toHaveLength(1);
});

test('publish × hold: whoever held a slot that went is told so and books nothing', async () => {
  arena = await openRuledArena(2);
  const day = await openDay(arena.db, arena.city, 20);
  const slot = await slotOn(arena.db, arena.city, arena.city.main, day, 600);
  const [one] = await crowd(arena, 1);
  if (one === undefined) throw new Error('nobody');
  await arena.citizens.hold(one.cookie, one.id, slot, CALLER);
  expect((await publish(arena.desk, clock, STAFF, await drafted(shutting(day)))).ok).toBe(true);
  expect(await arena.citizens.confirm(one.cookie, one.id, 0, CALLER)).toEqual({ ok: false, reason: 'closed' });
  expect(await unlisted()).toEqual([]);
});

test('control: a confirm that does not ask whether its slot is shut books at a shut door', async () => {
  arena = await openRuledArena(2);
  await arena.break(CONFIRM, "IF v_closed IS NOT NULL THEN PERFORM lib.refuse('closed'); END IF;", '');
  const day = await openDay(arena.db, arena.city, 20);
  const slot = await slotOn(arena.db, arena.city, arena.city.main, day, 600);
  const [one] = await crowd(arena, 1);
  if (one === undefined) throw new Error('nobody');
  await arena.citizens.hold(one.cookie, one.id, slot, CALLER);
  expect((await publish(arena.desk, clock, STAFF, await drafted(shutting(day)))).ok).toBe(true);
  expect((await arena.citizens.confirm(one.cookie, one.id, 0, CALLER)).ok).toBe(true);
  expect(await unlisted()).toHaveLength(1);
});

test('publish × book: forty book while the day is shut; each is told a number and listed, or told that it is shut', async () => {
  arena = await openRuledArena(6);
  const day = await openDay(arena.db, arena.city, 20);
  const slots = await Promise.all(
    [540, 570, 600, 630, 660, 690].map((at) => slotOn(arena.db, arena.city, arena.city.main, day, at)),
  );
  const people = await crowd(arena, 40);
  const request = await drafted(shutting(day));
  const shut = async () => {
    for (;;) {
      const { version } = await readPreview(arena.desk, clock, request.draftId);
      const outcome = await publish(arena.desk, clock, STAFF, { ...request, previewVersion: version });
      if (outcome.ok) return outcome.value.affected;
      expect(outcome.reason).toBe('moved');
    }
  };
  const [affected, ...walks] = await Promise.all([
    shut(),
    ...people.map((one, n) => walk(arena, one, slots[n % slots.length] ?? 0)),
  ]);
  const booked = told<{ id: string; number: string }>(walks);
  expect(booked).toHaveLength(affected);
  expect(walks.filter((one): one is string => typeof one === 'string').every((why) => why === 'closed' || why === 'full')).toBe(
    true,
  );
  expect(await unlisted()).toEqual([]);
  expect(await invariantFaults(arena.db, booked)).toEqual([]);
});

test('two publishes at once: one goes through, the other waits for its end or is judged anew', async () => {
  arena = await openRuledArena(2);
  const day = await openDay(arena.db, arena.city, 20);
  const next = await openDay(arena.db, arena.city, 30);
  const [one, other] = [await drafted(shutting(day)), await drafted(shutting(next))];
  const outcomes = await Promise.all([publish(arena.desk, clock, STAFF, one), publish(arena.desk, clock, STAFF, other)]);
  expect(outcomes.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
  expect(outcomes.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'publishing' });
  expect(await finishPublish(arena.desk, clock)).toBe(true);
  const left = outcomes[0]?.ok === true ? other : one;
  expect((await publish(arena.desk, clock, STAFF, left)).ok).toBe(true);
  expect(await finishPublish(arena.desk, clock)).toBe(true);
  expect(await readDifferences(arena.desk, clock)).toEqual([]);
});

test('the same publish pressed twice at once is one', async () => {
  arena = await openRuledArena(2);
  const request = await drafted(shutting(await openDay(arena.db, arena.city, 20)));
  const outcomes = await Promise.all([publish(arena.desk, clock, STAFF, request), publish(arena.desk, clock, STAFF, request)]);
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await arena.db.one(sql`SELECT count(*) AS n FROM audit.events WHERE act = 'calendar.published'`)).toEqual({ n: 1 });
});

/** Thirty book a slot of six while its capacity is lowered to two. */
async function lowered() {
  const day = await openDay(arena.db, arena.city, 20);
  const slot = await slotOn(arena.db, arena.city, arena.city.main, day, 600);
  const people = await crowd(arena, 30);
  const request = await drafted({ kind: 'capacity', counter: here(), days: [day], startMinute: 600, capacity: 2 });
  const lower = async () => {
    const outcome = await publish(arena.desk, clock, STAFF, request);
    expect(outcome.ok).toBe(true);
    await finishPublish(arena.desk, clock);
  };
  const [, ...walks] = await Promise.all([lower(), ...people.map((one) => walk(arena, one, slot))]);
  return { booked: told<{ id: string; number: string }>(walks), slot };
}

test('[8(2)⑤d] lower capacity × book: who is in stays in, nobody comes in above the new capacity afterwards', async () => {
  arena = await openRuledArena(6);
  const { booked, slot } = await lowered();
  expect(await invariantFaults(arena.db, booked)).toEqual([]);
  expect(await arena.db.one(sql`SELECT capacity FROM ledger.slots WHERE id = ${slot}`)).toEqual({ capacity: 2 });
  // Somebody new: the first of another crowd would be the same person as the first of this one.
  const late = await arena.citizen(await arena.card('遅 太郎'));
  expect(await walk(arena, late, slot)).toBe('full');
});

test('[8(2)⑤d] control: without the allowance the table itself refuses to lower below what is taken', async () => {
  arena = await openRuledArena(6);
  await arena.break(REPLAN, 'allowance = greatest(s.allowance, s.taken - p.capacity)', 'allowance = s.allowance');
  const day = await openDay(arena.db, arena.city, 20);
  const slot = await slotOn(arena.db, arena.city, arena.city.main, day, 600);
  await Promise.all((await crowd(arena, 4)).map((one) => walk(arena, one, slot)));
  const request = await drafted({ kind: 'capacity', counter: here(), days: [day], startMinute: 600, capacity: 2 });
  expect((await publish(arena.desk, clock, STAFF, request)).ok).toBe(true);
  await expect(finishPublish(arena.desk, clock)).rejects.toThrow('slots_taken');
});

test('move × publish: nobody is moved into a slot that is being shut without being listed', async () => {
  arena = await openRuledArena(6);
  const day = await openDay(arena.db, arena.city, 20);
  const other = await openDay(arena.db, arena.city, 25);
  const from = await slotOn(arena.db, arena.city, arena.city.main, other, 600);
  const to = await slotOn(arena.db, arena.city, arena.city.main, day, 600);
  const people = await crowd(arena, 6);
  for (const one of people) expect(typeof (await walk(arena, one, from))).toBe('object');
  const request = await drafted(shutting(day));
  const shut = async () => {
    for (;;) {
      const { version } = await readPreview(arena.desk, clock, request.draftId);
      const outcome = await publish(arena.desk, clock, STAFF, { ...request, previewVersion: version });
      if (outcome.ok) return;
    }
  };
  await Promise.all([shut(), ...people.map((one) => arena.citizens.move(one.cookie, to, 0, CALLER))]);
  expect(await unlisted()).toEqual([]);
  expect(await invariantFaults(arena.db, [])).toEqual([]);
});

test('desk’s places released × book: at the hour they are everyone’s, the last place goes to one', async () => {
  arena = await openRuledArena(2);
  const day = await openDay(arena.db, arena.city, 20);
  const slot = await slotOn(arena.db, arena.city, arena.city.main, day, 600);
  await arena.db.run(sql`UPDATE ledger.slots SET desk_places = 1, desk_until = lib.day_of(lib.now()) + 1 WHERE id = ${slot}`);
  const people = await crowd(arena, 12);
  const early = await Promise.all(people.slice(0, 6).map((one) => walk(arena, one, slot)));
  expect(told(early)).toHaveLength(1);
  await arena.pass(24 * 60);
  const late = await Promise.all([
    ...people.slice(6).map((one) => walk(arena, one, slot)),
    ...[1, 2, 3].map(async (n) => {
      const booked = await arena.bookByDesk(await arena.card(`電話 花子${n}`), slot);
      return booked.ok ? { id: '', number: booked.value.number } : booked.reason;
    }),
  ]);
  expect(told(late)).toHaveLength(1);
  expect(await invariantFaults(arena.db, [])).toEqual([]);
});

test('horizon × publish: the night lays out nothing while a publish is under way', async () => {
  arena = await openRuledArena(2);
  await arena.db.run(sql`DELETE FROM calendar.days WHERE day > ${arena.city.today}::date + 300`);
  const day = await openDay(arena.db, arena.city, 20);
  expect((await publish(arena.desk, clock, STAFF, await drafted(shutting(day)))).ok).toBe(true);
  expect(await arena.desk.transaction((tx) => extendHorizon(tx, clock))).toEqual({ days: 0, slots: 0 });
  await finishPublish(arena.desk, clock);
  expect((await arena.desk.transaction((tx) => extendHorizon(tx, clock))).days).toBeGreaterThan(0);
  expect(await readDifferences(arena.desk, clock)).toEqual([]);
});
