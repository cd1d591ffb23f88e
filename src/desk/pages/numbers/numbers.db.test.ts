import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { must } from '../../../../test/support/must.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { shiftTime, stopTimeAt } from '../../../../test/support/time.ts';
import { recountDue } from '../../../cards/deadline.ts';
import { record } from '../../../counter/acts.ts';
import { removePast } from '../../../keeping/remove.ts';
import { longDate } from '../../../lib/dates/format.ts';
import { addDays, cityInstant } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';
import { readFigures } from '../../../lists/numbers/index.ts';
import { cancel } from '../../../reservations/acts.ts';
import { readReservation } from '../../../reservations/read.ts';
import { lastWeeks } from './stretch.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let admin: Visitor;
let clerk: Visitor;
let clerkId = 0;
let n = 200_000;

/** Places of an office a day: 24 hours of five. */
const A_DAY = 120;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(5));
  clerkId = await desk.account('koga', ['counter'], city.main);
  admin = await desk.clerk('ide', ['admin'], city.main);
  clerk = await signedIn(desk.url, 'koga', PASSWORD);
});
afterAll(() => desk.close());

const staff = () => ({ kind: 'staff' as const, staffId: clerkId });

async function booked(daysOn: number, channel: 'phone' | 'counter', isProtected = false): Promise<string> {
  n += 1;
  const cardId = await makeCard(fresh.db, {
    noticeId: `N1S-${n}`,
    name: `数字 太郎${n}`,
    officeId: city.main,
    protected: isProtected,
  });
  return bookFor(desk.db, staff(), city, cardId, await slotAt(fresh.db, city, city.main, daysOn, 23), { channel });
}

async function outcome(reservationId: string, ...steps: ('arrived' | 'handed-over' | 'no-show')[]): Promise<void> {
  let from: 'arrived' | 'handed-over' | 'no-show' | null = null;
  for (const to of steps) {
    must(await record(desk.db, staff(), { reservationId, position: 1, from, to, reason: '' }));
    from = to;
  }
}

async function cancelled(id: string): Promise<void> {
  const { version } = (await readReservation(desk.db, id)) ?? { version: 0 };
  must(await cancel(desk.db, staff(), { id, version, reason: 'ご本人の電話' }));
}

/** The city's time stands at an hour of today while something is done. */
async function at<T>(hour: number, work: () => Promise<T>): Promise<T> {
  await stopTimeAt(fresh, cityInstant(city.today, hour * 60 + 59).toString());
  const done = await work();
  await shiftTime(fresh, 0);
  return done;
}

const stretch = () => ({ from: city.today, to: addDays(city.today, 4), office: 'honcho', service: '' });
const address = (path: string, fields: Record<string, string>) => `${path}?${new URLSearchParams(fields)}`;

test('[8(2)⑧c] a stretch of days whose acts are known: places, channels, outcomes, cancellations, by office and as a file', async () => {
  await fresh.db.run(
    sql`INSERT INTO calendar.holidays (day, name) VALUES (${city.today}::date, '試験の日') ON CONFLICT (day) DO UPDATE SET name = '試験の日'`,
  );
  const [came, missing] = await at(9, async () => {
    await booked(4, 'phone');
    await booked(4, 'phone');
    await cancelled(await booked(4, 'phone'));
    return [await booked(0, 'phone'), await booked(0, 'counter')];
  });
  await at(23, async () => {
    await outcome(came ?? '', 'arrived', 'handed-over');
    await outcome(missing ?? '', 'no-show');
  });

  const page = words(await good(await admin.get(address('/numbers', stretch()))));
  expect(page).toContain(`${5 * A_DAY}枠のうち4枠`);
  expect(page).toMatch(/交付\s*1人/u);
  expect(page).toMatch(/来庁の割合\s*50\.0％/u);
  expect(page).toMatch(/未来庁の割合\s*50\.0％/u);
  expect(page).toMatch(/取消の割合\s*20\.0％\s*予約5件のうち1件/u);
  expect(page).toMatch(/電話\s*3\s*75\.0％/u);
  expect(page).toMatch(/窓口\s*1\s*25\.0％/u);
  expect(page).toContain('最も多いのは');
  expect(page).toContain('試験の日');

  const fields = { ...stretch(), by: 'day' };
  const list = words(await good(await admin.get(address('/lists/numbers', fields))));
  expect(list).toContain('5件');
  await admin.get(address('/lists/numbers', fields));
  const { html } = await admin.post('/lists/numbers/take', { ...fields, as: 'csv' });
  const today = html.split(/\r?\n/u).find((line) => line.includes(city.today)) ?? '';
  expect(today).toContain(`試験の日`);
  expect(today.replaceAll('"', '').split(',').slice(2)).toEqual([
    `${A_DAY}`,
    '2',
    '1.7',
    '2',
    '0',
    '1',
    '1',
    '0',
    '0',
    '1',
    '1',
    '1',
    '50',
  ]);

  const found = await readFigures(desk.db, { seesProtected: true }, { ...stretch(), office: '' }, ['office']);
  expect(found.all).toMatchObject({ offered: 10 * A_DAY, visits: 4, lead: 0 });
  expect(found.by('office').map(({ key, visits }) => [Number(key), visits])).toEqual([
    [city.main, 4],
    [city.branch, 0],
  ]);
});

test('[8(2)⑧c] the last four whole weeks are shown at first, beside the four before; a stretch that is not over is compared with none', async () => {
  const { from, to } = lastWeeks(city.today);
  const page = words(await good(await admin.get('/numbers')));
  expect(page).toContain(`本庁・${longDate(from)}から${longDate(to)}まで`);
  const [over, open] = [addDays(city.today, -1), city.today];
  const compared = words(await good(await admin.get(address('/numbers', { ...stretch(), from: addDays(over, -1), to: over }))));
  expect(compared).toContain(`前の期間は、${longDate(addDays(over, -3))}から${longDate(addDays(over, -2))}までです。`);
  expect(compared).toMatch(/交付\s*0人\s*来庁 0人、不備 0人\s*前の期間 0人/u);
  const running = words(await good(await admin.get(address('/numbers', { ...stretch(), from: open, to: open }))));
  expect(running).toContain('期間が終わっていないため、前の期間とは比較していません。');
  expect(running).not.toMatch(/前の期間 /u);
});

test('[8(2)⑦c] what comes to its end in four weeks is told as not known until it was counted, and not as none', async () => {
  await fresh.db.run(
    sql`INSERT INTO cards.due (step, office_id, hidden, cards, at) VALUES ('renotice', ${city.main}, false, 3, lib.now())`,
  );
  expect(words(await good(await admin.get('/numbers')))).toMatch(/3枚\s*－/u);
  await recountDue(fresh.db);
  expect(words(await good(await admin.get('/numbers')))).toMatch(/0枚\s*0枚/u);
});

test('[8(2)⑧c] charts have the figures of their tables; by weekday and time, by way of booking and by service', async () => {
  const shown = await good(await admin.get(address('/numbers', stretch())));
  const page = words(shown);
  expect(page).toMatch(/予約\s*2\s*0\s*0\s*0\s*2\s*交付\s*1\s*0\s*0\s*0\s*0\s*未来庁\s*1\s*0\s*0\s*0\s*0/u);
  const tall = [...shown.html.matchAll(/class="chart-(first|second)"[^>]*height="([\d.]+)"/gu)].map(([, kind, height]) => [
    kind,
    Number(height),
  ]);
  // The tallest number is the top of the chart.
  expect(tall[0]).toEqual(['first', 174]);
  expect(tall[1]).toEqual(['second', 87]);
  expect(page).toContain('曜日と時間ごとの利用率');
  expect(page).toContain('最も埋まっているのは');
  expect(page).toMatch(/手続きごと.*マイナンバーカードの受け取り/u);
  const rows = {
    week: 'の週',
    month: '年',
    weekday: '曜日',
    hour: '23時台',
    office: '本庁',
    service: 'マイナンバーカードの受け取り',
    channel: '電話',
  };
  for (const [by, row] of Object.entries(rows))
    expect(words(await good(await admin.get(address('/lists/numbers', { ...stretch(), by })))), by).toContain(row);
});

test('a right of its own: a clerk is refused until the city gives it; a wrong day and days without places are said', async () => {
  expect((await clerk.get('/numbers')).status).toBe(403);
  expect((await clerk.get('/lists/numbers')).status).toBe(404);
  await fresh.db.run(sql`INSERT INTO staff.role_rights (role, right_code) VALUES ('counter', 'numbers.see')`);
  await good(await clerk.get('/numbers'));
  expect(
    words(await good(await admin.get(address('/numbers', { ...stretch(), from: addDays(city.today, 300), to: '' })))),
  ).toContain('この期間の予約枠と予約は、ありません。');
  const wrong = await admin.get(address('/numbers', { ...stretch(), from: '2月30日' }));
  expect(wrong.status).toBe(422);
  expect(wrong.html).toContain('value="2月30日"');
});

test('[8(2)⑧c] whom a viewer may not see is in none of their figures, so that nothing follows from a difference', async () => {
  const before = await readFigures(desk.db, { seesProtected: false }, stretch(), ['day']);
  await at(9, async () => {
    await outcome(await booked(0, 'counter', true), 'arrived', 'handed-over');
    await cancelled(await booked(0, 'phone', true));
  });
  const { all } = await readFigures(desk.db, { seesProtected: false }, stretch(), ['day']);
  // Places are those of the calendar, which says so to everybody.
  expect({ ...all, taken: 0 }).toEqual({ ...before.all, taken: 0 });
  const seen = (await readFigures(desk.db, { seesProtected: true }, stretch(), ['day'])).all;
  expect((seen?.handedOver ?? 0) - (all?.handedOver ?? 0)).toBe(1);
  expect((seen?.cancelled ?? 0) - (all?.cancelled ?? 0)).toBe(1);
  expect(words(await good(await clerk.get(address('/numbers', stretch()))))).toContain('支援措置の方は含みません。');
});

test('[8(1)⑧] the figures of visits that were removed after their years are counted in', async () => {
  const viewer = { seesProtected: true };
  const without = async () => {
    const { all, by } = await readFigures(desk.db, viewer, stretch(), [
      'day',
      'office',
      'service',
      'channel',
      'weekday',
      'month',
    ]);
    return [all, ...by('day'), ...by('office'), ...by('service'), ...by('channel'), ...by('weekday'), ...by('month')].map(
      (row) => ({ ...row, lead: null }),
    );
  };
  const before = await without();
  const worker = fresh.as('worker', 2);
  await shiftTime(fresh, Math.round(6 * 366 * 86_400));
  expect((await removePast(worker)).reservations).toBeGreaterThan(0);
  await worker.close();
  await shiftTime(fresh, 0);
  expect(await without()).toEqual(before);
});

test('[8(2)⑧c] an office that went out of use has its line and is chosen by name, so that the lines come to the sum; nobody’s own office is one', async () => {
  const line = async (query = '') =>
    /交付場所ごと.*/u.exec(
      words(await good(await admin.get(`/numbers?from=${city.today}&to=${addDays(city.today, 9)}&${query}`))),
    )?.[0];
  const before = await line();
  expect(before).toContain('北野総合支所');
  await fresh.db.run(sql`UPDATE offices.offices SET retired_at = lib.now() WHERE id = ${city.branch}`);
  try {
    expect(await line()).toContain('北野総合支所（廃止）');
    expect(await line('office=kitano')).toContain('北野総合支所（廃止）');
    const list = await good(await admin.get(`/lists/visits?office=kitano&service=&from=${city.today}&to=&state=all`));
    expect(words(list)).toContain('北野総合支所（廃止）');
    await fresh.db.run(sql`UPDATE staff.accounts SET office_id = ${city.branch} WHERE id = ${clerkId}`);
    expect((await good(await clerk.get('/lists/visits'))).html).not.toMatch(/<option value="kitano" selected/u);
  } finally {
    await fresh.db.run(sql`UPDATE staff.accounts SET office_id = ${city.main} WHERE id = ${clerkId}`);
    await fresh.db.run(sql`UPDATE offices.offices SET retired_at = NULL WHERE id = ${city.branch}`);
  }
});
