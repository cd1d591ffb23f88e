import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Visitor, visitor } from '../../test/support/browse.ts';
import {
  addCautions,
  BIRTHDAY,
  formValue,
  KEPT,
  linkSecret,
  pressBook,
  startCitizenDoor,
  type TestCitizenDoor,
  walkToCalendar,
  walkToHold,
} from '../../test/support/citizen.ts';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { buildSmallCity, makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { ticking } from '../../test/support/ticks.ts';
import { addDays } from '../lib/dates/jst.ts';
import { sql } from '../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
beforeAll(async () => {
  fresh = await freshDatabase();
  city = await buildSmallCity(fresh.db, 6);
  await fresh.db.run(sql`UPDATE services.services SET names = '{"en": "My Number Card pick-up"}' WHERE id = ${city.service}`);
  await fresh.db.run(
    sql`UPDATE offices.offices SET names = '{"en": "Kitano Branch", "easy": "[北野総合支所](きたのそうごうししょ)", "zh": "北野総合支所"}' WHERE code = 'kitano'`,
  );
  door = await startCitizenDoor(fresh);
});
afterAll(async () => {
  await door?.close();
  await fresh?.drop();
});

const languageOf = async (): Promise<{ visit: string; booking: string | null }> =>
  fresh.db.one(
    sql`SELECT v.language AS visit, r.language AS booking FROM reservations.visits v LEFT JOIN reservations.reservations r ON r.id = v.reservation_id ORDER BY v.created_at DESC LIMIT 1`,
  );

/** A calendar file breaks its lines after 75 bytes. */
const unfolded = (file: string): string => file.replace(/\r\n /gu, '');

const to = async (page: ReturnType<Visitor['post']>): Promise<string> => (await page).location?.split('?')[0] ?? '';

test('[8(3)①] in English from the postcard to the booking; the visit and its mails keep the language read last', async () => {
  const cautions = await addCautions(fresh.db, city.service);
  await makeCard(fresh.db, { noticeId: 'ENG-000001', officeId: city.main, name: 'SMITH ANNA' });
  const me = visitor(door.url);
  expect((await me.get('/en/notice')).html).toContain('<html lang="en">');
  expect((await me.post('/en/notice', { notice: 'ENG-00001', ...BIRTHDAY })).html).toContain('The notice ID is 1 digit short.');
  expect(await to(me.post('/en/notice', { notice: 'ENG-000001', ...BIRTHDAY }))).toBe('/en/mail');
  expect(await languageOf()).toEqual({ visit: 'en', booking: null });
  await me.get('/en/mail');
  expect(await to(me.post('/en/mail', { mail: 'anna@example.jp', mail_again: 'anna@example.jp' }))).toBe('/en/mail/sent');
  const secret = await linkSecret(fresh.db);
  await me.get(`/en/links/${secret}`);
  expect(await to(me.post(`/en/links/${secret}`, {}))).toBe('/en/calendar');
  const calendar = (await me.get('/en/calendar')).html;
  expect(calendar).toContain('My Number Card pick-up');
  expect(calendar).toMatch(/href="\/en\/times\?office=honcho&amp;day=/u);
  // The same page in Japanese is drawn apart, and both stay as they are.
  expect((await me.get('/calendar')).html).toContain('日にちを選んでください');
  expect((await me.get('/en/calendar')).html).toContain('Choose a day');
  const day = addDays(city.today, 8);
  const page = await me.get(`/en/times?office=honcho&day=${day}`);
  const slot = String(await slotAt(fresh.db, city, city.main, 8, 9));
  expect(await to(me.post('/en/times', { office: 'honcho', day, slot, id: formValue(page, 'id') }))).toBe('/en/cautions');
  await me.get('/en/cautions');
  await me.post('/en/cautions', Object.fromEntries(cautions.map((name) => [name, 'yes'])));
  const check = await me.get('/en/check');
  expect(await to(me.post('/en/check', { id: formValue(check, 'id'), version: formValue(check, 'version') }))).toBe(
    '/en/reservation',
  );
  expect(await languageOf()).toEqual({ visit: 'en', booking: 'en' });
  const file = (await me.get('/en/reservation.ics')).html;
  expect(unfolded(file)).toContain('SUMMARY:My Number Card pick-up (マイナンバーカードの受け取り)');
  await me.get('/easy/reservation');
  expect(await languageOf()).toEqual({ visit: 'easy', booking: 'easy' });
});

test('what is missing is said in the language of the address; one that is not offered is nowhere', async () => {
  const me = visitor(door.url);
  const pages = await Promise.all(['/en/nowhere', '/xx', '/pseudo', '/ja/notice'].map((path) => me.get(path)));
  expect(pages.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  expect(pages.map(({ html }) => html.includes('Page not found'))).toEqual([true, false, false, false]);
});

test('a page that is the same for everyone says in each language where it is in the others, and keeps its own copy', async () => {
  const me = visitor(door.url);
  const [ja, en] = [await me.get('/'), await me.get('/en')];
  for (const { html, headers } of [ja, en]) {
    expect(html).toMatch(/<link rel="alternate" hreflang="en" href="\/en"\s*\/?>/u);
    expect(headers.get('cache-control')).toContain('public');
  }
  expect([ja.html.includes('<html lang="ja">'), en.html.includes('<html lang="en">')]).toEqual([true, true]);
  const office = (await me.get('/en/offices/honcho/calendar')).html;
  expect(office).toContain('href="/offices/honcho/calendar"');
  expect(office).toContain('Free days at the counters');
});

test('what staff named in Japanese alone is marked so on a foreign page: in a pull-down, beside a tick and within a sentence too', async () => {
  const me = visitor(door.url);
  await makeCard(fresh.db, { noticeId: 'A1B-000077', officeId: city.main });
  const proven = await walkToCalendar(door, fresh.db, 'A1B-000077', me, 'mark@example.jp');
  const page = await proven.get('/en/calendar');
  expect(page.html).toContain('<option value="honcho" lang="ja" selected>本庁</option>');
  expect(page.html).toMatch(/<option value="kitano">Kitano Branch \(北野総合支所\)<\/option>/u);
  expect((await me.get('/en/offices/honcho/calendar')).html).toContain('<span lang="ja">本庁</span>: next free day');
  const waiting = await proven.get('/en/waiting?office=honcho');
  expect(waiting.html).toMatch(/<label class="choice" lang="ja">(?:(?!<\/label>).)*本庁/u);
  expect(waiting.html).toMatch(
    /<label class="choice">(?:(?!<\/label>).)*Kitano Branch <span class="beside" lang="ja">\(北野総合支所\)<\/span>/u,
  );
  expect((await proven.get('/calendar')).html).toContain('<option value="honcho" selected>本庁</option>');
});

test('[8(3)①] where one is to go stands in Japanese too, as on the building: on every page of the way, in the frame, in files; once where both are the same', async () => {
  await makeCard(fresh.db, { noticeId: 'ENG-000002', officeId: city.branch });
  const me = await walkToCalendar(door, fresh.db, 'ENG-000002', visitor(door.url), 'both@example.jp');
  const OFFICE = 'Kitano Branch <span class="beside" lang="ja">(北野総合支所)</span>';
  const SERVICE = 'My Number Card pick-up <span class="beside" lang="ja">(マイナンバーカードの受け取り)</span>';
  const both = async (path: string) => {
    const { html } = await me.get(path);
    expect([path, html.includes(OFFICE), html.includes(SERVICE)]).toEqual([path, true, true]);
  };
  for (const path of ['/en/calendar?office=kitano', '/en/embed']) await both(path);
  await walkToHold(me, addDays(city.today, 8), await slotAt(fresh.db, city, city.branch, 8, 10), 'kitano');
  await me.post('/en/cautions', ticking(await me.get('/en/cautions')));
  await both('/en/check');
  await pressBook(me, await me.get('/en/check'));
  for (const path of ['/en/reservation', '/en/calendar']) await both(path);
  expect((await me.get('/en/cancel')).html).toContain(OFFICE);
  expect((await me.get('/en/calendar/next')).html).toContain(OFFICE);
  const file = unfolded((await me.get('/en/reservation.ics')).html);
  expect(file).toContain('SUMMARY:My Number Card pick-up (マイナンバーカードの受け取り)');
  expect(file).toMatch(/^LOCATION:.*Kitano Branch \(北野総合支所\)/mu);
  expect(unfolded((await me.get('/en/offices/kitano/sessions.ics')).html)).toMatch(/^SUMMARY:.*Kitano Branch \(北野総合支所\)/mu);
  // The same characters, Japanese, readings: nothing beside.
  for (const language of ['zh', 'easy', '']) {
    const { html } = await me.get(`${language === '' ? '' : `/${language}`}/reservation`);
    expect([language, html.includes('class="beside"'), html.includes('北野総合支所')]).toEqual([language, false, true]);
  }
});

test('[8(3)①] [8(3)⑦a] やさしい日本語: a pull-down holds the reading behind the name, the way there the reading that the city typed', async () => {
  const directions = '西鉄北野駅から歩いて約5分。';
  await fresh.db.run(sql`UPDATE offices.offices SET directions = ${directions} WHERE code = 'kitano'`);
  await fresh.db.run(
    sql`INSERT INTO site.translations (source, language, body, at) VALUES (${directions}, 'easy', '[北野駅](きたのえき)から 5[分](ふん)です。', lib.now())`,
  );
  const me = visitor(door.url);
  await expect
    .poll(async () => (await me.get('/easy/offices/kitano/calendar')).html, KEPT)
    .toContain('<ruby>北野駅<rp>（</rp><rt>きたのえき</rt><rp>）</rp></ruby>');
  const { html } = await me.get('/easy/offices/kitano/calendar');
  expect(html).toContain('<option value="kitano" selected>北野総合支所（きたのそうごうししょ）</option>');
  expect(html).toContain('<ruby class="ruby-long">北野総合支所<rp>（</rp><rt>きたのそうごうししょ</rt><rp>）</rp></ruby>');
  // Nothing is read that nobody said how to read.
  expect(html).toContain('<option value="honcho">本庁</option>');
});
