import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decode } from '../../build/pictures/shrink.ts';
import { citizenActs } from '../../src/citizen/acts.ts';
import { routes } from '../../src/citizen/app.tsx';
import { commonReads } from '../../src/citizen/common.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { sql } from '../../src/lib/db/sql.ts';
import type { Visitor } from '../support/browse.ts';
import { closeBrowser, launch, browser as sharedBrowser } from '../support/browser.ts';
import { readQr } from '../support/qr.ts';
import { focusFaults, helpFaults, paleEdges } from './access.ts';
import { brokenSentences, cutOrSideways, cutWhenSpaced, smallTargets } from './looks.ts';
import { faultsInForcedColours, faultsOnPaper } from './other-ways.ts';
import { type Scenes, setScenes } from './scenes.ts';

/** Routes that show no page of their own: they lead on, or answer a file. */
const NO_PAGE = [
  '/begin',
  '/continue',
  '/offices',
  '/reservation.ics',
  '/cancelled.ics',
  '/availability.json',
  '/line',
  '/offices/:code/sessions.ics',
];
/** Browsers' usual size is 16. */
const TWICE = 32;

let all: Scenes;
beforeAll(async () => {
  all = await setScenes();
});
afterAll(async () => {
  await all?.close();
});

const cookiesOf = (me: Visitor) =>
  [...me.cookies].map(([name, value]) => ({ name, value, url: all.door.url, httpOnly: true, sameSite: 'Lax' as const }));

type Look = { width: number; forcedColors?: 'active' };

/** Opens every scene once, at each width in turn; `look` says what is wrong with it. Every fault of every page is told at once. */
async function everyPage(browser: Browser, widths: readonly number[], look: (page: Page) => Promise<string[]>): Promise<string> {
  const faults: string[] = [];
  const contexts = new Map<string, BrowserContext>();
  for (const { who, path } of all.scenes) {
    const context = contexts.get(who) ?? (await browser.newContext({ locale: 'ja-JP' }));
    if (!contexts.has(who)) await context.addCookies(cookiesOf(all.people[who]));
    contexts.set(who, context);
    const page = await context.newPage();
    const answer = await page.goto(`${all.door.url}${path}`);
    if (answer === null || answer.status() !== 200) faults.push(`${path} (${who}): answers ${answer?.status()}`);
    if (new URL(page.url()).pathname !== path.split('?')[0]) faults.push(`${path} (${who}): leads to ${page.url()}`);
    await page.evaluate(() => document.fonts.ready);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 740 });
      for (const fault of await look(page)) faults.push(`${path} (${who}) at ${width} px: ${fault}`);
    }
    await page.close();
  }
  for (const context of contexts.values()) await context.close();
  return faults.join('\n');
}

test('every page of the citizens’ site stands among the scenes: a new one cannot be forgotten', () => {
  const known = new Set([...all.scenes.map(({ route }) => route), ...NO_PAGE]);
  const shown = routes(citizenActs(all.fresh.db), commonReads(all.fresh.db), systemClock)
    .filter(({ method, leads }) => method === 'GET' && leads !== true)
    .map(({ path }) => path);
  expect(shown.filter((path) => !known.has(path))).toEqual([]);
  expect([...known].filter((path) => !shown.includes(path))).toEqual([]);
});

describe('[8(1)⑪b] [8(1)⑫] text of twice the size', () => {
  let large: Browser;
  beforeAll(async () => {
    large = await launch({ defaultFontSize: TWICE, defaultFixedFontSize: TWICE });
  });
  afterAll(() => large?.close());

  test('at 320 and 375 px nothing is cut and nothing goes sideways', async () => {
    expect(await everyPage(large, [320, 375], cutOrSideways)).toBe('');
  });

  test('[8(3)①] the boxes of a birthday neither, whose units are longer in other languages', async () => {
    const page = await large.newPage({ viewport: { width: 320, height: 740 } });
    for (const path of ['/en/notice', '/vi/notice', '/ko/notice', '/vi/person?service=renewal']) {
      await page.goto(`${all.door.url}${path}`);
      await page.evaluate(() => document.fonts.ready);
      expect([path, ...(await cutOrSideways(page))]).toEqual([path]);
    }
    await page.close();
  });

  test('control: what is cut or too wide is found', async () => {
    const page = await large.newPage({ viewport: { width: 320, height: 740 } });
    await page.setContent(
      '<body><p style="white-space:nowrap">お客さまの予約番号は1234-5678です。お控えください。</p><p style="overflow:hidden;height:10px">切れる</p>',
    );
    expect((await cutOrSideways(page)).map((fault) => fault.split(/[ (:]/u)[0])).toEqual(['the', 'outside', 'cut']);
    await page.close();
  });
});

describe('[8(1)⑫] as usual, in forced colours and on paper', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await sharedBrowser();
  });
  afterAll(closeBrowser);

  const context = async (who: keyof Scenes['people'], look: Look): Promise<BrowserContext> => {
    const { width, ...more } = look;
    const made = await browser.newContext({ viewport: { width, height: 740 }, locale: 'ja-JP', ...more });
    await made.addCookies(cookiesOf(all.people[who]));
    return made;
  };
  const pixels = async (page: Page, of: string) => decode(await page.locator(of).first().screenshot());
  /** How much of a picture is darker than the middle, in parts of all. */
  const dark = ({ rgb, width, height }: ReturnType<typeof decode>): number => {
    let count = 0;
    for (let at = 0; at < rgb.length; at += 3) if ((rgb[at] ?? 0) < 128) count += 1;
    return count / (width * height);
  };

  test('at 320 px nothing is cut, with wide spacing neither, every target is large enough, its edge and its focus are seen, help stands in one place and a sentence is one node; in forced colours and on paper nothing is cut or unseen', async () => {
    const look = async (page: Page) => [
      ...(await cutOrSideways(page)),
      ...(await cutWhenSpaced(page)),
      ...(await smallTargets(page)),
      ...(await brokenSentences(page)),
      ...(await focusFaults(page)),
      ...(await paleEdges(page)),
      // A frame in the city's own site has the city's own telephone number around it.
      ...(page.url().includes('/embed') ? [] : await helpFaults(page)),
      ...(await faultsInForcedColours(page)),
      ...(await faultsOnPaper(page)),
    ];
    expect(await everyPage(browser, [320], look)).toBe('');
  });

  test('control: a focus that is not seen, a pale edge and a page without help are found', async () => {
    const page = await browser.newPage({ viewport: { width: 320, height: 740 } });
    await page.setContent(
      '<main><h1>a</h1><style>a:focus{outline:0}.input{border:1px solid #ddd}.top{position:fixed;top:0;left:0;width:100%;height:90%;background:#fff}</style><a href="#a">b</a><p><input name="c" class="input"></p><div class="top"></div></main>',
    );
    expect((await focusFaults(page)).map((fault) => fault.split(/[ :]/u).slice(0, 3).join(' '))).toEqual([
      'the focus is',
      'is behind DIV',
      'is behind DIV',
    ]);
    expect(await paleEdges(page)).toHaveLength(1);
    expect(await helpFaults(page)).toEqual(['no help']);
    await page.close();
  });

  test('control: a focus that is a shadow alone, and what paper cannot scroll, are found', async () => {
    const page = await browser.newPage({ viewport: { width: 320, height: 740 } });
    await page.setContent(
      '<style>a:focus{outline:0;box-shadow:0 0 0 3px #000}.box{overflow-x:auto;width:90%}.wide{width:900px}</style><a href="#a">b</a><div class="box"><p class="wide">c</p></div>',
    );
    expect(await focusFaults(page)).toEqual([]);
    expect(await faultsInForcedColours(page)).toEqual(['in forced colours: the focus is not seen: A b']);
    expect(await faultsOnPaper(page)).toEqual(['on paper: is scrolled: box c']);
    await page.close();
  });

  test('in forced colours a telephone reads the QR code from the screen, the postcard can be read, the steps tell how far one is', async () => {
    const { number } = await all.fresh.db.one<{ number: string }>(
      sql`SELECT r.number FROM reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id JOIN cards.cards c ON c.id = m.card_id WHERE c.notice_id = 'EYE-000003' AND r.state = 'booked'`,
    );
    for (const look of [{ width: 375 }, { width: 375, forcedColors: 'active' }] satisfies Look[]) {
      const booked = await context('booked', look);
      const page = await booked.newPage();
      await page.goto(`${all.door.url}/reservation`);
      const code = await pixels(page, '.qr');
      expect(readQr(code)).toBe(number);
      const held = await context('held', look);
      const steps = await held.newPage();
      await steps.goto(`${all.door.url}/cautions`);
      const bar = await pixels(steps, '.steps-bar');
      expect(new Set(steppedColours(bar)).size).toBe(2);
      await steps.goto(`${all.door.url}/notice`);
      // Words and lines are some of the postcard, not all and not none.
      const share = dark(await pixels(steps, '.postcard'));
      expect(share).toBeGreaterThan(0.02);
      expect(share).toBeLessThan(0.3);
      await booked.close();
      await held.close();
    }
  });

  test('the printed reservation fits one sheet and says number, telephone, until when and where it may be changed, how long it takes', async () => {
    const booked = await context('booked', { width: 1280 });
    const page = await booked.newPage();
    await page.goto(`${all.door.url}/reservation?done=booked`);
    await page.evaluate(() => document.fonts.ready);
    const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/gu)?.length).toBe(1);
    await page.emulateMedia({ media: 'print' });
    const text = (await page.locator('body').innerText()).replace(/[\u200b\ufeff]/gu, '');
    expect(text).toContain('0942-');
    expect(text).toMatch(/変更・取り消しは、令和\d+年\d+月\d+日（.）の午[前後]\d+時(?:\d+分)?まで|変更・取り消しは、\d+月\d+日/u);
    expect(text).not.toMatch(/場所や日時を変更する|終了する|印刷する/u);
    // Where who holds the paper asks for it: to type, and to photograph.
    const where = await page.locator('.on-paper-page').innerText();
    expect(where).toMatch(/\/manage\/number$/u);
    expect(readQr(await pixels(page, '.on-paper .qr'))).toBe(where);
    expect(text).toContain('窓口でかかる時間の目安は');
    // The cautions as they were agreed to.
    expect(text).toContain('確かめていただいた注意');
    expect(await page.locator('.agreed li').count()).toBeGreaterThan(0);
    await booked.close();
  });
});

/** The colour in the middle of each of the six steps. */
function steppedColours({ rgb, width, height }: ReturnType<typeof decode>): string[] {
  return Array.from({ length: 6 }, (_, step) => {
    const at = (Math.floor(height / 2) * width + Math.floor(((step + 0.5) / 6) * width)) * 3;
    return [rgb[at], rgb[at + 1], rgb[at + 2]].join(' ');
  });
}
