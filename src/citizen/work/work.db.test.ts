import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Visitor, visitor } from '../../../test/support/browse.ts';
import { closeBrowser, open as openBrowser } from '../../../test/support/browser.ts';
import {
  BIRTHDAY,
  expectTo,
  formValue,
  startCitizenDoor,
  type TestCitizenDoor,
  walkToCalendar,
} from '../../../test/support/citizen.ts';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts';
import { buildSmallCity, makeCard } from '../../../test/support/small-city.ts';
import { asksForWork, worked } from '../../../test/support/work.ts';
import { systemClock } from '../../lib/clock.ts';
import { sql } from '../../lib/db/sql.ts';

const MINE = { notice: 'A1B-000001', ...BIRTHDAY };

let fresh: FreshDatabase;
let door: TestCitizenDoor;
/** How many seconds the door's clock is ahead. */
let ahead = 0;
beforeEach(async () => {
  ahead = 0;
  fresh = await freshDatabase();
  const city = await buildSmallCity(fresh.db);
  await makeCard(fresh.db, { noticeId: 'A1B-000001', birthDate: '1980-03-08', officeId: city.main });
  await makeCard(fresh.db, { noticeId: 'A1B-000002', name: '田中 次郎', birthDate: '1990-03-08', officeId: city.main });
  await makeCard(fresh.db, { noticeId: 'A1B-000003', birthDate: '1980-04-09', officeId: city.main });
  const clock = { now: () => systemClock.now().add({ seconds: ahead }) };
  door = await startCitizenDoor(fresh, clock, { TRUSTED_PROXIES: '127.0.0.1' });
});
afterEach(async () => {
  await door.close();
  await fresh.drop();
});

async function begin(address = '198.51.100.1', path = '/notice'): Promise<Visitor> {
  const me = visitor(door.url, { 'x-forwarded-for': address });
  await me.get(path);
  return me;
}
/** As after so many wrong entries with the birthday of the cards. */
const walked = (failures: number, scope = 'birthday') =>
  fresh.db.run(
    sql`INSERT INTO cards.tries (scope, key, failures, since) VALUES (${scope}, '3-8', ${failures}, lib.now()) ON CONFLICT (scope, key) DO UPDATE SET failures = excluded.failures`,
  );

test('[8(3)⑭b] who walks through IDs with one birthday has to work for each try long before 200, from however many addresses; others do not', async () => {
  const asked: boolean[] = [];
  for (let batch = 0; batch < 9; batch += 1) {
    const pages = await Promise.all(
      Array.from({ length: 20 }, async (_, n) => {
        const robot = await begin(`10.0.${batch}.${n}`);
        return robot.post('/notice', { notice: `W4L-${String(batch * 20 + n).padStart(6, '0')}`, ...BIRTHDAY });
      }),
    );
    asked.push(...pages.map(asksForWork));
  }
  // The limit is 50, within the third batch, whose order is as they came.
  expect(asked.slice(0, 40)).not.toContain(true);
  expect(asked.slice(60)).not.toContain(false);
  const other = await begin();
  expectTo(await other.post('/notice', { notice: 'A1B-000003', month: '4', day: '9' }), '/mail');
  // Nobody is locked out: what was typed is kept, and work leads on.
  const me = await begin();
  const page = await me.post('/notice', MINE);
  expect([page.status, asksForWork(page)]).toEqual([422, true]);
  expect(page.html).toContain('value="A1B-000001"');
  expectTo(await me.post('/notice', { ...MINE, ...(await worked(page)) }), '/mail');
});

test('[8(3)⑭b] who walks from one address has to work too, whatever the birthday', async () => {
  const robot = await begin();
  const asked: boolean[] = [];
  for (let batch = 0; batch < 4; batch += 1) {
    const pages = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        robot.post('/notice', { notice: `W4L-${String(batch * 20 + n).padStart(6, '0')}`, month: '1', day: String(n + 1) }),
      ),
    );
    asked.push(...pages.map(asksForWork));
  }
  expect(asked.slice(0, 40)).not.toContain(true);
  expect(asked.slice(60)).not.toContain(false);
  expect(asksForWork(await (await begin('203.0.113.7')).post('/notice', { ...MINE, notice: 'A1B-000009' }))).toBe(false);
});

test('work is good for one try: not twice, not for another, not forged, not too late; a wrong try brings new work at once', async () => {
  await walked(50);
  const me = await begin();
  const first = await worked(await me.post('/notice', MINE));
  const wrong = await me.post('/notice', { ...MINE, notice: 'A1B-000009', ...first });
  expect([
    wrong.status,
    wrong.html.includes('確認できませんでした') || wrong.html.includes('role="alert"'),
    asksForWork(wrong),
  ]).toEqual([422, true, true]);
  const second = await worked(wrong);
  expect(asksForWork(await me.post('/notice', { ...MINE, ...first }))).toBe(true);
  const forged = second.work_done.replace(/"derivedKey":"[0-9a-f]{4}/u, '"derivedKey":"0000');
  expect(asksForWork(await me.post('/notice', { ...MINE, ...second, work_done: forged }))).toBe(true);
  for (const rubbish of ['{}', 'null', '[', 'x'.repeat(9_000), '{"challenge":{"parameters":{}},"solution":1}'])
    expect(asksForWork(await me.post('/notice', { ...MINE, work_ticket: rubbish, work_done: rubbish }))).toBe(true);
  ahead = 16 * 60;
  expect(asksForWork(await me.post('/notice', { ...MINE, ...second }))).toBe(true);
  ahead = 0;
  expectTo(await me.post('/notice', { ...MINE, ...second }), '/mail');
});

test('one work sent many times at one moment is judged once', async () => {
  await walked(50);
  const robot = await begin();
  const work = await worked(await robot.post('/notice', { ...MINE, notice: 'W4L-000001' }));
  await Promise.all([1, 2, 3, 4, 5].map((n) => robot.post('/notice', { notice: `W4L-00010${n}`, ...BIRTHDAY, ...work })));
  const { judged } = await fresh.db.one<{ judged: number }>(
    sql`SELECT count(*)::integer AS judged FROM cards.tries WHERE scope = 'notice' AND key LIKE 'W4L-00010_'`,
  );
  expect(judged).toBe(1);
});

test('who has no script waits a minute, is told so, and a robot that waits comes no further than ten times', async () => {
  await walked(50);
  const me = await begin();
  const page = await me.post('/notice', MINE);
  const ticket = { work_ticket: formValue(page, 'work_ticket'), work_done: '' };
  expect(page.html).toContain('1分ほど待ってから');
  expect(page.html).not.toContain('まだ1分たっていません');
  const early = await me.post('/notice', { ...MINE, ...ticket });
  expect([early.status, early.html.includes('まだ1分たっていません')]).toEqual([422, true]);
  ahead = 61;
  expectTo(await me.post('/notice', { ...MINE, ...ticket }), '/mail');

  ahead = 0;
  const robot = await begin();
  const tickets = [];
  for (let n = 0; n < 10; n += 1)
    tickets.push(formValue(await robot.post('/notice', { ...MINE, notice: 'A1B-000002' }), 'work_ticket'));
  ahead = 61;
  const came = [];
  for (const [n, work_ticket] of tickets.entries())
    came.push(asksForWork(await robot.post('/notice', { notice: `W4L-00000${n}`, ...BIRTHDAY, work_ticket, work_done: '' })));
  // Nine are judged besides the one above, and their pages ask for work again; the tenth is not judged at all.
  expect(came).not.toContain(false);
  const { judged } = await fresh.db.one<{ judged: number }>(
    sql`SELECT count(*)::integer AS judged FROM cards.tries WHERE scope = 'notice' AND key LIKE 'W4L-%'`,
  );
  expect(judged).toBe(9);
});

test('the same is asked of who joins a family, and of who wants to see a booking', async () => {
  await fresh.db.run(sql`UPDATE services.services SET party_max = 6`);
  const me = await walkToCalendar(door, fresh.db, 'A1B-000001');
  await walked(50);
  const form = await me.get('/party/add');
  const joins = { ...MINE, notice: 'A1B-000002', version: '', service: formValue(form, 'service') };
  const page = await me.post('/party/add', joins);
  expect([page.status, asksForWork(page)]).toEqual([422, true]);
  expectTo(await me.post('/party/add', { ...joins, ...(await worked(page)) }), '/party');
  // Counted by itself: what the mails of bookings are asked for.
  await walked(50, 'manage-birthday');
  const other = await begin('198.51.100.2', '/manage');
  const asked = await other.post('/manage', MINE);
  expect([asked.status, asksForWork(asked)]).toEqual([422, true]);
  expectTo(await other.post('/manage', { ...MINE, ...(await worked(asked)) }), '/manage/sent');
});

test('in a browser with scripts the work is done under the strict policy, also for who presses before it is', async () => {
  await walked(50);
  const eyes = await openBrowser({ width: 375, allow: /422/u });
  try {
    await eyes.go(`${door.url}/notice`);
    await eyes.page.fill('input[name=notice]', 'A1B-000001');
    await eyes.page.fill('input[name=month]', '3');
    await eyes.page.fill('input[name=day]', '8');
    await eyes.press('次へ');
    await eyes.page.click('main button[type=submit]');
    await eyes.page.waitForURL('**/mail');
  } finally {
    await eyes.close();
    await closeBrowser();
  }
});
