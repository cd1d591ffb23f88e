import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { shiftTime } from '../../../../test/support/time.ts';
import { plainDate } from '../../../lib/dates/format.ts';
import { monthAfter, monthOf } from '../../../lib/dates/spans.ts';
import { sql } from '../../../lib/db/sql.ts';

/** What the report of a month counts, as the page of its draft shows it once the month is over. */
let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let me: Visitor;
beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk());
  me = await desk.clerk('ide', ['admin'], city.main, '井手 誠');
});
afterAll(() => desk.close());

/** The draft of this month's report, read on the third day of the next. */
async function draftOfThisMonth(): Promise<string> {
  const month = monthOf(city.today);
  const { seconds } = await fresh.db.one<{ seconds: number }>(
    sql`SELECT extract(epoch FROM lib.instant(${monthAfter(month)}::date + 2, 600) - clock_timestamp())::double precision AS seconds`,
  );
  await shiftTime(fresh, Math.round(seconds));
  try {
    const then = await signedIn(desk.url, 'ide', PASSWORD);
    return words(await good(await then.get(`/running/months/${month.slice(0, 7)}`)));
  } finally {
    await shiftTime(fresh, 0);
  }
}

const press = async (path: string, action: string, typed: Record<string, string>) =>
  good(await me.follow(await me.post(action, { ...formFields(await me.get(path), action), ...typed })));

test('[9(4)①] a place chosen in a call and let go again is no cancellation in the report; a booking that is cancelled is one', async () => {
  const card = await makeCard(fresh.db, { noticeId: 'M1M-000001' });
  const call = `/booking?card=${card}&office=honcho`;
  const slot = String(await slotAt(fresh.db, city, city.main, 5, 10));
  const chosen = await press(call, '/booking', { slot, act: 'choose' });
  await me.post('/booking/leave', formFields(chosen, '/booking'));
  const states = () =>
    fresh.db.rows(sql`SELECT state, number IS NULL AS held FROM reservations.reservations ORDER BY created_at`);
  expect(await states()).toEqual([{ state: 'cancelled', held: true }]);
  await fresh.db.run(
    sql`INSERT INTO running.beats (door, hour, minutes) VALUES ('desk', date_trunc('hour', lib.now()), 1) ON CONFLICT DO NOTHING`,
  );
  expect(await draftOfThisMonth()).toContain('本庁0000000');

  const again = await press(call, '/booking', { slot, act: 'choose' });
  await me.post('/booking', { ...formFields(again, '/booking'), act: 'confirm' });
  const { id } = await fresh.db.one<{ id: string }>(sql`SELECT id FROM reservations.reservations WHERE state = 'booked'`);
  const cancel = `/reservations/${id}/cancel`;
  await press(cancel, cancel, { why: '電話' });
  expect(await draftOfThisMonth()).toContain('本庁0101000');
});

test('[9(4)①] [9(1)a] a fault whose report did not come to the city stands in the report of the month as not reported; told by telephone it is', async () => {
  await press('/running/contacts', '/running/contacts', { mails: 'jimu@city.example.jp' });
  await press('/running/new', '/running/new', { kind: 'fault', way: 'phone', subject: 'メールの停止', body: '届かない' });
  const { id } = await fresh.db.one<{ id: number }>(sql`SELECT max(id) AS id FROM running.entries`);
  const first = `/running/entries/${id}/first`;
  await press(first, first, { event: '停止', impact: 'なし', handling: '確認中' });
  const handed = await press(first, `${first}/send`, {});
  await fresh.db.run(sql`UPDATE outbox.mails SET state = 'dead' WHERE once LIKE 'fault-report:%'`);
  const line = async () => /メールの停止[^。]*?(済|未)(提出済|未提出)/u.exec(await draftOfThisMonth())?.[1];
  expect(await line()).toBe('未');
  const paper = new URL(handed.url, desk.url).pathname;
  await press(paper, `${paper}/told`, {});
  expect(await line()).toBe('済');
});

test('[9(4)①] work that was received in a month before stands in the report with what was done in this one, as it stood at its end', async () => {
  const { id } = await fresh.db.one<{ id: number }>(sql`
    INSERT INTO running.entries (form, kind, way, received_at, from_whom, subject, body, written_at)
    VALUES (gen_random_uuid(), 'maintenance', 'phone', lib.instant(${monthOf(city.today)}::date - 5, 600), '', '電源装置の交換', '部品待ち', lib.now()) RETURNING id`);
  const line = async () => /電源装置の交換(.*?)(完了|対応中)/u.exec(await draftOfThisMonth())?.slice(1);
  expect(await line()).toBeUndefined();
  const entry = `/running/entries/${id}`;
  const answer = `${entry}/answer`;
  await press(entry, answer, { body: '部品が届いた' });
  expect(await line()).toEqual(['部品待ち 部品が届いた', '対応中']);
  await press(entry, answer, { body: '交換した', completes: 'yes' });
  expect(await line()).toEqual(['部品待ち 交換した', '完了']);
  // What was said and done after the month is of the next report.
  await fresh.db.run(sql`
    UPDATE running.answers SET at = lib.instant(${monthAfter(monthOf(city.today))}::date + 1, 600) WHERE entry_id = ${id} AND what = 'completed'`);
  await fresh.db.run(sql`
    UPDATE running.entries SET completed_at = lib.instant(${monthAfter(monthOf(city.today))}::date + 1, 600) WHERE id = ${id}`);
  expect(await line()).toEqual(['部品待ち 部品が届いた', '対応中']);
});

test('[9(4)①] what was completed in the month and reopened after it stands completed in its line and in its counts alike', async () => {
  const next = monthAfter(monthOf(city.today));
  const counts = async () => {
    const page = await draftOfThisMonth();
    return [/証明書の更新(?:.*?)(完了|対応中)/u.exec(page)?.[1], /点検(\d{3})/u.exec(page)?.[1]];
  };
  const { id } = await fresh.db.one<{ id: number }>(sql`
    INSERT INTO running.entries (form, kind, way, received_at, from_whom, subject, body, written_at)
    VALUES (gen_random_uuid(), 'inspection', 'planned', lib.now(), '', '証明書の更新', '期限の確認', lib.now()) RETURNING id`);
  const entry = `/running/entries/${id}`;
  const [, before] = await counts();
  expect(before).toBe('101');
  await press(entry, `${entry}/answer`, { body: '更新した', completes: 'yes' });
  expect(await counts()).toEqual(['完了', '110']);
  await press(entry, `${entry}/reopen`, {});
  await fresh.db.run(
    sql`UPDATE running.answers SET at = lib.instant(${next}::date + 1, 600) WHERE entry_id = ${id} AND what = 'reopened'`,
  );
  expect(await counts()).toEqual(['完了', '110']);
});

test('[9(4)①] a draft says of which days what it counts was removed because its time was over', async () => {
  const month = monthOf(city.today);
  const before = plainDate(month).subtract({ months: 20 }).toString();
  await fresh.db.run(
    sql`INSERT INTO running.beats (door, hour, minutes) VALUES ('desk', lib.instant(${before}::date, 60), 1) ON CONFLICT DO NOTHING`,
  );
  const draft = async (of: string) => words(await good(await me.get(`/running/months/${of.slice(0, 7)}`)));
  const recent = plainDate(month).subtract({ months: 1 }).toString();
  await fresh.db.run(
    sql`INSERT INTO site.settings (key, value, changed_at) VALUES ('keep-reservations-years', '1', lib.now()), ('keep-mails-days', '90', lib.now()) ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value`,
  );
  try {
    expect(await draft(before)).toMatch(/予約は、保存年数を過ぎたため含みません。.*メールは、保存日数を過ぎたため含みません。/u);
    expect(await draft(before)).toMatch(/稼働の記録は、保存日数を過ぎたため含みません。/u);
    expect(await draft(recent)).not.toContain('を過ぎたため含みません');
    const mails = words(await good(await me.get(`/numbers?office=&service=&from=${before}&to=${city.today}`)));
    expect(mails).toMatch(/（全体、.*以降）/u);
    expect(words(await good(await me.get(`/numbers?office=&service=&from=${recent}&to=${city.today}`)))).not.toContain('以降）');
  } finally {
    await fresh.db.run(sql`DELETE FROM site.settings WHERE key IN ('keep-reservations-years', 'keep-mails-days')`);
    await fresh.db.run(sql`DELETE FROM running.beats WHERE hour = lib.instant(${before}::date, 60)`);
  }
});
