import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { BIRTHDAY } from '../../../test/support/citizen.ts';
import { type Journey, openJourney } from '../../../test/support/journey.ts';
import type { Db } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';

/** Where one page answers all, what is counted is one too: else the next page that reads the counts tells right from wrong (§8(3)⑭). */
let here: Journey;
let citizens: Db;
let service: string;

beforeAll(async () => {
  here = await openJourney(50);
  citizens = here.fresh.as('citizen', 2);
  service = (await here.fresh.db.one<{ code: string }>(sql`SELECT code FROM services.services ORDER BY id LIMIT 1`)).code;
});
afterEach(async () => {
  await here.fresh.db.run(sql`DELETE FROM cards.tries`);
  await here.fresh.db.run(sql`UPDATE cards.cards SET protected = false`);
});
afterAll(async () => {
  await citizens?.close();
  await here?.door.close();
});

const MONTH = Number(BIRTHDAY.month);
const DAY = Number(BIRTHDAY.day);
const ask = async (what: ReturnType<typeof sql>) => (await citizens.one<{ said: string }>(sql`SELECT ${what} AS said`)).said;
const byNotice = (notice: string, day: number) =>
  ask(
    sql`citizen.verify(${service}, ${notice}, ${MONTH}, ${day}, NULL, 'caller', ${randomBytes(32)}, 'ja', 'manage', NULL, false, 'r', 's')`,
  );
const byNumber = (number: string, mail: string) => ask(sql`citizen.find_by_number(${number}, ${mail}, 'caller', 'r', 's')`);
const byPerson = (phone: string) =>
  ask(sql`citizen.find_person(${service}, 'タナカ', '1950-04-08', ${phone}, 'caller', 'r', 's')`);

/** What stands in the counts after so many tries one after the other; of the log's own lines nothing is shown to anybody. */
async function counts(tries: () => Promise<unknown>, times = 2) {
  await here.fresh.db.run(sql`DELETE FROM cards.tries`);
  for (let n = 0; n < times; n += 1) await tries();
  return here.fresh.db.rows(sql`
    SELECT scope, CASE WHEN scope IN ('manage-notice', 'number', 'birthday', 'manage-birthday') THEN '' ELSE key END AS key, failures, rests_until IS NOT NULL AS rests
    FROM cards.tries WHERE scope NOT IN ('mail', 'logged', 'proved') ORDER BY 1, 2`);
}

test.each([2, 7])('[8(3)⑭b] [8(2)⑨a] asked by notice ID %i times: right, wrong, hidden or unknown count alike', async (times) => {
  const [one, hidden] = [await here.booked(), await here.booked()];
  await here.fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE notice_id = ${hidden.notice}`);
  const wrong = await counts(() => byNotice(one.notice, DAY + 1), times);
  expect(await byNotice(hidden.notice, DAY)).toBe('no_mail');
  expect(await counts(() => byNotice('Z9Z-999999', DAY), times)).toEqual(wrong);
  expect(await counts(() => byNotice(one.notice, DAY), times)).toEqual(wrong);
  expect(await counts(() => byNotice(hidden.notice, DAY), times)).toEqual(wrong);
});

test('[8(3)⑭b] what a visit may send to a mailbox is counted by itself: it tells nobody whether a booking was written to there, or its person is hidden', async () => {
  const [one, hidden] = [await here.booked(), await here.booked()];
  await here.fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE notice_id = ${hidden.notice}`);
  await here.fresh.db.run(sql`DELETE FROM reservations.asked`);
  expect([await byNotice(one.notice, DAY), await byNotice(hidden.notice, DAY)]).toEqual(['link_sent', 'no_mail']);
  const allowed = async (mail: string) => {
    let n = 0;
    while ((await here.fresh.db.one<{ may: boolean }>(sql`SELECT reservations.may_mail(${mail}, 'typed', lib.now()) AS may`)).may)
      n += 1;
    return n;
  };
  expect(await allowed(one.mail)).toBe(await allowed(hidden.mail));
  // Nor does what was typed leave fewer of those that its owner asks for, or that a booking sends.
  const sent = await here.fresh.db.rows(
    sql`SELECT FROM outbox.mails WHERE kind = 'manage-link' AND reservation_id = ${one.id}::uuid`,
  );
  expect(sent).toHaveLength(1);
  expect((await one.me.post('/reservation/mail', {})).location).toBe('/reservation?done=sent');
});

const tried = (notice: string, day = DAY) =>
  ask(
    sql`citizen.verify(${service}, ${notice}, ${MONTH}, ${day}, NULL, 'caller', ${randomBytes(32)}, 'ja', 'book', NULL, false, 'r', 's')`,
  );

test('[8(3)⑭b] asking for the mail of a booking again and again shuts nobody out of booking, and is no mistake anywhere', async () => {
  const one = await here.booked();
  for (let n = 0; n < 7; n += 1) await byNotice(one.notice, DAY);
  await byNumber(one.number, one.mail);
  expect(
    await here.fresh.db.rows(
      sql`SELECT scope FROM cards.tries WHERE scope IN ('notice', 'address', 'birthday', 'site') OR (rests_until IS NOT NULL AND scope <> 'manage-notice')`,
    ),
  ).toEqual([]);
  expect(await here.fresh.db.one(sql`SELECT birthdays, addresses FROM cards.walked()`)).toEqual({ birthdays: 0, addresses: 0 });
  expect(await tried(one.notice)).toBe('ok');
  expect(await byNotice(one.notice, DAY)).toBe('refused');
});

test('[8(3)⑭b] wrong entries of who books do not shut anybody out of the mail of a booking', async () => {
  const one = await here.booked();
  await here.fresh.db.run(
    sql`INSERT INTO cards.tries (scope, key, failures, since, rests_until) VALUES ('notice', ${one.notice}, 5, lib.now(), lib.now() + interval '9 minutes')`,
  );
  expect(await tried(one.notice)).toBe('refused');
  expect(await byNotice(one.notice, DAY)).toBe('link_sent');
});

test.each([2, 7])('[8(3)⑭b] asked by booking number %i times: right or wrong count alike', async (times) => {
  const one = await here.booked();
  const wrong = await counts(() => byNumber(one.number, 'wrong@example.jp'), times);
  expect(await counts(() => byNumber('0000-0009', one.mail), times)).toEqual(wrong);
  expect(await counts(() => byNumber(one.number, one.mail), times)).toEqual(wrong);
});

test('[8(3)⑭b] asked by person: right or wrong count alike', async () => {
  const one = await here.booked();
  await here.fresh.db.run(sql`
    UPDATE reservations.members SET card_id = NULL, birth_date = '1950-04-08', kana_key = 'タナカ' WHERE reservation_id = ${one.id}`);
  await here.fresh.db.run(sql`UPDATE reservations.reservations SET phone = '0312345678' WHERE id = ${one.id}`);
  const wrong = await counts(() => byPerson('0399999999'));
  expect(await byPerson('0312345678')).toBe('link_sent');
  expect(await counts(() => byPerson('0312345678'))).toEqual(wrong);
});

// At 125b662 and after, right entries at an ID that rests were not counted at the address: 11 addresses and 567 tries told the birthday (§8(3)⑭).
test.each(['notice', 'address'])(
  '[8(3)⑭a] while %s rests, right and wrong entries of who books leave the same traces',
  async (scope) => {
    const one = await here.booked();
    const key = scope === 'notice' ? one.notice : 'caller';
    const resting = (day: number) =>
      counts(async () => {
        await here.fresh.db.run(
          sql`INSERT INTO cards.tries (scope, key, failures, since, rests_until) VALUES (${scope}, ${key}, 5, lib.now(), lib.now() + interval '9 minutes') ON CONFLICT DO NOTHING`,
        );
        expect(await tried(one.notice, day)).toBe('refused');
      }, 7);
    expect(await resting(DAY)).toEqual(await resting(DAY + 1));
    if (scope === 'address') expect(await here.fresh.db.rows(sql`SELECT FROM cards.tries WHERE scope = 'notice'`)).toEqual([]);
  },
);
