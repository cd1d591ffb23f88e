import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../src/audit/actor.ts';
import { actorSql } from '../../src/audit/actor.ts';
import type { Db } from '../../src/lib/db/db.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { cancel } from '../../src/reservations/acts.ts';
import { confirmCall, holdForCall, holdInstead, letGo } from '../../src/reservations/desk-hold.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { invariantFaults } from '../support/invariant.ts';
import { untilLocked } from '../support/locks.ts';
import { buildSmallCity, makeCard, type SmallCity, slotAt } from '../support/small-city.ts';

/** A clerk presses for the booking and leaves the call in one moment; two calls change places with each other. */
let fresh: FreshDatabase;
let city: SmallCity;
let db: Db;
let n = 0;
const clerk = (staffId: number): Actor => ({ kind: 'staff', staffId, requestId: 'call', source: '' });

beforeAll(async () => {
  fresh = await freshDatabase();
  city = await buildSmallCity(fresh.db, 1);
  db = fresh.as('desk', 8);
});
afterAll(async () => {
  expect(await invariantFaults(fresh.db)).toEqual([]);
  await db?.close();
  await fresh?.drop();
});

async function held(staffId: number, day: number, hour: number): Promise<string> {
  n += 1;
  const card = await makeCard(fresh.db, {
    noticeId: `R1C-${String(n).padStart(6, '0')}`,
    name: `競争 ${n}子`,
    officeId: city.main,
  });
  const id = crypto.randomUUID();
  const slotId = await slotAt(fresh.db, city, city.main, day, hour);
  const answer = await holdForCall(db, clerk(staffId), { id, serviceId: city.service, slotId, members: [{ cardId: card }] });
  expect(answer.ok).toBe(true);
  return id;
}
const stateOf = async (id: string) =>
  (await db.one<{ state: string }>(sql`SELECT state FROM reservations.reservations WHERE id = ${id}::uuid`)).state;

/** Confirms in a transaction that stays open until `meanwhile` waits for it. */
async function confirmWhile(id: string, staffId: number, meanwhile: () => Promise<unknown>): Promise<void> {
  let waiting: Promise<unknown> = Promise.resolve();
  await db.transaction(async (tx) => {
    await tx.run(sql`SELECT reservations.confirm_call(${actorSql(clerk(staffId))}, ${id}::uuid, NULL, '')`);
    waiting = meanwhile();
    await untilLocked(fresh.db);
  });
  await waiting;
}

test('[8(2)④a] a booking that is made while the call is left stays a booking', async () => {
  const id = await held(11, 3, 9);
  await confirmWhile(id, 11, () => letGo(db, clerk(11), 11));
  expect(await stateOf(id)).toBe('booked');
});

test('control: taken back by the cancel of a booking, as the list of holds said a moment before, it is lost', async () => {
  const id = await held(12, 3, 10);
  await confirmWhile(id, 12, () => cancel(db, clerk(12), { id, version: 0, reason: '' }));
  expect(await stateOf(id)).toBe('cancelled');
});

test('[8(2)④a] only who holds a place may move it or book it; nobody else gives it back', async () => {
  const id = await held(13, 3, 11);
  const other = await slotAt(fresh.db, city, city.main, 3, 12);
  expect(await holdInstead(db, clerk(14), id, other)).toMatchObject({ ok: false, reason: 'lapsed' });
  expect(await confirmCall(db, clerk(14), { id, mail: null, phone: '', language: 'ja' })).toMatchObject({
    ok: false,
    reason: 'lapsed',
  });
  expect(await letGo(db, clerk(14), 14)).toBe(0);
  expect(await stateOf(id)).toBe('held');
  expect(await letGo(db, clerk(13), 13)).toBe(1);
  expect(await stateOf(id)).toBe('cancelled');
});

test('[8(2)④a] calls that change places with each other: a place is had once, and nobody waits for ever', async () => {
  const hours = [13, 14, 15, 16, 17, 18];
  const ids = await Promise.all(hours.map((hour, at) => held(20 + at, 4, hour)));
  for (let round = 0; round < 15; round += 1) {
    await Promise.all(
      ids.map(async (id, at) => {
        const hour = hours[(at * 7 + round * 5 + 1) % hours.length] ?? 13;
        const slot = await slotAt(fresh.db, city, city.main, 4 + (round % 2), hour);
        const moved = await holdInstead(db, clerk(20 + at), id, slot);
        if (!moved.ok) expect(moved.reason).toBe('full');
      }),
    );
  }
  expect(await invariantFaults(fresh.db)).toEqual([]);
  const booked = await Promise.all(
    ids.map((id, at) => confirmCall(db, clerk(20 + at), { id, mail: null, phone: '', language: 'ja' })),
  );
  expect(booked.every(({ ok }) => ok)).toBe(true);
});
