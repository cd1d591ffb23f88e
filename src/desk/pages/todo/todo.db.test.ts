import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedIn } from '../../../../test/support/browse.ts';
import { type FreshDatabase, freshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, startDesk, type TestDesk } from '../../../../test/support/desk.ts';
import { htmlFaults } from '../../../../test/support/html.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let desk: TestDesk;

beforeAll(async () => {
  fresh = await freshDatabase();
  desk = await startDesk(fresh);
  await desk.account('ide', ['admin'], null, '井手 誠');
  await desk.account('koga', ['counter']);
});
afterAll(async () => {
  await desk.close();
  await fresh.drop();
});

const badge = (html: string): string | undefined =>
  /対応が必要<span class="count(?: count-later)?">(?:<span class="unseen">本日中<\/span>)?(\d+)/u.exec(html)?.[1];

test('nothing waits: the page says so and what was looked at, and there is no badge', async () => {
  const page = await (await signedIn(desk.url, 'ide', PASSWORD)).get('/todo');
  expect(page.html).toContain('対応が必要なことはありません');
  expect(page.html).toContain('不達のメール');
  expect(badge(page.html)).toBeUndefined();
  expect(await htmlFaults(page.html)).toEqual([]);
});

test('what waits is one number in the menu and a line each on its page, of what the account may see', async () => {
  await fresh.db.run(sql`
    INSERT INTO site.alarms (kind, began_at, seen_at) VALUES ('mail-late', lib.now(), lib.now())`);
  await fresh.db.run(sql`
    INSERT INTO cards.tries (scope, key, failures, since, rests_until) VALUES ('notice', 'A1B-100001', 5, lib.now(), lib.now() + interval '1 hour')`);
  const admin = await (await signedIn(desk.url, 'ide', PASSWORD)).get('/todo');
  // The red number is of what is due today alone.
  expect(badge(admin.html)).toBe('1');
  expect(admin.html).toContain('本日中</span>1<span');
  for (const href of ['/alarms', '/locks']) expect(admin.html).toContain(`<a href="${href}"><b>`);
  // A clerk of one office reads the numbers of the whole city: the page says so.
  expect(admin.html).toContain('件数は、すべての場所を合わせたものです。');
  // What is due today stands before what can wait some days, each with whom to call.
  expect(admin.html.indexOf('href="/alarms"><b>')).toBeLessThan(admin.html.indexOf('href="/locks"><b>'));
  for (const said of ['本日中', '数日のうち', '運用の担当。', 'ご本人からの電話を受けて、解除します。'])
    expect(admin.html).toContain(said);
  expect(admin.html).not.toContain('手が空いたとき');
  const counter = await (await signedIn(desk.url, 'koga', PASSWORD)).get('/todo');
  expect(badge(counter.html)).toBe('1');
  expect(counter.html).toContain('count-later');
  expect(counter.html).not.toContain('href="/alarms"');
  expect(await htmlFaults(admin.html)).toEqual([]);
});
