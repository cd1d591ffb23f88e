import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { EVERYBODY } from '../../src/cards/viewer.ts';
import { close, reopen } from '../../src/closing/acts.ts';
import { previewClosing } from '../../src/closing/close-preview.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { book, cancel, move } from '../../src/reservations/acts.ts';
import { readGrid } from '../../src/reservations/grid.ts';
import { readReservation } from '../../src/reservations/read.ts';
import { deskRequest } from '../support/booking.ts';
import { closeRequest } from '../support/closing.ts';
import { invariantFaults } from '../support/invariant.ts';
import { said } from '../support/must.ts';
import { type Arena, CALLER, type Citizen, crowd, openArena, STAFF, told, walk } from './arena.ts';

/** Visits that take more than one slot (services.slots_long, §9(3)): hours of ten days from today, two of them a visit. */

let arena: Arena;
afterEach(() => arena.close());

const HOLD = 'reservations.hold(audit.actor,uuid,integer,bigint,jsonb,text,text,text,text,text,text,text)';

async function open(capacity: number, long = 2): Promise<void> {
  arena = await openArena(capacity);
  await setLong(long);
}
const setLong = (long: number) =>
  arena.db.run(sql`UPDATE services.services SET slots_long = ${long} WHERE id = ${arena.city.service}`);
const someone = async (name: string): Promise<Citizen> => arena.citizen(await arena.card(name));
const day = async () => (await arena.db.one<{ day: string }>(sql`SELECT ${arena.city.today}::date + 10 AS day`)).day;
/** Places taken by hour, only where there are any: { 9: 1, 10: 1 }. */
const taken = async () =>
  Object.fromEntries(
    (
      await arena.db.rows<{ hour: number; taken: number }>(
        sql`SELECT start_minute / 60 AS hour, taken FROM ledger.slots WHERE day = ${await day()} AND taken > 0 ORDER BY 1`,
      )
    ).map((row) => [row.hour, row.taken]),
  );
const hold = async (one: Citizen, hour: number) =>
  said(await arena.citizens.hold(one.cookie, one.id, await arena.slot(hour), CALLER));
const moveTo = async (id: string, hour: number) => {
  const { version } = await arena.db.one<{ version: number }>(
    sql`SELECT version FROM reservations.reservations WHERE id = ${id}`,
  );
  return said(await move(arena.desk, STAFF, { id, version, slotId: await arena.slot(hour), exceedReason: null }));
};
const signs = async (one: Citizen) =>
  Object.fromEntries(
    (await arena.citizens.times(one.cookie, 'honcho', await day())).map((time) => [time.startMinute / 60, time]),
  );

test('[9(3)b] a visit takes its slots one after the other, and gives all of them back', async () => {
  await open(1);
  const one = await someone('田中 花子');
  expect(typeof (await walk(arena, one, await arena.slot(9)))).toBe('object');
  expect(await taken()).toEqual({ 9: 1, 10: 1 });
  // Nobody begins in a slot of theirs, nor one before.
  const [two, three] = [await someone('鈴木 次郎'), await someone('佐藤 三郎')];
  expect([await hold(two, 8), await hold(two, 10), await hold(two, 11)]).toEqual(['full', 'full', 'ok']);
  expect(await taken()).toEqual({ 9: 1, 10: 1, 11: 1, 12: 1 });
  expect((await readReservation(arena.desk, one.id))?.minutes).toBe(120);
  await cancel(arena.desk, STAFF, { id: one.id, version: 0, reason: '' });
  expect(await taken()).toEqual({ 11: 1, 12: 1 });
  expect(await hold(three, 9)).toBe('ok');
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[9(3)b] the citizen’s page offers only where the whole visit has room, and says how long it takes', async () => {
  await open(2);
  await walk(arena, await someone('田中 花子'), await arena.slot(9));
  await walk(arena, await someone('鈴木 次郎'), await arena.slot(9));
  const looking = await someone('佐藤 三郎');
  const at = await signs(looking);
  expect([8, 9, 10, 11, 22, 23].map((hour) => at[hour]?.sign)).toEqual(['full', 'full', 'full', 'open', 'open', 'closed']);
  expect(at[11]?.minutes).toBe(120);
  // Nor does the desk, which sees the counts too.
  const grid = await readGrid(arena.desk, {
    officeId: arena.city.main,
    serviceId: arena.city.service,
    cardOffices: [null],
    from: await day(),
    to: await day(),
  });
  expect(
    grid.slots
      .filter(({ startMinute }) => [8, 11, 22, 23].includes(startMinute / 60))
      .map(({ free, fits }) => (fits ? free : '－')),
  ).toEqual([0, 2, 2, '－']);
  expect([await hold(looking, 23), await hold(looking, 11)]).toEqual(['closed', 'ok']);
});

test('[9(3)b] a visit moves by one slot: what it keeps is counted once, and whose it is follows', async () => {
  await open(1);
  const one = await someone('田中 花子');
  await walk(arena, one, await arena.slot(9));
  expect(await moveTo(one.id, 10)).toBe('ok');
  expect(await taken()).toEqual({ 10: 1, 11: 1 });
  // Moved by the desk: its places are the desk's now.
  expect(await arena.db.one(sql`SELECT sum(taken_desk)::integer AS desk FROM ledger.slots WHERE day = ${await day()}`)).toEqual({
    desk: 2,
  });
  const two = await someone('鈴木 次郎');
  await walk(arena, two, await arena.slot(12));
  expect(await moveTo(one.id, 11)).toBe('full');
  expect(await moveTo(one.id, 9)).toBe('ok');
  expect(await taken()).toEqual({ 9: 1, 10: 1, 12: 1, 13: 1 });
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[9(3)b] [8(3)⑩a] who has a long visit is offered the time one slot on, though for everyone else it is full, at the desk too; and gets it', async () => {
  await open(1);
  const one = await someone('田中 花子');
  await walk(arena, one, await arena.slot(9));
  // All around is taken: before it, and after its later slot but one.
  for (const [name, hour] of [
    ['鈴木 次郎', 7],
    ['佐藤 三郎', 12],
  ] as const)
    await walk(arena, await someone(name), await arena.slot(hour));
  const looking = await someone('山本 五郎');
  const [mine, theirs] = [await signs(one), await signs(looking)];
  expect([8, 9, 10, 11].map((hour) => theirs[hour]?.sign)).toEqual(['full', 'full', 'full', 'full']);
  expect([8, 9, 10, 11].map((hour) => mine[hour]?.sign)).toEqual(['full', 'open', 'open', 'full']);
  const at = {
    officeId: arena.city.main,
    serviceId: arena.city.service,
    cardOffices: [null],
    from: await day(),
    to: await day(),
  };
  const free = async (moving?: string) =>
    (await readGrid(arena.desk, { ...at, moving })).slots
      .filter(({ startMinute }) => [8, 9, 10, 11].includes(startMinute / 60))
      .map((slot) => slot.free);
  expect([await free(), await free(one.id)]).toEqual([
    [0, 0, 0, 0],
    [0, 1, 1, 0],
  ]);
  expect(said(await arena.citizens.move(one.cookie, await arena.slot(10), 0, CALLER))).toBe('ok');
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[9(3)b] a hold that lapsed gives back its later slots too, to who begins there', async () => {
  await open(1);
  expect(await hold(await someone('田中 花子'), 9)).toBe('ok');
  await arena.pass(11);
  const two = await someone('鈴木 次郎');
  expect((await signs(two))[10]?.sign).toBe('open');
  expect(await hold(two, 10)).toBe('ok');
  expect(await taken()).toEqual({ 10: 1, 11: 1 });
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[9(3)b] [8(2)④c] an administrator goes above capacity in each of its slots', async () => {
  await open(1);
  await walk(arena, await someone('田中 花子'), await arena.slot(10));
  const request = deskRequest(arena.city, await arena.card('鈴木 次郎'), await arena.slot(9));
  expect(said(await book(arena.desk, STAFF, request))).toBe('full');
  expect(said(await book(arena.desk, STAFF, { ...request, id: randomUUID(), exceedReason: '車いすの方' }))).toBe('ok');
  expect(await taken()).toEqual({ 9: 1, 10: 2, 11: 1 });
  expect(await arena.db.one(sql`SELECT sum(allowance)::integer AS above FROM ledger.slots`)).toEqual({ above: 1 });
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[9(3)b] [8(2)⑤c] who would be at the counter when it shuts is on the list, also if they begin before; opened again they have their place', async () => {
  await open(2);
  const [one, later] = [await someone('田中 花子'), await someone('鈴木 次郎')];
  await walk(arena, one, await arena.slot(9));
  await walk(arena, later, await arena.slot(11));
  const on = await day();
  const range = { officeIds: [arena.city.main], serviceId: null, from: on, to: on, hours: { from: 600, to: 660 } };
  const preview = await previewClosing(arena.desk, range, EVERYBODY);
  expect(preview.visits.map(({ id }) => id)).toEqual([one.id]);
  const closed = await close(arena.desk, STAFF, await closeRequest(arena.desk, range, { seen: preview.version }));
  expect((await readReservation(arena.desk, one.id))?.needsMoving).toBe(true);
  expect((await readReservation(arena.desk, later.id))?.needsMoving).toBe(false);
  expect(await hold(await someone('佐藤 三郎'), 9)).toBe('closed');
  expect(await invariantFaults(arena.db)).toEqual([]);
  expect(closed.ok && (await reopen(arena.desk, STAFF, closed.value)).ok).toBe(true);
  expect((await readReservation(arena.desk, one.id))?.needsMoving).toBe(false);
  expect(await taken()).toEqual({ 9: 1, 10: 1, 11: 1, 12: 1 });
});

test('[9(3)b] a service made longer or shorter leaves the visits booked before as they are', async () => {
  await open(1);
  const one = await someone('田中 花子');
  await walk(arena, one, await arena.slot(9));
  await setLong(1);
  const [two, three] = [await someone('鈴木 次郎'), await someone('佐藤 三郎')];
  expect([await hold(two, 10), await hold(two, 11)]).toEqual(['full', 'ok']);
  await setLong(3);
  expect([await hold(three, 12), (await readReservation(arena.desk, one.id))?.minutes]).toEqual(['ok', 120]);
  expect(await moveTo(one.id, 17)).toBe('ok');
  expect(await taken()).toEqual({ 11: 1, 12: 1, 13: 1, 14: 1, 17: 1, 18: 1, 19: 1 });
  expect(await invariantFaults(arena.db)).toEqual([]);
});

/** Forty people book, move and let holds lapse over six hours of one place each, beginning where they like; what is wrong afterwards. */
async function rush(): Promise<string[]> {
  const people = await crowd(arena, 40);
  const hours = [9, 10, 11, 12, 13, 14];
  await Promise.all(people.slice(0, 6).map((one, n) => hold(one, hours[n] ?? 9)));
  await arena.pass(11);
  const booked = told(
    await Promise.all(people.slice(6).map(async (one, n) => walk(arena, one, await arena.slot(hours[n % 6] ?? 9)))),
  );
  await Promise.all(booked.map(({ id }, n) => moveTo(id, hours[(n * 2 + 1) % 6] ?? 9)));
  expect(booked.length).toBeGreaterThan(1);
  return invariantFaults(arena.db, booked);
}

test('[9(3)b] long visits in a rush: no slot holds more than it has, each visit stands in all of its slots, nobody waits for another in a circle', async () => {
  await open(1);
  expect(await rush()).toEqual([]);
});

test('[9(3)b] control: a visit that takes its first slot only is noticed', async () => {
  await open(1);
  await arena.break(HOLD, 'FOR v_i IN 1 .. cardinality(v_more) LOOP', 'FOR v_i IN 1 .. 0 LOOP');
  await walk(arena, await someone('田中 花子'), await arena.slot(9));
  expect((await invariantFaults(arena.db)).join()).toContain('taken is not the sum');
});
