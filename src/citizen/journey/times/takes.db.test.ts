import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedIn, visitor } from '../../../../test/support/browse.ts';
import {
  BIRTHDAY,
  KEPT,
  type TestCitizenDoor,
  walkToBooked,
  walkToCalendar,
  walkToHold,
} from '../../../../test/support/citizen.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, startDesk, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { openCitizenDoor } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { writeLetter } from '../../../letters/write.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';
import type { ClaimedMail } from '../../../outbox/queue.ts';

/** §8(3)⑥: how long so many people take at the counter is the city's, and told before a time is chosen. */
let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
let desk: TestDesk;
beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor(4));
  await fresh.db.run(sql`UPDATE services.services SET party_max = 4`);
  for (const [n, noticeId] of ['TKS-000001', 'TKS-000002', 'TKS-000003'].entries())
    await makeCard(fresh.db, { noticeId, name: `家族 ${n}`, officeId: city.main });
  desk = await startDesk(fresh);
  await desk.account('ide', ['admin'], city.main);
});
afterAll(async () => {
  await desk.close();
  await door.close();
});

/** The newest confirmation, as the worker writes it. */
async function lastMail() {
  const mail = await fresh.db.one<ClaimedMail>(
    sql`SELECT id, kind, reservation_id AS "reservationId", visit_id AS "visitId" FROM outbox.mails WHERE kind = 'booked' ORDER BY id DESC LIMIT 1`,
  );
  const worker = fresh.as('worker', 1);
  return worker.transaction((tx) => writeLetter(tx, mail, 'https://city.example.jp')).finally(() => worker.close());
}

test('[8(3)⑥] told to one and to three as the city set it; where it set nothing, nothing is said', async () => {
  const me = await walkToCalendar(door, fresh.db, 'TKS-000001');
  const times = (language = '') => me.get(`${language}/times?office=honcho&day=${addDays(city.today, 8)}`);
  expect(words(await good(await times()))).not.toContain('目安');

  const clerk = await signedIn(desk.url, 'ide', PASSWORD);
  const path = `/settings/services/${city.service}`;
  const form = formFields(await good(await clerk.get(path)), path);
  expect((await clerk.post(path, { ...form, takes: '241' })).status).toBe(422);
  expect((await clerk.post(path, { ...form, takes: '20', 'takes-more': '10' })).status).toBe(303);

  await expect.poll(async () => words(await times()), KEPT).toContain('窓口でかかる時間の目安は、1人で20分です。');
  for (const notice of ['TKS-000002', 'TKS-000003']) {
    const version = /name="version" value="(\d+)"/u.exec((await me.get('/party/add')).html)?.[1];
    await me.post('/party/add', { notice, ...BIRTHDAY, ...(version === undefined ? {} : { version }) });
  }
  expect(words(await good(await times()))).toContain('目安は、3人で40分です。');
  expect(words(await good(await times('/en')))).toContain('At the counter it takes about 40 minutes for 3 people.');
  // What the page says stands in the calendar's file and in the mail too: a slot is an hour here.
  await walkToHold(me, addDays(city.today, 8), await slotAt(fresh.db, city, city.main, 8, 10));
  await walkToBooked(me, []);
  const file = (await me.get('/reservation.ics')).html;
  const at = (name: string) =>
    /(\d\d)(\d\d)00Z/u
      .exec(new RegExp(`${name}:(\\S+)`, 'u').exec(file)?.[1] ?? '')
      ?.slice(1)
      .map(Number);
  expect([at('DTSTART'), at('DTEND')]).toEqual([
    [1, 0],
    [1, 40],
  ]);
  const written = await lastMail();
  if (!('letter' in written)) throw new Error(JSON.stringify(written));
  expect(written.letter.text).toContain('窓口でかかる時間の目安：40分');
  const sent = String(written.letter.files.find(({ name }) => name === 'yoyaku.ics')?.content);
  for (const line of ['DTSTART', 'DTEND'])
    expect(new RegExp(`${line}:(\\S+)`, 'u').exec(sent)?.[1]).toBe(new RegExp(`${line}:(\\S+)`, 'u').exec(file)?.[1]);
  // Who comes alone is told nothing of the others: a page drawn once is one for so many people.
  await makeCard(fresh.db, { noticeId: 'TKS-000009', name: '別の 人', officeId: city.main });
  const alone = await walkToCalendar(door, fresh.db, 'TKS-000009', visitor(door.url));
  expect(words(await alone.get(`/times?office=honcho&day=${addDays(city.today, 8)}`))).toContain('1人で20分です。');
});

test('[8(3)⑥] when to come, as the city set it, stands on the calendar, the times and the booking; at first nothing is said', async () => {
  await makeCard(fresh.db, { noticeId: 'TKS-000010', name: '早めの 人', officeId: city.main });
  const me = await walkToCalendar(door, fresh.db, 'TKS-000010', visitor(door.url));
  const day = addDays(city.today, 8);
  const calendar = async (language = '') => words(await good(await me.get(`${language}/calendar`)));
  expect(await calendar()).toContain('1人で20分です。');
  expect(await calendar()).not.toContain('前までに');
  const clerk = await signedIn(desk.url, 'ide', PASSWORD);
  const path = '/settings/city/arrive-minutes';
  const form = formFields(await good(await clerk.get(path)), path);
  expect((await clerk.post(path, { ...form, value: '31' })).status).toBe(422);
  expect((await clerk.post(path, { ...form, value: '5' })).status).toBe(303);
  const said = '予約した時間の5分前までに、窓口にお越しください。';
  await expect.poll(() => calendar(), KEPT).toContain(said);
  expect(words(await good(await me.get(`/times?office=honcho&day=${day}`)))).toContain(said);
  for (const [language, one] of [
    ['easy', '分'],
    ['en', 'at the counter 5 minutes before'],
    ['zh', '前到窗口'],
    ['ko', '전까지 창구에'],
    ['vi', 'Hãy đến quầy trước giờ hẹn'],
  ] as const)
    expect(await calendar(`/${language}`)).toContain(one);
  await walkToHold(me, day, await slotAt(fresh.db, city, city.main, 8, 10));
  await walkToBooked(me, []);
  expect(words(await good(await me.get('/reservation')))).toContain(said);
  expect((await me.get('/reservation.ics')).html.replaceAll('\r\n ', '')).toContain(said);
  const written = await lastMail();
  expect('letter' in written ? written.letter.text : written).toContain(said);
});
