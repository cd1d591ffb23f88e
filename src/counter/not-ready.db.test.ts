import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bookFor } from '../../test/support/booking.ts';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { buildSmallCity, makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { stopTimeAt } from '../../test/support/time.ts';
import { changeStatus } from '../cards/acts.ts';
import { setUp } from '../cards/set-up.ts';
import { addDays, cityInstant } from '../lib/dates/jst.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { cancel, move } from '../reservations/acts.ts';

let fresh: FreshDatabase;
let db: Db;
let city: SmallCity;
let n = 500_000;
const ACTOR = { kind: 'operator' } as const;

beforeAll(async () => {
  fresh = await freshDatabase();
  db = fresh.as('desk', 5);
  city = await buildSmallCity(fresh.db, 50);
  // A card may be booked at the other office for the next day.
  await fresh.db.run(sql`UPDATE offices.transfer_times SET open_days = 0`);
});
afterAll(async () => {
  await db.close();
  await fresh.drop();
});

/** Stops the city's time at an hour of a day, counted from today. */
const at = (daysOn: number, hour: number) => stopTimeAt(fresh, cityInstant(addDays(city.today, daysOn), hour * 60).toString());
const openDays = (open: boolean, ...daysOn: number[]) =>
  fresh.db.run(
    sql`UPDATE calendar.days SET open = ${open} WHERE day = ANY (${daysOn.map((on) => addDays(city.today, on))}::date[])`,
  );
/** Shuts a day of both offices as a whole, or hours of it that hold every slot. */
const shut = (daysOn: number, hours: [number, number] | [null, null] = [null, null]) =>
  fresh.db.run(sql`
    INSERT INTO closing.closings (form_id, office_id, from_day, to_day, from_minute, to_minute, reason, closed_at)
    SELECT gen_random_uuid(), o.id, ${addDays(city.today, daysOn)}::date, ${addDays(city.today, daysOn)}::date, ${hours[0]}::integer, ${hours[1]}::integer, '台風のため', lib.now() FROM offices.offices o`);

beforeEach(async () => {
  await openDays(true, 0, 1, 2, 3, 4);
  await at(0, 10);
});

/** A card that lies on a shelf of the main hall, its settings before handing over not recorded. */
async function unset(status = 'notified'): Promise<number> {
  const card = await makeCard(fresh.db, { noticeId: `N1R-${++n}`, name: `来庁 花子${n}`, birthDate: null, officeId: city.main });
  await fresh.db.run(sql`UPDATE cards.cards SET set_up_at = NULL, status = ${status} WHERE id = ${card}`);
  return card;
}
/** Somebody recorded the settings of some card. */
const setUpOne = async () => setUp(fresh.db, ACTOR, [await unset()]);

/** A card that lies on a shelf of the main hall, booked there so many days on. */
async function booked(daysOn: number, office = city.main, given?: number): Promise<{ id: string; card: number }> {
  const card =
    given ?? (await makeCard(fresh.db, { noticeId: `N1R-${++n}`, name: `来庁 花子${n}`, birthDate: null, officeId: city.main }));
  const id = await bookFor(db, ACTOR, city, card, await slotAt(fresh.db, city, office, daysOn, 9), { phone: '0942000001' });
  return { id, card };
}
const lies = (card: number, whereabouts: string, office: number | null = city.main) =>
  fresh.db.run(sql`UPDATE cards.cards SET whereabouts = ${whereabouts}, office_id = ${office} WHERE id = ${card}`);
const stands = (card: number, status: string) => fresh.db.run(sql`UPDATE cards.cards SET status = ${status} WHERE id = ${card}`);
const why = async (card: number): Promise<string | undefined> =>
  (await db.row<{ why: string }>(sql`SELECT why FROM counter.visits_not_ready() WHERE card_id = ${card}`))?.why;

describe('[8(2)⑩b] who comes and whose card will not be there', () => {
  test('a card that was 準備中 here and went on without its settings recorded is told, however it went on; not one noticed elsewhere, nor where none are recorded', async () => {
    const [byDay, older, byHand] = [await unset('preparing'), await unset(), await unset('preparing')];
    // The list told the day of posting ahead: on that day it is 通知発送済 by itself.
    await fresh.db.run(sql`
      UPDATE cards.cards SET notice_date = ${city.today}::date, status_at = lib.now() - interval '3 days' WHERE id = ${byDay}`);
    await fresh.db.run(sql`SELECT cards.notice_day_came(ROW('clock', NULL, NULL, NULL)::audit.actor, 100)`);
    const to = { from: 'preparing', to: 'notified', on: null, why: '発送' };
    expect((await changeStatus(fresh.db, { kind: 'staff', staffId: 1 }, { cardId: byHand, ...to })).ok).toBe(true);
    for (const card of [byDay, older, byHand]) await booked(1, city.main, card);
    await at(0, 16);
    const told = () => Promise.all([byDay, older, byHand].map(why));
    expect(await told()).toEqual([undefined, undefined, undefined]);
    const act = await setUpOne();
    expect(await told()).toEqual(['not-set-up', undefined, 'not-set-up']);
    expect((await setUp(fresh.db, ACTOR, [byDay])).ok).toBe(true);
    expect(await told()).toEqual([undefined, undefined, 'not-set-up']);
    expect(act.ok).toBe(true);
  });

  test('the release before is given no reason that it has no words for', async () => {
    await setUpOne();
    const bare = await unset('preparing');
    await fresh.db.run(
      sql`SELECT cards.set_status(ROW('clock', NULL, NULL, NULL)::audit.actor, ${bare}, 'notified', '', NULL, lib.now())`,
    );
    const [unready, expired, missing] = [await booked(1, city.main, bare), await booked(1), await booked(1)];
    await at(0, 16);
    await fresh.db.run(sql`UPDATE cards.cards SET expires_on = ${city.today}::date WHERE id = ${expired.card}`);
    await lies(missing.card, 'missing');
    const cards = [unready.card, expired.card, missing.card];
    expect(await Promise.all(cards.map(why))).toEqual(['not-set-up', 'expired', 'missing']);
    const before = await db.rows<{ why: string }>(
      sql`SELECT why FROM counter.not_ready() WHERE card_id = ANY (${cards}::bigint[])`,
    );
    expect(before).toEqual([{ why: 'missing' }]);
  });

  test('is known from the city’s hour of the evening before on, with why', async () => {
    const visits = {
      missing: await booked(1),
      expected: await booked(1),
      transit: await booked(1),
      elsewhere: await booked(1, city.branch),
      'on-hold': await booked(1),
      status: await booked(1),
      shelf: await booked(1),
      pulled: await booked(1),
      there: await booked(1, city.branch),
      later: await booked(2),
    };
    for (const one of ['missing', 'expected', 'transit', 'pulled'] as const) await lies(visits[one].card, one);
    await stands(visits['on-hold'].card, 'on-hold');
    await stands(visits.status.card, 'to-destroy');
    await lies(visits.there.card, 'counter', city.branch);
    await lies(visits.later.card, 'missing');
    for (const { card } of Object.values(visits)) expect(await why(card)).toBeUndefined();
    await at(0, 16);
    const found = Object.fromEntries(
      await Promise.all(Object.entries(visits).map(async ([name, { card }]) => [name, await why(card)])),
    );
    expect(found).toEqual({
      missing: 'missing',
      expected: 'expected',
      transit: 'transit',
      elsewhere: 'elsewhere',
      'on-hold': 'on-hold',
      status: 'status',
      shelf: undefined,
      pulled: undefined,
      there: undefined,
      later: undefined,
    });
    // In the morning of the visit it is still so, and mended it is gone.
    await at(1, 8);
    expect(await why(visits.missing.card)).toBe('missing');
    expect(await why(visits.later.card)).toBeUndefined();
    await lies(visits.missing.card, 'shelf');
    expect(await why(visits.missing.card)).toBeUndefined();
  });

  test('days that are shut lie between: the evening of the last open day, and every hour until the next one', async () => {
    const { card } = await booked(3);
    await lies(card, 'missing');
    await openDays(false, 1, 2);
    await at(0, 15);
    expect(await why(card)).toBeUndefined();
    await at(0, 16);
    expect(await why(card)).toBe('missing');
    await at(1, 9);
    expect(await why(card)).toBe('missing');
    await at(2, 23);
    expect(await why(card)).toBe('missing');
  });

  test('a day that a closing shuts as a whole is no open day; hours that are shut leave it one, as for every deadline', async () => {
    const { card } = await booked(2);
    await lies(card, 'missing');
    await at(0, 16);
    await shut(1, [0, 1440]);
    expect(await why(card)).toBeUndefined();
    await shut(1);
    expect(await why(card)).toBe('missing');
    await fresh.db.run(sql`DELETE FROM closing.closings`);
    expect(await why(card)).toBeUndefined();
  });

  test('an office that is shut on the day before is told of while the others are open', async () => {
    const { card } = await booked(1, city.branch);
    await fresh.db.run(sql`UPDATE calendar.days SET open = false WHERE office_id = ${city.branch} AND day = ${city.today}::date`);
    await at(0, 16);
    expect(await why(card)).toBe('elsewhere');
  });

  test('moved, cancelled, left at a shut door or come: it is no longer looked for', async () => {
    const [moved, cancelled, left, came] = [await booked(1), await booked(1), await booked(1), await booked(1)];
    for (const { card } of [moved, cancelled, left, came]) await lies(card, 'missing');
    await at(0, 16);
    const to = await slotAt(fresh.db, city, city.main, 6, 9);
    expect((await move(db, ACTOR, { id: moved.id, version: 0, slotId: to, exceedReason: null })).ok).toBe(true);
    expect(await why(moved.card)).toBeUndefined();
    expect(await why(cancelled.card)).toBe('missing');
    expect((await cancel(db, ACTOR, { id: cancelled.id, version: 0, reason: '' })).ok).toBe(true);
    expect(await why(cancelled.card)).toBeUndefined();
    expect(await why(left.card)).toBe('missing');
    await fresh.db.run(
      sql`UPDATE ledger.slots s SET closed_at = lib.now() FROM reservations.reservations r WHERE r.id = ${left.id}::uuid AND s.id = r.slot_id`,
    );
    expect(await why(left.card)).toBeUndefined();
    await fresh.db.run(sql`UPDATE ledger.slots SET closed_at = NULL WHERE day = ${addDays(city.today, 1)}::date`);
    await fresh.db.run(sql`UPDATE reservations.members SET outcome = 'arrived' WHERE reservation_id = ${came.id}::uuid`);
    expect(await why(came.card)).toBeUndefined();
  });
});
