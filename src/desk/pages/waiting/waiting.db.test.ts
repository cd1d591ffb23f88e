import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedIn } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { invariantFaults } from '../../../../test/support/invariant.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { addService, makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';
import { readNow } from '../../../lists/numbers/now.ts';
import { deadCount } from '../../../reservations/dead-mails.ts';
import { passOn } from '../../../waiting/offers.ts';

type Me = Awaited<ReturnType<typeof signedIn>>;

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let slot: number;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(1));
  await desk.account('ide', ['admin'], null, '井手 誠');
  await desk.account('koga', ['counter']);
  slot = await slotAt(fresh.db, city, city.main, 10, 10);
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 0`);
});
afterAll(() => desk.close());

const wish = (more: Record<string, string> = {}) => ({
  [`offices-${city.main}`]: 'yes',
  from: addDays(city.today, 5),
  to: addDays(city.today, 20),
  'kinds-weekday': 'yes',
  'kinds-holiday': 'yes',
  'parts-morning': 'yes',
  family: '',
  phone: '0942-30-1234',
  mail: '',
  ...more,
});
/** What the page of an entry sends of the offer it shows. */
const offered = async (me: Me, entry: string) => formFields(await good(await me.get(entry)), `${entry}/book`);
const place = (capacity: number) => fresh.db.run(sql`UPDATE ledger.slots SET capacity = ${capacity} WHERE id = ${slot}`);

test('somebody who calls is entered, called when a place is free, and booked by one press', async () => {
  const card = await makeCard(fresh.db, { noticeId: 'A1B-000001', name: '待鳥 トメ', phone: '0942301234', officeId: city.main });
  await makeCard(fresh.db, { noticeId: 'A1B-000002', name: '待鳥 キヨ', birthDate: '1950-01-02', officeId: city.main });
  const me = await signedIn(desk.url, 'ide', PASSWORD);
  const person = await me.get(`/people/${card}`);
  expect(person.html).toContain(`/waiting/new?card=${card}`);
  const asked = await good(await me.get(`/waiting/new?card=${card}`));
  // The city's number, said as a time: not every office keeps the same hours.
  expect(words(asked)).toContain('夕方・夜（17:15より後に終わる枠）');
  // One of both must be there: neither is called optional.
  expect(words(asked)).toMatch(
    /連絡先電話番号とメールアドレスの、少なくとも一方は必須です。電話番号(?! ?任意).*メールアドレス(?! ?任意)/u,
  );
  const wrong = await good(
    await me.post(`/waiting/new?card=${card}`, wish({ family: 'A1B-9', phone: '', 'parts-morning': '', from: 'いつか' })),
    422,
  );
  for (const said of ['交付通知書IDは、英数字3文字と数字6桁', '電話番号かメールアドレスを入力'])
    expect(words(wrong)).toContain(said);
  expect(wrong.html).toContain('A1B-9');
  const entered = await me.post(`/waiting/new?card=${card}`, wish({ family: 'Ａ1B000002' }));
  expect(entered.location).toMatch(/^\/waiting\/[0-9a-f-]{36}\?done=entered$/u);
  const entry = (entered.location ?? '').split('?')[0] ?? '';
  const page = words(await good(await me.get(entered.location ?? '')));
  for (const said of ['空き待ちに登録しました', '待鳥 トメ', '2人', '0942-30-1234', 'まだ案内していません'])
    expect(page).toContain(said);
  expect((await me.get(`/waiting/new?card=${card}`)).location).toBe(entry);

  // One place is not enough for two.
  await place(1);
  await passOn(desk.db);
  expect(words(await me.get('/todo'))).not.toContain('空き待ちの方への電話1件');
  await place(2);
  await passOn(desk.db);
  expect((await me.get('/todo')).html).toContain('空き待ちの方への電話');
  expect(words(await good(await me.get('/waiting')))).toContain('電話で案内してください');
  expect(words(await good(await me.get(entry)))).toContain('空きが出ました。電話で案内してください');
  const asShown = await offered(me, entry);
  const booked = await me.post(`${entry}/book`, asShown);
  expect(booked.location).toMatch(/^\/reservations\/[0-9a-f-]{36}\?done=booked$/u);
  expect(words(await good(await me.get(booked.location ?? '')))).toContain('待鳥 キヨ');
  expect(words(await good(await me.get('/waiting?show=over')))).toContain('予約した');
  expect(words(await good(await me.get('/todo?view=done')))).toMatch(/待鳥 トメさん、待鳥 キヨさん井手 誠/u);
  // Pressed twice, or booked by themselves at that moment: it is theirs, and the press leads to it.
  const twice = await me.post(`${entry}/book`, asShown);
  expect(twice.location).toBe(booked.location?.replace('done=booked', 'done=booked-before'));
  expect(words(await good(await me.get(twice.location ?? '')))).toContain('すでに予約されています');
  expect(words(await good(await me.get((await me.post(`${entry}/pass`, asShown)).location ?? '')))).toContain(
    'すでに終わっています',
  );
  expect(await invariantFaults(fresh.db)).toEqual([]);
  const id = /\/reservations\/([0-9a-f-]{36})/u.exec(booked.location ?? '')?.[1] ?? '';

  // What staff cancel goes to the next one at once.
  const next = await makeCard(fresh.db, {
    noticeId: 'A1B-000003',
    name: '次 花子',
    birthDate: '1950-01-03',
    officeId: city.main,
  });
  expect((await me.post(`/waiting/new?card=${next}`, wish())).location).toContain('done=entered');
  const { version } = await fresh.db.one<{ version: number }>(
    sql`SELECT version FROM reservations.reservations WHERE id = ${id}::uuid`,
  );
  expect((await me.post(`/reservations/${id}/cancel`, { version: String(version), why: 'ご本人から電話' })).location).toContain(
    'cancelled',
  );
  expect(await fresh.db.rows(sql`SELECT count(*)::integer AS n FROM waiting.offers WHERE outcome IS NULL`)).toEqual([{ n: 1 }]);
});

test('an offer is let pass and somebody taken off the list, each asked and told; both pass on what was held', async () => {
  const me = await signedIn(desk.url, 'ide', PASSWORD);
  const { id } = await fresh.db.one<{ id: string }>(sql`SELECT id FROM waiting.entries WHERE ended_at IS NULL`);
  const asShown = await offered(me, `/waiting/${id}`);
  expect((await me.post(`/waiting/${id}/pass`, asShown)).location).toBe(`/waiting/${id}?done=passed`);
  expect(words(await good(await me.get(`/waiting/${id}?done=passed`)))).toContain('見送った');
  expect(await fresh.db.rows(sql`SELECT taken FROM ledger.slots WHERE id = ${slot}`)).toEqual([{ taken: 0 }]);
  expect(words(await good(await me.get(`/waiting/${id}/leave`)))).toContain('もう一度登録すると、順番は最後になります');
  expect((await me.post(`/waiting/${id}/leave`, {})).location).toBe(`/waiting/${id}?done=left`);
  expect(words(await good(await me.get((await me.post(`/waiting/${id}/leave`, {})).location ?? '')))).toContain(
    'すでに終わっていました',
  );
  expect(words(await good(await me.get('/waiting')))).toContain('空きを待っている方はいません');
  const acts = await fresh.db.rows<{ act: string }>(
    sql`SELECT DISTINCT act FROM audit.events WHERE act LIKE 'waiting.%' ORDER BY act`,
  );
  expect(acts.map(({ act }) => act)).toEqual(['waiting.ended', 'waiting.entered', 'waiting.offered', 'waiting.passed']);
});

test('who may not see people under 支援措置 neither sees nor counts them, and who may not book changes nothing', async () => {
  const card = await makeCard(fresh.db, {
    noticeId: 'A1B-000004',
    name: '秘 花子',
    birthDate: '1950-01-04',
    officeId: city.main,
  });
  await place(0);
  const admin = await signedIn(desk.url, 'ide', PASSWORD);
  const entry = ((await admin.post(`/waiting/new?card=${card}`, wish())).location ?? '').split('?')[0] ?? '';
  await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${card}`);
  const clerk = await signedIn(desk.url, 'koga', PASSWORD);
  expect((await clerk.get('/waiting')).html).not.toContain('秘 花子');
  expect((await clerk.get(entry)).status).toBe(404);
  expect((await clerk.post(`${entry}/leave`, {})).status).toBe(404);
  expect((await admin.get(entry)).status).toBe((await admin.get(`/people/${card}`)).status);
});

test('[8(2)②b] a mail about an entry is neither listed, counted nor opened for who may not see the people of the entry (支援措置)', async () => {
  const card = await makeCard(fresh.db, {
    noticeId: 'A1B-000009',
    name: '秘 二子',
    birthDate: '1950-01-09',
    officeId: city.main,
  });
  await place(0);
  const [admin, clerk] = [await signedIn(desk.url, 'ide', PASSWORD), await signedIn(desk.url, 'koga', PASSWORD)];
  const made = await admin.post(`/waiting/new?card=${card}`, wish({ mail: 'hidden-entry@example.jp' }));
  const entry = (made.location ?? '').split('?')[0]?.slice(-36) ?? '';
  const { id } = await fresh.db.one<{ id: number }>(sql`
    UPDATE outbox.mails SET state = 'dead', attempts = 3, next_at = 'infinity', subject = '件名', body = '予約：12月7日 9時'
    WHERE about ->> 'entry' = ${entry} RETURNING id`);
  const told = async (me: Me) => ({
    page: (await me.get(`/mails/${id}`)).status,
    listed: (await me.get('/mails?show=dead')).html.includes(`/mails/${id}`),
  });
  const counted = async (seesProtected: boolean) => {
    const asked = { from: city.today, to: city.today, office: '', service: '' };
    const { dead } = await desk.db.one<{ dead: number }>(sql`SELECT (${deadCount({ seesProtected })}) AS dead`);
    return [dead, (await readNow(desk.db, { seesProtected }, asked)).dead];
  };
  expect([await told(clerk), await counted(false)]).toEqual([{ page: 200, listed: true }, [1, 1]]);
  await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${card}`);
  expect([await told(clerk), await counted(false)]).toEqual([{ page: 404, listed: false }, [0, 0]]);
  expect([await told(admin), await counted(true)]).toEqual([{ page: 200, listed: true }, [1, 1]]);
  await fresh.db.run(sql`DELETE FROM outbox.mails WHERE id = ${id}`);
});

test('[8(3)⑥] a family for whom no time of the office is large enough is not entered, and the clerk is told what else helps', async () => {
  const card = await makeCard(fresh.db, {
    noticeId: 'A1B-000005',
    name: '多 花子',
    birthDate: '1950-01-05',
    officeId: city.main,
  });
  await makeCard(fresh.db, { noticeId: 'A1B-000006', name: '多 子', birthDate: '2001-01-06', officeId: city.main });
  await place(1);
  const me = await signedIn(desk.url, 'ide', PASSWORD);
  const refused = words(await good(await me.post(`/waiting/new?card=${card}`, wish({ family: 'A1B-000006' })), 409));
  expect(refused).toContain('本庁には、選んだ日に、この人数が同じ時間に来られる枠がありません');
  await place(0);
});

/** Somebody waits and is offered the one place, at ten. */
async function offeredAtTen(me: Me, n: number) {
  await fresh.db.run(
    sql`SELECT waiting.leave(ROW('operator', NULL, NULL, NULL)::audit.actor, id) FROM waiting.entries WHERE ended_at IS NULL`,
  );
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = taken`);
  const noticeId = `A1D-00000${n}`;
  const card = await makeCard(fresh.db, { noticeId, name: `読上 花子${n}`, birthDate: `1950-03-0${n}`, officeId: city.main });
  const entry = ((await me.post(`/waiting/new?card=${card}`, wish())).location ?? '').split('?')[0] ?? '';
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = taken + 1 WHERE id = ${slot}`);
  await passOn(desk.db);
  const fields = await offered(me, entry);
  return { card, entry, fields };
}

test('the press books the time that was read aloud or nothing: another one that is offered by then is shown first', async () => {
  const me = await signedIn(desk.url, 'ide', PASSWORD);
  const { entry, fields } = await offeredAtTen(me, 1);
  // Another clerk notes that they do not want it, and the next one is offered to them.
  await me.post(`${entry}/pass`, fields);
  const other = await slotAt(fresh.db, city, city.main, 13, 11);
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 1 WHERE id = ${other}`);
  await passOn(desk.db);
  for (const press of ['book', 'pass']) {
    const pressed = await me.post(`${entry}/${press}`, fields);
    expect(pressed.location).toBe(`${entry}?refused=stale_form`);
    const shown = words(await good(await me.get(pressed.location ?? '')));
    for (const said of ['案内する日時が変わりました', '11:00']) expect(shown).toContain(said);
  }
  // Nor does a press that does not say what was shown.
  expect((await me.post(`${entry}/book`, {})).location).toBe(`${entry}?refused=stale_form`);
  expect((await me.post(`${entry}/book`, await offered(me, entry))).location).toContain('?done=booked');
  expect(await invariantFaults(fresh.db)).toEqual([]);
});

test('what a citizen chose in place of their offer is not the offer: nobody calls them, and neither press of the desk touches it', async () => {
  const me = await signedIn(desk.url, 'ide', PASSWORD);
  const { card, entry, fields } = await offeredAtTen(me, 2);
  // One to ring stands by name in place of the number, and says where not everything may be told.
  const named = '読上 花子2さん空き待ちの方への電話';
  expect(words(await me.get('/todo'))).toContain(named);
  await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${card}`);
  expect(words(await me.get('/todo'))).toContain('読上 花子2さん支援措置空き待ちの方への電話');
  await fresh.db.run(sql`UPDATE cards.cards SET protected = false WHERE id = ${card}`);
  await fresh.db.run(sql`SELECT reservations.from_offer(${fields['hold'] ?? ''}::uuid)`);
  expect(words(await me.get('/todo'))).not.toContain(named);
  expect(words(await good(await me.get(entry)))).not.toContain('電話で案内してください');
  expect((await me.post(`${entry}/pass`, fields)).location).toBe(`${entry}?done=passed-before`);
  expect((await me.post(`${entry}/book`, fields)).location).toBe(`${entry}?refused=lapsed`);
  await me.post(`${entry}/leave`, {});
  expect(await fresh.db.one(sql`SELECT state FROM reservations.reservations WHERE id = ${fields['hold'] ?? ''}::uuid`)).toEqual({
    state: 'held',
  });
  await fresh.db.run(
    sql`SELECT reservations.cancel(ROW('operator', NULL, NULL, NULL)::audit.actor, ${fields['hold'] ?? ''}::uuid, NULL, 'staff', 'test')`,
  );
  await passOn(desk.db);
  expect(await invariantFaults(fresh.db)).toEqual([]);
});

test('what somebody waits for and how they are reached is changed with their place kept: an address is added, put right while a time is held, and the log says so', async () => {
  await fresh.db.run(sql`UPDATE waiting.entries SET ended_at = lib.now(), end_reason = 'left' WHERE ended_at IS NULL`);
  await place(0);
  const me = await signedIn(desk.url, 'ide', PASSWORD);
  const enters = async (n: number) => {
    const noticeId = `A1C-00000${n}`;
    const card = await makeCard(fresh.db, { noticeId, name: `順 花子${n}`, birthDate: `1950-02-0${n}`, officeId: city.main });
    return ((await me.post(`/waiting/new?card=${card}`, wish())).location ?? '').split('?')[0] ?? '';
  };
  const [first, behind] = [await enters(1), await enters(2)];
  const order = async () =>
    (await fresh.db.rows<{ id: string }>(sql`SELECT id FROM waiting.entries WHERE ended_at IS NULL ORDER BY entered_at, id`)).map(
      ({ id }) => `/waiting/${id}`,
    );
  expect(await order()).toEqual([first, behind]);
  const form = async () => formFields(await good(await me.get(`${first}/change`)), `${first}/change`);
  const fields = await form();
  expect([fields['from'] === undefined, words(await me.get(first)).includes('待つ条件・連絡先を変更する')]).toEqual([
    false,
    true,
  ]);
  const wrong = await good(await me.post(`${first}/change`, { ...fields, phone: '', mail: '' }), 422);
  expect(words(wrong)).toContain('電話番号かメールアドレスを入力');
  const typed = {
    ...wish(),
    version: fields['version'] ?? '',
    language: 'ja',
    mail: 'typo@example.jp',
    to: addDays(city.today, 15),
  };
  expect((await me.post(`${first}/change`, typed)).location).toBe(`${first}?done=changed`);
  expect(words(await good(await me.get(`${first}?done=changed`)))).toContain('順番はそのままです');
  expect(await order()).toEqual([first, behind]);
  // Pressed again with what the page showed before: nothing is changed, and it is said.
  expect((await me.post(`${first}/change`, { ...typed, phone: '0942-30-9999' })).location).toBe(
    `${first}?refused=changed_meanwhile`,
  );
  const kinds = () =>
    fresh.db.rows<{ kind: string }>(
      sql`SELECT kind FROM outbox.mails WHERE coalesce(about ->> 'entry', '') = ${first.slice(-36)} OR reservation_id IN (
        SELECT reservation_id FROM waiting.offers WHERE entry_id = ${first.slice(-36)}::uuid) ORDER BY id`,
    );
  expect(await kinds()).toEqual([{ kind: 'waiting' }]);

  // Who stands first is offered the place, by mail now; its mail left for the mistyped address.
  await place(1);
  await passOn(desk.db);
  expect(words(await good(await me.get(first)))).toContain('空きをメールで案内しています');
  await fresh.db.run(sql`UPDATE outbox.mails SET state = 'sent' WHERE kind = 'waiting-offer'`);
  await fresh.db.run(sql`SELECT waiting.new_link(e.id, NULL, e.mail) FROM waiting.entries e WHERE e.mail = 'typo@example.jp'`);
  // The days may be as they are, and even past: an address is put right all the same.
  await fresh.db.run(sql`UPDATE waiting.entries SET from_day = ${addDays(city.today, -3)}::date WHERE mail = 'typo@example.jp'`);
  const again = { ...(await form()), mail: 'right@example.jp' };
  expect((await me.post(`${first}/change`, again)).location).toBe(`${first}?done=changed`);
  // The offer alone is told to it: no second mail that says that there is no place yet.
  expect((await kinds()).map(({ kind }) => kind)).toEqual(['waiting', 'waiting-offer', 'waiting-offer']);
  expect(await fresh.db.rows(sql`SELECT FROM waiting.links WHERE entry_id = ${first.slice(-36)}::uuid`)).toHaveLength(0);
  expect(await fresh.db.rows(sql`SELECT mail, state FROM reservations.reservations WHERE offered AND state = 'held'`)).toEqual([
    { mail: 'right@example.jp', state: 'held' },
  ]);
  expect(await order()).toEqual([first, behind]);
  const lines = await fresh.db.rows<{ staff: boolean; mail: boolean }>(
    sql`SELECT staff_id IS NOT NULL AS staff, (detail ->> 'mail_changed')::boolean AS mail FROM audit.events WHERE act = 'waiting.changed' ORDER BY id DESC LIMIT 2`,
  );
  expect(lines).toEqual([
    { staff: true, mail: true },
    { staff: true, mail: true },
  ]);
  // Another wish that fits now is not waited for; an entry that is over is changed no more; who may not book changes nothing.
  expect(
    await fresh.db.rows(
      sql`SELECT waiting.pass(ROW('operator', NULL, NULL, NULL)::audit.actor, ${first.slice(-36)}::uuid) AS said`,
    ),
  ).toEqual([{ said: 'passed' }]);
  const other = await slotAt(fresh.db, city, city.main, 12, 11);
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 1 WHERE id = ${other}`);
  const free = await good(await me.post(`${first}/change`, { ...(await form()), to: addDays(city.today, 14) }), 409);
  expect(words(free)).toContain('条件に合う空きがあります');
  await me.post(`${first}/leave`, {});
  expect((await me.get(`${first}/change`)).location).toBe(first);
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 0 WHERE taken = 0`);
});

test('with several services that need a card it is chosen what somebody waits for; who waits for one, on the web or by telephone, is entered for another', async () => {
  const me = await signedIn(desk.url, 'ide', PASSWORD);
  const other = await addService(fresh.db, city, { code: 'renewal', name: '電子証明書の更新', capacity: 0 });
  const noticeId = 'A1E-000001';
  const card = await makeCard(fresh.db, { noticeId, name: '選 花子', birthDate: '1950-04-01', officeId: city.main });
  const form = `/waiting/new?card=${card}`;
  expect((await good(await me.get(form))).html).not.toContain('name="service"');
  await fresh.db.run(sql`UPDATE services.services SET needs_card = true WHERE id = ${other}`);
  try {
    expect(words(await good(await me.get(form)))).toContain('手続き');
    const entered = await me.post(form, wish({ service: String(other) }));
    expect(entered.location).toContain('done=entered');
    expect(words(await good(await me.get(entered.location ?? '')))).toContain('電子証明書の更新');
    // It is no reason not to wait for the first one too.
    const next = await good(await me.get(form));
    expect(words(next)).toContain('電子証明書の更新の空き待ちには、登録されています');
    expect(formFields(next, form)['service']).toBe(String(city.service));
    const both = await me.post(form, wish({ service: String(city.service) }));
    expect(both.location).toContain('done=entered');
    expect(words(await good(await me.get('/waiting')))).toContain('電子証明書の更新');
    // Who waits for all there is, is shown that.
    expect((await me.get(form)).location).toMatch(/^\/waiting\/[0-9a-f-]{36}$/u);
  } finally {
    await fresh.db.run(sql`UPDATE services.services SET needs_card = false WHERE id = ${other}`);
  }
});

test('a city without a waiting list offers nobody to wait', async () => {
  const card = await makeCard(fresh.db, {
    noticeId: 'A1B-000099',
    name: '待鳥 ナシ',
    birthDate: '1950-09-09',
    officeId: city.main,
  });
  const me = await desk.clerk('nashi', ['counter']);
  const offers = async () => (await me.get(`/people/${card}`)).html.includes(`/waiting/new?card=${card}`);
  expect(await offers()).toBe(true);
  await fresh.db.run(sql`INSERT INTO site.settings (key, value, changed_at) VALUES ('waiting-hold-hours', '0', lib.now())`);
  expect(await offers()).toBe(false);
  await fresh.db.run(sql`DELETE FROM site.settings WHERE key = 'waiting-hold-hours'`);
});

test('[8(3)④] by telephone only what can become free is offered: days, kinds of days and times of day that open, and not beyond the card; what stands in an entry stays in its form', async () => {
  const { db } = fresh;
  await db.run(sql`UPDATE waiting.entries SET ended_at = lib.now(), end_reason = 'left' WHERE ended_at IS NULL`);
  const me = await signedIn(desk.url, 'ide', PASSWORD);
  const noticeId = 'A1F-000001';
  const card = await makeCard(db, { noticeId, name: '限 花子', birthDate: '1950-05-01', officeId: city.main });
  const path = `/waiting/new?card=${card}`;
  const shown = async (at = path) => (await good(await me.get(at))).html;
  const days = (html: string) => [...html.matchAll(/<option value="(\d{4}-\d\d-\d\d)"/gu)].map(([, day]) => day ?? '');
  // What is laid out is all there is: thirty days from today on, no evenings at the branch, and only mornings after a day.
  await db.run(sql`UPDATE calendar.windows SET latest_kind = 'days', latest_days = 20 WHERE audience = 'citizen'`);
  await db.run(sql`UPDATE ledger.slots SET gone = true WHERE office_id = ${city.branch} AND start_minute >= 720`);
  await db.run(sql`UPDATE ledger.slots SET gone = true WHERE start_minute + minutes > 1035`);
  try {
    const first = await shown();
    const offered = [...new Set(days(first))];
    expect([offered[0], offered.at(-1)]).toEqual([addDays(city.today, 2), addDays(city.today, 20)]);
    expect(first).not.toContain('parts-evening');
    expect(words(await me.get(path))).toMatch(/北野総合支所開くのは、.*午前.*です。/u);
    const outside = await me.post(path, wish({ to: addDays(city.today, 25) }));
    expect([outside.status, words(outside)]).toEqual([422, expect.stringContaining('最後の日')]);
    // Not beyond the day on which the card expires; where that leaves no day, the clerk is told what else helps.
    await db.run(sql`UPDATE cards.cards SET expires_on = ${addDays(city.today, 9)}::date WHERE id = ${card}`);
    expect(days(await shown()).at(-1)).toBe(addDays(city.today, 9));
    const entered = ((await me.post(path, wish({ to: addDays(city.today, 9) }))).location ?? '').split('?')[0] ?? '';
    await db.run(
      sql`UPDATE waiting.entries SET to_day = ${addDays(city.today, 15)}::date WHERE id = ${entered.slice(-36)}::uuid`,
    );
    expect(formFields(await good(await me.get(`${entered}/change`)), `${entered}/change`)['to']).toBe(addDays(city.today, 15));
    await me.post(`${entered}/leave`, {});
    await db.run(sql`UPDATE cards.cards SET expires_on = ${addDays(city.today, 1)}::date WHERE id = ${card}`);
    const none = await good(await me.get(path));
    expect(words(none)).toContain('空き待ちに登録できる場所がありません');
    expect(none.html).not.toContain('name="from"');
  } finally {
    await db.run(sql`UPDATE ledger.slots SET gone = false`);
    await db.run(sql`UPDATE calendar.windows SET latest_days = 60 WHERE audience = 'citizen'`);
  }
});
