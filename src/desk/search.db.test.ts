import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Visitor } from '../../test/support/browse.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import type { TestDesk } from '../../test/support/desk.ts';
import { formFields } from '../../test/support/forms.ts';
import { written } from '../../test/support/log.ts';
import { openDesk } from '../../test/support/open.ts';
import { good, unrandom, words } from '../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { sql } from '../lib/db/sql.ts';

/** The search of the desk, as a clerk types what the caller says. */
let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let clerk: Visitor;
let chief: Visitor;
let takahashi = 0;
beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(5));
  takahashi = await makeCard(fresh.db, {
    noticeId: 'C3D-004521',
    name: '高橋 健',
    kana: 'タカハシ ケン',
    birthDate: '1955-07-01',
    phone: '09000000521',
    officeId: city.main,
  });
  await makeCard(fresh.db, {
    noticeId: 'C3D-777777',
    name: '高橋 隆',
    kana: 'タカハシ タカシ',
    birthDate: '1956-07-01',
    phone: '09000000522',
    officeId: city.main,
  });
  clerk = await desk.clerk('koga', ['counter'], city.main);
  chief = await desk.clerk('ide', ['admin'], city.main, '井手 誠');
});
afterAll(() => desk?.close());

/** Where a search leads: a page of its own, or the list of hits. */
async function search(who: Visitor, q: string) {
  await who.get('/locks');
  const pressed = await who.post('/search', { q });
  const led = pressed.location?.startsWith('/search/') === true ? await who.get(pressed.location) : pressed;
  return { led, to: led.location ?? led.url };
}

describe('[8(2)⑧b] what a caller knows', () => {
  test('a year of birth, the end of a phone, half an ID, an address: each finds the one who is meant, and none of it stands in an address', async () => {
    const other = await makeCard(fresh.db, {
      noticeId: 'E9F-120001',
      name: '古賀 恵',
      birthDate: '1960-02-02',
      officeId: city.main,
    });
    const slot = await slotAt(fresh.db, city, city.main, 4, 10);
    const page = await clerk.get(`/booking?card=${other}`);
    const chosen = await clerk.follow(
      await clerk.post('/booking', { ...formFields(page, '/booking'), slot: String(slot), act: 'choose' }),
    );
    await clerk.post('/booking', {
      ...formFields(chosen, '/booking'),
      mail: 'Megumi.K@example.jp',
      phone: '0942-11-9876',
      act: 'confirm',
    });
    for (const [line, card] of [
      ['高橋 S30', takahashi],
      ['たかはし 昭和３０年', takahashi],
      ['0521', takahashi],
      ['高橋　０５２１', takahashi],
      ['004521', takahashi],
      ['c3d-00', takahashi],
      ['megumi.k@EXAMPLE.jp', other],
      ['9876', other],
      ['恵 9876', other],
      ['E9F', other],
    ] as const) {
      const { to } = await search(clerk, line);
      expect([line, to]).toEqual([line, `/people/${card}`]);
    }
    expect(unrandom(written(desk.log))).not.toMatch(/megumi|0521|9876/iu);
    // Who hears the page is told all of it at the box.
    const hint = /id="find-hint">([^<]*)</u.exec((await clerk.get('/today')).html)?.[1];
    for (const part of ['交付通知書ID（半分でも）', '電話番号（下4桁でも）', 'メールアドレス', '生年月日'])
      expect(hint).toContain(part);
  });

  test('one character is answered with what to add; too long a line is said and stays whole', async () => {
    const one = await good((await search(clerk, '森')).led);
    expect(words(one)).toMatch(/1文字の氏名では.*森 S30\.5\.1/su);
    const long = `高橋 ${'あ'.repeat(300)}`;
    const { led } = await search(clerk, long);
    expect(words(led)).toContain('長すぎます');
    expect(led.html).toContain(`value="${long}"`);
    for (const path of ['/locks', '/booking', '/walk-in'])
      expect((await clerk.get(path)).html).not.toMatch(/id="(?:find|who)"[^>]*maxlength/iu);
  });
});

test('[8(2)⑧b] what was found is narrowed down by status, and goes on over pages; no name stands in an address', async () => {
  for (let one = 1; one <= 60; one += 1)
    await makeCard(fresh.db, {
      noticeId: `P4G-${100_000 + one}`,
      name: `頁野 多${one}`,
      birthDate: '1970-01-01',
      officeId: city.main,
    });
  await fresh.db.run(sql`UPDATE cards.cards SET status = 'on-hold' WHERE notice_id IN ('P4G-100007', 'P4G-100031')`);
  const { led, to } = await search(chief, '頁野');
  expect(words(await good(led))).toContain('カード50枚より多数');
  const narrowed = words(await good(await chief.get(`${to}?status=on-hold`)));
  expect(narrowed).toContain('カード2枚');
  for (const id of ['P4G-100007', 'P4G-100031']) expect(narrowed).toContain(id);
  expect(narrowed).not.toContain('P4G-100008');
  const next = /href="([^"]*page=2[^"]*)"/u.exec(led.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
  expect(decodeURIComponent(next)).not.toContain('頁野');
  const second = await good(await chief.get(next));
  expect(words(second)).toContain('カード60枚');
  expect(second.html.match(/P4G-/gu)).toHaveLength(10);
  // A page after the last one is the last one.
  const past = await good(await chief.get(`${to}?page=9`));
  expect(words(past)).toContain('カード60枚');
  expect(past.html.match(/P4G-/gu)).toHaveLength(10);
});

test('[8(2)⑧b] pages go on also for who may not see somebody among those found', async () => {
  for (let one = 1; one <= 55; one += 1)
    await makeCard(fresh.db, {
      noticeId: `P5G-${100_000 + one}`,
      name: `陰野 多${one}`,
      birthDate: '1970-01-01',
      officeId: city.main,
      protected: one <= 3,
    });
  const { led } = await search(clerk, '陰野');
  expect(words(await good(led))).toContain('カード50枚より多数');
  expect(led.html.match(/P5G-/gu)).toHaveLength(50);
  const next = /href="([^"]*page=2[^"]*)"/u.exec(led.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const second = await good(await clerk.get(next));
  expect(words(second)).toContain('カード52枚');
  expect(second.html.match(/P5G-/gu)).toHaveLength(2);
});

describe('[8(2)②b] [8(1)④b] 支援措置 and a repeated ID', () => {
  test('the one who may be seen is not chosen in the place of the other; whom to hand over to is said of everybody alike', async () => {
    const seen = await makeCard(fresh.db, {
      noticeId: 'P1P-000001',
      name: '同番 一子',
      birthDate: '1970-01-01',
      officeId: city.main,
    });
    const hidden = {
      noticeId: 'P1P-000001',
      name: '秘密 二子',
      kana: 'ヒミツ フタコ',
      birthDate: '1971-01-01',
      officeId: city.main,
    };
    await makeCard(fresh.db, { ...hidden, protected: true });
    for (const q of ['P1P-000001', 'p1p', '000001']) {
      const { led, to } = await search(clerk, q);
      expect(to).toMatch(/^\/search\//u);
      expect(words(led)).toContain('同番 一子');
      expect(words(led)).not.toMatch(/秘密|ヒミツ|支援措置/u);
    }
    for (const page of ['/booking', '/walk-in']) {
      await clerk.get(page);
      const found = await clerk.post(`${page}/find`, { q: 'P1P-000001', office: 'honcho', service: String(city.service) });
      expect(found.location).not.toContain('card=');
      const list = await good(await clerk.follow(found));
      expect(words(list)).toContain('同番 一子');
      expect(words(list)).toContain('井手 誠（本庁）へ引き継いでください');
    }
    await clerk.get('/today');
    expect((await clerk.post('/today/scan', { code: 'P1P-000001', office: 'honcho' })).location).not.toContain(`/people/${seen}`);
    // Of who is protected and of who does not exist the page says the same.
    const said = async (q: string) => words((await search(clerk, q)).led).replaceAll(q, '…');
    expect(await said('ヒミツ フタコ')).toBe(await said('ダレモ イナイコ'));
    expect(await said('ヒミツ フタコ')).toContain('井手 誠（本庁）へ引き継いでください');
    // Who may see everybody meets both.
    expect(words((await search(chief, 'P1P-000001')).led)).toMatch(/秘密 二子/u);
    expect(words((await search(chief, 'ダレモ イナイコ')).led)).not.toContain('引き継いで');
  });
});

describe('[8(2)⑬a] a remark', () => {
  test('longer than it may be is said, and stays typed to its last character', async () => {
    const long = `${'備'.repeat(2400)}終`;
    await clerk.get(`/people/${takahashi}`);
    const page = await good(await clerk.post(`/people/${takahashi}/remark`, { body: long, from: '' }), 422);
    expect(words(page)).toContain('備考は、1000文字までにしてください');
    expect(page.html).toContain(long);
    expect(await fresh.db.rows(sql`SELECT 1 FROM cards.remarks WHERE card_id = ${takahashi}`)).toEqual([]);
    await clerk.post(`/people/${takahashi}/remark`, { body: long.slice(-1000), from: '' });
    expect(await fresh.db.row(sql`SELECT length(body) AS length FROM cards.remarks WHERE card_id = ${takahashi}`)).toEqual({
      length: 1000,
    });
  });
});

describe('[8(2)⑧b] the box of the scanner', () => {
  test('opens a code, looks for a name, and says back what nobody is meant by', async () => {
    await clerk.get('/today');
    const scan = async (code: string) => clerk.post('/today/scan', { code, office: 'honcho' });
    expect((await scan('C3D-004521')).location).toBe(`/people/${takahashi}`);
    const byName = await clerk.follow(await scan('高橋 健'));
    expect(byName.location).toBe(`/people/${takahashi}`);
    const several = await good(await clerk.follow(await scan('たかはし')));
    for (const said of ['高橋 健', '高橋 隆']) expect(words(several)).toContain(said);
    // An ID that two cards bear is found, not refused as unknown.
    for (const name of ['二枚 一郎', '二枚 二郎'])
      await makeCard(fresh.db, { noticeId: 'T2T-000001', name, officeId: city.main });
    expect(words(await clerk.follow(await scan('T2T-000001')))).toContain('同じ交付通知書IDのカードが2枚あります');
    const nobody = await scan('9999-0000');
    expect(unrandom(nobody.location ?? '')).not.toContain('9999');
    expect(words(await good(await clerk.follow(nobody)))).toContain('「9999-0000」の予約やカードは見つかりません');
  });
});
