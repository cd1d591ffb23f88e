import { afterEach, expect, test } from 'vitest';
import { EVERYBODY } from '../../src/cards/viewer.ts';
import { close } from '../../src/closing/acts.ts';
import { previewClosing } from '../../src/closing/close-preview.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { addMember, book, removeMember } from '../../src/reservations/acts.ts';
import { readGrid } from '../../src/reservations/grid.ts';
import { readReservation } from '../../src/reservations/read.ts';
import { deskRequest } from '../support/booking.ts';
import { closeRequest } from '../support/closing.ts';
import { invariantFaults } from '../support/invariant.ts';
import { said } from '../support/must.ts';
import { type Arena, CALLER, type Citizen, openArena, STAFF, told, walk } from './arena.ts';

/** A visit takes as many slots as its people need (§8(3)⑥, services.length_of): one, and one further for every two who come along. Hours of ten days from today. */

let arena: Arena;
afterEach(() => arena.close());

async function open(capacity: number, { every = 2, counts = 'parties' } = {}): Promise<void> {
  arena = await openArena(capacity);
  await arena.db.run(
    sql`UPDATE services.services SET party_max = 6, slots_long = 1, slot_every = ${every}, counts = ${counts} WHERE id = ${arena.city.service}`,
  );
}

type Family = Citizen & { cards: number[] };
/** A visit of so many cards, each proven. */
async function family(people: number, name: string): Promise<Family> {
  const cards = await Promise.all(Array.from({ length: people }, (_, n) => arena.card(`${name} ${n}`)));
  const one = await arena.citizen(cards[0] ?? 0);
  await arena.db.run(sql`UPDATE reservations.visits SET card_ids = ${cards}::bigint[] WHERE cookie_hash = ${one.cookie}`);
  return { ...one, cards };
}
const booked = async (people: number, name: string, hour: number): Promise<Family> => {
  const one = await family(people, name);
  expect(await walk(arena, one, await arena.slot(hour))).toBeTypeOf('object');
  return one;
};

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
const signs = async (one: Citizen) =>
  Object.fromEntries(
    (await arena.citizens.times(one.cookie, 'honcho', await day())).map((time) => [time.startMinute / 60, time]),
  );
const version = async (id: string) =>
  (await arena.db.one<{ version: number }>(sql`SELECT version FROM reservations.reservations WHERE id = ${id}`)).version;

/** One more joins on the web; what came of it. */
async function join(one: Family, card: number) {
  const { notice } = await arena.db.one<{ notice: string }>(sql`SELECT notice_id AS notice FROM cards.cards WHERE id = ${card}`);
  const proof = { noticeId: notice, month: 3, day: 8, year: null, address: 'race' };
  const joined = await arena.citizens.joinByNotice(
    one.cookie,
    proof,
    (await arena.citizens.visit(one.cookie))?.version ?? null,
    CALLER,
  );
  return joined.ok ? joined.value : [joined.reason, joined.detail].filter((part) => part !== undefined).join(' ');
}
const leave = async (one: Family, n: number) => {
  const party = await arena.citizens.party(one.cookie);
  return said(await arena.citizens.leaveParty(one.cookie, party[n]?.ref ?? '', await version(one.id), CALLER));
};

test('[8(3)⑥] a family takes as many slots one after the other as its people need, and the calendar and the times offer only where all of it fits', async () => {
  await open(1);
  await booked(1, '田中', 11);
  const [two, three] = [await family(2, '鈴木'), await family(3, '佐藤')];
  const [forTwo, forThree] = [await signs(two), await signs(three)];
  expect([9, 10, 11, 23].map((hour) => forTwo[hour]?.sign)).toEqual(['open', 'open', 'full', 'open']);
  expect([9, 10, 11, 23].map((hour) => forThree[hour]?.sign)).toEqual(['open', 'full', 'full', 'closed']);
  expect([forTwo[9]?.minutes, forThree[9]?.minutes]).toEqual([60, 120]);
  expect(await walk(arena, three, await arena.slot(10))).toBe('full');
  expect(await walk(arena, { ...three, id: crypto.randomUUID() }, await arena.slot(23))).toBe('closed');
  const id = crypto.randomUUID();
  expect(await walk(arena, { ...three, id }, await arena.slot(9))).toBeTypeOf('object');
  expect(await taken()).toEqual({ 9: 1, 10: 1, 11: 1 });
  expect((await readReservation(arena.desk, id))?.minutes).toBe(120);
  const first = await arena.citizens.firstTimes('card-pickup', 'honcho', 5, await day(), await day());
  expect(first.map(({ startMinute }) => startMinute)).not.toContain(9 * 60);
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[8(3)⑥] an office says how many slots it needs, where it differs from the service', async () => {
  await open(1, { every: 0 });
  const { service, main, branch } = arena.city;
  await arena.db.run(
    sql`INSERT INTO services.lengths (service_id, office_id, slots_long, slot_every) VALUES (${service}, ${main}, 2, 1)`,
  );
  const length = async (office: number) =>
    (
      await arena.desk.rows<{ slots: number }>(
        sql`SELECT l.slots FROM generate_series(1, 8) AS g (people), services.length_of(${service}, ${office}, g.people) l ORDER BY g.people`,
      )
    ).map(({ slots }) => slots);
  // Eight at most.
  expect([await length(main), await length(branch)]).toEqual([
    [2, 3, 4, 5, 6, 7, 8, 8],
    [1, 1, 1, 1, 1, 1, 1, 1],
  ]);
  await booked(3, '田中', 9);
  expect(await taken()).toEqual({ 9: 1, 10: 1, 11: 1, 12: 1 });
});

test('[8(3)⑥] [8(3)⑩c] who joins a booking takes the slot after it where that has room; else nothing is lost and it is said why, on the web and at the desk', async () => {
  await open(2);
  const one = await booked(2, '田中', 9);
  expect(await join(one, await arena.card('子 一'))).toBe('ok');
  expect(await taken()).toEqual({ 9: 1, 10: 1 });
  expect(await join(one, await arena.card('子 二'))).toBe('ok');
  expect(await taken()).toEqual({ 9: 1, 10: 1 });
  // The slot after that is full by now.
  await booked(1, '鈴木', 11);
  await booked(1, '佐藤', 11);
  const before = await version(one.id);
  expect(await join(one, await arena.card('子 三'))).toBe('full longer');
  const last = await booked(2, '山本', 23);
  expect(await join(last, await arena.card('子 四'))).toBe('closed longer');
  const byDesk = { id: one.id, version: before, member: { cardId: await arena.card('子 五') }, personReason: null };
  expect(await addMember(arena.desk, STAFF, { ...byDesk, exceedReason: null })).toMatchObject({
    reason: 'full',
    detail: 'longer',
  });
  expect(await taken()).toEqual({ 9: 1, 10: 1, 11: 2, 23: 1 });
  expect(await version(one.id)).toBe(before);
  expect(said(await addMember(arena.desk, STAFF, { ...byDesk, exceedReason: '車いすの方' }))).toBe('ok');
  expect(await taken()).toEqual({ 9: 1, 10: 1, 11: 3, 23: 1 });
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[8(3)⑩c] who leaves gives the last slot back, to whoever begins there', async () => {
  await open(1, { counts: 'people' });
  await arena.db.run(sql`UPDATE ledger.slots SET capacity = 5`);
  const one = await booked(5, '田中', 9);
  expect(await taken()).toEqual({ 9: 5, 10: 5, 11: 5 });
  expect(await leave(one, 4)).toBe('ok');
  expect(await taken()).toEqual({ 9: 4, 10: 4 });
  expect(
    said(await removeMember(arena.desk, STAFF, { id: one.id, version: await version(one.id), position: 3, reason: '' })),
  ).toBe('ok');
  expect(await taken()).toEqual({ 9: 3, 10: 3 });
  expect(await leave(one, 2)).toBe('ok');
  expect(await taken()).toEqual({ 9: 2 });
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[8(3)⑩c] by people: who joins takes a place of each slot, and all of theirs in the one that comes to them, whoever adds', async () => {
  await open(3, { counts: 'people' });
  const one = await booked(2, '田中', 9);
  expect(await join(one, await arena.card('子 一'))).toBe('ok');
  expect(await taken()).toEqual({ 9: 3, 10: 3 });
  const other = await booked(2, '鈴木', 13);
  const request = {
    id: other.id,
    version: 0,
    member: { cardId: await arena.card('子 二') },
    exceedReason: null,
    personReason: null,
  };
  expect(said(await addMember(arena.desk, STAFF, request))).toBe('ok');
  expect(await taken()).toEqual({ 9: 3, 10: 3, 13: 3, 14: 3 });
  // The desk's by now; then one more by its citizen leaves it so.
  expect(await arena.db.one(sql`SELECT sum(taken_desk)::integer AS desk FROM ledger.slots`)).toEqual({ desk: 6 });
  expect(await leave(other, 2)).toBe('ok');
  expect(await join(other, await arena.card('子 三'))).toBe('ok');
  expect(await taken()).toEqual({ 9: 3, 10: 3, 13: 3, 14: 3 });
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[8(3)⑩a] a family moves with all of its slots, and a length that changed meanwhile is taken with it', async () => {
  await open(1);
  const one = await booked(3, '田中', 9);
  expect((await signs(one))[10]?.sign).toBe('open');
  expect(said(await arena.citizens.move(one.cookie, await arena.slot(10), 0, CALLER))).toBe('ok');
  expect(await taken()).toEqual({ 10: 1, 11: 1 });
  await arena.db.run(sql`UPDATE services.services SET slot_every = 0`);
  // As it was booked, as long as the number of people makes no difference.
  expect(await leave(one, 2)).toBe('ok');
  expect(await taken()).toEqual({ 10: 1, 11: 1 });
  expect(said(await arena.citizens.move(one.cookie, await arena.slot(13), 2, CALLER))).toBe('ok');
  expect(await taken()).toEqual({ 13: 1 });
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[8(2)④b] the desk’s places show what the whole party finds', async () => {
  await open(2);
  await booked(1, '田中', 10);
  await booked(1, '鈴木', 10);
  const ask = {
    officeId: arena.city.main,
    serviceId: arena.city.service,
    cardOffices: [null],
    from: await day(),
    to: await day(),
  };
  const free = async (people: number) =>
    (await readGrid(arena.desk, { ...ask, people })).slots
      .filter(({ startMinute }) => [8, 9, 11, 23].includes(startMinute / 60))
      .map((slot) => (slot.fits ? slot.free : '－'));
  expect([await free(1), await free(3), await free(5)]).toEqual([
    [2, 2, 2, 2],
    [2, 0, 2, '－'],
    [0, 0, 2, '－'],
  ]);
  const request = deskRequest(arena.city, await arena.card('山本 一'), await arena.slot(9));
  const members = [...request.members, { cardId: await arena.card('山本 二') }, { cardId: await arena.card('山本 三') }];
  expect(said(await book(arena.desk, STAFF, { ...request, members }))).toBe('full');
});

test('[8(2)⑤c] [8(3)⑩c] a closing finds who took its hour by joining, also at that moment; once that one leaves, the visit is as one that opened again', async () => {
  await open(3);
  const on = await day();
  const range = { officeIds: [arena.city.main], serviceId: null, from: on, to: on, hours: { from: 600, to: 660 } };
  const families = await Promise.all([1, 2, 3].map((n) => booked(2, `家族${n}`, 9)));
  const children = await Promise.all(families.map((_, n) => arena.card(`子 ${n}`)));
  expect(await join(families[0] as Family, children[0] ?? 0)).toBe('ok');
  const shut = async (): Promise<void> => {
    const { version: seen } = await previewClosing(arena.desk, range, EVERYBODY);
    const closed = await close(arena.desk, STAFF, await closeRequest(arena.desk, range, { seen }));
    if (!closed.ok) {
      expect(closed.reason).toBe('changed_meanwhile');
      await shut();
    }
  };
  const [, ...joined] = await Promise.all([shut(), ...[1, 2].map((n) => join(families[n] as Family, children[n] ?? 0))]);
  for (const came of joined) expect(['ok', 'closed longer']).toContain(came);
  const moving = async (n: number) => (await readReservation(arena.desk, families[n]?.id ?? ''))?.needsMoving;
  expect([await moving(0), await moving(1), await moving(2)]).toEqual([true, joined[0] === 'ok', joined[1] === 'ok']);
  expect(await invariantFaults(arena.db)).toEqual([]);
  expect(await leave(families[0] as Family, 2)).toBe('ok');
  expect(await moving(0)).toBe(false);
  const { standing } = await arena.db.one<{ standing: string }>(sql`
    SELECT closing.standing_of(a, r, s) AS standing FROM closing.affected a JOIN reservations.reservations r ON r.id = a.reservation_id JOIN ledger.slots s ON s.id = r.slot_id
    WHERE r.id = ${families[0]?.id ?? ''}`);
  expect(standing).toBe('reopened');
  expect(await invariantFaults(arena.db)).toEqual([]);
});

/** Families of three and of two, whom one joins, want the same hours at once; then each loses one. What is wrong afterwards. */
async function rush(): Promise<string[]> {
  const families = await Promise.all(Array.from({ length: 18 }, (_, n) => family(n % 3 === 0 ? 3 : 2, `家族${n}`)));
  const walks = await Promise.all(
    families.map(async (one, n) => ({ one, came: await walk(arena, one, await arena.slot(9 + (n % 5))) })),
  );
  const stands = walks.flatMap(({ one, came }) => (typeof came === 'object' ? [one] : []));
  const joined = await Promise.all(stands.map(async (one, n) => join(one, await arena.card(`子 ${n}`))));
  await Promise.all(stands.map(async (one, n) => (n % 2 === 0 ? leave(one, 1) : join(one, await arena.card(`次 ${n}`)))));
  expect(stands.length).toBeGreaterThan(3);
  expect(new Set(joined).has('ok')).toBe(true);
  return invariantFaults(arena.db, told(walks.map(({ came }) => came)));
}

test('[8(3)⑫] families that grow and shrink in a rush: no slot holds more than it has, and each stands in all of its slots', async () => {
  await open(2);
  expect(await rush()).toEqual([]);
  const { deadlocks } = await arena.db.one<{ deadlocks: number }>(
    sql`SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()`,
  );
  expect(deadlocks).toBe(0);
});

test('[8(3)⑫] control: a slot that comes to a visit and is not taken is noticed', async () => {
  await open(2);
  await arena.break(
    'reservations.take_more(reservations.reservations,integer,bigint[],boolean,text,integer,timestamptz)',
    'CONTINUE WHEN v_units = 0;',
    'CONTINUE WHEN v_units = 0 OR v_comes;',
  );
  expect(await join(await booked(2, '田中', 9), await arena.card('子'))).toBe('ok');
  expect((await invariantFaults(arena.db)).join()).toContain('taken is not the sum');
});
