import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import { signedIn } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { invariantFaults } from '../../../../test/support/invariant.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';
import { readNow } from '../../../lists/numbers/now.ts';
import { deadCount } from '../../../reservations/dead-mails.ts';
import { passOn } from '../../../waiting/offers.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let early: number;
let late: number;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(1));
  await desk.account('ide', ['admin'], null, '井手 誠');
  await desk.account('koga', ['counter']);
  early = await slotAt(fresh.db, city, city.main, 10, 10);
  late = await slotAt(fresh.db, city, city.main, 15, 10);
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 0`);
});
afterAll(() => desk.close());

const places = (slot: number, capacity: number) =>
  fresh.db.run(sql`UPDATE ledger.slots SET capacity = ${capacity} WHERE id = ${slot}`);
const wish = (more: Record<string, string> = {}) => ({
  [`offices-${city.main}`]: 'yes',
  from: addDays(city.today, 5),
  to: addDays(city.today, 15),
  'kinds-weekday': 'yes',
  'kinds-holiday': 'yes',
  'parts-morning': 'yes',
  ...more,
});
const stands = (id: string) =>
  fresh.db.one(
    sql`SELECT state, slot_id AS slot, number IS NOT NULL AS numbered FROM reservations.reservations WHERE id = ${id}::uuid`,
  );

test('[8(3)⑩d] a family of two with a booking is entered from its page by telephone, called, and moved together by one press; the booking stays until then', async () => {
  const first = await makeCard(fresh.db, { noticeId: 'A1B-000001', name: '待鳥 トメ', phone: '0942301234', officeId: city.main });
  const second = await makeCard(fresh.db, {
    noticeId: 'A1B-000002',
    name: '待鳥 キヨ',
    birthDate: '1950-01-02',
    officeId: city.main,
  });
  await fresh.db.run(sql`UPDATE services.services SET counts = 'people' WHERE id = ${city.service}`);
  await places(late, 2);
  const id = await bookFor(desk.db, { kind: 'staff', staffId: 1 }, city, [first, second], late, {
    mail: null,
    phone: '0942301234',
  });
  const me = await signedIn(desk.url, 'ide', PASSWORD);
  expect((await good(await me.get(`/reservations/${id}`))).html).toContain(`/waiting/beside/${id}`);
  const form = await good(await me.get(`/waiting/beside/${id}`));
  expect(words(form)).toContain('より早い空きを待ちます');
  // Who comes and how they are reached stand on the booking.
  expect(form.html).not.toContain('name="family"');
  expect(form.html).not.toContain('name="phone" type="tel"');
  // No day after it.
  expect(form.html).not.toContain(`value="${addDays(city.today, 16)}"`);
  const none = await good(await me.post(`/waiting/beside/${id}`, { ...wish(), 'parts-morning': '' }), 422);
  expect(words(none)).toContain('時間帯');
  const fields = { ...formFields(form, `/waiting/beside/${id}`), ...wish() };
  const entered = await me.post(`/waiting/beside/${id}`, fields);
  expect(entered.location).toMatch(/^\/waiting\/[0-9a-f-]{36}\?done=entered$/u);
  const entry = (entered.location ?? '').split('?')[0] ?? '';
  const page = words(await good(await me.get(entered.location ?? '')));
  for (const said of ['今の予約', 'この予約より早い空きを待っています', '2人', '0942-30-1234']) expect(page).toContain(said);
  expect((await me.get(`/waiting/beside/${id}`)).location).toBe(entry);
  expect(words(await good(await me.get('/waiting')))).toContain('予約あり');
  expect((await good(await me.get(`/reservations/${id}`))).html).toContain(entry);
  const changed = await good(await me.get(`${entry}/change`));
  expect(words(changed)).toContain('連絡先は、予約と同じです');
  const again = { ...formFields(changed, `${entry}/change`), ...wish({ to: addDays(city.today, 14) }) };
  expect((await me.post(`${entry}/change`, again)).location).toBe(`${entry}?done=changed`);

  // One place is not enough for two.
  await places(early, 1);
  await passOn(desk.db);
  expect(words(await good(await me.get(entry)))).not.toContain('電話で案内してください');
  await places(early, 2);
  await passOn(desk.db);
  const shown = await good(await me.get(entry));
  expect(words(shown)).toContain('空きが出ました。電話で案内してください');
  expect(await stands(id)).toEqual({ state: 'booked', slot: late, numbered: true });
  const press = formFields(shown, `${entry}/book`);
  expect((await me.post(`${entry}/book`, press)).location).toBe(`/reservations/${id}?done=moved`);
  expect(await stands(id)).toEqual({ state: 'booked', slot: early, numbered: true });
  expect((await me.post(`${entry}/book`, press)).location).toBe(`/reservations/${id}?done=booked-before`);
  expect(await fresh.db.rows(sql`SELECT taken FROM ledger.slots WHERE id IN (${early}, ${late}) ORDER BY day`)).toEqual([
    { taken: 2 },
    { taken: 0 },
  ]);
  expect(await invariantFaults(fresh.db)).toEqual([]);
});

test('a time that is free is not waited for but taken; without a number or an address nobody is entered; who may not see people under 支援措置 finds no page', async () => {
  await fresh.db.run(sql`UPDATE services.services SET counts = 'parties' WHERE id = ${city.service}`);
  const card = await makeCard(fresh.db, {
    noticeId: 'A1B-000003',
    name: '次 花子',
    birthDate: '1950-01-03',
    officeId: city.main,
  });
  const id = await bookFor(desk.db, { kind: 'staff', staffId: 1 }, city, card, late, { mail: null, phone: '' });
  await fresh.db.run(sql`UPDATE cards.cards SET phone = '' WHERE id = ${card}`);
  await fresh.db.run(sql`UPDATE reservations.reservations SET phone = '' WHERE id = ${id}::uuid`);
  const me = await signedIn(desk.url, 'ide', PASSWORD);
  const fields = { ...formFields(await good(await me.get(`/waiting/beside/${id}`)), `/waiting/beside/${id}`), ...wish() };
  expect(words(await good(await me.post(`/waiting/beside/${id}`, fields), 409))).toContain('連絡先がありません');
  await fresh.db.run(sql`UPDATE reservations.reservations SET phone = '0942301235' WHERE id = ${id}::uuid`);
  await places(early, 9);
  expect(words(await good(await me.post(`/waiting/beside/${id}`, fields), 409))).toContain('その日時に変更してください');
  await places(early, 2);
  expect((await me.post(`/waiting/beside/${id}`, fields)).location).toContain('done=entered');
  await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${card}`);
  const clerk = await signedIn(desk.url, 'koga', PASSWORD);
  expect((await clerk.get(`/waiting/beside/${id}`)).status).toBe(404);
  expect(words(await good(await clerk.get('/waiting')))).not.toContain('予約あり');
  await passOn(desk.db);
  expect(await fresh.db.rows(sql`SELECT end_reason AS why FROM waiting.entries ORDER BY entered_at`)).toEqual([
    { why: 'booked' },
    { why: 'card' },
  ]);
  expect(await stands(id)).toEqual({ state: 'booked', slot: late, numbered: true });
});

test('[8(2)②b] a mail of what is held beside a booking names and leads to the booking, and is nothing to who may not see its people (支援措置)', async () => {
  const card = await makeCard(fresh.db, {
    noticeId: 'A1B-000004',
    name: '文 届子',
    birthDate: '1950-01-04',
    officeId: city.main,
  });
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = taken`);
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = taken + 1 WHERE id = ${late}`);
  const id = await bookFor(desk.db, { kind: 'staff', staffId: 1 }, city, card, late, { mail: 'todoko@example.jp', phone: '' });
  const [admin, clerk] = [await signedIn(desk.url, 'ide', PASSWORD), await signedIn(desk.url, 'koga', PASSWORD)];
  const form = formFields(await good(await admin.get(`/waiting/beside/${id}`)), `/waiting/beside/${id}`);
  expect((await admin.post(`/waiting/beside/${id}`, { ...form, ...wish() })).location).toContain('done=entered');
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = taken + 1 WHERE id = ${early}`);
  expect(await passOn(desk.db)).toMatchObject({ offered: 1 });
  const { mail } = await fresh.db.one<{ mail: number }>(sql`
    UPDATE outbox.mails SET state = 'dead', attempts = 3, next_at = 'infinity', subject = '件名', body = '予約：12月7日 9時'
    WHERE kind = 'waiting-offer' AND reservation_id IN (SELECT r.id FROM reservations.reservations r WHERE r.beside = ${id}::uuid) RETURNING id AS mail`);
  const { number } = await fresh.db.one<{ number: string }>(
    sql`SELECT number FROM reservations.reservations WHERE id = ${id}::uuid`,
  );
  const listed = await good(await admin.get('/mails?show=dead'));
  for (const said of ['文 届子', number]) expect(words(listed)).toContain(said);
  expect(listed.html).toContain(`/reservations/${id}`);
  expect((await good(await admin.get(`/mails/${mail}`))).html).toContain(`/reservations/${id}`);
  const told = async () => ({
    page: (await clerk.get(`/mails/${mail}`)).status,
    listed: (await clerk.get('/mails?show=dead')).html.includes(`/mails/${mail}`),
  });
  const counted = async (seesProtected: boolean) => {
    const asked = { from: city.today, to: city.today, office: '', service: '' };
    const { dead } = await desk.db.one<{ dead: number }>(sql`SELECT (${deadCount({ seesProtected })})::integer AS dead`);
    return [dead, (await readNow(desk.db, { seesProtected }, asked)).dead];
  };
  expect([await told(), await counted(false)]).toEqual([{ page: 200, listed: true }, [1, 1]]);
  await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${card}`);
  expect([await told(), await counted(false)]).toEqual([{ page: 404, listed: false }, [0, 0]]);
  expect(await counted(true)).toEqual([1, 1]);
});
