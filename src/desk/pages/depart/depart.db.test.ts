import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import { brokenCustody, cardFaults } from '../../../../test/support/card-faults.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { labelOf } from '../../../../test/support/labels.ts';
import { must } from '../../../../test/support/must.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity } from '../../../../test/support/small-city.ts';
import type { Actor } from '../../../audit/actor.ts';
import { changeStatus } from '../../../cards/acts.ts';
import { moveCard } from '../../../cards/custody.ts';
import { countsToDepart, departCard } from '../../../cards/depart.ts';
import { addPlaces, listPlaces } from '../../../cards/places.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let one: Visitor;
let other: Visitor;
let ids: [number, number] = [0, 0];
let box = 0;
let n = 400_000;
const PATH = '/cards/departures';

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk());
  ids = [
    await desk.account('ide', ['admin'], city.main, '井手 誠'),
    await desk.account('egashira', ['admin'], city.main, '江頭 清'),
  ];
  await desk.account('koga', ['counter'], city.main);
  one = await signedIn(desk.url, 'ide', PASSWORD);
  other = await signedIn(desk.url, 'egashira', PASSWORD);
  await addPlaces(desk.db, me(), city.main, { cabinet: 'A棚', first: 1, count: 1, size: 40 });
  box = (await listPlaces(desk.db, city.main))[0]?.id ?? 0;
});
afterAll(() => desk?.close());

const me = (): Actor => ({ kind: 'staff', staffId: ids[0] });
/** A card in the box; closed there, unless it stays open. */
async function card(closed = true): Promise<{ id: number; noticeId: string }> {
  const noticeId = `D2E-${++n}`;
  const id = await makeCard(fresh.db, { noticeId, name: `転出 花子${n}`, officeId: city.main });
  await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'expected' WHERE id = ${id}`);
  must(await moveCard(desk.db, me(), { cardId: id, event: 'shelved', placeId: box }));
  if (closed) must(await changeStatus(desk.db, me(), { cardId: id, from: 'notified', to: 'out-of-scope', why: '転出' }));
  return { id, noticeId };
}
const press = async (who: Visitor, fields: Record<string, string>, path = PATH) => {
  await who.get(PATH);
  return words(await good(await who.follow(await who.post(path, fields))));
};
const read = async (who: Visitor, id: number, to = '') => press(who, { code: await labelOf(fresh.db, id), to });
const stands = (id: number) =>
  fresh.db.one<{ status: string; whereabouts: string; box: number | null; at: number | null }>(
    sql`SELECT status, whereabouts, storage_place_id AS box, storage_position AS at FROM cards.cards WHERE id = ${id}`,
  );
const rows = (id: number) => fresh.db.rows(sql`SELECT FROM cards.departures WHERE card_id = ${id} AND dropped_at IS NULL`);

describe('[8(2)⑩a] a closed card that lies here leaves for good, read by two', () => {
  test('it waits in 対応が必要 until two have read it; movement, ledger and page say to whom and by whom', async () => {
    const { id, noticeId } = await card();
    expect(words(await one.get('/todo'))).toContain('庁舎に残っている、交付の対象でないカード');
    const page = words(await good(await one.get(PATH)));
    for (const told of [noticeId, '対象外', '本庁 A棚 1箱']) expect(page).toContain(told);
    expect(await read(one, id)).toContain('送り先を入力してから、カードを読み取ってください');
    expect(await read(one, id, '佐賀市 市民課')).toMatch(/1人目の確認を記録しました。.*昭和22年3月8日/u);
    expect(words(await good(await other.get(PATH)))).toMatch(/井手 誠 送り先：佐賀市 市民課/u);
    expect(await read(one, id)).toContain('2人目になれません');
    expect(await stands(id)).toMatchObject({ whereabouts: 'shelf' });
    expect(await read(other, id)).toContain('返納・送付を記録しました');
    expect(await stands(id)).toEqual({ status: 'out-of-scope', whereabouts: 'gone', box: null, at: null });
    expect(
      await fresh.db.one(
        sql`SELECT staff_id AS by, second_staff_id AS second, note FROM cards.custody_events WHERE card_id = ${id} AND event = 'departed'`,
      ),
    ).toEqual({ by: ids[1], second: ids[0], note: '佐賀市 市民課' });
    expect(
      await fresh.db.rows(sql`SELECT act FROM audit.events WHERE card_id = ${id} AND act LIKE 'card.depart%' ORDER BY id`),
    ).toEqual([{ act: 'card.depart-first' }, { act: 'card.departed' }]);
    const ledger = words(await good(await one.get('/lists/departed')));
    for (const told of [noticeId, '佐賀市 市民課', '井手 誠', '江頭 清', '本庁 A棚 1箱']) expect(ledger).toContain(told);
    expect((await one.post('/lists/departed/take', { as: 'pdf' })).headers.get('content-type')).toBe('application/pdf');
    const person = words(await good(await one.get(`/people/${id}`)));
    for (const told of ['返納・送付した', '送り先：佐賀市 市民課', '保管なし']) expect(person).toContain(told);
    expect(await brokenCustody(fresh.db)).toEqual([]);
  });

  test('neither a typed ID nor a button stands for the card in hand', async () => {
    const { id, noticeId } = await card();
    expect(await press(one, { code: noticeId, to: '佐賀市' })).toContain('交付通知書IDや、英字のない番号では記録できません');
    expect(await press(one, { card: String(id), to: '佐賀市' })).toContain('登録されたカードにありません');
    expect(await rows(id)).toEqual([]);
  });

  test('a card whose matter is open is refused, and one that is missing, on its way or not yet there', async () => {
    const { id } = await card(false);
    expect(await read(one, id, '佐賀市')).toContain('このカードは、交付の対象です');
    const { id: away } = await card();
    for (const [whereabouts, said] of [
      ['missing', '先に、見つかったことを記録してください'],
      ['transit', '先に、届いた場所で受け取りを記録してください'],
      ['expected', 'まだ届いていません'],
    ] as const) {
      await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = ${whereabouts} WHERE id = ${away}`);
      expect(await read(one, away, '佐賀市')).toContain(said);
    }
    await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'shelf' WHERE id = ${away}`);
    expect([await rows(id), await rows(away)]).toEqual([[], []]);
  });

  test('a second who says another 送り先 is told both, and nothing is recorded; the answer of both presses says where it goes', async () => {
    const { id } = await card();
    expect(await read(one, id, '佐賀市')).toContain('送り先：佐賀市');
    const another = words(await other.post(PATH, { code: await labelOf(fresh.db, id), to: '鳥栖市' }));
    expect(another).toMatch(/1人目の送り先は「佐賀市」です。今回の「鳥栖市」と異なります/u);
    expect(await stands(id)).toMatchObject({ whereabouts: 'shelf' });
    expect(await read(other, id, '佐賀市')).toMatch(/返納・送付を記録しました.*送り先：佐賀市/u);
    expect(await stands(id)).toMatchObject({ whereabouts: 'gone' });
  });

  test('the page goes on where there are more cards than it holds, and its head counts all', async () => {
    await fresh.db.transaction(async (tx) => {
      for (let at = 0; at < 101; at += 1)
        await makeCard(tx, { noticeId: `D3E-${String(at).padStart(6, '0')}`, name: `多数 花子${at}`, officeId: city.main });
      await tx.run(sql`UPDATE cards.cards SET status = 'out-of-scope', is_open = false WHERE notice_id LIKE 'D3E-%'`);
    });
    const { seen } = await countsToDepart(desk.db, { seesProtected: true });
    const [first, second] = [await good(await one.get(PATH)), await good(await one.get(`${PATH}?page=2`))];
    for (const page of [first, second]) expect(words(page)).toMatch(new RegExp(`交付の対象でないカード\\s+${seen}枚`, 'u'));
    expect(`${first.html}${second.html}`.match(/D3E-\d+</gu)).toHaveLength(101);
    await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'gone' WHERE notice_id LIKE 'D3E-%'`);
  });

  test('the first confirmation is taken back, and no longer counts once the card was open again', async () => {
    const { id } = await card();
    await read(one, id, '佐賀市');
    expect(await press(one, { card: String(id) }, `${PATH}/back`)).toContain('1人目の確認を取り消しました');
    expect(await read(other, id, '鳥栖市')).toContain('1人目の確認を記録しました');
    must(await changeStatus(desk.db, me(), { cardId: id, from: 'out-of-scope', to: 'notified', why: '誤り' }));
    must(await changeStatus(desk.db, me(), { cardId: id, from: 'notified', to: 'out-of-scope', why: '転出' }));
    expect(await read(one, id)).toContain('送り先を入力してから');
  });

  test('a departure of the wrong card is taken back: it lies where it lay and waits again; the ledger keeps both', async () => {
    const { id, noticeId } = await card();
    const before = await stands(id);
    await read(one, id, '佐賀市');
    await read(other, id);
    expect(await press(one, { card: String(id) }, `${PATH}/undo`)).toContain('返納・送付の記録を取り消しました');
    expect(await stands(id)).toEqual(before);
    expect(words(await good(await one.get(PATH)))).toContain(noticeId);
    expect(await press(one, { card: String(id) }, `${PATH}/undo`)).toContain('すでに取り消されています');
    const csv = await one.post('/lists/departed/take', { as: 'csv' });
    expect(csv.html.split('\r\n').find((row) => row.includes(noticeId))).toMatch(/:\d\d.*:\d\d/u);
    expect((await cardFaults(fresh.db)).filter((fault) => fault.includes(`card ${id} `))).toEqual([]);
  });

  test('set back to be handed over, a card that left by the records lies in its box again', async () => {
    const { id } = await card();
    const before = await stands(id);
    await read(one, id, '佐賀市');
    await read(other, id);
    must(await changeStatus(desk.db, me(), { cardId: id, from: 'out-of-scope', to: 'notified', why: '転入の取りやめ' }));
    expect(await stands(id)).toEqual({ ...before, status: 'notified' });
    expect(await brokenCustody(fresh.db)).toEqual([]);
  });

  test('two at the same moment: one is the first, the other the second', async () => {
    const { id } = await card();
    const both = await Promise.all(ids.map((staffId) => departCard(desk.db, { kind: 'staff', staffId }, id, '佐賀市')));
    expect(both.map((done) => (done.ok ? done.value : done.reason)).toSorted()).toEqual(['done', 'first']);
  });

  test('who has no right to it sees neither page nor press', async () => {
    const clerk = await signedIn(desk.url, 'koga', PASSWORD);
    expect((await clerk.get(PATH)).status).toBe(403);
    expect((await clerk.post(PATH, { code: 'K-1' })).status).toBe(403);
  });

  test('[8(2)②b] of a card under 支援措置 an account without the right sees neither ID, birthday, status nor to whom it goes, and no button', async () => {
    await fresh.db.run(sql`INSERT INTO staff.roles (code, name) VALUES ('departs', '送付')`);
    await fresh.db.run(sql`INSERT INTO staff.role_rights (role, right_code) VALUES ('departs', 'cards.destroy')`);
    const blind = await desk.clerk('departs', ['departs'], city.main, '送付 係');
    const { id, noticeId } = await card();
    await read(one, id, '秘密の市');
    await fresh.db.run(sql`UPDATE cards.cards SET protected = true, birth_date = '1933-03-03' WHERE id = ${id}`);
    const page = await good(await blind.get(PATH));
    for (const told of [noticeId, '昭和8年3月3日', '秘密の市', `name="card" value="${id}"`])
      expect(page.html).not.toContain(told);
    // Nor that such a card is there: that it is out of scope tells of its holder.
    const { seen, hidden } = await countsToDepart(desk.db, { seesProtected: false });
    expect(hidden).toBe(1);
    expect(words(page)).toMatch(new RegExp(`交付の対象でないカード\\s+${seen}枚`, 'u'));
    expect(words(page)).toContain('支援措置の方が1人');
    expect(await read(blind, id)).toContain('権限のある職員に渡してください');
    await read(other, id);
    const after = await good(await blind.get(PATH));
    for (const told of [noticeId, '秘密の市', `name="card" value="${id}"`]) expect(after.html).not.toContain(told);
  });
});
