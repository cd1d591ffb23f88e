import type { Browser } from 'playwright-core';
import { axeFaults } from '../support/axe.ts';
import type { Visitor } from '../support/browse.ts';
import type { TestDesk } from '../support/desk.ts';
import { cutOrSideways } from './looks.ts';
import { faultsInForcedColours, faultsOnPaper } from './other-ways.ts';

export type DeskPages = { browser: Browser; desk: TestDesk; me: Visitor; paths: readonly string[] };

/** A browser signed in as `me`. */
export async function signedInBrowser({ browser, desk, me }: Omit<DeskPages, 'paths'>) {
  const context = await browser.newContext({ locale: 'ja-JP', reducedMotion: 'reduce' });
  await context.addCookies(
    [...me.cookies].map(([name, value]) => ({ name, value, url: desk.url, httpOnly: true, sameSite: 'Lax' as const })),
  );
  return context;
}

/** Opens every page of the desk at each width; every fault of every page is told at once. `axe`: the accessibility of each, forced colours and paper are looked at too. */
export async function faultsOf({ paths, ...who }: DeskPages, widths: readonly number[], { axe = false } = {}): Promise<string> {
  const faults: string[] = [];
  const context = await signedInBrowser(who);
  const page = await context.newPage();
  for (const path of paths) {
    const answer = await page.goto(`${who.desk.url}${path}`);
    if (answer?.status() !== 200) faults.push(`${path}: answers ${answer?.status()}`);
    await page.evaluate(() => document.fonts.ready);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 740 });
      for (const fault of await cutOrSideways(page)) faults.push(`${path} at ${width} px: ${fault}`);
    }
    if (!axe) continue;
    const others = [...(await axeFaults(page)), ...(await faultsInForcedColours(page)), ...(await faultsOnPaper(page))];
    for (const fault of others) faults.push(`${path} ${fault}`);
  }
  await context.close();
  return faults.join('\n');
}
