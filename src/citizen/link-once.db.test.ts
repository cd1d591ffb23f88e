import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Visitor, visitor } from '../../test/support/browse.ts';
import {
  BIRTHDAY,
  expectTo,
  linkSecret,
  nextMail,
  type TestCitizenDoor,
  travel,
  walkToHold,
} from '../../test/support/citizen.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import { openCitizenDoor } from '../../test/support/open.ts';
import { good, words } from '../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { addDays } from '../lib/dates/jst.ts';
import { sql } from '../lib/db/sql.ts';

/** §8(3)④: a registration link opens once, by a press; who has the mailbox is never shut out. */
let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor(20));
});
afterEach(() => travel(fresh.db, 0));
afterAll(() => door.close());

let made = 0;
/** As far as the mail; the secret of its link. */
async function mailed(): Promise<{ me: Visitor; secret: string }> {
  made += 1;
  const noticeId = `ONC-${String(made).padStart(6, '0')}`;
  await makeCard(fresh.db, { noticeId, name: `人 ${made}`, officeId: city.main });
  const [me, mail] = [visitor(door.url), nextMail()];
  await me.get('/notice');
  expectTo(await me.post('/notice', { notice: noticeId, ...BIRTHDAY }), '/mail');
  await me.get('/mail');
  expectTo(await me.post('/mail', { mail, mail_again: mail }), '/mail/sent');
  return { me, secret: await linkSecret(fresh.db) };
}
async function press(who: Visitor, secret: string) {
  await who.get(`/links/${secret}`);
  return who.post(`/links/${secret}`, {});
}
const links = async () =>
  (await fresh.db.one<{ n: number }>(sql`SELECT count(*)::integer AS n FROM outbox.mails WHERE kind = 'link'`)).n;

test('[8(3)④] a scanner that opens the link again and again burns nothing: the press opens it, in whichever browser', async () => {
  const { secret } = await mailed();
  for (let i = 0; i < 5; i += 1) await good(await visitor(door.url).get(`/links/${secret}`));
  await travel(fresh.db, 5);
  expect((await press(visitor(door.url), secret)).location).toBe('/calendar');
});

test('[8(3)④] pressed again where it was opened it goes on, also an hour later; elsewhere it opens nothing', async () => {
  const { me, secret } = await mailed();
  await press(me, secret);
  await travel(fresh.db, 2);
  const other = visitor(door.url);
  const used = await good(await other.get(`/links/${secret}`), 410);
  expect(words(used)).toContain('すでに使われています');
  const pressed = await good(await other.post(`/links/${secret}`, {}), 410);
  expect(words(pressed)).toContain('新しいメールを受け取る');
  expect((await other.get('/calendar')).status).not.toBe(200);
  expect((await me.get('/calendar')).status).toBe(200);
  await travel(fresh.db, 65);
  expect((await me.get('/calendar')).status).toBe(410);
  expect((await press(me, secret)).location).toBe('/calendar');
});

test('a second press of the same finger goes on', async () => {
  const { secret } = await mailed();
  const one = visitor(door.url);
  await one.get(`/links/${secret}`);
  // The browser gives the first press up when the second comes: its answer, and the cookie in it, are never seen.
  const givenUp = visitor(door.url);
  for (const [name, value] of one.cookies) givenUp.cookies.set(name, value);
  await givenUp.get(`/links/${secret}`);
  expect((await givenUp.post(`/links/${secret}`, {})).location).toBe('/calendar');
  expect((await one.post(`/links/${secret}`, {})).location).toBe('/calendar');
  expect((await one.get('/calendar')).status).toBe(200);
});

/** A browser with the cookies of another. */
function withCookiesOf(one: Visitor): Visitor {
  const other = visitor(door.url);
  for (const [name, value] of one.cookies) other.cookies.set(name, value);
  return other;
}

test('[8(3)④] of two presses of one moment the browser goes on with whichever answer it kept; it is one visit, with the same rights', async () => {
  const { secret } = await mailed();
  const one = visitor(door.url);
  await one.get(`/links/${secret}`);
  const [early, late] = [withCookiesOf(one), withCookiesOf(one)];
  for (const answer of [early, late]) {
    await answer.get(`/links/${secret}`);
    expect((await answer.post(`/links/${secret}`, {})).location).toBe('/calendar');
  }
  // The first answer came last: its cookie is the browser's.
  expect((await early.get('/calendar')).status).toBe(200);
  expect((await early.get(`/times?office=honcho&day=${addDays(city.today, 9)}`)).status).toBe(200);
  expect(
    await fresh.db.one(sql`SELECT count(*)::integer AS n FROM reservations.visits WHERE link = reservations.hash_of(${secret})`),
  ).toEqual({ n: 1 });
  // Twenty seconds later the other cookie is worth nothing.
  await travel(fresh.db, 0.5);
  expect((await late.get('/calendar')).status).toBe(410);
  expect((await early.get('/calendar')).status).toBe(200);
});

test('[8(3)⑭b] the browser in which the visit began, or that had it by another link, takes nothing up after the press', async () => {
  const { me, secret } = await mailed();
  const other = visitor(door.url);
  expect((await press(other, secret)).location).toBe('/calendar');
  expect((await me.get('/calendar')).status).toBe(410);
  expect((await other.get('/calendar')).status).toBe(200);
  // Nor after 終了する.
  const again = withCookiesOf(other);
  expect((await press(again, secret)).location).toBe('/calendar');
  const before = withCookiesOf(other);
  await again.get('/calendar');
  await again.post('/finish', { sure: 'yes' });
  expect((await before.get('/calendar')).status).toBe(410);
});

test('[8(3)④] who lost the browser is sent a new link to the same address, and finds what is held; the old one stays used', async () => {
  const { me, secret } = await mailed();
  await press(me, secret);
  expectTo(await walkToHold(me, addDays(city.today, 9), await slotAt(fresh.db, city, city.main, 9, 10)), '/cautions');
  await travel(fresh.db, 2);
  const other = visitor(door.url);
  await other.get(`/links/${secret}`);
  const before = await links();
  const sent = await good(await other.post(`/links/${secret}/again`, {}));
  expect(words(sent)).toContain('新しいメールをお送りしました');
  expect(await links()).toBe(before + 1);
  // The page leads no further: the mail does.
  expect((await other.get('/calendar')).status).not.toBe(200);
  expect((await press(other, await linkSecret(fresh.db))).location).toBe('/cautions');
  expect((await good(await visitor(door.url).get(`/links/${secret}`), 410)).html).not.toContain('予約の続きへ進む');
});

test('[8(3)⑭b] new mails are as few as ever: nobody’s mailbox is filled through a used link, and none that was not used sends any', async () => {
  const { me, secret } = await mailed();
  const other = visitor(door.url);
  await other.get('/notice');
  expect((await other.post(`/links/${secret}/again`, {})).status).toBe(404);
  await press(me, secret);
  await travel(fresh.db, 2);
  const before = await links();
  const statuses: number[] = [];
  for (let i = 0; i < 12; i += 1) statuses.push((await other.post(`/links/${secret}/again`, {})).status);
  expect(statuses[0]).toBe(200);
  expect(statuses.at(-1)).toBe(429);
  const { most } = await fresh.db.one<{ most: number }>(sql`SELECT site.number('link-mails') AS most`);
  expect((await links()) - before).toBeLessThan(most);
});
