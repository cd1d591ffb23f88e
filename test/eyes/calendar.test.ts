import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatsOf, OFFERED } from '../../src/languages/index.ts';
import { addDays, weekday } from '../../src/lib/dates/jst.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { visitor, type Visitor as Walker } from '../support/browse.ts';
import { closeBrowser, open } from '../support/browser.ts';
import { KEPT, type TestCitizenDoor, walkToBooked, walkToCalendar, walkToHold } from '../support/citizen.ts';
import type { FreshDatabase } from '../support/database.ts';
import { openCitizenDoor } from '../support/open.ts';
import { makeCard, type SmallCity, slotAt } from '../support/small-city.ts';

/** The calendar as a telephone shows it: the days after a choice of office, why a day is closed, what one would not expect open. */
let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
const day = (on: number) => addDays(city.today, on);
/** The first day from `from` on, so many days ahead, that falls on that day of the week. */
const nextOn = (wanted: number, from: number): number => (weekday(day(from)) === wanted ? from : nextOn(wanted, from + 1));

async function close(on: number, note: string, weekOpen = false): Promise<void> {
  await fresh.db.run(
    sql`UPDATE ledger.slots SET gone = true, closed_at = lib.now() WHERE office_id = ${city.main} AND day = ${day(on)}::date`,
  );
  await fresh.db.run(
    sql`UPDATE calendar.days SET open = false, week_open = ${weekOpen}, note = ${note} WHERE office_id = ${city.main} AND day = ${day(on)}::date`,
  );
}

/** Days to come, all within what the small city has laid out. */
const CLOSED = { holiday: 8, override: 10, closing: 11 };

beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor(6));
  const { db } = fresh;
  await close(CLOSED.holiday, '成人の日（内部の理由）');
  await db.run(sql`INSERT INTO calendar.holidays (day, name) VALUES (${day(CLOSED.holiday)}::date, '成人の日')`);
  await close(CLOSED.override, '職員の都合（内部の理由）', true);
  const { id } = await db.one<{ id: number }>(sql`
    INSERT INTO closing.closings (form_id, office_id, from_day, to_day, reason, closed_at)
    VALUES (gen_random_uuid(), ${city.main}, ${day(CLOSED.closing)}::date, ${day(CLOSED.closing)}::date, '台風の接近', lib.now()) RETURNING id`);
  await db.run(
    sql`UPDATE ledger.slots SET closing_id = ${id}, closed_at = lib.now() WHERE office_id = ${city.main} AND day = ${day(CLOSED.closing)}::date`,
  );
  // Ordinary days end at 17; one goes on.
  await db.run(
    sql`UPDATE ledger.slots SET gone = true, closed_at = lib.now() WHERE start_minute >= 1020 AND day <> ${day(12)}::date`,
  );
  for (const body of [
    '台風のため、本庁の窓口は午後3時に閉まります。お気をつけてお越しください。',
    '年末年始は窓口をお休みします。',
  ]) {
    await db.run(
      sql`INSERT INTO site.notices (body, shown_from, shown_until) VALUES (${body}, lib.now() - interval '1 day', lib.now() + interval '1 day')`,
    );
  }
});
afterAll(async () => {
  await closeBrowser();
  await door?.close();
});

let count = 0;
async function walker(): Promise<Walker> {
  count += 1;
  const id = `CAL-${String(count).padStart(6, '0')}`;
  await makeCard(fresh.db, { noticeId: id, officeId: city.main, name: `人 ${count}` });
  return walkToCalendar(door, fresh.db, id, visitor(door.url));
}

const cell = (html: string, on: number): string => {
  const [, month, date] = day(on).split('-').map(Number);
  const item = [...html.matchAll(/<li class="day day-.*?<\/li>/gsu)]
    .map(([one]) => one)
    .find((one) => one.includes(`>${month}月${date}日（`));
  return item ?? '';
};
/** What the calendar says of a day, and in a narrow cell. */
const said = (html: string, on: number): string =>
  cell(html, on)
    .replace(/<[^>]*>/gu, ' ')
    .replace(/\s+/gu, ' ');
const short = (html: string, on: number): string | undefined =>
  />([^<]*)<\/span>/u.exec(cell(html, on).split('class="day-short"')[1] ?? '')?.[1];

test('[8(3)⑦a] closed days say why, a typed reason of staff stays inside; open Sundays say so, and evenings until when', async () => {
  const me = await walker();
  const { html } = await me.get('/calendar?office=honcho');
  expect(said(html, CLOSED.holiday)).toContain('成人の日');
  expect(said(html, CLOSED.override)).toContain('臨時閉庁');
  expect(said(html, CLOSED.closing)).toContain('臨時閉庁（台風の接近）');
  expect(html).not.toContain('内部の理由');
  const { ends } = await fresh.db.one<{ ends: number }>(
    sql`SELECT max(start_minute + minutes)::integer AS ends FROM ledger.slots WHERE office_id = ${city.main} AND day = ${day(12)}::date AND NOT gone`,
  );
  expect(said(html, 12)).toContain(`${formatsOf('ja').time(ends)}まで開庁`);
  expect(said(html, 13)).not.toContain('まで開庁');
  // In a cell as narrow as on a telephone one short word.
  expect([CLOSED.holiday, CLOSED.closing, 12, nextOn(3, 13)].map((on) => short(html, on))).toEqual([
    '祝日',
    '閉庁',
    '夜間',
    undefined,
  ]);
  const sunday = nextOn(7, 13);
  expect(said(html, sunday)).toContain('日曜も開庁');
  expect(said(html, nextOn(3, 13))).not.toContain('も開庁');
  // The same for who is not known.
  const anyone = await (await fetch(`${door.url}/offices/honcho/calendar`)).text();
  expect(anyone.replace(/[\u200b\ufeff]/gu, '')).toContain('臨時閉庁（台風の接近）');
  const english = await (await fetch(`${door.url}/en/offices/honcho/calendar`)).text();
  expect(english).toContain('Public holiday');
  expect(english).not.toContain('成人の日');
});

test('[8(3)⑦b] on a telephone the days are in view after an office was chosen', async () => {
  const me = await open({ width: 375, js: false });
  const walked = await walker();
  await me.context.addCookies([...walked.cookies].map(([name, value]) => ({ name, value, url: door.url })));
  await me.go(`${door.url}/calendar`);
  await me.page.getByRole('link', { name: /^変更\s*：/u }).click();
  await me.page.getByLabel('受け取る場所').selectOption({ label: '北野総合支所' });
  await me.press('この場所の空きを見る');
  expect(new URL(me.page.url()).hash).toBe('#days');
  const { first, next } = await me.page.evaluate(() => ({
    first: document.querySelector('.days a.day-in')?.getBoundingClientRect().top ?? Number.NaN,
    next: document.querySelector('#days ~ .next .next-what')?.getBoundingClientRect().top ?? Number.NaN,
  }));
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(740);
  expect(next).toBeGreaterThan(0);
  await me.close();
});

test('[8(3)⑤a] a telephone’s first screen holds the office and the earliest time with its button, the second one begins with the days', async () => {
  const me = await open({ width: 375, js: false });
  const walked = await walker();
  await me.context.addCookies([...walked.cookies].map(([name, value]) => ({ name, value, url: door.url })));
  await me.go(`${door.url}/calendar?office=honcho`);
  const bottom = (selector: string) =>
    me.page
      .locator(selector)
      .first()
      .evaluate((one) => one.getBoundingClientRect().bottom);
  expect(await bottom('.picked')).toBeLessThan(740);
  expect(await bottom('.earliest .button')).toBeLessThan(740);
  expect(await bottom('.days a.day-in')).toBeLessThan(740 * 1.6);
  // Its first day is named once, and a day stands in the column of its weekday, large enough for a finger.
  expect(await me.page.locator('.next').count()).toBe(1);
  const cells = await me.page.locator('.days .day').evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
  expect(new Set(cells.map(({ left }) => Math.round(left))).size).toBe(7);
  expect(Math.min(...cells.map(({ width, height }) => Math.min(width, height)))).toBeGreaterThan(44);
  // What is unusual stands in words below; who listens hears it with the day.
  expect(await me.page.locator('.month-notes').first().innerText()).toContain('成人の日');
  await me.close();
});

test('[8(3)⑦a] the short word of a narrow cell stands in it on one line, in every language', async () => {
  const me = await open({ width: 375, js: false });
  for (const language of OFFERED) {
    await me.go(`${door.url}${language === 'ja' ? '' : `/${language}`}/offices/honcho/calendar`);
    const words = await me.page.locator('.day-short').evaluateAll((all) =>
      all.map((one) => {
        const range = one.ownerDocument.createRange();
        range.selectNodeContents(one);
        return {
          wide: range.getBoundingClientRect().width,
          high: one.getBoundingClientRect().height,
          cell: one.parentElement?.clientWidth ?? 0,
        };
      }),
    );
    expect(words.length).toBeGreaterThan(3);
    for (const { wide, high, cell } of words) {
      expect([language, wide > 10 && wide <= cell]).toEqual([language, true]);
      expect([language, high < 34]).toEqual([language, true]);
    }
  }
  await me.close();
});

test('[8(3)⑤a] zoomed to twice its size a desk shows the words of the signs whole, what is unusual, and the jump to a month', async () => {
  for (const [at, word] of [
    ['', '空きあり'],
    ['/en', 'Available'],
  ] as const) {
    const me = await open({ width: 640, js: false });
    await me.go(`${door.url}${at}/offices/honcho/calendar`);
    const free = me.page.locator('.days .day-open .sign-word');
    expect((await free.first().innerText()).replace(/[\u200b\ufeff]/gu, '')).toBe(word);
    const sizes = await free.evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
    expect(Math.min(...sizes.map(({ width }) => width))).toBeGreaterThan(40);
    // One line: no letter of a word falls to the next.
    expect(Math.max(...sizes.map(({ height }) => height))).toBeLessThan(40);
    expect(await me.page.locator('.jump').isVisible()).toBe(true);
    expect(await me.page.locator('.month-notes').first().isVisible()).toBe(false);
    await me.close();
  }
});

test('[8(3)⑩a] who looks for another day sees the present one marked; an office that is no longer to be had is said', async () => {
  const me = await walker();
  await walkToHold(me, day(14), await slotAt(fresh.db, city, city.main, 14, 10));
  expect((await walkToBooked(me, [])).location).toBe('/reservation?done=booked');
  expect(said((await me.get('/calendar?office=honcho')).html, 14)).toContain('現在の予約');
  expect(said((await me.get('/calendar?office=kitano')).html, 14)).not.toContain('現在の予約');
  await fresh.db.run(sql`UPDATE offices.offices SET citizens_to = ${day(-1)}::date WHERE id = ${city.branch}`);
  await expect.poll(async () => (await me.get('/calendar?office=kitano')).html, KEPT).toContain('ウェブでは予約できません');
  await fresh.db.run(sql`UPDATE offices.offices SET citizens_to = NULL WHERE id = ${city.branch}`);
});

test('[8(3)①] with two notices the button that books stands on a telephone’s first screen, and each notice is one press away', async () => {
  const me = await open({ width: 375 });
  await me.go(door.url);
  const bottom = await me.page
    .getByRole('link', { name: '予約を始める' })
    .evaluate((link) => link.getBoundingClientRect().bottom);
  expect(bottom).toBeLessThan(740);
  await me.page.getByRole('link', { name: /台風/u }).click();
  expect(await me.page.locator('li:target').innerText()).toContain('お気をつけて');
  await me.close();
});

test('what browsers and search engines ask for at fixed addresses is there; the first page says what it is', async () => {
  const robots = await (await fetch(`${door.url}/robots.txt`)).text();
  expect(robots).toContain('Disallow: /\n');
  expect((await fetch(`${door.url}/favicon.ico`)).headers.get('content-type')).toContain('image/svg');
  const html = await (await fetch(door.url)).text();
  expect(html).toMatch(/<meta name="description" content="[^"]{30,}"/u);
  expect(html).toMatch(/<meta property="og:title" content="[^"]+"/u);
});
