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
const stands = (id: number) =>
  fresh.db.one<{ status: string; whereabouts: string; isOpen: boolean }>(
    sql`SELECT status, whereabouts, is_open AS "isOpen" FROM cards.cards WHERE id = ${id}`,
  );

describe('destroying a card takes two', () => {
  test('one confirms by scan, another account records; both stand in the movement and in the ledger to sign', async () => {
    const { id, noticeId } = await card();
    expect(words(await good(await one.get('/cards/destroy')))).toContain('廃棄予定');
    expect(await press(one, { code: cardNumber(id) })).toContain('1人目の確認を記録しました');
    expect(await stands(id)).toMatchObject({ status: 'to-destroy', isOpen: true });
    expect(words(await one.get('/todo'))).toContain('廃棄の2人目の確認');
    expect(await press(other, { code: noticeId })).toContain('廃棄を記録しました');
    expect(await stands(id)).toEqual({ status: 'destroyed', whereabouts: 'gone', isOpen: false });
    const event = await fresh.db.one<{ by: number; second: number }>(
      sql`SELECT staff_id AS by, second_staff_id AS second FROM cards.custody_events WHERE card_id = ${id} AND event = 'destroyed'`,
    );
    expect(event).toEqual({ by: ids[1], second: ids[0] });
    const ledger = words(await good(await one.get('/lists/destroyed')));
    for (const said of [noticeId, '井手 誠', '江頭 清']) expect(ledger).toContain(said);
    expect((await one.post('/lists/destroyed/take', { as: 'pdf' })).headers.get('content-type')).toBe('application/pdf');
  });

  test('a destruction that was taken back stays in the ledger, with when; one after it stands', async () => {
    const { id, noticeId } = await card();
    const destroyed = async () => {
      await press(one, { card: String(id) });
      await press(other, { card: String(id) });
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

  test('[8(1)④b] an ID that another open card bears is asked about, though one alone is to be destroyed; the answer names the birthday', async () => {
    const { id, noticeId } = await card();
    const spared = await makeCard(fresh.db, { noticeId, name: '廃棄 次郎', birthDate: '1988-02-29', officeId: city.main });
    await one.get('/cards/destroy');
    const asked = await one.post('/cards/destroy', { code: noticeId });
    expect(asked.status).toBe(409);
    expect(words(asked)).toContain('同じ交付通知書IDのカードが、2枚あります。何も記録していません。');
    for (const said of ['昭和22年3月8日', '廃棄 次郎', '昭和63年2月29日']) expect(words(asked)).toContain(said);
    expect(await fresh.db.rows(sql`SELECT FROM cards.destructions WHERE card_id = ANY (${[id, spared]}::bigint[])`)).toEqual([]);
    expect(await press(one, { code: cardNumber(spared) })).toContain('廃棄予定ではありません');
    const first = await press(one, { code: cardNumber(id) });
    expect(first).toMatch(/1人目の確認を記録しました。.*昭和22年3月8日/u);
    expect(await press(other, { code: cardNumber(id) })).toMatch(/廃棄を記録しました。.*昭和22年3月8日/u);
  });

  test('never the same account, however it presses', async () => {
    const { id } = await card();
    await press(one, { card: String(id) });
    expect(await press(one, { card: String(id) })).toContain('2人目になれません');
    expect(await stands(id)).toMatchObject({ status: 'to-destroy' });
  });

  test('the first confirmation is taken back; the next one is a first again', async () => {
    const { id } = await card();
    await press(one, { card: String(id) });
    expect(await press(one, { card: String(id) }, '/cards/destroy/back')).toContain('1人目の確認を取り消しました');
    expect(await press(other, { card: String(id) })).toContain('1人目の確認を記録しました');
  });

  test('a confirmation from before the card was put on hold no longer counts', async () => {
    const { id } = await card();
    await press(one, { card: String(id) });
    await fresh.db.run(sql`UPDATE cards.cards SET status_at = lib.now() WHERE id = ${id}`);
    expect(await press(other, { card: String(id) })).toContain('1人目の確認を記録しました');
    expect(await stands(id)).toMatchObject({ status: 'to-destroy' });
  });

  test('a card that is not to be destroyed is left alone, by scan, by number and by its status page', async () => {
    const { id, noticeId } = await card('notified');
    expect(await press(one, { code: noticeId })).toContain('廃棄予定ではありません');
    expect(await press(one, { code: 'X9X-000000' })).toContain('登録されたカードにありません');
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

  test('[8(2)②b] of a card under 支援措置 an account without the right sees neither ID nor birthday, and no button', async () => {
    await fresh.db.run(sql`INSERT INTO staff.roles (code, name) VALUES ('destroys', '廃棄')`);
    await fresh.db.run(sql`INSERT INTO staff.role_rights (role, right_code) VALUES ('destroys', 'cards.destroy')`);
    const blind = await desk.clerk('destroys', ['destroys'], city.main, '廃棄 係');
    const { id, noticeId } = await card();
    expect((await blind.get('/cards/destroy')).html).toContain(`name="card" value="${id}"`);
    await fresh.db.run(sql`UPDATE cards.cards SET protected = true, birth_date = '1933-03-03' WHERE id = ${id}`);
    const page = await good(await blind.get('/cards/destroy'));
    for (const told of [noticeId, '昭和8年3月3日', `name="card" value="${id}"`]) expect(page.html).not.toContain(told);
    expect(words(page)).toContain('権限のある職員に渡してください');
    expect(await press(blind, { code: noticeId })).toBe(await press(blind, { code: 'X9X-000000' }));
    expect(await press(blind, { code: await labelOf(fresh.db, id) })).toContain('権限のある職員に渡してください');
    expect(await fresh.db.rows(sql`SELECT FROM cards.destructions WHERE card_id = ${id}`)).toEqual([]);
    expect(await press(one, { code: cardNumber(id) })).toContain('1人目の確認を記録しました');
  });

  test('the count of 対応が必要 is of what the page shows: a confirmation from before the card’s present status is none', async () => {
    const waits = async () => /<b>廃棄の2人目の確認</u.test((await other.get('/todo')).html);
    await fresh.db.run(sql`UPDATE cards.destructions SET dropped_at = lib.now() WHERE second_at IS NULL`);
    expect(await waits()).toBe(false);
    const { id } = await card();
    await press(one, { code: cardNumber(id) });
    expect(await waits()).toBe(true);
    await fresh.db.run(
      sql`UPDATE cards.cards SET status = 'notified', status_at = lib.now() + interval '1 minute' WHERE id = ${id}`,
    );
    expect(await waits()).toBe(false);
    await fresh.db.run(sql`UPDATE cards.cards SET status = 'to-destroy' WHERE id = ${id}`);
    expect(await waits()).toBe(false);
  });
});
