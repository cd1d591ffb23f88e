import { paths as desk, withQuery } from '../../src/desk/paths.ts';
import { eraDate } from '../../src/lib/dates/format.ts';
import { follow, inDays, load, press, signIn, type Walk } from './steps.ts';

export const DAY_WALKS: readonly Walk[] = [
  {
    about: 'a day is closed',
    width: 1280,
    steps: [
      signIn,
      { picture: 'desk-terminal', act: (page, city) => page.goto(city.desk + desk.checkTerminal) },
      { picture: 'desk-incomplete-reasons', act: (page, city) => page.goto(city.desk + desk.incompleteReasons) },
      {
        picture: 'desk-day-end',
        act: async (page, city) => {
          await page.goto(city.desk + desk.dayEnd);
          // Today’s would look different at every hour.
          await load(page, () => page.locator('[aria-labelledby=unclosed] a').first().click());
        },
      },
      { picture: 'desk-day-ended', act: press('日締めをする') },
    ],
  },
  {
    about: 'everybody of a week is written to',
    width: 1280,
    steps: [
      signIn,
      {
        act: (page, city) =>
          page.goto(
            city.desk +
              withQuery(desk.list('visits'), {
                office: 'honcho',
                from: eraDate(inDays(7)),
                to: eraDate(inDays(11)),
                state: 'coming',
              }),
          ),
      },
      { act: follow('一斉メールを作成する') },
      {
        picture: 'desk-mailing-preview',
        act: async (page) => {
          await page.locator('[name=subject]').fill('当日の入口について');
          await page
            .locator('[name=body]')
            .fill('工事のため、この週は本庁舎の南口が使えません。\n北口からお入りください。窓口の場所は変わりません。');
          await press('内容を確かめる')(page);
        },
      },
      { picture: 'desk-mailing', act: (page) => load(page, () => page.locator('button[value=send]').click()) },
    ],
  },
];
