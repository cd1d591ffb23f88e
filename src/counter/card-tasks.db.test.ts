import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bookFor } from '../../test/support/booking.ts';
import { brokenCustody } from '../../test/support/card-faults.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import { untilLocked } from '../../test/support/locks.ts';
import { must } from '../../test/support/must.ts';
import { openActs } from '../../test/support/open.ts';
import { addService, makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { shiftTime } from '../../test/support/time.ts';
import type { Actor } from '../audit/actor.ts';
import { type Move, moveCard, undoMove } from '../cards/custody.ts';
import { openParcel, packCard } from '../cards/parcels.ts';
import { addDays } from '../lib/dates/jst.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { cancel, move, removeMember } from '../reservations/acts.ts';
import { type CardTask, noteShelvedAway, taskOf } from './card-tasks.ts';
import { endDay, readDay } from './day-end.ts';

let fresh: FreshDatabase;
let db: Db;
let city: SmallCity;
let close: () => Promise<void>;
let actor: Actor;
let boxId = 0;
let n = 300_000;

beforeAll(async () => {
  ({ fresh, city, db, actor, close } = await openActs('counter', 30));
  const box = await fresh.db.one<{ id: number }>(
    sql`INSERT INTO cards.storage_places (office_id, cabinet, box, size) VALUES (${city.main}, 'A', '1', 500) RETURNING id`,
  );
  boxId = box.id;
});
afterAll(() => close());
afterEach(() => shiftTime(fresh, 0));

/** A card that lies in a box of the main hall. */
async function stored(): Promise<number> {
  n += 1;
  const id = await makeCard(fresh.db, { noticeId: `A1B-${n}`, name: `人 ${n}`, officeId: city.main });
  await fresh.db.run(sql`UPDATE cards.cards SET storage_place_id = ${boxId}, storage_position = ${n - 300_000} WHERE id = ${id}`);
  return id;
}
async function booked(cards: number[], office = city.main, daysOn = 5): Promise<string> {
  return bookFor(db, actor, city, cards, await slotAt(fresh.db, city, office, daysOn, 10));
}
async function go(cardId: number, event: Move['event'], toOfficeId: number | null = null): Promise<number> {
  return must(await moveCard(db, actor, { cardId, event, toOfficeId }));
}
async function moveVisit(id: string, office: number, daysOn: number, version = 0): Promise<void> {
  must(
    await move(db, actor, {
      id,
      version,
      slotId: await slotAt(fresh.db, city, office, daysOn, 11),
      exceedReason: null,
    }),
  );
}
const drop = async (id: string, version = 0) => {
  must(await cancel(db, actor, { id, version, reason: '' }));
};
const task = (cardId: number): Promise<CardTask | undefined> => taskOf(db, cardId);

describe('a card that was taken off its shelf', () => {
  test('stays where it is while its visit stands; cancelled, it goes back, and the scan ends the task', async () => {
    const card = await stored();
    const visit = await booked([card]);
    expect(await task(card)).toBeUndefined();
    const pulled = await go(card, 'pulled');
    expect(await task(card)).toBeUndefined();
    await drop(visit);
    expect(await task(card)).toMatchObject({ task: 'shelve', atOfficeId: city.main, toOfficeId: city.main, why: 'cancelled' });
    const back = await go(card, 'returned');
    expect(await task(card)).toBeUndefined();
    // The scan taken back, the card is off its shelf again.
    expect((await undoMove(db, actor, back)).ok).toBe(true);
    expect(await task(card)).toMatchObject({ task: 'shelve' });
    expect(pulled).toBeLessThan(back);
  });

  test('[8(2)⑥b] a day that 臨時閉庁 shuts is no open day: the card of the day after it stays pulled, as for the next open day', async () => {
    const card = await stored();
    const visit = await booked([card], city.main, 3);
    await go(card, 'pulled');
    await moveVisit(visit, city.main, 2);
    expect(await task(card)).toMatchObject({ task: 'shelve' });
    const { id } = await fresh.db.one<{ id: number }>(sql`
      INSERT INTO closing.closings (form_id, office_id, from_day, to_day, reason, closed_at)
      VALUES (gen_random_uuid(), ${city.main}, lib.day_of(lib.now()) + 1, lib.day_of(lib.now()) + 1, '台風のため', lib.now()) RETURNING id`);
    expect(await task(card)).toBeUndefined();
    await fresh.db.run(sql`UPDATE closing.closings SET reopened_at = lib.now() WHERE id = ${id}`);
    expect(await task(card)).toMatchObject({ task: 'shelve' });
  });

  test('moved to the next open day or within the day it stays, to a later day it goes back, elsewhere it is sent on', async () => {
    const card = await stored();
    const visit = await booked([card], city.main, 2);
    await go(card, 'pulled');
    await moveVisit(visit, city.main, 1);
    expect(await task(card)).toBeUndefined();
    await moveVisit(visit, city.main, 9, 1);
    expect(await task(card)).toMatchObject({ task: 'shelve', why: 'moved' });
    await moveVisit(visit, city.branch, 9, 2);
    expect(await task(card)).toMatchObject({ task: 'send-on', toOfficeId: city.branch, why: 'moved' });
    await go(card, 'sent', city.branch);
    expect(await task(card)).toBeUndefined();
  });

  test('pulled for a visit elsewhere it waits for the transfer list, and is no task', async () => {
    const card = await stored();
    await booked([card], city.branch);
    await go(card, 'pulled');
    expect(await task(card)).toBeUndefined();
  });

  test('of a person removed from a visit it goes back; the card of who stays does not', async () => {
    const [stays, leaves] = [await stored(), await stored()];
    const visit = await booked([stays, leaves]);
    await go(stays, 'pulled');
    await go(leaves, 'pulled');
    const removed = await removeMember(db, actor, { id: visit, version: 0, position: 2, reason: '' });
    expect(removed.ok).toBe(true);
    expect(await task(stays)).toBeUndefined();
    expect(await task(leaves)).toMatchObject({ task: 'shelve', why: 'removed' });
  });

  test('of who did not come it goes back once the day is closed', async () => {
    const card = await stored();
    await booked([card], city.main, 1);
    await go(card, 'pulled');
    await shiftTime(fresh, 2 * 86_400);
    expect(await task(card)).toBeUndefined();
    const day = addDays(city.today, 1);
    const { seen } = await readDay(db, { seesProtected: true }, city.main, day);
    expect((await endDay(db, actor, { officeId: city.main, day, seen })).ok).toBe(true);
    expect(await task(card)).toMatchObject({ task: 'shelve', why: 'no-show' });
  });
});

describe('a card that was pulled for another visit than its next one', () => {
  /** A second procedure that needs the card. */
  let other = 0;
  beforeAll(async () => {
    const offices = [city.main, city.branch];
    other = await addService(fresh.db, city, { code: 'renewal', name: '電子証明書の更新', capacity: 30, offices, bring: [] });
    await fresh.db.run(sql`UPDATE services.services SET needs_card = true WHERE id = ${other}`);
  });
  const bookedToo = async (card: number, daysOn: number, office = city.main): Promise<string> => {
    const id = randomUUID();
    const { id: slotId } = await fresh.db.one<{ id: number }>(
      sql`SELECT id FROM ledger.slots WHERE service_id = ${other} AND office_id = ${office} AND day = ${city.today}::date + ${daysOn}::integer AND start_minute = 840`,
    );
    await bookFor(db, actor, { service: other }, card, slotId, { id });
    return id;
  };

  test('[8(2)⑩c] cancelled, it goes back though a visit booked before waits on a later day; for one of the next open day it stays', async () => {
    const [far, near] = [await stored(), await stored()];
    const visits = [await booked([far], city.main, 1), await booked([near], city.main, 1)];
    await bookedToo(far, 20);
    await bookedToo(near, 1);
    for (const card of [far, near]) await go(card, 'pulled');
    expect([await task(far), await task(near)]).toEqual([undefined, undefined]);
    for (const visit of visits) await drop(visit);
    expect(await task(far)).toMatchObject({ task: 'shelve', why: 'moved' });
    expect(await task(near)).toBeUndefined();
  });

  test('[8(2)⑩c] moved behind a visit booked before, it goes back; a later visit that is cancelled changes nothing', async () => {
    const [card, early] = [await stored(), await stored()];
    const visit = await booked([card], city.main, 1);
    await bookedToo(card, 15);
    await booked([early], city.main, 5);
    const later = await bookedToo(early, 25);
    for (const one of [card, early]) await go(one, 'pulled');
    await moveVisit(visit, city.main, 20);
    expect(await task(card)).toMatchObject({ task: 'shelve' });
    await drop(later);
    expect(await task(early)).toBeUndefined();
  });

  test('[8(2)⑩c] in a parcel to the office of its visit it has none when the hour moves; moved to another office or cancelled it has', async () => {
    const card = await stored();
    const visit = await booked([card], city.branch, 4);
    const parcel = must(await openParcel(db, actor, city.main, city.branch));
    expect((await packCard(db, actor, parcel, card)).ok).toBe(true);
    await moveVisit(visit, city.branch, 4);
    expect(await task(card)).toBeUndefined();
    await moveVisit(visit, city.main, 9, 1);
    expect(await task(card)).toMatchObject({ task: 'shelve', why: 'moved' });
    await moveVisit(visit, city.branch, 9, 2);
    expect(await task(card)).toBeUndefined();
    await drop(visit, 3);
    expect(await task(card)).toMatchObject({ task: 'shelve', why: 'cancelled' });
  });
});

test('[8(2)⑩c] a card that is pulled while its visit is being moved has the task, whichever is through first', async () => {
  const card = await stored();
  const visit = await booked([card], city.main, 1);
  const to = await slotAt(fresh.db, city, city.main, 9, 11);
  // Somebody has the place it is moved to: moving waits for them, and the card is pulled meanwhile.
  const moving = await fresh.db.transaction(async (tx) => {
    await tx.run(sql`SELECT FROM ledger.slots WHERE id = ${to} FOR UPDATE`);
    const moved = move(db, actor, { id: visit, version: 0, slotId: to, exceedReason: null });
    await untilLocked(fresh.db);
    await go(card, 'pulled');
    return [moved] as const;
  });
  expect((await moving[0]).ok).toBe(true);
  expect(await task(card)).toMatchObject({ task: 'shelve', why: 'moved' });
});

describe('a card that was sent', () => {
  test('comes back from where it was wanted: on its way, at the counter there, and at home to its shelf', async () => {
    const card = await stored();
    const visit = await booked([card], city.branch);
    await go(card, 'sent', city.branch);
    expect(await task(card)).toBeUndefined();
    await drop(visit);
    const home = { task: 'send-back', atOfficeId: city.branch, toOfficeId: city.main, why: 'cancelled' };
    expect(await task(card)).toMatchObject(home);
    await go(card, 'received', city.branch);
    expect(await task(card)).toMatchObject(home);
    await go(card, 'sent', city.main);
    expect(await task(card)).toBeUndefined();
    await go(card, 'received', city.main);
    expect(await task(card)).toMatchObject({ task: 'shelve', toOfficeId: city.main });
    // The box it lay in before it left is the one it goes back to; another office's is none of this one.
    const where = () =>
      fresh.db.one(
        sql`SELECT whereabouts, storage_place_id AS box, storage_position IS NOT NULL AS at FROM cards.cards WHERE id = ${card}`,
      );
    expect(await where()).toEqual({ whereabouts: 'counter', box: null, at: false });
    const back = await go(card, 'returned');
    expect(await where()).toEqual({ whereabouts: 'shelf', box: boxId, at: true });
    expect(await task(card)).toBeUndefined();
    expect((await undoMove(db, actor, back)).ok).toBe(true);
    expect(await where()).toEqual({ whereabouts: 'counter', box: null, at: false });
    await go(card, 'sent', city.branch);
    await go(card, 'received', city.branch);
    expect(await moveCard(db, actor, { cardId: card, event: 'shelved' })).toMatchObject({ ok: false, reason: 'no_place' });
    expect(await brokenCustody(db)).toEqual([]);
  });

  test('shelved where it was sent it stays there; where the city says so it goes back after days without a visit', async () => {
    const { id: branchBox } = await fresh.db.one<{ id: number }>(
      sql`INSERT INTO cards.storage_places (office_id, cabinet, box, size) VALUES (${city.branch}, 'K', '1', 50) RETURNING id`,
    );
    const days = (count: number) =>
      fresh.db.run(sql`
        INSERT INTO site.settings (key, value) VALUES ('return-days', to_jsonb(${count}::integer)) ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
    const left = async () => {
      const card = await stored();
      const visit = await booked([card], city.branch);
      await go(card, 'sent', city.branch);
      await go(card, 'received', city.branch);
      expect((await moveCard(db, actor, { cardId: card, event: 'shelved', placeId: branchBox })).ok).toBe(true);
      return { card, visit };
    };
    const [{ card, visit }, stands] = [await left(), await left()];
    await drop(visit);
    await shiftTime(fresh, 3 * 24 * 3_600);
    expect(await task(card)).toBeUndefined();
    await days(4);
    expect(await task(card)).toBeUndefined();
    await days(3);
    // Of all cards it is asked of those that the night found there, so that a page costs nothing.
    const listed = async () =>
      (await db.rows<{ id: number }>(sql`SELECT card_id AS id FROM counter.card_tasks()`)).some(({ id }) => id === card);
    expect(await listed()).toBe(false);
    await noteShelvedAway(db);
    expect(await listed()).toBe(true);
    const home = { task: 'send-back', atOfficeId: city.branch, toOfficeId: city.main, why: 'cancelled' };
    expect(await task(card)).toMatchObject(home);
    expect(await task(stands.card)).toBeUndefined();
    // On its way home and there it belongs to the office of its first box.
    await go(card, 'sent', city.main);
    expect(await task(card)).toBeUndefined();
    expect(await listed()).toBe(false);
    await go(card, 'received', city.main);
    expect(await task(card)).toMatchObject({ task: 'shelve', toOfficeId: city.main });
    await go(card, 'returned');
    await noteShelvedAway(db);
    expect(await db.rows(sql`SELECT FROM counter.shelved_away WHERE card_id = ${card}`)).toEqual([]);
    await shiftTime(fresh, 10 * 24 * 3_600);
    expect(await task(card)).toBeUndefined();
    // Booked again where it was left, pulled and cancelled, it goes back into its box there until its days are past; then pulled, it still goes home.
    await shiftTime(fresh, 0);
    const again = await left();
    await go(again.card, 'pulled');
    await drop(again.visit);
    expect(await task(again.card)).toMatchObject({ task: 'shelve', toOfficeId: city.branch });
    await go(again.card, 'returned');
    await shiftTime(fresh, 3 * 24 * 3_600);
    expect(await task(again.card)).toMatchObject(home);
    await go(again.card, 'pulled');
    expect(await task(again.card)).toMatchObject(home);
    await days(0);
  });

  test('waits there for a later day; goes home where its visit moved home', async () => {
    const card = await stored();
    const visit = await booked([card], city.branch);
    await go(card, 'sent', city.branch);
    await go(card, 'received', city.branch);
    await moveVisit(visit, city.branch, 15);
    expect(await task(card)).toBeUndefined();
    await moveVisit(visit, city.main, 15, 1);
    expect(await task(card)).toMatchObject({ task: 'send-back', toOfficeId: city.main, why: 'moved' });
  });
});
