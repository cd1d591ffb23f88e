import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { openDeskAs } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import type { SmallCity } from '../../../../test/support/small-city.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let clerk: Visitor;
let n = 0;

beforeAll(async () => {
  ({ fresh, city, desk, clerk } = await openDeskAs(20, 'koga', ['counter', 'admin']));
});
afterAll(() => desk.close());

const id = () => `H1D-${String(400_000 + ++n)}`;
const one = (given: Record<string, string> = {}) => ({
  noticeId: id(),
  name: '手　一枚',
  kana: 'テ　イチマイ',
  birth: 'S60.4.1',
  address: '久留米市城南町15番地3',
  officeCode: 'honcho',
  ...given,
});
const give = async (fields: Record<string, string>) => {
  const page = await clerk.get('/intake/one');
  return clerk.post('/intake/one', { ...formFields(page, '/intake/one'), ...fields });
};
const cards = async (notice: string) =>
  fresh.db.rows<{ id: number; name: string; birth: string; office: string; placed: boolean; status: string }>(sql`
    SELECT c.id, c.name, c.birth_date AS birth, c.office_code AS office, c.storage_place_id IS NOT NULL AS placed, c.status FROM cards.cards c
    WHERE c.notice_id = ${notice} ORDER BY c.id`);
const newest = async (): Promise<number> =>
  (await fresh.db.one<{ id: number }>(sql`SELECT max(id) AS id FROM intake.imports`)).id;
const undo = async () => {
  const at = await newest();
  await clerk.get('/intake/one');
  return clerk.follow(await clerk.post(`/intake/one/${at}/undo`, {}));
};

test('taking a card out again is asked once more, with whose it is; nothing is gone before that, and the page says when there is nothing to take out', async () => {
  const fields = one({ name: '間違　花子' });
  await clerk.follow(await give(fields));
  const at = await newest();
  const list = await good(await clerk.get('/intake/one'));
  expect(list.html).toContain(`<a href="/intake/one/${at}/undo">`);
  expect(list.html).not.toContain(`action="/intake/one/${at}/undo"`);
  const asked = await good(await clerk.get(`/intake/one/${at}/undo`));
  for (const said of ['このカードの登録を、取り消しますか', '間違　花子', fields.noticeId, '取り消さずに戻る'])
    expect(words(asked)).toContain(said);
  expect(await cards(fields.noticeId)).toHaveLength(1);
  expect(words(await clerk.follow(await clerk.post(`/intake/one/${at}/undo`, {})))).toContain('登録を取り消しました');
  expect(await cards(fields.noticeId)).toHaveLength(0);
  expect(words(await clerk.follow(await clerk.get(`/intake/one/${at}/undo`)))).toContain('この登録は、取り消せません');
});

describe('[8(2)①] a single card is taken in by hand', () => {
  test('from the page of lists, and from a search that found nothing with its notice ID filled in; audited; taken out again', async () => {
    expect((await good(await clerk.get('/intake'))).html).toContain('href="/intake/one"');
    const notice = id();
    await clerk.get('/today');
    const found = await clerk.follow(await clerk.post('/search', { q: notice }));
    const link = /href="(\/intake\/one\?found=[^"]+)"/u.exec(found.html)?.[1] ?? '';
    expect(formFields(await good(await clerk.get(link)), '/intake/one')['noticeId']).toBe(notice);
    const taken = await clerk.follow(await give(one({ noticeId: notice })));
    expect(words(await good(taken))).toContain('カードを登録しました');
    expect(words(taken)).toContain(notice);
    expect(await cards(notice)).toMatchObject([{ name: '手　一枚', birth: '1985-04-01', office: 'honcho', status: 'preparing' }]);
    const log = await fresh.db.one<{ act: string; card: number }>(
      sql`SELECT act, card_id AS card FROM audit.events WHERE act = 'intake.card-by-hand' ORDER BY id DESC LIMIT 1`,
    );
    expect(log.card).toBe((await cards(notice))[0]?.id);
    expect(words(await undo())).toContain('登録を取り消しました');
    expect(await cards(notice)).toEqual([]);
  });

  test('what an import refuses is refused with a sentence at its box, and what was typed stays', async () => {
    const wrong = await give(one({ noticeId: 'だめ', birth: '昭和99年1月1日', phone: 'ない' }));
    expect(wrong.status).toBe(422);
    expect(words(wrong)).toContain('英数字3文字と数字6桁ではありません');
    expect(words(wrong)).toContain('生年月日を確かめてください');
    expect(words(wrong)).toContain('電話番号として読み取れません');
    expect(formFields(wrong, '/intake/one')['name']).toBe('手　一枚');
    for (const field of ['name', 'kana', 'address', 'lot', 'serialNo'])
      for (const number of ['123456789018', '12345678901234567890123']) {
        const refused = await give(one({ [field]: number }));
        expect([field, refused.status, words(refused).includes('記録できません')]).toEqual([field, 422, true]);
      }
    expect(words(await give(one({ officeCode: '' })))).toContain('交付場所を選んでください');
  });

  test('[8(1)④b] a card that is there already is refused; one like another is said, and taken when it was looked at', async () => {
    const first = one({ name: '同　一子', birth: 'S39.9.9' });
    await give(first);
    const twice = await give(first);
    expect([twice.status, words(twice).includes('すでに登録されています')]).toEqual([422, true]);
    expect(await cards(first.noticeId)).toHaveLength(1);
    // The same notice ID on another person is another card: said first.
    const other = one({ noticeId: first.noticeId, name: '別　花子', kana: 'ベツ　ハナコ', birth: 'S50.5.5' });
    const asked = await give(other);
    expect([asked.status, words(asked).includes('交付通知書IDが同じ、別のカードです')]).toEqual([422, true]);
    expect(await cards(first.noticeId)).toHaveLength(1);
    await clerk.post('/intake/one', formFields(asked, '/intake/one'));
    expect(await cards(first.noticeId)).toHaveLength(2);
    // Another open card of the same person.
    expect(words(await give({ ...first, noticeId: id() }))).toContain('同じ方の、別のカードです');
  });

  test('two who press at once make one card', async () => {
    const twice = one({ name: '同時　押子', birth: 'S38.8.8' });
    const fields = { ...formFields(await clerk.get('/intake/one'), '/intake/one'), ...twice };
    const answers = await Promise.all([1, 2, 3, 4].map(() => clerk.post('/intake/one', fields)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 422, 422, 422]);
    expect(await cards(twice.noticeId)).toHaveLength(1);
  });

  test('[8(1)④b] another name under the same ID and birthday becomes a question for staff', async () => {
    const first = one({ name: '改　姓子', birth: 'S41.1.2' });
    await give(first);
    const asked = await give({ ...first, name: '旧　姓子' });
    expect(words(asked)).toContain('登録すると「氏名相違」になります');
    const done = await clerk.follow(await clerk.post('/intake/one', formFields(asked, '/intake/one')));
    expect(words(done)).toContain('「氏名相違」として登録しました');
    expect(words(await good(await clerk.get('/conflicts')))).toContain('手入力');
    expect(words(await undo())).toContain('登録を取り消しました');
    expect(await cards(first.noticeId)).toHaveLength(1);
  });

  test('[8(1)④b] a card that 「別の方」 had made and that was taken out again can be registered anew', async () => {
    const first = one({ name: '先　着子', birth: 'S45.1.2' });
    await give(first);
    const other = { ...first, name: '別　人子' };
    const typed = async () => {
      const asked = await give(other);
      return words(await clerk.follow(await clerk.post('/intake/one', formFields(asked, '/intake/one'))));
    };
    const decideIt = async () => {
      const { id: open } = await fresh.db.one<{ id: number }>(
        sql`SELECT id FROM intake.conflicts WHERE decided_at IS NULL ORDER BY id DESC LIMIT 1`,
      );
      await clerk.get(`/conflicts/${open}?decision=another-person`);
      return clerk.follow(await clerk.post(`/conflicts/${open}`, { decision: 'another-person' }));
    };
    expect(await typed()).toContain('「氏名相違」として登録しました');
    expect(words(await decideIt())).toContain('別の方のカードとして登録しました');
    expect(await cards(first.noticeId)).toHaveLength(2);
    expect(words(await undo())).toContain('登録を取り消しました');
    expect(await cards(first.noticeId)).toHaveLength(1);
    // No decision is left that speaks of a card that is gone.
    expect(words(await good(await clerk.get('/conflicts')))).not.toContain('別　人子');
    expect(await typed()).toContain('「氏名相違」として登録しました');
    expect(words(await decideIt())).toContain('別の方のカードとして登録しました');
    expect(await cards(first.noticeId)).toMatchObject([{ name: '先　着子' }, { name: '別　人子' }]);
  });

  test('[8(1)④b] what was not taken in once is asked anew when a person types it; what waits already is said to wait', async () => {
    const first = one({ name: '再　問子', birth: 'S46.1.2' });
    await give(first);
    const typed = async () => {
      const asked = await give({ ...first, name: '元　問子' });
      return words(await clerk.follow(await clerk.post('/intake/one', formFields(asked, '/intake/one'))));
    };
    expect(await typed()).toContain('「氏名相違」として登録しました');
    const twice = await typed();
    expect(twice).toContain('すでに判断を待っています');
    expect(twice).not.toContain('「氏名相違」として登録しました');
    const open = async () =>
      fresh.db.rows<{ id: number }>(
        sql`SELECT id FROM intake.conflicts WHERE decided_at IS NULL AND incoming ->> 'name' = '元　問子'`,
      );
    const [asked] = await open();
    await clerk.get(`/conflicts/${asked?.id}?decision=dropped`);
    await clerk.post(`/conflicts/${asked?.id}`, { decision: 'dropped' });
    expect(await open()).toEqual([]);
    const { id: importId } = await fresh.db.one<{ id: number }>(
      sql`SELECT import_id AS id FROM intake.conflicts WHERE id = ${asked?.id ?? 0}`,
    );
    await clerk.get('/intake/one');
    expect(words(await clerk.follow(await clerk.post(`/intake/one/${importId}/undo`, {})))).toContain(
      '氏名相違の判断が済んでいるため',
    );
    expect(await typed()).toContain('「氏名相違」として登録しました');
    expect(await open()).toHaveLength(1);
    expect(words(await good(await clerk.get('/intake/one')))).toContain('氏名相違（取り込まないと判断）');
  });

  test('[8(3)⑫] every decision can be found again, page by page', async () => {
    const first = one({ name: '頁　一子', birth: 'S47.1.2' });
    await give(first);
    await fresh.db.run(sql`
      INSERT INTO intake.conflicts (import_id, card_id, line, incoming, fingerprint, decided_at, decision)
      SELECT ${await newest()}, c.id, n, jsonb_build_object('name', '頁　判断' || n), 'page-' || n, lib.now() + n * interval '1 second', 'dropped'
      FROM cards.cards c, generate_series(1, 21) n WHERE c.notice_id = ${first.noticeId}`);
    const page = await good(await clerk.get('/conflicts'));
    expect([words(page).includes('頁　判断21'), page.html.includes('：頁　判断1<')]).toEqual([true, false]);
    const second = await good(await clerk.get('/conflicts?page=2'));
    expect(second.html).toContain('：頁　判断1<');
  });

  test('a box is chosen by hand: the card lies in it, a full one is refused; what was touched since is not taken out', async () => {
    const { place } = await fresh.db.one<{ place: number }>(sql`
      INSERT INTO cards.storage_places (office_id, cabinet, box, size, cabinet_order, box_order) VALUES (${city.main}, '手棚', '1箱', 1, 90, 1) RETURNING id AS place`);
    const mine = one({ birth: 'S42.2.3', place: String(place) });
    await give(mine);
    const [card] = await cards(mine.noticeId);
    expect(card?.placed).toBe(true);
    const full = await give(one({ birth: 'S43.3.4', place: String(place) }));
    expect([full.status, words(full).includes('いっぱいです')]).toEqual([422, true]);
    await clerk.get(`/people/${card?.id}`);
    await clerk.post(`/people/${card?.id}/remark`, { body: '電話があった', remark: '電話があった' });
    expect(words(await undo())).toContain('登録を取り消せません');
    expect(await cards(mine.noticeId)).toHaveLength(1);
  });

  test('whom a clerk may not see is neither shown nor listed; who may not take cards in has no page', async () => {
    const hidden = one({ name: '秘　密子', birth: 'S44.4.5' });
    await give(hidden);
    await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE notice_id = ${hidden.noticeId}`);
    const other = await desk.clerk('nomura', ['counter'], city.main);
    expect(words(await good(await other.get('/intake/one')))).not.toContain('秘　密子');
    const page = await other.get('/intake/one');
    const like = { ...formFields(page, '/intake/one'), ...one({ name: '秘　密子', birth: 'S44.4.5' }) };
    expect((await other.post('/intake/one', like)).status).toBe(303);
    const reader = await desk.clerk('reader2', [], city.main);
    expect((await reader.get('/intake/one')).status).toBe(403);
  });
});
