import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db/sql.ts';
import { bookFor } from '../support/booking.ts';
import { closeBrowser, browser as sharedBrowser } from '../support/browser.ts';
import { closeOffice } from '../support/closing.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { startDesk, type TestDesk } from '../support/desk.ts';
import { signInAt } from '../support/desk-keys.ts';
import { buildSmallCity, makeCard, type SmallCity, slotAt } from '../support/small-city.ts';

// A clerk rings fifty people whose counter is shut, one after another: a press leads back to its row.
const PEOPLE = 50;
const OPERATOR = { kind: 'operator' } as const;

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let browser: Browser;
let context: BrowserContext | undefined;
let list = '';

beforeAll(async () => {
  fresh = await freshDatabase();
  city = await buildSmallCity(fresh.db, 1000);
  desk = await startDesk(fresh);
  await desk.account('koga', ['counter'], city.main);
  const slot = await slotAt(fresh.db, city, city.main, 3, 10);
  for (let n = 0; n < PEOPLE; n += 1) {
    const card = await makeCard(fresh.db, { noticeId: `R0W-${100_000 + n}`, name: `試験 ${n}番`, officeId: city.main });
    await fresh.db.run(sql`UPDATE cards.cards SET person_key = person_key || id WHERE id = ${card}`);
    await bookFor(desk.db, OPERATOR, city, card, slot, { phone: '0942000000' });
  }
  const day = Temporal.PlainDate.from(city.today).add({ days: 3 }).toString();
  list = `/closings/${await closeOffice(desk.db, OPERATOR, { office: city.main, day })}`;
  browser = await sharedBrowser();
});
afterEach(async () => {
  await context?.close();
  context = undefined;
});
afterAll(async () => {
  await closeBrowser();
  await desk?.close();
  await fresh?.drop();
});

async function open(script: boolean): Promise<Page> {
  context = await browser.newContext({ viewport: { width: 1280, height: 800 }, javaScriptEnabled: script });
  const page = await context.newPage();
  await signInAt(desk, page, 'koga');
  await page.goto(`${desk.url}${list}`);
  return page;
}
const row = (page: Page, n: number) => page.locator('table.affected tbody tr').nth(n);
const press = (page: Page, n: number, words: string) =>
  Promise.all([
    page.waitForNavigation({ waitUntil: 'load' }),
    row(page, n)
      .getByRole('button', { name: new RegExp(`^${words}`, 'u') })
      .click(),
  ]);
const top = async (page: Page, n: number) => (await row(page, n).boundingBox())?.y ?? Number.NaN;

test('[8(2)⑤c] somebody far down who was called stands where they stood, with the cursor at what takes it back', async () => {
  const page = await open(true);
  await row(page, 40).scrollIntoViewIfNeeded();
  const id = await row(page, 40).getAttribute('id');
  const before = await top(page, 40);
  await press(page, 40, '連絡した');
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('tr')?.id)).toBe(id);
  expect(Math.abs((await top(page, 40)) - before)).toBeLessThan(3);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('連絡済を取り消す');
});

test('[8(2)⑤c] without a script too a press leads back to its row', async () => {
  const page = await open(false);
  await press(page, 30, '連絡した');
  const box = await row(page, 30).boundingBox();
  expect(box?.y ?? -1).toBeGreaterThanOrEqual(-1);
  expect(box?.y ?? 10_000).toBeLessThan(800);
});
