import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page, Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { invariantFaults } from '../../../../test/support/invariant.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { addService, makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { sql } from '../../../lib/db/sql.ts';
import { expire } from '../../../staff/expire.ts';
import { keepOfHold, readOfHold } from '../../../staff/searches.ts';

/** A call that breaks off and comes in at another seat. */
let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let koga: Visitor;
let hara: Visitor;
let made = 0;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(4));
  koga = await desk.clerk('koga', ['counter'], city.main, '古賀 恵子');
  hara = await desk.clerk('hara', ['counter'], city.main, '原 由美');
});
afterAll(async () => {
  expect(await invariantFaults(fresh.db)).toEqual([]);
  await desk.close();
});

async function caller(more: { protected?: boolean } = {}): Promise<number> {
  made += 1;
  return makeCard(fresh.db, { noticeId: `T1O-${100_000 + made}`, name: `継続 太郎${made}`, officeId: city.main, ...more });
}
const calls = async (who: Visitor, card: number) => good(await who.get(`/booking?card=${card}&office=honcho`));
const press = async (who: Visitor, page: Page, typed: Record<string, string>) =>
  who.follow(await who.post('/booking', { ...formFields(page, '/booking'), ...typed }));
const holderOf = (slot: number) =>
  fresh.db.rows<{ name: string; state: string }>(sql`
    SELECT a.name, r.state FROM reservations.reservations r JOIN staff.accounts a ON a.id = r.registered_by WHERE r.slot_id = ${slot} ORDER BY r.created_at`);

describe('[8(2)④a] a call that breaks off and comes in at another seat', () => {
  test('says who holds the place, and is gone on with there; the first clerk books nothing and loses nothing typed', async () => {
    const card = await caller();
    const slot = await slotAt(fresh.db, city, city.main, 3, 9);
    const first = await press(koga, await calls(koga, card), { slot: String(slot), act: 'choose' });
    expect(words(first)).toContain('まで確保しています');
    const refused = await calls(hara, card);
    for (const part of ['職員の古賀 恵子さんが電話で予約の手続きをしています', 'この確保を引き継ぐ'])
      expect(words(refused)).toContain(part);
    const here = await good(await press(hara, refused, { act: 'take-over' }));
    expect(words(here)).toContain('まで確保しています');
    expect(await holderOf(slot)).toEqual([{ name: '原 由美', state: 'held' }]);

    const late = await koga.post('/booking', { ...formFields(first, '/booking'), mail: 'typed@example.jp', act: 'confirm' });
    expect(late.status).toBe(409);
    expect(words(late)).toContain('職員の原 由美さんが電話で');
    expect(late.html).toContain('typed@example.jp');
    const done = await good(await press(hara, here, { mail: 'told@example.jp', act: 'confirm' }));
    expect(words(done)).toContain('予約しました');
    expect(await holderOf(slot)).toEqual([{ name: '原 由美', state: 'booked' }]);
    expect(await fresh.db.rows(sql`SELECT 1 FROM audit.events WHERE act = 'reservation.hold-taken-over'`)).toHaveLength(1);
  });

  test('of two clerks who go on with it, the second is told who has it now, and takes it only after that', async () => {
    const ota = await desk.clerk('ota', ['counter'], city.main, '太田 学');
    const card = await caller();
    const slot = await slotAt(fresh.db, city, city.main, 3, 11);
    await press(koga, await calls(koga, card), { slot: String(slot), act: 'choose' });
    const [one, other] = [await calls(hara, card), await calls(ota, card)];
    // What the second holds for another call stays theirs where nothing is taken.
    const own = await slotAt(fresh.db, city, city.main, 4, 11);
    await press(ota, await calls(ota, await caller()), { slot: String(own), act: 'choose' });
    await good(await press(hara, one, { act: 'take-over' }));
    const late = await good(await press(ota, other, { act: 'take-over' }));
    expect(words(late)).toContain('職員の原 由美さんが電話で予約の手続きをしています');
    expect(await holderOf(slot)).toEqual([{ name: '原 由美', state: 'held' }]);
    expect(await holderOf(own)).toEqual([{ name: '太田 学', state: 'held' }]);
    await good(await press(ota, late, { act: 'take-over' }));
    expect(await holderOf(slot)).toEqual([{ name: '太田 学', state: 'held' }]);
    expect((await holderOf(own)).map(({ state }) => state)).toEqual(['cancelled']);
  });

  test('what was typed in a call is kept once, while its hold stands, and by nobody who lost it', async () => {
    const drafts = (hold: string) =>
      fresh.db.rows<{ account: number }>(sql`SELECT account_id AS account FROM staff.searches WHERE hold_id = ${hold}::uuid`);
    const holds = (slot: number) =>
      fresh.db.one<{ id: string; account: number }>(
        sql`SELECT id, registered_by AS account FROM reservations.reservations WHERE slot_id = ${slot}`,
      );
    const [slot, next] = [await slotAt(fresh.db, city, city.main, 7, 9), await slotAt(fresh.db, city, city.main, 7, 10)];
    const card = await caller();
    const page = await good(await press(koga, await calls(koga, card), { slot: String(slot), act: 'choose' }));
    await press(koga, page, { mail: 'once@example.jp', act: 'papers' });
    const { id, account } = await holds(slot);
    expect(await drafts(id)).toEqual([{ account }]);
    await good(await press(hara, await calls(hara, card), { act: 'take-over' }));
    const taken = await holds(slot);
    expect(await drafts(id)).toEqual([{ account: taken.account }]);
    expect(await keepOfHold(desk.db, account, id, { boxes: {}, party: [] })).toBe(0);
    expect(await readOfHold(desk.db, account, id)).toBeUndefined();
    expect(await readOfHold(desk.db, taken.account, id)).toContain('once@example.jp');
    // Over by the clock, though nobody swept it yet.
    await fresh.db.run(
      sql`UPDATE reservations.reservations SET held_until = lib.now() - interval '1 second' WHERE id = ${id}::uuid`,
    );
    expect(await readOfHold(desk.db, taken.account, id)).toBeUndefined();
    await press(hara, await calls(hara, await caller()), { slot: String(next), act: 'choose' });
    expect(await drafts(id)).toEqual([]);
    // Of a clerk who makes no call after it the night's sweep removes it.
    const { id: last } = await holds(next);
    await fresh.db.run(sql`UPDATE staff.searches SET created_at = created_at - interval '3 hours' WHERE hold_id = ${last}::uuid`);
    const worker = fresh.as('worker', 1);
    await expire(worker, { searches: 7, sessions: 7 });
    await worker.close();
    expect(await drafts(last)).toEqual([]);
  });

  test('what must not be stored is masked in each box, however it is typed; what was typed is read again whatever its signs', async () => {
    const kept = async (remark: string) => {
      const card = await caller();
      const slot = await slotAt(fresh.db, city, city.main, 8, 9);
      const page = await good(await press(koga, await calls(koga, card), { slot: String(slot), act: 'choose' }));
      await press(koga, page, { remark, act: 'papers' });
      const { text } = await fresh.db.one<{ text: string }>(
        sql`SELECT query AS text FROM staff.searches WHERE hold_id IS NOT NULL ORDER BY created_at DESC LIMIT 1`,
      );
      return { text, window: formFields(await calls(koga, card), '/booking')['remark'] };
    };
    for (const [remark, hidden, shown] of [
      ['暗証番号\n1234', '1234', '暗証番号\n＊＊＊＊'],
      ['暗証番号「\t1234', '1234', '暗証番号「\t＊＊＊＊'],
      ['暗証番号"1234"と', '1234', '暗証番号"＊＊＊＊"と'],
      ['＂暗証番号1234＂と言われた', '1234', '"暗証番号＊＊＊＊"と言われた'],
      ['番号＼1234\t5678\t9018＼', '5678', '番号\\＊＊＊＊＊＊＊＊＊＊＊＊\\'],
    ] as const) {
      const { text, window } = await kept(remark);
      expect(text).not.toContain(hidden);
      expect(window?.replaceAll('\r\n', '\n')).toBe(shown);
    }
  });

  test('what cannot be read of a call is none: the page opens with the place that is held', async () => {
    const card = await caller();
    const slot = await slotAt(fresh.db, city, city.main, 8, 10);
    await press(koga, await calls(koga, card), { slot: String(slot), act: 'choose' });
    await fresh.db.run(sql`UPDATE staff.searches SET query = '{"party":' WHERE hold_id IS NOT NULL`);
    expect(words(await good(await calls(koga, card)))).toContain('まで確保しています');
  });

  test('what was booked, given back or is over meanwhile is not taken: the page shows how it stands', async () => {
    const card = await caller();
    const slot = await slotAt(fresh.db, city, city.main, 3, 10);
    const first = await press(koga, await calls(koga, card), { slot: String(slot), act: 'choose' });
    const refused = await calls(hara, card);
    await press(koga, first, { act: 'confirm' });
    const late = await good(await press(hara, refused, { act: 'take-over' }));
    expect(words(late)).toContain('その予約を表示・変更する');
    expect(await holderOf(slot)).toEqual([{ name: '古賀 恵子', state: 'booked' }]);
  });

  test('a citizen’s on the web is not offered, nor one whose people this account may not see', async () => {
    const card = await caller();
    const slot = await slotAt(fresh.db, city, city.main, 4, 9);
    await press(koga, await calls(koga, card), { slot: String(slot), act: 'choose' });
    await fresh.db.run(sql`UPDATE reservations.reservations SET registered_by = NULL WHERE slot_id = ${slot}`);
    const web = await calls(hara, card);
    expect(words(web)).toContain('この方がウェブで予約の手続きをしています');
    expect(words(web)).not.toContain('この確保を引き継ぐ');
    await press(hara, web, { act: 'take-over' });
    expect(
      await fresh.db.rows(sql`SELECT 1 FROM reservations.reservations WHERE slot_id = ${slot} AND registered_by IS NOT NULL`),
    ).toEqual([]);
  });

  test('without a card it is offered before a second booking beside it is', async () => {
    const service = await addService(fresh.db, city, { code: 'renewal', name: '更新', capacity: 4 });
    const typed = { name: '更新 一', kana: 'コウシン イチ', birth: 'S40.1.2', phone: '0942000003' };
    const begin = async (who: Visitor) => {
      const open = await good(await who.get(`/booking?service=${service}&office=honcho`));
      return who.follow(await who.post('/booking/person', { ...formFields(open, '/booking/person'), ...typed }));
    };
    const slot = await slotAt(fresh.db, { ...city, service }, city.main, 5, 9);
    await press(koga, await begin(koga), { slot: String(slot), act: 'choose' });
    const page = await good(await begin(hara));
    expect(words(page)).toContain('職員の古賀 恵子さんが電話で予約の手続きをしています');
    const here = await good(await press(hara, page, { act: 'take-over' }));
    expect(words(here)).toContain('まで確保しています');
    expect(await holderOf(slot)).toEqual([{ name: '原 由美', state: 'held' }]);
  });
});

describe('[8(2)④a] a call about a family goes on whole at another seat, and in another window', () => {
  const booked = (slot: number) =>
    fresh.db.rows<{ name: string; needs: string[]; mail: string }>(sql`
      SELECT coalesce(c.name, m.name) AS name, m.needs, r.mail FROM reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id
        LEFT JOIN cards.cards c ON c.id = m.card_id
      WHERE r.slot_id = ${slot} AND r.state = 'booked' AND m.removed_at IS NULL ORDER BY m.position`);
  const nameOf = async (card: number) =>
    (await fresh.db.one<{ name: string }>(sql`SELECT name FROM cards.cards WHERE id = ${card}`)).name;
  const noticeOf = async (card: number) =>
    (await fresh.db.one<{ id: string }>(sql`SELECT notice_id AS id FROM cards.cards WHERE id = ${card}`)).id;
  const typedOf = (page: Page, boxes: readonly string[]) => {
    const fields = formFields(page, '/booking');
    return boxes.map((box) => fields[box]);
  };

  beforeAll(async () => {
    await fresh.db.run(
      sql`INSERT INTO services.cautions (service_id, concerns, body, position, need) VALUES (${city.service}, '代理の方', '委任状をお持ちください。', 1, 'proxy')`,
    );
  });

  /** Two in one call of the first clerk, with all that was typed, and a place held for them. */
  async function family(hour: number) {
    const [first, second] = [await caller(), await caller()];
    const slot = await slotAt(fresh.db, city, city.main, 6, hour);
    const along = await good(await press(koga, await calls(koga, first), { q: await noticeOf(second), act: 'find' }));
    const chosen = await good(await press(koga, along, { slot: String(slot), act: 'choose' }));
    const typed = { mail: 'family@example.jp', remark: '車いすで来庁', [`of-${second}-comes`]: 'proxy-care' };
    const page = await good(await press(koga, chosen, { ...typed, act: 'papers' }));
    return { first, second, slot, page, boxes: ['card', 'with', ...Object.keys(typed)], values: Object.values(typed) };
  }

  test('taken over from whoever of them is looked for: everyone, how they come, the address and the remark', async () => {
    const { first, second, slot, boxes, values } = await family(9);
    const here = await good(await press(hara, await calls(hara, second), { act: 'take-over' }));
    expect(typedOf(here, boxes)).toEqual([String(first), String(second), ...values]);
    expect(words(here)).toContain('まで確保しています');
    await good(await press(hara, here, { act: 'confirm' }));
    expect(await booked(slot)).toEqual([
      { name: await nameOf(first), needs: [], mail: 'family@example.jp' },
      { name: await nameOf(second), needs: ['proxy-care'], mail: 'family@example.jp' },
    ]);
    expect(await fresh.db.rows(sql`SELECT body FROM cards.remarks WHERE card_id = ${first}`)).toEqual([{ body: '車いすで来庁' }]);
  });

  test('the same clerk goes on in another window: by the address of the card, and by looking for one of them', async () => {
    const { first, second, slot, boxes, values } = await family(10);
    expect(typedOf(await calls(koga, first), boxes)).toEqual([String(first), String(second), ...values]);
    const open = await good(await koga.get('/booking?office=honcho'));
    const q = { ...formFields(open, '/booking/find'), q: await noticeOf(second) };
    const found = await good(await koga.follow(await koga.post('/booking/find', q)));
    // The remark is the first one's: beside the other it is not shown as theirs.
    expect(formFields(found, '/booking')).toMatchObject({
      card: String(second),
      with: String(first),
      comes: 'proxy-care',
      remark: '',
    });
    expect(words(found)).toContain('まで確保しています');
    await good(await press(koga, found, { act: 'confirm' }));
    expect((await booked(slot)).map(({ needs }) => needs)).toEqual([[], ['proxy-care']]);
    // Somebody else is another call.
    const again = await family(11);
    const other = { ...q, q: await noticeOf(await caller()) };
    await koga.follow(await koga.post('/booking/find', other));
    expect((await holderOf(again.slot)).map(({ state }) => state)).toEqual(['cancelled']);
  });

  test('the window that is left frees nothing that another went on with; the one that shows the call does', async () => {
    const { first, slot, page } = await family(12);
    const leave = async (from: Page) => koga.post('/booking/leave', formFields(from, '/booking'));
    const states = async () => (await holderOf(slot)).map(({ state }) => state);
    const window = await calls(koga, first);
    await leave(page);
    expect(await states()).toEqual(['held']);
    expect(words(await calls(koga, first))).toContain('まで確保しています');
    // Whatever a page was refused for, it is the last that showed the call.
    const refused = await koga.post('/booking', { ...formFields(window, '/booking'), mail: 'none', act: 'confirm' });
    expect(refused.status).toBe(422);
    await leave(window);
    expect(await states()).toEqual(['held']);
    await leave(refused);
    expect(await states()).toEqual(['cancelled']);
  });

  test('a window that only looked at the call and was closed keeps nothing: the first that is left gives back what it holds', async () => {
    const { first, slot, page } = await family(13);
    const states = async () => (await holderOf(slot)).map(({ state }) => state);
    const window = await calls(koga, first);
    await koga.post('/booking/leave', { ...formFields(window, '/booking'), hidden: '1' });
    expect(await states()).toEqual(['held']);
    await koga.post('/booking/leave', formFields(page, '/booking'));
    expect(await states()).toEqual(['cancelled']);
  });

  test('two pages of one call that load at the same moment both show it: the last that is left gives back what it holds', async () => {
    const { first, slot, page } = await family(14);
    const states = async () => (await holderOf(slot)).map(({ state }) => state);
    const leave = async (from: Page) => koga.post('/booking/leave', formFields(from, '/booking'));
    const windows = await Promise.all([calls(koga, first), calls(koga, first), calls(koga, first)]);
    expect(windows.map((one) => formFields(one, '/booking')['sign']).filter((sign) => sign === '')).toEqual([]);
    await leave(page);
    for (const window of windows) {
      expect(await states()).toEqual(['held']);
      await leave(window);
    }
    expect(await states()).toEqual(['cancelled']);
  });

  test('a page that the release before drew says no hold: left, it gives back what its clerk holds', async () => {
    const { slot } = await family(15);
    await koga.post('/booking/leave', {});
    expect((await holderOf(slot)).map(({ state }) => state)).toEqual(['cancelled']);
  });

  test('without cards, too: who was typed to come along stays, at the other seat and in the other window', async () => {
    const service = await addService(fresh.db, city, { code: 'family', name: '家族の更新', capacity: 4 });
    const typed = { name: '家族 一', kana: 'カゾク イチ', birth: 'S40.1.2', phone: '0942000004' };
    const second = { 'more-name': '家族 二', 'more-kana': 'カゾク ニ', 'more-birth': 'H20.3.4' };
    const begin = async (who: Visitor) => {
      const open = await good(await who.get(`/booking?service=${service}&office=honcho`));
      return who.follow(await who.post('/booking/person', { ...formFields(open, '/booking/person'), ...typed }));
    };
    const slot = await slotAt(fresh.db, { ...city, service }, city.main, 6, 9);
    const along = await good(
      await press(koga, await good(await press(koga, await begin(koga), { act: 'more' })), { ...second, act: 'more' }),
    );
    const chosen = await good(await press(koga, along, { slot: String(slot), act: 'choose' }));
    await good(await press(koga, chosen, { mail: 'kazoku@example.jp', act: 'papers' }));
    const window = await good(await begin(koga));
    expect([words(window).includes('家族 二'), ...typedOf(window, ['mail'])]).toEqual([true, 'kazoku@example.jp']);
    const here = await good(await press(hara, await good(await begin(hara)), { act: 'take-over' }));
    expect([words(here).includes('家族 二'), ...typedOf(here, ['mail'])]).toEqual([true, 'kazoku@example.jp']);
    await good(await press(hara, here, { act: 'confirm' }));
    expect((await booked(slot)).map(({ name }) => name)).toEqual(['家族 一', '家族 二']);
  });

  test('[8(2)②b] who was typed to come along by somebody who may see them, and had no place, is not named to who may not (支援措置)', async () => {
    const ide = await desk.clerk('ide', ['admin'], city.main, '井手 誠');
    const service = await addService(fresh.db, city, { code: 'narrow', name: '一人の更新', capacity: 1 });
    const typed = { name: '狭間 一', kana: 'ハザマ イチ', birth: 'S40.1.2', phone: '0942000005' };
    const second = { 'more-name': '秘匿 花子', 'more-kana': 'ヒトク ハナコ', 'more-birth': 'H2.3.4' };
    await makeCard(fresh.db, {
      noticeId: 'T1O-900001',
      name: '秘匿 花子',
      birthDate: '1990-03-04',
      officeId: city.main,
      protected: true,
    });
    const begin = async (who: Visitor) => {
      const open = await good(await who.get(`/booking?service=${service}&office=honcho`));
      return good(await who.follow(await who.post('/booking/person', { ...formFields(open, '/booking/person'), ...typed })));
    };
    const slot = await slotAt(fresh.db, { ...city, service }, city.main, 5, 10);
    const chosen = await good(await press(ide, await begin(ide), { slot: String(slot), act: 'choose' }));
    const more = await good(await press(ide, chosen, { act: 'more' }));
    const both = await press(ide, more, { ...second, act: 'more' });
    expect(words(both)).toContain('秘匿 花子');
    expect(await holderOf(slot)).toEqual([{ name: '井手 誠', state: 'held' }]);
    const here = await good(await press(hara, await begin(hara), { act: 'take-over' }));
    expect(await holderOf(slot)).toEqual([{ name: '原 由美', state: 'held' }]);
    expect(words(here)).toContain('狭間 一');
    expect(here.html).not.toContain('秘匿');
  });
});
