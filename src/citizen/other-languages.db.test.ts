import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Page, visitor } from '../../test/support/browse.ts';
import { addCautions, BIRTHDAY, type TestCitizenDoor, walkToCalendar } from '../../test/support/citizen.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import { openCitizenDoor } from '../../test/support/open.ts';
import { makeCard, type SmallCity } from '../../test/support/small-city.ts';
import { systemClock } from '../lib/clock.ts';
import { sql } from '../lib/db/sql.ts';
import { citizenActs } from './acts.ts';
import { routes } from './app.tsx';
import { commonReads } from './common.ts';

/** What a press answers stands in the other languages too, and is the same there. */

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor());
  await fresh.db.run(sql`
    INSERT INTO services.services (code, name, position, needs_card) VALUES
      ('renew-one', '更新', 8, true), ('sign-one', '電子証明書の発行', 7, false), ('sign-two', '電子証明書の更新', 9, false)`);
  await fresh.db.run(sql`
    INSERT INTO calendar.windows (office_id, service_id, audience, earliest_open_days, latest_kind, latest_days, same_day_booking, same_day_change)
    SELECT w.office_id, s.id, w.audience, w.earliest_open_days, w.latest_kind, w.latest_days, w.same_day_booking, w.same_day_change FROM calendar.windows w, services.services s
    WHERE w.service_id = ${city.service} AND s.code IN ('renew-one', 'sign-one', 'sign-two')`);
  await fresh.db.run(sql`
    INSERT INTO ledger.slots (office_id, service_id, day, start_minute, minutes, capacity)
    SELECT l.office_id, s.id, l.day, l.start_minute, l.minutes, l.capacity FROM ledger.slots l, services.services s
    WHERE l.service_id = ${city.service} AND l.start_minute = 540 AND s.id <> ${city.service}`);
});
afterAll(() => door?.close());

const english = (page: Page): string =>
  /<a href="(\/en[^"]*)" lang="en"/u.exec(page.html)?.[1]?.replaceAll('&amp;', '&') ?? `no link on ${page.status}`;

test('every address that takes a press can be opened too, and leads to the page it belongs to', async () => {
  const db = fresh.as('citizen', 1);
  const all = routes(citizenActs(db), commonReads(db), systemClock);
  await db.close();
  const gets = new Set(all.filter(({ method }) => method === 'GET').map(({ path }) => path));
  expect(all.filter(({ method, path }) => method === 'POST' && !gets.has(path)).map(({ path }) => path)).toEqual([]);
  const me = visitor(door.url);
  const opened = async (path: string) => [path, (await me.get(path)).location];
  for (const [path, to] of [
    ['/vi/mail/code', '/vi/mail/sent'],
    ['/mail/again', '/mail/sent'],
    ['/en/hold/extend', '/en/check'],
    ['/reservation/mail', '/reservation'],
    ['/waiting/leave', '/waiting'],
    ['/waiting/pass', '/waiting'],
    ['/ko/links/abc%0d%0adef/again', '/ko/links/abc%0D%0Adef'],
    ['/wait/abc/pass', '/wait/abc'],
    ['/wait/abc/leave', '/wait/abc'],
    ['/zh/wait/abc/again', '/zh/wait/abc'],
  ] as const)
    expect(await opened(path)).toEqual([path, to]);
});

test('the wrong six digits: the same page is there in another language', async () => {
  await makeCard(fresh.db, { noticeId: 'A1B-000101', officeId: city.main });
  const me = visitor(door.url);
  await me.get('/vi/notice');
  await me.post('/vi/notice', { notice: 'A1B-000101', ...BIRTHDAY });
  await me.get('/vi/mail');
  await me.post('/vi/mail', { mail: 'a@example.jp', mail_again: 'a@example.jp' });
  await me.get('/vi/mail/sent');
  const wrong = await me.post('/vi/mail/code', { code: '12' });
  expect(wrong.status).toBe(422);
  expect((await me.get(english(wrong))).location).toBe('/en/mail/sent');
});

test('what was wrong on a form leads to the same form of the same service in another language', async () => {
  const me = visitor(door.url);
  for (const [path, service] of [
    ['/manage', 'renew-one'],
    ['/notice', 'renew-one'],
    ['/person', 'sign-two'],
    ['/manage/person', 'sign-two'],
  ] as const) {
    await me.get(`${path}?service=${service}`);
    const wrong = await me.post(path, { service });
    expect([path, wrong.status, english(wrong)]).toEqual([path, 422, `/en${path}?service=${service}`]);
    expect((await me.get(english(wrong))).html).toContain(`name="service" value="${service}"`);
  }
});

test('what is waited for is changed in another language after an error too', async () => {
  await addCautions(fresh.db, city.service);
  await makeCard(fresh.db, { noticeId: 'A1B-000102', officeId: city.main });
  const me = await walkToCalendar(door, fresh.db, 'A1B-000102');
  await me.get('/waiting?office=kitano');
  expect(english(await me.post('/waiting', { 'offices-kitano': 'kitano' }))).toBe('/en/waiting?office=kitano');
});
