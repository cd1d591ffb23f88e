import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../src/lib/dates/jst.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { closeBrowser, open, type Visitor } from '../support/browser.ts';
import { addCautions, type TestCitizenDoor } from '../support/citizen.ts';
import type { FreshDatabase } from '../support/database.ts';
import { openCitizenDoor } from '../support/open.ts';
import { addService, type SmallCity } from '../support/small-city.ts';
import { type CaughtMail, sentTo, startSmtp, type TestSmtp } from '../support/smtp.ts';
import { linkIn, startWorker, type TestWorker } from '../support/worker.ts';

/** From the start page to the mail for a service without a card on file, in a real browser, with real mails. */
let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
let smtp: TestSmtp;
let worker: TestWorker;

const ANSWERS = /Failed to load resource/u;

beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor(6));
  const both = [city.main, city.branch];
  const service = await addService(fresh.db, city, { code: 'renewal', name: '電子証明書の更新', capacity: 6, offices: both });
  await addCautions(fresh.db, service);
  smtp = await startSmtp();
  worker = await startWorker(fresh, smtp.url);
});
afterAll(async () => {
  await closeBrowser();
  await worker?.close();
  await smtp?.close();
  await door?.close();
});

const mailTo = (mail: string, subject: string): Promise<CaughtMail> => smtp.next(sentTo(mail, subject));

async function typePerson(me: Visitor, name: string): Promise<void> {
  await me.fill('お名前', name);
  await me.fill('フリガナ', 'くるめ　はなこ');
  await me.choose('元号または西暦', '昭和');
  await me.page.locator('[name=year]').fill('５２');
  await me.page.locator('[name=month]').fill('11');
  await me.page.locator('[name=day]').fill('9');
  await me.fill('電話番号', '090-1234-5678');
}

const LOOKS = [
  { js: true, width: 375 },
  { js: false, width: 1280 },
] as const;

describe.each(LOOKS)('[9(3)b] a service without a card at $width px, scripts $js', (look) => {
  const mail = `hanako.${look.width}@example.jp`;
  const name = `久留米 花子${look.width}`;
  /** The day's link in the calendar, six days on. */
  const dayLink = (): RegExp => {
    const [, month, day] = addDays(city.today, 6).split('-').map(Number);
    return new RegExp(`^${month}月\\s*${day}日.*空きあり`, 'u');
  };

  test('[8(3)③] [8(3)④] [8(3)⑤a] [8(3)⑪a] is booked from the start page to the mail', async () => {
    const me = await open({ ...look, allow: ANSWERS });
    await me.go(door.url);
    await me.follow(/電子証明書の更新/u);
    expect(await me.heading()).toBe('お名前などを入力してください');
    // Half of it, to see that nothing is lost.
    await me.fill('お名前', name);
    await me.press('次へ進む');
    expect(await me.page.title()).toMatch(/^エラー：/u);
    expect(await me.field('お名前').inputValue()).toBe(name);
    await typePerson(me, name);
    await me.press('次へ進む');
    expect(await me.heading()).toBe('メールアドレスを入力してください');
    await me.page.locator('[name=mail]').fill(mail);
    await me.page.locator('[name=mail_again]').fill(mail);
    await me.press('メールを送る');
    const registration = await mailTo(mail, '予約の続き');
    expect(registration.parsed.text).not.toMatch(/花子|はなこ|昭和|5678/u);
    await me.go(`${door.url}${linkIn(registration)}`);
    await me.press('予約の続きへ進む');
    expect(await me.heading()).toBe('場所と日にちを選んでください');
    await me.page.getByRole('link', { name: /^変更\s*：/u }).click();
    await me.choose('手続きの場所', '北野総合支所');
    await me.press('この場所の空きを見る');
    await me.follow(dayLink());
    await me.page.getByRole('radio', { name: /^午前\s*10時 空きあり/u }).check();
    await me.press('次へ進む');
    for (const box of await me.page.getByRole('checkbox').all()) await box.check();
    await me.press('次へ進む');
    expect(await me.heading()).toBe('予約の内容をご確認ください');
    expect(await me.text()).toContain(name);
    expect(await me.text()).toContain('昭和52年（1977年）11月9日');
    await me.press('この内容で予約する');
    expect(await me.heading()).toBe('予約が完了しました');
    expect(await me.text()).not.toContain('花子');
    const booked = await mailTo(mail, '予約を受け付けました');
    for (const words of ['手続き：電子証明書の更新', '手続きの場所：北野総合支所', '・手数料200円', '人数：1人'])
      expect(booked.parsed.text).toContain(words);
    expect(booked.parsed.text).not.toMatch(/花子|カード/u);
    await me.close();
  });

  test('[8(3)⑩ab] [8(3)⑪b] is found again from the start page in another browser, moved and cancelled', async () => {
    const later = await open({ ...look, allow: ANSWERS });
    await later.go(door.url);
    await later.follow('予約の確認・変更・取り消し');
    await later.follow(/電子証明書の更新/u);
    await later.fill('フリガナ', 'クルメ ハナコ');
    await later.page.locator('[name=year]').fill('1977');
    await later.page.locator('[name=month]').fill('11');
    await later.page.locator('[name=day]').fill('9');
    await later.fill('電話番号', '09012345678');
    await later.press('メールを送る');
    expect(await later.heading()).toBe('メールをご確認ください');
    await later.go(`${door.url}${linkIn(await mailTo(mail, 'のページ'))}`);
    await later.press('予約を見る');
    expect(await later.text()).not.toMatch(/花子|ハナコ|はなこ/u);
    await later.follow('場所や日時を変更する');
    await later.page.getByRole('link', { name: /^変更\s*：/u }).click();
    await later.choose('手続きの場所', '本庁');
    await later.press('この場所の空きを見る');
    await later.follow(dayLink());
    await later.page.getByRole('radio', { name: /^午後\s*3時 空きあり/u }).check();
    await later.press('次へ進む');
    await later.press('この内容に変更する');
    expect((await mailTo(mail, '予約を変更しました')).parsed.text).toContain('手続きの場所：本庁');
    await later.follow('予約を取り消す');
    await later.press(/^取り消す$/u);
    expect(await later.heading()).toBe('予約を取り消しました');
    await mailTo(mail, '予約を取り消しました');
    const { live } = await fresh.db.one<{ live: number }>(
      sql`SELECT count(*) AS live FROM reservations.reservations WHERE mail = ${mail} AND state = 'booked'`,
    );
    expect(live).toBe(0);
    await later.close();
  });
});
