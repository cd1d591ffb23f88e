import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Clock } from '../../src/lib/clock.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { bookFor } from '../support/booking.ts';
import { closeBrowser, open, type Visitor } from '../support/browser.ts';
import { addCautions, startCitizenDoor, walkToBooked, walkToCalendar, walkToHold } from '../support/citizen.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { startDesk, type TestDesk } from '../support/desk.ts';
import { typeSignIn } from '../support/desk-keys.ts';
import { choose, enter, into, reach, tick } from '../support/keyboard.ts';
import { buildRuledCity, type RuledCity, slotOn } from '../support/ruled-city.ts';
import { makeCard } from '../support/small-city.ts';
import { stopTimeAt } from '../support/time.ts';

/** Tuesday the 24th of November 2026, ten o'clock; the branch opens with December, whose second Thursday is the 10th; the storm comes on Friday the 4th. */
const BEFORE = '2026-11-24T01:00:00Z';
const NINE_HOURS_EARLY = '2026-11-30T15:00:00Z';
const A_MINUTE_EARLY = '2026-11-30T23:59:00Z';
const OPEN = '2026-12-01T00:01:00Z';

let fresh: FreshDatabase;
let city: RuledCity;
let desk: TestDesk;
let time = BEFORE;
/** The city's clock, moved by hand: in both doors and in the database. */
const clock: Clock = { now: () => Temporal.Instant.from(time) };
const visitors: Visitor[] = [];

async function moveTo(instant: string): Promise<void> {
  time = instant;
  await stopTimeAt(fresh, instant);
}

beforeEach(async () => {
  fresh = await freshDatabase();
  await moveTo(BEFORE);
  city = await buildRuledCity(fresh.db, 2, clock);
  desk = await startDesk(fresh, clock);
  await desk.account('ide', ['admin'], city.main, '井手 誠');
});
afterEach(async () => {
  for (const visitor of visitors.splice(0)) await visitor.close();
  await desk?.close();
  await fresh?.drop();
});
afterAll(() => closeBrowser());

type How = { js: boolean; width: 375 | 1280 };
async function someone(how: How): Promise<Visitor> {
  const visitor = await open(how);
  visitors.push(visitor);
  return visitor;
}

async function signIn(how: How): Promise<Visitor> {
  const me = await someone(how);
  await me.go(desk.url);
  await typeSignIn(me.page, 'ide');
  await me.load(() => me.page.keyboard.press('Enter'));
  return me;
}

/** An office added, its deadlines taken as proposed, citizens let in from December on. */
async function setUpBranch(me: Visitor): Promise<void> {
  await enter(me, /^設定$/u);
  await enter(me, /^交付場所$/u);
  await enter(me, /^交付場所を追加する$/u);
  await into(me, /^コード ?※/u, 'zendoji');
  await into(me, /^名称 ?※/u, '善導寺支所');
  await into(me, /^所在地 ?※/u, '久留米市善導寺町');
  await into(me, /^電話 ?※/u, '0942-47-0000');
  await into(me, /最初の日/u, '令和8年12月1日');
  await enter(me, /^追加する$/u);
  expect(await me.heading()).toBe('善導寺支所');
  await enter(me, /受け取りの予約可能期間$/u);
  await enter(me, /^保存する$/u);
  await enter(me, /^設定$/u);
  await enter(me, /^交付場所$/u);
  await enter(me, /^善導寺支所$/u);
  expect(await me.text()).toContain('予約枠は、まだありません');
}

/** The week of the main hall, and on the second Thursday a pattern of its own that goes on into the evening. */
async function draftHours(me: Visitor): Promise<void> {
  await enter(me, /^予約枠 ?：/u);
  expect(await me.text()).toContain('この月の予約枠がありません');
  await enter(me, /^曜日の規則を変更する$/u);
  expect(await me.text()).toContain('まだ曜日の規則がありません');
  await choose(me, /^複写元の窓口/u, /^本庁・/u);
  await enter(me, /^複写して、下書きに追加する$/u);
  expect(await me.text()).toContain('変更を、下書きに追加しました');

  await enter(me, /^開庁時間パターンを作成する$/u);
  await into(me, /^名称/u, '夜間も開く日');
  for (const [row, from, to] of [
    [1, '9:00', '12:00'],
    [2, '１３：００', '17時'],
    [3, '17:00', '20:00'],
  ] as const) {
    await into(me, new RegExp(`^${row}行目の開始`, 'u'), from);
    await into(me, new RegExp(`^${row}行目の終了`, 'u'), to);
    await into(me, new RegExp(`^${row}行目の1枠の定員`, 'u'), '2');
  }
  await enter(me, /^行を追加する/u);
  expect(await me.text()).toContain('1日に20枠、40人');
  await enter(me, /^下書きに追加する$/u);

  // The draft still knows which branch this is about.
  await enter(me, /^曜日の規則を変更する$/u);
  expect(await me.page.locator('.week-title').innerText()).toContain('善導寺支所');
  await tick(me, /^第何週 第2$/u);
  await choose(me, /^月に何回か.* 曜日/u, /^木曜日$/u);
  await choose(me, /その日の時間/u, /^夜間も開く日/u);
  await enter(me, /^追加する前に、予定を確認する$/u);
  const tenth = me.page.locator('.weeks-day', { hasText: '12月10日' });
  expect((await tenth.innerText()).replace(/\s/gu, '')).toContain('夜間も開く日');
  await enter(me, /^下書きに追加する$/u);
  expect(await me.text()).toContain('第2木曜を「夜間も開く日」にする');
}

/** Published now, seen by citizens from nine o'clock on the first of December. */
async function publish(me: Visitor): Promise<void> {
  await into(me, /^下書きの名称/u, '善導寺支所を開く');
  await into(me, /^増える枠を市民に公開する日時 ?任意/u, '12月1日');
  await into(me, /^増える枠を市民に公開する時刻/u, '9:00');
  await enter(me, /^名称と時期を保存する$/u);
  expect(await me.text()).toContain('令和8年12月1日 9:00から');
  await enter(me, /^変更の影響を確認する$/u);
  const shown = await me.text();
  expect(shown).toMatch(/\d+枠が増えます/u);
  expect(shown).toContain('要振替になる予約はありません');
  expect(shown).toMatch(/12月1日.*9:00から市民に公開します/u);
  // Nothing stands by looking.
  expect(await desk.db.rows(sql`SELECT FROM ledger.slots WHERE office_id NOT IN (${city.main}, ${city.branch})`)).toEqual([]);
  await enter(me, /^この内容で公開する$/u);
  expect(await me.text()).toContain('要振替になった予約は、ありませんでした');
}

/** What a citizen who only looks sees in the pull-down of the site, as a door that was just opened shows it. */
async function offered(): Promise<string> {
  const door = await startCitizenDoor(fresh, clock);
  try {
    return await (await fetch(`${door.url}/offices/honcho/calendar`)).text();
  } finally {
    await door.close();
  }
}

/** Looks at the new branch with the keyboard; then somebody books the evening of its second Thursday. */
async function bookEvening(how: How): Promise<void> {
  const door = await startCitizenDoor(fresh, clock);
  try {
    const citizen = await someone(how);
    await citizen.go(door.url);
    await enter(citizen, /^窓口の空き状況を見る$/u);
    await reach(citizen, /^変更\s*：/u);
    await citizen.page.keyboard.press('Enter');
    await choose(citizen, /^受け取る場所|^場所|^窓口/u, /^善導寺支所$/u);
    await enter(citizen, /^この場所の空きを見る$/u);
    const look = await citizen.page.locator('main').innerText();
    expect(look).toContain('善導寺支所');
    expect(look.replace(/\s/gu, '')).toMatch(/12月10日（木曜日）10(?:日（木）)?○空きあり/u);

    await makeCard(fresh.db, { noticeId: 'A1B-000001', name: '古賀 美代子', birthDate: '1947-03-08', officeId: city.main });
    const me = await walkToCalendar(door, fresh.db, 'A1B-000001');
    const { id } = await fresh.db.one<{ id: number }>(sql`SELECT id FROM offices.offices WHERE code = 'zendoji'`);
    const times = await me.get('/times?office=zendoji&day=2026-12-10');
    expect(times.html).toContain('>午後5時<');
    expect((await me.get('/times?office=zendoji&day=2026-12-17')).html).not.toContain('>午後5時<');
    await walkToHold(me, '2026-12-10', await slotOn(fresh.db, city, id, '2026-12-10', 1020), 'zendoji');
    await walkToBooked(me, cautions);
    const booked = sql`SELECT s.day, s.start_minute FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id WHERE r.state = 'booked'`;
    expect(await fresh.db.rows(booked)).toEqual([{ day: '2026-12-10', start_minute: 1020 }]);
  } finally {
    await door.close();
  }
}
let cautions: string[] = [];

/** Somebody without mail has a place at the main hall on the Friday of the storm. */
async function bookFriday(): Promise<void> {
  const card = await makeCard(fresh.db, {
    noticeId: 'B2C-000001',
    name: '堤 キヨ子',
    kana: 'ツツミ キヨコ',
    birthDate: '1940-05-05',
    officeId: city.main,
  });
  const slot = await slotOn(fresh.db, city, city.main, '2026-12-04', 600);
  await bookFor(desk.db, { kind: 'operator' }, city, card, slot, { phone: '0942301010' });
}

/** From the calendar to the day, shut in two presses, then the list and the calls. */
async function closeFriday(me: Visitor): Promise<void> {
  await enter(me, /^予約カレンダー$/u);
  await enter(me, /^(?:12月)?4日?（?金?/u);
  expect(await me.heading()).toBe('令和8年12月4日（金）の予約枠');
  await enter(me, /^臨時閉庁にする$/u);
  await tick(me, /^時間.* 終日/u);
  await into(me, /^理由/u, '台風21号の接近のため');
  await enter(me, /^臨時閉庁の影響を確認/u);
  expect(await me.heading()).toBe('臨時閉庁の影響');
  const effects = (await me.page.locator('.effects').innerText()).replace(/\s/gu, '');
  for (const words of ['14枠（28人分）を閉庁にします', '1組（1人）の予約が要振替', '1組にはメールが届きません'])
    expect(effects).toContain(words);
  await enter(me, /^この内容で臨時閉庁にする$/u);
  expect(await me.text()).toContain('臨時閉庁にしました');
  expect(await me.page.locator('.affected').innerText()).toContain('堤 キヨ子');
  await enter(me, /^電話する方/u);
  expect(await me.page.locator('.affected').innerText()).toContain('0942-30-1010');
  await into(me, /^メモ/u, '12月7日の午前を希望');
  await enter(me, /^連絡した/u);
  expect(await me.page.locator('.affected').innerText()).toContain('連絡済');
  await reach(me, /電話リスト|PDF/u);
  // The branch and the other office stay open that day.
  const open = sql`SELECT office_id <> ${city.main} AS other, bool_and(closed_at IS NULL) AS open FROM ledger.slots WHERE day = '2026-12-04' GROUP BY 1 ORDER BY 1`;
  expect(await fresh.db.rows(open)).toEqual([
    { other: false, open: false },
    { other: true, open: true },
  ]);
}

describe('[8(2)⑤b] [8(2)⑤c] [8(2)⑤f] [8(3)⑤b] [8(3)⑦c] an administrator who was never shown it, by keyboard alone', () => {
  test('sets up a branch with evening hours on the second Thursday, opens it for citizens next month, closes the Friday of a storm', async () => {
    const how = { js: true, width: 1280 } as const;
    cautions = await addCautions(fresh.db, city.service);
    const admin = await signIn(how);
    await setUpBranch(admin);
    await draftHours(admin);
    await publish(admin);
    await admin.close();

    for (const early of [BEFORE, NINE_HOURS_EARLY, A_MINUTE_EARLY]) {
      await moveTo(early);
      expect(await offered(), early).not.toContain('善導寺支所');
    }
    await moveTo(OPEN);
    expect(await offered()).toContain('善導寺支所');
    await bookEvening(how);

    await bookFriday();
    await closeFriday(await signIn(how));
    // Some hundred keys and thirty pages, each scanned.
  });

  // A closing without scripts is in closing.test.ts, a citizen's calendar without them in citizen.test.ts.
  test('sets up the branch and publishes its hours at 375 px without scripts', async () => {
    const admin = await signIn({ js: false, width: 375 });
    await setUpBranch(admin);
    await draftHours(admin);
    await publish(admin);
  });
});
