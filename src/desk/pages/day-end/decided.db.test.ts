import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { shiftTime } from '../../../../test/support/time.ts';
import { jobContext } from '../../../../test/support/worker.ts';
import { record } from '../../../counter/acts.ts';
import { unclosedDays, WRITES_DAYS } from '../../../counter/day-end.ts';
import { leaveToClerks } from '../../../counter/decided.ts';
import { cityInstant } from '../../../lib/dates/jst.ts';
import type { Db } from '../../../lib/db/db.ts';
import { sql } from '../../../lib/db/sql.ts';
import { runJob } from '../../../worker/clockwork.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let clerk: Visitor;
let worker: Db;
let sealer: Db;
let clerkId = 0;
let n = 0;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(20));
  clerkId = await desk.account('koga', ['counter'], city.main);
  clerk = await signedIn(desk.url, 'koga', PASSWORD);
  worker = fresh.as('worker', 2);
  sealer = fresh.as('sealer', 2);
});
afterAll(async () => {
  await worker.close();
  await sealer.close();
  await desk.close();
});

const PATH = '/today/end';
const staff = () => ({ kind: 'staff' as const, staffId: clerkId });
const dayOn = (days: number): string => Temporal.PlainDate.from(city.today).add({ days }).toString();
const job = () => runJob('decide', jobContext(worker, sealer));
const pageOf = async (daysOn: number, office = 'honcho') =>
  good(await (await signedIn(desk.url, 'koga', PASSWORD)).get(`${PATH}?office=${office}&day=${dayOn(daysOn)}`));
/** The job as it runs at 19:00 of a day, an hour after the city's. */
async function jobOn(daysOn: number): Promise<void> {
  const { seconds } = await fresh.db.one<{ seconds: number }>(
    sql`SELECT extract(epoch FROM lib.instant(${dayOn(daysOn)}::date, 1140) - clock_timestamp())::double precision AS seconds`,
  );
  await shiftTime(fresh, Math.round(seconds));
  await job();
}
const press = (id: string, from: 'arrived' | null, to: 'arrived' | 'handed-over', position = 1) =>
  record(desk.db, staff(), { reservationId: id, position, from, to, reason: '' });

/** A visit of some days ago of so many people. */
async function visited(daysOn: number, mail: string | null, people = 1, office = city.main): Promise<string> {
  const cards = await Promise.all(
    Array.from({ length: people }, () => {
      n += 1;
      return makeCard(fresh.db, {
        noticeId: `E2D-${100_000 + n}`,
        name: `自動 太郎${n}`,
        birthDate: null,
        officeId: city.main,
      });
    }),
  );
  const slotId = await slotAt(fresh.db, city, city.main, 1, 9);
  const id = await bookFor(desk.db, staff(), city, cards, slotId, { mail });
  await fresh.db.run(
    sql`UPDATE reservations.reservations SET slot_id = ${await slotAt(fresh.db, city, office, daysOn, 9)} WHERE id = ${id}::uuid`,
  );
  // The place it was booked for is free again.
  await fresh.db.run(sql`UPDATE ledger.slots SET taken = 0, taken_desk = 0 WHERE id = ${slotId}`);
  return id;
}

const outcomes = async (id: string) =>
  (
    await fresh.db.rows<{ outcome: string | null }>(
      sql`SELECT outcome FROM reservations.members WHERE reservation_id = ${id}::uuid ORDER BY position`,
    )
  ).map(({ outcome }) => outcome);
const mails = async (id: string) =>
  (await fresh.db.rows(sql`SELECT 1 FROM outbox.mails WHERE reservation_id = ${id}::uuid AND kind = 'no-show'`)).length;
/** Every day of a test is its own: what a test before left is gone. */
const forget = () =>
  fresh.db.run(
    sql`WITH d AS (DELETE FROM counter.decided_days), e AS (UPDATE counter.acts SET day_end_id = NULL) UPDATE reservations.reservations SET state = 'ended' WHERE state = 'booked'`,
  );

test('[8(2)⑫b] without any press of 日締め who did not come is mailed; one who is still 受付中 holds nobody back', async () => {
  const absent = await visited(-2, 'a@example.jp');
  const silent = await visited(-2, null);
  const here = await visited(-2, 'b@example.jp');
  const family = await visited(-2, 'c@example.jp', 2);
  await press(here, null, 'arrived');
  await press(family, null, 'arrived');
  await press(family, 'arrived', 'handed-over');
  await job();
  expect([await outcomes(absent), await outcomes(silent)]).toEqual([['no-show'], ['no-show']]);
  expect([await outcomes(here), await outcomes(family)]).toEqual([['arrived'], ['handed-over', null]]);
  expect(await Promise.all([absent, silent, here, family].map(mails))).toEqual([1, 0, 0, 0]);
  expect(words(await pageOf(-2))).toContain('2人を自動で未来庁にしました。残りの2人を記録してから');
  expect(words(await clerk.get('/todo'))).toContain('日締めが終わっていない日');

  // The clerk does the rest, and nobody is written to twice.
  await fresh.db.run(sql`UPDATE outbox.mails SET state = 'sent', sent_at = lib.now() WHERE kind = 'no-show'`);
  await press(here, 'arrived', 'handed-over');
  await clerk.follow(await clerk.post(PATH, formFields(await pageOf(-2), PATH)));
  expect(await Promise.all([absent, here, family].map(mails))).toEqual([1, 0, 1]);
  const closed = words(await pageOf(-2));
  expect(closed).toContain('1組には、案内メールを送りました。');
  await job();
  expect(await Promise.all([absent, here, family].map(mails))).toEqual([1, 0, 1]);
  await forget();
});

test('who has the card since a later day did not come to this one; who had it on the day itself is left to a clerk', async () => {
  await fresh.db.run(sql`DELETE FROM counter.day_ends`);
  const [later, thatDay, came] = [await visited(-2, null), await visited(-2, null), await visited(-2, null)];
  await press(came, null, 'arrived');
  await press(came, 'arrived', 'handed-over');
  const closed = (id: string, on: number) =>
    fresh.db.run(sql`
      UPDATE cards.cards SET status = 'handed-over', is_open = false, whereabouts = 'gone', status_at = lib.instant(${dayOn(on)}::date, 600)
      WHERE id = (SELECT card_id FROM reservations.members WHERE reservation_id = ${id}::uuid)`);
  await closed(later, -1);
  await closed(thatDay, -2);
  await job();
  expect([await outcomes(later), await outcomes(thatDay)]).toEqual([['no-show'], [null]]);
  expect(words(await clerk.follow(await clerk.post(PATH, formFields(await pageOf(-2), PATH))))).toContain('日締めをしました。');
  expect(await outcomes(thatDay)).toEqual(['no-show']);
  await forget();
});

test('where nobody is left to a clerk the day is closed; opened again it is the clerk’s, and the clock leaves it', async () => {
  const absent = await visited(-3, 'd@example.jp');
  const came = await visited(-3, null);
  await press(came, null, 'arrived');
  await press(came, 'arrived', 'handed-over');
  await job();
  expect(words(await pageOf(-3))).toContain('自動　未来庁 1人');
  expect(await mails(absent)).toBe(1);
  const opened = await clerk.follow(await clerk.post(`${PATH}/reopen`, { office: 'honcho', day: dayOn(-3) }));
  expect(words(opened)).toContain('1人を未受付に戻しました');
  await job();
  expect(await outcomes(absent)).toEqual([null]);
  const { acts } = await fresh.db.one<{ acts: string[] }>(
    sql`SELECT array_agg(act ORDER BY id) AS acts FROM audit.events WHERE act IN ('counter.day-decided', 'counter.day-reopened') AND detail ->> 'day' = ${dayOn(-3)}`,
  );
  expect(acts).toEqual(['counter.day-decided', 'counter.day-reopened']);
  await forget();
});

test('[8(2)⑫b] the only visit of a day at a small office did not come: a record of the day before shows that the board is in use there', async () => {
  const came = await visited(-3, null, 1, city.branch);
  await press(came, null, 'arrived');
  await press(came, 'arrived', 'handed-over');
  const absent = await visited(-2, 'small@example.jp', 1, city.branch);
  await job();
  expect([await outcomes(absent), await mails(absent)]).toEqual([['no-show'], 1]);
  expect(words(await pageOf(-2, 'kitano'))).toContain('自動　未来庁 1人');
  await forget();
  await fresh.db.run(sql`DELETE FROM counter.day_ends`);
  await fresh.db.run(sql`UPDATE reservations.members SET outcome = NULL`);
});

test('a day of four visits of which staff recorded nobody is left: the presses were forgotten. With one of them recorded the others are decided', async () => {
  const before = await visited(-2, null, 1, city.branch);
  await press(before, null, 'arrived');
  const four: string[] = [];
  for (let n = 0; n < 4; n += 1) four.push(await visited(-1, null, 1, city.branch));
  await jobOn(0);
  expect(await Promise.all(four.map(outcomes))).toEqual([[null], [null], [null], [null]]);
  expect(words(await pageOf(-1, 'kitano'))).toContain('自動の日締めをしていません');
  await press(four[0] ?? '', null, 'arrived');
  try {
    await jobOn(1);
    expect(await Promise.all(four.map(outcomes))).toEqual([['arrived'], ['no-show'], ['no-show'], ['no-show']]);
  } finally {
    await shiftTime(fresh, 0);
    await forget();
    await fresh.db.run(sql`DELETE FROM counter.day_ends`);
    await fresh.db.run(sql`UPDATE reservations.members SET outcome = NULL`);
  }
});

test('[8(2)⑫b] an office that records nothing is left, what the clock recorded is no proof; it is looked at again each day, and decided once somebody records', async () => {
  try {
    // Of the day before the clock recorded everybody: that shows nothing of the people who work there.
    const byClock = await visited(-3, null, 1, city.branch);
    await fresh.db.run(
      sql`SELECT counter.record_outcome(ROW('clock', NULL, NULL, NULL)::audit.actor, ${byClock}::uuid, 1::smallint, NULL, 'no-show', '')`,
    );
    const absent = await visited(-2, 'quiet@example.jp', 1, city.branch);
    const other = await visited(-1, null, 1, city.branch);
    await jobOn(-1);
    await jobOn(0);
    expect([await outcomes(absent), await mails(absent)]).toEqual([[null], 0]);
    const left = () =>
      fresh.db.rows(
        sql`SELECT 1 AS one FROM audit.events WHERE act = 'counter.day-left-open' AND detail ->> 'day' = ${dayOn(-2)}`,
      );
    expect(await left()).toHaveLength(1);
    const page = words(await pageOf(-2, 'kitano'));
    for (const said of ['自動の日締めをしていません', 'この日に、職員による来庁の記録が1件もない']) expect(page).toContain(said);
    await press(other, null, 'arrived');
    // Looked at today already: the next time is tomorrow.
    await job();
    expect(await outcomes(absent)).toEqual([null]);
    await jobOn(1);
    expect([await outcomes(absent), await mails(absent)]).toEqual([['no-show'], 1]);
    expect(await left()).toHaveLength(1);
  } finally {
    await shiftTime(fresh, 0);
    await forget();
    await fresh.db.run(sql`UPDATE reservations.members SET outcome = NULL`);
  }
});

test('[8(2)⑫b] a day is decided on the next open day of its own office: on a day that another office alone is open, nobody there had time to record', async () => {
  await forget();
  await fresh.db.run(sql`DELETE FROM counter.day_ends`);
  const came = await visited(-2, null, 1, city.branch);
  await press(came, null, 'arrived');
  await press(came, 'arrived', 'handed-over');
  const silent = await visited(-2, null, 1, city.branch);
  const shut = sql`UPDATE calendar.days SET open = false WHERE office_id = ${city.branch} AND day = ${dayOn(-1)}::date`;
  expect(await fresh.db.run(shut)).toBeGreaterThan(0);
  try {
    await jobOn(-1);
    expect(await outcomes(silent)).toEqual([null]);
    await jobOn(0);
    expect(await outcomes(silent)).toEqual(['no-show']);
  } finally {
    await shiftTime(fresh, 0);
    await fresh.db.run(sql`UPDATE calendar.days SET open = true WHERE office_id = ${city.branch} AND day = ${dayOn(-1)}::date`);
    await forget();
    await fresh.db.run(sql`DELETE FROM counter.day_ends`);
    await fresh.db.run(sql`UPDATE reservations.members SET outcome = NULL`);
  }
});

test('[8(2)⑫b] the last day of an office that is then shut for weeks is decided a week later: nobody of it waits for a mail until it opens again', async () => {
  await forget();
  await fresh.db.run(sql`DELETE FROM counter.day_ends`);
  const came = await visited(-2, null, 1, city.branch);
  await press(came, null, 'arrived');
  await press(came, 'arrived', 'handed-over');
  const silent = await visited(-2, 'g@example.jp', 1, city.branch);
  const open = (is: boolean) =>
    fresh.db.run(
      sql`UPDATE calendar.days SET open = ${is} WHERE office_id = ${city.branch} AND day BETWEEN ${dayOn(-1)}::date AND ${dayOn(18)}::date`,
    );
  expect(await open(false)).toBeGreaterThan(10);
  try {
    await jobOn(4);
    expect(await outcomes(silent)).toEqual([null]);
    await jobOn(6);
    expect([await outcomes(silent), await mails(silent)]).toEqual([['no-show'], 1]);
  } finally {
    await shiftTime(fresh, 0);
    await open(true);
    await forget();
    await fresh.db.run(sql`DELETE FROM counter.day_ends`);
    await fresh.db.run(sql`UPDATE reservations.members SET outcome = NULL`);
  }
});

test('a day of an office without any record is left: presses may have been forgotten. At hour 0 nothing is decided', async () => {
  const setHour = (hour: number) =>
    fresh.db.run(
      sql`INSERT INTO site.settings (key, value, changed_at) VALUES ('no-show-hour', to_jsonb(${hour}::integer), lib.now()) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    );
  const one = await visited(-2, 'e@example.jp');
  await setHour(0);
  await job();
  expect(words(await pageOf(-2))).not.toContain('自動の日締めをしていません');
  await setHour(18);
  await fresh.db.run(sql`DELETE FROM counter.day_ends`);
  await fresh.db.run(sql`UPDATE reservations.members SET outcome = NULL WHERE reservation_id <> ${one}::uuid`);
  await job();
  expect([await outcomes(one), await mails(one)]).toEqual([[null], 0]);
  const page = words(await pageOf(-2));
  expect(page).toContain('自動の日締めをしていません');
  expect(page).toContain('職員による来庁の記録が1件もない');
});

test('[8(2)⑫b][9(1)b] a day of which a restore lost hours is left to a clerk: nobody is 未来庁 by the clock, nobody is mailed, and it waits in 対応が必要', async () => {
  await forget();
  const moment = (hour: number) => cityInstant(dayOn(-2), 60 * hour);
  const [came, seen] = [await visited(-2, 'restored@example.jp'), await visited(-2, null)];
  await press(seen, null, 'arrived');
  await press(seen, 'arrived', 'handed-over');
  // What is lost before any visit of a day has begun leaves it alone.
  expect(await leaveToClerks(fresh.db, moment(1), moment(8))).toEqual([]);
  const left = { office: '本庁', day: dayOn(-2) };
  for (const [from, to] of [
    [moment(10), moment(15)],
    [moment(0), moment(11)],
  ] as const)
    expect(await leaveToClerks(fresh.db, from, to)).toContainEqual(left);
  await job();
  expect([await outcomes(came), await mails(came)]).toEqual([[null], 0]);
  expect((await unclosedDays(desk.db)).map(({ day }) => day)).toContain(dayOn(-2));
});

test('[8(2)⑫b][9(1)b] a restore leaves earlier days that are open too: their presses, their 日締め and its mails may have been of the lost hours. Closed again, a clerk says whether mails go', async () => {
  await forget();
  await fresh.db.run(sql`DELETE FROM counter.day_ends`);
  await fresh.db.run(sql`UPDATE reservations.members SET outcome = NULL`);
  const [came, seen] = [await visited(-2, 'earlier@example.jp'), await visited(-2, null)];
  await press(seen, null, 'arrived');
  await press(seen, 'arrived', 'handed-over');
  // What is lost are hours of the day after.
  const lost = await leaveToClerks(fresh.db, cityInstant(dayOn(-1), 8 * 60), cityInstant(dayOn(-1), 12 * 60));
  expect(lost).toContainEqual({ office: '本庁', day: dayOn(-2) });
  await job();
  expect([await outcomes(came), await mails(came)]).toEqual([[null], 0]);
  const asked = await pageOf(-2);
  expect(words(asked)).toContain('案内メールは、すでに送られているかもしれません');
  const unsaid = await clerk.post(PATH, formFields(asked, PATH));
  expect([unsaid.status, words(unsaid)]).toEqual([409, expect.stringContaining('案内メールを送るかどうかを選んでください')]);
  expect(await outcomes(came)).toEqual([null]);
  const done = await clerk.follow(await clerk.post(PATH, { ...formFields(await pageOf(-2), PATH), mails: 'none' }));
  expect(words(done)).toContain('日締めをしました。');
  expect([await outcomes(came), await mails(came)]).toEqual([['no-show'], 0]);
  expect((await unclosedDays(desk.db)).map(({ day }) => day)).not.toContain(dayOn(-2));
  await clerk.post(`${PATH}/reopen`, { office: 'honcho', day: dayOn(-2) });
  await clerk.post(PATH, { ...formFields(await pageOf(-2), PATH), mails: 'send' });
  expect([await outcomes(came), await mails(came)]).toEqual([['no-show'], 1]);
});

test('[8(2)⑫b] three months after a visit nobody of it is written to, and a day that was opened again is not asked for because of its mails', async () => {
  await forget();
  await fresh.db.run(sql`DELETE FROM counter.day_ends`);
  await fresh.db.run(sql`UPDATE reservations.members SET outcome = NULL`);
  const absent = await visited(-2, 'long-ago@example.jp');
  await clerk.post(PATH, formFields(await pageOf(-2), PATH));
  await fresh.db.run(sql`UPDATE outbox.mails SET state = 'sent', sent_at = lib.now() WHERE reservation_id = ${absent}::uuid`);
  await clerk.post(`${PATH}/reopen`, { office: 'honcho', day: dayOn(-2) });
  expect((await press(absent, null, 'arrived')).ok).toBe(true);
  await fresh.db.run(
    sql`SELECT counter.undo(ROW('staff', ${clerkId}, NULL, NULL)::audit.actor, max(id)) FROM counter.acts WHERE reservation_id = ${absent}::uuid AND undone_at IS NULL`,
  );
  expect((await record(desk.db, staff(), { reservationId: absent, position: 1, from: null, to: 'no-show', reason: '' })).ok).toBe(
    true,
  );
  const { last, over } = await fresh.db.one<{ last: boolean; over: boolean }>(
    sql`SELECT counter.writes_of(${dayOn(1 - WRITES_DAYS)}::date) AS last, counter.writes_of(${dayOn(-WRITES_DAYS)}::date) AS over`,
  );
  expect([last, over]).toEqual([true, false]);
  const waits = async () => (await unclosedDays(fresh.db)).some(({ day }) => day === dayOn(-2));
  expect(await waits()).toBe(false);
  // The log of mails forgets that it left.
  await fresh.db.run(sql`DELETE FROM outbox.mails WHERE reservation_id = ${absent}::uuid`);
  expect(await waits()).toBe(true);
  await shiftTime(fresh, 95 * 86_400);
  try {
    expect(await waits()).toBe(false);
    const page = await pageOf(-2);
    expect(words(page)).toContain('送りません（90日より前の来庁）');
    expect(words(page)).not.toContain('メールアドレスのある');
    await clerk.post(PATH, formFields(page, PATH));
    expect(await mails(absent)).toBe(0);
  } finally {
    await shiftTime(fresh, 0);
    await forget();
  }
});

test('a day that was left open is shown however old it gets, and nobody of it is written to by itself', async () => {
  const old = await visited(-1, 'f@example.jp');
  const day = dayOn(-25);
  await fresh.db.run(sql`
    WITH s AS (INSERT INTO ledger.slots (office_id, service_id, day, start_minute, minutes, capacity) VALUES (${city.main}, ${city.service}, ${day}::date, 540, 60, 5) RETURNING id)
    UPDATE reservations.reservations SET slot_id = s.id FROM s WHERE reservations.id = ${old}::uuid`);
  await job();
  expect([await outcomes(old), await mails(old)]).toEqual([[null], 0]);
  expect((await clerk.get(PATH)).html).toContain(`day=${day}`);
  await shiftTime(fresh, 60 * 86_400);
  await job();
  expect((await unclosedDays(fresh.db)).map((one) => one.day)).toContain(day);
});
