import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Visitor } from '../../../../test/support/browse.ts';
import { KEPT, type TestCitizenDoor, walkToCalendar } from '../../../../test/support/citizen.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { htmlFaults } from '../../../../test/support/html.ts';
import { openCitizenDoor } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity } from '../../../../test/support/small-city.ts';
import { formatsOf, OFFERED } from '../../../languages/index.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';
import { plain } from '../../../lib/html/index.ts';

/** Where a card's end or its way limits the days, the page says until when or from when, why, and in a party whose card it is. */

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor(4));
  await fresh.db.run(sql`UPDATE services.services SET party_max = 4`);
});
afterAll(() => door.close());
beforeEach(async () => {
  await fresh.db.run(sql`UPDATE offices.transfer_times SET open_days = 2`);
});

const short = (on: number): string => plain(formatsOf('ja').shortDay(addDays(city.today, on)));
async function card(noticeId: string, officeId: number, expires: number | null): Promise<void> {
  const id = await makeCard(fresh.db, { noticeId, officeId, name: `人 ${noticeId}` });
  const day = expires === null ? null : addDays(city.today, expires);
  await fresh.db.run(sql`UPDATE cards.cards SET expires_on = ${day}::date WHERE id = ${id}`);
}
async function family(...ids: [string, ...string[]]): Promise<Visitor> {
  const me = await walkToCalendar(door, fresh.db, ids[0]);
  for (const notice of ids.slice(1)) {
    await good(await me.get('/party/add'));
    expect((await me.post('/party/add', { notice, month: '3', day: '8' })).location).toBe('/party?done=added');
  }
  return me;
}
const said = async (me: Visitor, office: string): Promise<string> =>
  words(await good(await me.get(`/calendar?office=${office}`)));
/** times: how often the page has the ID. */
async function inEveryLanguage(me: Visitor, office: string, id: string, times: number): Promise<void> {
  for (const language of OFFERED) {
    const page = await good(await me.get(`${language === 'ja' ? '' : `/${language}`}/calendar?office=${office}`));
    expect(await htmlFaults(page.html)).toEqual([]);
    expect([language, words(page).split(id).length - 1]).toEqual([language, times]);
  }
}

test('[8(3)⑤b] who comes alone is told until which day, because of the card; it names no ID, nobody else is named, and who is not limited reads nothing of it', async () => {
  await card('LIM-000001', city.main, 5);
  await card('LIM-000002', city.main, 5);
  await card('LIM-000003', city.main, 700);
  const until = `カードの有効期限が${short(5)}のため、予約できるのは、その日までです。`;
  const [one, other] = [await family('LIM-000001'), await family('LIM-000002')];
  for (const [me, own, not] of [
    [one, 'LIM-000001', 'LIM-000002'],
    [other, 'LIM-000002', 'LIM-000001'],
  ] as const) {
    expect(await said(me, 'honcho')).toContain(until);
    // In what was chosen, nowhere else.
    await inEveryLanguage(me, 'honcho', own, 1);
    await inEveryLanguage(me, 'honcho', not, 0);
  }
  expect(await said(await family('LIM-000003'), 'honcho')).not.toContain('有効期限');
});

test('[8(3)⑥] a family is told whose card has to be brought and whose card ends the days, office by office, in every language', async () => {
  await card('LIM-000011', city.main, null);
  await card('LIM-000012', city.branch, 10);
  const me = await family('LIM-000011', 'LIM-000012');
  const hall = await said(me, 'honcho');
  expect(hall).toMatch(/交付通知書ID LIM-000012のカードをこの場所へ運ぶため、.*?から受け取れます。/u);
  expect(hall).toContain(`交付通知書ID LIM-000012のカードの有効期限が${short(10)}のため、予約できるのは、その日までです。`);
  const branch = await said(me, 'kitano');
  expect(branch).toMatch(/交付通知書ID LIM-000011のカードをこの場所へ運ぶため、.*?から受け取れます。/u);
  await fresh.db.run(sql`UPDATE cards.cards SET expires_on = NULL WHERE notice_id = 'LIM-000012'`);
  await expect.poll(() => said(me, 'honcho'), KEPT).not.toContain('有効期限');
  await inEveryLanguage(me, 'honcho', 'LIM-000012', 2);
  await me.post('/finish', { sure: 'yes' });
});

test('[8(3)⑥] where no day is left for a family, the page says whose card it is: too far, or ended', async () => {
  await card('LIM-000021', city.main, 700);
  await card('LIM-000022', city.branch, 700);
  const me = await family('LIM-000021', 'LIM-000022');
  await fresh.db.run(sql`UPDATE cards.cards SET expires_on = ${addDays(city.today, -1)}::date WHERE notice_id = 'LIM-000022'`);
  await expect.poll(() => said(me, 'honcho'), KEPT).toContain('そのカード：交付通知書ID LIM-000022');
  await inEveryLanguage(me, 'honcho', 'LIM-000022', 2);
  await fresh.db.run(sql`UPDATE cards.cards SET expires_on = NULL WHERE notice_id = 'LIM-000022'`);
  await fresh.db.run(sql`UPDATE offices.transfer_times SET open_days = 20`);
  await fresh.db.run(sql`UPDATE calendar.windows SET latest_kind = 'days', latest_days = 10`);
  await expect.poll(() => said(me, 'honcho'), KEPT).toContain('カードをこの場所へ運ぶ日数が');
  await inEveryLanguage(me, 'honcho', 'LIM-000022', 2);
  await me.post('/finish', { sure: 'yes' });
});
