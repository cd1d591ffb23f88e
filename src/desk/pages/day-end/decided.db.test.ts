import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { BY_PHONE, makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { shiftTime } from '../../../../test/support/time.ts';
import { jobContext } from '../../../../test/support/worker.ts';
import { record } from '../../../counter/acts.ts';
import { unclosedDays } from '../../../counter/day-end.ts';
import { connect, type Db } from '../../../lib/db/db.ts';
import { sql } from '../../../lib/db/sql.ts';
import { book } from '../../../reservations/acts.ts';
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
  worker = connect({ url: fresh.urlFor('worker'), max: 2, name: 'test' });
  sealer = connect({ url: fresh.urlFor('sealer'), max: 2, name: 'test' });
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
const pageOf = async (daysOn: number) => good(await clerk.get(`${PATH}?office=honcho&day=${dayOn(daysOn)}`));
const press = (id: string, from: 'arrived' | null, to: 'arrived' | 'handed-over', position = 1) =>
  record(desk.db, staff(), { reservationId: id, position, from, to, reason: '' });

/** A visit of some days ago of so many people. */
async function visited(daysOn: number, mail: string | null, people = 1): Promise<string> {
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
  const id = randomUUID();
  const booked = await book(desk.db, staff(), {
    id,
    serviceId: city.service,
    slotId: await slotAt(fresh.db, city, city.main, 1, 9),
    members: cards.map((cardId) => ({ cardId })),
    ...BY_PHONE,
    mail,
  });
  if (!booked.ok) throw new Error(booked.reason);
  await fresh.db.run(
    sql`UPDATE reservations.reservations SET slot_id = ${await slotAt(fresh.db, city, city.main, daysOn, 9)} WHERE id = ${id}::uuid`,
  );
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

test('a day without any record is left: presses may have been forgotten. At hour 0 nothing is decided', async () => {
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
  expect(page).toContain('来庁の記録が1件もありません');
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
