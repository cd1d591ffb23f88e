import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import { closeOffice } from '../../../../test/support/closing.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { htmlFaults } from '../../../../test/support/html.ts';
import { must } from '../../../../test/support/must.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { reopen } from '../../../closing/acts.ts';
import { shortDate } from '../../../lib/dates/format.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';
import { cancel, move } from '../../../reservations/acts.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let clerk: Visitor;
let admin: Visitor;
let by: { kind: 'staff'; staffId: number };
let made = 0;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(6));
  clerk = await desk.clerk('koga', ['counter'], city.main, '古賀 恵子');
  admin = await desk.clerk('ide', ['admin'], city.main, '井手 誠');
  const { id } = await fresh.db.one<{ id: number }>(sql`SELECT id FROM staff.accounts WHERE login = 'koga'`);
  by = { kind: 'staff', staffId: id };
});
afterAll(() => desk?.close());

const card = (name: string, more: { protected?: boolean } = {}): Promise<number> => {
  made += 1;
  return makeCard(fresh.db, { noticeId: `D1N-${100_000 + made}`, name, birthDate: null, officeId: city.main, ...more });
};
const place = (daysOn: number, hour: number) => slotAt(fresh.db, city, city.main, daysOn, hour);
const versionOf = async (id: string) =>
  (await fresh.db.one<{ version: number }>(sql`SELECT version FROM reservations.reservations WHERE id = ${id}::uuid`)).version;
const moved = async (id: string, daysOn: number) =>
  must(await move(desk.db, by, { id, slotId: await place(daysOn, 11), version: await versionOf(id), exceedReason: null }));
const done = async (who: Visitor) => {
  const page = await good(await who.get('/todo?view=done'));
  expect(await htmlFaults(page.html)).toEqual([]);
  return words(page);
};

test('[8(2)⑥d] 対応済 names everyone of a party that was moved out of a closed slot, or cancelled there; what is moved for another reason is not in it', async () => {
  const [party, alone, other] = [
    [await card('振替 一郎'), await card('振替 花子')],
    await card('取消 太郎'),
    await card('都合 次郎'),
  ];
  const family = await bookFor(desk.db, by, city, party, await place(6, 9));
  const single = await bookFor(desk.db, by, city, alone, await place(6, 10));
  const wish = await bookFor(desk.db, by, city, other, await place(7, 10));
  await closeOffice(desk.db, by, { office: city.main, day: addDays(city.today, 6) });
  await moved(family, 8);
  await moved(wish, 8);
  must(await cancel(desk.db, by, { id: single, version: await versionOf(single), reason: '' }));
  const page = await done(clerk);
  const at = (daysOn: number, hour: string) => `${shortDate(addDays(city.today, daysOn))} ${hour}`;
  expect(page).toContain(
    `要振替の予約を変更した（${at(6, '9:00')}から${at(8, '11:00')}へ）振替 一郎さん、振替 花子さん古賀 恵子`,
  );
  expect(page).toContain(`要振替の予約を取り消した（${at(6, '10:00')}）取消 太郎さん`);
  // It is of no office: none is chosen here.
  expect(page).not.toContain('選んでください');
  expect(page).not.toContain('都合 次郎');
});

test('[8(2)②b] of a party with somebody under 支援措置 only who may see them reads whose it was', async () => {
  const party = [await card('連名 一郎'), await card('連名 秘匿', { protected: true })];
  const id = await bookFor(desk.db, by, city, party, await place(9, 9));
  await closeOffice(desk.db, by, { office: city.main, day: addDays(city.today, 9) });
  await moved(id, 10);
  expect(await done(clerk)).not.toContain('連名');
  expect(await done(clerk)).toContain('表示を制限');
  expect(await done(admin)).toContain('連名 一郎さん、連名 秘匿さん支援措置');
});

test('[8(2)⑥d] a line names who came with the visit when it was written: not who joined later, and who left later too', async () => {
  const party = [await card('当時 一郎'), await card('当時 花子'), await card('当時 三郎')];
  const id = await bookFor(desk.db, by, city, party, await place(11, 9));
  await closeOffice(desk.db, by, { office: city.main, day: addDays(city.today, 11) });
  await moved(id, 12);
  const later = sql`lib.now() + interval '1 minute'`;
  await fresh.db.run(
    sql`UPDATE reservations.members SET joined_at = ${later} WHERE reservation_id = ${id}::uuid AND position = 2`,
  );
  await fresh.db.run(
    sql`UPDATE reservations.members SET removed_at = ${later} WHERE reservation_id = ${id}::uuid AND position = 3`,
  );
  expect(await done(clerk)).toContain('当時 一郎さん、当時 三郎さん');
  expect(await done(clerk)).not.toContain('当時 花子');
  // Who left and may not be seen (支援措置) is not named either.
  await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE name = '当時 三郎'`);
  expect(await done(clerk)).not.toContain('当時 三郎');
  expect(await done(clerk)).toContain('当時 一郎さん');
  expect(await done(admin)).toContain('当時 一郎さん、当時 三郎さん');
});

test('[8(2)⑥d] what is moved after the closing was taken back answers nothing', async () => {
  const id = await bookFor(desk.db, by, city, [await card('再開 一郎')], await place(13, 9));
  const closing = await closeOffice(desk.db, by, { office: city.main, day: addDays(city.today, 13) });
  must(await reopen(desk.db, by, closing));
  await moved(id, 12);
  expect(await done(clerk)).not.toContain('再開 一郎');
});

test('日締め that was taken back leads back nowhere; closed anew, the line of the new one does', async () => {
  const day = addDays(city.today, -1);
  // Booked for tomorrow, then laid into that day: nobody books a day that is past.
  const id = await bookFor(desk.db, by, city, await card('締日 一郎'), await place(1, 9));
  await fresh.db.run(sql`UPDATE reservations.reservations SET slot_id = ${await place(-1, 9)} WHERE id = ${id}::uuid`);
  const close = async () => {
    const page = await good(await admin.get(`/today/end?office=honcho&day=${day}`));
    await admin.post('/today/end', formFields(page, '/today/end'));
  };
  const ways = async () => (await good(await admin.get('/todo?view=done'))).html.split('日締めの画面').length - 1;
  await close();
  expect(await ways()).toBe(1);
  await fresh.db.run(
    sql`SELECT counter.reopen_day(ROW('staff', ${by.staffId}, NULL, NULL)::audit.actor, ${city.main}, ${day}::date)`,
  );
  expect(await ways()).toBe(0);
  await close();
  expect(await ways()).toBe(1);
});

test('what was answered at the second of two offices an account is bound to leads back to the page of that office; what it has taken on is of all places', async () => {
  const account = await desk.account('noda', ['counter'], city.main, '野田 実');
  await fresh.db.run(
    sql`INSERT INTO staff.account_offices (account_id, office_id) VALUES (${account}, ${city.main}), (${account}, ${city.branch})`,
  );
  await fresh.db.run(sql`
    SELECT audit.write(ROW('staff', ${account}, NULL, NULL)::audit.actor, 'storage.stocktake-checked', lib.now(), NULL, NULL, ${city.branch}, '{}')`);
  const noda = await signedIn(desk.url, 'noda', PASSWORD);
  const page = await good(await noda.get('/todo?view=done'));
  expect(page.html).toMatch(/href="[^"]*\?office=kitano">棚卸の確認</u);
  expect(words(await good(await noda.get('/todo?view=mine')))).toContain('来庁前の電話です。すべての場所の分です。');
});
