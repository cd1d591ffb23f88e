import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import { closeOffice } from '../../../../test/support/closing.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { openDeskAs } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { shiftTime, stopTimeAt } from '../../../../test/support/time.ts';
import { cityInstant } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';

const OPERATOR = { kind: 'operator' } as const;
let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let admin: Visitor;
let n = 0;

beforeAll(async () => {
  ({ fresh, city, desk, clerk: admin } = await openDeskAs(9, 'ide', ['admin']));
});
afterAll(() => desk.close());

const dayOn = (days: number) => Temporal.PlainDate.from(city.today).add({ days }).toString();

async function booked(daysOn: number, hour: number, mail: string | null = null): Promise<string> {
  n += 1;
  const cardId = await makeCard(fresh.db, { noticeId: `R1P-${100_000 + n}`, name: `再開 太郎${n}`, officeId: city.main });
  const slotId = await slotAt(fresh.db, city, city.main, daysOn, hour);
  return bookFor(desk.db, OPERATOR, city, cardId, slotId, { mail });
}
/** The city at a time of a day to come, with somebody signed in then. */
async function at(day: string, minute: number): Promise<void> {
  await stopTimeAt(fresh, cityInstant(day, minute).toString());
  admin = await signedIn(desk.url, 'ide', PASSWORD);
}
async function atPresent(): Promise<void> {
  await shiftTime(fresh, 0);
  admin = await signedIn(desk.url, 'ide', PASSWORD);
}
/** The mails that a closing put, as if they had left. */
const mailsLeft = () =>
  fresh.db.run(sql`UPDATE outbox.mails SET state = 'sent', sent_at = lib.now() WHERE kind = 'closed-day' AND state = 'waiting'`);
const reopenPageOf = async (id: number) => words(await good(await admin.get(`/closings/${id}/reopen`)));
const press = async (id: number) => words(await good(await admin.follow(await admin.post(`/closings/${id}/reopen`, {}))));

test('[8(2)⑤c] before a counter opens again, who has their place back is counted, and who stays at a shut door is not among them', async () => {
  const day = dayOn(2);
  for (const hour of [10, 11, 12]) await booked(2, hour, `b${hour}@example.jp`);
  await booked(2, 15);
  const id = await closeOffice(desk.db, OPERATOR, { office: city.main, day });
  // The afternoon is shut by a second closing too.
  await closeOffice(desk.db, OPERATOR, { office: city.main, day: dayOn(3) });
  await mailsLeft();
  await at(day, 11 * 60 + 5);
  try {
    const asked = await reopenPageOf(id);
    for (const part of ['要振替の2組は、元の予約のまま来られます', '送信した1組に', 'すでに始まった枠の2組は、要振替のまま'])
      expect(asked).toContain(part);
    const done = await press(id);
    expect(done).toContain('再開の前に始まった枠などの2組は、要振替のままです');
    expect(await fresh.db.rows(sql`SELECT 1 FROM outbox.mails WHERE kind = 'reopened'`)).toHaveLength(1);
  } finally {
    await atPresent();
  }
});

test('[8(2)⑤c] who is shut out by another closing besides is said to stay so', async () => {
  await booked(6, 9);
  await booked(6, 15);
  const hours = { from: 14 * 60, to: 17 * 60 };
  const part = await closeOffice(desk.db, OPERATOR, { office: city.main, day: dayOn(6), hours });
  const whole = await closeOffice(desk.db, OPERATOR, { office: city.main, day: dayOn(6) });
  expect(await reopenPageOf(whole)).toContain('要振替の1組は、元の予約のまま');
  // The one in the afternoon stands on the other list alone, and stays there.
  expect(await reopenPageOf(part)).toMatch(/要振替の0組は.*ほかの臨時閉庁などでも閉庁になっている1組は/u);
});

test('[8(2)⑤c] whom a mail told that the counter is shut and no mail can tell that it opens is counted among those to call, as after it', async () => {
  const gone = await booked(7, 10, 'gone@example.jp');
  const held = await booked(7, 11, 'held@example.jp');
  await booked(7, 12, 'stays@example.jp');
  const id = await closeOffice(desk.db, OPERATOR, { office: city.main, day: dayOn(7) });
  await mailsLeft();
  await fresh.db.run(sql`UPDATE reservations.reservations SET mail = NULL WHERE id = ${gone}::uuid`);
  await fresh.db.run(
    sql`UPDATE cards.cards SET protected = true WHERE id = (SELECT card_id FROM reservations.members WHERE reservation_id = ${held}::uuid)`,
  );
  const asked = await reopenPageOf(id);
  expect(asked).toContain('受付中止のお知らせを送信した1組に');
  expect(asked).toContain('閉庁を伝えた方のうち、メールで知らせられない方が2組います');
  await press(id);
  const after = await fresh.db.one<{ call: number }>(sql`
    SELECT count(*)::integer AS call FROM closing.affected x JOIN reservations.reservations r ON r.id = x.reservation_id JOIN ledger.slots s ON s.id = r.slot_id
    WHERE x.closing_id = ${id} AND closing.must_hear_open(x, r, s)`);
  expect(after.call).toBe(2);
});

test('[8(2)⑤c] a closing of nothing but a time that has begun says how who stands at the counter is received', async () => {
  const day = dayOn(8);
  const id = await booked(8, 10, 'now@example.jp');
  await at(day, 10 * 60 + 5);
  try {
    const closing = await closeOffice(desk.db, OPERATOR, { office: city.main, day, hours: { from: 600, to: 660 } });
    expect(await reopenPageOf(closing)).toContain('すでに始まった枠の1組は、要振替のまま');
    expect(await press(closing)).toContain('予約の画面の「この日時のまま受け付ける」で受付できます');
    expect(words(await good(await admin.get(`/reservations/${id}`)))).toContain('この日時のまま受け付ける');
  } finally {
    await atPresent();
  }
});

test('[8(2)⑤c] on a day whose end was confirmed, the page says that it is to be opened again too', async () => {
  await booked(0, 23);
  const id = await closeOffice(desk.db, OPERATOR, { office: city.main, day: city.today });
  expect(await reopenPageOf(id)).not.toContain('本日の日締めが終わっています');
  await fresh.db.run(
    sql`INSERT INTO counter.day_ends (office_id, day, at, no_shows) VALUES (${city.main}, ${city.today}::date, lib.now(), 0)`,
  );
  expect(await reopenPageOf(id)).toContain('本日の日締めが終わっています');
});
