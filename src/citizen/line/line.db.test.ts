import { afterEach, beforeEach, expect, test } from 'vitest';
import { openBalancer } from '../../../test/support/balancer.ts';
import { type Visitor, visitor } from '../../../test/support/browse.ts';
import { closeBrowser, open as openBrowser } from '../../../test/support/browser.ts';
import {
  BIRTHDAY,
  expectTo,
  KEPT,
  linkSecret,
  startCitizenDoor,
  type TestCitizenDoor,
  walkToCalendar,
} from '../../../test/support/citizen.ts';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts';
import { buildSmallCity, makeCard } from '../../../test/support/small-city.ts';
import { OFFERED, prefixOf } from '../../languages/index.ts';
import { systemClock } from '../../lib/clock.ts';
import { sql } from '../../lib/db/sql.ts';
import { openAlarms } from '../../site/alarms.ts';
import type { Load } from './saturation.ts';

const CALM: Load = { delayMs: 0, underWay: 0 };
const MUCH: Load = { delayMs: 5_000, underWay: 5_000 };

let fresh: FreshDatabase;
/** What every door of a test has to do; changed by the test. */
let load: Load;
let doors: TestCitizenDoor[];
beforeEach(async () => {
  fresh = await freshDatabase();
  await buildSmallCity(fresh.db);
  load = CALM;
  doors = [];
});
afterEach(async () => {
  for (const door of doors) await door.close();
  await fresh.drop();
});

async function open(measure = () => load): Promise<TestCitizenDoor> {
  const door = await startCitizenDoor(fresh, systemClock, { TRUSTED_PROXIES: '127.0.0.1' }, OFFERED, {
    load: measure,
    asBuilt: true,
  });
  doors.push(door);
  return door;
}
const from = (n: number) => ({ 'x-forwarded-for': `198.51.100.${n}` });
const someone = (door: { url: string }, n = 1): Visitor => visitor(door.url, from(n));

/** Newcomers wait from now on: who asks is shown the line. */
async function saturate(door: { url: string }): Promise<void> {
  await holdStill();
  load = MUCH;
  // Passing by: a browser that keeps no cookies.
  await expect.poll(async () => (await visitor(door.url).get('/notice')).status, KEPT).toBe(503);
}
/** Nobody is let in but those the test admits. */
async function holdStill(): Promise<void> {
  await fresh.db.pool.query(`
    CREATE OR REPLACE FUNCTION citizen.line_step(p_most integer, OUT o_last bigint, OUT o_admitted bigint) LANGUAGE sql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$ SELECT l.last, l.admitted FROM site.line l $$`);
}
/** Lets in up to this browser's number; the door knows it a second later at most. */
async function admit(me: Visitor): Promise<void> {
  await fresh.db.run(sql`UPDATE site.line SET admitted = ${numberOf(me)}`);
  await expect.poll(async () => JSON.parse((await me.get('/line')).html) as unknown, KEPT).toEqual({ turn: true });
}
/** The number a browser has in the line. */
const numberOf = (me: Visitor): number => Number(me.cookies.get('line')?.split('.')[1]);
const ahead = (html: string): string => /data-line-turn="[^"]*">(?:<[^>]*>)*([^<]*)</u.exec(html)?.[1] ?? '';

test('[8(1)⑩] below saturation nobody waits: no page, no number, nothing written', async () => {
  const door = await open();
  for (let n = 0; n < 40; n += 1) {
    const me = someone(door, n);
    expect((await me.get('/notice')).status).toBe(200);
    expect(me.cookies.has('line')).toBe(false);
  }
  expect(await fresh.db.one(sql`SELECT last::integer, admitted::integer FROM site.line`)).toEqual({ last: 0, admitted: 0 });
});

test('at saturation newcomers wait in the order in which they came; it is kept over reload, return and a restart, and they come in in that order', async () => {
  const door = await open();
  await saturate(door);
  const people = [];
  for (let n = 1; n <= 5; n += 1) {
    const me = someone(door, n);
    const page = await me.get('/notice?service=card-pickup');
    expect([page.status, page.headers.get('cache-control')]).toEqual([503, 'no-store']);
    expect(Number(page.headers.get('retry-after'))).toBeGreaterThanOrEqual(5);
    people.push(me);
  }
  const numbers = people.map(numberOf);
  expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
  expect(new Set(numbers).size).toBe(5);
  const third = people[2] as Visitor;
  await third.get('/notice');
  await third.get('/en/person?service=renewal');
  expect(people.map(numberOf)).toEqual(numbers);

  // A restart: another process, the same line.
  await doors.pop()?.close();
  const again = await open();
  await saturate(again);
  const returned = people.map((me, n) => {
    const later = someone(again, n + 1);
    for (const [name, value] of me.cookies) later.cookies.set(name, value);
    return later;
  }) as [Visitor, Visitor, Visitor, Visitor, Visitor];
  for (const me of returned) await me.get('/notice');
  expect(returned.map(numberOf)).toEqual(numbers);

  await admit(returned[1]);
  const statuses = await Promise.all(returned.map(async (me) => (await me.get('/notice')).status));
  expect(statuses).toEqual([200, 200, 503, 503, 503]);
  expect(ahead(returned[3].last?.html ?? '')).toBe('1人');
  // Inside they stay, and need no number any more.
  expect(returned[0].cookies.has('line')).toBe(false);
  expect((await returned[0].get('/notice')).status).toBe(200);
});

test('two processes behind a balancer are one line: nobody steps ahead at the one that is calm', async () => {
  const [one, two] = [await open(), await open(() => CALM)];
  const site = await openBalancer([one.url, two.url]);
  try {
    await saturate(one);
    await expect.poll(async () => (await visitor(two.url).get('/notice')).status, KEPT).toBe(503);
    const people = [];
    for (let n = 1; n <= 6; n += 1) {
      const me = someone(site, n);
      expect((await me.get('/notice')).status).toBe(503);
      people.push(me);
    }
    const numbers = people.map(numberOf);
    expect(numbers).toEqual(numbers.map((_, n) => (numbers[0] ?? 0) + n));
  } finally {
    await site.close();
  }
});

test('a forged ticket gains nothing, and of all who copy one exactly one comes in', async () => {
  const door = await open();
  await saturate(door);
  const me = someone(door, 1);
  await me.get('/notice');
  const mine = numberOf(me);
  const forger = someone(door, 2);
  forger.cookies.set('line', `t.1.${Math.floor(Date.now() / 60_000)}.${'A'.repeat(22)}`);
  expect((await forger.get('/notice')).status).toBe(503);
  expect(numberOf(forger)).toBeGreaterThan(mine);

  const ticket = me.cookies.get('line') ?? '';
  const NETWORKS = [1, 3, 4, 5, 6];
  const copies = [me, ...NETWORKS.slice(1).map((n) => someone(door, n))];
  for (const copy of copies) copy.cookies.set('line', ticket);
  await admit(me);
  const pages = await Promise.all(copies.map((one) => one.get('/notice')));
  expect(pages.filter(({ status }) => status === 200)).toHaveLength(1);
  // All others stand at the end now, behind the forger.
  const waiting = copies.filter((one) => one.cookies.has('line'));
  expect(waiting.map((one) => numberOf(one) > numberOf(forger))).toEqual([true, true, true, true]);
  // An answer that was lost on its way is given once more, and no third time.
  const inside = copies.findIndex((one) => !one.cookies.has('line'));
  const again = () => {
    const anew = someone(door, NETWORKS[inside]);
    anew.cookies.set('line', ticket);
    return anew.get('/notice');
  };
  expect((await again()).status).toBe(200);
  expect((await again()).status).toBe(503);
});

test('nobody inside is thrown out: not who has typed before, not who has a visit, not who comes from a mail', async () => {
  const door = await open();
  await makeCard(fresh.db, { noticeId: 'A1B-000001', birthDate: '1980-03-08' });
  await makeCard(fresh.db, { noticeId: 'A1B-000002', birthDate: '1980-03-08' });
  const inVisit = await walkToCalendar(door, fresh.db, 'A1B-000001', someone(door, 1));
  // As after an upgrade: whoever was inside before has no pass.
  inVisit.cookies.delete('inside');
  const typing = someone(door, 2);
  await typing.get('/notice');
  await saturate(door);
  expect((await inVisit.get('/calendar?office=honcho')).status).toBe(200);
  expectTo(await typing.post('/notice', { notice: 'A1B-000002', ...BIRTHDAY }), '/mail');
  expect((await typing.get('/mail')).status).toBe(200);
  expect((await typing.post('/mail', { mail: 'a@', mail_again: 'b@' })).status).toBe(422);
  // Another browser, where a mail was opened.
  expectTo(await typing.post('/mail', { mail: 'a@example.jp', mail_again: 'a@example.jp' }), '/mail/sent');
  const secret = await linkSecret(fresh.db);
  expect((await someone(door, 3).get(`/links/${secret}`)).status).toBe(200);
  // The pages that are the same for everyone, and the end of a visit, at any time; their forms let nobody in.
  const outside = someone(door, 4);
  for (const path of ['/', '/offices', '/offices/honcho/calendar', '/help', '/privacy', '/availability.json', '/finish'])
    expect([path, (await outside.get(path)).status]).not.toEqual([path, 503]);
  expect((await outside.get('/notice')).status).toBe(503);
  expect((await outside.post('/notice', { notice: 'A1B-000002', ...BIRTHDAY })).html).toContain('まだ送られていません');
});

test('the page says so in every language, asks again by itself without scripts, and can be told not to', async () => {
  const door = await open();
  await saturate(door);
  for (const language of OFFERED) {
    const me = someone(door, 1);
    const page = await me.get(`${prefixOf(language)}/notice?service=card-pickup`);
    expect(page.status).toBe(503);
    const here = `${prefixOf(language)}/notice?service=card-pickup`;
    expect(page.html).toMatch(/<noscript><meta http-equiv="refresh" content="\d+"\s*\/?><\/noscript>/u);
    expect(page.html).toContain(`href="${here}"`);
    expect(page.html).toContain(`href="${here}&amp;still=yes"`);
    expect(ahead(page.html)).toMatch(/\d/u);
    const still = await me.get(`${here}&still=yes`);
    expect(still.html).not.toContain('http-equiv');
    // The script hears the same, and only that.
    const told = await me.get(`${prefixOf(language)}/line`);
    expect(JSON.parse(told.html)).toMatchObject({
      again: expect.any(Number) as number,
      says: expect.stringMatching(/\d/u) as string,
    });
    expect(told.headers.get('cache-control')).toBe('no-store');
  }
  expect(JSON.parse((await someone(door, 7).get('/line')).html)).toEqual({ turn: true });
});

test('the desk is told while people wait; they come in by themselves, and the site serves everybody again when it is over', async () => {
  const door = await open();
  load = MUCH;
  await expect.poll(async () => (await visitor(door.url).get('/notice')).status, KEPT).toBe(503);
  const me = someone(door, 1);
  await expect.poll(async () => (await me.get('/notice')).status, { interval: 100 }).toBe(200);
  expect((await openAlarms(fresh.db)).map(({ kind }) => kind)).toContain('line-stands');
  load = CALM;
  await expect.poll(async () => (await visitor(door.url).get('/notice')).status, { interval: 100 }).toBe(200);
});

test('with scripts the place is told where one reads, and the page comes by itself when it is one’s turn', async () => {
  const door = await open();
  await saturate(door);
  const eyes = await openBrowser({ width: 375, allow: /503/u });
  try {
    await eyes.page.goto(`${door.url}/notice`);
    await eyes.scan();
    const place = eyes.page.locator('[role=status][data-line]');
    const before = await place.textContent();
    await fresh.db.run(sql`UPDATE site.line SET admitted = last - 1, last = last`);
    await expect.poll(() => place.textContent()).not.toBe(before);
    await fresh.db.run(sql`UPDATE site.line SET admitted = last`);
    await eyes.page.locator('input[name=notice]').waitFor();
  } finally {
    await eyes.close();
    await closeBrowser();
  }
});
