import type { Page } from 'playwright-core';
import { focusFaults, paleEdges } from './access.ts';
import { cutOrSideways } from './looks.ts';

/** What is cut, has no edge or does not show its focus where a reader's own colours stand in place of ours. */
export async function faultsInForcedColours(page: Page): Promise<string[]> {
  await page.emulateMedia({ forcedColors: 'active' });
  const found = [...(await cutOrSideways(page)), ...(await paleEdges(page)), ...(await focusFaults(page))];
  await page.emulateMedia({ forcedColors: 'none' });
  return found.map((fault) => `in forced colours: ${fault}`);
}

/** A4 without the margins of 14 mm that the sheet sets, in CSS pixels. */
export const SHEET = { width: 688, height: 1017 };

/** Boxes that are scrolled on the screen and hold more than they show: paper cannot be scrolled. */
const scrolled = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')].flatMap((box) => {
      const { overflowX, overflowY } = getComputedStyle(box);
      const more = (how: string, whole: number, shown: number) => (how === 'auto' || how === 'scroll') && whole > shown + 1;
      const cut = more(overflowX, box.scrollWidth, box.clientWidth) || more(overflowY, box.scrollHeight, box.clientHeight);
      return cut && box.tagName !== 'TEXTAREA' ? [`is scrolled: ${box.className} ${box.textContent?.slice(0, 40)}`] : [];
    }),
  );

/** What is cut or goes over the edge where the page is printed. */
export async function faultsOnPaper(page: Page): Promise<string[]> {
  const before = page.viewportSize();
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize(SHEET);
  const found = [...(await cutOrSideways(page)), ...(await scrolled(page))];
  await page.emulateMedia({ media: 'screen' });
  if (before !== null) await page.setViewportSize(before);
  return found.map((fault) => `on paper: ${fault}`);
}
