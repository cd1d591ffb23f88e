import { type Browser, type BrowserContext, type Locator, type Page, chromium as playwright } from 'playwright-core';
import { axeFaults } from './axe.ts';
import { chromium } from './chromium.ts';
import { htmlFaults } from './html.ts';

export type OpenOptions = {
  /** False: scripts are off, as in a browser that skips modules. */
  js?: boolean;
  width?: 320 | 375 | 640 | 768 | 1024 | 1280;
  /** Faults that a test provokes on purpose and wants to look at itself. */
  allow?: RegExp;
};

/**
 * One visitor. Every page that `go`, `press` and `follow` end on is scanned: HTML validated, axe run, nothing wider than the
 * screen, no fault in the console, no answer above 499, no request to another machine. The first fault throws.
 */
export type Visitor = {
  readonly page: Page;
  readonly context: BrowserContext;
  go(url: string): Promise<void>;
  /** Presses a button that leads to a page. */
  press(name: string | RegExp): Promise<void>;
  /** Follows a link that leads to a page. */
  follow(name: string | RegExp): Promise<void>;
  /** Does something that loads a page (Enter in a field, back button) and scans what came. */
  load(act: () => Promise<unknown>): Promise<void>;
  field(label: string | RegExp): Locator;
  fill(label: string | RegExp, value: string): Promise<void>;
  tick(label: string | RegExp): Promise<void>;
  choose(label: string | RegExp, option: string): Promise<void>;
  heading(): Promise<string>;
  /** All words on the page. */
  text(): Promise<string>;
  /** Scans the page as it stands: after a script changed it. */
  scan(): Promise<void>;
  close(): Promise<void>;
};

/** Words as one sees them: without the marks where a line may break. */
const seen = (text: string): string => text.replace(/[\u200b\ufeff]/gu, '');

let shared: Promise<Browser> | undefined;
const forget = (): void => {
  shared = undefined;
};

/** One browser for all test files of a worker, which ends with it; `closeBrowser` in afterAll of a file closes what that opened. */
export function browser(): Promise<Browser> {
  shared ??= launch().then(
    // One that fell is not handed to the next file.
    (one) => one.once('disconnected', forget),
    (error: unknown) => {
      forget();
      throw error;
    },
  );
  return shared;
}

/** A browser of its own; whoever starts it closes it. `settings` are what a person sets in it, as the engine names them. */
export async function launch(settings: Readonly<Record<string, string | number>> = {}): Promise<Browser> {
  const { program, env } = chromium();
  const set = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const args = ['--no-sandbox', ...(set.length === 0 ? [] : [`--blink-settings=${set.join(',')}`])];
  return playwright.launch({ executablePath: program, args, env });
}

/** Closes all that is open in the shared browser: the next file meets none of it. */
export async function closeBrowser(): Promise<void> {
  for (const context of (await shared)?.contexts() ?? []) await context.close();
}

/** A visitor with empty cookies. */
export async function open({ js = true, width = 1280, allow }: OpenOptions = {}): Promise<Visitor> {
  const context = await (await browser()).newContext({
    javaScriptEnabled: js,
    viewport: { width, height: width < 600 ? 740 : 900 },
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(90_000);
  const faults: string[] = [];
  const fault = (words: string) => {
    if (allow === undefined || !allow.test(words)) faults.push(words);
  };
  let html: Promise<string> = Promise.resolve('');

  page.on('pageerror', (error) => fault(`script: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') fault(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http') && !['127.0.0.1', 'localhost'].includes(hostname)) fault(`asks another machine: ${hostname}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) fault(`answer ${response.status()} from ${response.url()}`);
    const document = response.request().isNavigationRequest() && response.frame() === page.mainFrame();
    const redirect = response.status() >= 300 && response.status() < 400;
    if (document && !redirect) html = response.text().catch(() => '');
  });

  async function widerThanScreen(): Promise<void> {
    const over = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    if (typeof over !== 'number' || over <= 0) return;
    const beyond = await page.evaluate(() =>
      [...document.querySelectorAll('main *')]
        .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth)
        .map((one) => `${one.tagName.toLowerCase()}.${one.className} to ${Math.round(one.getBoundingClientRect().right)}`)
        .slice(0, 12)
        .join(', '),
    );
    fault(`the page is ${over} px wider than the screen of ${width} px: ${beyond}`);
  }

  async function scan(): Promise<void> {
    for (const line of await htmlFaults(await html)) fault(`html: ${line}`);
    await widerThanScreen();
    for (const line of await axeFaults(page)) fault(line);
    if (faults.length > 0)
      throw new Error(`${page.url()} at ${width} px, scripts ${js ? 'on' : 'off'}:\n${faults.splice(0).join('\n')}`);
  }

  async function load(act: () => Promise<unknown>): Promise<void> {
    const loaded = page.waitForEvent('load');
    await act();
    await loaded;
    await scan();
  }

  const field = (label: string | RegExp) => page.getByLabel(label);
  return {
    page,
    context,
    go: (url) => load(() => page.goto(url)),
    press: (name) => load(() => page.getByRole('button', { name }).click()),
    follow: (name) => load(() => page.getByRole('link', { name }).click()),
    load,
    field,
    fill: (label, value) => field(label).fill(value),
    tick: (label) => field(label).check(),
    choose: async (label, option) => {
      await field(label).selectOption({ label: option });
    },
    heading: async () => seen(await page.getByRole('heading', { level: 1 }).innerText()).trim(),
    text: async () => seen(await page.locator('body').innerText()),
    scan,
    close: async () => {
      await context.close();
    },
  };
}
