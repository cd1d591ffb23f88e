import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { buildSmallCity, type SmallCity } from '../../test/support/small-city.ts';
import { sql } from '../lib/db/sql.ts';

let base: FreshDatabase;
let city: SmallCity;

beforeAll(async () => {
  base = await freshDatabase();
  city = await buildSmallCity(base.db);
  // December 2026: closed on weekends, and on Friday 11. Dates worked by hand below.
  await base.db.run(sql`
    INSERT INTO calendar.days (office_id, service_id, day, open)
    SELECT o, ${city.service}, d::date, extract(isodow FROM d) < 6 AND d::date <> '2026-12-11'
    FROM unnest(ARRAY[${city.main}::integer, ${city.branch}]) o, generate_series('2026-12-01'::timestamp, '2027-03-31', '1 day') d
    ON CONFLICT (office_id, service_id, day) DO UPDATE SET open = excluded.open`);
});
afterAll(() => base.drop());

type Window = {
  ahead?: number;
  cutoff?: number | null;
  kind?: 'days' | 'open-days' | 'date';
  days?: number | null;
  date?: string | null;
  sameDay?: boolean;
  sameDayChange?: boolean;
  changeDays?: number;
  changeMinute?: number | null;
};

async function setWindow(audience: 'citizen' | 'staff', given: Window): Promise<void> {
  const w = {
    ahead: 0,
    cutoff: null,
    kind: 'days' as const,
    days: 30,
    date: null,
    sameDay: false,
    sameDayChange: false,
    changeDays: 0,
    changeMinute: null,
    ...given,
  };
  await base.db.run(sql`
    UPDATE calendar.windows SET earliest_open_days = ${w.ahead}, cutoff_minute = ${w.cutoff}, latest_kind = ${w.kind}, latest_days = ${w.days}, latest_date = ${w.date},
      same_day_booking = ${w.sameDay}, same_day_change = ${w.sameDayChange}, change_open_days = ${w.changeDays}, change_minute = ${w.changeMinute}
    WHERE service_id = ${city.service} AND audience = ${audience}`);
}

const ask = (audience: 'citizen' | 'staff', at: string, cardOffice: number | null = null, office = city.main) =>
  base.db.one<{ earliest: string | null; latest: string | null }>(
    sql`SELECT * FROM calendar.window_of(${office}, ${city.service}, ${audience}, ${cardOffice}::integer, ${`${at}+09:00`}::timestamptz)`,
  );

describe('the earliest day', () => {
  // 2026-12-01 is a Tuesday.
  test.each([
    ['[8(2)⑥c] same day allowed, before the hour', { ahead: 0, sameDay: true, cutoff: 900 }, '2026-12-01T14:59', '2026-12-01'],
    [
      '[8(2)⑥c] same day allowed, from the hour on today no longer counts',
      { ahead: 0, sameDay: true, cutoff: 900 },
      '2026-12-01T15:00',
      '2026-12-02',
    ],
    ['[8(2)⑥c] same day not allowed', { ahead: 0, sameDay: false }, '2026-12-01T09:00', '2026-12-02'],
    ['[8(2)⑥a] one open day before: Tuesday for Wednesday', { ahead: 1, cutoff: 1020 }, '2026-12-01T16:59', '2026-12-02'],
    ['[8(2)⑥a] one open day before, after the hour: for Thursday', { ahead: 1, cutoff: 1020 }, '2026-12-01T17:00', '2026-12-03'],
    [
      '[8(2)⑥a] two open days before, over a weekend: Friday for the next Tuesday',
      { ahead: 2 },
      '2026-12-04T10:00',
      '2026-12-08',
    ],
    ['[8(2)⑥a] on a Saturday Monday is not an open day before itself', { ahead: 1 }, '2026-12-05T10:00', '2026-12-08'],
    [
      '[8(2)⑥a] a closed Friday does not count: Thursday after the hour for the next Tuesday',
      { ahead: 1, cutoff: 1020 },
      '2026-12-10T17:00',
      '2026-12-15',
    ],
  ] as const)('%s', async (_title, window, at, earliest) => {
    await setWindow('citizen', window);
    expect((await ask('citizen', at)).earliest).toBe(earliest);
  });
  test('[8(2)⑥b] staff have an earliest day of their own', async () => {
    await setWindow('citizen', { ahead: 3 });
    await setWindow('staff', { ahead: 0, sameDay: true });
    expect((await ask('citizen', '2026-12-01T10:00')).earliest).toBe('2026-12-04');
    expect((await ask('staff', '2026-12-01T10:00')).earliest).toBe('2026-12-01');
  });
  test('a card that lies in another office comes two open days later', async () => {
    await setWindow('citizen', { ahead: 2 });
    expect((await ask('citizen', '2026-12-01T10:00', city.main, city.main)).earliest).toBe('2026-12-03');
    expect((await ask('citizen', '2026-12-01T10:00', city.main, city.branch)).earliest).toBe('2026-12-07');
  });
});

describe('[8(2)⑥a] [8(2)⑥b] a day shut by 臨時閉庁 is no open day', () => {
  const shut = async (from: string, to = from, more: { hours?: [number, number]; service?: number; office?: number } = {}) => {
    await base.db.run(sql`
      INSERT INTO closing.closings (form_id, office_id, service_id, from_day, to_day, from_minute, to_minute, reason, closed_at)
      VALUES (gen_random_uuid(), ${more.office ?? city.main}, ${more.service ?? null}, ${from}::date, ${to}::date, ${more.hours?.[0] ?? null}, ${more.hours?.[1] ?? null}, '台風のため', lib.now())`);
  };
  const reopen = (at: string) => base.db.run(sql`UPDATE closing.closings SET reopened_at = ${`${at}+09:00`}::timestamptz`);
  afterEach(() => base.db.run(sql`DELETE FROM closing.closings`));

  test.each(['citizen', 'staff'] as const)(
    'two open days before, with a typhoon tomorrow, is a day later for %s; reopened it is as it was',
    async (audience) => {
      await setWindow(audience, { ahead: 2 });
      expect((await ask(audience, '2026-12-01T10:00')).earliest).toBe('2026-12-03');
      await shut('2026-12-02');
      expect((await ask(audience, '2026-12-01T10:00')).earliest).toBe('2026-12-04');
      await reopen('2026-12-01T12:00');
      expect((await ask(audience, '2026-12-01T13:00')).earliest).toBe('2026-12-03');
    },
  );
  test('one that shuts a day after the earliest changes nothing; two over each other are one; today counts too', async () => {
    await setWindow('citizen', { ahead: 2 });
    await shut('2026-12-04');
    expect((await ask('citizen', '2026-12-01T10:00')).earliest).toBe('2026-12-03');
    await shut('2026-12-01', '2026-12-02');
    await shut('2026-12-02', '2026-12-04');
    // Open: 3 is shut too, the weekend, so 7 and 8 come before 9.
    expect((await ask('citizen', '2026-12-01T10:00')).earliest).toBe('2026-12-09');
  });
  test('hours of a day, another service, another office change nothing', async () => {
    await setWindow('citizen', { ahead: 2 });
    await shut('2026-12-02', '2026-12-02', { hours: [540, 720] });
    await shut('2026-12-02', '2026-12-02', { office: city.branch });
    await base.db.run(sql`
      INSERT INTO closing.closings (form_id, office_id, service_id, from_day, to_day, reason, closed_at)
      SELECT gen_random_uuid(), ${city.main}, id, '2026-12-02', '2026-12-02', '台風のため', lib.now() FROM services.services WHERE id <> ${city.service}`);
    expect((await ask('citizen', '2026-12-01T10:00')).earliest).toBe('2026-12-03');
  });
  test('the days a card needs from another office and the latest open day count without it', async () => {
    await setWindow('citizen', { ahead: 2, kind: 'open-days', days: 8 });
    const before = await ask('citizen', '2026-12-01T10:00', city.main, city.branch);
    await shut('2026-12-02', '2026-12-02', { office: city.branch });
    expect([before.earliest, (await ask('citizen', '2026-12-01T10:00', city.main, city.branch)).earliest]).toEqual([
      '2026-12-07',
      '2026-12-08',
    ]);
    await shut('2026-12-02');
    expect((await ask('citizen', '2026-12-01T10:00')).latest).toBe('2026-12-15');
  });
  test.each(['citizen', 'staff'] as const)(
    'the deadline of changing, which mails name as a date, stays where it was told for %s',
    async (audience) => {
      await setWindow(audience, { changeDays: 1, changeMinute: 1020 });
      const until = async () =>
        (
          await base.db.one<{ until: Date }>(
            sql`SELECT calendar.changeable_until(${city.main}, ${city.service}, ${audience}, '2026-12-07', 600) AS until`,
          )
        ).until.toISOString();
      expect(await until()).toBe('2026-12-04T08:00:00.000Z');
      await shut('2026-12-03', '2026-12-04');
      expect(await until()).toBe('2026-12-04T08:00:00.000Z');
      await reopen('2026-12-05T00:00');
      expect(await until()).toBe('2026-12-04T08:00:00.000Z');
      // However few days are laid out before it and however many of them are shut.
      await setWindow(audience, { changeDays: 3, changeMinute: 1020 });
      await shut('2026-12-01', '2026-12-06');
      expect(await until()).toBe('2026-12-02T08:00:00.000Z');
    },
  );
});

describe('the latest day', () => {
  test('[8(2)⑥e] days from the day of applying', async () => {
    await setWindow('citizen', { kind: 'days', days: 30 });
    expect((await ask('citizen', '2026-12-01T10:00')).latest).toBe('2026-12-31');
  });
  test('[8(2)⑥e] or open days from it', async () => {
    await setWindow('citizen', { kind: 'open-days', days: 8 });
    expect((await ask('citizen', '2026-12-01T10:00')).latest).toBe('2026-12-14');
  });
  test('[8(2)⑥e] after the hour both are counted from the next day, as the earliest is', async () => {
    await setWindow('citizen', { kind: 'days', days: 30, cutoff: 900 });
    expect((await ask('citizen', '2026-12-01T14:59')).latest).toBe('2026-12-31');
    expect((await ask('citizen', '2026-12-01T15:00')).latest).toBe('2027-01-01');
    await setWindow('citizen', { kind: 'open-days', days: 8, cutoff: 900 });
    expect((await ask('citizen', '2026-12-01T14:59')).latest).toBe('2026-12-14');
    expect((await ask('citizen', '2026-12-01T15:00')).latest).toBe('2026-12-15');
  });
  test('[8(2)⑥f] or a fixed date; past it nothing can be booked', async () => {
    await setWindow('citizen', { kind: 'date', days: null, date: '2026-12-10' });
    expect((await ask('citizen', '2026-12-01T10:00')).latest).toBe('2026-12-10');
    expect(await ask('citizen', '2026-12-20T10:00')).toEqual({ earliest: null, latest: null });
  });
  test('[8(2)⑥g] each office has its own', async () => {
    await setWindow('citizen', { ahead: 1 });
    await base.db.run(
      sql`UPDATE calendar.windows SET earliest_open_days = 4 WHERE office_id = ${city.branch} AND audience = 'citizen'`,
    );
    expect((await ask('citizen', '2026-12-01T10:00')).earliest).toBe('2026-12-02');
    expect((await ask('citizen', '2026-12-01T10:00', null, city.branch)).earliest).toBe('2026-12-07');
  });
});

describe('from when on no day up to another one is within the window', () => {
  const passes = async (cardOffice: number | null, to: string): Promise<string | null> =>
    (
      await base.db.one<{ at: string | null }>(
        sql`SELECT to_char(calendar.passes(${city.main}, ${city.service}, 'citizen', ${cardOffice}::integer, ${to}::date) AT TIME ZONE 'Asia/Tokyo', 'YYYY-MM-DD"T"HH24:MI') AS at`,
      )
    ).at;

  test.each<[string, Window, boolean, string, string]>([
    ['two open days before Monday 7: Thursday at the hour', { ahead: 2, cutoff: 1020 }, false, '2026-12-07', '2026-12-03T17:00'],
    ['without an hour the whole Thursday counts', { ahead: 2 }, false, '2026-12-07', '2026-12-04T00:00'],
    ['a closed day is the open one before it', { ahead: 1, cutoff: 1020 }, false, '2026-12-13', '2026-12-09T17:00'],
    ['the days to bring a card count too', { ahead: 2, cutoff: 1020 }, true, '2026-12-09', '2026-12-03T17:00'],
    ['the same day until the hour', { ahead: 0, cutoff: 900, sameDay: true }, false, '2026-12-08', '2026-12-08T15:00'],
    ['not on the same day: until it begins', { ahead: 0, cutoff: 900 }, false, '2026-12-08', '2026-12-08T00:00'],
  ])('%s', async (_, window, elsewhere, to, at) => {
    await setWindow('citizen', window);
    const cardOffice = elsewhere ? city.branch : null;
    expect(await passes(cardOffice, to)).toBe(at);
    // The window itself says the same at that moment and a minute before.
    const before = new Date(Date.parse(`${at}:00Z`) - 60_000).toISOString().slice(0, 16);
    const [last, none] = [await ask('citizen', before, cardOffice), await ask('citizen', at, cardOffice)];
    expect(last.earliest !== null && last.earliest <= to).toBe(true);
    expect(none.earliest === null || none.earliest > to).toBe(true);
  });

  test('not said of days after a fixed last one, which a city may put later; up to it as of any other', async () => {
    const fixed = { ahead: 1, kind: 'date', days: null, date: '2026-12-08' } as const;
    await setWindow('citizen', fixed);
    expect(await passes(null, '2026-12-09')).toBeNull();
    expect(await passes(null, '2026-12-08')).toBe('2026-12-08T00:00');
    await setWindow('citizen', { ...fixed, date: '2026-12-31' });
    expect(await passes(null, '2026-12-16')).toBe('2026-12-16T00:00');
  });

  test('days that a 臨時閉庁 shuts count as the plan has them: it may be lifted again', async () => {
    await setWindow('citizen', { ahead: 2, cutoff: 1020 });
    await base.db.run(sql`
      INSERT INTO closing.closings (form_id, office_id, from_day, to_day, reason, closed_at)
      VALUES (gen_random_uuid(), ${city.main}, '2026-12-02', '2026-12-07', '台風のため', lib.now())`);
    try {
      expect(await passes(null, '2026-12-07')).toBe('2026-12-03T17:00');
    } finally {
      await base.db.run(sql`DELETE FROM closing.closings`);
    }
  });

  test('not said of days that are not laid out, nor without a window', async () => {
    await setWindow('citizen', { ahead: 1 });
    // The city's own thirty days stand around today, whenever that is.
    expect(await passes(null, '2999-05-01')).toBeNull();
    expect(await base.db.rows(sql`SELECT calendar.passes(${city.main}, 9999, 'citizen', NULL, '2026-12-08') AS at`)).toEqual([
      { at: null },
    ]);
  });
});

describe('changing and cancelling', () => {
  const may = async (audience: 'citizen' | 'staff', day: string, minute: number, at: string) =>
    (
      await base.db.one<{ may: boolean }>(
        sql`SELECT calendar.changeable(${city.main}, ${city.service}, ${audience}, ${day}, ${minute}, ${`${at}+09:00`}::timestamptz) AS may`,
      )
    ).may;
  test('a day that a change of its hours shuts counts as the week has it; one that the week does not open does not', async () => {
    await setWindow('citizen', { changeDays: 1, changeMinute: 1020 });
    const until = async () =>
      (
        await base.db.one<{ until: string }>(
          sql`SELECT calendar.changeable_until(${city.main}, ${city.service}, 'citizen', '2026-12-08', 600)::text AS until`,
        )
      ).until;
    const days = (weekOpen: boolean | null) =>
      base.db.run(sql`
        UPDATE calendar.days SET open = false, week_open = ${weekOpen}::boolean WHERE office_id = ${city.main} AND day = '2026-12-07'`);
    const told = await until();
    try {
      await days(true);
      expect(await until()).toBe(told);
      await days(false);
      expect(await until()).not.toBe(told);
      await days(null);
      expect(await until()).not.toBe(told);
    } finally {
      await base.db.run(
        sql`UPDATE calendar.days SET open = true, week_open = NULL WHERE office_id = ${city.main} AND day = '2026-12-07'`,
      );
    }
  });

  test('[8(2)⑥d] on the day itself only where the switch allows it; for citizens never once it began, for staff also when somebody is late', async () => {
    await setWindow('citizen', { sameDayChange: false });
    await setWindow('staff', { sameDayChange: true });
    expect(await may('citizen', '2026-12-02', 600, '2026-12-02T09:00')).toBe(false);
    expect(await may('staff', '2026-12-02', 600, '2026-12-02T09:59')).toBe(true);
    expect(await may('staff', '2026-12-02', 600, '2026-12-02T10:00')).toBe(true);
    expect(await may('staff', '2026-12-02', 600, '2026-12-02T18:30')).toBe(true);
    await setWindow('citizen', { sameDayChange: true });
    expect(await may('citizen', '2026-12-02', 600, '2026-12-02T09:59')).toBe(true);
    expect(await may('citizen', '2026-12-02', 600, '2026-12-02T10:00')).toBe(false);
    await setWindow('staff', { sameDayChange: false });
    expect(await may('staff', '2026-12-02', 600, '2026-12-02T09:00')).toBe(false);
  });
  test('its own deadline: one open day before at 17:00, over a weekend', async () => {
    await setWindow('citizen', { changeDays: 1, changeMinute: 1020 });
    expect(await may('citizen', '2026-12-07', 600, '2026-12-04T16:59')).toBe(true);
    expect(await may('citizen', '2026-12-07', 600, '2026-12-04T17:00')).toBe(false);
    expect(await may('citizen', '2026-12-07', 600, '2026-12-05T08:00')).toBe(false);
  });
  test('[8(3)⑩a] [8(3)⑩b] the instant until when, told before: over a weekend, at midnight of the day, at the visit itself, or never', async () => {
    const until = async (day: string) =>
      (
        await base.db.one<{ until: Date | null }>(
          sql`SELECT calendar.changeable_until(${city.main}, ${city.service}, 'citizen', ${day}, 600) AS until`,
        )
      ).until?.toISOString();
    await setWindow('citizen', { changeDays: 1, changeMinute: 1020, sameDayChange: true });
    expect(await until('2026-12-07')).toBe('2026-12-04T08:00:00.000Z');
    await setWindow('citizen', { changeDays: 1 });
    expect(await until('2026-12-07')).toBe('2026-12-04T15:00:00.000Z');
    await setWindow('citizen', {});
    expect(await until('2026-12-07')).toBe('2026-12-06T15:00:00.000Z');
    await setWindow('citizen', { sameDayChange: true });
    expect(await until('2026-12-07')).toBe('2026-12-07T01:00:00.000Z');
    await base.db.run(sql`DELETE FROM calendar.windows WHERE office_id = ${city.main} AND audience = 'citizen'`);
    expect(await until('2026-12-07')).toBeUndefined();
    expect(await may('citizen', '2026-12-07', 600, '2026-12-01T08:00')).toBe(false);
  });
});
