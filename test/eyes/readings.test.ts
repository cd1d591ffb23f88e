import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeBrowser, browser as sharedBrowser } from '../support/browser.ts';
import { type Scenes, setScenes } from './scenes.ts';

let all: Scenes;
beforeAll(async () => {
  all = await setScenes();
});
afterAll(async () => {
  await closeBrowser();
  await all?.close();
});

/** Words with a reading that are on another line than the letter before or behind them, where a line may break only at spaces, brackets and behind what a line ends with. */
const partedWords = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const bottomOf = (node: Node, at: number): number => {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      return range.getBoundingClientRect().bottom;
    };
    const found: string[] = [];
    for (const ruby of document.querySelectorAll('ruby')) {
      const word = ruby.firstChild;
      const behind = ruby.nextSibling;
      const before = ruby.previousSibling;
      if (word === null || !ruby.checkVisibility()) continue;
      const bottom = bottomOf(word, 0);
      const parted = (node: Node | null, at: number, breaks: RegExp) => {
        const letter = node?.textContent?.[at];
        if (
          node?.nodeType === Node.TEXT_NODE &&
          letter !== undefined &&
          !breaks.test(letter) &&
          Math.abs(bottomOf(node, at) - bottom) > 12
        )
          found.push(`${before?.textContent ?? ''}|${word.textContent}|${behind?.textContent ?? ''}`);
      };
      parted(behind, (behind?.textContent ?? '').search(/[^\ufeff]/u), /[ \n\u200b（「]/u);
      const last = (before?.textContent ?? '').replace(/\ufeff+$/u, '').length - 1;
      parted(before, last, /[ \n\u200b、。・：）」]/u);
    }
    return found;
  });

test('[8(3)①] やさしい日本語: on a telephone no line breaks between a word with a reading and what belongs to it', async () => {
  const browser = await sharedBrowser();
  const faults: string[] = [];
  for (const { who, path } of all.scenes) {
    const context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 375, height: 740 } });
    const cookies = [...all.people[who].cookies].map(([name, value]) => ({ name, value, url: all.door.url }));
    await context.addCookies(cookies);
    const page = await context.newPage();
    await page.goto(`${all.door.url}/easy${path}`);
    await page.evaluate(() => document.fonts.ready);
    for (const fault of await partedWords(page)) faults.push(`${path} (${who}): ${fault}`);
    await context.close();
  }
  expect(faults.join('\n')).toBe('');
});
