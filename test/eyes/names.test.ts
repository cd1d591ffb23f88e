import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OFFICE_NAMES } from '../../src/demo/office-names.ts';
import { OFFICES } from '../../src/demo/offices.ts';
import { putTranslations } from '../../src/demo/translations.ts';
import { type Language, OFFERED, prefixOf } from '../../src/languages/index.ts';
import { addDays } from '../../src/lib/dates/jst.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { withPrefix } from '../../src/lib/language/links.ts';
import { type Visitor, visitor } from '../support/browse.ts';
import { closeBrowser, browser as sharedBrowser } from '../support/browser.ts';
import {
  addCautions,
  startCitizenDoor,
  type TestCitizenDoor,
  walkToBooked,
  walkToCalendar,
  walkToHold,
} from '../support/citizen.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { addService, buildSmallCity, makeCard, type SmallCity, slotAt } from '../support/small-city.ts';
import { cutOrSideways } from './looks.ts';

/** Names as long as the made-up city's, in each language, on the pages that say or ask where to go; its pull-downs are opened. */
let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
let people: Record<'proven' | 'booked' | 'nobody', Visitor>;

/** The offices of the made-up city, all open as the first is. */
async function putOffices(): Promise<void> {
  for (const [at, [code, name, address, directions, phone]] of OFFICES.entries())
    await fresh.db.run(sql`
      INSERT INTO offices.offices (code, name, names, address, directions, phone, is_storage, position, citizens_from, facilities)
      VALUES (${code}, ${name}, ${JSON.stringify(OFFICE_NAMES[code])}::jsonb, ${address}, ${directions}, ${phone}, true, ${at + 1}, '2020-01-01', '{車いす対応,だれでもトイレ}')
      ON CONFLICT (code) DO UPDATE SET names = EXCLUDED.names, address = EXCLUDED.address, directions = EXCLUDED.directions, facilities = EXCLUDED.facilities, position = EXCLUDED.position`);
  const others = sql`FROM offices.offices o WHERE o.id NOT IN (${city.main}, ${city.branch})`;
  await fresh.db.run(
    sql`INSERT INTO offices.transfer_times (from_office, to_office, open_days) SELECT ${city.main}, o.id, 2 ${others}`,
  );
  await fresh.db.run(sql`
    INSERT INTO calendar.windows (office_id, service_id, audience, earliest_open_days, latest_kind, latest_days, same_day_booking, same_day_change)
    SELECT o.id, ${city.service}, 'citizen', 2, 'days', 60, false, false ${others}`);
  await fresh.db.run(sql`
    INSERT INTO calendar.days (office_id, service_id, day, open) SELECT o.id, ${city.service}, ${city.today}::date + n, true
    FROM offices.offices o, generate_series(1, 20) AS n WHERE o.id NOT IN (${city.main}, ${city.branch})`);
  await fresh.db.run(sql`
    INSERT INTO ledger.slots (office_id, service_id, day, start_minute, minutes, capacity) SELECT o.id, ${city.service}, ${city.today}::date + n, 600, 60, 2
    FROM offices.offices o, generate_series(1, 20) AS n WHERE o.id NOT IN (${city.main}, ${city.branch})`);
}

beforeAll(async () => {
  fresh = await freshDatabase();
  city = await buildSmallCity(fresh.db, 6);
  await addService(fresh.db, city, { code: 'certificate-renewal', name: '電子証明書の更新' });
  await putOffices();
  await fresh.db.transaction(putTranslations);
  const cautions = await addCautions(fresh.db, city.service);
  door = await startCitizenDoor(fresh);
  const proven = async (noticeId: string): Promise<Visitor> => {
    await makeCard(fresh.db, { noticeId, officeId: city.main });
    return walkToCalendar(door, fresh.db, noticeId);
  };
  const booked = await proven('NAM-000001');
  await walkToHold(booked, addDays(city.today, 8), await slotAt(fresh.db, city, city.branch, 8, 10), 'kitano');
  await walkToBooked(booked, cautions);
  people = { proven: await proven('NAM-000002'), booked, nobody: visitor(door.url) };
});
afterAll(async () => {
  await closeBrowser();
  await door?.close();
  await fresh?.drop();
});

const LOOKED: readonly [who: keyof typeof people, path: string][] = [
  ['nobody', '/'],
  ['nobody', '/embed'],
  ['nobody', '/offices/takamure/calendar#pick'],
  ['nobody', '/person?service=certificate-renewal'],
  ['proven', '/calendar?office=tanushimaru#pick'],
  ['proven', '/calendar/next'],
  ['proven', '/waiting?office=mizuma'],
  ['booked', '/reservation'],
  ['booked', '/cancel'],
];

/** Browsers' usual sizes of text, and both twice as large. */
const SIZES = { usual: { standard: 16, fixed: 13 }, twice: { standard: 32, fixed: 26 } };

/** What is cut on a page at the widths of telephones, with text as usual and twice as large. */
async function faultsOf(page: Page): Promise<string[]> {
  const tools = await page.context().newCDPSession(page);
  const faults: string[] = [];
  for (const [size, fontSizes] of Object.entries(SIZES)) {
    await tools.send('Page.setFontSizes', { fontSizes });
    for (const width of [320, 375]) {
      await page.setViewportSize({ width, height: 740 });
      const drawn = await page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
      if (drawn !== `${fontSizes.standard}px`) faults.push(`at ${width} px, ${size}: is drawn at ${drawn}`);
      for (const fault of await cutOrSideways(page)) faults.push(`at ${width} px, ${size}: ${fault}`);
    }
  }
  return faults;
}

async function inLanguage(language: Language): Promise<string> {
  const browser = await sharedBrowser();
  const contexts = new Map<string, BrowserContext>();
  const faults: string[] = [];
  for (const [who, path] of LOOKED) {
    const context = contexts.get(who) ?? (await browser.newContext({ locale: 'ja-JP' }));
    if (!contexts.has(who))
      await context.addCookies([...people[who].cookies].map(([name, value]) => ({ name, value, url: door.url })));
    contexts.set(who, context);
    const page = await context.newPage();
    await page.goto(`${door.url}${withPrefix(prefixOf(language), path)}`);
    await page.evaluate(() => document.fonts.ready);
    const opened = await page.locator('#office option').count();
    if (path.endsWith('#pick') && opened < OFFICES.length) faults.push(`${path}: ${opened} offices to choose from`);
    for (const fault of await faultsOf(page)) faults.push(`${path} ${fault}`);
    await page.close();
  }
  for (const context of contexts.values()) await context.close();
  return faults.join('\n');
}

test.each(OFFERED)(
  '[8(1)⑪b] [8(1)⑫] [8(3)①] %s: long names, pull-downs opened, text as usual and twice as large: nothing is cut or wider than a telephone',
  async (language) => {
    expect(await inLanguage(language)).toBe('');
  },
);

test('control: a choice that does not wrap is found, and text of twice the size is what a page is drawn in', async () => {
  const page = await (await sharedBrowser()).newPage();
  const draw = (style: string) =>
    page.setContent(
      `<body><select style="width:100%;font-size:1.25rem;${style}"><option>北野<option>Takamure Citizens’ Center</select>`,
    );
  await draw('appearance:none;white-space:nowrap');
  expect((await faultsOf(page)).map((fault) => fault.replace(/: a choice.*$/u, ''))).toEqual([
    'at 320 px, twice',
    'at 375 px, twice',
  ]);
  await draw('appearance:none;white-space:normal');
  expect(await faultsOf(page)).toEqual([]);
  await page.close();
});
