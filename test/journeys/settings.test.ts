import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eraDate, plainDate } from '../../src/lib/dates/format.ts';
import { cityDay } from '../../src/lib/dates/jst.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { closeBrowser, open, type Visitor } from '../support/browser.ts';
import { startCitizenDoor, travel } from '../support/citizen.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { PASSWORD, startDesk, type TestDesk } from '../support/desk.ts';
import { buildSmallCity, type SmallCity } from '../support/small-city.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let me: Visitor | undefined;

beforeAll(async () => {
  fresh = await freshDatabase();
  city = await buildSmallCity(fresh.db);
  desk = await startDesk(fresh);
  await desk.account('ide', ['admin'], city.main, '井手 誠');
});
afterEach(async () => {
  await me?.close();
  me = undefined;
});
afterAll(async () => {
  await closeBrowser();
  await desk?.close();
  await fresh?.drop();
});

/** What can have the focus, in the order Tab goes: a group of radios counts once. Named by its words, or by its group's and its label's. */
const STOPS = `(() => {
  const tidy = (text) => text.replace(/\\s+/g, ' ').trim();
  const nameOf = (at) => {
    const label = at.labels === undefined || at.labels === null || at.labels.length === 0 ? at.innerText : at.labels[0].innerText;
    const group = at.closest('fieldset');
    return tidy((group === null ? '' : group.querySelector('legend').innerText + ' ') + label);
  };
  const stops = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea')].filter((at) => {
    if (at.tabIndex < 0 || at.getClientRects().length === 0) return false;
    if (at.type !== 'radio') return true;
    const group = [...document.getElementsByName(at.name)];
    return at === (group.find((one) => one.checked) ?? group[0]);
  });
  const here = document.activeElement;
  const passed = (at) => here !== null && here !== document.body && (at === here || (here.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_PRECEDING) !== 0);
  return { focused: here === null ? '' : nameOf(here), inMain: here !== null && here.closest('main') !== null, 
    ahead: stops.filter((at) => !passed(at)).map((at) => ({ name: nameOf(at), inMain: at.closest('main') !== null })),
    behind: stops.filter((at) => at !== here && passed(at)).map(nameOf).reverse() };
})()`;
type Stops = { focused: string; inMain: boolean; ahead: { name: string; inMain: boolean }[]; behind: string[] };

/** Presses Tab until what is asked for has the focus, as someone without a mouse does: past the menu by the link that skips it, back by Shift. */
async function reach(who: Visitor, words: RegExp): Promise<void> {
  const { keyboard } = who.page;
  let stops = (await who.page.evaluate(STOPS)) as Stops;
  let at = stops.ahead.findIndex(({ name, inMain }) => words.test(name) && inMain);
  if (at >= 0 && !stops.inMain) {
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    stops = (await who.page.evaluate(STOPS)) as Stops;
    at = stops.ahead.findIndex(({ name }) => words.test(name));
  }
  if (at < 0) at = stops.ahead.findIndex(({ name }) => words.test(name));
  const [key, steps] = at >= 0 ? ['Tab', at] : ['Shift+Tab', stops.behind.findIndex((name) => words.test(name))];
  for (let tabs = 0; tabs <= steps; tabs += 1) await keyboard.press(key);
  const { focused } = (await who.page.evaluate(STOPS)) as Stops;
  if (!words.test(focused)) throw new Error(`no key leads to ${words} on ${who.page.url()}, but to ${focused}`);
}
async function into(who: Visitor, box: RegExp, text: string): Promise<void> {
  await reach(who, box);
  await who.page.keyboard.press('ControlOrMeta+A');
  await who.page.keyboard.type(text);
}
async function enter(who: Visitor, words: RegExp): Promise<void> {
  await reach(who, words);
  await who.load(() => who.page.keyboard.press('Enter'));
}

/** The offices in the pull-down of the citizens' site, as a fresh door shows them at the city's time. */
async function pullDown(): Promise<string[]> {
  const door = await startCitizenDoor(fresh);
  const citizen = await open();
  try {
    await citizen.go(`${door.url}/offices/honcho/calendar`);
    return await citizen.page.locator('select option').allInnerTexts();
  } finally {
    await citizen.close();
    await door.close();
  }
}

describe('[8(3)⑦a] [8(3)⑦c] [8(2)⑥g] an administrator who was never shown it adds a branch, by keyboard alone', () => {
  test.each([
    [true, 1280, 'hotome', '善導寺支所'],
    [false, 375, 'yamakawa', '山川支所'],
  ] as const)(
    'scripts %s at %i px',
    async (js, width, code, name) => {
      const nextMonth = plainDate(cityDay(Temporal.Now.instant())).with({ day: 1 }).add({ months: 1 });
      // A form that comes back for what was typed answers 422, which the browser's console calls a failure.
      me = await open({ js, width, allow: /status of 422/u });
      await me.go(desk.url);
      await me.page.keyboard.type('ide');
      await me.page.keyboard.press('Tab');
      await me.page.keyboard.type(PASSWORD);
      const signingIn = me;
      await me.load(() => signingIn.page.keyboard.press('Enter'));

      await enter(me, /^設定$/u);
      await enter(me, /^交付場所$/u);
      await enter(me, /^交付場所を加える$/u);
      await into(me, /^コード ?※/u, code);
      await into(me, /^名前 ?※/u, name);
      await into(me, /^電話 ?※/u, '１２');
      await enter(me, /^加える$/u);
      expect(await me.text()).toContain('電話を読み取れません');
      await into(me, /^住所 ?※/u, '久留米市善導寺町');
      await into(me, /^電話 ?※/u, '０９４２ー４７ー００００');
      await enter(me, /^加える$/u);
      expect(await me.heading()).toBe(name);
      expect(await me.text()).toContain('まだ決めていません。市民も職員も、予約できません。');

      // The page names what is left to do, and leads there.
      await enter(me, /受け取りの予約可能期間$/u);
      expect(await me.text()).toContain('下の値は提案です');
      await into(me, /いちばん早い日.*開庁日前まで$/u, '3');
      await enter(me, /^試しに計算する$/u);
      expect(await me.text()).toContain('試した内容では');
      await enter(me, /^保存する$/u);
      expect(await me.text()).toContain('予約可能期間を変えました');
      await enter(me, /^一覧に戻る$/u);
      expect(await me.text()).toContain('3開庁日前の17:00まで');

      await enter(me, /^設定$/u);
      await enter(me, /^交付場所$/u);
      await enter(me, new RegExp(`^${name}$`, 'u'));
      await into(me, /最初の日/u, eraDate(nextMonth));
      await enter(me, /^保存する$/u);
      expect(await me.text()).toContain('から公開します');

      expect(await pullDown()).not.toContain(name);
      const day = await desk.db.one<{ day: string }>(sql`SELECT citizens_from AS day FROM offices.offices WHERE code = ${code}`);
      expect(day).toEqual({ day: nextMonth.toString() });
      // Without a slot there is nothing to book, and the branch is not offered; how slots come to be is walked in drafting.test.ts.
      await fresh.db.run(sql`
        INSERT INTO ledger.slots (office_id, service_id, day, start_minute, minutes, capacity)
        SELECT id, ${city.service}, ${nextMonth.add({ days: 20 }).toString()}::date, 600, 30, 2 FROM offices.offices WHERE code = ${code}`);
      const until = Temporal.Now.instant().until(nextMonth.toZonedDateTime('Asia/Tokyo').toInstant());
      try {
        await travel(fresh.db, Math.floor(until.total('minutes')) - 5);
        expect(await pullDown()).not.toContain(name);
        await travel(fresh.db, Math.ceil(until.total('minutes')) + 1);
        expect(await pullDown()).toContain(name);
      } finally {
        await travel(fresh.db, 0);
      }
      // Some hundred keys and fifteen pages, each scanned.
    },
    240_000,
  );
});
