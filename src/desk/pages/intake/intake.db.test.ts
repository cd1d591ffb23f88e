import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Page, signedIn, type Visitor, visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, startDesk, type TestDesk } from '../../../../test/support/desk.ts';
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
let small: TestDesk;
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
    expect(words(judged)).toContain('形式にある次の列が、ファイルにありません：郵便番号、電話番号');
    expect(await cards()).toBe(before);
    const rejected = await clerk.get(`${path}/rejected.csv`);
    expect(rejected.html).toContain('交付通知書ID');
    const { taken } = await fresh.db.one<{ taken: unknown }>(
      sql`SELECT detail - 'of' AS taken FROM audit.events WHERE act = 'list.taken' ORDER BY id DESC LIMIT 1`,
    );
    expect(taken).toEqual({ list: '受け付けられない行', rows: 1, as: 'csv' });
    const done = await press(path, 'store');
    expect(words(done)).toContain('登録済');
    expect(words(done)).toContain('形式にある次の列が、ファイルにありません');
    expect(await cards()).toBe(before + 2);
    const { kept } = await fresh.db.one<{ kept: boolean }>(
      sql`SELECT EXISTS (SELECT FROM intake.upload_pieces WHERE holds = 'list') AS kept`,
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

  test('[8(2)⑥c] a list whose card waits for a place is taken back by the press that its page asked for: that card stays', async () => {
    const before = await cards();
    const path = await give(bytes([HEAD, line('空待ち　花子'), line('戻る　一郎'), ''].join('\r\n')));
    await press(path, 'judge');
    await press(path, 'store');
    await fresh.db.run(sql`
      INSERT INTO waiting.entries (id, service_id, card_ids, phone, channel, office_ids, from_day, to_day, day_kinds, parts, entered_at)
      SELECT gen_random_uuid(), ${city.service}, ARRAY[c.id], '0942', 'phone', ARRAY[${city.main}::integer], lib.day_of(lib.now()) + 5, lib.day_of(lib.now()) + 9, '{weekday}', '{morning}', lib.now()
      FROM cards.cards c WHERE c.name = '空待ち　花子'`);
    const asked = await good(await clerk.get(`${path}/undo`));
    expect(words(asked)).toMatch(/消すカード\s*1件/u);
    expect(words(asked)).toMatch(/残すカード：空き待ちの登録があるため\s*1件/u);
    await clerk.post(`${path}/undo`, formFields(asked, `${path}/undo`));
    expect(words(await settled(path))).toContain('取消済');
    expect(await cards()).toBe(before + 1);
    await fresh.db.run(sql`UPDATE waiting.entries SET ended_at = lib.now(), end_reason = 'left'`);
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

  test('before a list is taken back its page names those that were stored after it, since they must be taken in again', async () => {
    const one = line('久留米　先子');
    const first = await give(bytes([HEAD, one, ''].join('\r\n')), 'first.csv');
    await press(first, 'judge');
    await press(first, 'store');
    expect(words(await good(await clerk.get(`${first}/undo`)))).not.toContain('もう一度取り込んでください');
    const later = await give(bytes([HEAD, one, line('久留米　後子'), ''].join('\r\n')), 'later.csv');
    await press(later, 'judge');
    await press(later, 'store');
    const asked = await good(await clerk.get(`${first}/undo`));
    expect(words(asked)).toContain('この後に取り込んだ一覧は、取り消したあと、もう一度取り込んでください。');
    expect(words(asked)).toContain('later.csv');
    await clerk.post(`${first}/undo`, formFields(asked, `${first}/undo`));
    await settled(first);
    const again = await give(bytes([HEAD, one, line('久留米　後子'), ''].join('\r\n')), 'later.csv');
    expect(words(await press(again, 'judge'))).toMatch(/新しいカード\s*2件/u);
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

  test('columns are matched by the names they are known by, beside the first rows; what cannot be read is marked', async () => {
    const notice = `N1T-${300_000 + ++n}`;
    const path = await give(
      bytes(`番号,氏名,カナ氏名,生年月日,ご連絡先\r\n${notice},高崎　凛,タカサキ　リン,19880230,0942-00-0034\r\n`),
      'taiou.csv',
    );
    const page = await clerk.get(path);
    expect(formFields(page, `${path}/judge`)).toMatchObject({
      profile: 'match',
      'column-noticeId': '',
      'column-name': '2',
      'column-kana': '3',
      'column-birth': '4',
      'column-phone': '5',
    });
    for (const said of ['自動タカサキ　リン', '△ 要確認0942-00-0034']) expect(words(page)).toContain(said);
    const chosen = await clerk.post(`${path}/show`, { ...formFields(page, `${path}/judge`), 'column-noticeId': '1' });
    expect(words(chosen)).toContain(`手動${notice}`);
    expect(words(chosen)).toMatch(/19880230ありえない/u);
    await press(path, 'drop');
    // Of a profile that fits, its columns are shown; they are matched where that is asked for.
    const fits = await give(bytes(`${HEAD}\r\n${line('久留米　花子')}\r\n`));
    const shown = await clerk.get(fits);
    expect(shown.html).not.toContain('name="column-');
    expect(words(shown)).toContain('自動久留米　花子');
    const asked = await clerk.post(`${fits}/judge`, { ...formFields(shown, `${fits}/judge`), profile: 'match' });
    expect([asked.status, asked.html.includes('name="column-name"')]).toEqual([200, true]);
    await press(fits, 'drop');
  });

  test('another encoding keeps what was chosen, and guesses anew what was not', async () => {
    const path = await give(
      bytes(`番号,お名前,誕生日,ご連絡先\r\nN1T-${300_000 + ++n},田中　太郎,昭和60年4月1日,0942-00-0034\r\n`),
      'hozon.csv',
    );
    const asked = async (page: Page, more: Record<string, string>) =>
      good(await clerk.post(`${path}/show`, { ...formFields(page, `${path}/judge`), ...more }));
    const first = await good(await clerk.get(path));
    expect(first.html).toMatch(/<legend class="label">文字コード/u);
    expect(words(first)).toMatch(/UTF-8\s*選択中\s*自動で判定/u);
    const typed = { 'column-noticeId': '1', 'column-name': '2', title: '市の様式' };
    const wrong = await asked(first, { ...typed, 'read-as': 'cp932' });
    // In it nothing can be matched: what was chosen is kept meanwhile, and not judged.
    expect(words(wrong)).toContain('では読めません');
    const unjudged = await clerk.post(`${path}/judge`, formFields(wrong, `${path}/judge`));
    expect([unjudged.status, words(unjudged).includes('では読めません')]).toEqual([200, true]);
    expect(formFields(await asked(wrong, { 'read-as': 'utf-8' }), `${path}/judge`)).toMatchObject(typed);
    const other = await asked(first, { ...typed, 'read-as': 'utf-16le' });
    expect(formFields(other, `${path}/judge`)).toMatchObject({ encoding: 'utf-16le', title: '市の様式', 'column-phone': '' });
    const back = await asked(other, { 'read-as': 'utf-8' });
    expect(formFields(back, `${path}/judge`)).toMatchObject({ encoding: 'utf-8', 'column-phone': '4', title: '市の様式' });
    await press(path, 'drop');
    // A profile that fits is found again once its names can be read; another one that was chosen stays.
    const fits = await give(bytes(`${HEAD}\r\n${line('久留米　花子')}\r\n`));
    const shown = await clerk.get(fits);
    const { profile } = formFields(shown, `${fits}/judge`);
    const unread = await clerk.post(`${fits}/show`, { ...formFields(shown, `${fits}/judge`), 'read-as': 'utf-16le' });
    expect(formFields(unread, `${fits}/judge`)['profile']).toBe('match');
    const read = await clerk.post(`${fits}/show`, { ...formFields(unread, `${fits}/judge`), 'read-as': 'utf-8' });
    expect(formFields(read, `${fits}/judge`)['profile']).toBe(profile);
    const chosen = await clerk.post(`${fits}/show`, { encoding: 'utf-8', profile: 'match', 'read-as': 'utf-8' });
    expect(formFields(chosen, `${fits}/judge`)['profile']).toBe('match');
    await press(fits, 'drop');
  });

  test('an encoding that was told wrongly is corrected; columns are matched and kept as a profile', async () => {
    const text = `番号,お名前,誕生日\r\nN1T-${300_000 + ++n},田中　太郎,昭和60年4月1日\r\n`;
    const path = await give(bytes(text), 'shiyakusho.csv');
    const found = await good(await clerk.get(path));
    const pressed = (html: string) => /value="([\w-]+)" aria-pressed="true"/u.exec(html)?.[1];
    const table = (html: string) => /<table.*<\/table>/su.exec(html)?.[0] ?? '';
    expect([pressed(found.html), table(found.html).includes('田中　太郎')]).toEqual(['utf-8', true]);
    const wrong = await good(await clerk.post(`${path}/show`, { encoding: 'utf-16le' }));
    expect([pressed(wrong.html), table(wrong.html).includes('田中　太郎')]).toEqual(['utf-16le', false]);
    // What each would read stands beside its press, so that one press corrects it.
    expect(words(wrong)).toMatch(/UTF-8\s*自動で判定\s*田中　太郎\s*Shift_JIS（CP932）\s*読めない文字があります/u);
    const right = await clerk.post(`${path}/show`, { encoding: 'utf-8' });
    expect([pressed(right.html), formFields(right, `${path}/judge`)['encoding']]).toEqual(['utf-8', 'utf-8']);
    expect(table(right.html)).toContain('田中　太郎');
    const looks = () =>
      fresh.db.one<{ count: number; hits: number }>(sql`
        SELECT count(*)::integer AS count, (array_agg((detail ->> 'hits')::integer ORDER BY id DESC))[1] AS hits FROM audit.events WHERE act = 'desk.saw-search'`);
    const before = await looks();
    const refused = await good(await clerk.post(`${path}/show`, { encoding: 'cp932' }));
    expect(words(refused)).toContain('Shift_JIS（CP932）では読めません');
    // Names stand beside the press of the other encoding: it is a look at people all the same.
    expect(words(refused)).toContain('田中　太郎');
    expect(await looks()).toEqual({ count: before.count + 1, hits: 1 });
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

  test("the steps of a box's day are promised where cards will have one: not of a list that was taken in, nor of one that only changes cards", async () => {
    const flow = (page: Page) => /<ol class="flow" aria-label="箱の一日の作業">/u.test(page.html);
    const row = line('箱の　花子');
    const first = await press(await give(bytes(`${HEAD}\r\n${row}\r\n`)), 'judge');
    expect([words(first).includes('登録待ち'), flow(first)]).toEqual([true, true]);
    expect(flow(await press(new URL(first.url, 'http://x').pathname, 'store'))).toBe(true);
    const same = await press(await give(bytes(`${HEAD}\r\n${row}\r\n`)), 'judge');
    expect([words(same).includes('取込み済みです'), flow(same)]).toEqual([true, false]);
    const moved = await give(bytes(`${HEAD}\r\n${row.replace('15番地3', '16番地')}\r\n`));
    const changes = await press(moved, 'judge');
    expect([words(changes).includes('この内容で登録する'), flow(changes)]).toEqual([true, false]);
    expect(flow(await press(moved, 'store'))).toBe(false);
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
    // A row of it is not taken: such a file may be read again, so that it was taken in is no reason not to store it.
    const list = `${HEAD}\r\n${line('直後　花子')}\r\nだめ,名,カナ,昭和60年4月1日,住所\r\n`;
    const again = await give(bytes(list));
    await press(again, 'judge');
    await fresh.db.run(
      sql`CREATE TABLE public.kept AS SELECT * FROM intake.upload_pieces WHERE upload_id = ${Number(again.split('/').at(-1))}`,
    );
    await press(again, 'store');
    await fresh.db.run(sql`INSERT INTO intake.upload_pieces SELECT * FROM public.kept ON CONFLICT DO NOTHING`);
    await fresh.db.run(
      sql`UPDATE intake.uploads SET state = 'storing', report = NULL, import_id = NULL WHERE id = ${Number(again.split('/').at(-1))}`,
    );
    const imports = () =>
      fresh.db.rows<{ id: number }>(sql`SELECT id FROM intake.imports WHERE kind = 'cards' AND NOT dry_run ORDER BY id`);
    const stored = await imports();
    const told = await settled(again);
    expect(words(told)).toMatch(/新しいカード\s*1件/u);
    expect(words(told)).toMatch(/受け付けられない行\s*1件/u);
    expect(await cards()).toBe(before + 2);
    expect(await imports()).toEqual(stored);
    expect((await clerk.get(`${again}/rejected.csv`)).html).toContain('だめ');
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

test('[8(2)①] rows that cannot be taken are told by reason, with how many and the first of them; all of them are a file', async () => {
  const wrong = Array.from({ length: 400 }, (_, at) => `N3T-${100_000 + at},誤り　花子,クルメ　ハナコ,読めない${at},住所`);
  const noId = Array.from({ length: 30 }, () => ',無名　花子,クルメ　ハナコ,昭和60年4月1日,住所');
  const path = await give(bytes([HEAD, ...wrong, ...noId, line('正しい　花子'), ''].join('\r\n')));
  const judged = await press(path, 'judge');
  expect(words(judged)).toMatch(/受け付けられない行\s*430件/u);
  expect(words(judged)).toMatch(/生年月日\S{0,40}400件2行目：読めない0、3行目：読めない1、.*ほか/u);
  expect(words(judged)).toMatch(/交付通知書ID\S{0,20}30件402行目、403行目/u);
  expect(judged.html.split('誤り').length).toBe(1);
  expect(judged.bytes).toBeLessThan(40_000);
  const all = await clerk.get(`${path}/rejected.csv`);
  expect(all.html.trimEnd().split('\n')).toHaveLength(431);
  await press(path, 'drop');
  const { kept } = await fresh.db.one<{ kept: number }>(
    sql`SELECT count(*)::integer AS kept FROM intake.uploads WHERE reasons IS NOT NULL AND state = 'dropped'`,
  );
  expect(kept).toBe(0);
});

test('[8(2)①] the history of files has pages, and what waits for a person is first on them', async () => {
  const path = await give(bytes(`${HEAD}\r\n${line('古い　花子')}\r\n`), 'old.csv');
  await fresh.db.run(sql`
    INSERT INTO intake.uploads (file_name, size, sha256, found_encoding, encoding, profile, uploaded_at, state)
    SELECT 'many.csv', 1, 'x', 'utf-8', 'utf-8', '{"title":""}', lib.now(), 'done' FROM generate_series(1, 120)`);
  expect((await good(await clerk.get('/intake'))).html).not.toContain('old.csv');
  expect((await good(await clerk.get('/intake?page=2'))).html).toContain('old.csv');
  await fresh.db.run(
    sql`UPDATE intake.uploads SET state = 'judging', failed_at = lib.now() WHERE id = ${Number(path.split('/').at(-1))}`,
  );
  expect((await good(await clerk.get('/intake'))).html).toContain('old.csv');
  await fresh.db.run(sql`DELETE FROM intake.uploads WHERE file_name = 'many.csv'`);
  await clerk.post(`${path}/drop`, {});
});

describe('[8(2)①] a list that cannot be worked on', () => {
  const idOf = (path: string) => Number(path.split('/').at(-1));
  /** As many tries as there are, without the pauses between them. */
  const tryOut = async (path: string) => {
    for (let n = 0; n < 5; n += 1) {
      await fresh.db.run(sql`UPDATE intake.uploads SET lease_until = lib.now() - interval '1 second' WHERE id = ${idOf(path)}`);
      await workOnUploads(desk.db, systemClock);
    }
    return good(await clerk.get(path));
  };
  const acts = (path: string) =>
    fresh.db.rows<{ act: string }>(
      sql`SELECT act FROM audit.events WHERE detail ->> 'upload' = ${String(idOf(path))} AND act <> 'intake.list-given' ORDER BY at`,
    );
  const waits = async () => words(await good(await clerk.get('/todo'))).includes('取込みか、その取り消しが');

  test('says so once its tries are used up, keeps no other waiting, and is begun again or given up', async () => {
    const before = await cards();
    const path = await give(bytes(`${HEAD}\r\n${line('止まる　花子')}\r\n`), 'broken.csv');
    await fresh.db.run(
      sql`CREATE FUNCTION public.broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.file_name = 'broken.csv' THEN RAISE EXCEPTION 'broken' USING ERRCODE = 'XX001'; END IF; RETURN NEW; END $$`,
    );
    await fresh.db.run(sql`CREATE TRIGGER broken BEFORE INSERT ON intake.imports FOR EACH ROW EXECUTE FUNCTION public.broken()`);
    expect(words(await press(path, 'judge'))).toContain('結果を確かめています');
    expect(await waits()).toBe(false);
    // Others go on meanwhile.
    const other = await give(bytes(`${HEAD}\r\n${line('進む　花子')}\r\n`));
    expect(words(await press(other, 'judge'))).toMatch(/新しいカード\s*1件/u);
    await press(other, 'drop');
    const failed = await tryOut(path);
    expect(words(failed)).toContain('結果を確かめられませんでした');
    expect(words(failed)).toContain('記号：XX001');
    expect(failed.html).not.toContain('data-progress');
    expect(words(await good(await clerk.get('/intake')))).toContain('確認が止まっています');
    expect(await waits()).toBe(true);
    await fresh.db.run(sql`DROP TRIGGER broken ON intake.imports`);
    expect(words(await press(path, 'retry'))).toMatch(/新しいカード\s*1件/u);
    expect(await waits()).toBe(false);
    // Every process that stores it dies: nobody could say why.
    await fresh.db.run(
      sql`UPDATE intake.uploads SET state = 'storing', pressed_at = lib.now(), tries = 5 WHERE id = ${idOf(path)}`,
    );
    const died = await settled(path);
    expect(words(died)).toContain('登録を終えられませんでした');
    expect(words(died)).toContain('途中で終わりました');
    await clerk.post(`${path}/drop`, {});
    expect(await waits()).toBe(false);
    expect(await cards()).toBe(before);
    expect((await acts(path)).map(({ act }) => act)).toEqual([
      'intake.list-failed',
      'intake.list-tried-again',
      'intake.list-failed',
      'intake.list-dropped',
    ]);
  });

  test('one that no process goes on with waits for a person, in 対応が必要 too, until it goes on', async () => {
    const path = await give(bytes(`${HEAD}\r\n${line('待つ　花子')}\r\n`), 'left.csv');
    await press(path, 'judge');
    const longAgo = () => fresh.db.run(sql`UPDATE intake.uploads SET lease_until = lease_until - interval '1 hour'`);
    const left = (state: string, ago: string) =>
      fresh.db.run(
        sql`UPDATE intake.uploads SET state = ${state}, pressed_at = lib.now(), lease_until = lib.now() - ${ago}::interval WHERE id = ${idOf(path)}`,
      );
    // What a process left a moment ago goes on by itself.
    await longAgo();
    await left('storing', '1 minute');
    expect(await waits()).toBe(false);
    await left('storing', '4 minutes');
    expect(await waits()).toBe(true);
    expect(words(await good(await clerk.get('/intake')))).toContain('登録が止まっています');
    const page = await good(await clerk.get(path));
    for (const said of ['処理が進んでいません。1分ごとに自動で', 'もう一度始める', '取込みを取りやめる'])
      expect(words(page)).toContain(said);
    // While another list is worked on, this one waits for its turn.
    const other = await give(bytes(`${HEAD}\r\n${line('長い　花子')}\r\n`));
    const working = (until: string) =>
      fresh.db.run(
        sql`UPDATE intake.uploads SET state = 'judging', lease_until = lib.now() + ${until}::interval WHERE id = ${idOf(other)}`,
      );
    await working('1 minute');
    expect(await waits()).toBe(false);
    await working('-1 second');
    expect(await waits()).toBe(true);
    expect(words(await press(path, 'retry'))).toContain('登録済');
    expect(await waits()).toBe(false);
    await longAgo();
    await left('undoing', '4 minutes');
    expect(await waits()).toBe(true);
    expect(words(await good(await clerk.get(path)))).toContain('取り消しが止まっています');
    await clerk.post(`${path}/leave`, {});
    expect(words(await good(await clerk.get(path)))).toContain('登録済');
    await clerk.post(`${other}/drop`, {});
  });

  test('one that no process goes on with is given up by a press, and what comes of it later does not bring it back', async () => {
    const path = await give(bytes(`${HEAD}\r\n${line('止める　花子')}\r\n`));
    await press(path, 'judge');
    await fresh.db.run(sql`UPDATE intake.uploads SET lease_until = lease_until - interval '1 hour'`);
    const left = (ago: string) =>
      fresh.db.run(
        sql`UPDATE intake.uploads SET state = 'judging', lease_until = lib.now() - ${ago}::interval WHERE id = ${idOf(path)}`,
      );
    // Of one that somebody is at, or was a moment ago, nothing is given up.
    await left('1 minute');
    await clerk.post(`${path}/drop`, {});
    expect(words(await good(await clerk.get(path)))).toContain('確認中');
    await left('4 minutes');
    expect(await waits()).toBe(true);
    await clerk.post(`${path}/drop`, {});
    expect([await waits(), (await acts(path)).at(-1)?.act]).toEqual([false, 'intake.list-dropped']);
  });

  test('one that waited for its turn is not stuck when the list before it ends, or its process dies', async () => {
    const [first, next] = [
      await give(bytes(`${HEAD}\r\n${line('先の　花子')}\r\n`)),
      await give(bytes(`${HEAD}\r\n${line('次の　花子')}\r\n`)),
    ];
    const asked = (ago: string | null) =>
      fresh.db.run(
        sql`UPDATE intake.uploads SET state = 'judging', lease_until = lib.now() - ${ago}::interval, uploaded_at = lib.now() - interval '1 hour' WHERE id = ${idOf(next)}`,
      );
    await press(first, 'judge');
    await asked('10 minutes');
    expect(await waits()).toBe(false);
    const ended = (ago: string) =>
      fresh.db.run(sql`UPDATE intake.uploads SET lease_until = lib.now() - ${ago}::interval WHERE id <> ${idOf(next)}`);
    await ended('4 minutes');
    expect(await waits()).toBe(true);
    // The process that was at the first one is not heard of any more; then nobody came for a while.
    await fresh.db.run(sql`UPDATE intake.uploads SET state = 'judging' WHERE id = ${idOf(first)}`);
    await ended('1 second');
    expect(await waits()).toBe(false);
    await ended('4 minutes');
    expect(await waits()).toBe(true);
    await fresh.db.run(sql`UPDATE intake.uploads SET state = 'judged' WHERE id = ${idOf(first)}`);
    // One that the release before asked for has no lease.
    await asked(null);
    expect(await waits()).toBe(true);
    await press(next, 'retry');
    expect(await waits()).toBe(false);
    for (const path of [first, next]) await clerk.post(`${path}/drop`, {});
  });

  test('one that is stored all the same cannot be given up; taking it back is left, or begun again', async () => {
    const path = await give(bytes(`${HEAD}\r\n${line('在る　花子')}\r\n`));
    await press(path, 'judge');
    await press(path, 'store');
    const state = async () =>
      (await fresh.db.one<{ state: string }>(sql`SELECT state FROM intake.uploads WHERE id = ${idOf(path)}`)).state;
    const fails = (state: string) =>
      fresh.db.run(
        sql`UPDATE intake.uploads SET state = ${state}, failed_at = lib.now(), failed_by = 'died' WHERE id = ${idOf(path)}`,
      );
    await fails('storing');
    await clerk.post(`${path}/drop`, {});
    expect(await state()).toBe('storing');
    // Nor is it given up by its days.
    const age = (days: number) =>
      fresh.db.run(
        sql`UPDATE intake.uploads SET uploaded_at = uploaded_at - make_interval(days => ${days}::integer) WHERE id = ${idOf(path)}`,
      );
    await fresh.db.run(sql`UPDATE intake.uploads SET bytes = 'x' WHERE id = ${idOf(path)}`);
    await age(8);
    await workOnUploads(desk.db, systemClock);
    expect(await state()).toBe('storing');
    await age(-8);
    await fails('undoing');
    expect(words(await good(await clerk.get(path)))).toContain('取込みを取り消せませんでした');
    for (let twice = 0; twice < 2; twice += 1) await clerk.post(`${path}/leave`, {});
    expect(words(await good(await clerk.get(path)))).toContain('登録済');
    expect((await acts(path)).filter(({ act }) => act === 'intake.list-left')).toHaveLength(1);
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

/**
 * Sends an upload of so many bytes to its end, as a browser does that reads no answer before. `told`: says before how large it is.
 * `sent`: how much had left when the answer came.
 */
async function pour(fields: Record<string, string>, size: number, told: boolean): Promise<{ answer: string; sent: number }> {
  const before = [
    ...Object.entries(fields).map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
    '--b\r\nContent-Disposition: form-data; name="file"; filename="large.csv"\r\nContent-Type: text/csv\r\n\r\n',
  ].join('');
  const { hostname, port, host } = new URL(small.url);
  const socket = connect(Number(port), hostname);
  const head = [
    'POST /intake HTTP/1.1',
    `Host: ${host}`,
    `Cookie: ${[...clerk.cookies].map(([name, value]) => `${name}=${value}`).join('; ')}`,
    'Content-Type: multipart/form-data; boundary=b',
    told ? `Content-Length: ${before.length + size}` : 'Transfer-Encoding: chunked',
  ];
  const piece = Buffer.alloc(2 ** 18, 'a,b,c\n');
  const framed = (bytes: Buffer): Buffer =>
    told ? bytes : Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
  let [answer, left, sent] = ['', 0, 0];
  socket.setEncoding('utf8').on('data', (text: string) => {
    if (answer === '') sent = left;
    answer += text;
  });
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  socket.write(framed(Buffer.from(before)));
  for (; left < size; left += piece.length) if (!socket.write(framed(piece))) await once(socket, 'drain');
  if (!told) socket.write('0\r\n\r\n');
  await expect.poll(() => answer).toContain('</html>');
  socket.destroy();
  return { answer, sent };
}

describe('[8(1)④a] how large a file may be', () => {
  test('is a setting, said where a file is chosen, and by a script before a larger one is sent', async () => {
    const page = await good(await clerk.get('/intake'));
    expect(words(page)).toContain('200MBまで（CSVで約110万枚）');
    expect(page.html).toContain(`data-most="${200 * 2 ** 20}"`);
  });

  test('a larger one is refused on the page it was chosen on: unread where its sender says how large it is, and where the limit is passed', async () => {
    small = await startDesk(fresh, systemClock, { UPLOAD_MB: '1' });
    try {
      clerk = await signedIn(small.url, 'koga', PASSWORD);
      expect(words(await good(await clerk.get('/intake')))).toContain('1MBまで');
      const token = { form_token: clerk.token() };
      const size = 32 * 2 ** 20;
      for (const told of [true, false]) {
        const { answer, sent } = await pour(token, size, told);
        expect(answer).toMatch(/^HTTP\/1\.1 413 /u);
        expect(answer).toContain('ファイルは1MBまでです');
        expect(answer).toContain('type="file"');
        expect(sent).toBeLessThan(size);
      }
      // A form that is nobody's is refused before its file is looked at.
      const foreign = await pour({ form_token: 'x' }, size, true);
      expect(foreign.answer).toMatch(/^HTTP\/1\.1 403 /u);
      expect(foreign.sent).toBeLessThan(size);
      // What a proxy refused is said in the desk's words.
      const page = await clerk.get('/too-large');
      expect([page.status, words(page).includes('ファイルは1MBまでです')]).toEqual([413, true]);
    } finally {
      await small.close();
      clerk = await signedIn(desk.url, 'koga', PASSWORD);
    }
  });

  test('a form that is cut off, or is none, is refused; nothing is kept of it', async () => {
    const { kept } = await fresh.db.one<{ kept: number }>(sql`SELECT count(*)::integer AS kept FROM intake.uploads`);
    await clerk.get('/intake');
    const part = (name: string, more = '') => `--b\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`;
    const token = `${part('form_token')}${clerk.token()}\r\n`;
    const type = 'multipart/form-data; boundary=b';
    for (const [body, said] of [
      [`${token}${part('file', '; filename="x.csv"')}a,b\r\n`, type],
      [token, type],
      ['', type],
      [`${token}--b--\r\n`, 'multipart/form-data'],
      [`--b\r\n${'x'.repeat(100_000)}`, type],
      [`${part('form_token')}${'x'.repeat(200_000)}\r\n--b--\r\n`, type],
    ] as const)
      expect((await clerk.send('POST', '/intake', body, said)).status).toBe(400);
    // Without a file it is asked for.
    expect((await clerk.send('POST', '/intake', `${token}--b--\r\n`, type)).status).toBe(422);
    expect((await fresh.db.one<{ kept: number }>(sql`SELECT count(*)::integer AS kept FROM intake.uploads`)).kept).toBe(kept);
  });
});

test('[8(2)①] a list of many pieces is kept, shown and taken in as it was given, and nothing of it stays behind', async () => {
  const before = await cards();
  const memo = 'あ'.repeat(300);
  const rows = Array.from(
    { length: 2_700 },
    (_, at) => `N2T-${100_000 + at},久留米　${at},クルメ　ハナコ,昭和60年4月1日,住所,${memo}`,
  );
  // A character cut by the end of a piece is one character.
  const list = bytes(`${HEAD},メモ\r\n${rows.join('\r\n')}\r\n`);
  expect(list.length).toBeGreaterThan(2 * 2 ** 20);
  const path = await give(list);
  const id = Number(path.split('/').at(-1));
  const pieces = () =>
    fresh.db.one(
      sql`SELECT count(*)::integer AS n, encode(sha256(string_agg(bytes, '' ORDER BY n)), 'hex') AS sha256 FROM intake.upload_pieces WHERE upload_id = ${id}`,
    );
  const sha256 = createHash('sha256').update(list).digest('hex');
  expect(await pieces()).toEqual({ n: Math.ceil(list.length / 2 ** 17), sha256 });
  // A process of the release before looks for it here.
  const whole = () =>
    fresh.db.one(
      sql`SELECT encode(sha256(bytes), 'hex') AS sha256 FROM intake.uploads WHERE id = ${id} AND uploaded_at IS NOT NULL`,
    );
  expect(await whole()).toEqual({ sha256 });
  expect(words(await good(await clerk.get(path)))).toContain('久留米　4');
  // The desk's own process may be at it still.
  const comes = (said: RegExp) => expect.poll(async () => words(await clerk.get(path))).toMatch(said);
  await press(path, 'judge');
  await comes(/新しいカード\s*2,700件/u);
  await press(path, 'store');
  await comes(/登録済/u);
  expect([await cards(), await pieces(), await whole()]).toEqual([before + 2_700, { n: 0, sha256: null }, { sha256: null }]);
});

test('a list that a process of the release before keeps in its row is read like any other', async () => {
  const path = await give(bytes(`${HEAD}\r\n${line('以前　花子')}\r\n`));
  const id = Number(path.split('/').at(-1));
  await fresh.db.run(
    sql`WITH gone AS (DELETE FROM intake.upload_pieces WHERE upload_id = ${id} RETURNING bytes) UPDATE intake.uploads SET bytes = gone.bytes FROM gone WHERE id = ${id}`,
  );
  expect(words(await good(await clerk.get(path)))).toContain('以前　花子');
  expect(words(await press(path, 'judge'))).toMatch(/新しいカード\s*1件/u);
  expect(words(await press(path, 'store'))).toContain('登録済');
});
