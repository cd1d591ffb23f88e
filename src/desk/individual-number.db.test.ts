import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedIn } from '../../test/support/browse.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../test/support/desk.ts';
import { openDesk } from '../../test/support/open.ts';
import { makeCard } from '../../test/support/small-city.ts';
import { sql } from '../lib/db/sql.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let card = 0;
let office = 0;
beforeAll(async () => {
  const open = await openDesk();
  ({ fresh, desk } = open);
  const { city } = open;
  office = city.main;
  card = await makeCard(fresh.db, { noticeId: 'A1B-100517', officeId: city.main });
  await desk.account('admin', ['admin'], city.main);
});
afterAll(() => desk.close());

const NUMBER = '123456789018';
const TYPED = '夫の番号は 1234-5678-9018 です';

/** Tables in which the number stands, in any of the ways it was typed. */
async function tablesWithNumber(): Promise<string[]> {
  const tables = await fresh.db.rows<{ name: string }>(sql`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`);
  const found = [];
  for (const { name } of tables) {
    const { rows } = await fresh.db.pool.query(
      `SELECT 1 FROM ${name} AS t WHERE translate(t::text, '-－ ', '') LIKE '%' || $1 || '%' LIMIT 1`,
      [NUMBER],
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}

test('a 個人番号 is refused with a sentence wherever staff type words, and no table holds one', async () => {
  // Control: it would be found.
  await fresh.db.run(sql`CREATE TABLE public.control AS SELECT ${TYPED}::text AS words`);
  expect(await tablesWithNumber()).toEqual(['public.control']);
  await fresh.db.run(sql`DROP TABLE public.control`);

  const me = await signedIn(desk.url, 'admin', PASSWORD);
  const refusals: [string, Record<string, string>][] = [
    [`/people/${card}/remark`, { from: '', body: TYPED }],
    [`/people/${card}/remark`, { from: '', body: `${TYPED}　暗証番号 4321` }],
    [`/people/${card}/status`, { from: 'notified', to: 'held-back', why: TYPED }],
    [
      `/settings/offices/${office}`,
      { name: '本庁', address: TYPED, phone: '0942-30-9001', pickup: 'yes', storage: 'yes', position: '1' },
    ],
    ['/settings/notices', { body: TYPED }],
  ];
  for (const [path, typed] of refusals) {
    await me.get(path.replace('/remark', ''));
    const page = await me.post(path, typed);
    expect([409, 422], path).toContain(page.status);
    expect(page.html, path).toContain('個人番号、申請書ID、暗証番号は記録できません');
    expect(page.html, path).toContain(TYPED);
  }
  // A search is kept behind an id, a form that met an ended session behind another: both without it.
  await me.get('/search');
  const found = await me.follow(await me.post('/search', { q: TYPED }));
  expect(found.html).toContain('個人番号（マイナンバー）では検索できません');
  await me.get(`/people/${card}`);
  await fresh.db.run(sql`UPDATE staff.sessions SET seen_at = seen_at - interval '1 hour'`);
  await me.post(`/people/${card}/remark`, { from: '', body: TYPED });
  const [kept] = await fresh.db.rows<{ fields: unknown }>(sql`SELECT fields FROM staff.kept_forms`);
  expect(JSON.stringify(kept?.fields)).toContain('夫の番号は ＊＊＊＊＊＊＊＊＊＊＊＊ です');
  expect(await tablesWithNumber()).toEqual([]);
});
