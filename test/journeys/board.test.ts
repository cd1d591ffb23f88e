import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../../src/audit/actor.ts';
import { record } from '../../src/counter/acts.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { faultsOnPaper, SHEET } from '../eyes/other-ways.ts';
import { bookFor } from '../support/booking.ts';
import { closeBrowser, browser as sharedBrowser } from '../support/browser.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { startDesk, stopTime, type TestDesk } from '../support/desk.ts';
import { signInAt } from '../support/desk-keys.ts';
import { buildSmallCity, makeCard, type SmallCity, slotAt } from '../support/small-city.ts';

// A day of forty-four visits at 10:42, as the clerk at the counter has it before them.
const SCREENS = [
  { width: 1280, height: 800 },
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
];
const VISITS = 44;

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let actor: Actor;
let browser: Browser;
let context: BrowserContext | undefined;
/** Visits of the day by number, with the name that stands on the board. */
let visits: { id: string; name: string }[] = [];

beforeAll(async () => {
  fresh = await freshDatabase();
  const clock = await stopTime(fresh, '2031-12-02T01:42:00Z');
  city = await buildSmallCity(fresh.db, 1000);
  desk = await startDesk(fresh, clock);
  actor = { kind: 'staff', staffId: await desk.account('koga', ['counter'], city.main) };
  browser = await sharedBrowser();
});
/** A day anew: who came before is moved out of sight. */
async function newDay(): Promise<void> {
  await fresh.db.run(
    sql`UPDATE reservations.reservations SET slot_id = (SELECT min(id) FROM ledger.slots WHERE office_id = ${city.branch})`,
  );
  visits = [];
  for (let n = 0; n < VISITS; n += 1) await visit(`試験 ${String(n).padStart(2, '0')}番`, 10 + Math.floor(n / 4));
}
afterEach(async () => {
  await context?.close();
  context = undefined;
});
afterAll(async () => {
  await closeBrowser();
  await desk?.close();
  await fresh?.drop();
});

let n = 100_000;
async function visit(name: string, hour: number, people = 1): Promise<string> {
  const cards = [];
  for (let one = 0; one < people; one += 1) {
    const noticeId = `B1B-${++n}`;
    cards.push(await makeCard(fresh.db, { noticeId, name: people === 1 ? name : `${name}${one + 1}`, officeId: city.main }));
  }
  // Each round has people of its own: nobody comes twice. Their cards are pulled.
  await fresh.db.run(sql`UPDATE cards.cards SET person_key = person_key || id, whereabouts = 'pulled' WHERE id = ANY (${cards})`);
  const slot = await slotAt(fresh.db, city, city.main, 0, hour);
  const id = await bookFor(desk.db, actor, city, cards, slot, { phone: '0942000000' });
  visits.push({ id, name });
  return id;
}

async function open({ width, height } = { width: 1280, height: 800 }, script = true): Promise<Page> {
  context = await browser.newContext({ viewport: { width, height }, javaScriptEnabled: script });
  const page = await context.newPage();
  await signInAt(desk, page, 'koga');
  await page.goto(`${desk.url}/today`);
  return page;
}

const at = (n: number) => visits[n] ?? { id: '', name: '' };
const row = (page: Page, n: number) => page.locator(`#p-${at(n).id}-1`);
const top = async (page: Page, n: number) => (await row(page, n).boundingBox())?.y ?? Number.NaN;
const scrolled = (page: Page) => page.evaluate(() => Math.round(window.scrollY));
const press = (page: Page, n: number, words: string) =>
  Promise.all([
    page.waitForNavigation({ waitUntil: 'load' }),
    row(page, n)
      .getByRole('button', { name: new RegExp(`^${words}`, 'u') })
      .click(),
  ]);
/** The row that holds the focus. */
const focused = (page: Page) => page.evaluate(() => document.activeElement?.closest('tr')?.id);
const arrive = (n: number) =>
  record(desk.db, actor, { reservationId: at(n).id, position: 1, from: null, to: 'arrived', reason: '' });

describe('the board on paper', () => {
  beforeAll(newDay);

  test('a day is a table of everyone with its heads, without what is pressed, and nothing is cut', async () => {
    await arrive(3);
    const page = await open();
    expect(await faultsOnPaper(page)).toEqual([]);
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize(SHEET);
    const shows = (what: string) => page.locator(what).first().isVisible();
    expect(
      await page
        .locator('.board thead')
        .first()
        .evaluate((head) => getComputedStyle(head).display),
    ).toBe('table-header-group');
    expect([await shows('.board-list tbody tr'), await shows('#scan'), await shows('.board .board-act')]).toEqual([
      true,
      false,
      false,
    ]);
    const text = (await page.locator('body').innerText()).replace(/[\u200b\ufeff]/gu, '');
    for (const { name } of visits) expect(text).toContain(name);
    // Rows, not blocks: forty-four visits are a few sheets.
    const sheets = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1').match(/\/Type\s*\/Page\b/gu);
    expect(sheets?.length).toBeLessThanOrEqual(4);
  });
});

describe.each(SCREENS)('the board at $width × $height', (screen) => {
  beforeAll(newDay);

  test('opens at its top; figures, scan field and heads stay in view; nothing scrolls sideways', async () => {
    await arrive(3);
    const page = await open(screen);
    for (let times = 0; times < 3; times += 1) {
      await page.goto(`${desk.url}/today`);
      expect(await scrolled(page)).toBe(0);
    }
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('scan');
    expect(await page.locator('#here').innerText()).toContain(at(3).name);
    await page.evaluate(() => window.scrollTo(0, 2000));
    for (const part of ['.figures', '#scan', '.board-list thead th'])
      expect((await page.locator(part).first().boundingBox())?.y ?? -1, part).toBeGreaterThanOrEqual(0);
    const heads = await page.locator('.board-list thead th').first().boundingBox();
    const bar = await page.locator('.board-top').boundingBox();
    expect(heads?.y ?? 0).toBeGreaterThanOrEqual((bar?.y ?? 0) + (bar?.height ?? 0) - 2);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(screen.width);
  });

  test('after a press the row stands where it stood and has the focus; so after it is taken back', async () => {
    const page = await open(screen);
    await row(page, 30).scrollIntoViewIfNeeded();
    await page.evaluate(() => window.scrollBy(0, 150));
    const before = await top(page, 30);
    await press(page, 30, '受付する');
    await expect.poll(() => focused(page)).toBe(`p-${at(30).id}-1`);
    expect(Math.abs((await top(page, 30)) - before)).toBeLessThanOrEqual(2);
    expect(await row(page, 30).innerText()).toContain('受付済');
    await press(page, 30, '元に戻す');
    await expect.poll(() => focused(page)).toBe(`p-${at(30).id}-1`);
    expect(Math.abs((await top(page, 30)) - before)).toBeLessThanOrEqual(2);
    expect(await row(page, 30).innerText()).toContain('未受付');
  });
});

describe('the board', () => {
  beforeEach(newDay);

  test('without scripts a press leads back to its row, below what stays in view', async () => {
    const page = await open(undefined, false);
    await press(page, 30, '受付する');
    expect(new URL(page.url()).hash).toBe(`#p-${at(30).id}-1`);
    const y = await top(page, 30);
    const heads = await page.locator('.board-list thead th').first().boundingBox();
    expect(y).toBeGreaterThanOrEqual((heads?.y ?? 0) + (heads?.height ?? 0) - 2);
    expect(y).toBeLessThan(700);
    expect(await row(page, 30).innerText()).toContain('受付済にしました');
  });

  test('a refusal is said at the row that was pressed', async () => {
    const page = await open();
    await arrive(30);
    await press(page, 30, '受付する');
    await record(desk.db, actor, { reservationId: at(30).id, position: 1, from: 'arrived', to: 'handed-over', reason: '' });
    await press(page, 30, '交付済にする');
    const said = row(page, 30).locator('.note');
    expect(await said.innerText()).toMatch(/交付済にしました|ほかの職員が先に/u);
    expect((await said.boundingBox())?.y ?? -1).toBeGreaterThan(0);
  });

  test('who is at the counter stands first, the longest waiting on top, whatever their time', async () => {
    await arrive(40);
    await arrive(12);
    await fresh.db.run(
      sql`UPDATE reservations.members SET outcome_at = outcome_at - interval '20 minutes' WHERE reservation_id = ${at(12).id}::uuid`,
    );
    const page = await open();
    const names = await page.locator('#here .board-name').allInnerTexts();
    expect(names).toEqual([at(12).name, at(40).name]);
    expect(await page.locator('#here').innerText()).toContain('受付から20分');
    expect(await page.locator('.board-list').innerText()).not.toContain(at(40).name);
  });

  describe('refreshes by itself', () => {
    /** The page asks for itself every twenty seconds: its clock is set on, the rest is real. */
    const withClock = async (): Promise<Page> => {
      const page = await open();
      await page.clock.install();
      await page.goto(`${desk.url}/today`);
      return page;
    };
    const refresh = async (page: Page) => {
      const answered = page.waitForResponse((response) => response.request().headers()['x-refresh'] === '1');
      await page.clock.fastForward(21_000);
      await (await answered).finished();
    };

    test('the row under the mouse stays where it is while others are added, pressed and folded above', async () => {
      const page = await withClock();
      await row(page, 30).scrollIntoViewIfNeeded();
      await row(page, 30).hover();
      const before = await top(page, 30);
      await arrive(0);
      await arrive(1);
      await record(desk.db, actor, { reservationId: at(1).id, position: 1, from: 'arrived', to: 'handed-over', reason: '' });
      await visit('追加 太郎', 10);
      await refresh(page);
      await expect.poll(() => page.locator('#board').innerText()).toContain('追加 太郎');
      expect(await page.locator('#here').innerText()).toContain(at(0).name);
      expect(Math.abs((await top(page, 30)) - before)).toBeLessThanOrEqual(1);
    });

    test('where the row under the mouse was pressed by another, nothing changes until asked, and the page says so', async () => {
      const page = await withClock();
      await row(page, 20).scrollIntoViewIfNeeded();
      await row(page, 20).hover();
      const before = await top(page, 20);
      await arrive(20);
      await refresh(page);
      await expect.poll(() => page.locator('.board-news').isVisible()).toBe(true);
      expect(await row(page, 20).innerText()).toContain('未受付');
      expect(Math.abs((await top(page, 20)) - before)).toBeLessThanOrEqual(1);
      await page.getByRole('button', { name: '表示を更新する' }).click();
      await expect.poll(() => page.locator('#here').innerText()).toContain(at(20).name);
      expect(await page.locator('.board-news').isVisible()).toBe(false);
    });

    test('what is typed into the scan field stays, and the refresh can be stopped', async () => {
      const page = await withClock();
      await page.getByRole('button', { name: '自動更新を止める' }).click();
      await arrive(5);
      await page.clock.fastForward(60_000);
      expect(await page.locator('#here').count()).toBe(0);
      await page.getByRole('button', { name: '自動更新を再開する' }).click();
      await page.mouse.move(0, 0);
      await refresh(page);
      await expect.poll(() => page.locator('#here').count()).toBe(1);
    });
  });

  test("a scanner's characters find their field wherever the focus is, and its Enter presses no row", async () => {
    const page = await open();
    await press(page, 30, '受付する');
    await expect.poll(() => focused(page)).toBe(`p-${at(30).id}-1`);
    await page.keyboard.type('9999-0000');
    expect(await page.inputValue('#scan')).toBe('9999-0000');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    expect(await page.locator('.scan-wrong').innerText()).toContain('見つかりません');
    expect(await desk.db.row(sql`SELECT outcome FROM reservations.members WHERE reservation_id = ${at(30).id}::uuid`)).toEqual({
      outcome: 'arrived',
    });
  });

  test('[8(2)⑦d] a family is received with one press, handed over to with one or each their own card, and 不備 asks why', async () => {
    const id = await visit('家族', 10, 2);
    const page = await open();
    const person = (position: number) => page.locator(`#p-${id}-${position}`);
    await Promise.all([
      page.waitForNavigation(),
      person(1)
        .getByRole('button', { name: /^2人を受付する/u })
        .click(),
    ]);
    expect(await person(2).innerText()).toContain('受付済');
    const pressed = (position: number, name: RegExp) =>
      Promise.all([page.waitForNavigation(), person(position).getByRole('button', { name }).click()]);
    // Both with one press, and back; then each their own.
    await pressed(1, /^2人を交付済にする/u);
    expect(await person(2).innerText()).toContain('交付済');
    await pressed(1, /^2人の交付済を元に戻す/u);
    await pressed(1, /^この方だけ交付済/u);
    expect(await person(1).innerText()).toContain('交付済にしました');
    await Promise.all([page.waitForNavigation(), person(2).getByRole('link', { name: /^不備/u }).click()]);
    await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: '不備再手続にする' }).click()]);
    expect(await page.locator('#errors').innerText()).toContain('理由を選んでください');
    await page.getByLabel('本人確認書類が足りない').check();
    await page.getByLabel('その他の理由・補足').fill('運転免許証のみ');
    await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: '不備再手続にする' }).click()]);
    expect(await person(2).innerText()).toContain('本人確認書類が足りない。運転免許証のみ');
    await Promise.all([
      page.waitForNavigation(),
      person(2)
        .getByRole('button', { name: /^元に戻す/u })
        .click(),
    ]);
    expect(await person(2).innerText()).toContain('受付済');
  });
});
