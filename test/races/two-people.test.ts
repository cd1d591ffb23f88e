import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db/sql.ts';
import { type Visitor, visitor } from '../support/browse.ts';
import {
  expectTo,
  formValue,
  linkSecret,
  nextMail,
  type TestCitizenDoor,
  travel,
  walkToBooked,
  walkToCalendar,
  walkToHold,
} from '../support/citizen.ts';
import type { FreshDatabase } from '../support/database.ts';
import { htmlFaults } from '../support/html.ts';
import { type Journey, openJourney } from '../support/journey.ts';
import { good, heading, words } from '../support/pages.ts';
import { type SmallCity, slotAt } from '../support/small-city.ts';

/** Several tabs, several people, a browser that crashed, an hour that goes by: whose visit it is, and until when. */

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
let cautions: string[];
let ticks: Journey['ticks'];
let person: Journey['person'];
beforeAll(async () => {
  ({ fresh, city, door, cautions, ticks, person } = await openJourney());
});
afterAll(() => door.close());

const day = () => Temporal.PlainDate.from(city.today).add({ days: 10 }).toString();
const slot = (hour: number) => slotAt(fresh.db, city, city.main, 10, hour);
const live = () =>
  fresh.db.rows(
    sql`SELECT state FROM reservations.reservations WHERE state IN ('held', 'booked') AND (state = 'booked' OR held_until > lib.now())`,
  );

/** A visitor that looks into another tab of the same browser: the cookies are shared, the pages and their tokens are not. */
function tab(of: Visitor): Visitor {
  const other = visitor(door.url);
  for (const [name, value] of of.cookies) other.cookies.set(name, value);
  return other;
}
const share = (from: Visitor, to: Visitor): void => {
  to.cookies.clear();
  for (const [name, value] of from.cookies) to.cookies.set(name, value);
};

test('[8(3)⑭b] a page of one person’s visit does nothing for another’s that began in the same browser, and says so', async () => {
  const first = await walkToCalendar(door, fresh.db, await person());
  expectTo(await walkToHold(first, day(), await slot(9)), '/cautions');
  await first.get('/cautions');
  expectTo(await first.post('/cautions', ticks), '/check');
  const check = await first.get('/check');

  const second = tab(first);
  await walkToCalendar(door, fresh.db, await person(), second);
  expectTo(await walkToHold(second, day(), await slot(10)), '/cautions');
  const before = await live();

  // Each press in the first tab: the last one, a time, the ticks, longer, another mail, the end.
  for (const [path, fields] of [
    ['/check', { id: formValue(check, 'id'), version: formValue(check, 'version') }],
    ['/times', { office: 'honcho', day: day(), slot: String(await slot(11)), id: randomUUID() }],
    ['/cautions', ticks],
    ['/hold/extend', { page: 'check' }],
    ['/mail', { mail: 'x@example.jp', mail_again: 'x@example.jp' }],
    ['/finish', {}],
  ] as const) {
    share(second, first);
    const page = await first.post(path, fields);
    expect([path, page.status, heading(page)]).toEqual([path, 409, 'このブラウザーで別の方の手続きが始まっています']);
    expect(words(page)).toContain('この操作では、どなたの予約も変わっていません。');
    expect(await htmlFaults(page.html)).toEqual([]);
  }
  expect(await live()).toEqual(before);
  expect((await second.get('/cautions')).status).toBe(200);
  // Whose visit it is books.
  await walkToBooked(second, cautions);
  expect(await live()).toContainEqual({ state: 'booked' });
});

test('[8(3)⑭b] a form without its visit’s mark, or with a made-up one, is refused', async () => {
  const me = await walkToCalendar(door, fresh.db, await person());
  await me.get('/notice');
  expect((await me.post('/times', { office: 'honcho', day: day(), slot: String(await slot(9)), id: randomUUID() })).status).toBe(
    403,
  );
  const token = me.token();
  const send = (field: string) =>
    me.send('POST', '/hold/extend', new URLSearchParams({ form_token: field }).toString(), 'application/x-www-form-urlencoded');
  expect((await send(`${token}~`)).status).toBe(409);
  expect((await send(`x~${token}`)).status).toBe(403);
});

test('[8(3)⑭b] the mail’s link pressed again in the same browser is still the same visit: the page before goes on', async () => {
  const me = await walkToCalendar(door, fresh.db, await person());
  const page = await me.get(`/times?office=honcho&day=${day()}`);
  const again = tab(me);
  const { secret } = await fresh.db.one<{ secret: string }>(
    sql`SELECT reservations.new_link(id, NULL, mail) AS secret FROM reservations.visits ORDER BY created_at DESC LIMIT 1`,
  );
  await again.get(`/links/${secret}`);
  expectTo(await again.post(`/links/${secret}`, {}), '/calendar');
  share(again, me);
  expectTo(
    await me.post('/times', { office: 'honcho', day: day(), slot: String(await slot(9)), id: formValue(page, 'id') }),
    '/cautions',
  );
});

/** Lets the city's time go on to so many minutes from now for as long as a test takes. */
async function later<T>(minutes: number, act: () => Promise<T>): Promise<T> {
  await travel(fresh.db, minutes);
  try {
    return await act();
  } finally {
    await travel(fresh.db, 0);
  }
}

test('[8(3)⑤a] every act carries the visit on: held at the end of its hour, prolonged, booked after it', async () => {
  const me = await walkToCalendar(door, fresh.db, await person());
  await later(59, async () => {
    expectTo(await walkToHold(me, day(), await slot(9)), '/cautions');
    await me.get('/cautions');
    expectTo(await me.post('/hold/extend', { page: 'cautions' }), '/cautions');
  });
  await later(61, async () => {
    const done = await walkToBooked(me, cautions);
    expect([done.status, done.location]).toEqual([303, '/reservation?done=booked']);
  });
});

test('[8(3)⑤a] reading carries it on too, and pages say until when; who does nothing for an hour is told so', async () => {
  const me = await walkToCalendar(door, fresh.db, await person());
  expect(words(await good(await me.get('/calendar')))).toMatch(
    /操作がないまま午[前後]\d+時(?:\d+分)?を過ぎると、この画面では続けられなくなります。/u,
  );
  for (const minutes of [40, 80, 120]) await later(minutes, async () => expect((await me.get('/calendar')).status).toBe(200));
  await later(181, async () =>
    expect([(await me.get('/calendar')).status, heading(await me.get('/calendar'))]).toEqual([410, '手続きの時間が過ぎました']),
  );
});

test('[8(3)⑤a] a prolonged hold ends so much later than it would have, also when pressed at once; what was ticked stays', async () => {
  const me = await walkToCalendar(door, fresh.db, await person());
  expectTo(await walkToHold(me, day(), await slot(9)), '/cautions');
  const until = async () =>
    (
      await fresh.db.one<{ until: Date }>(
        sql`SELECT max(held_until) AS until FROM reservations.reservations WHERE state = 'held'`,
      )
    ).until.getTime();
  const before = await until();
  await me.get('/cautions');
  expectTo(await me.post('/hold/extend', { page: 'cautions', [cautions[0] ?? '']: 'yes' }), '/cautions');
  expect((await until()) - before).toBe(10 * 60_000);
  const page = await good(await me.get('/cautions?held=longer'));
  expect(words(page)).toMatch(/午[前後]\d+時(?:\d+分)?まで延長しました。/u);
  expect([...page.html.matchAll(/<input[^>]*name="caution_\d+"[^>]*>/gu)].map(([box]) => / checked/u.test(box))).toEqual([
    true,
    false,
  ]);
});

test('[8(3)⑤a] after a crash the same person with the same address gets their own hold back', async () => {
  const notice = await person();
  const mail = nextMail();
  const crashed = await walkToCalendar(door, fresh.db, notice, visitor(door.url), mail);
  const at = await slot(13);
  expectTo(await walkToHold(crashed, day(), at), '/cautions');
  const mended = visitor(door.url);
  await mended.get('/notice');
  expectTo(await mended.post('/notice', { notice, month: '3', day: '8' }), '/mail');
  await mended.get('/mail');
  expectTo(await mended.post('/mail', { mail, mail_again: mail }), '/mail/sent');
  const secret = await linkSecret(fresh.db);
  await mended.get(`/links/${secret}`);
  // Straight on to where they were.
  expectTo(await mended.post(`/links/${secret}`, {}), '/cautions');
  expectTo(await walkToBooked(mended, cautions), '/reservation');
  expect(await fresh.db.rows(sql`SELECT state FROM reservations.reservations WHERE slot_id = ${at}`)).toEqual([
    { state: 'booked' },
  ]);
});

test('[8(3)⑤a] two browsers of the same person at once share one hold: the later choice stands, and nothing is in their way', async () => {
  const notice = await person();
  const mail = nextMail();
  const first = await walkToCalendar(door, fresh.db, notice, visitor(door.url), mail);
  const second = await walkToCalendar(door, fresh.db, notice, visitor(door.url), mail);
  expectTo(await walkToHold(first, day(), await slot(14)), '/cautions');
  expectTo(await walkToHold(second, day(), await slot(15)), '/cautions');
  await first.get('/cautions');
  expectTo(await first.post('/cautions', ticks), '/check');
  expect(words(await first.get('/check'))).toContain('午後3時');
});

test('[8(3)⑤a] where the address is another, the page says until when the hold lasts and the way on', async () => {
  const notice = await person();
  const first = await walkToCalendar(door, fresh.db, notice);
  expectTo(await walkToHold(first, day(), await slot(9)), '/cautions');
  const second = await walkToCalendar(door, fresh.db, notice);
  const page = await walkToHold(second, day(), await slot(10));
  expect(page.status).toBe(409);
  expect(words(page)).toMatch(/この確保は、午[前後]\d+時(?:\d+分)?に終わります。/u);
  expect(words(page)).toContain('新しいメールを受け取ると続けられます。');
  // As it said: once that time has come, the place is theirs to choose.
  await later(11, async () => expectTo(await walkToHold(second, day(), await slot(10)), '/cautions'));
});
