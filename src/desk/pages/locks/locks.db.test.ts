import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedIn } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { BY_PHONE, makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { countRests } from '../../../cards/acts.ts';
import { sql } from '../../../lib/db/sql.ts';
import { book } from '../../../reservations/acts.ts';
import { setAlarm } from '../../../site/alarms.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
beforeAll(async () => {
  const open = await openDesk();
  ({ fresh, desk, city } = open);
  await desk.account('counter', ['counter'], city.main);
  await desk.account('admin', ['admin'], city.main);
});
afterAll(() => desk.close());

/** A visit at the desk; `number`: what its 予約番号 is to be. */
async function booked(noticeId: string, hour: number, number: string): Promise<string> {
  const id = randomUUID();
  const members = [{ cardId: await makeCard(fresh.db, { noticeId, name: `試験 ${'花月雪'[hour - 9] ?? '子'}` }) }];
  const slotId = await slotAt(fresh.db, city, city.main, 5, hour);
  const done = await book(fresh.db, { kind: 'staff', staffId: 1 }, { id, serviceId: city.service, slotId, members, ...BY_PHONE });
  expect(done).toMatchObject({ ok: true });
  await fresh.db.run(sql`UPDATE reservations.reservations SET number = ${number} WHERE id = ${id}`);
  return id;
}

const rest = (scope: string, key: string) =>
  fresh.db.run(sql`
    INSERT INTO cards.tries (scope, key, failures, since, rests_until) VALUES (${scope}, ${key}, 9, lib.now(), lib.now() + interval '10 minutes')`);

test.each([
  ['notice', 'A1B-000001', 'A1B-000001'],
  ['number', '1234-5678', '1234-5678'],
  ['address', 'f00dcafe12345678', 'f00dcafe'],
])('[8(3)⑭a] a rest of a %s is shown with its end and lifted only after the caller was checked', async (scope, key, shown) => {
  if (scope === 'number') await booked('A1B-000011', 9, key);
  await rest(scope, key);
  const me = await signedIn(desk.url, 'counter', PASSWORD);
  expect((await me.get('/locks')).html).toContain(shown);
  const unchecked = await me.follow(await me.post('/locks/lift', { [scope]: key }));
  expect(unchecked.html).toContain('印を付けてから');
  expect(unchecked.html).toContain(shown);
  const lifted = await me.follow(await me.post('/locks/lift', { [scope]: key, checked: 'yes' }));
  expect(lifted.html).toContain('ロックを解除しました');
  expect(lifted.html).not.toContain(shown);
  const logged = await desk.db.rows<{ detail: { scope: string } }>(
    sql`SELECT detail FROM audit.events WHERE act = 'tries.lifted' AND detail->>'scope' = ${scope}`,
  );
  expect(logged).toHaveLength(1);
  const again = await me.follow(await me.post('/locks/lift', { [scope]: key, checked: 'yes' }));
  expect(again.html).toContain('すでに終了していました');
});

test('a notice ID says which entry rests, mails of a booking too; both are lifted together', async () => {
  const card = await makeCard(fresh.db, { noticeId: 'A1B-000010' });
  for (const scope of ['notice', 'manage-notice']) await rest(scope, 'A1B-000010');
  const me = await signedIn(desk.url, 'counter', PASSWORD);
  const locks = (await me.get('/locks')).html;
  expect(locks).toContain('予約の確認・変更</td>');
  expect(locks).toContain('予約（間違い）</td>');
  const page = (await me.get(`/people/${card}`)).html;
  expect(page).toContain('メールの申し込みが続いたため（9回）');
  expect(page).toContain('続けて9回間違えたため');
  await me.post(`/people/${card}/lift`, { checked: 'yes' });
  expect(await fresh.db.rows(sql`SELECT FROM cards.tries WHERE key = 'A1B-000010'`)).toEqual([]);
});

test('a rest that is over is not said to have been lifted on the page of its card', async () => {
  const card = await makeCard(fresh.db, { noticeId: 'A1B-000009' });
  const me = await signedIn(desk.url, 'counter', PASSWORD);
  await me.get(`/people/${card}`);
  expect((await me.follow(await me.post(`/people/${card}/lift`, { checked: 'yes' }))).html).toContain('すでに終了していました');
});

test('[8(3)⑭a] a number that no booking has takes nobody’s place on the page; a booking says that its number rests, and it is lifted there', async () => {
  const id = await booked('A1B-000012', 11, '2345-6789');
  await rest('number', '2345-6789');
  await fresh.db.run(sql`
    INSERT INTO cards.tries (scope, key, failures, since, rests_until)
    SELECT 'number', '5555-' || lpad(n::text, 4, '0'), 9, lib.now(), lib.now() + interval '20 minutes' FROM generate_series(1, 100) n`);
  const me = await signedIn(desk.url, 'counter', PASSWORD);
  const locks = (await me.get('/locks')).html;
  expect(locks).toContain('2345-6789');
  expect(locks).not.toContain('5555-0001');
  const here = `/reservations/${id}`;
  expect((await me.get(here)).html).toContain('この予約番号では、正しく入力してもメールを送りません');
  expect((await me.follow(await me.post(`${here}/lift`, {}))).html).toContain('ご本人を確かめてから');
  expect((await me.follow(await me.post(`${here}/lift`, { checked: 'yes' }))).html).toContain('予約番号の制限を解除しました');
  expect((await me.get(here)).html).not.toContain('正しく入力してもメールを送りません');
  expect((await me.follow(await me.post(`${here}/lift`, { checked: 'yes' }))).html).toContain('すでに終了していました');
  await fresh.db.run(sql`DELETE FROM cards.tries WHERE scope = 'number'`);
});

test('[8(3)⑭a] whatever rests is on a page of its list: of IDs, numbers and connections alike, each with its own pages', async () => {
  await booked('A1B-000013', 12, '3456-7890');
  await rest('number', '3456-7890');
  await fresh.db.run(sql`
    INSERT INTO cards.tries (scope, key, failures, since, rests_until)
    SELECT s.scope, CASE s.scope WHEN 'notice' THEN 'ZZZ-' || lpad(n::text, 6, '0') ELSE 'beef' || lpad(n::text, 12, '0') END, 9, lib.now(), lib.now() + make_interval(mins => 20 + n)
    FROM generate_series(1, 120) n, (VALUES ('notice'), ('address')) AS s (scope)`);
  const me = await signedIn(desk.url, 'counter', PASSWORD);
  const onPages = async (box: string, wanted: RegExp) => {
    const found = new Set<string>();
    for (const page of [1, 2, 3])
      for (const [key] of (await me.get(`/locks?${box}=${page}`)).html.matchAll(wanted)) found.add(key);
    return found.size;
  };
  expect(await onPages('page', /ZZZ-\d{6}/gu)).toBe(120);
  expect(await onPages('addresses', /beef\d{12}/gu)).toBe(120);
  const second = (await me.get('/locks?addresses=2')).html;
  expect(second).toContain('3456-7890');
  expect(second).toContain('href="/locks?page=2&amp;addresses=2"');
  await fresh.db.run(sql`DELETE FROM cards.tries`);
});

test('each rest is one of those that ask for a call, a connection once however it is limited', async () => {
  const counted = async () => (await fresh.db.one<{ n: number }>(sql`SELECT (${countRests()})::integer AS n`)).n;
  const before = await counted();
  await booked('A1B-000077', 10, '7777-7777');
  for (const [scope, key] of [
    ['notice', 'A1B-000077'],
    ['number', '7777-7777'],
    ['number', '9999-0000'],
    ['manage-notice', 'A1B-000077'],
    ['address', 'beef'],
    ['begun', 'beef'],
    ['manage-address', 'beef'],
    ['begun', 'cafe'],
  ] as const)
    await rest(scope, key);
  expect((await counted()) - before).toBe(4);
  await fresh.db.run(sql`DELETE FROM cards.tries WHERE key IN ('A1B-000077', '7777-7777', '9999-0000', 'beef', 'cafe')`);
});

test('the pressure on the whole site is nobody’s to lift: it locks nobody', async () => {
  await rest('site', '');
  const me = await signedIn(desk.url, 'counter', PASSWORD);
  await me.get('/locks');
  expect((await me.follow(await me.post('/locks/lift', { address: '', checked: 'yes' }))).html).toContain(
    'すでに終了していました',
  );
});

test('an alarm stands in the menu and on its page until its cause is gone', async () => {
  const me = await signedIn(desk.url, 'admin', PASSWORD);
  expect((await me.get('/alarms')).html).toContain('現在、警告はありません');
  await setAlarm(fresh.db, 'mails-stuck', true, { dead: 3 });
  const page = await me.get('/alarms');
  expect(page.html).toContain('メールを送れない状態');
  // The badge of a page that is only looked at may be a moment old; on the page of what waits it is of now.
  expect((await me.get('/todo')).html).toMatch(/対応が必要<span class="count"><span class="unseen">本日中<\/span>\d/u);
  await setAlarm(fresh.db, 'mails-stuck', false);
  expect((await me.get('/alarms')).html).toContain('現在、警告はありません');
});
