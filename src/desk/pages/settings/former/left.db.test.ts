import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../../test/support/database.ts';
import type { TestDesk } from '../../../../../test/support/desk.ts';
import { openDesk } from '../../../../../test/support/open.ts';
import { good, words } from '../../../../../test/support/pages.ts';
import type { SmallCity } from '../../../../../test/support/small-city.ts';
import { addDays } from '../../../../lib/dates/jst.ts';
import { sql } from '../../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let me: Visitor;
beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk());
  me = await desk.clerk('ide', ['admin'], city.main);
});
afterAll(() => desk.close());

test('[8(1)⑬a] whom a file could not book is on its page with whom to call, and in 対応が必要 until somebody has, the day past or not', async () => {
  const { id } = await fresh.db.one<{ id: number }>(sql`
    INSERT INTO intake.imports (kind, file_name, sha256, profile, started_at, dry_run, counts, pressed_at, ended_at)
    VALUES ('reservations', 'ledger.csv', 'x', 'former', lib.now(), false, '{"rows": 1}', lib.now(), lib.now()) RETURNING id`);
  const member = { notice_id: 'L1F-000001', birth_date: '1950-01-02', name_key: '移行残子' };
  await fresh.db.run(sql`
    INSERT INTO intake.bookings (import_id, line, number, channel, office_id, service_id, day, start_minute, members, phone, remark, state, reason, done_at)
    VALUES (${id}, 2, 'K-9', 'phone', ${city.main}, ${city.service}, ${addDays(city.today, -1)}::date, 540, ${JSON.stringify([member])}::jsonb, '0942319999', '杖を使う', 'failed', 'past', lib.now())`);
  expect(words(await good(await me.get('/todo')))).toContain('登録できなかった稼働前の予約');
  const page = words(await good(await me.get(`/settings/former/${id}`)));
  for (const part of ['登録できなかった予約　1件', '移行残子（L1F-000001）', '0942-31-9999', '杖を使う'])
    expect(page).toContain(part);
  const { id: booking } = await fresh.db.one<{ id: number }>(sql`SELECT id FROM intake.bookings WHERE import_id = ${id}`);
  const settle = () => me.post(`/settings/former/${id}/settle`, { booking: String(booking) });
  const done = words(await good(await me.follow(await settle())));
  expect(done).toContain('対応済みにしました。');
  for (const gone of ['移行残子', '0942-31-9999']) expect(done).not.toContain(gone);
  expect((await settle()).status).toBe(409);
  expect(words(await me.get('/todo'))).toContain('対応が必要なことはありません');
  const { acts } = await fresh.db.one<{ acts: string[] }>(
    sql`SELECT array_agg(act ORDER BY id) AS acts FROM audit.events WHERE detail ->> 'import' = ${String(id)}`,
  );
  expect(acts).toEqual(['desk.saw-former', 'intake.reservation-settled']);
});
