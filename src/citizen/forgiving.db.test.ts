import { afterAll, beforeAll, expect, test } from 'vitest';
import { visitor } from '../../test/support/browse.ts';
import { BIRTHDAY, HANAKO, type TestCitizenDoor, walkAsPerson, walkToCalendar } from '../../test/support/citizen.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import { openCitizenDoor } from '../../test/support/open.ts';
import { addService, makeCard } from '../../test/support/small-city.ts';
import { addDays } from '../lib/dates/jst.ts';
import { sql } from '../lib/db/sql.ts';
import { noticeForm } from './journey/notice/form.tsx';

/** What people type in their own way is taken; what cannot be is named, so that they find it. */
let fresh: FreshDatabase;
let door: TestCitizenDoor;
let slot: { id: number; day: string };
beforeAll(async () => {
  const open = await openCitizenDoor();
  ({ fresh, door } = open);
  const { city } = open;
  const renewal = await addService(fresh.db, city, { code: 'renewal', name: '電子証明書の更新', bring: [] });
  const day = addDays(city.today, 5);
  slot = {
    day,
    ...(await fresh.db.one<{ id: number }>(
      sql`SELECT id FROM ledger.slots WHERE service_id = ${renewal} AND day = ${day}::date AND start_minute = 600`,
    )),
  };
  await makeCard(fresh.db, { noticeId: 'A1O-100200', officeId: city.main });
});
afterAll(() => door?.close());

test('[8(3)②] the ID: O and I among the digits are 0 and 1; a digit too many, one too few, a letter that does not belong are said', async () => {
  const me = visitor(door.url);
  await me.get('/notice');
  expect((await me.post('/notice', { notice: 'a1o-IOO2OO', ...BIRTHDAY })).location).toBe('/mail');
  for (const [typed, words] of [
    ['A1O-1002000', '数字が1つ多いようです'],
    ['A1O-10020', '数字が1つ足りません'],
    ['A1O-10S200', '「S」は使われていません'],
  ] as const) {
    const page = await me.post('/notice', { notice: typed, ...BIRTHDAY });
    expect(page.status).toBe(422);
    expect(page.html).toContain(words);
    expect(page.html).toContain(`value="${typed}"`);
  }
});

test('[8(3)③] the address: capitals and what nobody sees make no difference; the character that is wrong is named', async () => {
  const me = visitor(door.url);
  await me.get('/notice');
  await me.post('/notice', { notice: 'A1O-100200', ...BIRTHDAY });
  await me.get('/mail');
  for (const [typed, words] of [
    ['d320.example.jp', '「@」がありません'],
    ['d320@example', '「@」より後をお確かめください'],
    ['d3 20@example.jp', '「空白」をお確かめください'],
    ['d３２０ん@example.jp', '「ん」をお確かめください'],
  ] as const)
    expect((await me.post('/mail', { mail: typed, mail_again: typed })).html).toContain(words);
  const taken = await me.post('/mail', { mail: 'D320@Example.JP\u200b', mail_again: 'd320@example.jp' });
  expect(taken.location).toBe('/mail/sent');
});

test('going back to the postcard’s page finds the ID again, not the birthday; somebody else finds nothing', async () => {
  const me = await walkToCalendar(door, fresh.db, 'A1O-100200');
  const page = await me.get('/notice');
  expect(page.html).toContain('value="A1O-100200"');
  expect(page.html).not.toMatch(/name="(?:month|day)"[^>]*value="\d/u);
  expect((await visitor(door.url).get('/notice')).html).not.toContain('A1O-100200');
});

/** The boxes of a page that the browser may fill in, each with what for. */
const filledIn = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<input [^>]*\bautocomplete="(?!off)([^"]+)"[^>]*>/gu)].map(([input, purpose]) => [
      / name="([^"]+)"/u.exec(input)?.[1] ?? '',
      purpose ?? '',
    ]),
  );

test('[8(3)①] boxes for what is one’s own say what they are for (WCAG 1.3.5), the year that is asked at need too; of another person nothing is filled in', async () => {
  const me = visitor(door.url);
  expect(filledIn((await me.get('/notice')).html)).toEqual({ month: 'bday-month', day: 'bday-day' });
  const asked = await me.post('/notice', { notice: 'A1O-100200', ...BIRTHDAY, ask_year: 'yes', year: '' });
  expect(filledIn(asked.html)).toEqual({ month: 'bday-month', day: 'bday-day', year: 'bday-year' });
  expect(filledIn((await me.get('/person?service=renewal')).html)).toEqual({
    name: 'name',
    year: 'bday-year',
    month: 'bday-month',
    day: 'bday-day',
    phone: 'tel',
  });
  const join = noticeForm('ja', { askYear: true, purpose: 'join' });
  expect(join.fields.year.look).toEqual({ as: 'text', size: 'code' });
});

test('[9(3)b] a name: hyphens and signs of equality in フリガナ are mended, a picture and a kanji are named; the year typed in the west stands beside the era', async () => {
  const me = visitor(door.url);
  await me.get('/person?service=renewal');
  const refused = await me.post('/person', { ...HANAKO, service: 'renewal', name: '久留米😀', kana: '久ルメ' });
  expect(refused.html).toContain('お名前に「😀」は使えません');
  expect(refused.html).toContain('フリガナに「久」は使えません');
  const who = { ...HANAKO, era: '', year: '1977', name: 'グエン　ミャーミャ', kana: 'グエン＝ミャ－ミャ' };
  await walkAsPerson(door, fresh.db, 'renewal', who, me);
  await me.get(`/times?office=honcho&day=${slot.day}`);
  await me.post('/times', { office: 'honcho', day: slot.day, slot: String(slot.id), id: crypto.randomUUID() });
  const check = await me.get('/check');
  expect(check.html).toContain('昭和52年（1977年）11月9日');
  expect(check.html).toContain('グエン・ミャーミャ');
});
