import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import type { Visitor } from '../../../../test/support/browse.ts';
import { formValue } from '../../../../test/support/citizen.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { htmlFaults } from '../../../../test/support/html.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { record } from '../../../counter/acts.ts';
import { longDate } from '../../../lib/dates/format.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let admin: Visitor;
let clerk: Visitor;
let n = 0;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(5));
  admin = await desk.clerk('ide', ['admin'], city.main, '井手 誠');
  clerk = await desk.clerk('koga', ['counter'], city.main);
});
afterAll(() => desk.close());

const dayOn = (days: number) => Temporal.PlainDate.from(city.today).add({ days }).toString();

async function booked(
  daysOn: number,
  hour: number,
  more: { name?: string; mail?: string; phone?: string; protected?: boolean; office?: number; birth?: string } = {},
): Promise<string> {
  n += 1;
  const cardId = await makeCard(fresh.db, {
    noticeId: `A1B-${100_000 + n}`,
    name: more.name ?? `試験 太郎${n}`,
    officeId: city.main,
    protected: more.protected ?? false,
    ...(more.birth === undefined ? {} : { birthDate: more.birth }),
  });
  return bookFor(
    desk.db,
    { kind: 'operator' },
    city,
    cardId,
    await slotAt(fresh.db, city, more.office ?? city.main, daysOn, hour),
    { mail: more.mail ?? null, phone: more.phone ?? '' },
  );
}

const form = (daysOn: number, hours?: [string, string]) => ({
  'office-honcho': 'yes',
  service: '',
  from: longDate(dayOn(daysOn)),
  to: '',
  whole: hours === undefined ? 'yes' : 'no',
  begin: hours?.[0] ?? '',
  end: hours?.[1] ?? '',
  reason: '停電点検のため',
});
const preview = (fields: Record<string, string>) => admin.post('/closings/new', { ...fields, act: 'preview' });
/** The hidden fields of a preview, as the browser sends them with the press that closes. */
const pressed = (
  page: Awaited<ReturnType<typeof preview>>,
  fields: Record<string, string>,
  more: Record<string, string> = {},
) => ({
  ...fields,
  form: formValue(page, 'form'),
  seen: formValue(page, 'seen'),
  // An empty one is written without a value.
  seen_visits: page.html.includes('name="seen_visits" value="') ? formValue(page, 'seen_visits') : '',
  seen_slots: formValue(page, 'seen_slots'),
  notice: '',
  hours: '48',
  act: 'close',
  ...more,
});
async function closed(fields: Record<string, string>, more: Record<string, string> = {}): Promise<number> {
  await admin.get('/closings/new');
  const page = await admin.post('/closings/new', pressed(await preview(fields), fields, more));
  return Number(/^\/closings\/(\d+)(?:\/together)?\?done=closed$/u.exec(page.location ?? '')?.[1] ?? Number.NaN);
}

test('[8(2)⑤c] what moved between the two presses is said, nothing is shut; the same press again on the new page closes', async () => {
  await booked(4, 9);
  const fields = form(4, ['9時', '１１：００']);
  await admin.get('/closings/new');
  const first = await preview(fields);
  expect(first.html.replace(/<[^>]+>/gu, '')).toContain('2枠（10人分）を閉庁にします');
  await booked(4, 10);
  const stale = await admin.post('/closings/new', pressed(first, fields));
  expect(stale.status).toBe(409);
  expect(stale.html).toMatch(/新しく予約が入りました：.*10:00/u);
  expect(await desk.db.row(sql`SELECT 1 FROM closing.closings`)).toBeUndefined();
  expect(await desk.db.row(sql`SELECT 1 FROM ledger.slots WHERE closed_at IS NOT NULL`)).toBeUndefined();
  expect(formValue(stale, 'form')).toBe(formValue(first, 'form'));
  const press = pressed(stale, fields);
  const [once, twice] = [await admin.post('/closings/new', press), await admin.post('/closings/new', press)];
  expect(once.location).toMatch(/^\/closings\/\d+\?done=closed$/u);
  expect(twice.location).toBe(once.location);
  expect(
    await desk.db.rows(sql`SELECT start_minute / 60 AS hour FROM ledger.slots WHERE closed_at IS NOT NULL ORDER BY 1`),
  ).toEqual([{ hour: 9 }, { hour: 10 }]);
  const forged = await preview(form(4, ['11:00', '12:00']));
  expect((await admin.post('/closings/new', pressed(forged, form(4, ['11:00', '12:00']), { seen: 'f'.repeat(64) }))).status).toBe(
    409,
  );
});

test.each<[Record<string, string>, string]>([
  [{ from: '2月30日' }, '暦にない日'],
  [{ from: '' }, '開始日を入力してください'],
  [{ from: '令和元年5月1日' }, '過ぎた日は閉庁にできません'],
  [{ to: '令和50年1月1日' }, '62日まで'],
  [{ whole: '' }, '時間を指定するかを選んでください'],
  [{ whole: 'no', begin: '25:00', end: '26:00' }, '開始時刻は、0:00から24:00まで'],
  [{ whole: 'no', begin: '13:00', end: '13:00' }, 'より後にしてください'],
  [{ 'office-honcho': '' }, '交付場所を選んでください'],
  [{ 'office-honcho': '', 'office-nowhere': 'yes' }, '交付場所を選んでください'],
  [{ service: 'nothing' }, 'その手続きはありません'],
  [{ reason: '' }, '理由を書いてください'],
  [{ reason: 'あ'.repeat(61) }, '60文字まで'],
])('[8(2)⑤c] a form that cannot be read says so where it stands and keeps what was typed: %j', async (wrong, words) => {
  await admin.get('/closings/new');
  const page = await preview({ ...form(6), ...wrong });
  expect(page.status).toBe(422);
  expect(page.html).toContain(words);
  if (wrong['reason'] === undefined) expect(page.html).toContain('停電点検のため');
});

test('[8(2)⑤c] the notice, the hours and the places to set aside are asked for in the second form; wrong ones close nothing', async () => {
  await booked(8, 9);
  const fields = form(8);
  await admin.get('/closings/new');
  const page = await preview(fields);
  expect(page.html).toContain('停電点検のため、令和');
  // What the form says of the reason is so: it stands in the notice proposed.
  expect((await admin.get('/closings/new')).html).toContain(
    'サイトのお知らせの文、入口に貼るお知らせ、受付中止のお知らせのメールに入り',
  );
  for (const wrong of [
    { [`aside-${dayOn(9)}`]: '-1' },
    { [`aside-${dayOn(9)}`]: '1', hours: '0' },
    { notice: 'あ'.repeat(301) },
  ]) {
    const again = await admin.post('/closings/new', pressed(page, fields, wrong));
    expect([again.status, again.html.includes('入力内容をご確認ください')]).toEqual([422, true]);
  }
  const id = await closed(fields, { notice: '停電のため、お休みします。', [`aside-${dayOn(9)}`]: '２人', hours: '3' });
  expect(await desk.db.one(sql`SELECT sum(aside) AS aside, count(*) AS slots FROM ledger.slots WHERE aside_for = ${id}`)).toEqual(
    { aside: 48, slots: 24 },
  );
  const closing = await admin.get(`/closings/${id}`);
  for (const words of ['残り48人分', '停電のため、お休みします。', '現在、掲載中です', '要振替'])
    expect(closing.html).toContain(words);
  expect(await fresh.db.rows(sql`SELECT body FROM citizen.notices()`)).toEqual([{ body: '停電のため、お休みします。' }]);
  await admin.get(`/closings/${id}/reopen`);
  expect((await admin.post(`/closings/${id}/reopen`, {})).location).toBe(`/closings/${id}?done=reopened`);
  expect(await fresh.db.rows(sql`SELECT body FROM citizen.notices()`)).toEqual([]);
  expect(await desk.db.one(sql`SELECT sum(aside) AS aside FROM ledger.slots`)).toEqual({ aside: 0 });
  const again = await admin.post(`/closings/${id}/reopen`, {});
  expect(again.location).toBe(`/closings/${id}?done=reopened`);
});

test.each([
  ['停電', '停電のため、令和'],
  ['停電のため', '停電のため、令和'],
  ['台風が近づいているので', '台風が近づいているので、令和'],
])(
  '[8(2)⑤c] the notice proposed reads as a sentence, whether the reason is a bare word or says that it is one: %s',
  async (reason, words) => {
    await admin.get('/closings/new');
    const page = await preview({ ...form(8), reason });
    expect(page.html).toContain(words);
    expect(page.html).not.toMatch(/停電、令和|のためのため/u);
  },
);

test('[8(2)⑤h] a day that is shut already has nothing to close', async () => {
  await closed(form(12));
  const page = await preview(form(12));
  expect(page.html).toContain('閉庁にする枠がありません');
  expect(page.html).not.toContain('この内容で臨時閉庁にする');
});

test('[8(2)②bc] 支援措置の方 stand on lists and files by name only for who may see them, and only they tick them off', async () => {
  const hidden = await booked(14, 9, { name: '秘密 花子', phone: '0942301234', protected: true });
  const open = await booked(14, 10, { name: '公開 太郎', phone: '0942305678' });
  await fresh.db.run(
    sql`UPDATE reservations.reservations SET language = CASE WHEN id = ${open}::uuid THEN 'vi' ELSE 'ko' END WHERE id IN (${hidden}::uuid, ${open}::uuid)`,
  );
  const id = await closed(form(14));
  const row = await desk.db.one<{ id: number }>(sql`SELECT id FROM closing.affected WHERE reservation_id = ${hidden}::uuid`);
  for (const path of [`/closings/${id}`, `/closings/${id}?show=phone`, `/closings/${id}/phone.csv`]) {
    const [seen, unseen] = [await admin.get(path), await clerk.get(path)];
    expect(seen.html, path).toContain('秘密 花子');
    expect(unseen.html, path).not.toMatch(/秘密 花子|0942-30-1234/u);
    expect(unseen.html, path).toContain('支援措置の方 1組');
    expect(unseen.html, path).toContain('公開 太郎');
    // Who rings reads in which language; of whom they may not see, not even that.
    const said = path.endsWith('csv') ? '' : '<span class="tag">';
    for (const page of [seen, unseen]) expect(page.html, path).toContain(`${said}ベトナム語`);
    expect(seen.html, path).toContain(`${said}韓国語`);
    expect(unseen.html, path).not.toContain(`${said === '' ? ',' : said}韓国語`);
  }
  const shown = await clerk.get(`/lists/phone?of=closing-${id}`);
  expect(shown.html).toContain('ベトナム語');
  expect(shown.html).not.toContain('韓国語');
  await clerk.get(`/closings/${id}`);
  expect((await clerk.post(`/closings/${id}/reached`, { [`note-${row.id}`]: '', act: `reached-${row.id}` })).location).toContain(
    'refused=unknown',
  );
  expect((await clerk.get(`/reservations/${hidden}/keep`)).status).toBe(404);
  expect(await desk.db.one(sql`SELECT reached_at FROM closing.affected WHERE id = ${row.id}`)).toEqual({ reached_at: null });
});

test('[8(2)⑧c] whom to call is a list as every other: of all closings, of one, in any format; who is reached leaves those left to call', async () => {
  await booked(13, 9, { name: '秘密 三郎', phone: '0942301234', protected: true });
  const open = await booked(13, 10, { name: '公開 三郎', phone: '0942305678' });
  const id = await closed(form(13));
  expect((await clerk.get(`/closings/${id}`)).html).toContain(`href="/lists/phone?of=closing-${id}"`);
  for (const query of ['', `?of=closing-${id}`]) {
    const page = await clerk.get(`/lists/phone${query}`);
    expect(await htmlFaults(page.html)).toEqual([]);
    for (const said of ['公開 三郎', '0942-30-5678', '支援措置の方 1組']) expect(page.html).toContain(said);
    expect(page.html).not.toMatch(/秘密 三郎|0942-30-1234/u);
    // Where the hidden one would come is told by no filter: their line stands in the list of every office.
    expect((await clerk.get(`/lists/phone${query === '' ? '?' : `${query}&`}office=kitano`)).html).toContain('支援措置の方 1組');
  }
  expect((await admin.get(`/lists/phone?of=closing-${id}`)).html).toContain('秘密 三郎');
  const row = await desk.db.one<{ id: number }>(sql`SELECT id FROM closing.affected WHERE reservation_id = ${open}::uuid`);
  await clerk.get(`/closings/${id}`);
  await clerk.post(`/closings/${id}/reached`, { [`note-${row.id}`]: '折り返す', act: `reached-${row.id}` });
  expect((await clerk.get(`/lists/phone?of=closing-${id}&left=yes`)).html).not.toContain('公開 三郎');
  const page = await clerk.get(`/lists/phone?of=closing-${id}`);
  expect(page.html).toContain('折り返す');
  for (const as of ['pdf', 'csv', 'xlsx'])
    expect((await clerk.post('/lists/phone/take', { ...formFields(page, '/lists/phone/take'), as })).status).toBe(200);
  const log = await fresh.db.one<{ of: string }>(
    sql`SELECT detail ->> 'of' AS of FROM audit.events WHERE act = 'list.taken' ORDER BY id DESC LIMIT 1`,
  );
  expect(log.of).toContain(`臨時閉庁 ${id}`);
  // A closing that is none is no list of everybody.
  const none = await clerk.get('/lists/phone?of=closing-999999');
  expect([none.status, none.html.includes('折り返す')]).toEqual([422, false]);
});

test('[8(2)②b] 支援措置の方 are that also where they booked without their card: the mark is on another card of the same person', async () => {
  const hidden = await booked(15, 9, { name: '秘密 次郎', phone: '0942301234', protected: true });
  await fresh.db.run(sql`
    UPDATE reservations.members m SET card_id = NULL, person_key = c.person_key, name = c.name, kana = c.kana, birth_date = c.birth_date
    FROM cards.cards c WHERE c.id = m.card_id AND m.reservation_id = ${hidden}::uuid`);
  const id = await closed(form(15));
  for (const path of [`/closings/${id}`, `/closings/${id}/phone.csv`]) {
    expect((await admin.get(path)).html, path).toContain('秘密 次郎');
    expect((await clerk.get(path)).html, path).not.toMatch(/秘密|0942-30-1234/u);
  }
});

test('[8(2)⑧c] the phone list as CSV: with BOM, a note that a spreadsheet would run does not', async () => {
  const id = await closed(form(16));
  expect((await clerk.get(`/closings/${id}/phone.csv`)).html.split('\r\n')).toHaveLength(2);
  const visit = await booked(17, 9, { phone: '0942305678' });
  const second = await closed(form(17));
  const row = await desk.db.one<{ id: number }>(sql`SELECT id FROM closing.affected WHERE reservation_id = ${visit}::uuid`);
  await clerk.get(`/closings/${second}`);
  await clerk.post(`/closings/${second}/reached`, { [`note-${row.id}`]: '=HYPERLINK("x")', act: `reached-${row.id}` });
  // What takes the tick back and what cancels the booking stand in one row, each by its own name.
  const acts = (await clerk.get(`/closings/${second}`)).html.replace(/<span class="unseen">[^<]*<\/span>/gu, '');
  expect(acts).toContain('>連絡済を取り消す<');
  expect(acts).toContain('>取消<');
  const csv = await clerk.get(`/closings/${second}/phone.csv`);
  expect(csv.headers.get('content-disposition')).toContain('attachment; filename="list.csv"; filename*=UTF-8\'\'');
  expect(csv.html).toContain(`"'=HYPERLINK(""x"")"`);
  expect(csv.html).toContain('0942-30-5678');
  // Taken back, it is as before.
  const list = await clerk.get(`/closings/${second}`);
  await clerk.post(`/closings/${second}/reached`, {
    ...formFields(list, `/closings/${second}/reached`),
    [`note-${row.id}`]: '',
    act: `not-reached-${row.id}`,
  });
  expect(await desk.db.one(sql`SELECT reached_at, note FROM closing.affected WHERE id = ${row.id}`)).toEqual({
    reached_at: null,
    note: '',
  });
});

test('[8(2)⑤c] anyone on the list may be called; a press keeps what was typed in other rows; those left are counted; opened again it has no poster', async () => {
  const visits = [
    await booked(19, 9, { mail: 'never@example.jp' }),
    await booked(19, 10, { phone: '0942305678' }),
    await booked(19, 11, { phone: '0942305679' }),
  ];
  const id = await closed(form(19, ['9:00', '17:15']));
  const rows = await desk.db.rows<{ id: number }>(
    sql`SELECT id FROM closing.affected WHERE closing_id = ${id} ORDER BY array_position(${visits}::uuid[], reservation_id)`,
  );
  const [withMail = 0, one = 0, other = 0] = rows.map((row) => row.id);
  const notes = () =>
    desk.db.rows(sql`SELECT note, reached_at IS NOT NULL AS reached FROM closing.affected WHERE closing_id = ${id} ORDER BY id`);
  const list = `/closings/${id}`;
  const page = await clerk.get(list);
  expect(page.html).toContain('電話する方（2）');
  expect(page.html).toContain(`value="reached-${withMail}"`);
  const action = `${list}/reached`;
  const typed = { ...formFields(page, action), [`note-${one}`]: '留守', [`note-${other}`]: '夕方に', act: `reached-${one}` };
  const done = await clerk.follow(await clerk.post(action, typed));
  expect(done.html).toContain('電話する方（1）');
  expect(await htmlFaults(done.html)).toEqual([]);
  expect(await notes()).toEqual([
    { note: '', reached: false },
    { note: '留守', reached: true },
    { note: '夕方に', reached: false },
  ]);
  // A colleague wrote a note meanwhile: a box nobody touched does not write over it. Enter in a box saves notes alone.
  await fresh.db.run(sql`UPDATE closing.affected SET note = '同僚のメモ' WHERE id = ${one}`);
  const fields = { ...formFields(done, action), [`note-${withMail}`]: 'メールを見ていない', act: 'notes' };
  expect((await clerk.follow(await clerk.post(action, fields))).html).toContain('メモを保存しました');
  expect(await notes()).toEqual([
    { note: 'メールを見ていない', reached: false },
    { note: '同僚のメモ', reached: true },
    { note: '夕方に', reached: false },
  ]);
  await clerk.get(list);
  await clerk.post(action, { act: `reached-${withMail}` });
  expect((await notes())[0]).toEqual({ note: 'メールを見ていない', reached: true });
  const poster = `${list}/notice.pdf`;
  expect((await admin.get(list)).html).toContain(poster);
  await admin.get(`${list}/reopen`);
  const reopened = await admin.follow(await admin.post(`${list}/reopen`, {}));
  expect(reopened.html).not.toContain(poster);
  expect((await admin.get(poster)).status).toBe(404);
  // Two were told by phone, and no mail tells either: the one with an address had not been mailed yet.
  expect(reopened.html).toContain('2組には、再開したことがまだ伝わっていません');
  await admin.get(list);
  for (const row of [one, withMail]) await admin.post(action, { act: `recalled-${row}` });
});

test.each([
  [22, 'too long', '折り返しの約束。'.repeat(26), '200文字まで'],
  [23, 'a 個人番号', '番号は 123456789018 とのこと', '個人番号、申請書ID、暗証番号は記録できません'],
])(
  '[8(2)⑤c] on day %i a note that is refused (%s) stands in its box again with the others, and nothing is saved',
  async (day, _, wrong, words) => {
    const visits = [await booked(day, 9, { name: `長文 花子${day}` }), await booked(day, 9, { name: `短文 太郎${day}` })];
    const id = await closed(form(day));
    const rows = await desk.db.rows<{ id: number }>(
      sql`SELECT id FROM closing.affected WHERE closing_id = ${id} ORDER BY array_position(${visits}::uuid[], reservation_id)`,
    );
    const [one = 0, other = 0] = rows.map((row) => row.id);
    const action = `/closings/${id}/reached`;
    const list = await clerk.get(`/closings/${id}?show=phone`);
    const typed = { ...formFields(list, action), [`note-${one}`]: wrong, [`note-${other}`]: '夕方に', act: `reached-${one}` };
    const again = await clerk.post(action, typed);
    expect(again.status).toBe(422);
    expect(again.html).toMatch(new RegExp(`長文 花子${day}さんのメモ.*${words}`, 'u'));
    expect(await htmlFaults(again.html)).toEqual([]);
    const kept = formFields(again, action);
    expect([kept[`note-${one}`], kept[`note-${other}`], kept['show']]).toEqual([wrong, '夕方に', 'phone']);
    expect(
      await desk.db.rows(sql`SELECT 1 FROM closing.affected WHERE closing_id = ${id} AND (note <> '' OR reached_at IS NOT NULL)`),
    ).toEqual([]);
    await clerk.post(action, { ...kept, [`note-${one}`]: '留守', act: 'notes' });
    expect(await desk.db.rows(sql`SELECT note FROM closing.affected WHERE closing_id = ${id} ORDER BY note`)).toEqual([
      { note: '夕方に' },
      { note: '留守' },
    ]);
  },
);

test('[8(2)⑤c] a storm is one act for all offices: one preview, one notice, one list and phone list; opened again each by itself or all at once', async () => {
  const here = await booked(24, 9, { name: '本庁 花子', mail: 'here@example.jp', phone: '0942305678' });
  const there = await booked(24, 10, { name: '北野 太郎', phone: '0942305679', office: city.branch });
  const { 'office-honcho': _, ...rest } = form(24);
  const fields = { ...rest, 'office-ALL': 'yes' };
  await admin.get('/closings/new');
  const shown = await preview(fields);
  expect(await htmlFaults(shown.html)).toEqual([]);
  const words = shown.html.replace(/<[^>]+>/gu, '');
  for (const said of [
    '48枠（240人分）を閉庁にします',
    '本庁 24枠',
    '北野総合支所 24枠',
    '2組（2人）の予約が要振替',
    '本庁・北野総合支所の窓口をお休みします',
  ])
    expect(words).toContain(said);
  const press = pressed(
    shown,
    { ...fields },
    { [`aside-${dayOn(25)}`]: '1', notice: formFields(shown, '/closings/new')['notice'] ?? '' },
  );
  const [once, twice] = [await admin.post('/closings/new', press), await admin.post('/closings/new', press)];
  expect(twice.location).toBe(once.location);
  const list = (once.location ?? '').split('?')[0] ?? '';
  expect(list).toMatch(/^\/closings\/\d+\/together$/u);
  const closings = await desk.db.rows<{ id: number; office: number; aside: number; notice: number }>(sql`
    SELECT c.id, c.office_id AS office, c.notice_id AS notice, (SELECT sum(aside) FROM ledger.slots s WHERE s.aside_for = c.id AND s.office_id = c.office_id) AS aside
    FROM closing.closings c WHERE c.from_day = ${dayOn(24)}::date ORDER BY c.id`);
  expect(closings.map(({ office, aside }) => [office, aside])).toEqual([
    [city.main, 24],
    [city.branch, 24],
  ]);
  expect(new Set(closings.map(({ notice }) => notice)).size).toBe(1);
  expect(await fresh.db.rows(sql`SELECT body FROM citizen.notices()`)).toEqual([
    { body: expect.stringContaining('本庁・北野総合支所') },
  ]);
  expect(
    await desk.db.rows(
      sql`SELECT reservation_id AS id FROM outbox.mails WHERE kind = 'closed-day' AND reservation_id IN (${here}::uuid, ${there}::uuid)`,
    ),
  ).toEqual([{ id: here }]);

  // One list for all, and one of each; the menu counts nobody twice.
  const [first, second] = closings;
  if (first === undefined || second === undefined) throw new Error('no closings');
  const together = await clerk.get(list);
  expect(await htmlFaults(together.html)).toEqual([]);
  for (const said of ['2か所', '本庁 花子', '北野 太郎', '北野総合支所', `/closings/${second.id}/notice.pdf`])
    expect(together.html).toContain(said);
  expect((await clerk.get(`/closings/${first.id}`)).html).not.toContain('北野 太郎');
  expect((await clerk.get('/closings')).html).toContain(`href="${list}"`);
  const csv = (await clerk.get(`${list}/phone.csv`)).html;
  expect(csv).toMatch(/北野総合支所,北野 太郎/u);
  expect((await clerk.get(`${list}/phone.pdf`)).status).toBe(200);
  const row = await desk.db.one<{ id: number }>(sql`SELECT id FROM closing.affected WHERE reservation_id = ${there}::uuid`);
  const ticked = { ...formFields(together, `${list}/reached`), [`note-${row.id}`]: '留守', act: `reached-${row.id}` };
  expect((await clerk.follow(await clerk.post(`${list}/reached`, ticked))).html).toContain('連絡したことを記録しました');
  expect((await clerk.get(`/closings/${second.id}`)).html).toContain('value="留守"');
  expect(
    await fresh.db.one(
      sql`SELECT detail ->> 'closing' AS closing FROM audit.events WHERE act = 'closing.reached' AND reservation_id = ${there}::uuid`,
    ),
  ).toEqual({ closing: String(second.id) });

  // One opens again: the notice stays for the other, and the page says so. Then all.
  await admin.get(`/closings/${first.id}/reopen`);
  const one = await admin.follow(await admin.post(`/closings/${first.id}/reopen`, {}));
  expect(one.html).toContain('ほかの交付場所が閉庁中のため、まだ掲載中です');
  expect(await fresh.db.rows(sql`SELECT body FROM citizen.notices()`)).toHaveLength(1);
  expect(
    await desk.db.one(
      sql`SELECT count(*) AS shut FROM ledger.slots WHERE closing_id = ANY (${closings.map(({ id }) => id)}::integer[])`,
    ),
  ).toEqual({ shut: 24 });
  const asks = await admin.get(`${list}/reopen`);
  expect(asks.html.replace(/<[^>]+>/gu, '')).toContain('交付場所北野総合支所');
  const all = await admin.follow(await admin.post(`${list}/reopen`, {}));
  expect(all.html).toContain('1組には、再開したことがまだ伝わっていません');
  expect(await fresh.db.rows(sql`SELECT body FROM citizen.notices()`)).toEqual([]);
  expect(
    await desk.db.one(
      sql`SELECT count(*) AS shut FROM ledger.slots WHERE closing_id = ANY (${closings.map(({ id }) => id)}::integer[]) OR aside > 0`,
    ),
  ).toEqual({ shut: 0 });
  await admin.get(list);
  await admin.post(`${list}/reached`, { act: `recalled-${row.id}` });
});

test('[8(2)⑤c] an office where nothing is left to shut is named, and gets no closing; what moved at any of them is said', async () => {
  await closed(form(26));
  const fields = { ...form(26), 'office-kitano': 'yes' };
  await admin.get('/closings/new');
  const shown = await preview(fields);
  expect(shown.html.replace(/<[^>]+>/gu, '')).toContain('本庁 閉庁にする枠がありません');
  await booked(26, 9, { office: city.branch });
  const stale = await admin.post('/closings/new', pressed(shown, fields));
  expect([stale.status, stale.html.includes('新しく予約が入りました')]).toEqual([409, true]);
  const done = await admin.post('/closings/new', pressed(stale, fields));
  expect(done.location).toMatch(/^\/closings\/\d+\?done=closed$/u);
  expect(
    await desk.db.rows(sql`SELECT office_id AS office FROM closing.closings WHERE from_day = ${dayOn(26)}::date ORDER BY id`),
  ).toEqual([{ office: city.main }, { office: city.branch }]);
});

test('[8(2)⑤c] a slot that no plan holds any more is shut only where somebody stands in it; an office that has no other gets no closing', async () => {
  const gone = (office: number) =>
    fresh.db.run(
      sql`UPDATE ledger.slots SET gone = true, closed_at = lib.now() WHERE office_id = ${office} AND day = ${dayOn(29)}::date`,
    );
  await gone(city.branch);
  const fields = { ...form(29), 'office-kitano': 'yes' };
  await admin.get('/closings/new');
  const shown = await preview(fields);
  const words = shown.html.replace(/<[^>]+>/gu, '');
  expect(words).toContain('北野総合支所 閉庁にする枠がありません');
  const done = await admin.post('/closings/new', pressed(shown, fields));
  expect(done.location).toMatch(/^\/closings\/\d+\?done=closed$/u);
  expect(await desk.db.rows(sql`SELECT office_id AS office FROM closing.closings WHERE from_day = ${dayOn(29)}::date`)).toEqual([
    { office: city.main },
  ]);
  expect(
    await desk.db.one(
      sql`SELECT count(*) AS shut FROM ledger.slots WHERE office_id = ${city.branch} AND day = ${dayOn(29)}::date AND closing_id IS NOT NULL`,
    ),
  ).toEqual({ shut: 0 });
  // Somebody stands in one of them: it is shut, shown and counted with the others.
  await booked(28, 9, { office: city.branch });
  await fresh.db.run(
    sql`UPDATE ledger.slots SET gone = true, closed_at = lib.now() WHERE office_id = ${city.branch} AND day = ${dayOn(28)}::date`,
  );
  const both = { ...form(28), 'office-kitano': 'yes' };
  await admin.get('/closings/new');
  expect((await admin.post('/closings/new', pressed(await preview(both), both))).location).toMatch(/\/together\?done=closed$/u);
  expect(
    await desk.db.rows(
      sql`SELECT (detail ->> 'slots')::integer AS slots, (detail ->> 'affected')::integer AS affected FROM audit.events WHERE act = 'closing.closed' AND detail ->> 'from' = ${dayOn(28)} ORDER BY office_id`,
    ),
  ).toEqual([
    { slots: 24, affected: 0 },
    { slots: 1, affected: 1 },
  ]);
});

/** What 対応が必要 counts of those who were left at a shut door. */
const counted = async (me: Visitor): Promise<number> =>
  Number(/<b>(\d+)件<\/b><\/th><td[^>]*><a href="\/closings">/u.exec((await me.get('/todo')).html)?.[1] ?? 0);

test('[8(2)⑤c] who was told by phone not to come is counted after a reopening until told that it opens after all', async () => {
  const before = await counted(admin);
  const called = await booked(18, 9, { phone: '0942305678' });
  await booked(18, 10, { phone: '0942305679' });
  const id = await closed(form(18));
  expect(await counted(admin)).toBe(before + 2);
  const row = await desk.db.one<{ id: number }>(sql`SELECT id FROM closing.affected WHERE reservation_id = ${called}::uuid`);
  const press = async (act: string) => {
    await admin.get(`/closings/${id}`);
    return admin.follow(await admin.post(`/closings/${id}/reached`, { act: `${act}-${row.id}` }));
  };
  await press('reached');
  await admin.get(`/closings/${id}/reopen`);
  const reopened = await admin.follow(await admin.post(`/closings/${id}/reopen`, {}));
  expect(reopened.html).toContain('1組には、再開したことがまだ伝わっていません');
  expect(await counted(admin)).toBe(before + 1);
  expect((await admin.get('/closings')).html).toContain('再開の電話 1組');
  const list = await admin.get(`/closings/${id}?show=phone`);
  expect(list.html).toContain('再開したことを、電話でお伝えください');
  expect(list.html).toContain('再開を伝えた');
  const done = await press('recalled');
  expect(done.html).toContain('再開を伝えたことを記録しました');
  expect(done.html).toContain('再開を連絡済');
  expect(await htmlFaults(done.html)).toEqual([]);
  expect(await counted(admin)).toBe(before);
  expect((await admin.get('/closings')).html).not.toContain('再開の電話');
  await press('not-recalled');
  expect(await counted(admin)).toBe(before + 1);
  await press('recalled');
});

test('[8(2)⑤c] 要振替 is not received, not handed a card and no 未来庁, until it is kept; then it is as any visit', async () => {
  const minute = (await desk.db.one<{ minute: number }>(sql`SELECT lib.minute_of(lib.now()) AS minute`)).minute;
  const hour = Math.min(23, Math.floor(minute / 60));
  const visit = await booked(0, hour, { mail: 'kept@example.jp' });
  const id = await closed(form(0, [`${hour}:00`, `${hour + 1}:00`]));
  const press = () =>
    record(desk.db, { kind: 'staff', staffId: 1 }, { reservationId: visit, position: 1, from: null, to: 'arrived', reason: '' });
  expect(await press()).toMatchObject({ ok: false, reason: 'needs_moving' });
  const board = await clerk.get('/today');
  expect(board.html).toContain('臨時閉庁です');
  const page = await clerk.get(`/reservations/${visit}/keep`);
  const wrong = await clerk.post(`/reservations/${visit}/keep`, { version: formValue(page, 'version'), why: '' });
  expect(wrong.status).toBe(422);
  const kept = await clerk.post(`/reservations/${visit}/keep`, { version: formValue(page, 'version'), why: '職員が窓口で待つ' });
  expect(kept.location).toBe(`/reservations/${visit}?done=kept`);
  expect((await clerk.get(`/closings/${id}`)).html).toContain('この日時のまま');
  expect(await press()).toMatchObject({ ok: true });
  expect((await clerk.get(`/closings/${id}`)).html).toContain('来庁の記録あり');
});

test('[8(2)②c] a clerk looks and calls, but neither closes nor reopens', async () => {
  const id = await closed(form(20));
  expect((await clerk.get('/closings')).html).not.toContain('臨時閉庁にする');
  expect((await clerk.get(`/closings/${id}`)).html).not.toContain('再開する');
  await clerk.get('/closings');
  for (const [path, fields] of [
    ['/closings/new', form(21)],
    [`/closings/${id}/reopen`, {}],
  ] as const)
    expect((await clerk.post(path, fields)).status).toBe(403);
});

test('[8(1)④b] two of one name who are to be called are told apart by their birthdays, on the page of the closing and on the list', async () => {
  await booked(10, 9, { name: '同姓 同名', birth: '1951-02-03', phone: '0942300001' });
  await booked(10, 9, { name: '同姓 同名', birth: '1988-12-24', phone: '0942300002' });
  await booked(10, 10, { name: '別の 方', birth: '1977-07-07', phone: '0942300003' });
  const id = await closed(form(10));
  const page = await admin.get(`/closings/${id}`);
  const list = await admin.get(`/lists/phone?of=closing-${id}&office=`);
  for (const { html } of [page, list]) {
    expect(html).toMatch(/昭和26年2月3日(?!（)/u);
    expect(html).toMatch(/昭和63年12月24日(?!（)/u);
  }
  expect(page.html).not.toContain('昭和52年7月7日');
  await admin.get(`/lists/phone?of=closing-${id}&office=`);
  const csv = await admin.post('/lists/phone/take', { of: `closing-${id}`, office: '', as: 'csv' });
  expect(csv.html.split('\r\n')[0]).toContain('氏名,生年月日');
});
