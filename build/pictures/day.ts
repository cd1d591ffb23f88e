import { paths as desk, withQuery } from '../../src/desk/paths.ts';
import { eraDate } from '../../src/lib/dates/format.ts';
import { follow, inDays, load, press, signIn, type Walk } from './steps.ts';

export const DAY_WALKS: readonly Walk[] = [
  {
    about: 'a day is closed',
    width: 1280,
    steps: [
      signIn,
      {
        picture: 'desk-former',
        act: async (page, city) => {
          await page.goto(city.desk + desk.former);
          const head = '以前の予約番号,受付経路,交付場所,予約日,予約時刻,交付通知書ID,氏名,生年月日';
          const row = (number: number, time: string) =>
            `K-${number},電話,本庁,${inDays(9)},${time},QQ${number}-00000${number},見本　花子,1980/4/${number}`;
          await page.locator('[name=file]').setInputFiles({
            name: '予約台帳.csv',
            mimeType: 'text/csv',
            buffer: Buffer.from([head, row(1, '9:00'), row(2, '9:30'), row(3, '9:07')].join('\r\n')),
          });
          await press('読み込んで確かめる')(page);
        },
      },
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
    about: 'a card is handed over',
    width: 1280,
    steps: [
      signIn,
      { act: (page, city) => page.goto(city.desk + withQuery(desk.today, { office: 'honcho' })) },
      { picture: 'desk-hand-over', whole: true, act: follow('回収・手数料・代理人') },
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
