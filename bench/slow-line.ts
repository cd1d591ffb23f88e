import type { Browser } from 'playwright-core';
import { launch } from '../test/support/browser.ts';
import { openCitizenDoor } from './parts/door.ts';
import { type Ground, onGround } from './parts/ground.ts';
import { buildWeekdays, makeVisitors, settle, visitSecret } from './parts/people.ts';
import { type Bench, type Measured, median, rounded } from './parts/result.ts';

const ROUNDS = 7;
const MOST_MS = 2_000;
/** A telephone's line of the third generation: 1.6 Mbit/s down, 300 ms there and back. */
const LINE = { offline: false, latency: 300, downloadThroughput: 1_600_000 / 8, uploadThroughput: 768_000 / 8 };
const PAGES = { start: '/', offices: '/offices/kitano/calendar', calendar: '/calendar?office=kitano' } as const;
type PageName = keyof typeof PAGES;

/** Milliseconds until a page is painted with its own style sheet and can be used, with an empty cache. */
async function usableAfter(browser: Browser, port: number, path: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 375, height: 740 }, locale: 'ja-JP' });
  try {
    await context.addCookies([{ name: 'visit', value: visitSecret(0), url: `http://127.0.0.1:${port}` }]);
    const page = await context.newPage();
    const line = await context.newCDPSession(page);
    await line.send('Network.enable');
    await line.send('Network.emulateNetworkConditions', LINE);
    const answer = await page.goto(`http://127.0.0.1:${port}${path}`, { waitUntil: 'load' });
    if (answer?.status() !== 200) throw new Error(`${path} answers ${answer?.status()}`);
    return await page.evaluate(() => {
      const [painted] = performance.getEntriesByName('first-contentful-paint');
      const [loaded] = performance.getEntriesByType('navigation');
      if (painted === undefined || !(loaded instanceof PerformanceNavigationTiming)) return Number.NaN;
      return Math.max(painted.startTime, loaded.domInteractive);
    });
  } finally {
    await context.close();
  }
}

/** Each page in turn, `rounds` times. */
export async function slowLine(ground: Ground, rounds: number): Promise<Record<PageName, number[]>> {
  const city = await buildWeekdays(ground.db, 60);
  await makeVisitors(ground.db, city, 0, 1);
  await settle(ground.db);
  const door = await openCitizenDoor(ground);
  try {
    const browser = await launch();
    try {
      const took: Record<PageName, number[]> = { start: [], offices: [], calendar: [] };
      for (let round = 0; round < rounds; round += 1)
        for (const name of ['start', 'offices', 'calendar'] as const)
          took[name].push(await usableAfter(browser, door.port, PAGES[name]));
      return took;
    } finally {
      await browser.close();
    }
  } finally {
    await door.close();
  }
}

const measure = (): Promise<Measured> =>
  onGround(async (ground) => {
    const took = await slowLine(ground, ROUNDS);
    const medians = Object.values(took).map(median);
    return {
      value: rounded(Math.max(...medians)),
      limit: MOST_MS,
      detail: Object.fromEntries(Object.entries(took).map(([name, all]) => [`${name}Ms`, all.map((one) => rounded(one))])),
    };
  });

export const slowLines: Bench = {
  name: 'slow-line',
  about: 'first page and calendar over a telephone’s line of 3G, until they can be used',
  demand: {
    is: 'time',
    unit: 'ms',
    of: '2 s over 1.6 Mbit/s with 300 ms there and back, nothing kept from before',
    must: 1,
    aim: 2,
  },
  measure,
};
