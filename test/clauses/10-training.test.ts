// 仕様書 10 研修の実施. The exercises of docs/training are walked in a practice city: what they quote must stand on the pages met.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillPractice, PRACTICE_PASSWORD, practiceCard } from '../../src/demo/practice.ts';
import { workOnUploads } from '../../src/intake/upload-jobs.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { ROOT } from '../../src/lib/root.ts';
import { type Page, signedIn, type Visitor, visitor } from '../support/browse.ts';
import { startCitizenDoor, type TestCitizenDoor } from '../support/citizen.ts';
import type { FreshDatabase } from '../support/database.ts';
import { demoDatabase } from '../support/demo.ts';
import { startDesk, type TestDesk } from '../support/desk.ts';
import { formFields } from '../support/forms.ts';
import { inHandAllTheSame } from '../support/in-hand.ts';
import { words } from '../support/pages.ts';
import { spoilt } from './support/away.ts';
import { demandsOf } from './support/demand.ts';
import { type Gate, openGate } from './support/gate.ts';
import { cardOf } from './support/people.ts';
import { fill, find, on, shown } from './support/world.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let citizen: TestCitizenDoor;
let gates: { citizen: Gate; desk: Gate };
beforeAll(async () => {
  fresh = await demoDatabase();
  await fillPractice(fresh.db, systemClock);
  [desk, citizen] = await Promise.all([startDesk(fresh), startCitizenDoor(fresh)]);
  gates = { citizen: await openGate(citizen.url), desk: await openGate(desk.url) };
});
afterAll(async () => {
  await Promise.all([gates.citizen.close(), gates.desk.close()]);
  await Promise.all([desk.close(), citizen.close()]);
  await fresh.drop();
});
const demand = demandsOf(() => ({ fresh, gates }));

/** Remembers what every page said to somebody. */
function heard(me: Visitor): { me: Visitor; all: () => string } {
  const said: string[] = [];
  const noted =
    <A extends unknown[]>(ask: (...args: A) => ReturnType<Visitor['get']>) =>
    async (...args: A) => {
      const page = await ask(...args);
      said.push(words(page), ...[...page.html.matchAll(/aria-label="([^"]+)"/gu)].map(([, label = '']) => label));
      return page;
    };
  return {
    me: { ...me, get: noted(me.get), post: noted(me.post), upload: noted(me.upload), follow: noted(me.follow) },
    all: () => said.join('\n'),
  };
}
const exercises = async (name: string): Promise<Map<string, string>> => {
  const text = await readFile(join(ROOT, 'docs/training', `${name}.md`), 'utf8');
  return new Map(
    text
      .split(/^## /mu)
      .slice(1)
      .map((part) => [part.split('\n', 1)[0] ?? '', part]),
  );
};
/** Words an exercise quotes that no page said. */
const dead = (exercise: string, said: string): string[] =>
  [...exercise.matchAll(/「([^」]+)」/gu)]
    .map(([, quoted = '']) => quoted)
    .filter((quoted) => !said.replace(/\s+/gu, '').includes(quoted.replace(/\s+/gu, '')));

type Walk = (me: Visitor) => Promise<void>;
const SEAT = practiceCard(1);

const [HONCHO, KITANO] = [1, 3];
/** An hour of the pick-up at an office, more than a week on, that has room; `skip` of them are left out. */
async function slotAt(office: number, skip = 0): Promise<number> {
  const { id } = await fresh.db.one<{ id: number }>(sql`
    SELECT s.id FROM ledger.slots s JOIN services.services v ON v.id = s.service_id
    WHERE s.office_id = ${office} AND v.needs_card AND s.day > lib.day_of(lib.now()) + 7
      AND s.closed_at IS NULL AND NOT s.gone AND s.capacity > s.taken ORDER BY s.day, s.start_minute OFFSET ${skip} LIMIT 1`);
  return id;
}

/** Books for a card by phone; the address of the reservation. */
async function bookFor(me: Visitor, noticeId: string, slot: number, office: string, typed = {}): Promise<string> {
  const page = shown(await me.get(`/booking?card=${await cardOf(fresh, noticeId)}&slot=${slot}&office=${office}`));
  const booked = await on(me, await fill(me, page, '/booking', { act: 'confirm', ...typed }));
  expect(words(booked)).toMatch(/\d{4}-\d{4}/u);
  return new URL(booked.url, gates.desk.url).pathname;
}
async function cancel(me: Visitor, reservation: string): Promise<void> {
  shown(await me.get(reservation));
  const page = shown(await me.get(`${reservation}/cancel`));
  await on(me, await fill(me, page, `${reservation}/cancel`, { why: '電話で申し出' }));
}
/** A visit is on the first day with hours from so many days on, until it is given back: who practises chooses the day, but a test runs at any hour of any day. */
async function comesOn(path: string, office: number, days: number): Promise<() => Promise<number>> {
  const id = path.split('/').at(-1);
  const { was, then } = await fresh.db.one<{ was: number; then: number }>(sql`
    SELECT slot_id AS was, (
      SELECT s.id FROM ledger.slots s WHERE s.office_id = ${office} AND s.service_id = 1 AND s.day >= lib.day_of(lib.now()) + ${days}::integer
      ORDER BY s.day, s.start_minute LIMIT 1) AS then
    FROM reservations.reservations WHERE id = ${id}::uuid`);
  const sits = (slot: number) => fresh.db.run(sql`UPDATE reservations.reservations SET slot_id = ${slot} WHERE id = ${id}::uuid`);
  await sits(then);
  return () => sits(was);
}
/** Types a code into a page that scans; what it then says. */
async function scan(me: Visitor, path: string, code: string): Promise<string> {
  const page = shown(await me.get(path));
  const action = path.split('?')[0] ?? '';
  const answer = await fill(me, page, action, { code });
  return words(answer.status === 303 ? await on(me, answer) : answer);
}
/** The button of the board with these words, pressed for a reservation. */
async function pressBoard(me: Visitor, reservation: string, button: string): Promise<Page> {
  const id = reservation.split('/').at(-1) ?? '';
  const { html } = shown(await me.get('/today?office=honcho&all=1'));
  const form = [...html.matchAll(/<form\b[^>]*action="\/today\/press"[\s\S]*?<\/form>/gu)].find(
    ([text]) => text.includes(id) && text.includes(button),
  )?.[0];
  if (form === undefined) throw new Error(`no ${button} on the board`);
  const pressed = new RegExp(`<button[^>]*name="(\\w+)"[^>]*value="([^"]*)"[^>]*>(?:(?!</button>)[\\s\\S])*${button}`, 'u').exec(
    form,
  );
  const hidden = Object.fromEntries(
    [...form.matchAll(/<input[^>]*name="(\w+)"(?:[^>]*value="([^"]*)")?/gu)].map(([, name = '', value = '']) => [name, value]),
  );
  return on(me, await me.post('/today/press', { ...hidden, [pressed?.[1] ?? '']: pressed?.[2] ?? '' }));
}

let reservation = '';
const STAFF: Record<string, Walk> = {
  練習1: async (me) => void shown(await me.get('/today')),
  練習2: async (me) => {
    const page = await find(me, SEAT.noticeId);
    const path = /action="(\/people\/\d+\/remark)"/u.exec(page.html)?.[1] ?? '';
    const noted = await on(me, await fill(me, page, path, { body: '耳が遠い方。筆談の用意' }));
    expect(words(noted)).toContain('筆談の用意');
    expect(words(await on(me, await fill(me, noted, path, { body: '耳が遠い方。筆談器あり' })))).toContain('筆談器あり');
  },
  練習3: async (me) => {
    expect(await scan(me, '/scan/shelve', 'H-1')).toContain('A棚 1箱');
    expect(await scan(me, '/scan/shelve?box=1', SEAT.noticeId)).toContain('✓');
    expect(words(await find(me, SEAT.noticeId))).toContain('保管中');
  },
  練習4: async (me) => {
    shown(await me.get('/booking'));
    reservation = await bookFor(me, SEAT.noticeId, await slotAt(HONCHO), 'honcho');
    expect(words(await find(me, SEAT.noticeId))).toContain('予約済');
  },
  練習5: async (me) => {
    const number = /\d{4}-\d{4}/u.exec(words(shown(await me.get(reservation))))?.[0];
    const page = shown(await me.get(`${reservation}/move?office=honcho&slot=${await slotAt(HONCHO, 3)}`));
    const moved = await on(me, await fill(me, page, `${reservation}/move`, { act: 'confirm' }));
    expect(words(moved)).toContain(number);
  },
  練習6: async (me) => {
    await cancel(me, reservation);
    expect(words(await find(me, SEAT.noticeId))).toContain('通知発送済');
  },
  練習7: async (me) => {
    reservation = await bookFor(me, SEAT.noticeId, await slotAt(HONCHO), 'honcho');
    const back = await comesOn(reservation, HONCHO, 0);
    await pressBoard(me, reservation, '受付する');
    const asked = await pressBoard(me, reservation, '交付済にする');
    expect(words(asked)).toContain('手元のカードで交付済にする');
    await inHandAllTheSame(me, asked);
    expect(words(await find(me, SEAT.noticeId))).toContain('交付済');
    await pressBoard(me, reservation, '元に戻す');
    await pressBoard(me, reservation, '元に戻す');
    await back();
    await cancel(me, reservation);
    expect(words(await find(me, SEAT.noticeId))).toContain('通知発送済');
  },
  練習8: async (me) => {
    await find(me, SEAT.noticeId);
    const path = `/people/${await cardOf(fresh, SEAT.noticeId)}/status`;
    const page = shown(await me.get(path));
    const done = await on(me, await fill(me, page, path, { to: 'returned', why: 'あて所に尋ねあたらず' }));
    expect(words(done)).toContain('あて所に尋ねあたらず');
  },
  練習9: async (me) => {
    shown(await me.get('/lists'));
    const list = shown(await me.get('/lists/cards?status-returned=yes&booked=all'));
    const csv = await fill(me, list, '/lists/cards/take', { as: 'csv' });
    expect(csv.html).toContain(SEAT.noticeId);
    const id = await cardOf(fresh, SEAT.noticeId);
    const chosen = await on(me, await fill(me, list, '/lists/cards/picked', { [`pick-${id}`]: 'yes', act: 'status' }));
    const asked = { 'change-to': 'renotified', 'change-why': '住所を確かめて送り直した', act: 'preview' };
    const preview = shown(await fill(me, chosen, '/cards/status', asked));
    await on(me, await me.post('/cards/status', { ...formFields(preview, '/cards/status', 'seen'), act: 'change' }));
    expect(words(await find(me, SEAT.noticeId))).toContain('再通知');
  },
  練習10: async (me) => {
    shown(await me.get('/lists'));
    const { day } = await fresh.db.one<{ day: string }>(sql`SELECT lib.day_of(lib.now()) AS day`);
    const list = shown(
      await me.get(`/lists/visits?${new URLSearchParams({ office: 'honcho', from: day, 'time-from': '13時' })}`),
    );
    expect((await fill(me, list, '/lists/visits/take', { as: 'csv' })).html).toContain('予約日');
  },
  練習11: async (me) => {
    shown(await me.get('/lists'));
    shown(await me.get('/lists/pull?office=honcho'));
    expect(await scan(me, '/scan/pull', SEAT.noticeId)).toContain('今後の予約がありません');
    const { notice } = await fresh.db.one<{ notice: string }>(sql`
      SELECT min(c.notice_id) AS notice FROM cards.cards c JOIN reservations.members m ON m.card_id = c.id AND m.removed_at IS NULL AND m.outcome IS NULL
        JOIN reservations.reservations r ON r.id = m.reservation_id AND r.state = 'booked' JOIN ledger.slots s ON s.id = r.slot_id
      WHERE c.whereabouts = 'shelf' AND c.office_id = 1 AND s.office_id = 1 AND NOT c.protected AND s.day BETWEEN lib.day_of(lib.now()) AND counter.next_open_day(lib.day_of(lib.now()))
        AND NOT EXISTS (SELECT FROM cards.cards d WHERE d.notice_id = c.notice_id AND d.id <> c.id)`);
    expect(await scan(me, '/scan/pull', notice)).toContain('✓');
  },
  練習12: async (me) => {
    shown(await me.get('/lists'));
    reservation = await bookFor(me, SEAT.noticeId, await slotAt(KITANO), 'kitano');
    const back = await comesOn(reservation, KITANO, 1);
    shown(await me.get('/lists/transfer?office=honcho'));
    const opened = await on(me, await fill(me, shown(await me.get('/parcels')), '/parcels?office=honcho', { to: 'kitano' }));
    const parcel = opened.url.split('?')[0] ?? '';
    expect(await scan(me, parcel, SEAT.noticeId)).toContain('箱に入れました');
    const press = async (act: string) => {
      const page = shown(await me.get(parcel));
      return on(me, await fill(me, page, `${parcel}/${act}`, {}));
    };
    expect(words(await press('send'))).toContain('受領済 0枚、未着 1枚');
    expect((await me.get(`${parcel}/slip.pdf`)).headers.get('content-type')).toBe('application/pdf');
    for (const act of ['unsend', 'unpack', 'drop']) await press(act);
    await back();
    await cancel(me, reservation);
    expect(await scan(me, '/scan/return', SEAT.noticeId)).toContain('✓');
  },
  練習13: async (me) => {
    shown(await me.get('/lists'));
    shown(await me.get('/lists/no-shows'));
    shown(await me.get('/today/end?office=honcho'));
  },
  練習14: async (me) => {
    shown(await me.get('/terminals'));
    const page = shown(await me.get('/terminals/check'));
    const ok = [...page.html.matchAll(/name="(\w+)" value="ok"/gu)].map(([, name = '']) => [name, 'ok'] as const);
    await on(me, await fill(me, page, '/terminals/check', { ...Object.fromEntries(ok), terminal: '練習1', act: 'keep' }));
  },
  練習15: async (me) => {
    const page = await find(me, SEAT.noticeId);
    const to = /href="(\/waiting\/new\?card=\d+)"/u.exec(page.html)?.[1] ?? '';
    shown(await me.get(to));
    shown(await me.get('/waiting'));
  },
  練習16: async (me) => void shown(await me.get('/cards/posting')),
  練習17: async (me) => {
    const page = shown(await me.get('/storage/stocktakes?office=honcho'));
    const { id } = await fresh.db.one<{ id: number }>(
      sql`SELECT p.id FROM cards.storage_places p WHERE p.office_id = ${HONCHO} AND EXISTS (SELECT FROM cards.cards c WHERE c.storage_place_id = p.id) ORDER BY p.id LIMIT 1`,
    );
    const begun = await on(me, await fill(me, page, '/storage/stocktakes', { box: String(id) }));
    const drop = /action="(\/storage\/stocktakes\/\d+\/drop)"/u.exec(begun.html)?.[1] ?? '';
    await on(me, await fill(me, begun, drop, {}));
  },
};
const ADMIN: Record<string, Walk> = {
  練習1: async (me) => {
    shown(await me.get('/accounts'));
    const page = shown(await me.get('/accounts/new'));
    const made = await fill(me, page, '/accounts/new', { login: 'shinjin1', name: '新人 一郎', 'role-counter': 'yes' });
    expect(words(made.status === 303 ? await on(me, made) : shown(made))).toContain('本人に渡すもの');
  },
  練習2: async (me) => {
    shown(await me.get('/settings'));
    shown(await me.get('/settings/roles'));
    const page = shown(await me.get('/settings/roles/new'));
    const typed = { code: 'toukei1', name: '統計係1', 'rights-numbers_see': 'yes' };
    await on(me, await fill(me, page, '/settings/roles/new', typed));
    shown(await me.get('/accounts'));
    const { id } = await fresh.db.one<{ id: number }>(sql`SELECT id FROM staff.accounts WHERE login = 'shinjin1'`);
    const path = `/accounts/${id}`;
    await on(me, await fill(me, shown(await me.get(path)), path, { 'role-toukei1': 'yes' }));
    expect(words(shown(await me.get('/accounts')))).toContain('窓口・統計係1');
  },
  練習3: async (me) => {
    shown(await me.get('/intake'));
    const rows =
      '交付通知書ID,氏名,氏名カナ,生年月日,保管場所コード\r\nREN-000101,取込　花子,トリコミ　ハナコ,1990/4/1,honcho\r\n';
    const file = { field: 'file', name: 'cards.csv', bytes: new TextEncoder().encode(rows) };
    const path = (await me.upload('/intake', {}, file)).location ?? '';
    const choose = shown(await me.get(path));
    await fill(me, choose, `${path}/judge`, {});
    await workOnUploads(desk.db, systemClock);
    expect(words(shown(await me.get(path)))).toMatch(/新しいカード\s*1件/u);
    await me.post(`${path}/store`, {});
    await workOnUploads(desk.db, systemClock);
    expect(words(shown(await me.get(path)))).toContain('登録済');
    expect(words(await find(me, 'REN-000101'))).toContain('取込');
  },
  練習4: async (me) => {
    shown(await me.get('/storage?office=honcho'));
    const boxes = shown(await me.get('/storage/boxes'));
    await on(me, await fill(me, boxes, '/storage/boxes', { office: 'honcho', cabinet: '練習1棚', count: '1' }));
    const { place } = await fresh.db.one<{ place: number }>(
      sql`SELECT id AS place FROM cards.storage_places WHERE cabinet = '練習1棚'`,
    );
    const rules = '/storage/rules';
    const typed = { lotFrom: 'R1', lotTo: 'R1', place: String(place) };
    expect(words(await on(me, await fill(me, shown(await me.get(rules)), rules, typed)))).toContain('保管規則を追加しました。');
    const { rule } = await fresh.db.one<{ rule: number }>(
      sql`SELECT id AS rule FROM cards.storage_rules WHERE storage_place_id = ${place}`,
    );
    expect(words(await on(me, await me.post(`/storage/rules/${rule}/remove`, {})))).toContain('保管規則を取り消しました。');
  },
  練習5: async (me) => {
    shown(await me.get('/booking'));
    const typed = { exceed: '家族と同時に来られるため' };
    const { slot } = await fresh.db.one<{ slot: number }>(sql`
      UPDATE ledger.slots SET capacity = taken WHERE id = (
        SELECT id FROM ledger.slots WHERE office_id = ${HONCHO} AND service_id = 1 AND day > lib.day_of(lib.now()) + 1 AND taken > 0 AND closed_at IS NULL
        ORDER BY day, start_minute LIMIT 1) RETURNING id AS slot`);
    await cancel(me, await bookFor(me, practiceCard(12).noticeId, slot, 'honcho', typed));
  },
  練習6: async (me) => {
    const month = shown(await me.get('/calendar'));
    const begun = await on(me, await fill(me, month, '/calendar/drafts', { what: 'pattern' }));
    const draft = /\/calendar\/drafts\/\d+/u.exec(begun.url)?.[0] ?? '';
    const bands = { 'from-0': '9:00', 'to-0': '12:00', 'unit-0': '15', 'capacity-0': '2' };
    await on(me, await fill(me, begun, `${draft}/pattern`, { name: '練習1', ...bands }));
    const { id } = await fresh.db.one<{ id: number }>(sql`SELECT max(id) AS id FROM calendar.patterns`);
    const { sunday } = await fresh.db.one<{ sunday: string }>(
      sql`SELECT (date_trunc('week', lib.day_of(lib.now()) + 63)::date + 6)::text AS sunday`,
    );
    const days = shown(await me.get(`${draft}/days?office=honcho&service=1&day=${sunday}`));
    const pattern = /<option value="([^"]*)"[^>]*>練習1/u.exec(days.html)?.[1] ?? String(id);
    await on(me, await fill(me, days, `${draft}/days`, { how: 'open', pattern, reason: '練習' }));
    const preview = shown(await me.get(`${draft}/preview`));
    await on(me, await fill(me, preview, `${draft}/publish`, {}));
    const day = shown(await me.get(`/calendar/day?office=honcho&service=1&day=${sunday}`));
    expect(words(day)).toContain('15分');
  },
  練習7: async (me) => {
    shown(await me.get('/settings'));
    shown(await me.get('/settings/windows'));
    const path = '/settings/windows/1/1';
    const tried = shown(await fill(me, shown(await me.get(path)), path, { 'citizen-ahead': '5', act: 'try' }));
    expect(formFields(tried, path)['citizen-ahead']).toBe('5');
    expect(formFields(shown(await me.get(path)), path)['citizen-ahead']).toBe('2');
  },
  練習8: async (me) => {
    shown(await me.get('/lists'));
    const list = shown(await me.get('/lists/visits'));
    const [, to = ''] = /href="(\/mails\/mailings\/new[^"]*)"/u.exec(list.html) ?? [];
    const form = shown(await me.get(to.replaceAll('&amp;', '&')));
    const path = '/mails/mailings/new';
    const preview = shown(await fill(me, form, path, { subject: '駐車場の工事', body: '駐車場は使えません。', act: 'preview' }));
    const sent = await on(me, await me.post(path, { ...formFields(preview, path, 'seen'), act: 'send' }));
    const stop = /action="(\/mails\/mailings\/\d+\/stop)"/u.exec(sent.html)?.[1] ?? '';
    await on(me, await fill(me, sent, stop, {}));
  },
  練習9: async (me) => {
    shown(await me.get('/settings'));
    shown(await me.get('/settings/city'));
    const path = '/settings/city/no-show-mail-minutes';
    for (const value of ['90', '60']) {
      await on(me, await fill(me, shown(await me.get(path)), path, { value }));
      expect(words(shown(await me.get(path)))).toContain(`${value}分`);
    }
  },
  練習10: async (me) => {
    shown(await me.get('/settings'));
    const page = shown(await me.get('/settings/notices'));
    const look = shown(await fill(me, page, '/settings/notices', { body: '練習のお知らせです。' }));
    expect(words(look)).toContain('お知らせの表示を確かめる');
    const list = await on(me, await fill(me, look, '/settings/notices', { preview: 'sure' }));
    expect(words(list)).toContain('練習のお知らせです。');
  },
  練習11: async (me) => {
    shown(await me.get('/settings/former/template.csv'));
    shown(await me.get('/settings/former'));
    const rows =
      '以前の予約番号,交付場所,予約日,予約時刻,交付通知書ID,氏名,生年月日\r\nR-1,本庁,2020/1/6,9:00,REN-000012,練習　太郎12,1980/1/12\r\n';
    const file = { field: 'file', name: 'ひな型.csv', bytes: new TextEncoder().encode(rows) };
    expect(words(await on(me, await me.upload('/settings/former', {}, file)))).toContain('予約の日時が過ぎています');
  },
  練習12: async (me) => void shown(await me.get('/audit')),
  練習13: async (me) => {
    shown(await me.get('/settings'));
    const path = '/settings/maintenance';
    const { month, today } = await fresh.db.one<{ month: string; today: string }>(
      sql`SELECT (lib.day_of(lib.now()) + 30)::text AS month, lib.day_of(lib.now())::text AS today`,
    );
    const typed = {
      ...{ 'starts-day': month, 'starts-time': '1:00', 'ends-day': month, 'ends-time': '3:00' },
      ...{ reason: '練習の点検のため', presented: today },
    };
    const list = await on(me, await fill(me, shown(await me.get(path)), path, typed));
    const off = /href="(\/settings\/maintenance\/\d+\/cancel)"/u.exec(list.html)?.[1] ?? '';
    expect(words(await on(me, await fill(me, shown(await me.get(off)), off, {})))).toContain('計画停止を取りやめました。');
  },
  練習14: async (me) => {
    shown(await me.get('/closings'));
    const page = shown(await me.get('/closings/new'));
    const { day } = await fresh.db.one<{ day: string }>(sql`
      SELECT min(day)::text AS day FROM ledger.slots WHERE office_id = ${HONCHO} AND day > lib.day_of(lib.now()) + 6 AND closed_at IS NULL AND NOT gone`);
    const typed = { 'office-honcho': 'yes', from: day, whole: 'yes', reason: '練習のため', act: 'preview' };
    const seen = await fill(me, page, '/closings/new', typed);
    expect(words(seen.status === 303 ? await on(me, seen) : shown(seen))).toContain('この内容で臨時閉庁にする');
  },
  練習15: async (me) => {
    const page = await find(me, practiceCard(11).noticeId);
    const path = /href="(\/people\/\d+\/protect)"/u.exec(page.html)?.[1] ?? '';
    const { today } = await fresh.db.one<{ today: string }>(sql`SELECT lib.day_of(lib.now())::text AS today`);
    const typed = { since: today, why: '練習の申出書を受理したため' };
    await on(me, await fill(me, shown(await me.get(path)), path, typed));
    const clerk = await signedIn(gates.desk.url, 'renshu1', PRACTICE_PASSWORD);
    expect(words(await find(clerk, practiceCard(11).noticeId))).not.toContain('練習　太郎11');
    const lift = `${path}/lift`;
    expect(words(await on(me, await fill(me, shown(await me.get(path)), lift, { why: '練習の終わり' })))).toContain(
      '支援措置を解除しました。',
    );
  },
  練習16: async (me) => {
    shown(await me.get('/running'));
    const page = shown(await me.get('/running/new'));
    const { today } = await fresh.db.one<{ today: string }>(sql`SELECT lib.day_of(lib.now())::text AS today`);
    const typed = { kind: 'enquiry', 'receivedAt-day': today, 'receivedAt-time': '0:00', subject: '練習の問合せ' };
    expect(words(await on(me, await fill(me, page, '/running/new', typed)))).toContain('練習の問合せ');
  },
  練習17: async (me) => {
    shown(await me.get('/running/findings'));
    shown(await me.get('/settings'));
    shown(await me.get('/settings/keeping'));
  },
  練習18: async (me) => {
    shown(await me.get('/settings'));
    for (const page of ['/settings/approvals', '/settings/recovery', '/settings/recovery/approve']) shown(await me.get(page));
  },
};

async function walkAll(name: 'staff' | 'admin', login: string, walks: Record<string, Walk>): Promise<void> {
  const parts = await exercises(name);
  expect([...parts.keys()].map((title) => title.split(' ')[0])).toEqual(Object.keys(walks));
  const first = heard(visitor(gates.desk.url));
  await first.me.get('/sign-in');
  const before = first.all();
  for (const [title, exercise] of parts) {
    const { me, all } = heard(await signedIn(gates.desk.url, login, PRACTICE_PASSWORD));
    await walks[title.split(' ')[0] ?? '']?.(me);
    expect([title, dead(exercise, before + all())]).toEqual([title, []]);
  }
}

describe('10 研修の実施', () => {
  demand(
    '[§10] training for staff and, apart, for administrators: a practice city marked on every page, a plan, and exercises that hold step by step',
    spoilt('desk', '/', (html) => html.replaceAll('練習', '')),
    async () => {
      for (const path of ['/sign-in', '/today', '/settings']) {
        const me = path === '/sign-in' ? visitor(gates.desk.url) : await signedIn(gates.desk.url, 'kanri1', PRACTICE_PASSWORD);
        expect(shown(await me.get(path)).html).toContain('class="band"');
        expect(words(await me.get(path))).toContain('練習用の画面です');
      }
      for (const path of ['/', '/notice', '/help'])
        expect(words(shown(await visitor(gates.citizen.url).get(path)))).toContain('練習用の画面です');
      const plan = await readFile(join(ROOT, 'docs/training/plan.md'), 'utf8');
      for (const said of ['時期', '回数', '講師', '職員研修', '管理者研修']) expect(plan).toContain(said);
      await walkAll('staff', 'renshu1', STAFF);
      await walkAll('admin', 'kanri1', ADMIN);
      await fresh.db.run(sql`DELETE FROM staff.accounts WHERE login = 'shinjin1'`).catch(() => {});
    },
  );

  test('a practice city stays one, whatever name is typed; another city has no band', async () => {
    const me = await signedIn(gates.desk.url, 'kanri1', PRACTICE_PASSWORD);
    const page = await me.get('/settings/about');
    await me.post('/settings/about', { ...formFields(page, '/settings/about'), name: '久留米市' });
    const { name } = await fresh.db.one<{ name: string }>(sql`SELECT name FROM site.city`);
    expect(name).toBe('【練習】久留米市');
  });
});
