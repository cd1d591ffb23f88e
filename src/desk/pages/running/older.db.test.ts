import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import type { SmallCity } from '../../../../test/support/small-city.ts';
import { sql } from '../../../lib/db/sql.ts';

/** What was kept stays within reach for as long as it is kept, however much came after it. */
let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let me: Visitor;
beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk());
  me = await desk.clerk('ide', ['admin'], city.main, '井手 誠');
});
afterAll(() => desk.close());

/** The words of the list, and the link to its last page. */
async function lastPage(path: string): Promise<{ first: string; last: string }> {
  const page = await good(await me.get(path));
  const last = [...page.html.matchAll(/href="([^"]*[?]page=\d+)"/gu)].at(-1)?.[1];
  return { first: words(page), last: last === undefined ? '' : words(await good(await me.get(last))) };
}

test('[9(4)①] a submitted report of a month longer ago than two years stands in the list and opens; one that was not submitted is made no more', async () => {
  await fresh.db.run(sql`
    INSERT INTO running.papers (kind, month, at, staff_id, content)
    SELECT 'month', (date_trunc('month', lib.day_of(lib.now())::timestamp) - make_interval(months => 30))::date, lib.now() - interval '29 months', id,
      '{"title": "業務運用報告書", "facts": [], "sections": []}'::jsonb FROM staff.accounts WHERE login = 'ide'`);
  const { month, paper, without } = await fresh.db.one<{ month: string; paper: number; without: string }>(sql`
    SELECT left(month::text, 7) AS month, id AS paper, left((month - interval '1 month')::date::text, 7) AS without FROM running.papers WHERE kind = 'month'`);
  expect((await good(await me.get('/running/months'))).html).toContain(`href="/running/papers/${paper}"`);
  expect((await me.get(`/running/months/${month}`)).location).toBe(`/running/papers/${paper}`);
  await good(await me.get(`/running/papers/${paper}`));
  expect((await me.get(`/running/months/${without}`)).status).toBe(404);
});

test('mailings, planned stops and matters before the city are all listed, page by page', async () => {
  await fresh.db.run(sql`
    INSERT INTO letters.mailings (form, subject, body, with_visit, sentence, at, leaves_at, staff_id)
    SELECT gen_random_uuid(), '第' || n || '号', 'お知らせ', false, '全員', lib.now(), lib.now(), id FROM staff.accounts, generate_series(1, 60) AS n WHERE login = 'ide' ORDER BY n`);
  await fresh.db.run(sql`
    INSERT INTO site.maintenance (starts_at, ends_at, reason, presented_on)
    SELECT lib.now() - make_interval(days => 20 * n), lib.now() - make_interval(days => 20 * n) + interval '1 hour', '第' || n || '回の点検', lib.day_of(lib.now()) - 20 * n - 20
    FROM generate_series(1, 60) AS n`);
  await fresh.db.run(sql`
    INSERT INTO approvals.matters (kind, subject, title, body, presented_at)
    SELECT 'change', n::text, '変更第' || n || '号', '説明', lib.now() - make_interval(days => 200 - n) FROM generate_series(1, 90) AS n`);
  for (const [path, oldest] of [
    ['/mails/mailings', '第1号'],
    ['/settings/maintenance', '第60回の点検'],
    ['/settings/approvals', '変更第1号'],
  ] as const) {
    const { first, last } = await lastPage(path);
    expect([path, first.includes(oldest), last.includes(oldest)]).toEqual([path, false, true]);
  }
});
