import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db/sql.ts';
import { axeFaults } from '../support/axe.ts';
import { closeBrowser, browser as sharedBrowser } from '../support/browser.ts';
import type { FreshDatabase } from '../support/database.ts';
import type { TestDesk } from '../support/desk.ts';
import { signInAt } from '../support/desk-keys.ts';
import { openDesk } from '../support/open.ts';
import { makeCard, type SmallCity } from '../support/small-city.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let browser: Browser;
let page: Page;
let n = 0;

const PATH = '/cards/set-up';

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(5));
  await desk.account('koga', ['counter'], city.main);
  browser = await sharedBrowser();
  page = await (await browser.newContext()).newPage();
  await signInAt(desk, page, 'koga');
});
afterAll(async () => {
  await closeBrowser();
  await desk?.close();
});

/** Cards that are to be set up: their notice IDs. */
async function cards(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => `S1Q-${400_000 + ++n}`);
  for (const noticeId of ids) {
    const id = await makeCard(fresh.db, {
      noticeId,
      name: `走査 ${noticeId}`,
      birthDate: `1970-01-0${n % 9 || 9}`,
      officeId: city.main,
    });
    await fresh.db.run(
      sql`UPDATE cards.cards SET status = (SELECT min(code) FROM cards.statuses WHERE category = 'preparing') WHERE id = ${id}`,
    );
  }
  return ids;
}
const setUp = async (ids: readonly string[]): Promise<number> =>
  (
    await fresh.db.one<{ count: number }>(
      sql`SELECT count(*) AS count FROM cards.cards WHERE notice_id = ANY (${[...ids]}::text[]) AND set_up_at IS NOT NULL`,
    )
  ).count;
/** As a scanner does: the code and Enter, at once. */
async function scan(code: string): Promise<void> {
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
}

test('cards read faster than they are answered are all recorded, a wrong one among them stays seen, and the next can be read at once', async () => {
  const ids = await cards(4);
  await page.goto(`${desk.url}${PATH}`);
  const [first = '', ...others] = ids;
  // No answer comes before the last one was read.
  const read = Promise.withResolvers<void>();
  await page.route(`**${PATH}`, async (route) => {
    await read.promise;
    await route.continue();
  });
  for (const code of [first, 'ZZZ-999999', ...others]) await scan(code);
  read.resolve();
  await expect.poll(() => setUp(ids)).toBe(4);
  await expect.poll(() => page.locator('.scan-done').innerText()).toContain(ids.at(-1));
  expect(await page.locator('.scan-wrong').innerText()).toContain('ZZZ-999999');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('code');
  expect(await axeFaults(page)).toEqual([]);
  await page.unroute(`**${PATH}`);
  // A scan that nothing waits before clears what was kept in sight.
  const [last = ''] = await cards(1);
  await scan(last);
  await expect.poll(() => page.locator('.scan-done').innerText()).toContain(last);
  expect(await page.locator('.scan-wrong').count()).toBe(0);
});

test('where the line is down it is said with the codes that wait, what is typed stays, and all is sent once it is there again', async () => {
  const ids = await cards(2);
  await page.goto(`${desk.url}${PATH}`);
  await page.context().setOffline(true);
  for (const code of ids) await scan(code);
  const notice = page.locator('[data-unsent=offline]');
  await notice.waitFor({ state: 'visible' });
  await expect.poll(() => notice.innerText()).toContain(ids.join('、'));
  expect(await notice.innerText()).toContain('つながりません');
  await page.keyboard.type('S1Q-4');
  expect(await setUp(ids)).toBe(0);
  await page.context().setOffline(false);
  await expect.poll(() => setUp(ids)).toBe(2);
  await notice.waitFor({ state: 'detached' });
  expect(await page.inputValue('input[name=code]')).toBe('S1Q-4');
});

test('who was signed out meanwhile is told which codes were not recorded', async () => {
  const [id = ''] = await cards(1);
  await page.goto(`${desk.url}${PATH}`);
  await fresh.db.run(sql`DELETE FROM staff.sessions`);
  await scan(id);
  const notice = page.locator('[data-unsent=elsewhere]');
  await notice.waitFor({ state: 'visible' });
  expect(await notice.innerText()).toContain(id);
  expect(await setUp([id])).toBe(0);
});
