import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { longDate } from '../../src/lib/dates/format.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { bookFor } from '../support/booking.ts';
import { closeBrowser, browser as sharedBrowser } from '../support/browser.ts';
import { type Drafting, startDrafting } from '../support/drafting.ts';
import { formFields } from '../support/forms.ts';
import { openDay, slotOn } from '../support/ruled-city.ts';
import { makeCard } from '../support/small-city.ts';
import { faultsOf, signedInBrowser } from './desk-pages.ts';
import { partedIds, ringsOverWords } from './looks.ts';

const NAMES = ['佐々木　由美子', '久留米　花子', 'NGUYEN THI LAN'];

let here: Drafting;
let browser: Browser;
let day = '';
let paths: string[] = [];

/** Bookings at nine, a draft that shuts their day, and a closing of it. */
async function changes(): Promise<string[]> {
  const { city, fresh, desk, me } = here;
  const slotId = async (minute: number) => slotOn(fresh.db, city, city.main, day, minute);
  for (const [n, name] of NAMES.entries()) {
    const cardId = await makeCard(fresh.db, { noticeId: `E1E-30000${n}`, name, officeId: city.main, phone: '0942305678' });
    await bookFor(desk.db, { kind: 'clock' }, city, cardId, await slotId(540 + 30 * n));
  }
  const draft = await here.begin();
  await here.puts(draft, 'days', { reason: '停電点検のため' }, { query: `?office=honcho&service=${city.service}&day=${day}` });
  const other = await openDay(fresh.db, city, 12);
  const range = { service: '', from: longDate(other), to: '', whole: 'yes', begin: '', end: '', reason: '台風21号の接近のため' };
  await me.get('/closings/new');
  const preview = await me.post('/closings/new', { ...range, 'office-honcho': 'yes', act: 'preview' });
  const closed = await me.post('/closings/new', { ...formFields(preview, '/closings/new', 'seen_slots'), act: 'close' });
  const closing = /^\/closings\/\d+/u.exec(closed.location ?? '')?.[0];
  if (closing === undefined) throw new Error('nothing was closed');
  return [
    `/calendar/drafts/${draft}`,
    `/calendar/drafts/${draft}/preview`,
    `/calendar/drafts/${draft}/week`,
    `/calendar/drafts/${draft}/pattern`,
    closing,
  ];
}

beforeAll(async () => {
  here = await startDrafting();
  day = await openDay(here.fresh.db, here.city, 8);
  paths = [
    `/calendar?month=${day.slice(0, 7)}`,
    `/calendar/day?office=honcho&day=${day}`,
    ...(await changes()),
    '/calendar/drafts',
    '/closings',
    '/numbers',
    `/lists/visits?office=honcho&from=${day}`,
    '/settings',
    '/settings/windows',
    '/settings/roles',
    '/settings/statuses',
    '/settings/notices',
    '/settings/city',
    '/settings/city/keep-log-years',
    '/accounts',
    '/storage/rules',
  ];
  browser = await sharedBrowser();
});
afterAll(async () => {
  await closeBrowser();
  await here?.close();
});

describe('the desk’s pages of the calendar, closings, numbers and settings', () => {
  test('at 1280, 1024 and 375 px nothing is cut and nothing goes sideways; axe finds nothing', async () => {
    const { desk, me } = here;
    expect(await faultsOf({ browser, desk, me, paths }, [1280, 1024, 375], { axe: true })).toBe('');
  });

  test('an ID, a telephone number and a name stand on one line of a list; the ring of what has the focus covers no words', async () => {
    const context = await signedInBrowser({ browser, desk: here.desk, me: here.me });
    const page = await context.newPage();
    await page.setViewportSize({ width: 375, height: 740 });
    await page.goto(`${here.desk.url}/lists/visits?office=honcho&from=${day}`);
    expect(await page.locator('tbody tr').count()).toBe(NAMES.length);
    expect(await partedIds(page)).toEqual([]);
    for (const path of ['/closings/new', '/cards/destroy', '/intake/one', `/lists/visits?office=honcho&from=${day}`]) {
      await page.goto(`${here.desk.url}${path}`);
      expect(await ringsOverWords(page), path).toEqual([]);
    }
    await context.close();
  });

  test('whom a search of a call found stands on a line each, at 1280 and 1024 px: name, kana, birthday, ID and status beside each other', async () => {
    const { fresh, city } = here;
    for (const [n, name] of ['有馬　豊', '有馬　則子'].entries())
      await makeCard(fresh.db, { noticeId: `E2E-30000${n}`, name, kana: 'アリマ ノリコ', officeId: city.main });
    const context = await signedInBrowser({ browser, desk: here.desk, me: here.me });
    const page = await context.newPage();
    for (const [path, width] of [
      ['/booking', 1280],
      ['/booking', 1024],
      ['/walk-in', 1280],
      ['/walk-in', 1024],
    ] as const) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(`${here.desk.url}${path}`);
      await page.locator('#who').fill('有馬');
      await page.locator('#who').press('Enter');
      await page.locator('.hit').first().waitFor();
      const lines = await page.locator('.hit').evaluateAll((hits) =>
        hits.map((hit) => {
          const tops = [...hit.children].map((part) => part.getBoundingClientRect().top);
          return Math.max(...tops) - Math.min(...tops) < 16 ? 'one line' : 'several';
        }),
      );
      expect(lines, `${path} ${width}`).toEqual(['one line', 'one line']);
    }
    await context.close();
  });

  test('who a card is of stands on one line at 1024 px, with everything there is to say of it; its deadline and its set-up beneath', async () => {
    const { fresh, city } = here;
    const id = await makeCard(fresh.db, {
      noticeId: 'E3E-300001',
      name: '有馬　豊',
      birthDate: '1934-12-22',
      phone: '09012345678',
      officeId: city.main,
    });
    await fresh.db.run(sql`
      UPDATE cards.cards SET expires_on = lib.day_of(lib.now()) + 3650, notice_date = lib.day_of(lib.now()) - 100, set_up_at = lib.now() WHERE id = ${id}`);
    const context = await signedInBrowser({ browser, desk: here.desk, me: here.me });
    const page = await context.newPage();
    await page.setViewportSize({ width: 1024, height: 800 });
    await page.goto(`${here.desk.url}/people/${id}`);
    const tops = await page
      .locator('.person-facts > div')
      .evaluateAll((facts) => facts.map((fact) => fact.getBoundingClientRect().top));
    expect(tops).toHaveLength(5);
    expect(new Set(tops).size).toBe(1);
    expect(await page.locator('.person-beside > div').count()).toBe(2);
    await context.close();
  });

  test('a list on paper is its heading, what was asked for and the rows, whole on an upright sheet', async () => {
    const context = await signedInBrowser({ browser, desk: here.desk, me: here.me });
    const page = await context.newPage();
    await page.goto(`${here.desk.url}/lists/visits?office=honcho&from=${day}`);
    await page.emulateMedia({ media: 'print' });
    // A4 without its margins of 14 mm.
    await page.setViewportSize({ width: 688, height: 1000 });
    const seen = (await page.locator('body').innerText()).replace(/\s+/gu, ' ');
    for (const said of ['予約一覧', '3件', ...NAMES.map((name) => name.replace('　', ' '))]) expect(seen).toContain(said);
    expect(seen).not.toMatch(/ログアウト|条件を保存する|CSV/u);
    const right = await page.locator('table.table').evaluate((table) => table.getBoundingClientRect().right);
    expect(right).toBeLessThanOrEqual(688);
    await context.close();
  });

  test('control: a parted ID and a ring upon a label are found', async () => {
    const page = await browser.newPage({ viewport: { width: 375, height: 740 } });
    await page.setContent(
      '<main><table><tbody><tr><td style="width:4em">E1E-300001</td></tr></tbody></table><label for="a">氏名</label><br><input id="a" style="outline:9px solid;outline-offset:9px"></main>',
    );
    expect(await partedIds(page)).toEqual(['E1E-300001']);
    expect(await ringsOverWords(page)).toHaveLength(1);
    await page.close();
  });
});
