import type { Page } from 'playwright-core';
import { DEMO_ACCOUNTS } from '../../src/demo/accounts.ts';
import { paths as desk } from '../../src/desk/paths.ts';
import { systemClock, today } from '../../src/lib/clock.ts';
import { addDays, weekday } from '../../src/lib/dates/jst.ts';

/** The demo city a walk goes through. */
export type City = {
  citizen: string;
  desk: string;
  /** Cards that can book, as `start` prints them. */
  cards: readonly { notice: string; month: string; day: string }[];
  /** The first address in the newest mail to someone. */
  linkTo(mail: string): Promise<string>;
};

/**
 * What is done in the browser, then the picture's name; no name, no picture.
 * `whole`: down to the page's end, past what a screen shows; a narrow one is always taken so.
 */
export type Step = { picture?: string; whole?: true; act(page: Page, city: City): Promise<unknown> };
export type Walk = { about: string; width: 375 | 1280; steps: readonly Step[] };

/** Does something that loads a page. */
export const load = (page: Page, act: () => Promise<unknown>) => Promise.all([page.waitForEvent('load'), act()]);
export const press = (name: string | RegExp) => (page: Page) =>
  load(page, () => page.getByRole('button', { name }).first().click());
export const follow = (name: string | RegExp) => (page: Page) =>
  load(page, () => page.getByRole('link', { name }).first().click());

/** Two weeks on most places are laid out and some are booked. */
export const inDays = (days: number): string => addDays(today(systemClock), days);

/** The first such weekday (1 Monday) at least so many days on. */
export function coming(wanted: number, days: number): string {
  for (let day = inDays(days); ; day = addDays(day, 1)) if (weekday(day) === wanted) return day;
}

/** In by the first of the demo’s accounts, an administrator. */
export const signIn: Step = {
  act: async (page, city) => {
    const { login, password } = DEMO_ACCOUNTS[0];
    await page.goto(city.desk + desk.signIn);
    await page.locator('[name=login]').fill(login);
    await page.locator('[name=password]').fill(password);
    await load(page, () => page.locator('[name=password]').press('Enter'));
  },
};
