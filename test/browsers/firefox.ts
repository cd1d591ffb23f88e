import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { ROOT } from '../../src/lib/root.ts';
import type { Driver, Engine } from './driver.ts';

const PROGRAMS = ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'];

/** Its sandbox reads no fonts below /tmp: they stand in the fonts of a home of its own. */
function homeWithFonts(): string {
  const home = mkdtempSync(join(tmpdir(), 'madoguchi-firefox-'));
  const fonts = join(home, '.local/share/fonts');
  mkdirSync(fonts, { recursive: true });
  for (const name of ['biz-udpgothic', 'noto-sans-jp'])
    cpSync(join(ROOT, 'node_modules/@expo-google-fonts', name), join(fonts, name), { recursive: true });
  return home;
}

async function open(program: string): Promise<Driver> {
  const home = homeWithFonts();
  // WebDriver BiDi: no geckodriver.
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: program,
    headless: true,
    // Its release cannot be told a viewport; a window is as narrow as it lets one be.
    defaultViewport: null,
    args: ['--width=375', '--height=740'],
    env: { ...process.env, HOME: home },
  });
  let context = await browser.createBrowserContext();
  let page = await context.newPage();
  return {
    name: (await browser.version()).replace('/', ' '),
    go: async (url) => void (await page.goto(url)),
    type: async (box, text) => {
      await page.$eval(`[name="${box}"]`, (found) => {
        if (found instanceof HTMLInputElement) found.value = '';
      });
      await page.type(`[name="${box}"]`, text);
    },
    click: (selector) => page.click(selector),
    see: (expression) => page.evaluate(expression),
    forget: async () => {
      await context.close();
      context = await browser.createBrowserContext();
      page = await context.newPage();
    },
    close: async () => {
      await browser.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const program = PROGRAMS.find(existsSync);
export const firefoxEngine: Engine =
  program === undefined
    ? { engine: 'Firefox', missing: 'firefox-esr is not installed (Debian: apt-get install firefox-esr)' }
    : { engine: 'Firefox', open: () => open(program) };
