import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { labelOf } from '../../../../test/support/labels.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity } from '../../../../test/support/small-city.ts';
import { changeStatus } from '../../../cards/acts.ts';
import { destroyCard } from '../../../cards/destroy.ts';
import { addPlaces } from '../../../cards/places.ts';
import { cardNumber } from '../../../cards/scan.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let one: Visitor;
let other: Visitor;
let ids: [number, number] = [0, 0];
let n = 300_000;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk());
  ids = [
    await desk.account('ide', ['admin'], city.main, '井手 誠'),
    await desk.account('egashira', ['admin'], city.main, '江頭 清'),
  ];
  await desk.account('koga', ['counter'], city.main);
  one = await signedIn(desk.url, 'ide', PASSWORD);
  other = await signedIn(desk.url, 'egashira', PASSWORD);
});
afterAll(() => desk?.close());

async function card(status = 'to-destroy'): Promise<{ id: number; noticeId: string }> {
  const noticeId = `D1E-${++n}`;
  const id = await makeCard(fresh.db, { noticeId, name: `廃棄 花子${n}`, officeId: city.main });
  await fresh.db.run(sql`UPDATE cards.cards SET status = ${status}, status_at = lib.now() WHERE id = ${id}`);
  return { id, noticeId };
}
const press = async (me: Visitor, fields: Record<string, string>, path = '/cards/destroy') => {
  await me.get('/cards/destroy');
  return words(await good(await me.follow(await me.post(path, fields))));
};
/** A press by the label of the card in hand. */
const read = async (me: Visitor, id: number) => press(me, { code: await labelOf(fresh.db, id) });
const stands = (id: number) =>
  fresh.db.one<{ status: string; whereabouts: string; isOpen: boolean }>(
    sql`SELECT status, whereabouts, is_open AS "isOpen" FROM cards.cards WHERE id = ${id}`,
  );

describe('destroying a card takes two', () => {
  test('one confirms by scan, another account records; both stand in the movement and in the ledger to sign', async () => {
    const { id, noticeId } = await card();
    await addPlaces(desk.db, { kind: 'staff', staffId: ids[0] }, city.main, { cabinet: 'A棚', first: 1, count: 1, size: 20 });
    await fresh.db.run(
      sql`UPDATE cards.cards SET storage_place_id = (SELECT max(id) FROM cards.storage_places), storage_position = 1 WHERE id = ${id}`,
    );
    expect(words(await good(await one.get('/cards/destroy')))).toContain('廃棄予定');
    expect(await read(one, id)).toContain('1人目の確認を記録しました');
    expect(await stands(id)).toMatchObject({ status: 'to-destroy', isOpen: true });
    expect(words(await one.get('/todo'))).toContain('廃棄の2人目の確認');
    await fresh.db.run(sql`UPDATE cards.cards SET serial_no = 'Sn-4711' WHERE id = ${id}`);
    expect(await press(other, { code: 'SN-4711' })).toContain('廃棄を記録しました');
    expect(await stands(id)).toEqual({ status: 'destroyed', whereabouts: 'gone', isOpen: false });
    const event = await fresh.db.one<{ by: number; second: number }>(
      sql`SELECT staff_id AS by, second_staff_id AS second FROM cards.custody_events WHERE card_id = ${id} AND event = 'destroyed'`,
    );
    expect(event).toEqual({ by: ids[1], second: ids[0] });
    const ledger = words(await good(await one.get('/lists/destroyed')));
    for (const said of [noticeId, '井手 誠', '江頭 清', '廃棄前の所在', '本庁 A棚 1箱 1']) expect(ledger).toContain(said);
    expect((await one.post('/lists/destroyed/take', { as: 'pdf' })).headers.get('content-type')).toBe('application/pdf');
  });

  test('a destruction that was taken back stays in the ledger, with when; one after it stands', async () => {
    const { id, noticeId } = await card();
    const destroyed = async () => {
      await read(one, id);
      await read(other, id);
    };
    await destroyed();
    await one.post('/lists/destroyed/take', { as: 'pdf' });
    const changed = await changeStatus(
      desk.db,
      { kind: 'staff', staffId: ids[0] },
      {
        cardId: id,
        from: 'destroyed',
        to: 'to-destroy',
        why: '別のカードだった',
      },
    );
    expect(changed.ok).toBe(true);
    // The ledger that was printed and signed says what of it stands no more.
    expect(words(await one.get('/lists/destroyed'))).toMatch(new RegExp(`変更 1件：\\S+ \\S+（${noticeId}）`, 'u'));
    await destroyed();
    const csv = await one.post('/lists/destroyed/take', { as: 'csv' });
    const rows = csv.html.split('\r\n').filter((line) => line.includes(noticeId));
    expect(csv.html.split('\r\n').find((line) => line.includes('交付通知書ID'))).toContain('取り消した日時');
    expect(rows.map((line) => /:\d\d.*:\d\d/u.test(line))).toEqual([true, false]);
  });

  test('[8(1)④b] neither a typed ID nor a number nor a button stands for the card in hand; what to read is said, and the answer names the birthday', async () => {
    const { id, noticeId } = await card();
    const spared = await makeCard(fresh.db, { noticeId, name: '廃棄 次郎', birthDate: '1988-02-29', officeId: city.main });
    for (const typed of [{ code: noticeId }, { code: cardNumber(id) }, { code: 'X9X-000000' }])
      expect(await press(one, typed)).toContain('手元のカードのラベル（英字のあるもの）か製造番号を読み取ってください');
    expect(await press(one, { card: String(id) })).toContain('登録されたカードにありません');
    expect((await good(await one.get('/cards/destroy'))).html).not.toContain(`name="card" value="${id}"`);
    expect(await fresh.db.rows(sql`SELECT FROM cards.destructions WHERE card_id = ANY (${[id, spared]}::bigint[])`)).toEqual([]);
    expect(await read(one, spared)).toContain('廃棄予定ではありません');
    expect(await read(one, id)).toMatch(/1人目の確認を記録しました。.*昭和22年3月8日/u);
    expect(await press(other, { code: noticeId })).toContain('交付通知書IDや、英字のない番号では記録できません');
    expect(await stands(id)).toMatchObject({ status: 'to-destroy' });
    expect(await read(other, id)).toMatch(/廃棄を記録しました。.*昭和22年3月8日/u);
  });

  test('a serial number that two cards here bear is not enough', async () => {
    const [{ id }, { id: twin }] = [await card(), await card()];
    await fresh.db.run(sql`UPDATE cards.cards SET serial_no = 'SN-TWIN' WHERE id IN (${id}, ${twin})`);
    expect(await press(one, { code: 'SN-TWIN' })).toContain('同じ製造番号のカードが、2枚以上あります');
    expect(await fresh.db.rows(sql`SELECT FROM cards.destructions WHERE card_id IN (${id}, ${twin})`)).toEqual([]);
  });

  test.each([
    ['missing', 'このカードは、所在確認中です。先に、見つかったことを記録してください。', '/scan/shelve'],
    ['transit', 'このカードは、回送中です。先に、届いた場所で受け取りを記録してください。', '/scan/receive'],
    ['expected', 'このカードは、まだ届いていません。', '/scan/shelve'],
  ])(
    '[8(2)⑩a] a card that is %s by the records is destroyed by nobody; what to do first is said',
    async (whereabouts, words_, way) => {
      const { id } = await card();
      await read(one, id);
      await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = ${whereabouts} WHERE id = ${id}`);
      for (const who of [one, other]) expect(await read(who, id)).toContain(words_);
      expect(await stands(id)).toMatchObject({ status: 'to-destroy', whereabouts });
      expect(await fresh.db.rows(sql`SELECT FROM cards.destructions WHERE card_id = ${id} AND second_at IS NOT NULL`)).toEqual(
        [],
      );
      const page = await good(await one.get('/cards/destroy'));
      expect(words(page)).toContain(words_);
      expect(page.html).toContain(way);
      await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'shelf' WHERE id = ${id}`);
      expect(await read(other, id)).toContain('廃棄を記録しました');
    },
  );

  test('never the same account, however it presses', async () => {
    const { id } = await card();
    await read(one, id);
    expect(await read(one, id)).toContain('2人目になれません');
    expect(await stands(id)).toMatchObject({ status: 'to-destroy' });
  });

  test('the first confirmation is taken back; the next one is a first again', async () => {
    const { id } = await card();
    await read(one, id);
    expect(await press(one, { card: String(id) }, '/cards/destroy/back')).toContain('1人目の確認を取り消しました');
    expect(await read(other, id)).toContain('1人目の確認を記録しました');
  });

  test('a confirmation from before the card was put on hold no longer counts', async () => {
    const { id } = await card();
    await read(one, id);
    await fresh.db.run(sql`UPDATE cards.cards SET status_at = lib.now() WHERE id = ${id}`);
    expect(await read(other, id)).toContain('1人目の確認を記録しました');
    expect(await stands(id)).toMatchObject({ status: 'to-destroy' });
  });

  test('a card that is not to be destroyed is left alone, by scan, by number and by its status page', async () => {
    const { id } = await card('notified');
    expect(await read(one, id)).toContain('廃棄予定ではありません');
    expect(await press(one, { code: 'SN-000000' })).toContain('登録されたカードにありません');
    expect(words(await one.get(`/people/${id}/status`))).not.toContain('廃棄済');
    const done = await one.post(`/people/${id}/status`, { from: 'notified', to: 'destroyed', why: '試し' });
    expect(done.status).toBe(422);
  });

  test('two at the same moment: one is the first, the other the second', async () => {
    const { id } = await card();
    const both = await Promise.all(ids.map((staffId) => destroyCard(desk.db, { kind: 'staff', staffId }, id)));
    expect(both.map((done) => (done.ok ? done.value : done.reason)).toSorted()).toEqual(['done', 'first']);
  });

  test('who has no right to it sees neither page nor press', async () => {
    const clerk = await signedIn(desk.url, 'koga', PASSWORD);
    expect((await clerk.get('/cards/destroy')).status).toBe(403);
    expect((await clerk.post('/cards/destroy', { code: 'D1E-300001' })).status).toBe(403);
  });

  test('[8(2)②b] of a card under 支援措置 an account without the right sees nothing: neither the card nor that it is to be destroyed, and no button', async () => {
    await fresh.db.run(sql`INSERT INTO staff.roles (code, name) VALUES ('destroys', '廃棄')`);
    await fresh.db.run(sql`INSERT INTO staff.role_rights (role, right_code) VALUES ('destroys', 'cards.destroy')`);
    const blind = await desk.clerk('destroys', ['destroys'], city.main, '廃棄 係');
    const { id, noticeId } = await card();
    await read(one, id);
    expect((await blind.get('/cards/destroy')).html).toContain(`name="card" value="${id}"`);
    await press(one, { card: String(id) }, '/cards/destroy/back');
    await fresh.db.run(sql`UPDATE cards.cards SET protected = true, birth_date = '1933-03-03' WHERE id = ${id}`);
    const page = await good(await blind.get('/cards/destroy'));
    for (const told of [noticeId, '昭和8年3月3日', `name="card" value="${id}"`]) expect(page.html).not.toContain(told);
    expect(words(page)).toContain('支援措置の方が1人います');
    await read(one, id);
    expect(words(await blind.get('/todo'))).not.toContain('廃棄の2人目の確認');
    await press(one, { card: String(id) }, '/cards/destroy/back');
    expect(await press(blind, { code: noticeId })).toBe(await press(blind, { code: 'X9X-000000' }));
    expect(await press(blind, { code: await labelOf(fresh.db, id) })).toContain('権限のある職員に渡してください');
    expect(await fresh.db.rows(sql`SELECT FROM cards.destructions WHERE card_id = ${id} AND dropped_at IS NULL`)).toEqual([]);
    expect(await read(one, id)).toContain('1人目の確認を記録しました');
  });

  test('the count of 対応が必要 is of what the page shows: a confirmation from before the card’s present status is none', async () => {
    const waits = async () => /<b>廃棄の2人目の確認</u.test((await other.get('/todo')).html);
    await fresh.db.run(sql`UPDATE cards.destructions SET dropped_at = lib.now() WHERE second_at IS NULL`);
    expect(await waits()).toBe(false);
    const { id } = await card();
    await read(one, id);
    expect(await waits()).toBe(true);
    await fresh.db.run(
      sql`UPDATE cards.cards SET status = 'notified', status_at = lib.now() + interval '1 minute' WHERE id = ${id}`,
    );
    expect(await waits()).toBe(false);
    await fresh.db.run(sql`UPDATE cards.cards SET status = 'to-destroy' WHERE id = ${id}`);
    expect(await waits()).toBe(false);
  });
});
