import { afterAll, beforeAll, expect, test } from 'vitest';
import { visitor } from '../../test/support/browse.ts';
import { KEPT, type TestCitizenDoor } from '../../test/support/citizen.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import { openCitizenDoor } from '../../test/support/open.ts';
import { words } from '../../test/support/pages.ts';
import { addService, type SmallCity } from '../../test/support/small-city.ts';
import { OFFERED, prefixOf } from '../languages/index.ts';
import { sql } from '../lib/db/sql.ts';
import { sayOtherwise } from '../site/wordings/acts.ts';

/** What the site calls itself: by the services of the city, and as the city says it. */

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor(4));
});
afterAll(() => door.close());

const look = (path: string) => visitor(door.url).get(path);
const titleOf = (html: string): string => /<title>([^<]*)<\/title>/u.exec(html)?.[1] ?? '';
const PAGES = [
  '/',
  '/notice',
  '/person',
  '/help',
  '/questions',
  '/privacy',
  '/using',
  '/embed',
  '/offices/honcho/calendar',
  '/manage',
  '/manage/person?service=juminhyo',
  '/manage/number',
];
/** A card, its postcard or its ID, in each language. */
const CARD =
  /マイナンバーカード|交付通知書|はがき|ID(?:が|を|と)|My Number Card|notice ID|postcard|个人编号卡|明信片|마이넘버카드|엽서|thẻ My Number|bưu thiếp/u;

test('with a service of cards the site is called as before, also while none is on offer', async () => {
  const title = 'カードの受け取りなどの予約｜久留米市 マイナンバーカード窓口予約';
  expect(titleOf((await look('/')).html)).toBe(title);
  await fresh.db.run(sql`UPDATE offices.offices SET citizens_from = NULL`);
  await expect.poll(async () => words(await look('/')), KEPT).toContain('予約できる手続きはありません');
  expect(titleOf((await look('/')).html)).toBe(title);
  await fresh.db.run(sql`UPDATE offices.offices SET citizens_from = '2020-01-01'`);
});

test('a city without a service of cards says nothing of cards, in every language', async () => {
  await addService(fresh.db, city, { code: 'juminhyo', name: '住民票の写し' });
  await fresh.db.run(sql`UPDATE services.services SET retired_at = lib.now() WHERE id = ${city.service}`);
  await expect.poll(async () => titleOf((await look('/')).html), KEPT).toBe('窓口の予約｜久留米市 窓口予約');
  await expect.poll(async () => (await look('/')).html, KEPT).toContain('/person?service=juminhyo');
  const faults: string[] = [];
  for (const language of OFFERED) {
    for (const path of PAGES) {
      const { html, status } = await look(prefixOf(language) + path);
      const said = html.replace(/<rt>.*?<\/rt>|<rp>.*?<\/rp>/gu, '').replace(/<(?!meta)[^>]*>/gu, '');
      const found = CARD.exec(said);
      if (status >= 500 || found !== null)
        faults.push(`${language}${path} ${status} ${said.slice(found?.index ?? 0).slice(0, 40)}`);
    }
  }
  expect(faults).toEqual([]);
});

test('the city calls its site and the start page otherwise, each language by itself', async () => {
  const db = fresh.as('desk', 2);
  const texts = {
    site: { ja: '市民課の窓口', easy: '[市民課](しみんか)の [窓口](まどぐち)' },
    title: { ja: '来庁の予約' },
    description: { ja: '{city}市民課の予約です。' },
  };
  try {
    await sayOtherwise(db, { kind: 'operator' }, 'site', '0', { texts, hidden: false }, null);
  } finally {
    await db.close();
  }
  await expect.poll(async () => titleOf((await look('/')).html), KEPT).toBe('来庁の予約｜久留米市 市民課の窓口');
  expect((await look('/')).html).toContain('content="久留米市市民課の予約です。"');
  expect(titleOf((await look('/help')).html)).toMatch(/｜久留米市 市民課の窓口$/u);
  expect((await look('/easy/')).html).toMatch(/brand-name.*<ruby>市民課<rp>/su);
  expect(titleOf((await look('/easy/')).html)).not.toMatch(/[[\]()]/u);
  expect(titleOf((await look('/en/')).html)).toBe('Book a visit to the counter｜久留米市 Counter booking');
});
