import { afterAll, beforeAll, expect, test } from 'vitest';
import { KEPT, type TestCitizenDoor, walkToCalendar, walkToHold } from '../../../../test/support/citizen.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { openCitizenDoor } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';

/** A family of which one card expires before any day: whose it is, and that the others can go on without, is said where it can be changed. */

const BIRTH = { month: '3', day: '8' };

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor(4));
  await fresh.db.run(sql`UPDATE services.services SET party_max = 4`);
});
afterAll(() => door.close());

async function card(noticeId: string, expires: number, officeId = city.main): Promise<void> {
  const id = await makeCard(fresh.db, { noticeId, officeId, name: `人 ${noticeId}` });
  await fresh.db.run(sql`UPDATE cards.cards SET expires_on = ${addDays(city.today, expires)}::date WHERE id = ${id}`);
}

test('[8(3)⑥] whose card expires before the first day they could come is not added, and the page says why; before a time, that it must be earlier', async () => {
  await card('EXP-000001', 900);
  await card('EXP-000002', -1);
  await card('EXP-000003', 6);
  const me = await walkToCalendar(door, fresh.db, 'EXP-000001');
  await good(await me.get('/party/add'));
  const refused = await good(await me.post('/party/add', { notice: 'EXP-000002', ...BIRTH }), 409);
  expect(words(refused)).toContain('この方のカードは、有効期限までに、予約できる日がありません');
  expect(words(await good(await me.get('/party')))).not.toContain('EXP-000002');
  await walkToHold(me, addDays(city.today, 8), await slotAt(fresh.db, city, city.main, 8, 10));
  await good(await me.get('/party/add'));
  const early = words(await good(await me.post('/party/add', { notice: 'EXP-000003', ...BIRTH }), 409));
  expect(early).toContain('この方のカードは、この日時より前に有効期限が切れます');
  expect(early).not.toContain('届きません');
  await me.post('/finish', { sure: 'yes' });
});

test('[8(3)⑥] a card that has become such a one is marked in the list of who comes, and the days lead there, in every language', async () => {
  await card('EXP-000011', 900);
  await card('EXP-000012', 900);
  const me = await walkToCalendar(door, fresh.db, 'EXP-000011');
  await good(await me.get('/party/add'));
  expect((await me.post('/party/add', { notice: 'EXP-000012', ...BIRTH })).location).toBe('/party?done=added');
  await fresh.db.run(sql`UPDATE cards.cards SET expires_on = ${city.today}::date WHERE notice_id = 'EXP-000012'`);
  const page = async () => words(await good(await me.get('/calendar?office=honcho')));
  await expect.poll(page, KEPT).toContain('有効期限に間に合わないカードがあります');
  const days = await good(await me.get('/calendar?office=honcho'));
  expect(words(days)).not.toContain('このカードの受け取りは');
  // No other office has a day either: nothing leads to a list of none.
  expect(days.html).not.toContain('/calendar/next');
  const list = await good(await me.get('/party'));
  expect(words(list).split('この方のカードは、有効期限までに、予約できる日がありません')).toHaveLength(2);
  expect(words(list)).not.toContain('2人で場所と日にちを選ぶ');
  for (const language of ['easy', 'en', 'zh', 'ko', 'vi'])
    for (const path of ['/party', '/calendar?office=honcho']) await good(await me.get(`/${language}${path}`));
  const ref = /name="who" value="([0-9a-f]+)"/u.exec(list.html)?.[1] ?? '';
  expect((await me.post('/party/remove', { who: ref })).location).toBe('/party?done=removed');
  await expect.poll(page, KEPT).not.toContain('間に合わないカード');
  await me.post('/finish', { sure: 'yes' });
});

test('[8(3)⑤b] whose card can be brought to no office within the window is marked as such', async () => {
  await card('EXP-000021', 900);
  await card('EXP-000022', 900);
  const me = await walkToCalendar(door, fresh.db, 'EXP-000021');
  await good(await me.get('/party/add'));
  await me.post('/party/add', { notice: 'EXP-000022', ...BIRTH });
  await fresh.db.run(sql`UPDATE calendar.windows SET latest_days = 10 WHERE audience = 'citizen'`);
  await fresh.db.run(
    sql`INSERT INTO offices.offices (code, name, address, phone, is_storage, is_pickup, position) VALUES ('soko', '倉庫', '', '', true, false, 9)`,
  );
  await fresh.db.run(
    sql`INSERT INTO offices.transfer_times (from_office, to_office, open_days) SELECT s.id, o.id, 20 FROM offices.offices s, offices.offices o WHERE s.code = 'soko' AND o.id <> s.id`,
  );
  await fresh.db.run(
    sql`UPDATE cards.cards SET office_id = (SELECT id FROM offices.offices WHERE code = 'soko') WHERE notice_id = 'EXP-000022'`,
  );
  expect(words(await good(await me.get('/party')))).toContain('この方のカードは、運ぶ日数が、予約できる期間に間に合いません');
});

test('[8(3)⑥] where it is the card of whom the visit began with, the others are told to begin anew, and can; who is alone is told to call', async () => {
  await card('EXP-000031', 900);
  await card('EXP-000032', 900);
  const me = await walkToCalendar(door, fresh.db, 'EXP-000031');
  await fresh.db.run(sql`UPDATE cards.cards SET expires_on = ${city.today}::date WHERE notice_id = 'EXP-000031'`);
  const alone = await good(await me.get('/party'));
  expect(words(alone)).toContain('この方のカードは、有効期限までに、予約できる日がありません。お電話でご相談ください。');
  expect(words(alone)).not.toMatch(/外す|ほかの方/u);
  await good(await me.get('/party/add'));
  expect((await me.post('/party/add', { notice: 'EXP-000032', ...BIRTH })).location).toBe('/party?done=added');
  const list = await good(await me.get('/party'));
  expect(words(list)).toContain('ほかの方だけで予約するときは、最初からお手続きください。');
  expect(words(list)).not.toContain('この方を外す');
  expect(list.html).toContain('href="/begin"');
  for (const language of ['easy', 'en', 'zh', 'ko', 'vi'])
    expect((await good(await me.get(`/${language}/party`))).html).toContain(`href="/${language}/begin"`);
  await fresh.db.run(sql`UPDATE cards.cards SET expires_on = NULL, status = 'on-hold' WHERE notice_id = 'EXP-000031'`);
  const held = words(await good(await me.get('/party')));
  expect(held).toContain('この方の予約は、お電話でお受けします');
  expect(held).toContain('ほかの方だけで予約するときは');
  expect(held).not.toContain('この方を外');
  const anew = await walkToCalendar(door, fresh.db, 'EXP-000032', me);
  expect(words(await good(await anew.get('/party')))).toContain('1人で場所と日にちを選ぶ');
  await me.post('/finish', { sure: 'yes' });
});
