import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bookFor } from '../../../test/support/booking.ts';
import type { Page, Visitor } from '../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../test/support/database.ts';
import type { TestDesk } from '../../../test/support/desk.ts';
import { formFields } from '../../../test/support/forms.ts';
import { must } from '../../../test/support/must.ts';
import { openDesk } from '../../../test/support/open.ts';
import { good, words } from '../../../test/support/pages.ts';
import { BY_PHONE, makeCard, type SmallCity, slotAt } from '../../../test/support/small-city.ts';
import { receiveWalkIn } from '../../counter/acts.ts';
import { addDays } from '../../lib/dates/jst.ts';
import { sql } from '../../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let clerk: Visitor;
let by: { kind: 'staff'; staffId: number };
let made = 0;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(4));
  clerk = await desk.clerk('koga', ['counter'], city.main);
  const { id } = await fresh.db.one<{ id: number }>(sql`SELECT id FROM staff.accounts WHERE login = 'koga'`);
  by = { kind: 'staff', staffId: id };
});
afterAll(() => desk?.close());

async function card(): Promise<{ id: number; noticeId: string }> {
  made += 1;
  const noticeId = `O1B-${100_000 + made}`;
  return { noticeId, id: await makeCard(fresh.db, { noticeId, name: `予約 太郎${made}`, officeId: city.main }) };
}
const bookAt = async (daysOn: number, ...cards: { id: number }[]) =>
  bookFor(
    desk.db,
    by,
    city,
    cards.map(({ id }) => id),
    await slotAt(fresh.db, city, city.main, daysOn, 10),
  );
const leadsTo = (page: Page, id: string): boolean => page.html.includes(`href="/reservations/${id}"`);

/** Received on a day before, left so, and booked again since: the card is not handed over at the old visit. */
async function leftBefore() {
  const one = await card();
  const [id, day] = [randomUUID(), addDays(city.today, -1)];
  const slotId = await slotAt(fresh.db, city, city.main, -1, 9);
  const request = { id, serviceId: city.service, slotId, ...BY_PHONE, members: [{ cardId: one.id }], came: true };
  must(await receiveWalkIn(desk.db, by, request));
  return { one, id, day, later: await bookAt(8, one) };
}

describe('[8(2)⑦d] a refusal for another booking leads to that booking', () => {
  test('on the board, where the card is handed over; not to who may not see whose it is', async () => {
    const { one, id, day, later } = await leftBefore();
    await clerk.get('/today');
    const fields = { press: 'handed-over', from: 'arrived', id, position: '1', office: 'honcho', day };
    const page = await clerk.follow(await clerk.post('/today/press', fields));
    expect(words(page)).toMatch(/このカードには、ほかの来庁の予約があります。.*の予約を表示・変更する/u);
    expect(leadsTo(page, later)).toBe(true);
    // Of their new visit somebody comes along whom this account may not see.
    await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${one.id}`);
    const address = `/today?office=honcho&day=${day}&at=${id}&position=1&refused=already_booked`;
    expect(leadsTo(await clerk.get(address), later)).toBe(false);
    await fresh.db.run(sql`UPDATE cards.cards SET protected = false WHERE id = ${one.id}`);
  });

  test('where a visit of a day that is over is moved', async () => {
    const { id, later } = await leftBefore();
    const page = await clerk.get(`/reservations/${id}?refused=already_booked`);
    expect(leadsTo(page, later)).toBe(true);
    expect(leadsTo(await clerk.get(`/reservations/${id}`), later)).toBe(false);
  });

  test('in a call about several, where one of them is booked', async () => {
    const [first, second] = [await card(), await card()];
    const stands = await bookAt(5, second);
    const page = await good(await clerk.get(`/booking?card=${first.id}&with=${second.id}&office=honcho`));
    expect(words(page)).toMatch(/予約を受けられません.*の予約があります。.*その予約を表示・変更する/u);
    expect(page.html.split(`href="/reservations/${stands}"`)).toHaveLength(3);
    const counter = await good(await clerk.get(`/walk-in?card=${first.id}&with=${second.id}&office=honcho`));
    expect(leadsTo(counter, stands)).toBe(true);
  });

  test('where somebody who was booked meanwhile is added to a visit', async () => {
    const [first, second] = [await card(), await card()];
    const id = await bookAt(6, first);
    const path = `/reservations/${id}/people`;
    const open = await good(await clerk.get(`${path}?card=${second.id}`));
    const form = formFields(open, path);
    const stands = await bookAt(7, second);
    const refused = await clerk.post(path, form);
    expect(refused.status).toBe(409);
    expect(leadsTo(refused, stands)).toBe(true);
  });

  test('where somebody is entered for a place that becomes free', async () => {
    const [first, second] = [await card(), await card()];
    const path = `/waiting/new?card=${first.id}`;
    const open = await good(await clerk.get(path));
    const stands = await bookAt(9, second);
    const typed = { ...formFields(open, path), phone: '0942-11-1111', family: second.noticeId };
    const refused = await clerk.post(path, typed);
    expect([refused.status, leadsTo(refused, stands)]).toEqual([409, true]);
  });
});
