import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page, Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields, wrongBoxes } from '../../../../test/support/forms.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { workOnUploads } from '../../../intake/upload-jobs.ts';
import { systemClock } from '../../../lib/clock.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let clerk: Visitor;

beforeAll(async () => {
  const opened = await openDesk(20);
  ({ fresh, desk } = opened);
  clerk = await desk.clerk('koga', ['counter'], opened.city.main);
});
afterAll(() => desk.close());

const give = async (lines: readonly string[], name = 'ichiran.csv'): Promise<string> => {
  await clerk.get('/intake');
  const bytes = new Uint8Array(Buffer.from(`${lines.join('\r\n')}\r\n`));
  return (await clerk.upload('/intake', {}, { field: 'file', name, bytes })).location ?? '';
};
const press = async (path: string, act: string, fields: Record<string, string> = {}): Promise<Page> => {
  await clerk.post(`${path}/${act}`, fields);
  await workOnUploads(desk.db, systemClock);
  return good(await clerk.get(path));
};
const typed = (page: Page, path: string) => formFields(page, `${path}/judge`);
const shown = async (path: string, page: Page, more: Record<string, string>) =>
  good(await clerk.post(`${path}/show`, { ...typed(page, path), ...more }));
const cardsOf = (id: string) =>
  fresh.db.rows(sql`SELECT notice_id AS id, name, address FROM cards.cards WHERE notice_id LIKE ${`${id}%`} ORDER BY notice_id`);

describe('[8(2)①] no row of a list is lost without a word', () => {
  const LIST = [
    'Q1T-000001,久留米　花子,クルメ　ハナコ,昭和60年4月1日,久留米市城南町15番地3,0942-00-0034',
    'Q1T-000002,諏訪　太郎,スワ　タロウ,平成2年5月6日,久留米市諏訪野町1830,',
  ];

  test('a list without a head: that its first line is a card is seen, columns are found by what stands in them, and nobody is dropped', async () => {
    const path = await give(LIST);
    const page = await good(await clerk.get(path));
    expect(words(page)).toContain('IDや日付などがあるため、カードの行と判定しました');
    expect(typed(page, path)).toMatchObject({
      profile: 'match',
      first: 'card',
      'column-noticeId': '1',
      'column-name': '2',
      'column-kana': '3',
      'column-birth': '4',
      'column-address': '5',
      'column-phone': '6',
    });
    // The first person stands in the first row of the table.
    expect(words(page)).toMatch(/△ 要確認\s*Q1T-000001\s*Q1T-000002/u);
    expect(words(page)).toContain('ファイルの列は、すべて取り込みます。');
    const judged = await press(path, 'judge', { ...typed(page, path), title: '見出しのない様式' });
    expect(words(judged)).toMatch(/新しいカード\s*2件/u);
    expect(words(judged)).toMatch(/読んだ行\s*カード2行/u);
    await press(path, 'store');
    expect(await cardsOf('Q1T-')).toEqual([
      { id: 'Q1T-000001', name: '久留米　花子', address: '久留米市城南町15番地3' },
      { id: 'Q1T-000002', name: '諏訪　太郎', address: '久留米市諏訪野町1830' },
    ]);
    // Kept under its name, it reads the next such list by itself, and no list that has a head.
    const next = await give(['Q1T-000003,江頭　武,エガシラ　タケシ,昭和39年2月9日,久留米市藤山町1022,'], 'next.csv');
    const again = await good(await clerk.get(next));
    expect(typed(again, next)).toMatchObject({ profile: 'city:見出しのない様式' });
    expect(words(again)).toContain('この形式では、1行目もカードの行として読みます。');
    expect(words(await press(next, 'judge', typed(again, next)))).toMatch(/新しいカード\s*1件/u);
    const headed = await give(['交付通知書ID,氏名,氏名カナ,生年月日,住所,電話番号', LIST[0] ?? ''], 'headed.csv');
    expect(typed(await clerk.get(headed), headed)).toMatchObject({ profile: 'jlis-assumed' });
    for (const one of [next, headed]) await press(one, 'drop');
  });

  test('what the first line is taken for is corrected, and stays so in another encoding; a person taken for a head is not taken in', async () => {
    const path = await give(LIST.map((line) => line.replace('Q1T', 'Q2T')));
    const page = await good(await clerk.get(path));
    const head = await shown(path, page, { first: 'head' });
    expect(words(head)).toContain('1行目が、カードの行のようです');
    const other = await shown(path, head, { 'read-as': 'utf-16le' });
    expect(typed(other, path)).toMatchObject({ first: 'head', encoding: 'utf-16le' });
    const unread = await shown(path, other, { 'read-as': 'cp932' });
    expect(words(unread)).toContain('では読めません');
    const back = await shown(path, unread, { 'read-as': 'utf-8' });
    expect(typed(back, path)).toMatchObject({ first: 'head', encoding: 'utf-8' });
    const columns = { 'column-noticeId': '1', 'column-name': '2', 'column-birth': '4' };
    const refused = await press(path, 'judge', { ...typed(back, path), ...columns, title: '' });
    expect(words(refused)).toContain('1行目が、項目名ではなくカードの行です');
    // What was chosen is there again to be corrected.
    const again = await press(path, 'again');
    expect(typed(again, path)).toMatchObject({ profile: 'match', first: 'head', ...columns });
    const judged = await press(path, 'judge', { ...typed(again, path), first: 'card' });
    expect(words(judged)).toMatch(/新しいカード\s*2件/u);
    await press(path, 'drop');
    // A head that is taken for a card is a row that is not taken, and counted.
    const headed = await give(['番号,お名前,誕生日', 'Q2T-000009,森　遥,昭和60年4月1日']);
    const asked = await good(await clerk.get(headed));
    expect(typed(asked, headed)).toMatchObject({ first: 'head' });
    const wrong = { ...columns, 'column-birth': '3' };
    const counted = await press(headed, 'judge', { ...typed(asked, headed), ...wrong, first: 'card', title: '' });
    expect(words(counted)).toMatch(/新しいカード\s*1件.*受け付けられない行\s*1件/u);
    await press(headed, 'drop');
  });
});

describe('[8(2)①] no column of a list is lost without a word', () => {
  test('a field made of several columns: found by their heads, shown joined, chosen with what stands between them; columns that are not taken are named', async () => {
    const path = await give([
      '通知書番号,氏,名,生年月日,住所1,住所2,住所コード,備考',
      'Q3T-000001,髙﨑,凜,平成29年4月22日,久留米市城南町,15-3,40203,なし',
      'Q3T-000002,江頭,武,だめ,久留米市諏訪野町,1830,40203,',
    ]);
    const page = await good(await clerk.get(path));
    expect(typed(page, path)).toMatchObject({
      'column-name': '2',
      'column-name-2': '3',
      'between-name': 'wide',
      'column-address': '5',
      'column-address-2': '6',
      'between-address': 'nothing',
    });
    expect(words(page)).toMatch(/△ 要確認\s*髙﨑　凜\s*江頭　武/u);
    expect(words(page)).toContain('久留米市城南町15-3');
    expect(words(page)).toContain('取り込まない列（2列）：住所コード、備考。');
    // One more is asked for by a press, and chosen; the same twice is not.
    const more = await shown(path, page, { more: 'address', 'between-address': 'wide' });
    expect(typed(more, path)).toMatchObject({ 'column-address-3': '', 'between-address': 'wide' });
    const twice = await clerk.post(`${path}/judge`, { ...typed(more, path), 'column-address-3': '6' });
    expect([twice.status, wrongBoxes(twice)]).toEqual([422, ['column-address']]);
    const chosen = await shown(path, more, { 'column-address-3': '8' });
    expect(words(chosen)).toContain('久留米市城南町　15-3　なし');
    expect(words(chosen)).toContain('取り込まない列（1列）：住所コード。');
    const judged = await press(path, 'judge', { ...typed(chosen, path), title: '分かれた様式' });
    expect(words(judged)).toMatch(/新しいカード\s*1件/u);
    expect(words(judged)).toContain('取り込まない列（1列）：住所コード。');
    expect(words(judged)).toMatch(/読んだ行\s*項目名1行、カード2行/u);
    const stored = await press(path, 'store');
    expect(words(stored)).toContain('取り込まない列（1列）：住所コード。');
    expect(await cardsOf('Q3T-')).toEqual([{ id: 'Q3T-000001', name: '髙﨑　凜', address: '久留米市城南町　15-3　なし' }]);
    // Of a profile that is chosen they are named too.
    const known = await give(
      ['通知書番号,氏,名,生年月日,住所1,住所2,備考,予備1', 'Q3T-000003,森,遥,昭和60年4月1日,久留米市,1,,'],
      'k.csv',
    );
    const again = await good(await clerk.get(known));
    expect(typed(again, known)).toMatchObject({ profile: 'city:分かれた様式' });
    expect(words(again)).toContain('取り込まない列（1列）：予備1。');
    await press(known, 'drop');
  });

  test('what stood in columns joined is told of a row that is not taken', async () => {
    const path = await give(['番号,氏名,年,月,日', 'Q4T-000001,森　遥,1985,13,40']);
    const page = await good(await clerk.get(path));
    const columns = { 'column-noticeId': '1', 'column-birth': '3', 'column-birth-2': '4', 'column-birth-3': '5' };
    const judged = await press(path, 'judge', { ...typed(page, path), ...columns, 'between-birth': 'slash', title: '' });
    expect(words(judged)).toMatch(/年・月・日.*2行目：1985\/13\/40/u);
    await press(path, 'drop');
  });

  test('a column put to （なし） stays so in another encoding; what was guessed is guessed anew', async () => {
    const path = await give(['番号,お名前,誕生日,ご連絡先,ご住所', 'Q5T-000001,田中　太郎,昭和60年4月1日,0942-00-0034,久留米市']);
    const page = await good(await clerk.get(path));
    expect(typed(page, path)).toMatchObject({ 'column-phone': '4', 'column-address': '5' });
    const none = await shown(path, page, { 'column-phone': '', 'column-noticeId': '1' });
    expect(words(none)).toContain('取り込まない列（1列）：ご連絡先。');
    const other = await shown(path, none, { 'read-as': 'utf-16le' });
    const back = await shown(path, other, { 'read-as': 'utf-8' });
    expect(typed(back, path)).toMatchObject({ 'column-phone': '', 'column-noticeId': '1', 'column-address': '5' });
    await press(path, 'drop');
  });
});
