import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { inject } from 'vitest';

/** Below this width a page is laid out as for a telephone. */
const NARROW = 600;

/** What differs from one load of a page to the next and is nothing to axe: letters of tokens, numbers of rows, digits of dates and counts. */
const tidy = (html: string): string =>
  html
    .replace(/<input type="hidden"[^>]*>/gu, '')
    .replace(/ (?:href|action|formaction|value)="[^"]*"/gu, '')
    .replace(/[0-9０-９]+/gu, '0');

/** A file for each page that was found without a fault in this run, shared by all test files. */
async function knownAs(page: Page): Promise<string> {
  const html = await page.evaluate(() => document.documentElement.outerHTML);
  const narrow = (page.viewportSize()?.width ?? 0) < NARROW;
  const name = createHash('sha256')
    .update(`${narrow} ${tidy(html)}`)
    .digest('hex');
  return join(inject('seen'), name);
}

/**
 * axe over the page as it stands: every fault a line, with where. A page that was found without a fault in this run is not looked at again: the
 * same form after other journeys was two thirds of the time that walks took. What passed is not listed: on a grid of 240 places the list alone
 * kept the process from answering. Legacy mode runs in the page itself; the other way opens a second page for every look, for frames that
 * ours do not have.
 */
export async function axeFaults(page: Page): Promise<string[]> {
  const known = await knownAs(page);
  if (existsSync(known)) return [];
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .setLegacyMode()
    .analyze();
  if (violations.length === 0) writeFileSync(known, '');
  return violations.map(
    ({ id, help, nodes }) => `axe: ${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`,
  );
}
