import { launch } from '../support/browser.ts';
import type { Driver, Engine } from './driver.ts';

async function open(): Promise<Driver> {
  const browser = await launch();
  const context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 375, height: 740 } });
  const page = await context.newPage();
  return {
    name: `Chromium ${browser.version()}`,
    go: async (url) => void (await page.goto(url)),
    type: async (box, text) => {
      await page.locator(`[name="${box}"]`).fill('');
      await page.locator(`[name="${box}"]`).pressSequentially(text);
    },
    click: (selector) => page.locator(selector).first().click(),
    see: (expression) => page.evaluate(expression),
    forget: () => context.clearCookies(),
    close: () => browser.close(),
  };
}

/** The one the tests use too: it comes with npm. */
export const chromiumEngine: Engine = { engine: 'Chromium', open };
