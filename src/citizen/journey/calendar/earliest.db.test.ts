import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page, Visitor } from '../../../../test/support/browse.ts';
import {
  addCautions,
  expectTo,
  formValue,
  KEPT,
  type TestCitizenDoor,
  walkToBooked,
  walkToCalendar,
} from '../../../../test/support/citizen.ts';
import { closeOffice } from '../../../../test/support/closing.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { htmlFaults } from '../../../../test/support/html.ts';
import { openCitizenDoor } from '../../../../test/support/open.ts';
import { makeCard, type SmallCity } from '../../../../test/support/small-city.ts';
import { addDays, weekday } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';
import { citizenActs } from '../../acts.ts';
import { commonReads } from '../../common.ts';
import { visitWindows } from '../../days.ts';
import { earliestTimes } from '../../earliest.ts';
import type { VisitRow } from '../../read-visits.ts';

/** 最も早い空き: over all offices, held in one press. */
let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
let cautions: string[];
beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor(1));
  cautions = await addCautions(fresh.db, city.service);
});
afterAll(() => door.close());

let cards = 0;
async function someone(officeId: number): Promise<Visitor> {
  cards += 1;
  const id = `SNR-${String(cards).padStart(6, '0')}`;
  await makeCard(fresh.db, { noticeId: id, officeId, name: `人 ${cards}` });
  return walkToCalendar(door, fresh.db, id);
}

type Offered = { office: string; day: string; slot: string; id: string; earliest: string };
/** What the box offers, as its form sends it. */
function offered(page: Page): Offered {
  const box = /<section class="next earliest"[\s\S]*?<\/section>/u.exec(page.html)?.[0] ?? '';
  const value = (name: string) => formValue({ ...page, html: box }, name);
  return {
    office: value('office'),
    day: value('day'),
    slot: value('slot'),
    id: value('id'),
    earliest: value('earliest'),
  };
}
const standIn = async (slot: string): Promise<number> =>
  (
    await fresh.db.one<{ stand: number }>(
      sql`SELECT count(*)::integer AS stand FROM reservations.reservations WHERE slot_id = ${slot}::bigint AND state IN ('held', 'booked')`,
    )
  ).stand;
const startOf = async (slot: string): Promise<number> =>
  (await fresh.db.one<{ start: number }>(sql`SELECT start_minute AS start FROM ledger.slots WHERE id = ${slot}::bigint`)).start;

test('[8(3)⑤a] the calendar offers the earliest time of any office, by where the card lies, and one press holds it', async () => {
  for (const [officeId, code] of [
    [city.main, 'honcho'],
    [city.branch, 'kitano'],
  ] as const) {
    const me = await someone(officeId);
    // The office whose days are shown is another.
    const page = await me.get(`/calendar?office=${code === 'honcho' ? 'kitano' : 'honcho'}`);
    expect(await htmlFaults(page.html)).toEqual([]);
    const found = offered(page);
    const { first } = await fresh.db.one<{ first: string }>(
      sql`SELECT earliest AS first FROM citizen.window_of('card-pickup', ${code}, ${code})`,
    );
    expect(found).toMatchObject({ office: code, day: first, earliest: 'any' });
    expect(await startOf(found.slot)).toBe(0);
    expectTo(await me.post('/times', { ...found }), '/cautions');
    // Sent twice, it is one hold.
    const { held } = await fresh.db.one<{ held: number }>(
      sql`SELECT count(*)::integer AS held FROM reservations.reservations WHERE slot_id = ${found.slot}::bigint AND state = 'held'`,
    );
    expect(held).toBe(1);
    const booked = await walkToBooked(me, cautions);
    expect(booked.location).toContain('/reservation');
  }
});

/** A Saturday, a Sunday, a holiday or the turn of the year. */
async function isRest(day: string): Promise<boolean> {
  const { off } = await fresh.db.one<{ off: boolean }>(sql`
    SELECT calendar.is_year_end(${day}::date) OR EXISTS (SELECT FROM calendar.holidays h WHERE h.day = ${day}::date AND NOT h.retired) AS off`);
  return off || weekday(day) > 5;
}

test('[8(3)⑤a] an opened holiday on a weekday is found where one looks for Saturdays, Sundays and holidays; taken back, it is not', async () => {
  const me = await someone(city.main);
  const before = offered(await me.get('/calendar?when=weekend'));
  const { day } = await fresh.db.one<{ day: string }>(sql`
    SELECT min(s.day)::text AS day FROM ledger.slots s WHERE s.office_id = ${city.main} AND extract(isodow FROM s.day) < 6 AND NOT calendar.is_year_end(s.day)
      AND s.day > ${before.day}::date AND NOT EXISTS (SELECT FROM calendar.holidays h WHERE h.day = s.day)`);
  await fresh.db.run(sql`INSERT INTO calendar.holidays (day, name) VALUES (${day}::date, '市の祝日')`);
  // Whatever is a day of rest before it is taken.
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = taken WHERE day < ${day}::date`);
  try {
    const found = async () => offered(await me.get('/calendar?when=weekend')).day;
    await expect.poll(found, KEPT).toBe(day);
    await fresh.db.run(sql`UPDATE calendar.holidays SET retired = true WHERE day = ${day}::date`);
    await expect.poll(found, KEPT).not.toBe(day);
  } finally {
    await fresh.db.run(sql`DELETE FROM calendar.holidays WHERE day = ${day}::date`);
    await fresh.db.run(sql`UPDATE ledger.slots SET capacity = greatest(taken, 1) WHERE day < ${day}::date`);
  }
  // What is free is kept for a second: the tests below begin where it is as before.
  const firsts = async () => [
    offered(await me.get('/calendar?when=weekend')).day,
    offered(await me.get('/calendar')).day <= before.day,
  ];
  await expect.poll(firsts, KEPT).toEqual([before.day, true]);
});

test('[8(3)⑤a] filters leave Saturdays, Sundays and holidays, or what ends after 17:15, and stay when another office is shown', async () => {
  const me = await someone(city.main);
  const weekend = offered(await me.get('/calendar?when=weekend'));
  expect(await isRest(weekend.day)).toBe(true);
  const evening = offered(await me.get('/calendar?when=evening'));
  expect(await startOf(evening.slot)).toBe(17 * 60);
  expect((await me.get('/calendar?when=evening')).html).toContain('name="when" value="evening"');
  // Whatever else is asked for is everything.
  expect(offered(await me.get('/calendar?when=1%27')).earliest).toBe('any');
});

test('[8(3)⑩b] who changes a booking is offered the earliest other time with the same filters; one press leads to the page that asks once more, and a lost one to the next', async () => {
  const me = await someone(city.main);
  expectTo(await me.post('/times', { ...offered(await me.get('/calendar?when=evening')) }), '/cautions');
  await walkToBooked(me, cautions);
  // What is free is kept for a second: somebody may just have taken what is offered.
  let page = await me.get('/calendar');
  await expect
    .poll(async () => {
      page = await me.get('/calendar');
      return standIn(offered(page).slot);
    }, KEPT)
    .toBe(0);
  expect(await htmlFaults(page.html)).toEqual([]);
  expect(page.html).toContain('この日時への変更に進む');
  const found = offered(page);
  const [first, weekend] = [await me.post('/times', { ...found }), offered(await me.get('/calendar?when=weekend'))];
  expect(first.location).toBe(`/change?office=${found.office}&day=${found.day}&slot=${found.slot}&earliest=any`);
  expect(await isRest(weekend.day)).toBe(true);
  // Nothing is changed, nor held, before the next press.
  expect(await standIn(found.slot)).toBe(0);
  const ask = await me.get(first.location ?? '');
  expect(ask.html).toContain('<a class="back" href="/calendar"');
  const form = Object.fromEntries(['office', 'day', 'slot', 'version', 'earliest'].map((name) => [name, formValue(ask, name)]));
  // Gone by the time of the press: back to where the next one is offered.
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = taken WHERE id = ${found.slot}::bigint`);
  const gone = await me.post('/change', form);
  expect(gone.location).toBe(`/calendar?lost=${found.slot}&gone=full`);
  const next = offered(await me.follow(gone));
  expect(next.slot).not.toBe(found.slot);
  const again = await me.get((await me.post('/times', { ...next })).location ?? '');
  const changed = await me.post('/change', { ...form, ...next, version: formValue(again, 'version') });
  expect(changed.location).toBe('/reservation?done=changed');
  // The time one has is not offered, though its slot may have room; what is left is after it, and the page says so.
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 9 WHERE id = ${next.slot}::bigint`);
  await expect.poll(async () => (await me.get('/calendar')).html, KEPT).toContain('現在の予約より');
  expect(offered(await me.get('/calendar')).slot).not.toBe(next.slot);
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 1 WHERE id = ${next.slot}::bigint`);
});

test('[8(3)⑤a] a place that was lost meanwhile is told, and the next one is offered at once', async () => {
  const [me, other] = [await someone(city.main), await someone(city.main)];
  let lost = offered(await me.get('/calendar'));
  // What is offered is kept for a second: it may be what the test before took.
  const taken = async () => {
    lost = offered(await me.get('/calendar'));
    const { office, day, slot } = lost;
    return (await other.post('/times', { ...offered(await other.get('/calendar')), office, day, slot })).location;
  };
  await expect.poll(taken, KEPT).toBe('/cautions');
  const gone = await me.post('/times', { ...lost });
  expect(gone.location).toBe(`/calendar?lost=${lost.slot}&gone=full`);
  const page = await me.get(gone.location ?? '');
  expect(page.html).toContain('role="alert"');
  const next = offered(page);
  expect(next.slot).not.toBe(lost.slot);
  expect(await startOf(next.slot)).toBeGreaterThan(await startOf(lost.slot));
  expectTo(await me.post('/times', { ...next }), '/cautions');
});

test('[8(3)⑥] a party is offered the first time with room for all of them', async () => {
  // Neither Saturday nor Sunday, whatever today is.
  const day = [20, 21, 22].map((days) => addDays(city.today, days)).find((one) => weekday(one) <= 5) ?? '';
  await fresh.db.run(
    sql`UPDATE ledger.slots SET capacity = 2 WHERE office_id = ${city.main} AND day = ${day}::date AND start_minute = 600`,
  );
  const me = await someone(city.main);
  await makeCard(fresh.db, { noticeId: 'SNR-900000', officeId: city.main, name: '子' });
  await me.get('/party/add');
  await me.post('/party/add', { notice: 'SNR-900000', month: '3', day: '8' });
  await expect.poll(async () => (await me.get('/calendar')).html.includes(`name="day" value="${day}"`), KEPT).toBe(true);
  const found = offered(await me.get('/calendar'));
  expect(await startOf(found.slot)).toBe(600);
  expect((await me.get('/calendar?when=weekend')).html).not.toContain('name="slot"');
  expectTo(await me.post('/times', { ...found }), '/cautions');
});

test('[8(1)⑩] however many visits ask in one moment, each office is read once for each size of party', async () => {
  const acts = citizenActs(fresh.db);
  let reads = 0;
  const counting = {
    ...acts,
    firstTimes: (...asked: Parameters<typeof acts.firstTimes>) => {
      reads += 1;
      return acts.firstTimes(...asked);
    },
    windowOf: (...asked: Parameters<typeof acts.windowOf>) => {
      reads += 1;
      return acts.windowOf(...asked);
    },
  };
  const find = earliestTimes(counting, commonReads(fresh.db), visitWindows(counting));
  const visit = { serviceCode: 'card-pickup', cardOffices: ['honcho'], cardsExpireOn: null, people: 1 } as VisitRow;
  await Promise.all(
    Array.from({ length: 200 }, () =>
      find({ cookie: Buffer.alloc(32), visit, from: city.today, when: 'any', area: '', lost: undefined }),
    ),
  );
  expect(reads).toBe(4);
});

test('[8(3)⑤a] [8(3)⑦b] it is looked for near by: in the parts of the city that staff named, and everywhere; one there is not is everywhere', async () => {
  const me = await someone(city.main);
  const near = async (query = '') => me.get(`/calendar?office=honcho${query}`);
  const tabs = (page: Page): string[] =>
    [...(/aria-label="地区"[\s\S]*?<\/nav>/u.exec(page.html)?.[0] ?? '').matchAll(/<a [^>]*>(.*?)<\/a>/gu)].map(([, name = '']) =>
      name.replaceAll(/<[^>]*>/gu, ''),
    );
  // Of one part alone nothing is asked.
  await fresh.db.run(sql`INSERT INTO offices.areas (office_id, area) VALUES (${city.main}, '中央')`);
  await expect.poll(async () => tabs(await near()), KEPT).toEqual([]);
  await fresh.db.run(sql`INSERT INTO offices.areas (office_id, area) VALUES (${city.branch}, '北野')`);
  await expect.poll(async () => tabs(await near()), KEPT).toEqual(['すべての地区', '中央', '北野']);
  // The card lies at the main hall, which has the earlier time.
  expect(offered(await near()).office).toBe('honcho');
  const page = await near('&area=北野');
  expect(await htmlFaults(page.html)).toEqual([]);
  expect(page.html).toMatch(/area=%E5%8C%97%E9%87%8E"[^>]*aria-current="true"/u);
  expect(offered(page).office).toBe('kitano');
  expect(offered(await near('&area=どこか')).office).toBe('honcho');
  // The place is gone meanwhile: the next one is looked for in the same part.
  const found = offered(page);
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = taken WHERE id = ${found.slot}::bigint`);
  const gone = await me.post('/times', { ...found, area: formValue(page, 'area') });
  expect(gone.location).toMatch(/^\/calendar\?.*area=%E5%8C%97%E9%87%8E/u);
  const next = await me.follow(gone);
  expect([offered(next).office, offered(next).slot === found.slot]).toEqual(['kitano', false]);
});

test('[8(3)⑩b] [8(3)⑥] a longer visit may begin in what it has itself, and whom a closing left is offered the places set aside for them', async () => {
  const [day, after] = [25, 26].map((days) => addDays(city.today, days));
  if (day === undefined || after === undefined) throw new Error('no days');
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = taken WHERE day < ${day}::date OR office_id = ${city.branch}`);
  await fresh.db.run(sql`UPDATE services.services SET slots_long = 2 WHERE id = ${city.service}`);
  const me = await someone(city.main);
  const here = async () => offered(await me.get('/calendar?office=honcho'));
  await expect.poll(async () => (await here()).day, KEPT).toBe(day);
  const first = await here();
  expect(await startOf(first.slot)).toBe(0);
  expectTo(await me.post('/times', { ...first }), '/cautions');
  await walkToBooked(me, cautions);
  // One hour later it would keep one of its two hours: nobody else could begin there.
  const next = await here();
  expect([next.day, await startOf(next.slot)]).toEqual([day, 60]);
  expect((await me.get((await me.post('/times', { ...next })).location ?? '')).status).toBe(200);
  // The day is shut; on the next one its places are kept for who had one.
  await closeOffice(fresh.db, { kind: 'operator' }, { office: city.main, day }, { aside: [{ day: after, places: 1 }] });
  const page = await me.get('/calendar?office=honcho');
  expect(offered(page)).toMatchObject({ office: 'honcho', day: after });
  // It is not said to be later than what they lost.
  expect(page.html).not.toContain('現在の予約より');
  const other = await someone(city.main);
  await expect.poll(async () => offered(await other.get('/calendar?office=honcho')).day > after, KEPT).toBe(true);
});
