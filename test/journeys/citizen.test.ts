import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../src/lib/dates/jst.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { closeBrowser, open, type Visitor } from '../support/browser.ts';
import { addCautions, linkSecret, nextMail, type TestCitizenDoor, travel } from '../support/citizen.ts';
import type { FreshDatabase } from '../support/database.ts';
import { openCitizenDoor } from '../support/open.ts';
import { makeCard, type SmallCity } from '../support/small-city.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
let count = 0;

/** In which the whole way is walked: without scripts also at 320 px, below. */
const WALKED = [
  { js: true, width: 375 },
  { js: false, width: 1280 },
] as const;
/** Every combination pages are looked at in. */
const LOOKS = ([375, 1280] as const).flatMap((width) => [true, false].map((js) => ({ js, width })));
/** The browser notes every answer of 400 and more in its console; those are pages of ours. */
const ANSWERS = /Failed to load resource/u;

beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor(6));
  await addCautions(fresh.db, city.service);
});
afterAll(async () => {
  await closeBrowser();
  await door?.close();
});

async function person(): Promise<string> {
  count += 1;
  const noticeId = `H1H-${String(count).padStart(6, '0')}`;
  await makeCard(fresh.db, { noticeId, officeId: city.main, name: `人 ${count}` });
  return noticeId;
}

/** A box by its label: drawings may bear the same name. */
const box = (me: Visitor, name: string) => me.page.getByRole('textbox', { name });

/** From the start page to the calendar. */
async function arrive(me: Visitor, notice: string): Promise<void> {
  await me.go(door.url);
  await me.follow('予約を始める');
  await box(me, '交付通知書ID').fill(notice.toLowerCase().replace('-', 'ー'));
  await box(me, '月').fill('３');
  await box(me, '日').fill('8');
  await me.press('次へ進む');
  expect(await me.heading()).toBe('メールアドレスを入力してください');
  const mail = nextMail();
  await me.page.locator('[name=mail]').fill(mail);
  await me.page.locator('[name=mail_again]').fill(mail);
  await me.press('メールを送る');
  expect(await me.text()).toContain(mail);
  await me.go(`${door.url}/links/${await linkSecret(fresh.db)}`);
  await me.press('予約の続きへ進む');
  expect(await me.heading()).toBe('受け取る場所と日にちを選んでください');
}

/** A day and a time by their words; then on. */
async function choose(me: Visitor, office: string, daysOn: number, time: RegExp): Promise<void> {
  await me.page.getByRole('link', { name: /^変更\s*：/u }).click();
  await me.page.getByLabel('受け取る場所').selectOption({ label: office });
  await me.press('この場所の空きを見る');
  const [, month, day] = addDays(city.today, daysOn).split('-').map(Number);
  await me.follow(new RegExp(`^${month}月\\s*${day}日.*空きあり`, 'u'));
  await me.page.getByRole('radio', { name: time }).check();
  await me.press('次へ進む');
}

describe.each(WALKED)('[8(1)⑪b] [8(1)⑫] [8(3)①] a citizen at $width px, scripts $js', (look) => {
  test('[8(3)⑤a] [8(3)⑩ab] books, moves the visit to another office, cancels it', async () => {
    const me = await open({ ...look, allow: ANSWERS });
    const notice = await person();
    await arrive(me, notice);
    await choose(me, '本庁', 6, /^午前\s*10時 空きあり/u);
    expect(await me.heading()).toBe('当日までのお願いをお読みください');
    // Not all ticked: said on top and at the box, what was ticked stays.
    await me.page.getByRole('checkbox').first().check();
    await me.press('次へ進む');
    expect(await me.page.getByRole('checkbox').first().isChecked()).toBe(true);
    if (look.js) expect(await me.page.evaluate(() => document.activeElement?.id)).toBe('errors');
    for (const box of await me.page.getByRole('checkbox').all()) await box.check();
    await me.press('次へ進む');
    expect(await me.heading()).toBe('予約の内容をご確認ください');
    await me.press('10分延長する');
    expect(await me.text()).toMatch(/午[前後]\d+時(?:\d+分)?まで延長しました。/u);
    expect(await me.heading()).toBe('予約の内容をご確認ください');
    await me.press('この内容で予約する');
    expect(await me.heading()).toBe('予約が完了しました');
    expect(await me.page.getByRole('button', { name: '印刷する' }).count()).toBe(look.js ? 1 : 0);
    const { number } = await fresh.db.one<{ number: string }>(
      sql`SELECT r.number FROM reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id JOIN cards.cards c ON c.id = m.card_id WHERE c.notice_id = ${notice} AND r.state = 'booked'`,
    );
    expect(await me.text()).toContain(number);

    await me.follow('場所や日時を変更する');
    await choose(me, '北野総合支所', 12, /^午後\s*3時 空きあり/u);
    expect(await me.heading()).toBe('この内容に変更します');
    await me.press('この内容に変更する');
    expect(await me.heading()).toBe('予約を変更しました');
    expect(await me.text()).toContain('北野総合支所');

    await me.follow('予約を取り消す');
    expect(await me.heading()).toBe('この予約を取り消しますか');
    await me.press(/^取り消す$/u);
    expect(await me.heading()).toBe('予約を取り消しました');
    await me.close();
  });
});

describe.each(LOOKS)('[8(1)⑪b] [8(1)⑫] [8(3)①] a citizen at $width px, scripts $js', (look) => {
  test('mistakes are said at the box and on top; nothing typed is lost', async () => {
    const me = await open({ ...look, allow: ANSWERS });
    await me.go(`${door.url}/notice`);
    await box(me, '交付通知書ID').fill('A1B-12345');
    await box(me, '月').fill('4');
    await me.press('次へ進む');
    expect(await me.page.title()).toMatch(/^エラー：/u);
    expect(await me.text()).toContain('数字が1つ足りません');
    expect(await me.page.locator('[name=notice]').inputValue()).toBe('A1B-12345');
    await me.page.getByRole('link', { name: /誕生日の「日」/u }).click();
    await me.page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'day');
    await box(me, '交付通知書ID').fill('ZZZ-000000');
    await box(me, '日').fill('5');
    await me.press('次へ進む');
    expect(await me.text()).toContain('確認できませんでした');
    if (look.js) {
      // Back to a page that answered a form is a page of the city, not the browser's question whether to send it again.
      await me.page.goto(`${door.url}/help`);
      await me.page.goBack();
      expect(await box(me, '交付通知書ID').count()).toBe(1);
    }
    await me.close();
  });

  test('the pages around the way', async () => {
    const me = await open({ ...look, allow: ANSWERS });
    for (const path of [
      '/help',
      '/questions',
      '/privacy',
      '/using',
      '/accessibility',
      '/offices/kitano/calendar',
      '/manage',
      '/manage/sent',
      '/finish',
      '/finished',
      '/nowhere',
      '/calendar',
    ])
      await me.go(`${door.url}${path}`);
    await me.close();
  });
});

describe('[8(3)①] whoever cannot use a mouse, or sees little', () => {
  test('the whole way with the keyboard alone', async () => {
    const me = await open({ js: true, width: 1280, allow: ANSWERS });
    const { keyboard } = me.page;
    const enter = async () => {
      await Promise.all([me.page.waitForNavigation({ waitUntil: 'load' }), keyboard.press('Enter')]);
      await me.scan();
    };
    /** Tab until the thing with this name has the focus. */
    const tabTo = async (name: RegExp) => {
      for (let press = 0; press < 150; press += 1) {
        await keyboard.press('Tab');
        const words = await me.page.evaluate(() => {
          const at = document.activeElement;
          return at === null
            ? ''
            : `${at.textContent} ${at.getAttribute('name')} ${(at as HTMLInputElement).labels?.[0]?.textContent ?? ''}`;
        });
        if (name.test(words)) return;
      }
      throw new Error(`never came to ${name}`);
    };
    await me.go(door.url);
    await keyboard.press('Tab');
    expect(await me.page.evaluate(() => document.activeElement?.className)).toBe('skip');
    await keyboard.press('Enter');
    await tabTo(/予約を始める/u);
    await enter();
    await tabTo(/notice/u);
    await keyboard.type(await person());
    await keyboard.press('Tab');
    await keyboard.type('3');
    await keyboard.press('Tab');
    await keyboard.type('8');
    await enter();
    await tabTo(/ mail /u);
    await keyboard.type('k@example.jp');
    await keyboard.press('Tab');
    await keyboard.type('k@example.jp');
    await enter();
    await me.go(`${door.url}/links/${await linkSecret(fresh.db)}`);
    await tabTo(/予約の続きへ進む/u);
    await enter();
    await tabTo(/空きあり/u);
    await enter();
    await tabTo(/slot/u);
    await keyboard.press('ArrowDown');
    await enter();
    for (const box of [/papers_1/u, /caution_/u, /caution_/u]) {
      await tabTo(box);
      await keyboard.press('Space');
    }
    await tabTo(/次へ進む/u);
    await enter();
    await tabTo(/この内容で予約する/u);
    await enter();
    expect(await me.heading()).toBe('予約が完了しました');
    await me.close();
  });

  test('at 320 px and with text twice as large nothing is cut or scrolls sideways', async () => {
    const me = await open({ js: false, width: 320, allow: ANSWERS });
    await arrive(me, await person());
    await choose(me, '本庁', 7, /^午前\s*11時 空きあり/u);
    await me.go(`${door.url}/offices/honcho/calendar`);
    await me.close();
    // Between the two layouts.
    const zoomed = await open({ js: false, width: 768, allow: ANSWERS });
    await arrive(zoomed, await person());
    await choose(zoomed, '本庁', 7, /^午前\s*11時 空きあり/u);
    await zoomed.close();
  });

  test('the hold says two minutes before that it lapses and then that it did, and what stands on the screen needs no colour', async () => {
    // The system chooses the colours there: axe reads those of the sheet.
    const me = await open({ js: true, width: 375, allow: /Failed to load resource|color-contrast/u });
    await me.page.emulateMedia({ forcedColors: 'active' });
    await arrive(me, await person());
    await choose(me, '本庁', 8, /^午前\s*9時 空きあり/u);
    await travel(fresh.db, 8.5);
    await me.page.reload();
    await me.page.getByRole('alert').filter({ hasText: 'もうすぐ' }).waitFor({ state: 'visible' });
    await travel(fresh.db, 0);
    // When it has gone nothing says any more that it is held, and the words name the button that stands there.
    await fresh.db.run(
      sql`UPDATE reservations.reservations SET held_until = lib.now() + interval '4 seconds' WHERE state = 'held'`,
    );
    await me.page.reload();
    await me.page.getByRole('alert').filter({ hasText: '期限が過ぎました' }).waitFor({ state: 'visible' });
    const text = await me.text();
    expect(text).toContain('「次へ進む」を押すと、');
    expect(text).not.toMatch(/を確保しています|延長/u);
    await me.close();
  });
});
