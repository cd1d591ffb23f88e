import type { Page } from 'playwright-core';
import { PASSWORD, type TestDesk } from './desk.ts';

/** A clerk's hands on the keyboard: every press is counted, letters too. */
export type Hands = {
  /** Presses so far. */
  count(): number;
  /** From here on. */
  begin(): void;
  /** Types where the page put the cursor. */
  type(text: string): Promise<void>;
  press(...keys: string[]): Promise<void>;
  /** Enter, or another key, and the page it leads to, with the cursor where that page puts it. */
  enter(key?: string): Promise<void>;
};

/** Waits until the page has put the cursor somewhere: the browser does that a moment after it is loaded. */
const cursor = (page: Page) => page.locator(':focus').waitFor();

export function hands(page: Page): Hands {
  let count = 0;
  const one = async (key: string) => {
    count += 1;
    await page.keyboard.press(key);
  };
  return {
    count: () => count,
    begin: () => {
      count = 0;
    },
    type: async (text) => {
      await cursor(page);
      count += Array.from(text).length;
      await page.keyboard.type(text);
    },
    press: async (...keys) => {
      await cursor(page);
      for (const key of keys) await one(key);
    },
    enter: async (key = 'Enter') => {
      await cursor(page);
      await Promise.all([page.waitForEvent('load'), one(key)]);
    },
  };
}

/** Types who one is where the sign-in page put the cursor; Enter is the next press. */
export async function typeSignIn(page: Page, login: string): Promise<void> {
  await page.locator('input:focus').waitFor();
  await page.keyboard.type(login);
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
}

/** Signs in, and is on the page the desk begins with. */
export async function signInAt(desk: TestDesk, page: Page, login: string): Promise<void> {
  await page.goto(`${desk.url}/sign-in`);
  await page.fill('[name=login]', login);
  await page.fill('[name=password]', PASSWORD);
  await Promise.all([page.waitForEvent('load'), page.locator('[name=password]').press('Enter')]);
}
