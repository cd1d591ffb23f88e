import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page, Visitor } from '../../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../../test/support/database.ts';
import type { TestDesk } from '../../../../../test/support/desk.ts';
import { formFields } from '../../../../../test/support/forms.ts';
import { openDeskAs } from '../../../../../test/support/open.ts';
import { good, words } from '../../../../../test/support/pages.ts';
import type { SmallCity } from '../../../../../test/support/small-city.ts';
import { sql } from '../../../../lib/db/sql.ts';
import { writeXlsx } from '../../../../lib/xlsx/write.ts';

const FILES = '/settings/translations/files';
let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let admin: Visitor;

beforeAll(async () => {
  ({ fresh, city, desk, clerk: admin } = await openDeskAs(undefined, 'ide', ['admin']));
  await fresh.db.run(sql`UPDATE services.services SET bring = ARRAY['はがき', '免許証'] WHERE id = ${city.service}`);
  await fresh.db.run(
    sql`INSERT INTO site.translations (source, language, body, at) VALUES ('はがき', 'en', 'The card', lib.now())`,
  );
});
afterAll(() => desk.close());

const send = async (name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Page> => {
  await admin.get(FILES);
  return admin.upload(FILES, {}, { field: 'file', name, bytes });
};
const sendRows = async (rows: readonly (readonly string[])[]) => send('翻訳.xlsx', new Uint8Array(await writeXlsx('訳', rows)));
const pathOf = (page: Page): string => new URL(page.url, desk.url).pathname;
const press = (page: Page, act: 'press' | 'undo'): Promise<Page> => {
  const to = `${pathOf(page)}/${act}`;
  return admin.post(to, formFields(page, to));
};
const kept = () =>
  fresh.db.rows<{ said: string }>(
    sql`SELECT language || ' ' || body AS said FROM site.translations WHERE source IN ('はがき', '免許証') ORDER BY 1`,
  );

test('[8(3)⑨a] the file that is handed out comes back with translations, is looked at first, taken over, and taken back', async () => {
  expect(words(await good(await admin.get('/lists/translations?place=&which=all')))).toContain('翻訳のファイルを渡す・読み込む');
  const handed = (await admin.get(`${FILES}/template.csv`)).html;
  expect(handed).toContain('場所,日本語の文,やさしい日本語,英語,中国語,韓国語,ベトナム語');
  expect(handed).toContain('はがき,,The card,,,');
  // As a translator's program may leave it: only some columns, in another order, lines broken anew.
  const shown = await admin.follow(
    await sendRows([
      ['英語', '日本語の文', 'ko'],
      ['The postcard', 'は\nがき', '엽서'],
      ['', '免許証', '운전면허증'],
      ['A passport', '旅券', ''],
      ['x'.repeat(601), '免許証', ''],
    ]),
  );
  const page = words(await good(shown));
  for (const said of [
    '変わる文3件',
    '読み込めない行2件',
    '今は使われていません',
    '英語の文が600文字を超えています',
    'The card',
    'The postcard',
  ])
    expect(page).toContain(said);
  expect(await kept()).toHaveLength(1);

  expect(words(await admin.follow(await press(shown, 'press')))).toContain('予約サイトに掲載中の文は、表示が変わりました');
  expect((await kept()).map(({ said }) => said)).toEqual(['en The postcard', 'ko 엽서', 'ko 운전면허증']);
  const pressed = await admin.get(pathOf(shown));
  expect((await press(shown, 'press')).status).toBe(409);
  // What somebody changed since stays.
  await fresh.db.run(sql`UPDATE site.translations SET body = '면허증' WHERE body = '운전면허증'`);
  expect(words(await admin.follow(await press(pressed, 'undo')))).toContain('取り込んだあとに変わった文は、そのまま残っています');
  expect((await kept()).map(({ said }) => said)).toEqual(['en The card', 'ko 면허증']);
  expect((await press(pressed, 'undo')).status).toBe(409);
  const log = words(await admin.get('/audit?kind=site.'));
  expect(log).toContain('ほかの言語の文をファイルから取り込んだ');
  expect(log).toContain('ほかの言語の文の取り込みを取り消した');
});

test('a file with nothing in it, one without its columns, a picture and none are told; a page that is old takes nothing over', async () => {
  const told = async (page: Page) => [page.status, words(page)] as const;
  const cases: [Page, string][] = [
    [
      await sendRows([
        ['日本語の文', '英語'],
        ['はがき', ''],
      ]),
      '翻訳が入力された行がありません',
    ],
    [
      await sendRows([
        ['原文', 'English'],
        ['はがき', 'x'],
      ]),
      '列が見つかりません',
    ],
    [await send('x.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47])), 'これは画像のファイルです'],
    [await admin.upload(FILES, {}, { field: 'file', name: '', bytes: new Uint8Array() }), 'ファイルを選んでください'],
  ];
  for (const [page, said] of cases) expect(await told(page)).toEqual([422, expect.stringContaining(said)]);
  const shown = await admin.follow(
    await sendRows([
      ['日本語の文', '英語'],
      ['はがき', 'Letter'],
    ]),
  );
  await fresh.db.run(sql`UPDATE site.translations SET body = 'Post' WHERE language = 'en'`);
  expect(await told(await press(shown, 'press'))).toEqual([409, expect.stringContaining('何も取り込んでいません')]);
  expect((await admin.get(`${FILES}/999`)).status).toBe(404);
  const clerk = await desk.clerk('koga', ['counter'], city.main);
  expect((await clerk.get(FILES)).status).toBe(403);
});
