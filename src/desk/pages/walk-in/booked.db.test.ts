import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import type { Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { openDeskAs } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import type { Actor } from '../../../audit/actor.ts';
import { clockTime } from '../../../lib/dates/format.ts';
import { cityMinute } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let me: Visitor;
let staff: Actor;
let made = 0;

beforeAll(async () => {
  ({ fresh, city, desk, clerk: me } = await openDeskAs(undefined, 'koga', ['counter']));
  staff = { kind: 'staff', staffId: (await fresh.db.one<{ id: number }>(sql`SELECT id FROM staff.accounts LIMIT 1`)).id };
});
afterAll(() => desk.close());

const card = (officeId = city.main) => {
  made += 1;
  return makeCard(fresh.db, { noticeId: `B1K-${100_000 + made}`, name: `来庁 人${made}`, birthDate: null, officeId });
};
/** The slot of this hour, which a walk-in is put into. */
const thisHour = () => Math.floor(cityMinute(Temporal.Now.instant()) / 60);
const booked = async (cards: number[], day: number, hour = 9) =>
  bookFor(desk.db, staff, city, cards, await slotAt(fresh.db, city, city.main, day, hour));
const walkIn = async (cardId: number) => good(await me.get(`/walk-in?card=${cardId}&office=honcho`));
/** What the cursor waits at. */
const waitsAt = (html: string): string => /<(?:a|button|input)[^>]* autofocus[^>]*>[^<]*/u.exec(html)?.[0] ?? '';
const linkIn = (tag: string): string => (/href="([^"]*)"/u.exec(tag)?.[1] ?? '').replaceAll('&amp;', '&');

test('[8(2)④a] a family booked for another day that comes today is moved to the slot of today and received, three presses of Enter', async () => {
  const [one, other] = [await card(), await card()];
  const id = await booked([one, other], 7);
  const page = await walkIn(one);
  const at = `本日 ${clockTime(thisHour() * 60)}の枠`;
  expect(words(page)).toContain(`${at}に変更するか、取り消してから受付してください。`);
  expect(page.html).toContain(`/reservations/${id}/cancel"`);
  const link = waitsAt(page.html);
  expect(link).toContain(`${at}に変更する`);
  const move = await good(await me.get(linkIn(link)));
  expect(waitsAt(move.html)).toContain('この日時に変更する');
  const moved = await me.post(`/reservations/${id}/move`, { ...formFields(move, `/reservations/${id}/move`), act: 'confirm' });
  const told = await good(await me.follow(moved));
  expect(words(told)).toContain('予約を変更しました');
  expect(waitsAt(told.html)).toContain('2人を受付する');
  const received = await me.post('/today/press', { ...formFields(told, '/today/press'), party: '1 2' });
  expect(received.location).toContain(`/today?office=honcho&at=${id}`);
  const visit = await fresh.db.one(sql`
    SELECT s.day = lib.day_of(lib.now()) AS today, s.start_minute / 60 AS hour, array_agg(m.outcome) AS came FROM reservations.reservations r
      JOIN ledger.slots s ON s.id = r.slot_id JOIN reservations.members m ON m.reservation_id = r.id WHERE r.id = ${id}::uuid GROUP BY s.id`);
  expect(visit).toEqual({ today: true, hour: thisHour(), came: ['arrived', 'arrived'] });
});

test('[8(2)④a] whose booking is of today at this office is received on the board; a move to another day offers no reception', async () => {
  // Between 23:00 and midnight this hour is the day's last one: the family of the test before has its places.
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 9 WHERE office_id = ${city.main} AND day = ${city.today}::date`);
  const cardId = await card();
  const id = await booked([cardId], 0, 23);
  const page = await walkIn(cardId);
  expect(words(page)).toContain('本日の予約です。「予約の一覧」で受付してください。');
  expect(linkIn(waitsAt(page.html))).toContain(`/today?office=honcho&at=${id}`);
  const later = await booked([await card()], 8);
  const told = await good(await me.get(`/reservations/${later}?done=moved`));
  expect(words(told)).not.toContain('受付する');
});

test('[8(2)④a] where today is full, or the card cannot be here in time, that is said, and no other day is marked to be chosen', async () => {
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 9 WHERE office_id = ${city.main} AND day = ${city.today}::date`);
  const far = await card(city.branch);
  await booked([far], 9);
  const away = await walkIn(far);
  expect(words(away)).toContain('本日は、この予約を変更できる期間の外です。取り消してから受付するか、');
  expect(away.html).not.toMatch(/\/move\?[^"]*slot=/u);
  const cardId = await card();
  const id = await booked([cardId], 7, 12);
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = taken WHERE office_id = ${city.main} AND day = ${city.today}::date`);
  const full = await walkIn(cardId);
  expect(words(full)).toContain('本日は、空いている枠がありません。予約の日時にお越しいただくよう、ご案内ください。');
  expect(full.html).not.toContain('/cancel"');
  expect(linkIn(waitsAt(full.html))).toBe(`/reservations/${id}`);
});
