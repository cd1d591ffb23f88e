// `npm run pictures [-- NAME …]`: starts a demo city of its own, walks through it and writes docs/pictures/NAME.png for every picture of
// build/pictures/walks.ts, or for those named (NAME may be the beginning of one: `desk`).
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Browser, chromium as playwright } from 'playwright-core';
import { ROOT } from '../src/lib/root.ts';
import { chromium, withMachineFonts } from '../test/support/chromium.ts';
import { freePorts, startSystem } from '../test/support/madoguchi.ts';
import { shrunk } from './pictures/shrink.ts';
import type { City, Walk } from './pictures/steps.ts';
import { WALKS } from './pictures/walks.ts';

const FOLDER = join(ROOT, 'docs', 'pictures');
/** Pictures live in the repository for good. */
const MOST_BYTES = 150_000;

/** What `start` printed about cards that can book. */
const cardsIn = (output: string): City['cards'] =>
  [...output.matchAll(/交付通知書ID (\S+), born (\d+)月(\d+)日/gu)].map(([, notice = '', month = '', day = '']) => ({
    notice,
    month,
    day,
  }));

/** Looks at the catcher's page until the mail is there. */
async function linkTo(mailPage: string, to: string): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const html = await (await fetch(mailPage)).text();
    const mail = html.split('<article').find((article) => article.includes(to));
    const link = mail?.match(/href="([^"]+)"/u)?.[1];
    if (link !== undefined) return link.replaceAll('&amp;', '&');
    await setTimeout(500);
  }
  throw new Error(`no mail to ${to} came`);
}

async function take(browser: Browser, city: City, { width, steps }: Walk, wanted: (name: string) => boolean): Promise<void> {
  const context = await browser.newContext({
    viewport: { width, height: width < 600 ? 740 : 900 },
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  for (const { picture, whole, act } of steps) {
    await act(page, city);
    if (picture === undefined || !wanted(picture)) continue;
    const bytes = shrunk(await page.screenshot({ fullPage: whole ?? width < 600 }));
    if (bytes.length > MOST_BYTES) throw new Error(`${picture} has ${bytes.length} bytes, over ${MOST_BYTES}`);
    writeFileSync(join(FOLDER, `${picture}.png`), bytes);
    console.log(`docs/pictures/${picture}.png ${Math.round(bytes.length / 1_000)} kB`);
  }
  await context.close();
}

async function main(names: readonly string[]): Promise<void> {
  const wanted = (name: string) => names.length === 0 || names.some((one) => name.startsWith(one));
  const walks = WALKS.filter(({ steps }) => steps.some(({ picture }) => picture !== undefined && wanted(picture)));
  const dataDir = mkdtempSync(join(tmpdir(), 'madoguchi-pictures-'));
  const system = await startSystem(join(dataDir, 'data'), await freePorts());
  try {
    const { program, env } = withMachineFonts(chromium());
    const browser = await playwright.launch({ executablePath: program, args: ['--no-sandbox'], env });
    const city: City = {
      citizen: system.citizen,
      desk: system.desk,
      cards: cardsIn(system.output()),
      linkTo: (mail) => linkTo(system.mails, mail),
    };
    mkdirSync(FOLDER, { recursive: true });
    try {
      for (const walk of walks)
        await take(browser, city, walk, wanted).catch((error: unknown) => {
          // The other walks are taken all the same.
          console.error(`${walk.about}:`, error);
          process.exitCode = 1;
        });
    } finally {
      await browser.close();
    }
  } finally {
    await system.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

await main(process.argv.slice(2));
