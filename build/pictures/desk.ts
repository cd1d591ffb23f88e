import { paths as desk } from '../../src/desk/paths.ts';
import { eraDate, longDate } from '../../src/lib/dates/format.ts';
import { monthAfter } from '../../src/lib/dates/spans.ts';
import { coming, follow, inDays, load, press, signIn, type Walk } from './steps.ts';

/** A Tuesday some two weeks on: open, and booked by some. */
const OPEN_DAY = coming(2, 10);

/** The first day of next month. */
const nextMonth = (): string => monthAfter(inDays(0));

export const DESK_WALKS: readonly Walk[] = [
  {
    about: 'a day at the desk',
    width: 1280,
    steps: [
      signIn,
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
        act: (page, city) => page.goto(`${city.desk}${desk.calendar}?month=${OPEN_DAY.slice(0, 7)}`),
      },
      { picture: 'desk-day', act: (page, city) => page.goto(`${city.desk}${desk.calendarDay}?day=${OPEN_DAY}`) },
      {
        picture: 'desk-days',
        whole: true,
        act: async (page) => {
          await press('日を指定して臨時開庁・臨時閉庁・時間変更')(page);
          await page.locator('[name=reason]').fill('停電点検のため');
        },
      },
      { picture: 'desk-draft', act: press('下書きに追加する') },
      { picture: 'desk-preview', act: follow('変更の影響を確認する') },
      { picture: 'desk-patterns', act: (page, city) => page.goto(city.desk + desk.patterns) },
    ],
  },
  {
    about: 'a branch is set up and its hours are published',
    width: 1280,
    steps: [
      signIn,
      { picture: 'desk-settings', act: (page, city) => page.goto(city.desk + desk.settings) },
      {
        picture: 'desk-office-new',
        whole: true,
        act: async (page, city) => {
          await page.goto(city.desk + desk.newOffice);
          const typed = { code: 'zendoji', name: '善導寺支所', address: '久留米市善導寺町', phone: '0942-47-0000' };
          for (const [box, value] of Object.entries(typed)) await page.locator(`[name=${box}]`).fill(value);
          await page.locator('[name=from]').fill(eraDate(nextMonth()));
        },
      },
      { picture: 'desk-office', act: press('追加する') },
      { picture: 'desk-window', whole: true, act: follow(/受け取りの予約可能期間/u) },
      {
        picture: 'desk-windows',
        act: async (page, city) => {
          await press('保存する')(page);
          await page.goto(city.desk + desk.windows);
        },
      },
      {
        picture: 'desk-week-empty',
        whole: true,
        act: async (page, city) => {
          await page.goto(`${city.desk}${desk.calendar}?office=zendoji`);
          await press('曜日の規則を変更する')(page);
        },
      },
      { act: press('複写して、下書きに追加する') },
      {
        picture: 'desk-pattern',
        act: async (page) => {
          await press('開庁時間パターンを作成する')(page);
          await page.locator('[name=name]').fill('夜間も開く日');
          for (const [row, from, to] of [
            [0, '9:00', '12:00'],
            [1, '13:00', '17:00'],
            [2, '17:00', '20:00'],
          ] as const) {
            await page.locator(`[name=from-${row}]`).fill(from);
            await page.locator(`[name=to-${row}]`).fill(to);
            await page.locator(`[name=capacity-${row}]`).fill('2');
          }
          await press(/行を追加する/u)(page);
        },
      },
      { act: press('下書きに追加する') },
      {
        picture: 'desk-week',
        whole: true,
        act: async (page) => {
          await press('曜日の規則を変更する')(page);
          await page.locator('[name=nth-2]').check();
          await page.locator('[name=nth-weekday]').selectOption('4');
          await page.locator('[name=nth-pattern]').selectOption({ label: '夜間も開く日　9:00〜12:00、13:00〜20:00' });
          await press('追加する前に、予定を確認する')(page);
        },
      },
      {
        picture: 'desk-branch-draft',
        whole: true,
        act: async (page) => {
          await press('下書きに追加する')(page);
          await page.locator('[name=name]').fill('善導寺支所を開く');
          await page.locator('[name="opens-day"]').fill(longDate(nextMonth()));
          await page.locator('[name="opens-time"]').fill('9:00');
          await press('名称と時期を保存する')(page);
        },
      },
      { picture: 'desk-branch-preview', whole: true, act: follow('変更の影響を確認する') },
      { picture: 'desk-published', act: press('この内容で公開する') },
      { picture: 'desk-drafts', act: (page, city) => page.goto(city.desk + desk.drafts) },
      { picture: 'desk-services', act: (page, city) => page.goto(city.desk + desk.services) },
      { picture: 'desk-service', whole: true, act: follow('電子証明書の更新') },
      {
        picture: 'desk-holidays',
        act: async (page, city) => {
          await page.goto(city.desk + desk.calendar);
          await press('祝日を変更する')(page);
        },
      },
    ],
  },
  {
    about: 'a Friday is closed for a storm',
    width: 1280,
    steps: [
      signIn,
      {
        picture: 'desk-closing-form',
        whole: true,
        act: async (page, city) => {
          await page.goto(`${city.desk}${desk.newClosing}?office=honcho&from=${coming(5, 3)}`);
          await page.getByRole('radio', { name: '終日' }).check();
          await page.locator('[name=reason]').fill('台風21号の接近のため');
        },
      },
      { picture: 'desk-closing-preview', act: press(/臨時閉庁の影響を確認/u) },
      { picture: 'desk-closing', act: press('この内容で臨時閉庁にする') },
      { picture: 'desk-closing-phone', act: follow(/電話する方/u) },
      { picture: 'desk-closings', act: (page, city) => page.goto(city.desk + desk.closings) },
    ],
  },
];
