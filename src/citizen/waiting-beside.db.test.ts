import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Page, type Visitor, visitor } from '../../test/support/browse.ts';
import {
  addCautions,
  formValue,
  KEPT,
  type TestCitizenDoor,
  walkToBooked,
  walkToCalendar,
  walkToHold,
} from '../../test/support/citizen.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import { invariantFaults } from '../../test/support/invariant.ts';
import { openCitizenDoor } from '../../test/support/open.ts';
import { good, heading, words } from '../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { OFFERED } from '../languages/index.ts';
import { wordsOf } from '../letters/compose.ts';
import { writeLetter } from '../letters/write.ts';
import { addDays } from '../lib/dates/jst.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { ClaimedMail } from '../outbox/queue.ts';
import { passOn } from '../waiting/offers.ts';

const ORIGIN = 'https://yoyaku.example.jp';

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
let worker: Db;
let cautions: string[];
/** An early place, which opens when a test says so, and late ones to book. */
let early: number;

beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor(1));
  cautions = await addCautions(fresh.db, city.service);
  worker = fresh.as('worker', 3);
  early = await slotAt(fresh.db, city, city.main, 10, 10);
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 0`);
});
afterAll(async () => {
  await worker.close();
  await door.close();
});

let people = 0;
async function booked(hour: number): Promise<{ me: Visitor; mail: string }> {
  people += 1;
  const noticeId = `A1B-${String(people).padStart(6, '0')}`;
  const mail = `hayai-${people}@example.jp`;
  await makeCard(fresh.db, { noticeId, name: `早 花子${people}`, officeId: city.main });
  const me = await walkToCalendar(door, fresh.db, noticeId, visitor(door.url), mail);
  // Nothing but this hour is to be had.
  const late = await slotAt(fresh.db, city, city.main, 20, hour);
  await fresh.db.run(
    sql`UPDATE ledger.slots SET capacity = CASE WHEN id = ${late} THEN 1 ELSE taken END WHERE capacity > taken OR id = ${late}`,
  );
  await walkToHold(me, addDays(city.today, 20), late);
  expect((await walkToBooked(me, cautions)).location).toBe('/reservation?done=booked');
  return { me, mail };
}

const wish = (page: Page) => ({
  id: formValue(page, 'id'),
  'offices-honcho': 'yes',
  from: addDays(city.today, 5),
  to: addDays(city.today, 20),
  'kinds-weekday': 'yes',
  'kinds-holiday': 'yes',
  'parts-morning': 'yes',
  'parts-afternoon': 'yes',
});

/** Who is booked at an hour and waits for something earlier. */
async function waits(hour: number): Promise<{ me: Visitor; mail: string }> {
  const one = await booked(hour);
  expect((await one.me.post('/waiting', wish(await good(await one.me.get('/waiting?office=honcho'))))).location).toBe(
    '/waiting?done=entered',
  );
  return one;
}

/** The mail of a kind that was put last, as the worker writes it. */
async function letterOf(kind: string): Promise<{ subject: string; text: string; link: string }> {
  const mail = await fresh.db.one<ClaimedMail>(sql`
    SELECT id, kind, reservation_id AS "reservationId", visit_id AS "visitId", 1 AS attempts, message_id AS "messageId", message_id AS lease, due_at AS "dueAt", false AS "leftBehind"
    FROM outbox.mails WHERE kind = ${kind} ORDER BY id DESC LIMIT 1`);
  const written = await writeLetter(worker, mail, ORIGIN);
  if (!('letter' in written)) throw new Error(JSON.stringify(written));
  return {
    subject: written.letter.subject,
    text: written.letter.text,
    link: /\/wait\/[0-9a-f-]{36}/u.exec(written.letter.text)?.[0] ?? '',
  };
}

const opens = (capacity: number) => fresh.db.run(sql`UPDATE ledger.slots SET capacity = ${capacity} WHERE id = ${early}`);
const days = (mail: string) =>
  fresh.db.rows<{ day: string; state: string }>(
    sql`SELECT s.day, r.state FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id WHERE r.mail = ${mail} AND r.number IS NOT NULL`,
  );

test('[8(3)⑩d] who has a booking waits for an earlier one on the page of changing it, keeps it meanwhile, and moves it by one press of the mail', async () => {
  const { me, mail } = await booked(9);
  expect(words(await good(await me.get('/calendar')))).toContain('もっと早い日時をご希望のとき');
  const form = await good(await me.get('/waiting?office=honcho'));
  expect(words(form)).toContain('予約より早い空きを待ちます');
  // Nothing after the booking is offered to choose.
  expect(form.html).not.toContain(`value="${addDays(city.today, 21)}"`);
  expect((await me.post('/waiting', wish(form))).location).toBe('/waiting?done=entered');
  const page = await good(await me.get('/waiting?done=entered'));
  expect(words(page)).toContain('今の予約は、そのままです');
  expect(words(page)).toContain('「この日時に変更する」を押してください');
  expect(words(page)).not.toContain('予約は、まだありません');
  expect(words(await good(await me.get('/reservation')))).toContain('早い日時の空きを待っています');
  expect(words(await good(await me.get('/cancel')))).toContain('早い日時の空き待ちも終わります');
  expect((await letterOf('waiting')).text).toContain('新しい日時をお受けになるまで、そのままです');

  await opens(1);
  expect(await passOn(worker)).toMatchObject({ offered: 1 });
  const offer = await letterOf('waiting-offer');
  expect(offer.text).toContain('今の予約より早い空きが出ました');
  expect(offer.text).not.toContain('予約はまだ');
  const phone = visitor(door.url);
  const link = await good(await phone.get(offer.link));
  expect(words(link)).toContain('この日時に変更する');
  expect(words(link)).toContain('今の予約は、そのままです');
  expect(await days(mail)).toEqual([{ day: addDays(city.today, 20), state: 'booked' }]);
  const pressed = await phone.post(offer.link, {});
  expect(pressed.location).toBe('/reservation?done=changed');
  expect(heading(await good(await phone.follow(pressed)))).toBe('予約を変更しました');
  expect(await days(mail)).toEqual([{ day: addDays(city.today, 10), state: 'booked' }]);
  expect((await letterOf('changed')).text).not.toBe('');
  expect((await phone.get(offer.link)).status).toBe(404);
  expect(words(await good(await me.get('/reservation')))).not.toContain('早い日時の空きを待っています');
  expect(await invariantFaults(fresh.db)).toEqual([]);
});

test('on the page the offer has the same one button; let pass, nothing of the booking changes', async () => {
  const { me, mail } = await waits(11);
  await opens(2);
  expect(await passOn(worker)).toMatchObject({ offered: 1 });
  await expect
    .poll(async () => words(await good(await me.get('/calendar'))), KEPT)
    .toContain('空き待ちでご案内した日時を確保しています');
  const page = await good(await me.get('/waiting'));
  expect(words(page)).toContain('この日時に変更する');
  expect((await me.post('/waiting/pass', {})).location).toBe('/waiting?done=passed');
  expect(await days(mail)).toEqual([{ day: addDays(city.today, 20), state: 'booked' }]);
  // The same time is not offered to them again. They may still choose it themselves.
  expect(await passOn(worker)).toMatchObject({ offered: 0 });
  await opens(1);
  const other = await waits(12);
  await opens(2);
  expect(await passOn(worker)).toMatchObject({ offered: 1 });
  const mine = await good(await other.me.get('/reservation'));
  expect(words(mine)).toContain('空きが出ました');
  const moved = await other.me.post('/change', {
    office: 'honcho',
    day: addDays(city.today, 10),
    slot: String(early),
    version: formValue(mine, 'version'),
  });
  expect(moved.location).toBe('/reservation?done=changed');
  expect(await days(other.mail)).toEqual([{ day: addDays(city.today, 10), state: 'booked' }]);
  await passOn(worker);
  expect(await invariantFaults(fresh.db)).toEqual([]);
});

test('what concerns them on that day alone is read before: the link leads to the page that asks, and nothing was moved', async () => {
  const { mail } = await waits(13);
  const { id } = await fresh.db.one<{ id: number }>(
    sql`INSERT INTO services.cautions (service_id, concerns, body, position) VALUES (${city.service}, '来られる方', '新しい注意です。', 3) RETURNING id`,
  );
  cautions = [...cautions, `caution_${id}`];
  await opens(3);
  expect(await passOn(worker)).toMatchObject({ offered: 1 });
  const offer = await letterOf('waiting-offer');
  const phone = visitor(door.url);
  await phone.get(offer.link);
  const pressed = await phone.post(offer.link, {});
  expect(pressed.location).toMatch(/^\/change\?/u);
  // Nor is it moved by a second press of the same form.
  expect((await phone.post(offer.link, {})).location).toBe(pressed.location);
  const page = await good(await phone.follow(pressed));
  expect(words(page)).toContain('新しい注意です');
  expect(await days(mail)).toEqual([{ day: addDays(city.today, 20), state: 'booked' }]);
  const form = { office: 'honcho', day: addDays(city.today, 10), slot: String(early), version: formValue(page, 'version') };
  const moved = await phone.post('/change', { ...form, [`caution_${id}`]: formValue(page, `caution_${id}`) });
  expect(moved.location).toBe('/reservation?done=changed');
  expect(await days(mail)).toEqual([{ day: addDays(city.today, 10), state: 'booked' }]);
});

test('a press for a place that cannot be had any more says so, and that the booking stays', async () => {
  const { mail } = await waits(15);
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = taken + 1 WHERE id = ${early}`);
  expect(await passOn(worker)).toMatchObject({ offered: 1 });
  const { link } = await letterOf('waiting-offer');
  await fresh.db.run(sql`UPDATE cards.cards SET expires_on = ${addDays(city.today, 8)}::date WHERE id IN (
    SELECT m.card_id FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id WHERE r.mail = ${mail})`);
  const phone = visitor(door.url);
  await phone.get(link);
  const over = await good(await phone.post(link, {}), 410);
  expect(words(over)).toContain('今の予約は、そのままです');
  expect(words(over)).not.toContain('最初から予約する');
  expect(over.html).toContain('href="/manage"');
  expect(words(await good(await phone.get(link), 410))).toContain('今の予約は、そのままです');
  expect(await days(mail)).toEqual([{ day: addDays(city.today, 20), state: 'booked' }]);
});

test('who stops waiting is told by mail that the booking stays, and where to see it; after a cancellation it says nothing of a booking', async () => {
  const { me } = await waits(8);
  expect((await me.post('/waiting/leave', {})).location).toBe('/waiting?done=left');
  const left = await letterOf('waiting-over');
  expect(left.text).toContain('）は、そのままです。');
  expect(left.text).toContain(`${ORIGIN}/manage`);
  expect(left.text).not.toContain('空いている日時の予約は');
  const other = await waits(10);
  const page = await good(await other.me.get('/cancel'));
  expect((await other.me.post('/cancel', { version: formValue(page, 'version') })).location).toBe('/cancelled');
  await passOn(worker);
  const ended = await letterOf('waiting-over');
  expect(ended.text).not.toContain('そのままです');
  expect(ended.text).toContain('空いている日時の予約は');
});

test('a cancelled booking ends it, and a booking that may not be changed on the web any more has nothing to wait for', async () => {
  const { me, mail } = await waits(14);
  const page = await good(await me.get('/cancel'));
  expect((await me.post('/cancel', { version: formValue(page, 'version') })).location).toBe('/cancelled');
  await passOn(worker);
  expect(await fresh.db.rows(sql`SELECT end_reason AS why FROM waiting.entries WHERE mail = ${mail}`)).toEqual([{ why: 'left' }]);
  const late = await booked(16);
  await fresh.db.run(sql`UPDATE calendar.windows SET change_open_days = 22 WHERE audience = 'citizen'`);
  try {
    expect((await late.me.get('/waiting')).status).toBe(409);
  } finally {
    await fresh.db.run(sql`UPDATE calendar.windows SET change_open_days = 0 WHERE audience = 'citizen'`);
  }
});

test('the six languages say in page and mail that the booking stays and what the button does', () => {
  for (const language of OFFERED) {
    const wait = {
      service: 's',
      offices: ['o'],
      from: city.today,
      to: city.today,
      kinds: [],
      parts: [],
      usualEnd: 1035,
      people: 1,
      phone: '0',
    };
    const booking = { day: addDays(city.today, 20), startMinute: 540 };
    const [with_, without] = [{ ...wait, booking }, wait].map((one) => wordsOf(language).waiting(one, 'https://x.jp').text);
    expect(with_).not.toBe(without);
  }
});
