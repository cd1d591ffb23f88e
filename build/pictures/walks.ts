import type { Page } from 'playwright-core';
import { paths as citizen } from '../../src/citizen/paths.ts';
import { DEMO_ACCOUNTS } from '../../src/demo/accounts.ts';
import { paths as desk } from '../../src/desk/paths.ts';
import { systemClock, today } from '../../src/lib/clock.ts';
import { addDays } from '../../src/lib/dates/jst.ts';

/** The demo city a walk goes through. */
export type City = {
  citizen: string;
  desk: string;
  /** Cards that can book, as `start` prints them. */
  cards: readonly { notice: string; month: string; day: string }[];
  /** The first address in the newest mail to someone. */
  linkTo(mail: string): Promise<string>;
};

/** What is done in the browser, then the picture's name; no name, no picture. */
export type Step = { picture?: string; act(page: Page, city: City): Promise<unknown> };
export type Walk = { about: string; width: 375 | 1280; steps: readonly Step[] };

/** Does something that loads a page. */
const load = (page: Page, act: () => Promise<unknown>) => Promise.all([page.waitForEvent('load'), act()]);
const press = (name: string | RegExp) => (page: Page) => load(page, () => page.getByRole('button', { name }).first().click());
const follow = (name: string | RegExp) => (page: Page) => load(page, () => page.getByRole('link', { name }).first().click());

/** Two weeks on most places are laid out and some are booked. */
const inDays = (days: number): string => addDays(today(systemClock), days);

const mailOf = (card: number): string => `hanako${card + 1}@example.jp`;

/** From the start page to the done page. `card`: which of the demo's cards books; each has a mailbox of its own. */
const booking = (prefix: string, card: number): Step[] => [
  { picture: `${prefix}start`, act: (page, city) => page.goto(city.citizen + citizen.start) },
  {
    picture: `${prefix}notice`,
    act: async (page, city) => {
      await page.goto(city.citizen + citizen.notice);
      const { notice = '', month = '', day = '' } = city.cards[card] ?? {};
      await page.locator('[name=notice]').fill(notice);
      await page.locator('[name=month]').fill(month);
      await page.locator('[name=day]').fill(day);
    },
  },
  { picture: `${prefix}mail`, act: press('次へ進む') },
  {
    act: async (page) => {
      await page.locator('[name=mail]').fill(mailOf(card));
      await page.locator('[name=mail_again]').fill(mailOf(card));
      await press('メールを送る')(page);
    },
  },
  { picture: `${prefix}link`, act: async (page, city) => page.goto(await city.linkTo(mailOf(card))) },
  {
    picture: `${prefix}calendar`,
    act: async (page) => {
      await press('予約の続きへ進む')(page);
      // On a wide screen the days begin below the fold.
      await page.evaluate("document.querySelector('main h2').scrollIntoView()");
    },
  },
  { picture: `${prefix}times`, act: follow(/空きあり/u) },
  {
    picture: `${prefix}cautions`,
    act: async (page) => {
      await page
        .getByRole('radio', { name: /空きあり/u })
        .first()
        .check();
      await press('次へ進む')(page);
    },
  },
  {
    picture: `${prefix}check`,
    act: async (page) => {
      for (const box of await page.getByRole('checkbox').all()) await box.check();
      await press('次へ進む')(page);
    },
  },
  { picture: `${prefix}done`, act: press('この内容で予約する') },
];

/** Add a walk, or a step to one: each picture named lands in docs/pictures/NAME.png. */
export const WALKS: readonly Walk[] = [
  { about: 'a citizen books', width: 1280, steps: booking('citizen-', 0) },
  { about: 'a citizen books on a phone', width: 375, steps: booking('phone-', 1) },
  {
    about: 'a day at the desk',
    width: 1280,
    steps: [
      {
        act: async (page, city) => {
          const { login, password } = DEMO_ACCOUNTS[0];
          await page.goto(city.desk + desk.signIn);
          await page.locator('[name=login]').fill(login);
          await page.locator('[name=password]').fill(password);
          await load(page, () => page.locator('[name=password]').press('Enter'));
        },
      },
      { picture: 'desk-today', act: (page, city) => page.goto(city.desk + desk.today) },
      { picture: 'desk-tomorrow', act: follow('次の日') },
      {
        picture: 'desk-person',
        act: async (page, city) => {
          await page.locator('#find').fill(city.cards[2]?.notice ?? '');
          await load(page, () => page.locator('#find').press('Enter'));
        },
      },
      {
        picture: 'desk-booking',
        act: (page, city) => page.goto(`${city.desk}${desk.booking}?card=${page.url().match(/\d+$/u)?.[0] ?? ''}`),
      },
      { picture: 'desk-mails', act: (page, city) => page.goto(city.desk + desk.mails) },
      { picture: 'desk-audit', act: (page, city) => page.goto(city.desk + desk.audit) },
      {
        picture: 'desk-calendar',
        act: (page, city) => page.goto(`${city.desk}${desk.calendar}?month=${inDays(14).slice(0, 7)}`),
      },
      { picture: 'desk-day', act: (page, city) => page.goto(`${city.desk}${desk.calendarDay}?day=${inDays(14)}`) },
      {
        picture: 'desk-days',
        act: async (page) => {
          await press('日をえらんで変える・閉じる・開ける')(page);
          await page.locator('[name=reason]').fill('停電点検のため');
        },
      },
      { picture: 'desk-draft', act: press('下書きに入れる') },
      { picture: 'desk-preview', act: follow('何が変わるかを確かめる') },
      { picture: 'desk-patterns', act: (page, city) => page.goto(city.desk + desk.patterns) },
    ],
  },
];
