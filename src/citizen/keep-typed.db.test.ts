import { afterAll, beforeAll, expect, test } from 'vitest';
import { visitor } from '../../test/support/browse.ts';
import { closeBrowser, open as openBrowser } from '../../test/support/browser.ts';
import { addCautions, expectTo, type TestCitizenDoor, walkToCalendar, walkToHold } from '../../test/support/citizen.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import { openCitizenDoor } from '../../test/support/open.ts';
import { addService, makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { addDays } from '../lib/dates/jst.ts';
import { sql } from '../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
let cautions: string[];
beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor());
  cautions = await addCautions(fresh.db, city.service);
  await addService(fresh.db, city, { code: 'renewal', name: '電子証明書の更新' });
  await makeCard(fresh.db, { noticeId: 'A1B-000001', officeId: city.main });
});
afterAll(async () => {
  await closeBrowser();
  await door?.close();
});

const SPEAK = { only_speak: 'yes' };
const counted = async () =>
  fresh.db.one(sql`SELECT (SELECT count(*) FROM cards.tries) AS tries, (SELECT count(*) FROM reservations.visits) AS visits`);

test('[8(3)①] another language keeps what was typed and not sent, wrong or right, and judges nothing', async () => {
  const me = visitor(door.url);
  await me.get('/notice?service=card-pickup');
  const before = await counted();
  const notice = await me.post('/en/notice', { service: 'card-pickup', notice: 'a1b', month: '13', day: '', ...SPEAK });
  expect(notice.status).toBe(200);
  for (const kept of ['value="a1b"', 'value="13"', 'value="card-pickup"', 'lang="en"']) expect(notice.html).toContain(kept);
  expect(notice.html).not.toContain('id="errors"');
  // A right one is not sent either: what comes is the same page.
  expect((await me.post('/vi/notice', { notice: 'A1B-000001', month: '3', day: '8', ...SPEAK })).status).toBe(200);
  const person = await me.post('/ko/person', { service: 'renewal', name: '髙橋 <b>', kana: 'タカ', ...SPEAK });
  expect([person.status, person.html.includes('value="髙橋 &lt;b>"') || person.html.includes('value="髙橋 &lt;b&gt;"')]).toEqual([
    200,
    true,
  ]);
  expect(await counted()).toEqual(before);

  const inVisit = await walkToCalendar(door, fresh.db, 'A1B-000001');
  const [day, slot] = [addDays(city.today, 6), await slotAt(fresh.db, city, city.main, 6, 9)];
  await inVisit.get(`/times?office=honcho&day=${day}`);
  const picked = await inVisit.post('/en/times', { office: 'honcho', day, slot: String(slot), ...SPEAK });
  expect([picked.status, picked.html.includes('lang="en"'), picked.html.includes('id="errors"')]).toEqual([200, true, false]);
  expect(picked.html).toMatch(new RegExp(`value="${slot}"[^>]*checked|checked[^>]*value="${slot}"`, 'u'));
  await walkToHold(inVisit, addDays(city.today, 6), await slotAt(fresh.db, city, city.main, 6, 9));
  await inVisit.get('/cautions');
  const [first = '', second = ''] = cautions;
  const ticks = await inVisit.post('/zh/cautions', { [first]: 'yes', ...SPEAK });
  expect(ticks.status).toBe(200);
  expect(ticks.html).toMatch(new RegExp(`name="${first}"[^>]*checked|checked[^>]*name="${first}"`, 'u'));
  expect(ticks.html).not.toMatch(new RegExp(`name="${second}"[^>]*checked|checked[^>]*name="${second}"`, 'u'));
  expectTo(await inVisit.post('/cautions', { [first]: 'yes', [second]: 'yes', papers_1: 'yes' }), '/check');
});

test('[8(3)①] without scripts buttons below the form change the language and keep what was typed, with them the strip does', async () => {
  for (const js of [false, true]) {
    const eyes = await openBrowser({ width: 375, js });
    try {
      await eyes.go(`${door.url}/easy/notice?service=card-pickup`);
      await eyes.page.fill('input[name=notice]', 'A1B-00');
      await eyes.page.fill('input[name=day]', '8');
      await eyes.load(() => eyes.page.click(js ? '.languages a:text-is("English")' : 'button.speak:text-is("English")'));
      expect(new URL(eyes.page.url()).pathname).toBe('/en/notice');
      expect(await eyes.page.inputValue('input[name=notice]')).toBe('A1B-00');
      expect(await eyes.page.inputValue('input[name=day]')).toBe('8');
      expect(await eyes.heading()).toContain('notice ID');
      // And on, from a page that is an answer already.
      await eyes.load(() => eyes.page.click(js ? '.languages a:text-is("Tiếng Việt")' : 'button.speak:text-is("Tiếng Việt")'));
      expect(new URL(eyes.page.url()).pathname).toBe('/vi/notice');
      expect(await eyes.page.inputValue('input[name=notice]')).toBe('A1B-00');
    } finally {
      await eyes.close();
    }
  }
});
