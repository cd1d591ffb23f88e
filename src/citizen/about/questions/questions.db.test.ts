import { afterAll, beforeAll, expect, test } from 'vitest';
import { visitor } from '../../../../test/support/browse.ts';
import { KEPT, type TestCitizenDoor } from '../../../../test/support/citizen.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { openCitizenDoor } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { addService, type SmallCity } from '../../../../test/support/small-city.ts';
import { OFFERED, textsOf } from '../../../languages/index.ts';
import { sql } from '../../../lib/db/sql.ts';
import { sayOtherwise } from '../../../site/wordings/acts.ts';
import type { Said } from '../../../site/wordings/said.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor(4));
});
afterAll(() => door.close());

const look = (path: string) => visitor(door.url).get(path);

test('[8(3)①] よくある質問 stands in the help of every page and answers in each language, and each page it leads to is there', async () => {
  expect((await look('/notice')).html).toContain('href="/questions"');
  for (const language of OFFERED) {
    const path = language === 'ja' ? '/questions' : `/${language}/questions`;
    const page = await good(await look(path));
    expect([path, page.html.match(/<h2>/gu)?.length]).toEqual([path, Object.keys(textsOf(language).questions.each).length]);
    // To itself it leads no more than the page of help does.
    expect(page.html).not.toMatch(/class="help-link" href="[^"]*questions"/u);
    const column = page.html.slice(page.html.indexOf('<h1>'), page.html.indexOf('class="aside"'));
    const ways = [...column.matchAll(/class="link-alone" href="([^"]*)"/gu)].map(([, href]) => href ?? '');
    expect(ways.length).toBeGreaterThan(7);
    // The signs begin at the first office: a page that leads on.
    for (const way of new Set(ways)) expect([way, (await look(way)).status < 400]).toEqual([way, true]);
  }
});

test('[8(3)⑨a] who cannot come is told where it is said what to bring, and that a child comes with a parent, as the journey says', async () => {
  const text = words(await look('/questions'));
  expect(text).toContain('予約の途中で、理由ごとの持ち物をご案内します。ご不明な点は、お電話ください。');
  expect(text).toContain('15歳未満の方は、親権者と一緒にお越しください。');
});

test('staff say an answer otherwise in a language, hide another, and say something on every page; other languages keep their own words', async () => {
  const db = fresh.as('desk', 2);
  const say = (name: string, texts: Said['texts'], hidden = false) =>
    sayOtherwise(db, { kind: 'operator' }, name, '0', { texts, hidden }, null);
  try {
    await say('question.pin', { says: { ja: '窓口へ。\nお電話でも。' } });
    await say('question.long', {}, true);
    await say('head', { line: { ja: '電話が混み合っています。', easy: '[電話](でんわ)が つながりにくいです。' } });
  } finally {
    await db.close();
  }
  const page = async (path: string) => (await look(path)).html;
  await expect.poll(() => page('/questions'), KEPT).toContain('電話が混み合っています。');
  const ja = await page('/questions');
  expect(ja).toMatch(/<section class="section" id="pin">.*<p>窓口へ。<\/p><p>お電話でも。<\/p>/su);
  for (const path of ['/questions', '/en/questions']) expect(await page(path)).not.toContain('id="long"');
  const en = await page('/en/questions');
  expect(en).toContain('id="pin"');
  // A language without its own line says nothing, never Japanese.
  expect(en).not.toMatch(/窓口へ|電話が混み/u);
  expect(await page('/notice')).toContain('電話が混み合っています。');
  expect(await page('/easy/notice')).toMatch(/head-line.*<ruby>電話<rp>/su);
});

test('where no card is picked up nobody is told of cards that wait', async () => {
  await addService(fresh.db, city, { code: 'renewal', name: '電子証明書の更新' });
  await fresh.db.run(sql`UPDATE services.services SET retired_at = lib.now() WHERE id = ${city.service}`);
  const asked = async () => words(await look('/questions'));
  await expect.poll(asked, KEPT).not.toContain('はがきを');
  expect(await asked()).not.toContain('暗証番号');
  expect(await asked()).toContain('連絡できる方の電話番号を入力してください。');
  expect(await asked()).not.toContain('カードの受け取り');
});
