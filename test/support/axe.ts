import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { inject } from 'vitest';
import { ROOT } from '../../src/lib/root.ts';

/** Below this width a page is laid out as for a telephone. */
const NARROW = 600;
const SOURCE = join(ROOT, 'node_modules/axe-core/axe.min.js');
const BENCH = '/looked-at-by-axe';

/** What differs from one load of a page to the next and is nothing to axe: letters of tokens, numbers of rows, digits of dates and counts. */
const tidy = (html: string): string =>
  html
    .replace(/<input type="hidden"[^>]*>/gu, '')
    .replace(/ (?:href|action|formaction|value)="[^"]*"/gu, '')
    .replace(/[0-9０-９]+/gu, '0');

/** A file for each page that was found without a fault in this run, shared by all test files. */
function knownAs(html: string, width: number): string {
  const name = createHash('sha256')
    .update(`${width < NARROW} ${tidy(html)}`)
    .digest('hex');
  return join(inject('seen'), name);
}

/** A page a browser and server in which axe waits. */
const benches = new WeakMap<Browser, Map<string, Promise<Page>>>();

/** `closed`: the browser outlives a test file and its bench, and the next file may have its door at the same port. */
async function openBench(browser: Browser, origin: string, closed: () => void): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'ja-JP', reducedMotion: 'reduce' })).newPage();
  page.once('close', closed);
  await page.route(`${origin}${BENCH}`, (route) =>
    route.fulfill({ body: '<!DOCTYPE html><title>-</title>', contentType: 'text/html' }),
  );
  await page.goto(`${origin}${BENCH}`);
  await page.evaluate(readFileSync(SOURCE, 'utf8'));
  return page;
}

function benchFor(page: Page): Promise<Page> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('a page without a browser');
  const { origin } = new URL(page.url());
  const opened = benches.get(browser) ?? new Map<string, Promise<Page>>();
  benches.set(browser, opened);
  const bench = opened.get(origin) ?? openBench(browser, origin, () => opened.delete(origin));
  opened.set(origin, bench);
  return bench;
}

/** Writes a page over what stands on the bench, where axe stays loaded, and waits for its sheets and fonts. */
async function put(html: string): Promise<void> {
  // Opening takes every listener off.
  document.open();
  const loaded = new Promise((resolve) => window.addEventListener('load', resolve, { once: true }));
  document.write(html);
  document.close();
  await loaded;
  await document.fonts.ready;
}

/**
 * axe over the page as it stands, with what scripts made of it: every fault a line, with where. axe is loaded once and the pages are brought to it:
 * to load it into each of them was most of what a look cost. A page that was found without a fault in this run is not looked at again. What passed is
 * not listed: on a grid of 240 places the list alone kept the process from answering.
 */
export async function axeFaults(page: Page): Promise<string[]> {
  const size = page.viewportSize() ?? { width: 1280, height: 740 };
  const html = (await page.evaluate(() => document.documentElement.outerHTML)).replace(/<script\b[^>]*><\/script>/gu, '');
  const known = knownAs(html, size.width);
  if (existsSync(known)) return [];
  const bench = await benchFor(page);
  await bench.setViewportSize(size);
  await bench.evaluate(put, `<!DOCTYPE html>${html}`);
  const { violations } = await bench.evaluate<AxeResults>('axe.run({ reporter: "no-passes", resultTypes: ["violations"] })');
  if (violations.length === 0) writeFileSync(known, '');
  return violations.map(
    ({ id, help, nodes }) => `axe: ${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`,
  );
}
