import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { extendHorizon } from '../closing/horizon.ts';
import { systemClock } from '../lib/clock.ts';
import { sql } from '../lib/db/sql.ts';
import { readHolidays } from './holidays.ts';
import { writeChange } from './write.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

/** What the statements that read the table take a day for, its name among them. */
const saidBySql = async (day: string): Promise<string> => {
  const { kind, name } = await fresh.db.one<{ kind: string; name: string | null }>(
    sql`SELECT waiting.day_kind(${day}::date) AS kind, (SELECT h.name FROM calendar.holidays h WHERE h.day = ${day}::date AND NOT h.retired) AS name`,
  );
  return `${kind} ${name}`;
};

test('[8(2)⑤b] after the night every statement knows the national holidays of a new city, without those that staff took out or the law moved', async () => {
  // The second row is of a release that copied the law of its day into the table.
  await fresh.db.run(sql`INSERT INTO calendar.holidays (day, name, staff_edited, retired) VALUES
    ('2027-05-05', 'こどもの日', true, true), ('2027-07-23', 'スポーツの日', false, false), ('2027-04-01', '市制記念日', true, false), ('2027-02-11', '開町の日', true, false)`);
  expect(await saidBySql('2027-05-05')).toBe('weekday null');
  await fresh.db.transaction((tx) => extendHorizon(tx, systemClock));
  expect(await saidBySql('2027-01-11')).toBe('holiday 成人の日');
  expect(await saidBySql('2027-03-22')).toBe('holiday 春分の日 振替休日');
  expect(await saidBySql('2027-05-05')).toBe('weekday null');
  expect(await saidBySql('2027-07-23')).toBe('weekday null');
  expect(await saidBySql('2027-04-01')).toBe('holiday 市制記念日');
  expect(await saidBySql('2027-02-11')).toBe('holiday 開町の日');
  await fresh.db.transaction((tx) => extendHorizon(tx, systemClock));
  expect(await saidBySql('2027-01-11')).toBe('holiday 成人の日');
});

describe('a holiday that staff touched', () => {
  const night = () => fresh.db.transaction((tx) => extendHorizon(tx, systemClock));
  const holiday = (day: string, name: string | null) => writeChange(fresh.db, { kind: 'holiday', day, name });
  const row = (day: string) =>
    fresh.db.row<{ name: string; edited: boolean; retired: boolean }>(
      sql`SELECT name, staff_edited AS edited, retired FROM calendar.holidays WHERE day = ${day}::date`,
    );

  test('[8(2)⑤b] follows the law again once it is as the law has it', async () => {
    await night();
    await holiday('2027-01-11', null);
    expect(await row('2027-01-11')).toEqual({ name: '成人の日', edited: true, retired: true });
    await holiday('2027-01-11', '成人の日');
    expect(await row('2027-01-11')).toEqual({ name: '成人の日', edited: false, retired: false });
    await holiday('2027-06-10', '市民の日');
    expect(await row('2027-06-10')).toEqual({ name: '市民の日', edited: true, retired: false });
    await holiday('2027-06-10', null);
    expect(await row('2027-06-10')).toBeUndefined();
    // Touched and taken back under a release that pinned it.
    await fresh.db.run(sql`UPDATE calendar.holidays SET staff_edited = true WHERE day = '2027-03-22'`);
    await night();
    expect(await row('2027-03-22')).toMatchObject({ edited: false });
  });

  test('[8(2)⑤b] keeps the name it was given while the law has its day, and goes with it', async () => {
    await night();
    await holiday('2027-11-23', '勤労の日');
    await night();
    expect(await row('2027-11-23')).toEqual({ name: '勤労の日', edited: true, retired: false });
    // As if the law had had this day when it was renamed, and has it no more.
    await holiday('2027-07-22', '市のスポーツの日');
    await fresh.db.run(sql`UPDATE calendar.holidays SET of_the_law = true WHERE day = '2027-07-22'`);
    expect((await readHolidays(fresh.db)).get('2027-07-22')).toBeUndefined();
    await night();
    expect(await row('2027-07-22')).toBeUndefined();
  });
});
