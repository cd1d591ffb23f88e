import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { buildSmallCity } from '../../test/support/small-city.ts';
import { sql } from '../lib/db/sql.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
  await fresh.db.run(sql`INSERT INTO calendar.holidays (day, name) VALUES ('2025-11-24', '振替休日') ON CONFLICT DO NOTHING`);
});
afterAll(() => fresh.drop());

/** Of an offer made at a moment of the city (`2025-11-21 21:07`): when they are told, and until when it is held. */
const term = async (at: string, hours: number, byPhone: boolean): Promise<string> => {
  const { told, until } = await fresh.db.one<{ told: string; until: string }>(sql`
    SELECT to_char(t.told_at AT TIME ZONE 'Asia/Tokyo', 'MM-DD HH24:MI') AS told, to_char(t.until AT TIME ZONE 'Asia/Tokyo', 'MM-DD HH24:MI') AS until
    FROM waiting.term((${at}::timestamp AT TIME ZONE 'Asia/Tokyo'), ${hours}::integer, ${byPhone}) t`);
  return `${told} → ${until}`;
};

test('an offer is told and held in hours in which people are awake, to the full ten minutes', async () => {
  expect(await term('2025-11-21 10:00', 3, false)).toBe('11-21 10:00 → 11-21 13:00');
  expect(await term('2025-11-21 10:01', 3, false)).toBe('11-21 10:01 → 11-21 13:10');
  expect(await term('2025-11-21 07:59', 3, false)).toBe('11-21 08:00 → 11-21 11:00');
  expect(await term('2025-11-21 17:00', 3, false)).toBe('11-21 17:00 → 11-21 20:00');
  expect(await term('2025-11-21 19:07', 3, false)).toBe('11-21 19:07 → 11-22 10:10');
  expect(await term('2025-11-21 20:00', 3, false)).toBe('11-22 08:00 → 11-22 11:00');
  expect(await term('2025-11-21 23:59', 3, false)).toBe('11-22 08:00 → 11-22 11:00');
  expect(await term('2025-11-21 08:00', 24, false)).toBe('11-21 08:00 → 11-22 20:00');
});

test('[8(1)⑦c] what an offer leads to is not there during a planned stop: its minutes do not count, and nobody is told in them; a clerk calls all the same', async () => {
  await fresh.db.run(sql`
    INSERT INTO site.maintenance (starts_at, ends_at, reason, presented_on)
    SELECT (on_day || from_time)::timestamp AT TIME ZONE 'Asia/Tokyo', (on_day || to_time)::timestamp AT TIME ZONE 'Asia/Tokyo', '', '2026-01-01'
    FROM (VALUES ('2090-03-01', ' 12:00', ' 14:00'), ('2090-03-02', ' 07:00', ' 09:15')) AS s (on_day, from_time, to_time)`);
  try {
    expect(await term('2090-03-01 08:30', 3, false)).toBe('03-01 08:30 → 03-01 11:30');
    expect(await term('2090-03-01 11:00', 3, false)).toBe('03-01 11:00 → 03-01 16:00');
    expect(await term('2090-03-01 11:57', 3, false)).toBe('03-01 14:00 → 03-01 17:00');
    expect(await term('2090-03-01 12:00', 3, false)).toBe('03-01 14:00 → 03-01 17:00');
    expect(await term('2090-03-01 13:59', 3, false)).toBe('03-01 14:00 → 03-01 17:00');
    expect(await term('2090-03-01 19:00', 3, false)).toBe('03-01 19:00 → 03-02 11:20');
    expect(await term('2090-03-01 21:00', 3, false)).toBe('03-02 09:15 → 03-02 12:20');
    // Wednesday, the first.
    expect(await term('2090-03-01 11:00', 3, true)).toBe('03-01 11:00 → 03-01 14:00');
  } finally {
    await fresh.db.run(sql`DELETE FROM site.maintenance`);
  }
});

test('who has no mail is called in the hours of an office: over the weekend and a holiday the time stands still', async () => {
  expect(await term('2025-11-21 16:00', 3, true)).toBe('11-21 16:00 → 11-25 11:00');
  expect(await term('2025-11-22 10:00', 3, true)).toBe('11-25 09:00 → 11-25 12:00');
  expect(await term('2025-12-26 16:30', 1, true)).toBe('12-26 16:30 → 01-05 09:30');
});

test('a city whose telephone answers from Tuesday to Saturday counts those days, in the hours it set', async () => {
  const set = (key: string, value: number) =>
    fresh.db.run(
      sql`INSERT INTO site.settings (key, value, changed_at) VALUES (${key}, ${String(value)}::jsonb, lib.now()) ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value`,
    );
  // 8:30 to 17:15.
  await set('waiting-call-begins', 2);
  await set('waiting-call-ends', 9);
  expect(await term('2025-11-21 16:00', 3, true)).toBe('11-21 16:00 → 11-25 10:15');
  expect(await term('2025-11-20 07:00', 1, true)).toBe('11-20 08:30 → 11-20 09:30');
  // 10:00 to 19:00.
  await set('waiting-call-begins', 8);
  await set('waiting-call-ends', 16);
  const city = await buildSmallCity(fresh.db);
  await fresh.db.run(sql`DELETE FROM calendar.days`);
  // From Thursday, 1 March 2091 on, two weeks: Sundays and Mondays are shut, and Friday the 9th.
  await fresh.db.run(sql`
    INSERT INTO calendar.days (office_id, service_id, day, open)
    SELECT ${city.main}, ${city.service}, d::date, extract(isodow FROM d) BETWEEN 2 AND 6 AND d::date <> '2091-03-09'
    FROM generate_series('2091-03-01'::timestamp, '2091-03-14', interval '1 day') AS d`);
  expect(await term('2091-03-02 18:00', 3, true)).toBe('03-02 18:00 → 03-03 12:00');
  expect(await term('2091-03-03 18:00', 3, true)).toBe('03-03 18:00 → 03-06 12:00');
  expect(await term('2091-03-08 18:00', 3, true)).toBe('03-08 18:00 → 03-10 12:00');
  // Beyond what is laid out weekdays count.
  expect(await term('2091-03-14 18:00', 3, true)).toBe('03-14 18:00 → 03-15 12:00');
  expect(await term('2091-03-16 18:00', 3, true)).toBe('03-16 18:00 → 03-19 12:00');
  expect(await term('2091-03-03 20:00', 3, false)).toBe('03-04 08:00 → 03-04 11:00');
  // Nor do they stand still where a place that opens once a month is laid out further than the others.
  await fresh.db.run(sql`
    INSERT INTO calendar.days (office_id, service_id, day, open)
    SELECT ${city.branch}, ${city.service}, d::date, d::date = '2091-04-10' FROM generate_series('2091-03-01'::timestamp, '2091-04-30', interval '1 day') AS d`);
  expect(await term('2091-03-14 18:00', 3, true)).toBe('03-14 18:00 → 03-15 12:00');
  expect(await term('2091-03-03 18:00', 3, true)).toBe('03-03 18:00 → 03-06 12:00');
});

test('days and times of day are told apart as the pages say them', async () => {
  const rows = await fresh.db.rows(sql`
    SELECT waiting.part_of(660, 60) AS before_noon, waiting.part_of(720, 60) AS noon, waiting.part_of(975, 60) AS until_1715, waiting.part_of(980, 60) AS later,
      waiting.day_kind('2025-11-21') AS friday, waiting.day_kind('2025-11-22') AS saturday, waiting.day_kind('2025-11-24') AS holiday, waiting.day_kind('2025-12-31') AS last`);
  expect(rows).toEqual([
    {
      before_noon: 'morning',
      noon: 'afternoon',
      until_1715: 'afternoon',
      later: 'evening',
      friday: 'weekday',
      saturday: 'holiday',
      holiday: 'holiday',
      last: 'holiday',
    },
  ]);
});
