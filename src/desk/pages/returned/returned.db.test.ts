import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields, wrongBoxes } from '../../../../test/support/forms.ts';
import { labelOf } from '../../../../test/support/labels.ts';
import { openDeskAs } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity } from '../../../../test/support/small-city.ts';
import { cardNumber } from '../../../cards/scan.ts';
import { longDate } from '../../../lib/dates/format.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let clerk: Visitor;
let other: Visitor;
let admin: Visitor;
let n = 400_000;

beforeAll(async () => {
  ({ fresh, city, desk, clerk } = await openDeskAs(undefined, 'koga', ['counter']));
  other = await desk.clerk('ogata', ['counter'], city.main);
  admin = await desk.clerk('ide', ['admin'], city.main);
});
afterAll(() => desk?.close());

async function card(more: { name?: string; noticeId?: string; protected?: boolean; posted?: string } = {}) {
  n += 1;
  const noticeId = more.noticeId ?? `R2B-${n}`;
  const name = more.name ?? `返戻 花子${n}`;
  const id = await makeCard(fresh.db, { noticeId, name, officeId: city.main, protected: more.protected ?? false });
  await fresh.db.run(sql`UPDATE cards.cards SET notice_date = ${more.posted ?? addDays(city.today, -20)}::date WHERE id = ${id}`);
  return { id, noticeId, name };
}
const statusOf = async (id: number): Promise<string> =>
  (await fresh.db.one<{ status: string }>(sql`SELECT status FROM cards.cards WHERE id = ${id}`)).status;
const SCAN = '/cards/notices-back';
const scan = async (me: Visitor, code: string, fields: Record<string, string> = {}, status = 200) => {
  const page = await me.get(SCAN);
  return good(await me.follow(await me.post(SCAN, { ...formFields(page, SCAN), code, ...fields })), status);
};

describe('a notice that came back, at the desk', () => {
  test('[8(2)⑦a] from the card’s page: recorded with its reason, the address checked, posted again; each step leads on', async () => {
    const { id, name } = await card();
    const path = `/people/${id}`;
    expect((await clerk.get(path)).html).toContain(`href="${path}/notice-back"`);
    const asked = await good(await clerk.get(`${path}/notice-back`));
    const empty = await good(await clerk.post(`${path}/notice-back`, formFields(asked, `${path}/notice-back`)), 422);
    expect(wrongBoxes(empty)).toEqual(['reason']);
    const early = { reason: 'other', other: '棟の番号なし', on: longDate(addDays(city.today, -30)) };
    const wrong = await good(await clerk.post(`${path}/notice-back`, early), 422);
    expect(words(wrong)).toContain('返戻を受け取った日が、発送日より前です。');
    expect(wrong.html).toContain('棟の番号なし');
    const done = await clerk.follow(
      await clerk.post(`${path}/notice-back`, { reason: '転居先不明', other: '棟の番号なし', on: '' }),
    );
    expect(words(await good(done))).toContain('理由：転居先不明。棟の番号なし。住所を確かめてから、送り直してください。');
    expect(await statusOf(id)).toBe('returned');
    expect(words(await clerk.get('/todo'))).toContain('交付通知書の返戻');
    const list = await good(await clerk.get('/lists/returned?office=&step=check'));
    expect(list.html).toContain(`<a href="${path}">`);
    expect(words(list)).toContain(name);
    expect(words(await clerk.get('/lists/to-post?office=&kind=first-back'))).not.toContain(name);
    const address = { postalCode: '830-0022', address: '久留米市城南町9番地' };
    await clerk.get(`${path}/address`);
    expect(words(await good(await clerk.follow(await clerk.post(`${path}/address`, address))))).toContain('久留米市城南町9番地');
    const toPost = words(await good(await clerk.get('/lists/to-post?office=&kind=first-back')));
    expect(toPost).toContain(name);
    expect(toPost).toContain('久留米市城南町9番地');
    expect(words(await clerk.get('/lists/to-post?office=&kind=again-back'))).not.toContain(name);
    const posted = await clerk.follow(await clerk.post(`${path}/post-again`, { posted: '' }));
    expect(words(await good(posted))).toContain('送り直したことを記録しました。');
    expect(await statusOf(id)).toBe('notified');
    expect(words(await clerk.get('/lists/returned?office=&step='))).not.toContain(name);
    // Nothing is back any more: there is nothing to post again.
    expect(words(await clerk.follow(await clerk.post(`${path}/post-again`, { posted: '' })))).toContain(
      'ほかの職員が先に操作しました。',
    );
  });

  test('a stack of them is scanned; each is taken back by who recorded it', async () => {
    const { id, noticeId, name } = await card();
    const done = words(await scan(clerk, noticeId, { reason: '2' }));
    expect(done).toContain('返戻を記録しました');
    expect(done).toContain(name);
    expect(await statusOf(id)).toBe('returned');
    const { notice, why } = await fresh.db.one<{ notice: number; why: string }>(
      sql`SELECT id AS notice, returned_why AS why FROM cards.notices WHERE card_id = ${id}`,
    );
    expect(why).toBe('転居先不明');
    expect(words(await scan(clerk, noticeId, {}, 409))).toContain('記録済みです。');
    await other.get(SCAN);
    expect(words(await other.follow(await other.post(`${SCAN}/undo`, { notice: String(notice) })))).toContain(
      '自分で記録したものだけです',
    );
    expect(words(await clerk.follow(await clerk.post(`${SCAN}/undo`, { notice: String(notice) })))).toContain(
      '返戻の記録を取り消しました。',
    );
    expect(await statusOf(id)).toBe('notified');
  });

  test('[8(1)④b] one ID, two people: the clerk says which, also where the notice of one is back already', async () => {
    const one = await card({ name: '同番 一郎' });
    const two = await card({ name: '同番 二郎', noticeId: one.noticeId });
    const asked = await scan(clerk, one.noticeId, {}, 409);
    expect(words(asked)).toContain('同じ交付通知書IDのカードが、2枚あります。');
    expect(asked.html).toContain(`value="${await labelOf(fresh.db, two.id)}"`);
    expect(words(await scan(clerk, cardNumber(one.id)))).toContain('返戻を記録しました');
    expect(words(await scan(clerk, one.noticeId, {}, 409))).toContain('同番 二郎');
    expect(await statusOf(two.id)).toBe('notified');
    expect(words(await scan(clerk, cardNumber(two.id)))).toContain('返戻を記録しました');
    expect(await statusOf(two.id)).toBe('returned');
  });

  test('refused scans say why and change nothing; a day that cannot be read is said', async () => {
    expect(words(await scan(clerk, 'ZZZ-000000', {}, 409))).toContain('登録されたカードにありません');
    const fresher = await card({ posted: city.today });
    expect(words(await scan(clerk, fresher.noticeId, { on: longDate(addDays(city.today, -1)) }, 409))).toContain(
      'この方への発送日は',
    );
    expect(await statusOf(fresher.id)).toBe('notified');
    expect(wrongBoxes(await good(await clerk.get(`${SCAN}?reason=1&on=あした`), 422))).toEqual(['on']);
    expect(wrongBoxes(await good(await clerk.get(`${SCAN}?reason=1&on=${longDate(addDays(city.today, 1))}`), 422))).toEqual([
      'on',
    ]);
  });

  test('支援措置: nothing of a protected person to who may not see them, on scan, page and list', async () => {
    const hidden = await card({ name: '秘匿 花子', protected: true });
    const refused = words(await scan(clerk, hidden.noticeId, {}, 409));
    expect(refused).toContain('権限のある職員に渡してください。');
    expect(refused).not.toContain('秘匿');
    expect(await statusOf(hidden.id)).toBe('notified');
    for (const page of ['notice-back', 'address', 'post-again'])
      expect((await clerk.get(`/people/${hidden.id}/${page}`)).status).toBe(404);
    expect(words(await scan(admin, hidden.noticeId))).toContain('秘匿 花子');
    expect(words(await admin.get('/lists/returned'))).toContain('秘匿 花子');
    const list = words(await good(await clerk.get('/lists/returned')));
    expect(list).not.toContain('秘匿');
    expect(list).not.toContain(hidden.noticeId);
  });

  test('the city words the reasons; what was recorded keeps its words', async () => {
    const path = '/settings/return-reasons';
    const page = await good(await admin.get(path));
    const saved = await admin.follow(await admin.post(path, { ...formFields(page, path), reasons: '宛名不完全\n受取拒否' }));
    expect(words(await good(saved))).toContain('返戻の理由を保存しました。');
    const { id } = await card();
    expect(words(await good(await clerk.get(`/people/${id}/notice-back`)))).toContain('宛名不完全');
  });
});
