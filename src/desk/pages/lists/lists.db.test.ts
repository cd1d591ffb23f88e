import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields, wrongBoxes } from '../../../../test/support/forms.ts';
import { must } from '../../../../test/support/must.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { addService, makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { moveCard } from '../../../cards/custody.ts';
import { noticeReturned } from '../../../cards/returned.ts';
import { record } from '../../../counter/acts.ts';
import { sql } from '../../../lib/db/sql.ts';
import { japaneseSentences } from '../../../lib/form/index.ts';
import { LISTS } from '../../../lists/all.ts';
import { knownOf, linesOf } from '../../../lists/read.ts';
import { changesSince } from '../../../lists/since.ts';
import { book, cancel, move } from '../../../reservations/acts.ts';
import { paths } from '../../paths.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let admin: Visitor;
let clerk: Visitor;
let clerkId = 0;
let n = 0;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(5));
  clerkId = await desk.account('koga', ['counter'], city.main);
  admin = await desk.clerk('ide', ['admin'], city.main, '井手 誠');
  clerk = await signedIn(desk.url, 'koga', PASSWORD);
});
afterAll(() => desk.close());

const dayOn = (days: number): string => Temporal.PlainDate.from(city.today).add({ days }).toString();
const staff = () => ({ kind: 'staff' as const, staffId: clerkId });

type Made = { name?: string; office?: number; at?: number; protected?: boolean; mail?: string };

/** A person with a card in a box of the main hall (or `at`), booked at an office (or `office`). */
async function booked(daysOn: number, hour: number, place: [cabinet: string, box: string, position: number], made: Made = {}) {
  n += 1;
  const noticeId = `L1S-${100_000 + n}`;
  const at = made.at ?? city.main;
  const cardId = await makeCard(fresh.db, {
    noticeId,
    name: made.name ?? `一覧 太郎${n}`,
    birthDate: `19${String(50 + (n % 40)).padStart(2, '0')}-03-08`,
    officeId: at,
    protected: made.protected ?? false,
    phone: '0942305678',
  });
  await fresh.db.run(sql`
    WITH put AS (INSERT INTO cards.storage_places (office_id, cabinet, box) VALUES (${at}, ${place[0]}, ${place[1]})
      ON CONFLICT (office_id, cabinet, box) DO UPDATE SET cabinet = excluded.cabinet RETURNING id)
    UPDATE cards.cards SET storage_place_id = put.id, storage_position = ${place[2]} FROM put WHERE cards.id = ${cardId}`);
  const id = randomUUID();
  must(
    await book(desk.db, staff(), {
      id,
      serviceId: city.service,
      slotId: await slotAt(fresh.db, city, made.office ?? city.main, daysOn, hour),
      members: [{ cardId }],
      channel: 'phone',
      mail: made.mail ?? null,
      phone: '',
      language: 'ja',
      exceedReason: null,
      personReason: null,
    }),
  );
  return { id, cardId, noticeId };
}

const query = (fields: Record<string, string>): string => `?${new URLSearchParams(fields)}`;
const take = async (me: Visitor, list: string, fields: Record<string, string>, as: string) => {
  await me.get(`/lists/${list}${query(fields)}`);
  return me.post(`/lists/${list}/take`, { ...fields, as });
};
/** The file of a list that is narrowed down by what is typed. */
const takeNarrowed = async (me: Visitor, list: string, fields: Record<string, string>, typed: Record<string, string>) => {
  const page = await me.get(`/lists/${list}${query(fields)}`);
  const action = paths.narrowList(list);
  const answer = await me.post(action, { ...formFields(page, action), ...typed });
  const boxes = Object.fromEntries(new URL(answer.location ?? '', 'http://desk').searchParams);
  expect(answer.location).not.toContain(encodeURIComponent('秘密'));
  await me.get(answer.location ?? '');
  return (await me.post(`/lists/${list}/take`, { ...boxes, as: 'csv' })).html;
};
const logged = async (act: string) =>
  (
    await fresh.db.rows<{ detail: Record<string, unknown> }>(
      sql`SELECT detail FROM audit.events WHERE act = ${act} ORDER BY id DESC`,
    )
  ).map(({ detail }) => detail);

describe('every list', () => {
  test.for(LISTS.map(({ code }) => code))(
    '%s: a valid page, its own columns, nothing found said, each format taken',
    async (code) => {
      const page = await good(await admin.get(`/lists/${code}`));
      // Every hour of the small city is open, also at night and on Sundays; who looks at the log has left lines in it; the city has a name to translate.
      if (!['sessions', 'log', 'translations'].includes(code)) expect(words(page)).toContain(code === 'numbers' ? '1件' : '0件');
      await good(await admin.get(`/lists/${code}/columns`));
      const csv = await admin.post(`/lists/${code}/take`, { as: 'csv' });
      expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(csv.html).toContain(LISTS.find((list) => list.code === code)?.columns.find(({ usual }) => usual)?.head);
      expect((await admin.post(`/lists/${code}/take`, { as: 'xlsx' })).headers.get('content-type')).toContain('spreadsheetml');
      expect((await admin.post(`/lists/${code}/take`, { as: 'pdf' })).headers.get('content-type')).toBe('application/pdf');
    },
  );

  // Lists of what the office did name no holder of a card, and are not a clerk's.
  const ofHolders = LISTS.map(({ code }) => code).filter(
    (code) => !['numbers', 'sessions', 'running', 'findings', 'log', 'translations'].includes(code),
  );

  test.for(ofHolders)('%s: whom the clerk may not see stands in no page and no file', async (code) => {
    if (['deadlines', 'to-post', 'returned', 'not-booked'].includes(code)) {
      const status = code === 'to-post' ? 'preparing' : 'notified';
      const id = await makeCard(fresh.db, {
        noticeId: `S${code.slice(0, 2).toUpperCase()}-${100_000 + n}`,
        name: '秘密 花子',
        protected: true,
        birthDate: null,
      });
      await fresh.db.run(
        sql`UPDATE cards.cards SET status = ${status}, set_up_at = lib.now(), notice_date = ${dayOn(-200)}::date WHERE id = ${id}`,
      );
      if (code === 'returned')
        expect((await noticeReturned(desk.db, staff(), { cardId: id, why: '転居先不明', on: dayOn(0) })).ok).toBe(true);
    } else {
      const { id } = await booked(
        { 'not-ready': 1, 'needs-moving': 21, phone: 22 }[code] ?? 9,
        ['handed-over', 'mails', 'destroyed', 'departed'].includes(code) ? 10 : 9,
        ['P', '1', 1],
        {
          name: '秘密 花子',
          protected: true,
          mail: 'secret@example.jp',
          office: code === 'transfer' || code === 'card-tasks' ? city.branch : city.main,
        },
      );
      if (code === 'cancelled') expect((await cancel(desk.db, staff(), { id, version: 0, reason: '' })).ok).toBe(true);
    }
    if (code === 'destroyed')
      await fresh.db.run(sql`
        INSERT INTO cards.destructions (card_id, first_by, first_at, second_by, second_at)
        SELECT id, 1, lib.now(), 2, lib.now() FROM cards.cards WHERE name = '秘密 花子' ORDER BY id DESC LIMIT 1`);
    if (code === 'departed')
      await fresh.db.run(sql`
        INSERT INTO cards.departures (card_id, to_whom, first_by, first_at, second_by, second_at)
        SELECT id, '秘密の市', 1, lib.now(), 2, lib.now() FROM cards.cards WHERE name = '秘密 花子' ORDER BY id DESC LIMIT 1`);
    if (code === 'handed-over')
      await fresh.db.run(sql`
        WITH over AS (UPDATE reservations.members m SET outcome = 'handed-over' FROM cards.cards c WHERE c.id = m.card_id AND c.name = '秘密 花子' RETURNING m.*)
        INSERT INTO counter.acts (reservation_id, position, card_id, from_outcome, to_outcome, at, staff_id)
        SELECT reservation_id, position, card_id, 'arrived', 'handed-over', lib.now(), ${clerkId}::integer FROM over`);
    if (code === 'no-shows')
      await fresh.db.run(
        sql`UPDATE reservations.members m SET outcome = 'no-show' FROM cards.cards c WHERE c.id = m.card_id AND c.name = '秘密 花子'`,
      );
    if (code === 'not-ready') {
      await fresh.db.run(sql`INSERT INTO site.settings (key, value, changed_at) VALUES ('evening-hour', '0', lib.now())`);
      await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'missing' WHERE name = '秘密 花子' AND status = 'booked'`);
    }
    if (code === 'card-tasks')
      await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'counter' WHERE name = '秘密 花子' AND is_open`);
    if (code === 'under-way')
      await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'missing' WHERE name = '秘密 花子' AND is_open`);
    if (code === 'needs-moving')
      await fresh.db.run(
        sql`UPDATE ledger.slots SET closed_at = lib.now() WHERE day = ${dayOn(21)}::date AND start_minute = 540`,
      );
    if (code === 'phone') {
      const slot = await slotAt(fresh.db, city, city.main, 22, 9);
      await fresh.db.run(sql`UPDATE ledger.slots SET closed_at = lib.now() WHERE id = ${slot}`);
      await fresh.db.run(sql`
        WITH shut AS (INSERT INTO closing.closings (form_id, office_id, from_day, to_day, reason, closed_at)
          VALUES (gen_random_uuid(), ${city.main}, ${dayOn(22)}::date, ${dayOn(22)}::date, '停電', lib.now()) RETURNING id)
        INSERT INTO closing.affected (closing_id, reservation_id, slot_id, day, listed_at)
        SELECT shut.id, r.id, r.slot_id, ${dayOn(22)}::date, lib.now() FROM shut, reservations.reservations r WHERE r.slot_id = ${slot} AND r.state = 'booked'`);
    }
    const usual = ['phone', 'destroyed', 'departed', 'cards', 'deadlines', 'to-post', 'returned', 'not-booked'].includes(code);
    const fields = code === 'mails' ? { show: 'all' } : usual ? {} : { from: dayOn(1), to: dayOn(20), office: '', days: 'visit' };
    for (const page of [
      await clerk.get(`/lists/${code}${query(fields)}`),
      await take(clerk, code, fields, 'csv'),
      await take(clerk, code, fields, 'xlsx'),
    ])
      expect(page.html).not.toContain('秘密');
    expect((await take(admin, code, fields, 'csv')).html).toContain('秘密 花子');

    // By what is typed they are found, by who may see them alone.
    await fresh.db.run(
      sql`INSERT INTO cards.remarks (card_id, body, at, staff_id) SELECT c.id, '耳が遠い', lib.now(), ${clerkId} FROM cards.cards c WHERE c.name = '秘密 花子'`,
    );
    for (const typed of [{ 'typed-who': 'ヒミツ　花子' }, { 'typed-who': '秘密　花子' }, { 'typed-said': '耳が' }]) {
      const [meant, ofClerk] = [await takeNarrowed(admin, code, fields, typed), await takeNarrowed(clerk, code, fields, typed)];
      expect([typed, meant.includes('秘密 花子')]).toEqual([typed, typed['typed-who'] !== 'ヒミツ　花子']);
      expect([typed, ofClerk.trimEnd().split('\r\n')]).toEqual([typed, [ofClerk.split('\r\n')[0]]]);
    }
    expect(await takeNarrowed(admin, code, fields, { 'typed-who': '無い名' })).not.toContain('秘密 花子');
    await fresh.db.run(sql`DELETE FROM cards.remarks`);
  });

  test('a print of who may see everybody tells a clerk neither whom it had more nor the number of their booking', async () => {
    const fields = { office: 'honcho', from: dayOn(13), state: 'all' };
    const { id } = await booked(13, 9, ['P', '2', 1], { name: '秘密 次郎', protected: true });
    const { number } = await fresh.db.one<{ number: string }>(
      sql`SELECT number FROM reservations.reservations WHERE id = ${id}::uuid`,
    );
    await take(admin, 'visits', fields, 'pdf');
    const page = await clerk.get(`/lists/visits${query(fields)}`);
    expect(page.html).not.toContain(number);
    expect(words(page)).not.toContain('除外');
    // What the clerk printed is compared with what the clerk sees.
    await booked(13, 10, ['P', '2', 2]);
    await take(clerk, 'visits', fields, 'pdf');
    expect(words(await clerk.get(`/lists/visits${query(fields)}`))).toContain('変わったところはありません');
    expect(words(await admin.get(`/lists/visits${query(fields)}`))).toContain('追加 1件');

    const columns = `/lists/pull/columns${query({ ...fields, to: '' })}`;
    await clerk.get(columns);
    await clerk.post(columns, { 'column-name': 'yes', 'column-number': 'yes' });
    const pulled = (await take(clerk, 'pull', fields, 'csv')).html;
    expect(pulled).toContain('支援措置');
    expect(pulled).not.toContain(number);
    await clerk.get(columns);
    await clerk.post(columns, { act: 'usual' });
  });

  test('a file asked for with a wrong day is none of another day: its list says what is wrong', async () => {
    const refused = await take(clerk, 'visits', { from: '2月30日' }, 'csv');
    expect((await clerk.follow(refused)).status).toBe(422);
  });

  test('a wrong day is said at its box, with what was typed', async () => {
    const page = await clerk.get(`/lists/visits${query({ from: '2月30日', to: '' })}`);
    expect(page.status).toBe(422);
    expect(words(page)).toContain('開始日は、暦にない日か、曜日と合わない日です。');
    expect(page.html).toContain('value="2月30日"');
  });

  test('one that is none, or an end before its beginning', async () => {
    expect((await clerk.get('/lists/nothing')).status).toBe(404);
    expect((await clerk.get(`/lists/visits${query({ from: dayOn(5), to: dayOn(4) })}`)).status).toBe(422);
  });
});

describe('bookings by day and time', () => {
  test('[8(2)⑨a] by day, by time, sorted, as CSV with its zeros; the log says what was taken', async () => {
    const late = await booked(5, 14, ['A', '1', 1], { name: '髙橋 花子', mail: 'a@example.jp' });
    const early = await booked(5, 9, ['A', '1', 2], { name: '=1+1' });
    const fields = { office: 'honcho', from: dayOn(5) };
    const page = await good(await clerk.get(`/lists/visits${query(fields)}`));
    expect(words(page)).toContain('2件');
    const csv = (await take(clerk, 'visits', fields, 'csv')).html;
    const rows = csv.split('\r\n');
    expect(rows[0]).toContain('予約日,時刻,氏名');
    expect(rows[1]).toContain(`${dayOn(5)},09:00,'=1+1`);
    expect(rows[2]).toContain(`${dayOn(5)},14:00,髙橋 花子`);
    expect(rows[2]).toContain('0942-30-5678');
    expect((await logged('list.taken'))[0]).toMatchObject({ list: '予約一覧', rows: 2, as: 'csv' });
    const turned = await clerk.get(`/lists/visits${query({ ...fields, sort: '-time' })}`);
    expect(turned.html.indexOf(late.noticeId)).toBeLessThan(turned.html.indexOf(early.noticeId));
  });

  test('[8(2)⑨a] sorted by name, cards without kana stand by their name, not in the order of their hours', async () => {
    const last = await booked(7, 9, ['A', '1', 8], { name: '渡辺 無仮名' });
    const first = await booked(7, 10, ['A', '1', 9], { name: '青木 無仮名' });
    await fresh.db.run(sql`UPDATE cards.cards SET kana = '', kana_key = '' WHERE id IN (${last.cardId}, ${first.cardId})`);
    const fields = { office: 'honcho', from: dayOn(7), to: dayOn(7) };
    const orderOf = async (sort: string) => {
      const { html } = await clerk.get(`/lists/visits${query({ ...fields, sort })}`);
      return html.indexOf(first.noticeId) < html.indexOf(last.noticeId);
    };
    const { less } = await fresh.db.one<{ less: boolean }>(
      sql`SELECT a.name_key < b.name_key AS less FROM cards.cards a, cards.cards b WHERE a.id = ${first.cardId} AND b.id = ${last.cardId}`,
    );
    expect([await orderOf('name'), await orderOf('-name')]).toEqual([less, !less]);
  });

  test('a clerk chooses the columns; remarks are in no file that did not ask for them', async () => {
    const { cardId } = await booked(6, 9, ['A', '1', 3]);
    await fresh.db.run(
      sql`INSERT INTO cards.remarks (card_id, body, at, staff_id) VALUES (${cardId}, '耳が遠い', lib.now(), ${clerkId})`,
    );
    const fields = { office: 'honcho', from: dayOn(6) };
    expect((await take(clerk, 'visits', fields, 'csv')).html).not.toContain('耳が遠い');
    const page = await clerk.get(`/lists/visits/columns${query(fields)}`);
    const action = `/lists/visits/columns${query({ ...fields, service: '', to: '', state: 'all' })}`;
    expect(words(page)).toContain('備考');
    const chosen = await clerk.follow(await clerk.post(action, { 'column-time': 'yes', 'column-remark': 'yes' }));
    expect(words(chosen)).toContain('表示する列を変更しました');
    expect((await take(clerk, 'visits', fields, 'csv')).html).toContain('09:00,耳が遠い');
    await clerk.get(`/lists/visits/columns${query(fields)}`);
    const none = await clerk.post(action, {});
    expect(none.status).toBe(422);
    expect(wrongBoxes(none)).toEqual(['column-day']);
    await clerk.post(action, { act: 'usual' });
    expect((await take(clerk, 'visits', fields, 'csv')).html).not.toContain('耳が遠い');
  });

  test('CP932 says which characters it lacks before it is saved', async () => {
    await booked(7, 9, ['A', '1', 4], { name: '𠮷田 一' });
    const fields = { office: 'honcho', from: dayOn(7) };
    const warned = await take(clerk, 'visits', fields, 'csv-cp932');
    expect(words(warned)).toContain('次の1文字（1か所）は、〓になります：𠮷');
    const saved = await clerk.post('/lists/visits/take', { ...formFields(warned, '/lists/visits/take'), as: 'csv-cp932' });
    expect(saved.headers.get('content-type')).toBe('text/csv; charset=shift_jis');
  });
});

describe('the shelf', () => {
  test('[8(2)⑨b] cards to pull stand in the order of the shelf; printed again, what changed is said', async () => {
    const fields = { office: 'honcho', from: dayOn(10), state: 'unpulled' };
    const near = await booked(10, 15, ['B', '2', 7], { name: '近い 棚' });
    const far = await booked(10, 9, ['B', '10', 1], { name: '遠い 棚' });
    const gone = await booked(10, 16, ['C', '1', 1], { name: '来ない 人' });
    const page = await good(await clerk.get(`/lists/pull${query(fields)}`));
    const places = [near, far, gone].map(({ noticeId }) => page.html.indexOf(noticeId));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect((await take(clerk, 'pull', fields, 'pdf')).headers.get('content-type')).toBe('application/pdf');
    expect(words(await clerk.get(`/lists/pull${query(fields)}`))).toContain('前回の印刷から、変わったところはありません。');

    await cancel(desk.db, staff(), { id: gone.id, version: 0, reason: '' });
    await booked(10, 11, ['A', '1', 9], { name: '新しい 人' });
    const slot = await slotAt(fresh.db, city, city.main, 10, 12);
    await move(desk.db, staff(), { id: far.id, version: 0, slotId: slot, exceedReason: null });
    const again = words(await clerk.get(`/lists/pull${query(fields)}`));
    expect(again).toContain('追加 1件：新しい 人');
    expect(again).toContain('除外 1件：来ない 人');
    expect(again).toMatch(/変更 1件：遠い 棚（L1S-\d+）（前回は 本庁 \S+ 9:00 B 10 1）/u);

    // Who is under 支援措置 since the print: what it said of them is told no more, whether they stand in the list still or not.
    await take(clerk, 'pull', fields, 'pdf');
    expect(words(await clerk.get(`/lists/pull${query(fields)}`))).toContain('15:00');
    await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE notice_id IN (${near.noticeId}, ${far.noticeId})`);
    await cancel(desk.db, staff(), { id: far.id, version: 1, reason: '' });
    const hidden = words(await clerk.get(`/lists/pull${query(fields)}`));
    expect(hidden).toContain('除外 1件：支援措置');
    expect(hidden).not.toMatch(/15:00|前回は/u);
  });

  test('[8(2)⑩bc] cards to send: where they are wanted, where they lie, the day booked', async () => {
    const { noticeId } = await booked(12, 10, ['D', '3', 4], { name: '北野 行き', office: city.branch });
    await booked(12, 10, ['D', '3', 5], { name: '本庁 のまま' });
    const fields = { office: 'honcho', from: dayOn(12) };
    const csv = (await take(clerk, 'transfer', fields, 'csv')).html.split('\r\n');
    expect(csv[0]).toBe('希望する交付場所,保管場所,棚,箱,位置,送る日,予約日,氏名,交付通知書ID,所在');
    expect(csv[1]).toBe(`北野総合支所,本庁,D,3,4,${dayOn(10)},${dayOn(12)},北野 行き,${noticeId},保管中`);
    expect(csv).toHaveLength(3);
  });
});

test('a card sent for a visit that was cancelled waits in 対応が必要, on its list and on its page, until it is scanned back', async () => {
  const { id, cardId, noticeId } = await booked(14, 9, ['G', '1', 1], { name: '回送 済子', office: city.branch });
  for (const [event, toOfficeId] of [
    ['sent', city.branch],
    ['received', city.branch],
  ] as const)
    expect((await moveCard(desk.db, staff(), { cardId, event, toOfficeId })).ok).toBe(true);
  const fields = { office: 'kitano', task: 'send-back' };
  expect((await take(clerk, 'card-tasks', fields, 'csv')).html).not.toContain(noticeId);
  await cancel(desk.db, staff(), { id, version: 0, reason: '' });
  expect((await take(clerk, 'card-tasks', fields, 'csv')).html).toContain(`返送,本庁,回送 済子,${noticeId},窓口,予約の取消`);
  expect((await take(clerk, 'card-tasks', fields, 'pdf')).headers.get('content-type')).toBe('application/pdf');
  expect(words(await good(await clerk.get(`/lists/card-tasks${query(fields)}`)))).toContain('回送 済子');
  // The clerk's own office has nothing to do with it.
  expect(words(await good(await clerk.get('/todo')))).not.toMatch(/件棚へ戻すカード/u);
  const todo = await good(await clerk.get('/todo?view=all'));
  expect(words(todo)).toContain('棚へ戻すカード、送り直すカード');
  // The badge counts every office: its link shows them all, and so does what leads on from there, whoever's office is another.
  const all = await good(
    await clerk.get(/href="(\/lists\/card-tasks[^"]*)"/u.exec(todo.html)?.[1]?.replaceAll('&amp;', '&') ?? ''),
  );
  expect(words(all)).toContain('回送 済子');
  const sorted = /href="(\/lists\/card-tasks\?[^"]*sort=name)"/u.exec(all.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
  expect(words(await good(await clerk.get(sorted)))).toContain('回送 済子');
  expect(words(await good(await clerk.get(`/people/${cardId}`)))).toContain('カードを返送してください');

  // A card without a visit is sent back, and nowhere else.
  const branch = { office: 'kitano', until: '', box: '' };
  await clerk.get('/scan/send?office=kitano&to=honcho');
  const sent = await clerk.post('/scan/send', { ...branch, to: 'honcho', code: noticeId });
  expect(words(await clerk.follow(sent))).toContain('回送に入れました');
  expect((await take(clerk, 'card-tasks', fields, 'csv')).html).not.toContain(noticeId);
});

test('[8(2)⑫a] those who did not come, with how to reach them and whether they booked again', async () => {
  const one = await booked(1, 9, ['E', '1', 1], { name: '来なかった 人', mail: 'b@example.jp' });
  // Nobody books a day that is past: this one was booked for it.
  await fresh.db.run(
    sql`UPDATE reservations.reservations SET slot_id = ${await slotAt(fresh.db, city, city.main, -2, 9)} WHERE id = ${one.id}::uuid`,
  );
  // Until its day is closed nobody says that they did not come; they stand there all the same.
  const fields = { office: '', from: dayOn(-3), to: city.today, again: 'no' };
  expect((await take(clerk, 'no-shows', fields, 'csv')).html.split('\r\n')[1]).toMatch(/未確定.*来なかった 人/u);
  must(await record(desk.db, staff(), { reservationId: one.id, position: 1, from: null, to: 'no-show', reason: '' }));
  const csv = (await take(clerk, 'no-shows', fields, 'csv')).html.split('\r\n');
  expect(csv[1]).toMatch(/未来庁.*来なかった 人/u);
  // An address is none that a mail came to: what was put, and how it fares, is what tells whom to call.
  const invited = async (more: Record<string, string> = {}) =>
    (await take(clerk, 'no-shows', { ...fields, ...more }, 'csv')).html.split('\r\n')[1] ?? '';
  expect(csv[1]).toContain('0942-30-5678,日締めのあとに送信');
  expect(await invited({ calls: 'yes' })).not.toContain('来なかった 人');
  await fresh.db.run(
    sql`SELECT outbox.put('no-show', ${one.id}::uuid, NULL, (SELECT s.day::text FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id WHERE r.id = ${one.id}::uuid) || ':1', '{}'::jsonb, lib.now())`,
  );
  // A mail that waits while the day is open again will be dropped: another is put when it is closed.
  expect(await invited()).toContain('0942-30-5678,日締めのあとに送信');
  await fresh.db.run(
    sql`INSERT INTO counter.day_ends (office_id, day, at, staff_id, no_shows) SELECT ${city.main}, ${dayOn(-2)}::date, lib.now(), id, 1 FROM staff.accounts LIMIT 1`,
  );
  expect(await invited()).toContain('0942-30-5678,送信待ち');
  expect(await invited({ calls: 'yes' })).not.toContain('来なかった 人');
  await fresh.db.run(sql`UPDATE outbox.mails SET state = 'dead' WHERE kind = 'no-show' AND reservation_id = ${one.id}::uuid`);
  expect(await invited({ calls: 'yes' })).toContain('0942-30-5678,不達');
  await fresh.db.run(sql`UPDATE outbox.mails SET state = 'dropped' WHERE kind = 'no-show' AND reservation_id = ${one.id}::uuid`);
  expect(await invited({ calls: 'yes' })).toContain('0942-30-5678,なし');
  expect((await take(clerk, 'no-shows', { ...fields, again: 'yes' }, 'csv')).html.split('\r\n')).toHaveLength(2);
  await fresh.db.run(sql`DELETE FROM counter.day_ends WHERE office_id = ${city.main} AND day = ${dayOn(-2)}::date`);
});

test('[8(2)⑫a] [9(3)b] those who did not come are told apart by what they booked', async () => {
  const one = await booked(2, 10, ['E', '2', 1], { name: '受取の 人' });
  const other = await booked(2, 11, ['E', '2', 2], { name: '更新の 人' });
  const renewal = await addService(fresh.db, city, { code: 'renewal', name: '電子証明書の更新' });
  // The days to come are other tests'.
  await fresh.db.run(sql`DELETE FROM ledger.slots WHERE service_id = ${renewal} AND day > ${city.today}::date`);
  for (const [{ id }, service] of [
    [one, city.service],
    [other, renewal],
  ] as const)
    await fresh.db.run(sql`
      UPDATE reservations.reservations SET slot_id = ${await slotAt(fresh.db, { ...city, service }, city.main, -2, 10)}, service_id = ${service} WHERE id = ${id}::uuid`);
  const fields = { office: '', from: dayOn(-2), to: '', again: 'all' };
  const all = (await take(clerk, 'no-shows', fields, 'csv')).html;
  expect(all).toMatch(/受取の 人.*マイナンバーカードの受け取り/u);
  expect(all).toMatch(/更新の 人.*電子証明書の更新/u);
  const narrowed = { ...fields, service: 'renewal' };
  const csv = (await take(clerk, 'no-shows', narrowed, 'csv')).html;
  expect(csv).toContain('更新の 人');
  expect(csv).not.toContain('受取の 人');
  expect(words(await good(await clerk.get(`/lists/no-shows${query(narrowed)}`)))).toContain('・電子証明書の更新');
});

test('[8(2)⑧abc] cards narrowed down by status, on screen and as a file', async () => {
  const { noticeId, cardId } = await booked(15, 9, ['F', '1', 1], { name: '保留 の人' });
  await fresh.db.run(sql`UPDATE cards.cards SET status = 'on-hold' WHERE id = ${cardId}`);
  const fields = { office: '', 'status-on-hold': 'yes', booked: 'all' };
  const page = await good(await clerk.get(`/lists/cards${query(fields)}`));
  expect(words(page)).toContain('すべての場所・保留　1件');
  const csv = (await take(clerk, 'cards', fields, 'csv')).html.split('\r\n');
  expect(csv[1]).toContain(`${noticeId},保留 の人`);
  expect(csv).toHaveLength(3);
  expect(words(await clerk.get(`/lists/cards${query({ ...fields, booked: 'no' })}`))).toContain('カードは、ありません。');
});

test('an address of a list never grows with what was sent: browsers and servers refuse long heads', async () => {
  const long = 'あ'.repeat(5_000);
  for (const page of [
    await clerk.post(`/lists/visits/columns${query({ office: 'honcho', from: dayOn(1), sort: 'x'.repeat(3_000) })}`, {
      act: 'usual',
    }),
    await clerk.post('/lists/visits/take', { office: long, from: long, as: 'csv' }),
  ])
    expect([page.status, (page.location ?? '').length < 2_000]).toEqual([303, true]);
});

test('[8(2)⑧a] 未予約一覧: noticed weeks ago and nothing booked; a later notice counts anew, one that came back is not in it', async () => {
  const noticed = async (name: string, days: number) => {
    n += 1;
    const id = await makeCard(fresh.db, { noticeId: `L9B-${100_000 + n}`, name, birthDate: null, officeId: city.main });
    await fresh.db.run(sql`UPDATE cards.cards SET notice_date = ${dayOn(-days)}::date WHERE id = ${id}`);
    return id;
  };
  await noticed('五週 前子', 36);
  await noticed('三週 前子', 22);
  const again = await noticed('再通知 済子', 200);
  await fresh.db.run(sql`
    INSERT INTO cards.notices (card_id, kind, posted_on, at) VALUES (${again}, 'again', ${dayOn(-10)}::date, lib.now())`);
  const csv = (weeks: string) => take(clerk, 'not-booked', { office: '', weeks }, 'csv').then(({ html }) => html);
  const [four, three] = [await csv('4'), await csv('3')];
  expect(['五週 前子', '三週 前子', '再通知 済子'].map((name) => [four.includes(name), three.includes(name)])).toEqual([
    [true, true],
    [false, true],
    [false, false],
  ]);
  expect(four).toMatch(/^5,L9B-/mu);
  const wrong = await clerk.get('/lists/not-booked?weeks=x');
  expect([wrong.status, words(wrong).includes('発送からは、1から104まで')]).toEqual([422, true]);
});

test('要振替一覧: whoever stood in a slot that was shut, until moved or kept, with how to reach them', async () => {
  const { id, cardId } = await booked(24, 9, ['M', '1', 1], { name: '振替 要子', mail: 'f@example.jp' });
  const csv = () => take(clerk, 'needs-moving', { office: '', service: '', reach: 'all' }, 'csv').then(({ html }) => html);
  expect(await csv()).not.toContain('振替 要子');
  await fresh.db.run(sql`UPDATE ledger.slots SET closed_at = lib.now() WHERE day = ${dayOn(24)}::date AND start_minute = 540`);
  expect(await csv()).toContain('振替 要子,0942-30-5678,あり');
  const without = { office: '', service: '', reach: 'none' };
  expect((await take(clerk, 'needs-moving', without, 'csv')).html).not.toContain('振替 要子');
  // No mail goes to who is under 支援措置 before their address was checked: they are called.
  const held = (on: boolean) => fresh.db.run(sql`UPDATE cards.cards SET protected = ${on} WHERE id = ${cardId}`);
  await held(true);
  await fresh.db.run(sql`UPDATE reservations.reservations SET mail_checked_at = NULL WHERE id = ${id}::uuid`);
  expect((await take(admin, 'needs-moving', without, 'csv')).html).toContain('振替 要子');
  const all = { office: '', service: '', reach: 'all' };
  expect((await take(admin, 'needs-moving', all, 'csv')).html).toContain('振替 要子,0942-30-5678,送りません');
  await held(false);
  await fresh.db.run(sql`UPDATE reservations.reservations SET kept_at = lib.now() + interval '1 minute' WHERE id = ${id}::uuid`);
  expect(await csv()).not.toContain('振替 要子');
});

test('夜間・休日の回: sessions after hours or on days off that nobody booked, of an office', async () => {
  const fields = (shows: string, ends = '17:00') => ({
    office: 'honcho',
    service: '',
    from: dayOn(23),
    to: dayOn(23),
    ends,
    shows,
  });
  const weekday = Temporal.PlainDate.from(dayOn(23)).dayOfWeek <= 5;
  const csv = (shows: string) =>
    take(clerk, 'sessions', fields(shows), 'csv').then(({ html }) => html.trim().split('\r\n').slice(1));
  const [row = ''] = await csv('none');
  expect(row).toContain(`${dayOn(23)},${weekday ? '夜間' : ''}`);
  expect(row).toMatch(/本庁,.*,24:00,\d+,\d+,0$/u);
  if (weekday) expect(row).toContain(',17:00,24:00,7,');
  expect(words(await clerk.get(`/lists/sessions${query(fields('none', '17:15'))}`))).toContain('17:15より後に終わる夜間と休日');
  // One kept when the box was a beginning, by another name, is of what ends after reception usually does; so is an empty box.
  const { ends: _, ...kept } = { ...fields('none'), night: '20:00' };
  for (const asked of [kept, fields('none', '')])
    expect(words(await clerk.get(`/lists/sessions${query(asked)}`))).toContain('17:15より後に終わる夜間と休日');
  for (const shows of ['none', 'all']) await take(clerk, 'sessions', fields(shows), 'pdf');
  const since = async (shows: string) => words(await clerk.get(`/lists/sessions${query(fields(shows))}`));
  expect(await since('none')).toContain('前回の印刷から、変わったところはありません。');
  await booked(23, 18, ['M', '2', 1], { name: '夜間 予約子' });
  // Printed again, it says which session has a booking by now.
  expect(await since('none')).toMatch(/除外 1件：\S+ 本庁 /u);
  expect(await since('all')).toMatch(/変更 1件：\S+ 本庁 .*（前回は .*予約 0人）/u);
  expect(await csv('none')).toEqual([]);
  expect((await csv('all'))[0]).toMatch(/,1$/u);
});

test('[8(2)⑨ab] every list that remembers its print can name each of its rows later, whatever they were', async () => {
  const print = { id: 0, at: new Date(), by: null, rows: {} };
  const viewer = { seesProtected: true };
  const unnamed: string[] = [];
  let named = 0;
  for (const list of LISTS) {
    if (list.named === undefined) continue;
    // Every row is new beside an empty print: each is looked up by its key alone.
    const context = { today: city.today, sentences: japaneseSentences };
    const prepared = list.prepare({}, { viewer, known: await knownOf(desk.db, list), context, officeId: null });
    const lines = await linesOf(desk.db, { prepared, sort: '', columns: [] });
    const { added } = await changesSince(desk.db, viewer, print, lines, list.named);
    for (const { name } of added) if (name === '（削除済）') unnamed.push(list.code);
    if (added.length > 0) named += 1;
    // Those of whom this viewer may not see are none of them named.
    const blind = await changesSince(desk.db, { seesProtected: false }, print, lines, list.named);
    expect(JSON.stringify(blind)).not.toContain('秘密');
  }
  expect(unnamed).toEqual([]);
  // Control; the others are empty today.
  expect(named).toBeGreaterThan(6);
});

test('a list longer than paper takes says so and has no button to print it, until it is narrowed down', async () => {
  await fresh.db.run(sql`INSERT INTO staff.roles (code, name, position) VALUES ('reads', '閲覧', 99)`);
  await fresh.db.run(
    sql`INSERT INTO staff.role_rights (role, right_code) SELECT 'reads', unnest(ARRAY['audit.see', 'people.see', 'lists.take'])`,
  );
  const auditor = await desk.clerk('kansa', ['reads'], city.main);
  await fresh.db.run(sql`
    INSERT INTO running.findings (day, rule, who, count, most, found_at)
    SELECT lib.day_of(lib.now()) - CASE WHEN n = 1 THEN 1 ELSE 0 END, 'commands', 'paper' || n || '@a', 1, 1, lib.now() FROM generate_series(1, 5002) AS n`);
  const all = await auditor.get(`/lists/findings${query({ from: dayOn(-1), to: dayOn(0), rule: '' })}`);
  expect(words(all)).toContain('印刷は5,000件までです。条件を絞り込んで、分けて印刷してください。');
  expect(all.html).not.toContain('value="pdf"');
  expect((await auditor.post('/lists/findings/take', { from: dayOn(-1), to: dayOn(0), rule: '', as: 'pdf' })).status).toBe(422);
  const one = await auditor.get(`/lists/findings${query({ from: dayOn(-1), to: '', rule: '' })}`);
  expect(words(one)).toContain('印刷（PDF・1件）');
  await fresh.db.run(sql`DELETE FROM running.findings WHERE who LIKE 'paper%'`);
});
