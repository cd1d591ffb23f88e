import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db/sql.ts';
import { axeFaults } from '../support/axe.ts';
import { closeBrowser, browser as sharedBrowser } from '../support/browser.ts';
import type { FreshDatabase } from '../support/database.ts';
import type { TestDesk } from '../support/desk.ts';
import { typeSignIn } from '../support/desk-keys.ts';
import { openDesk } from '../support/open.ts';
import { makeCard, type SmallCity } from '../support/small-city.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let browser: Browser;
let context: BrowserContext | undefined;
let n = 100_000;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(5));
  await desk.account('koga', ['counter'], city.main);
  await desk.account('ide', ['admin'], city.main, '井手 誠');
  browser = await sharedBrowser();
});
afterEach(async () => {
  await context?.close();
  context = undefined;
});
afterAll(async () => {
  await closeBrowser();
  await desk?.close();
});

async function open(login: string, { script = true, width = 1280 } = {}): Promise<Page> {
  context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled: script });
  const page = await context.newPage();
  await page.goto(desk.url);
  await typeSignIn(page, login);
  await enter(page);
  return page;
}

/** Types where the page put the cursor: the browser does that a moment after the page is loaded. */
async function type(page: Page, text: string): Promise<void> {
  await page.locator('input:focus').waitFor();
  await page.keyboard.type(text);
}

const enter = (page: Page) => Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
const click = (page: Page, name: string | RegExp) =>
  Promise.all([page.waitForNavigation(), page.getByRole('button', { name }).first().click()]);
const person = (name: string, kana: string, extra: { birthDate?: string; phone?: string } = {}) =>
  makeCard(fresh.db, { noticeId: `A1B-${++n}`, name, kana, officeId: city.main, ...extra });
const h1 = (page: Page) => page.locator('h1').innerText();

describe('booking by phone', () => {
  test.each([true, false])('[8(2)④a] with the keyboard alone, scripts %s', async (script) => {
    const mail = `sakura.${script}@example.jp`;
    await person('高橋 健一', 'タカハシ ケンイチ');
    await person('髙橋 桜', 'タカハシ サクラ', { birthDate: script ? '1960-12-01' : '1961-12-01' });
    const page = await open('koga', { script });
    await page.goto(`${desk.url}/booking`);
    await type(page, `たかはし ${script ? 'S35' : '昭和36'}.12.1`);
    await enter(page);
    // One hit: chosen at once, the cursor waits in the first free place.
    expect(await page.locator('.chosen-name').innerText()).toContain('髙橋 桜');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('slot');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    if (script) await page.keyboard.press('ArrowDown');
    await enter(page);
    expect(await page.locator('.read-box').innerText()).toMatch(/令和\d+年\s*\d+月\d+日（.）/u);
    await type(page, mail);
    await enter(page);
    expect(await page.locator('.note-done').innerText()).toMatch(/予約番号は \d{4}-\d{4} です/u);
    expect(await page.locator('.note-done').innerText()).toContain(mail);
    if (script) expect(await axeFaults(page)).toEqual([]);
    const booked = await desk.db.one<{ count: number }>(
      sql`SELECT count(*) AS count FROM reservations.reservations WHERE state = 'booked' AND channel = 'phone' AND mail = ${mail}`,
    );
    expect(booked.count).toBe(1);
  });

  test('[8(2)④c] a full slot is closed to the counter; an administrator goes above it with a reason, and it shows ever after', async () => {
    const card = await person('満員 太郎', 'マンイン タロウ');
    const { id } = await desk.db.one<{ id: number }>(
      sql`SELECT id FROM ledger.slots WHERE office_id = ${city.main} AND day = ${city.today}::date + 2 AND start_minute = 600`,
    );
    await fresh.db.run(sql`UPDATE ledger.slots SET taken = capacity WHERE id = ${id}`);
    const counter = await open('koga');
    await counter.goto(`${desk.url}/booking?card=${card}`);
    expect(await counter.locator(`#s-${id}`).count()).toBe(0);
    await context?.close();
    const page = await open('ide');
    await page.goto(`${desk.url}/booking?card=${card}`);
    await page.locator(`#s-${id}`).focus();
    await page.keyboard.press('Space');
    await enter(page);
    await click(page, 'この内容で予約する');
    expect(await page.locator('#errors').innerText()).toContain('枠を超える理由');
    expect(await axeFaults(page)).toEqual([]);
    await page.fill('#f-exceed', '家族と同時に来られるため');
    await click(page, 'この内容で予約する');
    expect(await page.locator('.note-done').innerText()).toContain('予約しました');
    expect(await desk.db.row(sql`SELECT reason FROM ledger.allowances WHERE slot_id = ${id}`)).toEqual({
      reason: '家族と同時に来られるため',
    });
    await page.goto(`${desk.url}/booking?card=${await person('次 花子', 'ツギ ハナコ')}`);
    expect(await page.locator(`label:has(#s-${id})`).innerText()).toContain('超1');
  });

  test('[8(3)⑫] the same person on another card: refused until a reason is given', async () => {
    const first = await person('同姓 一郎', 'ドウセイ イチロウ');
    const second = await person('同姓 一郎', 'ドウセイ イチロウ');
    const page = await open('koga');
    const choose = async (card: number, at: number) => {
      await page.goto(`${desk.url}/booking?card=${card}`);
      await page.locator('.place-cell input').nth(at).focus();
      await page.keyboard.press('Space');
      await enter(page);
    };
    await choose(first, 30);
    await click(page, 'この内容で予約する');
    await page.goto(`${desk.url}/booking?card=${first}`);
    expect(await page.locator('.note-care').innerText()).toContain('予約があります');
    await choose(second, 31);
    await click(page, 'この内容で予約する');
    expect(await page.locator('#errors').innerText()).toContain('重ねて予約する理由');
    await page.fill('#f-person', '旧カードの返納と受け取りを分けるため');
    await click(page, 'この内容で予約する');
    expect(await page.locator('.note-done').innerText()).toContain('予約しました');
  });
});

describe('the day at the counter', () => {
  test('[8(2)⑦d] a walk-in is received, handed the card, and both are taken back', async () => {
    const card = await person('窓口 花子', 'マドグチ ハナコ');
    await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'pulled' WHERE id = ${card}`);
    const page = await open('koga');
    await page.goto(`${desk.url}/walk-in?card=${card}`);
    expect(await axeFaults(page)).toEqual([]);
    await click(page, '受付する');
    const row = page.locator('tbody', { hasText: '窓口 花子' });
    expect(await row.innerText()).toContain('受付済');
    expect(await axeFaults(page)).toEqual([]);
    await click(page, /交付済にする.*：窓口 花子/u);
    expect(await row.locator('.note-done').innerText()).toContain('交付済にしました');
    expect(await desk.db.row(sql`SELECT status, whereabouts FROM cards.cards WHERE id = ${card}`)).toEqual({
      status: 'handed-over',
      whereabouts: 'gone',
    });
    await click(page, /元に戻す.*：窓口 花子/u);
    expect(await row.innerText()).toContain('受付済');
    await click(page, /受付を取り消す.*：窓口 花子/u);
    expect(await row.count()).toBe(0);
    expect(await page.locator('.note-done').innerText()).toContain('受付を取り消しました');
    expect(await desk.db.row(sql`SELECT status, whereabouts FROM cards.cards WHERE id = ${card}`)).toEqual({
      status: 'notified',
      whereabouts: 'pulled',
    });
  });

  test('a second clerk pressing on an old page is told, and nothing is done twice', async () => {
    const card = await person('二重 次郎', 'ニジュウ ジロウ');
    const page = await open('koga');
    await page.goto(`${desk.url}/walk-in?card=${card}`);
    await click(page, '受付する');
    await page.goto(`${desk.url}/today`);
    const other = await (context as BrowserContext).newPage();
    await other.goto(`${desk.url}/today`);
    await Promise.all([page.waitForNavigation(), page.getByRole('link', { name: /不備.*：二重 次郎/u }).click()]);
    expect(await axeFaults(page)).toEqual([]);
    await page.getByLabel('その他', { exact: true }).check();
    await page.fill('#f-other', '委任状がない');
    await click(page, '不備再手続にする');
    await click(other, /交付済にする.*：二重 次郎/u);
    expect(await other.locator('.note-stop').innerText()).toContain('ほかの職員が先に');
    expect(await desk.db.row(sql`SELECT status FROM cards.cards WHERE id = ${card}`)).toEqual({ status: 'incomplete' });
  });

  test('the scanner: a reservation number and Enter opens the person, an unknown one says so', async () => {
    const card = await person('走査 三郎', 'ソウサ サブロウ');
    const page = await open('koga');
    await page.goto(`${desk.url}/walk-in?card=${card}`);
    await click(page, '受付する');
    const { number } = await desk.db.one<{ number: string }>(
      sql`SELECT r.number FROM reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id WHERE m.card_id = ${card}`,
    );
    await page.goto(`${desk.url}/today`);
    await type(page, number.replace('-', ''));
    await enter(page);
    expect(await h1(page)).toContain('走査 三郎');
    expect(await axeFaults(page)).toEqual([]);
    await page.goto(`${desk.url}/today`);
    await type(page, '9999-0000');
    await enter(page);
    expect(await page.locator('.scan-wrong').innerText()).toContain('見つかりません');
  });
});

describe('[8(2)⑧b] search from every page', () => {
  test('by notice ID, kana, variant kanji, birthday and phone; none of it in the address or the title', async () => {
    await person('渡邉 和夫', 'ワタナベ カズオ', { birthDate: '1951-02-03', phone: '0942000777' });
    const page = await open('koga');
    for (const line of [`a1b${n}`, 'わたなべ', '渡辺', '昭和26年2月3日', '0942-00-0777', 'ワタナベ S26.2.3']) {
      await page.goto(`${desk.url}/locks`);
      await page.keyboard.press('Alt+s');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('find');
      await page.keyboard.type(line);
      await enter(page);
      expect(await h1(page), line).toContain('渡邉 和夫');
      expect(page.url()).toMatch(/\/people\/\d+$/u);
      expect(await page.title()).not.toContain('渡');
    }
    await person('渡部 和夫', 'ワタナベ カズオ');
    await page.keyboard.press('Alt+s');
    await page.keyboard.type('わたなべ');
    await enter(page);
    expect(page.url()).toMatch(/\/search\/[0-9a-f-]{36}$/u);
    expect(await axeFaults(page)).toEqual([]);
    expect(desk.log.join('')).not.toMatch(/わたなべ|渡/u);
  });
});

describe('changes', () => {
  test('move and cancel for a citizen; a page that is out of date changes nothing', async () => {
    const card = await person('変更 四郎', 'ヘンコウ シロウ');
    const page = await open('koga');
    await page.goto(`${desk.url}/booking?card=${card}`);
    await page.locator('.place-cell input').nth(50).focus();
    await page.keyboard.press('Space');
    await enter(page);
    await click(page, 'この内容で予約する');
    const here = page.url().replace(/\?.*/u, '');
    const stale = await (context as BrowserContext).newPage();
    await stale.goto(`${here}/cancel`);
    await page.goto(`${here}/move`);
    expect(await axeFaults(page)).toEqual([]);
    await page.locator('.place-cell input').nth(60).focus();
    await page.keyboard.press('Space');
    await enter(page);
    await click(page, 'この日時に変更する');
    expect(await page.locator('.note-done').innerText()).toContain('予約を変更しました');
    await stale.fill('#f-why', 'ご本人から電話');
    await click(stale, '取り消す');
    expect(await stale.locator('.note-stop').innerText()).toContain('ほかの職員が先に');
    await page.goto(`${here}/cancel`);
    expect(await axeFaults(page)).toEqual([]);
    await page.fill('#f-why', 'ご本人から電話');
    await click(page, '取り消す');
    expect(await page.locator('.note-done').innerText()).toContain('取り消しました');
    expect(await desk.db.row(sql`SELECT status FROM cards.cards WHERE id = ${card}`)).toEqual({ status: 'notified' });
  });

  test.each([1280, 1024, 375])('%d px: no page is wider than the window', async (width) => {
    const card = await person('幅 五郎', 'ハバ ゴロウ');
    const page = await open('ide', { width });
    for (const path of [
      '/today',
      `/people/${card}`,
      `/booking?card=${card}`,
      `/walk-in?card=${card}`,
      '/locks',
      '/mails?show=all',
      '/conflicts',
      '/audit',
      '/accounts',
      '/accounts/new',
      '/password',
      '/second-factor',
      '/second-factor/set-up',
    ]) {
      await page.goto(`${desk.url}${path}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(width);
      if (width === 1280) expect(await axeFaults(page)).toEqual([]);
    }
  });
});
