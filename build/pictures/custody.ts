import type { Page } from 'playwright-core';
import { paths as desk, withQuery } from '../../src/desk/paths.ts';
import { eraDate } from '../../src/lib/dates/format.ts';
import { type City, follow, inDays, load, press, signIn, type Walk } from './steps.ts';

/** A weekend and a holiday lie between, at most. */
const SPAN = { office: 'honcho', from: eraDate(inDays(1)), to: eraDate(inDays(5)) };
const pullList = (city: City) => city.desk + withQuery(desk.list('pull'), SPAN);

/** The notice ID of the first card on the list that lies where it belongs. */
const firstNotice = async (page: Page): Promise<string> =>
  (
    await page
      .locator('tbody tr')
      .filter({ hasNotText: /所在不明|未着/u })
      .first()
      .innerText()
  ).match(/[A-Z0-9]{3}-\d{6}/u)?.[0] ?? '';

async function scan(page: Page, code: string): Promise<void> {
  await page.locator('[name=code]').fill(code);
  // The page stays; its answer takes the place of what it showed.
  await Promise.all([
    page.waitForResponse((answer) => answer.request().method() === 'POST'),
    page.locator('[name=code]').press('Enter'),
  ]);
  await page.locator('.scan-answer').filter({ hasText: code }).waitFor();
}

export const CUSTODY_WALKS: readonly Walk[] = [
  {
    about: 'a delivery is shelved',
    width: 1280,
    steps: [
      signIn,
      { picture: 'desk-storage', act: (page, city) => page.goto(city.desk + withQuery(desk.storage, { office: 'honcho' })) },
      {
        picture: 'desk-box',
        act: (page) => load(page, () => page.locator('.shelf-missing a').first().click()),
      },
      { picture: 'desk-storage-rules', act: (page, city) => page.goto(city.desk + desk.storageRules) },
      { picture: 'desk-placing', act: (page, city) => page.goto(city.desk + desk.placing) },
      {
        picture: 'desk-box-day',
        act: async (page, city) => {
          await page.goto(city.desk + desk.boxDays);
          await follow('today.csv')(page);
        },
      },
      { picture: 'desk-posting', act: (page, city) => page.goto(city.desk + desk.posting) },
      { picture: 'desk-card-one', whole: true, act: (page, city) => page.goto(city.desk + desk.intakeOne) },
      {
        picture: 'desk-list-filters',
        act: async (page, city) => {
          await page.goto(city.desk + desk.list('cards'));
          await follow('条件を保存する')(page);
        },
      },
    ],
  },
  {
    about: 'cards are pulled by a printed list, which is looked at again',
    width: 1280,
    steps: [
      signIn,
      { picture: 'desk-lists', act: (page, city) => page.goto(city.desk + desk.lists) },
      {
        picture: 'desk-list-visits',
        act: (page, city) => page.goto(city.desk + withQuery(desk.list('visits'), { ...SPAN, state: 'all' })),
      },
      { picture: 'desk-list-columns', whole: true, act: follow('列を選ぶ') },
      {
        act: async (page, city) => {
          await page.goto(pullList(city));
          const print = page.getByRole('button', { name: /印刷/u });
          await Promise.all([page.waitForEvent('download'), print.click()]);
        },
      },
      {
        picture: 'desk-scan',
        act: async (page, city) => {
          const notice = await firstNotice(page);
          await page.goto(city.desk + withQuery(desk.cardScan('pull'), { office: SPAN.office, until: SPAN.to }));
          await scan(page, notice);
        },
      },
      { picture: 'desk-scan-wrong', act: (page, city) => scan(page, city.cards[2]?.notice ?? '') },
      { picture: 'desk-list-pull', act: (page, city) => page.goto(pullList(city)) },
    ],
  },
  {
    about: 'cards that are not there the evening before',
    width: 1280,
    steps: [
      signIn,
      {
        picture: 'desk-not-ready',
        act: (page, city) => page.goto(city.desk + desk.list('not-ready')),
      },
    ],
  },
  {
    about: 'notices that came back are scanned',
    width: 1280,
    steps: [
      signIn,
      {
        act: async (page, city) => {
          await page.goto(city.desk + withQuery(desk.list('cards'), { 'status-notified': 'yes', booked: 'no' }));
          const notice = await firstNotice(page);
          await page.goto(city.desk + withQuery(desk.noticesBack, { reason: 1 }));
          await scan(page, notice);
        },
        picture: 'desk-notices-back',
      },
    ],
  },
  {
    about: 'the status of many cards is changed',
    width: 1280,
    steps: [
      signIn,
      {
        act: (page, city) => page.goto(city.desk + withQuery(desk.list('cards'), { 'status-no-show': 'yes', booked: 'no' })),
      },
      { act: follow('交付状況をまとめて変更する') },
      {
        picture: 'desk-bulk',
        act: async (page) => {
          await page.locator('[name=change-to]').selectOption({ label: '再通知' });
          await page.locator('[name=change-why]').fill('再通知を発送したため');
          await press('変更する内容を確かめる')(page);
        },
      },
    ],
  },
];
