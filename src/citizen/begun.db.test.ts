import { afterAll, beforeAll, expect, test } from 'vitest';
import { formValue, pressBook, travel, walkToBooked, walkToHold } from '../../test/support/citizen.ts';
import { invariantFaults } from '../../test/support/invariant.ts';
import { type Journey, openJourney } from '../../test/support/journey.ts';
import { words } from '../../test/support/pages.ts';
import { slotAt } from '../../test/support/small-city.ts';
import { addDays } from '../lib/dates/jst.ts';
import { sql } from '../lib/db/sql.ts';
import { refused } from '../lib/outcome.ts';
import { book } from '../reservations/acts.ts';

/** A time is booked on the web until it begins, as calendars show it; staff book who has just come until it is over (§8(3)⑧⑫). */

let here: Journey;
beforeAll(async () => {
  here = await openJourney(5);
  await here.fresh.db.run(
    sql`UPDATE calendar.windows SET earliest_open_days = 0, same_day_booking = true, same_day_change = true WHERE audience = 'citizen'`,
  );
});
afterAll(() => here.door.close());

/** A day of its own for each test, later than the one before: its times at noon and at one, and the city's clock at noon and so many minutes. */
let days = 0;
async function aDay() {
  days += 1;
  const on = days;
  const day = addDays(here.city.today, on);
  const at = (hour: number) => slotAt(here.fresh.db, here.city, here.city.main, on, hour);
  const atNoon = async (minutes: number) => {
    const { ahead } = await here.fresh.db.one<{ ahead: number }>(
      sql`SELECT extract(epoch FROM lib.instant(${day}::date, 720) - clock_timestamp())::float8 / 60 AS ahead`,
    );
    await travel(here.fresh.db, ahead + minutes);
  };
  return { day, noon: await at(12), later: await at(13), atNoon };
}
const untilOf = (slot: number) =>
  here.fresh.db.one<{ until: string }>(
    sql`SELECT to_char(held_until AT TIME ZONE 'Asia/Tokyo', 'HH24:MI:SS') AS until FROM reservations.reservations WHERE slot_id = ${slot} AND state = 'held'`,
  );

test('[8(3)⑤a] what is held of a time that begins soon is held until it begins, and prolonged no further', async () => {
  const { day, noon, atNoon } = await aDay();
  await atNoon(-4);
  const me = await here.newcomer();
  expect((await walkToHold(me, day, noon)).location).toBe('/cautions');
  expect(await untilOf(noon)).toEqual({ until: '12:00:00' });
  expect(words(await me.get('/cautions'))).toContain('正午を確保しています正午まで');
  // Nothing is offered that would add nothing.
  expect(words(await me.get('/cautions'))).not.toContain('延長する');
  expect((await me.post('/hold/extend', { page: 'cautions' })).location).toBe('/cautions?held=enough#hold');
  await me.post('/finish', { sure: 'yes' });
});

test('[8(3)⑤a] who takes an earlier time instead holds that one until it begins, not as long as the later one', async () => {
  const { day, noon, later, atNoon } = await aDay();
  await atNoon(-4);
  const me = await here.newcomer();
  expect((await walkToHold(me, day, later)).location).toBe('/cautions');
  expect((await walkToHold(me, day, noon)).location).toBe('/cautions');
  expect(await untilOf(noon)).toEqual({ until: '12:00:00' });
  expect(words(await me.get('/cautions'))).toContain('正午を確保しています正午まで');
  expect(await invariantFaults(here.fresh.db)).toEqual([]);
  await me.post('/finish', { sure: 'yes' });
});

test('[8(3)⑫] a time that has begun is not booked, whatever was held until when', async () => {
  const { day, noon, later, atNoon } = await aDay();
  await atNoon(-4);
  const me = await here.newcomer();
  expect((await walkToHold(me, day, later)).location).toBe('/cautions');
  expect((await walkToHold(me, day, noon)).location).toBe('/cautions');
  // As it was left by the release before.
  await here.fresh.db.run(sql`
    WITH longer AS (UPDATE reservations.reservations SET held_until = lib.now() + interval '10 minutes' WHERE slot_id = ${noon} AND state = 'held' RETURNING id, held_until)
    UPDATE ledger.standing t SET until = l.held_until FROM longer l WHERE t.reservation_id = l.id`);
  const cautions = await me.get('/cautions');
  const boxes = [...cautions.html.matchAll(/name="((?:papers|caution)_[\d_]+)"/gu)].map(([, name = '']) => [name, 'yes']);
  await me.post('/cautions', Object.fromEntries(boxes));
  const check = await me.get('/check');
  await atNoon(1);
  const pressed = await pressBook(me, check);
  expect(pressed.location).toBe(`/times?office=honcho&day=${day}&gone=past`);
  expect(words(await me.follow(pressed))).toContain('選ばれた時間は、過ぎました。');
  // What is chosen instead is booked.
  expect((await walkToHold(me, day, later)).location).toBe('/cautions');
  expect((await walkToBooked(me, here.cautions)).location).toContain('/reservation');
});

test('[8(3)⑧a] [8(3)⑩a] a time that has begun is neither held nor moved to, though its number is sent', async () => {
  const { day, noon, later, atNoon } = await aDay();
  await atNoon(-20);
  const me = await here.newcomer();
  const other = await here.newcomer();
  await walkToHold(other, day, later);
  await walkToBooked(other, here.cautions);
  const shown = await me.get(`/times?office=honcho&day=${day}`);
  const change = await other.get(`/change?office=honcho&day=${day}&slot=${noon}`);
  await atNoon(1);
  const form = { office: 'honcho', day: day, slot: String(noon) };
  expect((await me.post('/times', { ...form, id: formValue(shown, 'id') })).location).toBe(
    `/times?office=honcho&day=${day}&gone=past`,
  );
  const moved = await other.post('/change', { ...form, version: formValue(change, 'version') });
  expect(moved.location).toBe(`/times?office=honcho&day=${day}&gone=past`);
});

test('[8(2)⑤d] staff book who has just come until the time is over', async () => {
  const { noon, atNoon } = await aDay();
  await atNoon(20);
  const bookAt = async (minutes: number) => {
    await atNoon(minutes);
    const notice = await here.person();
    const { id } = await here.fresh.db.one<{ id: number }>(sql`SELECT id FROM cards.cards WHERE notice_id = ${notice}`);
    return book(
      here.fresh.db,
      { kind: 'staff', staffId: 1 },
      {
        id: crypto.randomUUID(),
        serviceId: here.city.service,
        slotId: noon,
        members: [{ cardId: id }],
        channel: 'counter',
        mail: null,
        phone: '',
        language: 'ja',
        exceedReason: null,
        personReason: null,
      },
    );
  };
  expect(await bookAt(20)).toMatchObject({ ok: true });
  expect(await bookAt(61)).toEqual(refused('past'));
});
