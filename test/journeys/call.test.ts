import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db/sql.ts';
import { closeBrowser, browser as sharedBrowser } from '../support/browser.ts';
import { addCautions } from '../support/citizen.ts';
import type { FreshDatabase } from '../support/database.ts';
import type { TestDesk } from '../support/desk.ts';
import { type Hands, hands, signInAt } from '../support/desk-keys.ts';
import { invariantFaults } from '../support/invariant.ts';
import { openDesk } from '../support/open.ts';
import { makeCard, type SmallCity, slotAt } from '../support/small-city.ts';

/** A phone call as the clerk lives it: what is read aloud stays in view, the place is held, nothing typed is lost. */
let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let browser: Browser;
let contexts: BrowserContext[] = [];
let n = 200_000;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(2));
  await addCautions(fresh.db, city.service);
  await desk.account('koga', ['counter'], city.main);
  await desk.account('hara', ['counter'], city.main, '原 由美');
  browser = await sharedBrowser();
});
afterEach(async () => {
  for (const context of contexts) await context.close();
  contexts = [];
});
afterAll(async () => {
  expect(await invariantFaults(fresh.db)).toEqual([]);
  await closeBrowser();
  await desk?.close();
});

async function clerk(login = 'koga', { width = 1280, height = 800, script = true } = {}): Promise<{ page: Page; keys: Hands }> {
  const context = await browser.newContext({ viewport: { width, height }, javaScriptEnabled: script });
  contexts.push(context);
  const page = await context.newPage();
  await signInAt(desk, page, login);
  return { page, keys: hands(page) };
}

const caller = async (name: string): Promise<{ card: number; notice: string }> => {
  const notice = `C1A-${++n}`;
  return { notice, card: await makeCard(fresh.db, { noticeId: notice, name, officeId: city.main, phone: '0942000001' }) };
};
const held = (card: number) =>
  desk.db.rows<{ slot: number; state: string }>(sql`
    SELECT r.slot_id AS slot, r.state FROM reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id
    WHERE m.card_id = ${card} ORDER BY r.created_at`);
const fill = (slot: number) => fresh.db.run(sql`UPDATE ledger.slots SET capacity = taken WHERE id = ${slot}`);
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('name') ?? document.activeElement?.id ?? '');
const click = (page: Page, name: string) =>
  Promise.all([page.waitForEvent('load'), page.getByRole('button', { name }).first().click()]);

/** Whether the whole of something stands within the window. */
const inView = (page: Page, selector: string) =>
  page.locator(selector).evaluate((at) => {
    const { top, bottom, height } = at.getBoundingClientRect();
    return height > 0 && top >= 0 && bottom <= window.innerHeight;
  });

const SCREENS = [
  { width: 1280, height: 800 },
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
];
/** Where it is hardest to keep all in view. */
const SMALLEST = SCREENS[2];

describe('[8(2)④a] a call', () => {
  test('Enter takes the place the cursor is on; who, when and where stay in view, then the boxes, the cautions last', async () => {
    const { notice, card } = await caller('読上 花子');
    const { page, keys } = await clerk('koga', SCREENS[0]);
    await page.goto(`${desk.url}/booking`);
    await keys.type(notice);
    await keys.enter();
    const waits = await page.evaluate(() => (document.activeElement as HTMLInputElement).value);
    expect(await page.locator('[name=slot]:checked').getAttribute('value')).toBe(waits);
    await keys.enter();
    expect(await held(card)).toEqual([{ slot: Number(waits), state: 'held' }]);
    expect([await focused(page), await page.evaluate(() => window.scrollY)]).toEqual(['mail', 0]);
    for (const screen of SCREENS) {
      await page.setViewportSize(screen);
      for (const part of ['.read-box', '.call-go button', '[name=mail]', '[name=phone]', '[name=remark]'])
        expect(await inView(page, part), `${part} at ${screen.width}`).toBe(true);
    }
    const read = await page.locator('.read-box').innerText();
    expect(read).toMatch(/令和\d+年\s*\d+月\d+日（.）\s*\d+時/u);
    for (const said of ['読上 花子 様', '本庁', 'まで確保しています']) expect(read).toContain(said);
    const tops = await page.evaluate(() =>
      ['.read-box', '[name=mail]', '.call-tell'].map((one) => document.querySelector(one)?.getBoundingClientRect().top ?? 0),
    );
    expect(tops).toEqual(tops.toSorted((a, b) => a - b));
    // What is wrong is said in view, and so is what was read aloud; also when the page is scrolled to its end.
    await keys.type('sakura');
    await keys.enter();
    expect(await focused(page)).toBe('errors');
    expect(await inView(page, '.read-box')).toBe(true);
    await page.evaluate(() => window.scrollTo(0, 300));
    for (const part of ['.read-box', '.call-go button']) expect(await inView(page, part)).toBe(true);
  });

  test('a place lost to somebody else is said in view, with what was typed; the cursor waits in the next one', async () => {
    const { card } = await caller('先客 二郎');
    const { page, keys } = await clerk('koga', SMALLEST);
    const [first, lost, next] = [
      await slotAt(fresh.db, city, city.main, 8, 9),
      await slotAt(fresh.db, city, city.main, 8, 21),
      await slotAt(fresh.db, city, city.main, 8, 22),
    ];
    const { day } = await fresh.db.one<{ day: string }>(sql`SELECT day FROM ledger.slots WHERE id = ${lost}`);
    await page.goto(`${desk.url}/booking?card=${card}&from=${day}`);
    await page.locator(`#s-${lost}`).focus();
    await fresh.db.run(sql`UPDATE ledger.slots SET taken = capacity, taken_desk = 0 WHERE id = ${lost}`);
    await keys.press('Space');
    await keys.enter();
    expect((await page.locator('.call-now .note').innerText()).replaceAll('\u{feff}', '')).toMatch(
      /21:00は予約できませんでした.*満員/su,
    );
    expect(await inView(page, '.call-now .note')).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe(`s-${next}`);
    expect(await inView(page, `label:has(#s-${next})`)).toBe(true);
    expect(await page.locator('[name=exceed]').count()).toBe(0);
    // Once more with a place held: it stays held, and what was typed stays too.
    await page.locator(`#s-${first}`).check({ force: true });
    await click(page, 'この枠にする');
    await page.fill('[name=mail]', 'jiro@example.jp');
    await page.fill('[name=remark]', '足が悪い。');
    await page.locator(`#s-${next}`).check({ force: true });
    await fresh.db.run(sql`UPDATE ledger.slots SET taken = capacity WHERE id = ${next}`);
    await click(page, 'この枠にする');
    expect(await page.locator('.call-now .note').innerText()).toContain('確保したままです');
    expect(await inView(page, '.call-now')).toBe(true);
    for (const [name, value] of [
      ['mail', 'jiro@example.jp'],
      ['remark', '足が悪い。'],
    ] as const)
      expect(await page.inputValue(`[name=${name}]`)).toBe(value);
    expect(await held(card)).toEqual([{ slot: first, state: 'held' }]);
    await fresh.db.run(sql`UPDATE ledger.slots SET taken = 0 WHERE id IN (${lost}, ${next})`);
  });
});

describe('[8(2)④a] a place is held while it is read aloud', () => {
  test.each([true, false])('another place, office or week keeps what was typed; booked once, scripts %s', async (script) => {
    const { card } = await caller(script ? '選直 三郎' : '選直 三次');
    const { page } = await clerk('koga', { script });
    await page.goto(`${desk.url}/booking?card=${card}`);
    await Promise.all([page.waitForEvent('load'), page.locator('[name=slot]').nth(5).press('Enter')]);
    await page.fill('[name=mail]', 'saburo@example.jp');
    await page.fill('[name=remark]', '家族が付き添う。');
    await page.locator('[name=slot]').nth(12).check({ force: true });
    const second = Number(await page.locator('[name=slot]').nth(12).getAttribute('value'));
    await page.locator('[name=mail]').press('Enter');
    await page.waitForURL(new RegExp(`slot=${second}`, 'u'));
    expect(await held(card)).toEqual([{ slot: second, state: 'held' }]);
    await page.selectOption('#office', 'kitano');
    await click(page, '表示する');
    await click(page, 'から');
    expect(await page.inputValue('[name=mail]')).toBe('saburo@example.jp');
    expect(await page.inputValue('[name=remark]')).toBe('家族が付き添う。');
    expect(await page.locator('.read-box').innerText()).toContain('本庁');
    await Promise.all([page.waitForEvent('load'), page.locator('[name=mail]').press('Enter')]);
    expect(await page.locator('.note-done').innerText()).toContain('saburo@example.jp');
    expect(await held(card)).toEqual([{ slot: second, state: 'booked' }]);
    expect(page.url()).not.toMatch(/saburo|mail/u);
  });

  test('other clerks see it as held and cannot have the last place; it is given back when the caller is left', async () => {
    const { card } = await caller('確保 四郎');
    const slot = await slotAt(fresh.db, city, city.main, 3, 14);
    const { page } = await clerk();
    await page.goto(`${desk.url}/booking?card=${card}`);
    await page.locator(`#s-${slot}`).check({ force: true });
    await click(page, 'この枠にする');
    const other = await clerk('hara');
    const next = await caller('次番 五郎');
    await other.page.goto(`${desk.url}/booking?card=${next.card}`);
    expect(await other.page.locator(`label:has(#s-${slot})`).innerText()).toContain('仮1');
    await other.page.goto(`${desk.url}/booking?card=${card}`);
    expect(await other.page.locator('.note-care').innerText()).toContain('職員の古賀 恵子さんが電話で');
    // A reload finds it again; another page of the desk gives it back.
    await page.goto(`${desk.url}/booking?card=${card}`);
    expect(await page.locator('.read-box').innerText()).toContain('まで確保しています');
    await Promise.all([page.waitForEvent('load'), page.getByRole('link', { name: 'メール', exact: true }).click()]);
    await expect.poll(async () => (await held(card)).map(({ state }) => state)).toEqual(['cancelled']);
    await page.goto(`${desk.url}/booking?card=${card}`);
    await page.locator(`#s-${slot}`).check({ force: true });
    await click(page, 'この枠にする');
    await click(page, '別の方にする');
    expect((await held(card)).map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    expect(await focused(page)).toBe('q');
  });

  test('a second window that only looked at the call and went elsewhere keeps nothing: the first that is left gives the place back', async () => {
    const { card } = await caller('二窓 花子');
    const { page } = await clerk('koga');
    await page.goto(`${desk.url}/booking?card=${card}`);
    await click(page, 'この枠にする');
    const states = async () => (await held(card)).map(({ state }) => state);
    const signs = async () =>
      (
        await fresh.db.one<{ n: number }>(sql`
          SELECT cardinality(s.signs) AS n FROM staff.searches s JOIN reservations.members m ON m.reservation_id = s.hold_id WHERE m.card_id = ${card}`)
      ).n;
    const other = await page.context().newPage();
    await other.goto(`${desk.url}/booking?card=${card}`);
    expect(await signs()).toBe(2);
    // By its address line: nothing of the page was pressed.
    await other.goto(`${desk.url}/today`);
    await expect.poll(signs).toBe(1);
    expect(await states()).toEqual(['held']);
    await page.getByRole('link', { name: '本日' }).first().click();
    await expect.poll(states).toEqual(['cancelled']);
  });

  test('it lapses by the clock: a free place is booked all the same, one that is gone is said', async () => {
    const lapse = () =>
      fresh.db.run(sql`UPDATE reservations.reservations SET held_until = lib.now() - interval '1 second' WHERE state = 'held'`);
    const lapseStanding = () =>
      fresh.db.run(
        sql`UPDATE ledger.standing SET until = lib.now() - interval '1 second' WHERE until < lib.now() + interval '1 hour' AND reservation_id IN (SELECT id FROM reservations.reservations WHERE state = 'held')`,
      );
    const { page, keys } = await clerk();
    const free = await caller('期限 六郎');
    await page.goto(`${desk.url}/booking?card=${free.card}`);
    await keys.enter();
    await lapseStanding();
    await lapse();
    await keys.enter();
    expect(await page.locator('.note-done').innerText()).toContain('予約しました');
    const gone = await caller('満員 七郎');
    await page.goto(`${desk.url}/booking?card=${gone.card}`);
    await page.locator('[name=slot]').nth(30).check({ force: true });
    await click(page, 'この枠にする');
    await page.fill('[name=mail]', 'shichiro@example.jp');
    const [{ slot } = { slot: 0 }] = await held(gone.card);
    await lapseStanding();
    await lapse();
    await fresh.db.run(sql`SELECT reservations.sweep(${slot}, lib.now())`);
    await fill(slot);
    await Promise.all([page.waitForEvent('load'), page.locator('[name=mail]').press('Enter')]);
    expect(await page.locator('.call-now .note').innerText()).toContain('予約できませんでした');
    expect(await page.locator('[name=exceed]').count()).toBe(0);
    await keys.enter();
    expect(await page.inputValue('[name=mail]')).toBe('shichiro@example.jp');
  });
});

describe('[8(2)④a] the keyboard', () => {
  /** From any page: the search box, the notice ID without its hyphen, Enter. */
  const find = async (keys: Hands, notice: string) => {
    await keys.press('Alt+s');
    await keys.type(notice.replace('-', ''));
    await keys.enter();
  };

  test('every letter counted: 13 keys book, 20 move, 15 cancel, 16 receive who came without a booking', async () => {
    const { notice, card } = await caller('手早 九郎');
    const { page, keys } = await clerk();
    await page.goto(`${desk.url}/booking`);
    keys.begin();
    await keys.type(notice.replace('-', ''));
    await keys.enter();
    await keys.enter();
    await keys.enter();
    expect(await page.locator('.note-done').innerText()).toContain('予約しました');
    expect(keys.count()).toBeLessThanOrEqual(13);
    const [before] = await held(card);

    await page.goto(`${desk.url}/today`);
    keys.begin();
    await find(keys, notice);
    // An Enter too many opens nothing.
    const at = page.url();
    await page.keyboard.press('Enter');
    expect(page.url()).toBe(at);
    expect(await page.evaluate(() => document.activeElement?.matches('[data-begin]'))).toBe(true);
    await keys.enter('Alt+1');
    await keys.press('ArrowRight', 'ArrowDown');
    await keys.enter();
    await keys.enter();
    expect(await page.locator('.note-done').innerText()).toContain('変更しました');
    expect(keys.count()).toBeLessThanOrEqual(20);
    const [after] = await held(card);
    expect(after?.slot).not.toBe(before?.slot);

    await page.goto(`${desk.url}/today`);
    keys.begin();
    await find(keys, notice);
    await keys.enter('Alt+2');
    // The person rang: the first reason.
    await keys.press('Space');
    await keys.enter();
    expect(await page.locator('.note-done').innerText()).toContain('取り消しました');
    expect(keys.count()).toBeLessThanOrEqual(15);

    await page.goto(`${desk.url}/today`);
    keys.begin();
    await find(keys, notice);
    await keys.enter('Alt+2');
    await keys.enter();
    expect(await page.locator('tbody', { hasText: '手早 九郎' }).innerText()).toContain('受付済');
    expect(keys.count()).toBeLessThanOrEqual(16);
  });

  test('[8(3)⑥] a family of four by the keyboard: each more is eleven keys; at 1024 px who, when and where stay in view, and what was typed', async () => {
    const family = [await caller('一家 一'), await caller('一家 二'), await caller('一家 三'), await caller('一家 四')];
    const { page, keys } = await clerk('koga', SMALLEST);
    const four = await slotAt(fresh.db, city, city.main, 9, 10);
    await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 4 WHERE id = ${four}`);
    await page.goto(`${desk.url}/booking`);
    keys.begin();
    for (const [at, { notice }] of family.entries()) {
      if (at > 0) await keys.press('Alt+1');
      await keys.type(notice.replace('-', ''));
      await keys.enter();
    }
    // Only one slot takes all four: the cursor waits there.
    expect(await focused(page)).toBe('slot');
    await keys.enter();
    expect(await page.locator('.read-box').innerText()).toContain('一家 一 様、一家 二 様、一家 三 様、一家 四 様');
    for (const part of ['.read-box', '[name=mail]']) expect(await inView(page, part), part).toBe(true);
    await keys.enter();
    expect(keys.count()).toBeLessThanOrEqual(13 + 3 * 11);
    expect(await page.locator('.note-done').innerText()).toContain('予約しました');
    for (const { card } of family) expect(await held(card)).toEqual([{ slot: four, state: 'booked' }]);
  });

  test('with several hits the cursor waits in the first, and each further one is a Tab away', async () => {
    const names = ['複数 一子', '複数 二子', '複数 三子'];
    for (const name of names) await caller(name);
    const { page, keys } = await clerk();
    await page.goto(`${desk.url}/booking`);
    await keys.type('複数');
    await keys.enter();
    const hits = await page.locator('.hit b').allInnerTexts();
    expect(hits.toSorted()).toEqual(names.toSorted());
    await keys.press('Tab', 'Tab');
    await keys.enter();
    expect(await page.locator('.chosen-name').innerText()).toBe(hits[2]);
    await page.goto(`${desk.url}/today`);
    await keys.press('Alt+s');
    await keys.type('複数');
    await keys.enter();
    await page.waitForURL(/\/search\//u);
    const listed = await page.locator('tbody b').allInnerTexts();
    await keys.press('Tab');
    await keys.enter();
    expect(await page.locator('h1').innerText()).toContain(listed[1]);
  });

  test('Tab leads from the places to their button; a browser’s own access keys are named', async () => {
    const { card } = await caller('鍵盤 八郎');
    const { page, keys } = await clerk();
    await page.goto(`${desk.url}/booking?card=${card}`);
    await keys.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('この枠にする');
    expect(await page.locator('.keys').innerText()).toMatch(/Alt\s*＋\s*2/u);
    const firefox = await browser.newContext({
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    });
    contexts.push(firefox);
    const other = await firefox.newPage();
    await signInAt(desk, other, 'koga');
    await other.goto(`${desk.url}/booking?card=${card}`);
    expect(await other.locator('.keys').innerText()).toMatch(/Alt\s*＋\s*Shift\s*＋\s*2/u);
  });
});
