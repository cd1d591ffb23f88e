import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Visitor, visitor } from '../../test/support/browse.ts';
import { addCautions, expectTo, KEPT, type TestCitizenDoor, walkToCalendar, walkToHold } from '../../test/support/citizen.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import { openCitizenDoor } from '../../test/support/open.ts';
import { good, words } from '../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { OFFERED } from '../languages/index.ts';
import { addDays } from '../lib/dates/jst.ts';
import { sql } from '../lib/db/sql.ts';

/** A planned stop is told on every page, and no page promises a place for longer than the site is there. */

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
let cautions: string[];
beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor(50));
  cautions = await addCautions(fresh.db, city.service);
});
afterAll(() => door.close());
afterEach(() => fresh.db.run(sql`DELETE FROM site.maintenance`));

const stop = (from: string, to: string) =>
  fresh.db.run(
    sql`INSERT INTO site.maintenance (starts_at, ends_at, reason, presented_on) VALUES (lib.now() + ${from}::interval, lib.now() + ${to}::interval, '', '2026-01-01')`,
  );
/** The newest hold, and the stop, in seconds from now. */
const ends = () =>
  fresh.db.one<{ held: number; stop: number }>(sql`
    SELECT extract(epoch FROM r.held_until - lib.now())::integer AS held, (SELECT extract(epoch FROM m.starts_at - lib.now())::integer FROM site.maintenance m) AS stop
    FROM reservations.reservations r WHERE r.state = 'held' ORDER BY r.created_at DESC LIMIT 1`);

let made = 0;
async function holding(): Promise<Visitor> {
  made += 1;
  const notice = `ST0-${String(made).padStart(6, '0')}`;
  await makeCard(fresh.db, { noticeId: notice, name: `人 ${made}`, officeId: city.main });
  const me = await walkToCalendar(door, fresh.db, notice);
  expectTo(await walkToHold(me, addDays(city.today, 10), await slotAt(fresh.db, city, city.main, 10, 9)), '/cautions');
  return me;
}
const TOLD = '予約サイトを停止します。';
const told = async (me: Visitor, path: string): Promise<string> => words(await good(await me.get(path)));

test('[8(1)⑦c] a planned stop is told in one line on every page, in every language, and on pages drawn once for many too', async () => {
  const me = await holding();
  await me.post('/cautions', Object.fromEntries(cautions.map((name) => [name, 'yes'])));
  const inside = [
    '/calendar',
    `/times?office=honcho&day=${addDays(city.today, 11)}`,
    '/calendar/next',
    '/cautions',
    '/check',
    '/party',
  ];
  const outside = ['/notice', '/manage', '/help', '/privacy', '/offices/honcho/calendar'];
  // All of them were drawn before.
  for (const path of [...inside, ...outside]) expect([path, (await told(me, path)).includes(TOLD)]).toEqual([path, false]);
  await stop('13 days 23 hours', '15 days');
  for (const path of [...inside, ...outside])
    await expect.poll(async () => [path, (await told(me, path)).includes(TOLD)], KEPT).toEqual([path, true]);
  expect(await told(me, '/check')).not.toContain('それまでに、予約を終えてください。');
  // The first page tells it at length instead.
  expect(await told(me, '/')).not.toContain(TOLD);
  expect(await told(me, '/')).toContain('お休みします');
  for (const language of OFFERED)
    expect((await good(await me.get(language === 'ja' ? '/help' : `/${language}/help`))).html).toContain('class="stop-line"');
  await fresh.db.run(sql`DELETE FROM site.maintenance`);
  for (const path of [...inside, ...outside])
    await expect.poll(async () => [path, (await told(me, path)).includes(TOLD)], KEPT).toEqual([path, false]);
});

test('[8(3)⑤a] a hold that ends in a stop ends with the beginning of it: the page says so and offers no longer one', async () => {
  const me = await holding();
  await stop('6 minutes', '3 hours');
  await expect.poll(() => told(me, '/cautions'), KEPT).toContain('それまでに、予約を終えてください。');
  const before = await ends();
  const page = await good(await me.get('/cautions'));
  expect(words(page)).toContain('予約を進めている方は、その前に終えてください。');
  expect(words(page)).not.toContain('延長する');
  const seconds = Number(/data-hold-seconds="(\d+)"/u.exec(page.html)?.[1]);
  expect(seconds).toBeLessThanOrEqual(before.stop + 1);
  expect(seconds).toBeGreaterThanOrEqual((await ends()).stop - 1);
  // Before the first press, the page of times warns too.
  expect(await told(me, `/times?office=honcho&day=${addDays(city.today, 11)}`)).toContain('その前に終えてください。');
});

test('[8(3)⑤a] a hold is prolonged up to the stop and no further; the page says the true end', async () => {
  const me = await holding();
  await stop('15 minutes', '3 hours');
  await expect.poll(() => told(me, '/cautions'), KEPT).toMatch(/[45]分延長する/u);
  expectTo(await me.post('/hold/extend', { page: 'cautions' }), '/cautions');
  const { held, stop: starts } = await ends();
  expect(Math.abs(held - starts)).toBeLessThan(2);
  expect(await told(me, '/cautions?held=longer')).not.toMatch(/分延長する/u);
  expect((await me.post('/hold/extend', { page: 'cautions' })).location).toBe('/cautions?held=enough#hold');
  expect((await ends()).held).toBeLessThanOrEqual(held);
});

test('[8(3)⑤a] a stop that is over before the hold ends does not shorten it', async () => {
  const me = await holding();
  await stop('2 minutes', '4 minutes');
  await expect.poll(() => told(me, '/cautions'), KEPT).toContain(TOLD);
  const page = await good(await me.get('/cautions'));
  expect(Number(/data-hold-seconds="(\d+)"/u.exec(page.html)?.[1])).toBeGreaterThan(500);
  expectTo(await me.post('/hold/extend', { page: 'cautions' }), '/cautions');
  expect((await ends()).held).toBeGreaterThan(1000);
  expect((await visitor(door.url).get('/')).status).toBe(200);
});
