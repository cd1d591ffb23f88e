import type { Page } from 'playwright-core';
import { paths as citizen } from '../../src/citizen/paths.ts';
import { type City, follow, press, type Step, type Walk } from './steps.ts';

/** By the postcard. `card`: which of the demo's cards. */
const byCard = (card: number) => async (page: Page, city: City) => {
  await page.goto(city.citizen + citizen.notice);
  const { notice = '', month = '', day = '' } = city.cards[card] ?? {};
  await page.locator('[name=notice]').fill(notice);
  await page.locator('[name=month]').fill(month);
  await page.locator('[name=day]').fill(day);
};

/** By name, kana, birthday and phone, for a service without a card on file. */
const byName = (name: string, kana: string) => async (page: Page, city: City) => {
  await page.goto(`${city.citizen}${citizen.person}?service=certificate-renewal`);
  for (const [box, value] of Object.entries({ name, kana, year: '52', month: '11', day: '9', phone: '090-1234-5678' }))
    await page.locator(`[name=${box}]`).fill(value);
  await page.locator('[name=era]').selectOption('昭和');
};

type Prove = { picture: string; act: Step['act']; mail: string };

/** From the start page to the done page. Each who books has a mailbox of their own. */
const booking = (prefix: string, { picture, act, mail }: Prove): Step[] => [
  { picture: `${prefix}start`, act: (page, city) => page.goto(city.citizen + citizen.start) },
  { picture: `${prefix}${picture}`, act },
  { picture: `${prefix}mail`, act: press('次へ進む') },
  {
    act: async (page) => {
      await page.locator('[name=mail]').fill(mail);
      await page.locator('[name=mail_again]').fill(mail);
      await press('メールを送る')(page);
    },
  },
  { picture: `${prefix}link`, act: async (page, city) => page.goto(await city.linkTo(mail)) },
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
      // Not what was lost: each such answer changes what is to be read and ticked.
      for (const box of await page.locator('input[type=checkbox]:not([name^=lost])').all()) await box.check();
      await press('次へ進む')(page);
    },
  },
  { picture: `${prefix}done`, act: press('この内容で予約する') },
];

const card = (which: number): Prove => ({ picture: 'notice', act: byCard(which), mail: `hanako${which + 1}@example.jp` });
const person = (name: string, kana: string, mail: string): Prove => ({ picture: 'person', act: byName(name, kana), mail });

export const CITIZEN_WALKS: readonly Walk[] = [
  { about: 'a citizen books', width: 1280, steps: booking('citizen-', card(0)) },
  { about: 'a citizen books on a phone', width: 375, steps: booking('phone-', card(1)) },
  {
    about: 'somebody books a service without a card on file',
    width: 1280,
    steps: booking('renewal-', person('久留米 花子', 'くるめ はなこ', 'kurume@example.jp')),
  },
  {
    about: 'the same on a phone',
    width: 375,
    steps: booking('renewal-phone-', person('筑後 次郎', 'ちくご じろう', 'chikugo@example.jp')),
  },
];
