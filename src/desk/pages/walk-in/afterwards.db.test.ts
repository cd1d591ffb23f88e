import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { BY_PHONE, makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { shiftTime } from '../../../../test/support/time.ts';
import { receiveWalkIn } from '../../../counter/acts.ts';
import { longDate, shortDate } from '../../../lib/dates/format.ts';
import { addDays, cityMinute } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';
import { book } from '../../../reservations/acts.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let clerk: Visitor;
let n = 0;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk());
  await desk.clerk('ide', ['admin'], city.main);
  clerk = await desk.clerk('koga', ['counter'], city.main);
});
afterAll(() => desk?.close());

const card = () => {
  n += 1;
  return makeCard(fresh.db, { noticeId: `W1K-${100_000 + n}`, name: `紙の 人${n}`, birthDate: null, officeId: city.main });
};
const asked = (cardId: number, fields: Record<string, string>) =>
  `/walk-in?${new URLSearchParams({ card: String(cardId), office: 'honcho', service: String(city.service), ...fields })}`;
const receive = async (who: Visitor, cardId: number, fields: Record<string, string>, typed: Record<string, string> = {}) => {
  const page = await good(await who.get(asked(cardId, fields)));
  return who.post('/walk-in', { ...formFields(page, '/walk-in'), ...typed, act: 'receive' });
};
const visitOf = (cardId: number) =>
  fresh.db.row<{ slot: number; outcome: string | null }>(
    sql`SELECT r.slot_id AS slot, m.outcome FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id WHERE m.card_id = ${cardId}`,
  );

test('[8(2)⑦d] who came on an earlier day, noted on paper, is received into a time of that day; not once that day is closed', async () => {
  const day = addDays(city.today, -2);
  const [nine, ten] = [await slotAt(fresh.db, city, city.main, -2, 9), await slotAt(fresh.db, city, city.main, -2, 10)];
  const id = await card();
  const page = await good(await clerk.get(asked(id, { day: longDate(day) })));
  expect(words(page)).toContain(`来庁した時間${shortDate(day)}`);
  const done = await receive(clerk, id, { day: longDate(day), at: String(nine) });
  expect(done.location).toContain(`day=${day}`);
  expect(await visitOf(id)).toEqual({ slot: nine, outcome: 'arrived' });
  const other = await card();
  await receive(clerk, other, { day: longDate(day), at: String(ten) });
  expect(await visitOf(other)).toEqual({ slot: ten, outcome: 'arrived' });

  await fresh.db.run(
    sql`INSERT INTO counter.day_ends (office_id, day, at, staff_id, no_shows) SELECT ${city.main}, ${day}::date, lib.now(), id, 0 FROM staff.accounts WHERE login = 'ide'`,
  );
  const late = await card();
  expect(words(await good(await clerk.get(asked(late, { day: longDate(day) }))))).toContain('この日は、日締めが終わっています。');
  expect(await visitOf(late)).toBeUndefined();
});

test('[8(2)⑦d] after the last time of today who waits is still received, into that time; above its places with a reason', async () => {
  // Ten minutes before midnight every time of the day is over.
  await shiftTime(fresh, (23 * 60 + 50 - cityMinute(Temporal.Now.instant())) * 60);
  const [admin, clerk] = [await desk.clerk('ono', ['admin'], city.main), await desk.clerk('ueda', ['counter'], city.main)];
  const { id: slot } = await fresh.db.one<{ id: number }>(sql`
    UPDATE ledger.slots SET taken = capacity WHERE id = (
      SELECT id FROM ledger.slots WHERE office_id = ${city.main} AND service_id = ${city.service} AND day = ${city.today}::date ORDER BY start_minute DESC LIMIT 1)
    RETURNING id`);
  const id = await card();
  expect(words(await good(await clerk.get(asked(id, {}))))).toContain('枠を超えて受付できるのは、権限のある職員（');
  const refused = await receive(admin, id, {}, { exceed: '' });
  expect(refused.status).toBe(409);
  const done = await receive(admin, id, {}, { exceed: '受付終了の前から待っていた方' });
  expect(done.status).toBe(303);
  expect(await visitOf(id)).toEqual({ slot, outcome: 'arrived' });
  await shiftTime(fresh, 0);
});

test('a day to come is none of a visit that took place, and is said', async () => {
  const id = await card();
  const page = await clerk.get(asked(id, { day: longDate(addDays(city.today, 1)) }));
  expect(words(page)).toContain('来庁した日は、本日までの日を入力してください。');
  expect(page.html).not.toContain('value="receive"');
});

test('[8(2)⑦d] who was booked for that day, or is received already, is not received twice; the page leads to the board of the day', async () => {
  const day = addDays(city.today, -1);
  const [nine, ten] = [await slotAt(fresh.db, city, city.main, -1, 9), await slotAt(fresh.db, city, city.main, -1, 10)];
  const booked = await card();
  await shiftTime(fresh, -2 * 86_400);
  const { id: staffId } = await fresh.db.one<{ id: number }>(sql`SELECT id FROM staff.accounts WHERE login = 'ide'`);
  const actor = { kind: 'staff', staffId } as const;
  const request = { serviceId: city.service, slotId: ten, ...BY_PHONE };
  expect(await book(desk.db, actor, { id: randomUUID(), ...request, members: [{ cardId: booked }] })).toMatchObject({ ok: true });
  await shiftTime(fresh, 0);
  const page = await good(await clerk.get(asked(booked, { day: longDate(day), at: String(nine) })));
  expect(words(page)).toContain(`${shortDate(day)} 10:00、`);
  expect(page.html).toContain(`day=${day}`);
  expect(page.html).not.toContain('value="receive"');

  // Two clerks have the same paper: the page of the second was open before the first pressed.
  const id = await card();
  const open = await good(await clerk.get(asked(id, { day: longDate(day), at: String(nine) })));
  expect((await receive(clerk, id, { day: longDate(day), at: String(nine) })).status).toBe(303);
  const second = await clerk.post('/walk-in', { ...formFields(open, '/walk-in'), act: 'receive' });
  expect(second.status).toBe(409);
  const act = receiveWalkIn(desk.db, actor, { id: randomUUID(), ...request, members: [{ cardId: id }], came: true });
  expect(await act).toMatchObject({ ok: false, reason: 'already_booked' });
  const visits = await fresh.db.one<{ count: number }>(
    sql`SELECT count(*)::integer AS count FROM reservations.members WHERE card_id = ANY (${[id, booked]}::bigint[])`,
  );
  expect(visits.count).toBe(2);
});

test('a time of an earlier day that is full sends nobody to a later booking: who came is recorded elsewhere, or by an administrator', async () => {
  const slot = await slotAt(fresh.db, city, city.main, -1, 11);
  await fresh.db.run(sql`UPDATE ledger.slots SET taken = capacity WHERE id = ${slot}`);
  const full = words(
    await good(await clerk.get(asked(await card(), { day: longDate(addDays(city.today, -1)), at: String(slot) }))),
  );
  expect(full).toContain('来庁した時間を別の枠に変更するか、その職員に受付を依頼してください。');
  expect(full).not.toContain('予約の空きを表示する');
});
