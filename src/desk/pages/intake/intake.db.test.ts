import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signedIn, type Visitor, visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields, wrongBoxes } from '../../../../test/support/forms.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import type { SmallCity } from '../../../../test/support/small-city.ts';
import { textRows, type WorkbookParts, workbook } from '../../../../test/support/workbook.ts';
import { workOnUploads } from '../../../intake/upload-jobs.ts';
import { systemClock } from '../../../lib/clock.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let clerk: Visitor;
let n = 0;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(20));
  await desk.account('reader', [], city.main);
  clerk = await desk.clerk('koga', ['counter'], city.main);
});
afterAll(() => desk.close());

const HEAD = '交付通知書ID,氏名,氏名カナ,生年月日,住所';
const line = (name: string) => `N1T-${300_000 + ++n},${name},クルメ　ハナコ,昭和60年4月1日,久留米市城南町15番地3`;
const bytesOf = async (parts: WorkbookParts) => new Uint8Array(await workbook(parts));
const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const give = async (content: Uint8Array<ArrayBuffer>, name = 'ichiran.csv'): Promise<string> => {
  await clerk.get('/intake');
  const sent = await clerk.upload('/intake', {}, { field: 'file', name, bytes: content });
  return sent.location ?? words(sent);
};
const settled = async (path: string) => {
  await workOnUploads(desk.db, systemClock);
  return good(await clerk.get(path));
};
const press = async (path: string, act: string, fields: Record<string, string> = {}) => {
  const page = await clerk.get(path);
  await clerk.post(`${path}/${act}`, { ...(act === 'judge' ? formFields(page, `${path}/judge`) : {}), ...fields });
  return settled(path);
};
const cards = async () => (await fresh.db.one<{ n: number }>(sql`SELECT count(*)::integer AS n FROM cards.cards`)).n;

describe('[8(2)①] a list of cards is taken in at the desk', () => {
  test('given, its reading checked, judged with counts and reasons, stored, and taken back whole', async () => {
    const before = await cards();
    const path = await give(
      bytes([HEAD, line('久留米　花子'), line('久留米　一郎'), 'だめ,名,カナ,昭和60年4月1日,住所', ''].join('\r\n')),
    );
    expect(path).toMatch(/^\/intake\/\d+$/u);
    const choose = await good(await clerk.get(path));
    expect(words(choose)).toContain('UTF-8と判定しました');
    expect(words(choose)).toContain('久留米　花子');
    const judged = await press(path, 'judge');
    expect(words(judged)).toContain('登録すると、こうなります');
    expect(words(judged)).toMatch(/新しいカード\s*2件/u);
    expect(words(judged)).toMatch(/受け付けられない行\s*1件/u);
    expect(await cards()).toBe(before);
    const rejected = await clerk.get(`${path}/rejected.csv`);
    expect(rejected.html).toContain('交付通知書ID');
    const done = await press(path, 'store');
    expect(words(done)).toContain('登録済');
    expect(await cards()).toBe(before + 2);
    const { kept } = await fresh.db.one<{ kept: boolean }>(
      sql`SELECT bytes IS NOT NULL AS kept FROM intake.uploads ORDER BY id DESC LIMIT 1`,
    );
    expect(kept).toBe(false);
    const history = await good(await clerk.get('/intake'));
    expect(words(history)).toContain('新規 2、変更 0');
    const asked = await good(await clerk.get(`${path}/undo`));
    expect(words(asked)).toMatch(/消すカード\s*2件/u);
    expect(await cards()).toBe(before + 2);
    await clerk.post(`${path}/undo`, formFields(asked, `${path}/undo`));
    const undone = await settled(path);
    expect(words(undone)).toContain('消したカード 2件');
    expect(words(undone)).toContain('取消済');
    expect(await cards()).toBe(before);
    // Taken back once, there is nothing to ask; pressed again, nothing happens.
    expect((await clerk.get(`${path}/undo`)).location).toBe(path);
    expect((await clerk.follow(await clerk.post(`${path}/undo`, formFields(asked, `${path}/undo`)))).html).toContain(
      'ほかの職員が先に操作しました',
    );
  });

  test('taking a list back: what stays and why is shown first, what has changed since is shown anew, a process that died leaves it to another', async () => {
    const before = await cards();
    const path = await give(bytes([HEAD, line('戻す　花子'), line('残す　一郎'), line('待つ　次郎'), ''].join('\r\n')));
    await press(path, 'judge');
    await press(path, 'store');
    const id = Number(path.split('/').at(-1));
    const remark = (name: string) =>
      fresh.db.run(sql`
        INSERT INTO cards.remarks (card_id, body, at, staff_id) SELECT id, '架電済', lib.now(), (SELECT min(id) FROM staff.accounts) FROM cards.cards WHERE name = ${name}`);
    await remark('残す　一郎');
    const asked = await good(await clerk.get(`${path}/undo`));
    expect(words(asked)).toMatch(/消すカード\s*2件/u);
    expect(words(asked)).toMatch(/残すカード：備考があるため\s*1件/u);
    const seen = formFields(asked, `${path}/undo`);
    await remark('待つ　次郎');
    await clerk.post(`${path}/undo`, seen);
    expect(words(await settled(path))).toContain('取込みを取り消していません');
    expect(await cards()).toBe(before + 3);
    // Begun by a process that is gone: the page says how far it is, another one goes on once nothing was heard of it.
    const again = formFields(await good(await clerk.get(`${path}/undo`)), `${path}/undo`);
    await fresh.db.run(
      sql`UPDATE intake.uploads SET state = 'undoing', undo_seen = ${again['seen'] ?? ''}, reason = '', lease_until = lib.now() + interval '1 minute' WHERE id = ${id}`,
    );
    const working = await settled(path);
    expect(words(working)).toContain('取込みを取り消しています');
    expect(working.html).toContain('data-progress');
    expect(await cards()).toBe(before + 3);
    await fresh.db.run(sql`UPDATE intake.uploads SET lease_until = lib.now() - interval '1 second' WHERE id = ${id}`);
    const over = words(await settled(path));
    expect(over).toContain('消したカード 1件');
    expect(over).toContain('残したカード 2件');
    expect(await cards()).toBe(before + 2);
  });

  test('an Excel workbook: its sheet is named, names are not their furigana, days are days; stored like any list', async () => {
    const before = await cards();
    const id = `N1T-${300_000 + ++n}`;
    const strings = '<si><t>髙橋　花子</t><rPh sb="0" eb="2"><t>タカハシ</t></rPh></si>';
    const rows = `${textRows(HEAD.split(','))}<row><c t="str"><v>${id}</v></c><c t="s"><v>0</v></c><c t="str"><v>タカハシ　ハナコ</v></c><c s="1"><v>31138</v></c><c t="str"><v>久留米市城南町15番地3</v></c></row>`;
    const path = await give(await bytesOf({ rows, strings, styles: [0, 57] }), '名簿.xlsx');
    const choose = words(await good(await clerk.get(path)));
    expect(choose).toContain('シート「名簿」を読みました');
    expect(choose).toContain('髙橋　花子');
    expect(choose).toContain('1985-04-01');
    expect(words(await press(path, 'judge'))).toMatch(/新しいカード\s*1件/u);
    expect(words(await press(path, 'store'))).toContain('登録済');
    expect(await cards()).toBe(before + 1);
    expect(await fresh.db.one(sql`SELECT name, birth_date AS birth FROM cards.cards WHERE notice_id = ${id}`)).toEqual({
      name: '髙橋　花子',
      birth: '1985-04-01',
    });
    // 個人番号 as numbers of a workbook are found as in any list.
    const numbered = textRows([...HEAD.split(','), 'メモ'], ['N1T-399999', '名', 'カナ', '昭和60年4月1日', '住所', '']).replace(
      '<c t="inlineStr"><is><t></t></is></c>',
      '<c><v>123456789018</v></c>',
    );
    const refused = await give(await bytesOf({ rows: numbered }), '番号.xlsx');
    expect(words(await press(refused, 'judge'))).toContain('個人番号');
    expect(await cards()).toBe(before + 1);
  });

  test('an encoding that was told wrongly is corrected; columns are matched and kept as a profile', async () => {
    const text = `番号,お名前,誕生日\r\nN1T-${300_000 + ++n},田中　太郎,昭和60年4月1日\r\n`;
    const path = await give(bytes(text), 'shiyakusho.csv');
    await clerk.get(path);
    const wrong = await clerk.post(`${path}/show`, { encoding: 'utf-16le' });
    expect(words(wrong)).not.toContain('田中　太郎');
    const missing = await clerk.post(`${path}/judge`, { encoding: 'utf-8', profile: 'match', 'column-name': '2' });
    expect([missing.status, words(missing).includes('の列を指定してください')]).toEqual([422, true]);
    // What was typed stays, whatever of it is wrong.
    const long = '市の様式'.repeat(20);
    const again = await clerk.post(`${path}/judge`, {
      encoding: 'utf-8',
      profile: 'match',
      'column-noticeId': '1',
      'column-name': '2',
      'column-birth': '3',
      'column-kana': '',
      title: long,
    });
    expect([again.status, wrongBoxes(again)]).toEqual([422, ['title']]);
    expect(formFields(again, `${path}/judge`)).toMatchObject({
      'column-name': '2',
      'column-birth': '3',
      title: long,
      profile: 'match',
    });
    const judged = await press(path, 'judge', {
      encoding: 'utf-8',
      profile: 'match',
      'column-noticeId': '1',
      'column-name': '2',
      'column-birth': '3',
      title: '市の様式',
    });
    expect(words(judged)).toMatch(/新しいカード\s*1件/u);
    expect(words(judged)).toContain('市の様式');
    await press(path, 'again');
    expect(words(await good(await clerk.get(path)))).toContain('市の様式');
    await press(path, 'drop');
  });

  test('what is no list, what holds 個人番号, and the same file twice are told; nothing is stored', async () => {
    const before = await cards();
    expect(await give(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0]), 'x.csv')).toContain('圧縮されたファイルです');
    expect(await give(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0]), 'x.xlsx')).toContain('壊れていて');
    expect(await give(bytes(''), 'x.csv')).not.toMatch(/^\/intake\/\d+$/u);
    const numbers = [
      HEAD.replace('住所', 'メモ'),
      ...['123456789018', '123456789018', '123456789018'].map(
        (number) => `${line('佐藤').split(',').slice(0, 4).join(',')},${number}`,
      ),
      '',
    ];
    const refused = await press(await give(bytes(numbers.join('\r\n'))), 'judge');
    expect(words(refused)).toContain('個人番号（マイナンバー）の列がある');
    const list = bytes(`${HEAD}\r\n${line('二度　花子')}\r\n`);
    const first = await give(list);
    await press(first, 'judge');
    await press(first, 'store');
    const second = await press(await give(list), 'judge');
    expect(words(second)).toContain('取込み済みです');
    expect(await cards()).toBe(before + 1);
  });

  test('a process that died in the middle leaves its list to another, which stores it once', async () => {
    const before = await cards();
    const path = await give(bytes(`${HEAD}\r\n${line('途中　花子')}\r\n`));
    await press(path, 'judge');
    const id = Number(path.split('/').at(-1));
    // Pressed, begun by a process that is gone.
    await fresh.db.run(
      sql`UPDATE intake.uploads SET state = 'storing', pressed_at = lib.now(), lease_until = lib.now() + interval '1 minute' WHERE id = ${id}`,
    );
    await workOnUploads(desk.db, systemClock);
    const working = await good(await clerk.get(path));
    expect(words(working)).toContain('この画面を閉じても続きます');
    // With scripts the page asks for itself, without them the browser does; a page whose work is over does neither.
    const asksAgain = (html: string) => [
      html.includes('data-progress'),
      /<noscript><meta http-equiv="refresh" content="5"/u.test(html),
    ];
    expect(asksAgain(working.html)).toEqual([true, true]);
    expect(asksAgain((await good(await clerk.get(`${path}?still=yes`))).html)).toEqual([false, false]);
    await fresh.db.run(sql`UPDATE intake.uploads SET lease_until = lib.now() - interval '1 second' WHERE id = ${id}`);
    const over = await settled(path);
    expect(words(over)).toContain('登録済');
    expect(asksAgain(over.html)).toEqual([false, false]);
    expect(await cards()).toBe(before + 1);
    // It had stored all of it and died before it could say so.
    const list = `${HEAD}\r\n${line('直後　花子')}\r\n`;
    const again = await give(bytes(list));
    await press(again, 'judge');
    await fresh.db.run(
      sql`CREATE TABLE public.kept AS SELECT bytes FROM intake.uploads WHERE id = ${Number(again.split('/').at(-1))}`,
    );
    await press(again, 'store');
    await fresh.db.run(
      sql`UPDATE intake.uploads SET state = 'storing', report = NULL, import_id = NULL, bytes = (SELECT bytes FROM public.kept) WHERE id = ${Number(again.split('/').at(-1))}`,
    );
    const told = await settled(again);
    expect(words(told)).toMatch(/新しいカード\s*1件/u);
    expect(await cards()).toBe(before + 2);
  });

  test('two presses store once; who may not take lists in sees none of it', async () => {
    const before = await cards();
    const path = await give(bytes(`${HEAD}\r\n${line('同時　花子')}\r\n`));
    await press(path, 'judge');
    await Promise.all([clerk.post(`${path}/store`, {}), clerk.post(`${path}/store`, {})]);
    await workOnUploads(desk.db, systemClock);
    expect(await cards()).toBe(before + 1);
    const reader = await signedIn(desk.url, 'reader', PASSWORD);
    for (const address of ['/intake', path, `${path}/rejected.csv`]) expect((await reader.get(address)).status).toBe(403);
  });
});

test('who is not signed in is sent to the way in before the file is read, however large it is', async () => {
  const stranger = visitor(desk.url);
  await stranger.get('/sign-in');
  const file = { field: 'file', name: 'ichiran.csv', bytes: new Uint8Array(26 * 2 ** 20) };
  const answer = async () => {
    const { status, location } = await stranger.upload('/intake', {}, file);
    return [status, location];
  };
  // A machine with much other work answers 503 for a moment.
  await expect.poll(answer).toEqual([303, expect.stringContaining('/sign-in')]);
});

test('[8(1)④a] how large a file may be is said where it is chosen, and again where one was larger', async () => {
  expect(words(await good(await clerk.get('/intake')))).toContain('25MBまで（CSVで13万枚ほど）');
  const large = { field: 'file', name: 'large.csv', bytes: new Uint8Array(25 * 2 ** 20 + 1) };
  const page = await clerk.upload('/intake', {}, large);
  expect(page.status).toBe(413);
  expect(words(page)).toContain('ファイルは25MBまでです');
});
