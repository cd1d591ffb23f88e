import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { must } from '../../../../test/support/must.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { addService, makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { startSmtp, type TestSmtp } from '../../../../test/support/smtp.ts';
import { startWorker, type TestWorker } from '../../../../test/support/worker.ts';
import { EVERYBODY } from '../../../cards/viewer.ts';
import { close } from '../../../closing/acts.ts';
import { affectedBy } from '../../../closing/affected.ts';
import { previewClosing } from '../../../closing/close-preview.ts';
import { readRecipients } from '../../../letters/mailings.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import type { Db } from '../../../lib/db/db.ts';
import { sql } from '../../../lib/db/sql.ts';
import { book, move } from '../../../reservations/acts.ts';

const STAFF = { kind: 'operator' } as const;
const TODO = '支援措置の方の、確かめていないメールアドレス';
let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let db: Db;
let admin: Visitor;
let clerk: Visitor;
let smtp: TestSmtp;
let worker: TestWorker;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(9));
  db = fresh.as('desk');
  admin = await desk.clerk('ide', ['admin'], city.main, '井手 誠');
  clerk = await desk.clerk('koga', ['counter'], city.main);
  smtp = await startSmtp();
  worker = await startWorker(fresh, smtp.url);
});
afterAll(async () => {
  await worker?.close();
  await smtp?.close();
  await db?.close();
  await desk?.close();
});

let made = 0;
type Booked = { id: string; number: string; cardId: number; mail: string; name: string };
async function booked(also: { cardId?: number; birthDate?: string | null } = {}): Promise<Booked> {
  made += 1;
  const name = `試験 花子${made}`;
  const mail = `hanako${made}@example.jp`;
  const cardId =
    also.cardId ??
    (await makeCard(fresh.db, {
      noticeId: `H1H-${String(made).padStart(6, '0')}`,
      name,
      birthDate: `19${20 + made}-03-08`,
      phone: '0942111111',
      officeId: city.main,
    }));
  const id = randomUUID();
  const slotId = await slotAt(fresh.db, city, city.main, 5, 10);
  const done = must(
    await book(db, STAFF, {
      id,
      serviceId: city.service,
      slotId,
      members: [{ cardId }],
      channel: 'phone',
      mail,
      phone: '',
      language: 'ja',
      exceedReason: null,
      personReason: null,
    }),
  );
  return { id, number: done.number, cardId, mail, name };
}
const mark = async (cardId: number) => {
  const path = `/people/${cardId}/protect`;
  return admin.follow(await admin.post(path, { ...formFields(await admin.get(path), path), why: '申出' }));
};
const lift = async (cardId: number) => {
  const path = `/people/${cardId}/protect`;
  await admin.post(`${path}/lift`, { ...formFields(await admin.get(path), `${path}/lift`), why: '終了' });
};
const press = async (path: string, typed: Record<string, string>) =>
  admin.post(path, { ...formFields(await admin.get(path), path), ...typed });
const sentTo = (mail: string) => smtp.mails.filter(({ to }) => to.includes(mail));
const moved = async (one: Booked, version: number, hour: number) =>
  expect(
    await move(db, STAFF, { id: one.id, version, slotId: await slotAt(fresh.db, city, city.main, 6, hour), exceedReason: null }),
  ).toMatchObject({ ok: true });
/** The mails of a visit that the worker looked at and put off for minutes. */
const putOff = async (one: Booked) =>
  (
    await fresh.db.rows<{ kind: string }>(sql`
      SELECT kind FROM outbox.mails WHERE reservation_id = ${one.id}::uuid AND state = 'waiting' AND next_at > lib.now() + interval '5 minutes' ORDER BY id`)
  ).map(({ kind }) => kind);
const put = (kind: string, one: Booked, key: string, about = '{}') =>
  fresh.db.run(sql`SELECT outbox.put(${kind}, ${one.id}::uuid, NULL, ${key}, ${about}::jsonb, lib.now())`);

test('[8(2)②b] once somebody is under 支援措置 no mail goes to an address given before: it waits, staff are told to call, confirm it, and mails go on without a link', async () => {
  const one = await booked();
  await expect.poll(() => sentTo(one.mail).length).toBe(1);
  // Said where it is marked: which bookings, and that their mails stop.
  const before = words(await good(await admin.get(`/people/${one.cardId}/protect`)));
  for (const part of ['メールを止める予約', one.number, one.mail, 'まだ送っていないものも']) expect(before).toContain(part);
  await mark(one.cardId);
  await moved(one, 0, 13);
  await put('reminder', one, 'd-1', JSON.stringify({ day: '2000-01-01' }));
  await put('manage-link', one, '1');
  await expect.poll(() => putOff(one)).toEqual(['changed']);
  expect(sentTo(one.mail)).toHaveLength(1);
  expect(await readRecipients(db, [one.id], { withVisit: true, cancelled: false })).toMatchObject({
    mailed: 0,
    without: 0,
    standing: 0,
    held: 1,
  });

  // It does not leave by itself, and no page says that it waits to.
  const { mail: held } = await fresh.db.one<{ mail: number }>(
    sql`SELECT id AS mail FROM outbox.mails WHERE reservation_id = ${one.id}::uuid AND state = 'waiting'`,
  );
  for (const where of [`/people/${one.cardId}`, `/reservations/${one.id}`, '/mails?show=waiting', `/mails/${held}`]) {
    const seen = words(await good(await admin.get(where)));
    expect(seen, where).toContain('止めています（アドレス未確認）');
    // In the list the filter and mails of others say it.
    if (!where.includes('?')) expect(seen, where).not.toContain('送信待ち');
  }

  const todo = words(await admin.get('/todo'));
  expect([todo.includes(TODO), words(await clerk.get('/todo')).includes(TODO)]).toEqual([true, false]);
  const list = words(await good(await admin.get('/mails/unchecked')));
  for (const part of [one.number, one.mail, one.name, '0942-11-1111']) expect(list).toContain(part);
  expect((await clerk.get('/mails/unchecked')).status).toBe(403);
  const page = words(await good(await admin.get(`/reservations/${one.id}`)));
  for (const part of ['メールを止めています', '確かめていないため、送りません']) expect(page).toContain(part);

  const path = `/reservations/${one.id}/mail`;
  expect(words(await good(await admin.get(path)))).toContain(`${one.mail} に送ってよいと確かめた`);
  const done = words(await good(await admin.follow(await press(path, { act: 'check' }))));
  expect(done).toContain('メールアドレスを確かめたことを記録しました');
  expect(done).toMatch(/確かめた職員：井手 誠/u);
  await expect.poll(() => sentTo(one.mail).length).toBe(2);
  const { parsed } = sentTo(one.mail)[1] ?? { parsed: { text: '', attachments: [] } };
  expect(parsed.text).toContain('変更・取り消しは、お電話でお受けします。');
  expect(parsed.text).not.toMatch(/https?:/u);
  expect(parsed.attachments.map(({ content }) => content.toString()).join()).not.toMatch(/URL:|https?:/u);
  expect([await putOff(one), words(await admin.get('/mails/unchecked')).includes(one.number)]).toEqual([[], false]);
  const lines = await fresh.db.rows<{ staff: boolean; detail: object }>(
    sql`SELECT staff_id IS NOT NULL AS staff, detail FROM audit.events WHERE act = 'reservation.mail-checked'`,
  );
  expect(lines.map(({ staff }) => staff)).toEqual([true]);
  expect(JSON.stringify(lines)).not.toContain(one.mail);

  // A second press changes nothing, and says so.
  const stale = await admin.follow(await admin.post(path, { ...formFields(await admin.get(path), path), act: 'check' }));
  expect(words(stale)).not.toContain('確かめたことを記録しました');
  // Marked anew, what was found right before is so no longer; lifted, mails go on as to everybody.
  await lift(one.cardId);
  await mark(one.cardId);
  await put('booked', one, 'again-1', '{"again": "resent"}');
  await expect.poll(() => putOff(one)).toEqual(['booked']);
  await lift(one.cardId);
  await fresh.db.run(sql`UPDATE outbox.mails SET next_at = lib.now() WHERE state = 'waiting'`);
  await expect.poll(() => sentTo(one.mail).length).toBe(3);
  expect(sentTo(one.mail)[2]?.parsed.text).toMatch(/https?:/u);
});

test('[8(2)②b] an address that staff type after the mark counts as found right; removed, nothing is to be called about', async () => {
  const one = await booked();
  await expect.poll(() => sentTo(one.mail).length).toBe(1);
  await mark(one.cardId);
  const path = `/reservations/${one.id}/mail`;
  await press(path, { act: 'send', mail: 'own@example.jp' });
  await expect.poll(() => sentTo('own@example.jp').length).toBe(1);
  expect(sentTo('own@example.jp')[0]?.parsed.text).not.toMatch(/https?:/u);
  expect(words(await admin.get('/mails/unchecked'))).not.toContain(one.number);
  // Booked by telephone after the mark, with the address said there.
  const cardId = await makeCard(fresh.db, {
    noticeId: 'H2H-000001',
    name: '別 花子',
    birthDate: '1988-08-08',
    officeId: city.main,
  });
  await mark(cardId);
  const next = await booked({ cardId });
  await expect.poll(() => sentTo(next.mail).length).toBe(1);
  expect(sentTo(next.mail)[0]?.parsed.text).not.toMatch(/https?:/u);
  await press(path, { act: 'remove' });
  expect(words(await admin.get(`/reservations/${one.id}`))).not.toContain('メールを止めています');
});

test('[8(2)②b] a cancellation leads to the telephone; a mail that is held back past the day is never sent', async () => {
  const one = await booked();
  await expect.poll(() => sentTo(one.mail).length).toBe(1);
  await mark(one.cardId);
  await press(`/reservations/${one.id}/mail`, { act: 'check' });
  const path = `/reservations/${one.id}/cancel`;
  await press(path, { why: '都合' });
  await expect.poll(() => sentTo(one.mail).length).toBe(2);
  expect(sentTo(one.mail)[1]?.parsed.text).toContain('予約は、お電話でお受けします。');
  expect(sentTo(one.mail)[1]?.parsed.text).not.toMatch(/https?:/u);

  const other = await booked();
  await expect.poll(() => sentTo(other.mail).length).toBe(1);
  await mark(other.cardId);
  await fresh.db.run(sql`
    UPDATE reservations.reservations SET slot_id = (SELECT id FROM ledger.slots WHERE office_id = ${city.main} AND day = ${city.today}::date - 1 LIMIT 1) WHERE id = ${other.id}::uuid`);
  await fresh.db.run(sql`UPDATE reservations.members SET outcome = 'no-show' WHERE reservation_id = ${other.id}::uuid`);
  await fresh.db.run(
    sql`INSERT INTO counter.day_ends (office_id, day, at, staff_id, no_shows) VALUES (${city.main}, ${city.today}::date - 1, lib.now(), 1, 1)`,
  );
  await put('no-show', other, 'x');
  await expect
    .poll(async () => (await fresh.db.row(sql`SELECT state, last_error FROM outbox.mails WHERE kind = 'no-show'`)) ?? {})
    .toEqual({ state: 'dropped', last_error: 'address-unchecked' });
});

test('[8(2)⑤c] who stands in a closed slot and is not written to is on its list to be called, and its page says why', async () => {
  const one = await booked();
  await expect.poll(() => sentTo(one.mail).length).toBe(1);
  await mark(one.cardId);
  await moved(one, 0, 15);
  const day = addDays(city.today, 6);
  const range = { officeIds: [city.main], serviceId: null, from: day, to: day, hours: null };
  const preview = await previewClosing(db, range, EVERYBODY);
  expect(preview.visits.filter(({ id }) => id === one.id).map(({ hasMail }) => hasMail)).toEqual([false]);
  const { version: seen } = preview;
  const closed = must(
    await close(
      db,
      { kind: 'staff', staffId: 1 },
      { ...range, formId: randomUUID(), reason: '台風', notice: null, aside: [], priorityHours: 0, seen },
    ),
  );
  const rows = (await affectedBy(db, { closingId: closed }, EVERYBODY)).filter(({ reservationId }) => reservationId === one.id);
  expect(rows).toMatchObject([{ mailHeld: true, hasMail: false, mustCall: true, leftToCall: true }]);
  expect(words(await good(await admin.get(`/closings/${closed}`)))).toContain('メールは送りません（アドレス未確認）');
  await expect.poll(() => putOff(one)).toContain('closed-day');
  expect(sentTo(one.mail)).toHaveLength(1);
});

test('[8(2)②b] who comes without a card is under 支援措置 as the person they are, on the web and in mails as at the desk', async () => {
  const person = { name: '無札 幸子', kana: 'ムサツ サチコ', birthDate: '1990-05-05', phone: '0942222222' };
  const serviceId = await addService(fresh.db, city, { code: 'renewal', name: '電子証明書の更新' });
  const cardId = await makeCard(fresh.db, { noticeId: 'H3H-000001', ...person });
  const { id: slotId } = await fresh.db.one<{ id: number }>(
    sql`SELECT id FROM ledger.slots WHERE service_id = ${serviceId} AND day = ${city.today}::date + 5 AND start_minute = 600`,
  );
  const id = randomUUID();
  const done = must(
    await book(db, STAFF, {
      id,
      serviceId,
      slotId,
      members: [{ person }],
      channel: 'phone',
      mail: 'musatsu@example.jp',
      phone: '0942222222',
      language: 'ja',
      exceedReason: null,
      personReason: null,
    }),
  );
  const [url = ''] = (await smtp.next(({ to }) => to.includes('musatsu@example.jp'))).parsed.text?.match(/https?:\S+/gu) ?? [];
  const opens = async () =>
    (await fresh.db.one<{ found: string }>(sql`SELECT citizen.look_at_manage(${url.slice(-36)}::uuid) AS found`)).found;
  expect([await opens(), words(await admin.get(`/people/${cardId}/protect`)).includes(done.number)]).toEqual(['ready', true]);
  await mark(cardId);
  expect(await opens()).toBe('unknown');
  expect(words(await admin.get('/mails/unchecked'))).toContain(done.number);
  const found = await fresh.db.one<{ number: string; held: boolean }>(sql`
    SELECT citizen.find_by_number(${done.number}, 'musatsu@example.jp', 'x', 'r', 's') AS number, reservations.mail_held(r) AS held
    FROM reservations.reservations r WHERE r.id = ${id}::uuid`);
  expect(found).toEqual({ number: 'no_mail', held: true });
});

test('[8(2)②b] a mail of a closing that left before somebody came under 支援措置 is said to have left', async () => {
  const one = await booked();
  const day = addDays(city.today, 5);
  const range = { officeIds: [city.main], serviceId: null, from: day, to: day, hours: { from: 600, to: 660 } };
  const { version: seen } = await previewClosing(db, range, EVERYBODY);
  const closing = must(
    await close(
      db,
      { kind: 'staff', staffId: 1 },
      { ...range, formId: randomUUID(), reason: '停電', notice: null, aside: [], priorityHours: 0, seen },
    ),
  );
  const left = sql`SELECT state FROM outbox.mails WHERE reservation_id = ${one.id}::uuid AND kind = 'closed-day'`;
  await expect.poll(async () => (await fresh.db.one<{ state: string }>(left)).state).toBe('sent');
  await mark(one.cardId);
  const { html } = await good(await admin.get(`/closings/${closing}`));
  const row = html.split('<tr').find((part) => part.includes(one.number));
  expect(row).toContain('メール送信済');
  expect(row).not.toContain('メールは送りません');
});
