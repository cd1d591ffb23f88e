import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedIn } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { htmlFaults } from '../../../../test/support/html.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import type { SmallCity } from '../../../../test/support/small-city.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk());
  await desk.account('ide', ['admin'], city.main, '井手 誠');
  for (const office of [city.main, city.branch])
    await fresh.db.run(
      sql`SELECT audit.write(ROW('clock', NULL, NULL, NULL)::audit.actor, 'closing.noted', lib.now(), NULL, NULL, ${office}, '{}'::jsonb)`,
    );
});
afterAll(() => desk.close());

test('the log is narrowed to an office, on the page and in the file', async () => {
  const me = await signedIn(desk.url, 'ide', PASSWORD);
  const page = await me.get(`/audit?office=${city.branch}`);
  const inACell = (office: string) => page.html.includes(`<td><span class="unbroken">${office}</span></td>`);
  expect([inACell('北野総合支所'), inACell('本庁')]).toEqual([true, false]);
  expect(await htmlFaults(page.html)).toEqual([]);
  const file = await me.post('/audit/take', { ...formFields(page, '/audit/take'), as: 'csv' });
  expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const lines = file.html.trim().split('\r\n');
  expect(lines[0]).toContain('日時,操作者,操作内容');
  expect(lines.slice(1)).toHaveLength(1);
  expect(lines[1]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,.*北野総合支所/u);
});

test('taking the log out stands in the log, and so does looking at it', async () => {
  const me = await signedIn(desk.url, 'ide', PASSWORD);
  await me.post('/audit/take', { ...formFields(await me.get('/audit'), '/audit/take'), as: 'csv' });
  const page = words(await me.get('/audit?kind=list.'));
  expect(page).toMatch(/一覧を出力した件数：\d+　一覧：操作履歴.*一覧を表示した件数：\d+　一覧：操作履歴/u);
});

test('[11(12)b] a log longer than a page is read on to its first line, none twice and none left out, in both orders', async () => {
  const me = await signedIn(desk.url, 'ide', PASSWORD);
  // Many in one instant: a place is an instant and a line.
  await fresh.db.run(sql`
    SELECT audit.write(ROW('clock', NULL, NULL, NULL)::audit.actor, 'keeping.removed', lib.now(), NULL, NULL, NULL, jsonb_build_object('rows', n)) FROM generate_series(1, 250) n`);
  for (const [sort, inOrder] of [
    ['', (one: number[]) => one.toReversed()],
    ['at', (one: number[]) => one],
  ] as const) {
    const seen: number[] = [];
    let next: string | undefined = `/audit?kind=keeping.&sort=${sort}`;
    while (next !== undefined) {
      const page = await good(await me.get(next));
      seen.push(...[...page.html.matchAll(/件数：(\d+)</gu)].map(([, rows]) => Number(rows)));
      next = /href="([^"]*)">続きを表示する/u.exec(page.html)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(seen).toEqual(inOrder(Array.from({ length: 250 }, (_, at) => at + 1)));
  }
  expect(words(await me.get('/audit?kind=keeping.&after=9-x'))).toContain('250件');
  // Words of what a clerk chose go with the file as with the page.
  const csv = await me.post('/audit/take', { ...formFields(await me.get('/audit?kind=keeping.'), '/audit/take'), as: 'csv' });
  expect(csv.html.trim().split('\r\n')).toHaveLength(251);
});

test('a log that is very long is counted only so far', async () => {
  await fresh.db.run(sql`
    INSERT INTO audit.events (at, actor_kind, act, detail) SELECT lib.now() - interval '3 days', 'clock', 'audit.expired', '{}' FROM generate_series(1, 10500) n`);
  const me = await signedIn(desk.url, 'ide', PASSWORD);
  const day = Temporal.PlainDate.from(city.today).subtract({ days: 4 }).toString();
  const page = words(await me.get(`/audit?from=${day}&kind=audit.`));
  expect(page).toContain('10,000件以上');
});
