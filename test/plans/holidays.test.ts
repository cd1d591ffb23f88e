import { expect, test } from 'vitest';
import { readHolidays, yearWithoutHolidays } from '../../src/calendar/holidays.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { runJob } from '../../src/worker/clockwork.ts';
import { signedIn } from '../support/browse.ts';
import { freshDatabase } from '../support/database.ts';
import { PASSWORD, startDesk, stopTime } from '../support/desk.ts';
import { htmlFaults } from '../support/html.ts';
import { jobContext } from '../support/worker.ts';
import { byLaw } from './law.ts';

test('[8(2)⑤b] the holidays of 2026 to 2032 stand as the law has them, those in lieu and those between two among them, though the table is empty; what staff change lies over them', async () => {
  const fresh = await freshDatabase();
  try {
    const law = [2026, 2027, 2028, 2029, 2030, 2031, 2032].flatMap(byLaw);
    const stand = async () =>
      [...(await readHolidays(fresh.db)).keys()].filter((day) => day >= '2026' && day < '2033').toSorted();
    expect(await stand()).toEqual(law);
    expect(law).toEqual(expect.arrayContaining(['2026-05-06', '2026-09-22', '2027-03-22', '2032-09-21']));
    // The first row is of an earlier release, which copied the law into the table, and of a law that has changed since.
    await fresh.db.run(sql`INSERT INTO calendar.holidays (day, name, staff_edited, retired) VALUES
      ('2027-07-23', 'スポーツの日', false, false), ('2027-04-01', '市制記念日', true, false), ('2027-05-05', 'こどもの日', true, true)`);
    expect(await stand()).toEqual([...law.filter((day) => day !== '2027-05-05'), '2027-04-01'].toSorted());
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
  const db = fresh.as('desk', 2);
  const night = () => runJob('horizon', jobContext(db, db, { clock }));
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
    expect((await me.get(page.url)).html).toContain('先の年まで自動で入っています');
  } finally {
    await db.close();
    await desk.close();
    await fresh.drop();
  }
});
