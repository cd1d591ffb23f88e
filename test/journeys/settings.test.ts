import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eraDate, plainDate } from '../../src/lib/dates/format.ts';
import { cityDay } from '../../src/lib/dates/jst.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { closeBrowser, open, type Visitor } from '../support/browser.ts';
import { startCitizenDoor, travel } from '../support/citizen.ts';
import type { FreshDatabase } from '../support/database.ts';
import type { TestDesk } from '../support/desk.ts';
import { typeSignIn } from '../support/desk-keys.ts';
import { enter, into, reach } from '../support/keyboard.ts';
import { openDesk } from '../support/open.ts';
import type { SmallCity } from '../support/small-city.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let me: Visitor | undefined;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk());
  await desk.account('ide', ['admin'], city.main, '井手 誠');
});
afterEach(async () => {
  await me?.close();
  me = undefined;
});
afterAll(async () => {
  await closeBrowser();
  await desk?.close();
});

/** The offices of the citizens' site, as a fresh door shows them at the city's time: the one whose calendar it is, and those of the pull-down where there are several. */
async function offices(): Promise<string[]> {
  const door = await startCitizenDoor(fresh);
  const citizen = await open();
  try {
    await citizen.go(`${door.url}/offices/honcho/calendar`);
    return await citizen.page.locator('.picked b, select option').allInnerTexts();
  } finally {
    await citizen.close();
    await door.close();
  }
}

describe('[8(3)⑦a] [8(3)⑦c] [8(2)⑥g] an administrator who was never shown it adds a branch, by keyboard alone', () => {
  test.each([
    [true, 1280, 'hotome', '善導寺支所'],
    [false, 375, 'yamakawa', '山川支所'],
  ] as const)('scripts %s at %i px', async (js, width, code, name) => {
    const nextMonth = plainDate(cityDay(Temporal.Now.instant())).with({ day: 1 }).add({ months: 1 });
    // A form that comes back for what was typed answers 422, which the browser's console calls a failure.
    me = await open({ js, width, allow: /status of 422/u });
    await me.go(desk.url);
    await typeSignIn(me.page, 'ide');
    const signingIn = me;
    await me.load(() => signingIn.page.keyboard.press('Enter'));

    await enter(me, /^設定$/u);
    await enter(me, /^交付場所$/u);
    await enter(me, /^交付場所を追加する$/u);
    await into(me, /^コード ?※/u, code);
    await into(me, /^名称 ?※/u, name);
    await into(me, /^電話 ?※/u, '１２');
    await enter(me, /^追加する$/u);
    expect(await me.text()).toContain('電話を読み取れません');
    await into(me, /^所在地 ?※/u, '久留米市善導寺町');
    await into(me, /^電話 ?※/u, '０９４２ー４７ー００００');
    await enter(me, /^追加する$/u);
    expect(await me.heading()).toBe(name);
    expect(await me.text()).toContain('未設定です。市民も職員も、予約できません。');

    // The page names what is left to do, and leads there.
    await enter(me, /受け取りの予約可能期間$/u);
    expect(await me.text()).toContain('下の値は提案です');
    await into(me, /予約可能な最短日.*開庁日前まで$/u, '3');
    await enter(me, /^試しに計算する$/u);
    expect(await me.text()).toContain('試した内容では');
    await enter(me, /^保存する$/u);
    expect(await me.text()).toContain('予約可能期間を変更しました');
    await enter(me, /^一覧に戻る$/u);
    expect(await me.text()).toContain('3開庁日前の17:00まで');

    await enter(me, /^設定$/u);
    await enter(me, /^交付場所$/u);
    await enter(me, new RegExp(`^${name}$`, 'u'));
    await into(me, /最初の日/u, eraDate(nextMonth));
    await enter(me, /^保存する$/u);
    expect(await me.text()).toContain('から公開します');
    // On a narrow screen the log is wider than the page: its box scrolls by keys.
    await enter(me, /^操作履歴$/u);
    await reach(me, /^操作履歴$/u);
    expect(await me.page.evaluate('document.activeElement.className')).toBe('table-box');
    expect(await me.page.locator('.table-box').innerText()).toContain('交付場所を追加');

    expect(await offices()).not.toContain(name);
    const day = await desk.db.one<{ day: string }>(sql`SELECT citizens_from AS day FROM offices.offices WHERE code = ${code}`);
    expect(day).toEqual({ day: nextMonth.toString() });
    // Without a slot there is nothing to book, and the branch is not offered; how slots come to be is walked in drafting.test.ts.
    await fresh.db.run(sql`
        INSERT INTO ledger.slots (office_id, service_id, day, start_minute, minutes, capacity)
        SELECT id, ${city.service}, ${nextMonth.add({ days: 20 }).toString()}::date, 600, 30, 2 FROM offices.offices WHERE code = ${code}`);
    const until = Temporal.Now.instant().until(nextMonth.toZonedDateTime('Asia/Tokyo').toInstant());
    try {
      await travel(fresh.db, Math.floor(until.total('minutes')) - 5);
      expect(await offices()).not.toContain(name);
      await travel(fresh.db, Math.ceil(until.total('minutes')) + 1);
      expect(await offices()).toContain(name);
    } finally {
      await travel(fresh.db, 0);
    }
    // Some hundred keys and fifteen pages, each scanned.
  });
});
