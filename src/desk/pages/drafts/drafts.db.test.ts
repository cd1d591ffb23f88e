import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deskRequest } from '../../../../test/races/arena.ts';
import { type Page, signedIn, type Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, startDesk, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { htmlFaults } from '../../../../test/support/html.ts';
import { must } from '../../../../test/support/must.ts';
import { words } from '../../../../test/support/pages.ts';
import { pdfText } from '../../../../test/support/pdf-text.ts';
import { openDay, openRuledCity, type RuledCity, slotOn } from '../../../../test/support/ruled-city.ts';
import { makeCard } from '../../../../test/support/small-city.ts';
import type { Change } from '../../../calendar/changes.ts';
import { addChanges, beginDraft, readDraft } from '../../../calendar/drafts.ts';
import { finishPublish } from '../../../closing/steps.ts';
import { OFFERED } from '../../../languages/index.ts';
import { systemClock } from '../../../lib/clock.ts';
import { eraDate, longDate, shortDate } from '../../../lib/dates/format.ts';
import { addDays, weekday } from '../../../lib/dates/jst.ts';
import { type Sql, sql } from '../../../lib/db/sql.ts';
import { drawPdf } from '../../../lib/pdf/draw.ts';
import { hoursPoster } from '../../../lists/hours-poster.ts';
import { book } from '../../../reservations/acts.ts';

let fresh: FreshDatabase;
let city: RuledCity;
let desk: TestDesk;
let me: Visitor;
let clerk: Visitor;
let staffId = 0;

beforeAll(async () => {
  ({ fresh, city } = await openRuledCity());
  desk = await startDesk(fresh);
  staffId = await desk.account('admin', ['admin'], city.main);
  await desk.account('counter', ['counter'], city.main);
  me = await signedIn(desk.url, 'admin', PASSWORD);
  clerk = await signedIn(desk.url, 'counter', PASSWORD);
});
afterAll(async () => {
  await desk.close();
  await fresh.drop();
});
beforeEach(() => fresh.db.run(sql`UPDATE calendar.drafts SET state = 'dropped' WHERE state = 'open'`));

const staff = () => ({ kind: 'staff' as const, staffId });
const idIn = (location: string | null): number => Number(/drafts\/(\d+)/u.exec(location ?? '')?.[1]);
const version = async (id: number): Promise<string> => String((await readDraft(desk.db, id))?.version);

/** A draft begun by the page's own button, that shuts a day. */
async function shutting(day: string): Promise<number> {
  await me.get('/calendar');
  const begun = await me.post('/calendar/drafts', { what: 'days', office: 'honcho', service: String(city.service), day });
  const id = idIn(begun.location);
  const counters = [{ officeId: city.main, serviceId: city.service }];
  const added = await addChanges(desk.db, systemClock, staff(), {
    draftId: id,
    version: 0,
    changes: [{ kind: 'days', counters, days: [day], patternId: null, reason: '停電点検のため' }],
  });
  expect(added.ok).toBe(true);
  return id;
}

/** Someone on a list is called. */
async function tick(list: string, name: string, act = 'reached'): Promise<void> {
  const row = await desk.db.one<{ id: number }>(sql`
    SELECT x.id FROM closing.affected x JOIN reservations.members m ON m.reservation_id = x.reservation_id JOIN cards.cards c ON c.id = m.card_id
    WHERE c.name = ${name} ORDER BY x.id DESC LIMIT 1`);
  await me.get(list);
  await me.post(`${list}/reached`, { act: `${act}-${row.id}` });
}

let people = 0;
async function bookAt(day: string, startMinute: number, name: string, mail: string | null): Promise<string> {
  people += 1;
  const card = await makeCard(fresh.db, { noticeId: `D1B-${String(people).padStart(6, '0')}`, name, birthDate: '1950-01-01' });
  const id = randomUUID();
  const slot = await slotOn(fresh.db, city, city.main, day, startMinute);
  must(await book(desk.db, staff(), { ...deskRequest(city, card, slot, id), mail }));
  return id;
}

const fieldIn = (html: string, name: string): string => new RegExp(`name="${name}" value="([^"]*)"`, 'u').exec(html)?.[1] ?? '';

describe('the calendar', () => {
  test('[8(2)④b] a month by day and time: booked of how many may come, held, above capacity; nothing else than the day’s page counts', async () => {
    const day = await openDay(desk.db, city, 12);
    await bookAt(day, 600, '月見 花子', null);
    const month = await me.get(`/calendar?office=honcho&service=${city.service}&month=${day.slice(0, 7)}`);
    expect(month.status).toBe(200);
    expect(month.html).toContain('10:00 予約1 定員2');
    expect(await htmlFaults(month.html)).toEqual([]);
    const one = await me.get(`/calendar/day?office=honcho&service=${city.service}&day=${day}`);
    expect(one.html).toContain(`${longDate(day)}の予約枠`);
    expect(one.html).toMatch(/10:00<\/a><\/th>.*?空き1/su);
    expect(await htmlFaults(one.html)).toEqual([]);
  });

  test('[8(2)⑤d] a cell of the month leads to its slot, and from there the form of its capacity has day and time filled in', async () => {
    const day = await openDay(desk.db, city, 12);
    const month = await me.get(`/calendar?office=honcho&service=${city.service}&month=${day.slice(0, 7)}`);
    const cell = `/calendar/day?office=honcho&service=${city.service}&day=${day}&start=600`;
    expect(month.html).toContain(`href="${cell.replaceAll('&', '&amp;')}#day-change"`);
    const chosen = await me.get(cell);
    expect(chosen.html).toContain('10:00の枠とこの日の変更');
    const begun = await me.post('/calendar/drafts', { ...formFields(chosen, '/calendar/drafts'), what: 'capacity' });
    const form = await me.follow(begun);
    expect(form.html).toMatch(new RegExp(`<textarea[^>]*name="list"[^>]*>\\s*${longDate(day)}`, 'u'));
    expect(form.html).toMatch(/<input[^>]*value="10:00"/u);
  });

  test('a day on which nothing is open any more offers no 臨時閉庁, on its page and on the board', async () => {
    const day = await openDay(desk.db, city, 13);
    const pages = [`/calendar/day?office=honcho&service=${city.service}&day=${day}`, `/today?office=honcho&day=${day}`];
    const offers = async () => Promise.all(pages.map(async (path) => (await me.get(path)).html.includes('臨時閉庁にする')));
    expect(await offers()).toEqual([true, true]);
    await fresh.db.run(sql`UPDATE ledger.slots SET closed_at = lib.now() WHERE office_id = ${city.main} AND day = ${day}`);
    expect(await offers()).toEqual([false, false]);
    await fresh.db.run(sql`UPDATE ledger.slots SET closed_at = NULL WHERE office_id = ${city.main} AND day = ${day}`);
  });

  test('a month nobody can read, an office that is none, a day that is none: the nearest that is', async () => {
    for (const query of ['month=2026-13', 'month=zzz', 'office=nowhere', 'service=99999', 'month=9999-12'])
      expect((await me.get(`/calendar?${query}`)).status, query).toBe(200);
    expect((await me.get('/calendar/day?day=2026-02-31')).status).toBe(200);
  });

  test('a counter clerk looks and changes nothing', async () => {
    const page = await clerk.get('/calendar');
    expect(page.status).toBe(200);
    expect(page.html).not.toContain('name="what"');
    expect((await clerk.post('/calendar/drafts', { what: 'days' })).status).toBe(403);
  });
});

describe('a draft', () => {
  test('looking at the forms leaves none: a form opened again uses the draft that nobody put anything into, and no list shows it', async () => {
    const open = async (what: string) => {
      await me.get('/calendar');
      return idIn((await me.post('/calendar/drafts', { what })).location);
    };
    const before = await desk.db.one<{ count: number }>(sql`SELECT count(*) AS count FROM calendar.drafts`);
    const id = await open('week');
    expect([await open('holiday'), await open('year'), await open('days')]).toEqual([id, id, id]);
    expect(await desk.db.one(sql`SELECT count(*) AS count FROM calendar.drafts`)).toEqual({ count: before.count + 1 });
    expect((await me.get('/calendar/drafts')).html).not.toContain(`href="/calendar/drafts/${id}"`);
    expect((await me.get('/calendar')).html).not.toContain('どの下書きで変更しますか');
    const counters = [{ officeId: city.main, serviceId: city.service }];
    const day = await openDay(desk.db, city, 22);
    const changes = [{ kind: 'days' as const, counters, days: [day], patternId: null, reason: '停電' }];
    expect(await addChanges(desk.db, systemClock, staff(), { draftId: id, version: 0, changes })).toMatchObject({ ok: true });
    expect((await me.get('/calendar/drafts')).html).toContain(`href="/calendar/drafts/${id}"`);
    // Something is in it now: the next form is another draft's.
    expect(await open('days')).not.toBe(id);
  });

  test('shows its changes in words, takes one out, is renamed, is given up only when one says so', async () => {
    const day = await openDay(desk.db, city, 20);
    const id = await shutting(day);
    const page = await me.get(`/calendar/drafts/${id}`);
    expect(page.html).toContain(`臨時閉庁：${longDate(day)}`);
    expect(page.html).toContain('本庁・マイナンバーカードの受け取り');
    expect(await htmlFaults(page.html)).toEqual([]);

    const wrong = await me.post(`/calendar/drafts/${id}/set`, {
      version: '1',
      name: '',
      'opens-day': '13月1日',
      'opens-time': '25:00',
    });
    expect(wrong.status).toBe(422);
    for (const words of ['名称を入力してください', '暦にない日か', '0:00から24:00まで', 'value="13月1日"', 'value="25:00"'])
      expect(wrong.html).toContain(words);
    const past = await me.post(`/calendar/drafts/${id}/set`, {
      version: '1',
      name: '停電',
      'opens-day': '2020-01-01',
      'opens-time': '9:00',
    });
    expect(past.html).toContain('これからの日時');
    const far = addDays(city.today, 300);
    const half = await me.post(`/calendar/drafts/${id}/set`, {
      version: '1',
      name: '停電',
      'opens-day': far,
      'opens-time': '',
    });
    expect(half.status).toBe(422);
    await me.follow(
      await me.post(`/calendar/drafts/${id}/set`, {
        version: '1',
        name: '停電の日',
        'opens-day': far.replace(/\d/gu, (digit) => '０１２３４５６７８９'[Number(digit)] ?? '').replaceAll('-', '／'),
        'opens-time': '９時',
      }),
    );
    expect(me.last?.html).toContain('停電の日');
    expect(me.last?.html).toContain(`${eraDate(far)} 9:00から`);
    // What was typed and not saved goes along to the preview.
    const on = await me.post(`/calendar/drafts/${id}/set`, {
      version: '2',
      name: '停電',
      'opens-day': '',
      'opens-time': '',
      act: 'preview',
    });
    expect(on.location).toBe(`/calendar/drafts/${id}/preview`);
    expect(words(await me.get(`/calendar/drafts/${id}`))).not.toContain('9:00から');

    // Another clerk's page, from before.
    await me.follow(await me.post(`/calendar/drafts/${id}/remove`, { version: '1', position: '1' }));
    expect(me.last?.html).toContain('ほかの職員か、ほかの画面で先に変更されました');
    await me.follow(await me.post(`/calendar/drafts/${id}/remove`, { version: '3', position: '1' }));
    expect(me.last?.html).toContain('変更は、まだありません');

    await me.follow(await me.post(`/calendar/drafts/${id}/drop`, { version: '4' }));
    expect(me.last?.html).toContain('印を付けてから');
    await me.follow(await me.post(`/calendar/drafts/${id}/drop`, { version: '4', sure: 'yes' }));
    expect(me.last?.html).toContain('下書きを取りやめました');
    expect((await me.get('/calendar/drafts/999999')).status).toBe(404);
  });

  test('is previewed with everyone who falls outside, published as shown, and taken back', async () => {
    const day = await openDay(desk.db, city, 30);
    await bookAt(day, 600, '外れ 太郎', 'a@example.jp');
    await bookAt(day, 630, '電話 次郎', null);
    const id = await shutting(day);
    const preview = await me.get(`/calendar/drafts/${id}/preview`);
    for (const words of [
      '14枠がなくなります',
      '2件（2人）が要振替になります',
      '1組にメールを送ります',
      '1組はメールがないので、電話してください',
      '「この内容で公開する」を押すと、すぐに公開して、1組にメールを送ります。',
      '外れ 太郎',
      '電話 次郎',
      '10:00 予約1 定員2 なくなります',
    ])
      expect(preview.html, words).toContain(words);
    expect(await htmlFaults(preview.html)).toEqual([]);
    const press = { version: fieldIn(preview.html, 'version'), preview: fieldIn(preview.html, 'preview') };

    // Somebody books into that day meanwhile: the press is refused and says who.
    await bookAt(day, 660, 'あと 三郎', null);
    const refused = await me.post(`/calendar/drafts/${id}/publish`, press);
    expect(refused.status).toBe(409);
    for (const words of [
      'まだ公開していません',
      `新しく要振替に入る予約：${shortDate(day)} 11:00`,
      '3件（3人）が要振替になります',
    ])
      expect(refused.html, words).toContain(words);
    const forged = await me.post(`/calendar/drafts/${id}/publish`, { ...press, preview: 'x'.repeat(5_000) });
    expect(forged.status).toBe(409);

    const again = { version: await version(id), preview: fieldIn(refused.html, 'preview') };
    const done = await me.follow(await me.post(`/calendar/drafts/${id}/publish`, again));
    expect(done.html).toMatch(/class="note note-done"[^>]*>.*?変更を公開しました/su);
    expect(done.html).toContain('要振替になった予約：3件');
    expect(await htmlFaults(done.html)).toEqual([]);
    const list = `/calendar/drafts/${id}/affected`;
    await tick(list, '電話 次郎');
    // Pressed twice: told, not done twice.
    expect((await me.follow(await me.post(`/calendar/drafts/${id}/publish`, again))).html).toContain('公開または取りやめ済み');

    const undo = await me.follow(await me.post(`/calendar/drafts/${id}/undo`, {}));
    expect(undo.html).toContain('取り消すための下書きを作成しました');
    const undoId = idIn(undo.url);
    const back = await me.get(`/calendar/drafts/${undoId}/preview`);
    for (const words of [
      '14枠が増えます',
      '3組が、元の時間に戻ります',
      '1組に「予定どおりお越しください」とメールを送ります',
      '1組は、電話で閉庁を伝えた方です',
    ])
      expect(back.html, words).toContain(words);
    const undone = await me.follow(
      await me.post(`/calendar/drafts/${undoId}/publish`, {
        version: fieldIn(back.html, 'version'),
        preview: fieldIn(back.html, 'preview'),
      }),
    );
    expect(undone.html).toContain(`<a href="${list}">元の変更で要振替になった方の一覧</a>`);
    expect(await htmlFaults(undone.html)).toEqual([]);
    // Who was told by phone is counted until told again.
    expect((await me.get('/closings')).html).toMatch(
      new RegExp(`<a href="${list}">.*?<b>0</b>／3組<span class="sub">再開の電話 1組`, 'su'),
    );
    await tick(list, '電話 次郎', 'recalled');
    expect((await me.get('/closings')).html).not.toContain(list);
    const slot = await slotOn(desk.db, city, city.main, day, 600);
    expect(await desk.db.one(sql`SELECT gone, closed_at FROM ledger.slots WHERE id = ${slot}`)).toEqual({
      gone: false,
      closed_at: null,
    });
  });

  test('[8(2)⑤f] slots that a running closing shuts at once are told apart from those that open; more places of a slot open with the publish', async () => {
    const day = await openDay(desk.db, city, 40);
    const put = async (change: Change, opensAt: string | null = null): Promise<string> => {
      const id = await beginDraft(desk.db, staff(), { name: 'ためし', changes: [change] });
      await fresh.db.run(sql`UPDATE calendar.drafts SET opens_at = ${opensAt}::timestamptz WHERE id = ${id}`);
      return words(await me.get(`/calendar/drafts/${id}/preview`));
    };
    const bands = [{ fromMinute: 1020, toMinute: 1260, unitMinutes: 30, capacity: 2, deskPlaces: 0, deskUntilOpenDays: 0 }];
    const { id: closing } = await fresh.db.one<{ id: number }>(sql`
      INSERT INTO closing.closings (form_id, office_id, from_day, to_day, from_minute, to_minute, reason, closed_at)
      VALUES (gen_random_uuid(), ${city.main}, ${day}::date, ${day}::date, 1080, 1440, '台風の接近', lib.now()) RETURNING id`);
    const { id: pattern } = await fresh.db.one<{ id: number }>(
      sql`INSERT INTO calendar.patterns (name) VALUES ('夜間') RETURNING id`,
    );
    for (const band of bands)
      await fresh.db.run(
        sql`INSERT INTO calendar.bands VALUES (${pattern}, ${band.fromMinute}, ${band.toMinute}, ${band.unitMinutes}, ${band.capacity}, 0, 0)`,
      );
    const counter = { officeId: city.main, serviceId: city.service };
    const evening = await put({ kind: 'days', counters: [counter], days: [day], patternId: pattern, reason: '夜間' });
    expect(evening).toContain('8枠が増えます');
    expect(evening).toContain('増える枠は、この変更の公開と同時に、市民に公開します。');
    expect(evening).toContain('うち6枠は、臨時閉庁のため開きません');
    expect(evening).toContain('あわせて4人分が増えます');
    expect(me.last?.html).toContain(`href="/closings/${closing}"`);
    expect(await htmlFaults(me.last?.html ?? '')).toEqual([]);
    const more: Change = { kind: 'capacity', counter, days: [day], startMinute: 600, capacity: 5 };
    expect(await put(more)).not.toContain('公開と同時に予約できます');
    const later = await put(more, addDays(day, -1));
    expect(later).toContain('定員が増える枠は、公開と同時に予約できます。');
    expect(later).not.toContain('から市民に公開します');
    expect(later).not.toContain('臨時閉庁のため開きません');
    // The slot waits for an hour of its own, then it is shut: neither opens with the publish.
    const slot = (set: Sql) =>
      fresh.db.run(
        sql`UPDATE ledger.slots SET ${set} WHERE office_id = ${city.main} AND service_id = ${city.service} AND day = ${day}::date AND start_minute = 600`,
      );
    await slot(sql`opens_at = lib.now() + interval '1 day'`);
    const waits = await put(more, addDays(day, -1));
    expect(waits).toContain('1枠の定員が増えます');
    expect(waits).toContain('人分が増えます');
    expect(waits).not.toContain('公開と同時に予約できます');
    await slot(sql`opens_at = NULL, closed_at = lib.now(), closing_id = ${closing}`);
    const shut = await put(more, addDays(day, -1));
    expect(shut).toContain('1枠の定員が増えますうち1枠は、臨時閉庁のため開きません。');
    expect(shut).not.toContain('人分が増えます');
    expect(shut).not.toContain('公開と同時に予約できます');
    await slot(sql`closed_at = NULL, closing_id = NULL`);
    await fresh.db.run(sql`DELETE FROM closing.closings WHERE id = ${closing}`);
  });

  test('[8(2)⑤d] a slot whose length changes keeps the capacity set for it alone, and the preview says so', async () => {
    const day = await openDay(desk.db, city, 45);
    const counter = { officeId: city.main, serviceId: city.service };
    await fresh.db.run(
      sql`INSERT INTO calendar.slot_overrides (office_id, service_id, day, start_minute, capacity) VALUES (${city.main}, ${city.service}, ${day}::date, 540, 2), (${city.main}, ${city.service}, ${day}::date, 570, 2)`,
    );
    const { id: pattern } = await fresh.db.one<{ id: number }>(
      sql`INSERT INTO calendar.patterns (name) VALUES ('20分') RETURNING id`,
    );
    await fresh.db.run(sql`INSERT INTO calendar.bands VALUES (${pattern}, 540, 720, 20, 4, 0, 0)`);
    const id = await beginDraft(desk.db, staff(), {
      name: '20分',
      changes: [{ kind: 'days', counters: [counter], days: [day], patternId: pattern, reason: '短縮' }],
    });
    const shown = words(await me.get(`/calendar/drafts/${id}/preview`));
    expect(shown).toContain('1枠は、長さが変わっても、その枠だけの定員のままです');
    await fresh.db.run(sql`DELETE FROM calendar.slot_overrides`);
    expect(words(await me.get(`/calendar/drafts/${id}/preview`))).not.toContain('その枠だけの定員のままです');
  });

  test('two forms of one clerk stand upon one draft that nobody put anything into: the second press is told so, and not that another clerk was there', async () => {
    await me.get('/calendar');
    const open = async () => idIn((await me.post('/calendar/drafts', { what: 'holiday' })).location);
    const id = await open();
    expect(await open()).toBe(id);
    const path = `/calendar/drafts/${id}/holiday`;
    const typed = (day: string) => ({ ...formFields(me.last as Page, path), day, name: '市の日' });
    await me.get(path);
    const [one, other] = [typed(await openDay(desk.db, city, 50)), typed(await openDay(desk.db, city, 52))];
    expect((await me.post(path, one)).status).toBe(303);
    const second = await me.post(path, other);
    expect([second.status, words(second).includes('ほかの職員か、ほかの画面で先に変更されました')]).toEqual([409, true]);
  });

  test('[8(2)⑤f] what a published change means is told on the site and on the door, in each language; taken back, it is known that it is told', async () => {
    const day = await openDay(desk.db, city, 60);
    const id = await shutting(day);
    const publishNow = async (draft: number) => {
      const preview = await me.get(`/calendar/drafts/${draft}/preview`);
      const press = { version: await version(draft), preview: fieldIn(preview.html, 'preview') };
      return me.follow(await me.post(`/calendar/drafts/${draft}/publish`, press));
    };
    const path = `/calendar/drafts/${id}/tell`;
    expect((await me.get(path)).status).toBe(404);
    const published = await publishNow(id);
    expect(published.html).toContain(`href="${path}"`);
    const page = await me.get(path);
    expect(await htmlFaults(page.html)).toEqual([]);
    const typed = formFields(page, path);
    expect(typed['body']).toBe(`本庁：${longDate(day)}は、窓口をお休みします。`);
    const looked = await me.post(path, typed);
    // Until the end of that day, told as the day; and back to the draft, not to the settings.
    expect(looked.html).toMatch(new RegExp(`<dt>掲載の終了</dt>\\s*<dd>${eraDate(day)}</dd>`, 'u'));
    expect(looked.html).toContain(`href="/calendar/drafts/${id}">公開した変更</a>`);
    expect(words(looked)).toContain('まだ登録していません。');
    const sure = { ...formFields(looked, path), preview: 'sure' };
    // Sent twice, it is one.
    for (let n = 0; n < 2; n += 1) expect((await me.post(path, sure)).location).toBe(`${path}?done=added`);
    const notices = () =>
      fresh.db.rows<{ body: string }>(sql`SELECT body FROM citizen.notices() WHERE body LIKE ${`%${longDate(day)}%`}`);
    expect(await notices()).toHaveLength(1);
    for (const language of OFFERED) {
      const { html } = await me.get(`/calendar/drafts/${id}/notice.pdf?office=honcho&language=${language}`);
      expect(html.startsWith('%PDF-'), language).toBe(true);
    }
    expect(page.html).toContain(`/calendar/drafts/${id}/notice.pdf?office=honcho&amp;language=vi`);
    expect((await me.get(`/calendar/drafts/${id}/notice.pdf?office=kitano`)).status).toBe(404);
    expect((await clerk.post(path, sure)).status).toBe(403);
    const undo = await me.post(`/calendar/drafts/${id}/undo`, { version: await version(id) });
    const undone = await publishNow(idIn(undo.location));
    expect(words(undone)).toContain('元の変更のお知らせが、掲載されています。');
    const after = await me.get(path);
    expect(words(after)).toContain('窓口の開く時間が変わる交付場所はありません');
    expect((await me.post(`${path}/end`, formFields(after, `${path}/end`))).location).toBe(`${path}?done=ended`);
    expect(await notices()).toEqual([]);
  });

  test('the notice of a change: a second form with other words is told so and keeps them; after its end another may be put there', async () => {
    const day = await openDay(desk.db, city, 62);
    const id = await shutting(day);
    const preview = await me.get(`/calendar/drafts/${id}/preview`);
    await me.post(`/calendar/drafts/${id}/publish`, { version: await version(id), preview: fieldIn(preview.html, 'preview') });
    const path = `/calendar/drafts/${id}/tell`;
    const first = formFields(await me.get(path), path);
    const sure = (fields: Record<string, string>, body: string) => me.post(path, { ...fields, body, preview: 'sure' });
    const bodies = async () =>
      (await fresh.db.rows<{ body: string }>(sql`SELECT body FROM citizen.notices()`)).map(({ body }) => body);
    expect((await sure(first, '一人目の文')).status).toBe(303);
    for (const press of ['sure', 'look', 'edit']) {
      const second = await me.post(path, { ...first, body: '二人目の文', preview: press });
      expect([second.status, words(second).includes('二人目の文'), words(second).includes('一人目の文')], press).toEqual([
        409,
        true,
        true,
      ]);
      expect(await htmlFaults(second.html)).toEqual([]);
    }
    expect(await bodies()).not.toContain('二人目の文');
    await me.post(`${path}/end`, formFields(await me.get(path), `${path}/end`));
    // The form from before the end is no longer one; the page holds what was typed in a new one.
    const late = await sure(first, '一人目の文');
    expect([late.status, formFields(late, path)['body']]).toEqual([409, '一人目の文']);
    expect(words(late)).toContain('掲載は終わりました。');
    const again = await sure(formFields(late, path), '二度目の文');
    expect(again.location).toBe(`${path}?done=added`);
    expect(await bodies()).toEqual(expect.arrayContaining(['二度目の文']));
    expect(await bodies()).not.toContain('一人目の文');
    expect(words(await me.get(path))).toContain('掲載を終了する');
    // What is retired, and rules that are over, make none of the office a part of it.
    const { id: retired } = await fresh.db.one<{ id: number }>(sql`
      INSERT INTO services.services (code, name, needs_card, retired_at) SELECT 'gone', '廃止の業務', false, lib.now() RETURNING id`);
    await fresh.db.run(sql`
      INSERT INTO calendar.week_rules (office_id, service_id, weekday, pattern_id)
      SELECT ${city.main}, ${retired}, 1, min(id) FROM calendar.patterns`);
    await me.post(`${path}/end`, formFields(me.last as Page, `${path}/end`));
    expect(formFields(await me.get(path), path)['body']).toBe(`本庁：${longDate(day)}は、窓口をお休みします。`);
    await fresh.db.run(sql`DELETE FROM calendar.week_rules WHERE service_id = ${retired}`);
  });

  test('the paper for a door says each day and hour in the language it is in, every letter drawn; many become what can be read from before a door', async () => {
    const names = new Map([[1, { name: '更新', names: { en: 'Renewal' } }]]);
    const office = { name: '本庁', names: { en: 'City Hall', vi: 'Tòa thị chính' }, phone: '' };
    const days = [30, 31, 40, 42, 44, 46, 48, 50].map((n) => addDays(city.today, n));
    const from = addDays(city.today, 60 + ((13 - weekday(city.today) - (60 % 7)) % 7));
    const saturdays = { weekdayOf: from, from, to: null, exceptHolidays: true };
    const parts = [
      {
        serviceIds: [1],
        lines: [
          { on: saturdays, spans: [{ from: 540, to: 720 }] },
          { on: { days }, spans: [] },
          { on: { days: days.map((one) => addDays(one, 100)) }, spans: [{ from: 540, to: 720 }] },
        ],
      },
    ];
    const said = async (language: (typeof OFFERED)[number]) =>
      pdfText(await drawPdf(await hoursPoster(fresh.db, language, { office, parts, services: names })))
        .map(({ text }) => text)
        .join('')
        .replaceAll(/\s/gu, '');
    for (const [language, told] of [
      ['ja', ['受付時間の変更', '「更新」の窓口をお休みします', '毎週土曜日', '午前9時から正午まで', 'ほかにも']],
      ['easy', ['毎週（まいしゅう）', '年末年始（ねんまつねんし）']],
      ['en', ['Changeofopeninghours', 'everySaturday', '“Renewal”isopen:9:00a.m.to12:00noon', 'CityHall']],
      ['zh', ['受理时间变更', '每星期六']],
      ['ko', ['매주토요일', '접수시간']],
      ['vi', ['ThứBảyhằngtuần', ':từ09:00', 'Tòathịchính']],
    ] as const) {
      const text = await said(language);
      for (const part of told) expect(text, language).toContain(part);
      expect(text, language).not.toContain('\u0000');
      // Letters for a door: no more rows than stand there large.
      const paper = await hoursPoster(fresh.db, language, { office, parts, services: names });
      if (paper.kind !== 'poster') throw new Error(paper.kind);
      expect(paper.lines.flatMap((line) => line.text.split('\n')).length, language).toBeLessThanOrEqual(12);
    }
  });

  test('[8(2)⑤c] whom a publish left at a shut door is on a list like a closing’s: where each stands now, whom to call, ticked off', async () => {
    const day = await openDay(desk.db, city, 35);
    await bookAt(day, 600, '便り 花子', 'b@example.jp');
    const byPhone = await bookAt(day, 630, '電話 太郎', null);
    const hidden = await bookAt(day, 660, '秘密 六郎', null);
    await fresh.db.run(
      sql`UPDATE cards.cards SET protected = true WHERE id = (SELECT card_id FROM reservations.members WHERE reservation_id = ${hidden}::uuid)`,
    );
    const id = await shutting(day);
    const preview = await me.get(`/calendar/drafts/${id}/preview`);
    const press = { version: fieldIn(preview.html, 'version'), preview: fieldIn(preview.html, 'preview') };
    const draft = await me.follow(await me.post(`/calendar/drafts/${id}/publish`, press));
    const list = `/calendar/drafts/${id}/affected`;
    expect(draft.html).toContain(`href="${list}"`);
    const page = await me.get(list);
    for (const words of ['便り 花子', '電話 太郎', '秘密 六郎', 'メールアドレスなし', '電話する方（2）'])
      expect(page.html, words).toContain(words);
    expect(await htmlFaults(page.html)).toEqual([]);
    // The menu counts them on 臨時閉庁, and there they are.
    const closings = await me.get('/closings');
    expect(closings.html).toMatch(new RegExp(`<a href="${list}">.*?<b>3</b>／3組`, 'su'));
    expect(await htmlFaults(closings.html)).toEqual([]);
    // The board of that day says it too; the day's rules leave nobody else to come.
    const board = await me.get(`/today?office=honcho&day=${day}`);
    expect(board.html).toMatch(
      new RegExp(`閉庁日です。</b>停電点検のため.*?要振替 3組.*?<a href="${list}">一覧を表示</a>`, 'su'),
    );
    expect(board.html.match(/data-row><th scope="row">/gu)).toHaveLength(3);
    expect(await htmlFaults(board.html)).toEqual([]);
    const row = await desk.db.one<{ id: number }>(
      sql`SELECT id FROM closing.affected WHERE draft_id = ${id} AND reservation_id = ${byPhone}::uuid`,
    );
    // A clerk calls: the protected person is not theirs to see, nor a row of another list theirs to tick.
    const seen = await clerk.get(`${list}?show=phone`);
    expect(seen.html).not.toMatch(/秘密|便り/u);
    expect(seen.html).toContain('支援措置の方 1組');
    const ticked = await clerk.post(`${list}/reached`, {
      show: 'phone',
      [`note-${row.id}`]: '折り返し待ち',
      act: `reached-${row.id}`,
    });
    expect(ticked.location).toBe(`${list}?show=phone&done=reached#a-${row.id}`);
    expect((await clerk.follow(ticked)).html).toContain('折り返し待ち');
    const [csv, pdf] = [await clerk.get(`${list}/phone.csv`), await clerk.get(`${list}/phone.pdf`)];
    expect(csv.html).toContain('折り返し待ち');
    expect(csv.html).not.toContain('秘密');
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    const acts = await desk.db.rows<{ act: string }>(
      sql`SELECT DISTINCT act FROM audit.events WHERE detail ->> 'draft' = ${String(id)}`,
    );
    expect(acts.map(({ act }) => act)).toEqual(expect.arrayContaining(['desk.saw-moved', 'closing.reached']));
    expect((await me.get('/calendar/drafts/999999/affected')).status).toBe(404);
  });

  test('[8(2)②b] no mail is promised to whom none goes under 支援措置: they are to be called; the mail waits for their address to be checked', async () => {
    const day = await openDay(desk.db, city, 41);
    const reservation = await bookAt(day, 600, '止置 六郎', 'tomeoki@example.jp');
    await fresh.db.run(sql`
      UPDATE cards.cards SET protected = true WHERE id = (SELECT card_id FROM reservations.members WHERE reservation_id = ${reservation}::uuid)`);
    await fresh.db.run(sql`UPDATE reservations.reservations SET mail_checked_at = NULL WHERE id = ${reservation}::uuid`);
    const id = await shutting(day);
    const preview = await me.get(`/calendar/drafts/${id}/preview`);
    expect(preview.html).toContain('1組は支援措置のため、メールを止めています。電話してください');
    expect(preview.html).not.toMatch(/組にメールを送ります/u);
    expect(preview.html).not.toContain('組はメールがないので');
    await me.post(`/calendar/drafts/${id}/publish`, {
      version: fieldIn(preview.html, 'version'),
      preview: fieldIn(preview.html, 'preview'),
    });
    const mails = await fresh.db.rows(
      sql`SELECT FROM outbox.mails WHERE reservation_id = ${reservation}::uuid AND kind = 'closed-day'`,
    );
    expect(mails).toHaveLength(1);
  });

  test('[8(2)②b] a protected person is not named to who may not see them', async () => {
    const day = await openDay(desk.db, city, 40);
    const reservation = await bookAt(day, 600, '秘密 五郎', null);
    await fresh.db.run(
      sql`UPDATE cards.cards SET protected = true WHERE id = (SELECT card_id FROM reservations.members WHERE reservation_id = ${reservation}::uuid)`,
    );
    const id = await shutting(day);
    expect((await me.get(`/calendar/drafts/${id}/preview`)).html).toContain('秘密 五郎');
    const seen = await clerk.get(`/calendar/drafts/${id}/preview`);
    expect(seen.html).toContain('表示を制限している方');
    expect(seen.html).not.toContain('秘密');
    expect(seen.html).not.toContain('この内容で公開する');
  });

  test('[8(2)⑤b] the board of a day on which the office is shut says so, and sends nobody to the reception', async () => {
    const day = await openDay(desk.db, city, 47);
    const at = `/today?office=honcho&day=${day}`;
    expect((await me.get(at)).html).toContain('予約なしで来庁された方は');
    await fresh.db.run(sql`UPDATE calendar.days SET open = false WHERE office_id = ${city.main} AND day = ${day}::date`);
    const shut = await me.get(at);
    expect(shut.html).toContain(`本庁は、${shortDate(day)}は閉庁です`);
    expect(shut.html).not.toContain('予約なしで来庁された方は');
    expect(await htmlFaults(shut.html)).toEqual([]);
    await fresh.db.run(sql`UPDATE calendar.days SET open = true WHERE office_id = ${city.main} AND day = ${day}::date`);
  });

  test('two drafts about one day are compared', async () => {
    const [day, other] = [await openDay(desk.db, city, 45), await openDay(desk.db, city, 50)];
    const [one, two] = [await shutting(day), await shutting(day)];
    expect((await me.get(`/calendar/drafts/${one}`)).html).toContain('ほかの下書きと比較する');
    const both = await me.get(`/calendar/drafts/${one}/compare?with=${two}`);
    expect(both.html).toContain('同じ日を変更するところが、1日あります');
    expect(both.html).toContain(shortDate(day));
    expect(await htmlFaults(both.html)).toEqual([]);
    const apart = await me.get(`/calendar/drafts/${one}/compare?with=${await shutting(other)}`);
    expect(apart.html).toContain('同じ日を変更するところは、ありません');
    expect((await me.get(`/calendar/drafts/${one}/compare?with=x`)).status).toBe(404);
  });
});

describe('where rows and rules differ', () => {
  test('the desk is told, nothing is repaired by itself, and a draft brings them together', async () => {
    const day = await openDay(desk.db, city, 60);
    const slot = await slotOn(desk.db, city, city.main, day, 600);
    expect((await me.get('/calendar/differences')).html).toContain('不一致は、ありません');
    await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 9 WHERE id = ${slot}`);
    const told = await me.get('/calendar/differences');
    expect(told.html).toContain('定員などが違う枠');
    expect(told.html).toContain(shortDate(day));
    expect(await htmlFaults(told.html)).toEqual([]);
    const made = await me.post('/calendar/differences', {});
    const preview = await me.get(`/calendar/drafts/${idIn(made.location)}/preview`);
    expect(preview.html).toContain('1枠の定員が減ります');
    await me.post(`/calendar/drafts/${idIn(made.location)}/publish`, {
      version: fieldIn(preview.html, 'version'),
      preview: fieldIn(preview.html, 'preview'),
    });
    expect(await desk.db.one(sql`SELECT capacity FROM ledger.slots WHERE id = ${slot}`)).toEqual({ capacity: 2 });
    expect((await me.get('/calendar/differences')).html).toContain('不一致は、ありません');
  });

  test('[8(2)⑤h] one day shut is one day, also where the places kept for staff on the day after change by it', async () => {
    const day = await openDay(desk.db, city, 53);
    await fresh.db.run(sql`UPDATE calendar.bands SET desk_places = 1, desk_until_open_days = 2`);
    // What is laid out follows the new band at once, but for the day after: only its hour until which they are kept moves.
    const made = await me.post('/calendar/differences', {});
    const fields = await me.get(`/calendar/drafts/${idIn(made.location)}/preview`);
    await me.post(`/calendar/drafts/${idIn(made.location)}/publish`, {
      version: fieldIn(fields.html, 'version'),
      preview: fieldIn(fields.html, 'preview'),
    });
    // On a machine under load the page does not wait until all is laid out.
    await expect.poll(() => finishPublish(desk.db, systemClock)).toBe(true);
    const preview = await me.get(`/calendar/drafts/${await shutting(day)}/preview`);
    expect(preview.html).toMatch(/<td class="right">1<span class="sub">ほかに\d日（職員枠の期限だけ）<\/span>/u);
    expect(words(preview)).toMatch(/\d枠の職員枠の期限だけが変わります枠の長さと人数は、そのままです。/u);
    expect(words(preview)).not.toContain('枠の長さが変わります');
    expect(await htmlFaults(preview.html)).toEqual([]);
  });
});
