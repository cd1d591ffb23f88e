import { expect, test } from 'vitest';
import { fillHolidays, yearWithoutHolidays } from '../../src/calendar/holidays.ts';
import { connect } from '../../src/lib/db/db.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { runJob } from '../../src/worker/clockwork.ts';
import { measures } from '../../src/worker/metrics.ts';
import { signedIn } from '../support/browse.ts';
import { freshDatabase } from '../support/database.ts';
import { PASSWORD, startDesk, stopTime } from '../support/desk.ts';
import { htmlFaults } from '../support/html.ts';
import { AUDIT_KEY } from '../support/worker.ts';
import { DAYS, weekdayOf } from './reference.ts';

const monday = (year: number, month: string, nth: number): string =>
  DAYS.filter((day) => day.startsWith(`${year}-${month}-`) && weekdayOf(day) === 1)[nth - 1] ?? '';

/** From the tables of the National Astronomical Observatory: 春分 and 秋分. */
const EQUINOXES = [
  '2026-03-20',
  '2026-09-23',
  '2027-03-21',
  '2027-09-23',
  '2028-03-20',
  '2028-09-22',
  '2029-03-20',
  '2029-09-23',
];
EQUINOXES.push('2030-03-20', '2030-09-23', '2031-03-21', '2031-09-23', '2032-03-20', '2032-09-22');

/** 国民の祝日に関する法律 as it reads: the days of 第2条, then 第3条 2項 (in lieu of a Sunday) and 3項 (between two). */
function byLaw(year: number): string[] {
  const fixed = ['01-01', '02-11', '02-23', '04-29', '05-03', '05-04', '05-05', '08-11', '11-03', '11-23'];
  const holidays = new Set([
    ...fixed.map((day) => `${year}-${day}`),
    monday(year, '01', 2),
    monday(year, '07', 3),
    monday(year, '09', 3),
    monday(year, '10', 2),
    ...EQUINOXES.filter((day) => day.startsWith(String(year))),
  ]);
  const next = (day: string): string => DAYS[DAYS.indexOf(day) + 1] ?? '';
  const inLieu = [...holidays]
    .filter((day) => weekdayOf(day) === 7)
    .map((day) => {
      let after = next(day);
      while (holidays.has(after)) after = next(after);
      return after;
    });
  const between = [...holidays].map(next).filter((day) => !holidays.has(day) && holidays.has(next(day)));
  return [...new Set([...holidays, ...inLieu, ...between])].sort();
}

test('[8(2)⑤b] the holidays of 2026 to 2032 are filled in as the law has them, those in lieu and those between two among them', async () => {
  const fresh = await freshDatabase();
  try {
    await fresh.db.transaction((tx) => fillHolidays(tx, 2026, 2032));
    const rows = await fresh.db.rows<{ day: string }>(sql`SELECT day FROM calendar.holidays ORDER BY day`);
    const law = [2026, 2027, 2028, 2029, 2030, 2031, 2032].flatMap(byLaw);
    expect(rows.map(({ day }) => day)).toEqual(law);
    expect(law).toEqual(expect.arrayContaining(['2026-05-06', '2026-09-22', '2027-03-22', '2032-09-21']));
  } finally {
    await fresh.drop();
  }
});

test('[8(2)⑤b] a year without holidays is found before anyone books in it; one or two taken out by staff are none', () => {
  const year = (of: number, count: number) =>
    Array.from({ length: count }, (_, n): [string, string] => [`${of}-05-${String(n + 1).padStart(2, '0')}`, '祝日']);
  expect(yearWithoutHolidays(new Map([...year(2050, 16), ...year(2051, 16)]), 2050, 2051)).toBeUndefined();
  expect(yearWithoutHolidays(new Map([...year(2050, 14), ...year(2051, 3)]), 2050, 2051)).toBe(2051);
  expect(yearWithoutHolidays(new Map(), 2050, 2050)).toBe(2050);
});

test('[8(2)⑤b] when the table runs out within the horizon the desk is told, on the page of alarms and where holidays are put in, until somebody did', async () => {
  const fresh = await freshDatabase();
  const clock = await stopTime(fresh, '2050-06-01T03:00:00Z');
  const desk = await startDesk(fresh, clock);
  const db = connect({ url: fresh.urlFor('desk'), max: 2, name: 'test' });
  const night = () =>
    runJob('horizon', {
      db,
      clock,
      config: { auditKey: AUDIT_KEY, auditHeads: undefined },
      log: { info: () => {}, warn: () => {}, error: () => {} },
      measures: measures(),
      relayDownSeconds: () => 0,
    });
  try {
    await night();
    await desk.account('ide', ['admin']);
    const me = await signedIn(desk.url, 'ide', PASSWORD);
    const alarms = async () => (await me.get('/alarms')).html;
    expect(await alarms()).toContain('予約枠をつくる年の祝日が、入っていません');
    const begun = await me.post('/calendar/drafts', { what: 'holiday' });
    const page = await me.follow(begun);
    expect(page.html).toContain('令和33年の祝日が足りません');
    expect(await htmlFaults(page.html)).toEqual([]);
    await fresh.db.run(
      sql`INSERT INTO calendar.holidays (day, name) SELECT '2051-05-01'::date + n, '祝日' FROM generate_series(1, 16) n`,
    );
    await night();
    // Ended, and kept among those that were.
    expect(await alarms()).toMatch(/予約枠をつくる年の祝日が、入っていません(?!.*予約枠をつくる年の祝日が)/su);
    expect(await db.rows(sql`SELECT ended_at IS NOT NULL AS ended FROM site.alarms WHERE kind = 'holidays-short'`)).toEqual([
      { ended: true },
    ]);
    expect((await me.get(page.url)).html).toContain('先の年まで自動で入ります');
  } finally {
    await db.close();
    await desk.close();
    await fresh.drop();
  }
});
