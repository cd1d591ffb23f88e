import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedIn } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { htmlFaults } from '../../../../test/support/html.ts';
import { openDesk } from '../../../../test/support/open.ts';
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
  expect(page.html).toContain('<td>北野総合支所</td>');
  expect(page.html).not.toContain('<td>本庁</td>');
  expect(await htmlFaults(page.html)).toEqual([]);
  const link = /href="(\/audit\/log\.csv[^"]*)"/u.exec(page.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const file = await me.get(link);
  expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const lines = file.html.trim().split('\r\n');
  expect(lines[0]).toContain('日時,操作者,操作内容');
  expect(lines.slice(1)).toHaveLength(1);
  expect(lines[1]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,.*北野総合支所/u);
});

test('taking the log out stands in the log', async () => {
  const me = await signedIn(desk.url, 'ide', PASSWORD);
  await me.get('/audit/log.csv');
  expect((await me.get('/audit')).html).toContain('操作履歴をファイルに保存した');
});
