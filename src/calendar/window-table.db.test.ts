import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { buildSmallCity, type SmallCity } from '../../test/support/small-city.ts';
import { sql } from '../lib/db/sql.ts';

/**
 * Every switch × audience × same day × before and after the hour × closed days between × transfer. All dates below were worked by hand on this
 * calendar: open Monday to Friday and on Sunday 6 December 2026; closed on 23 November (勤労感謝の日), 29 December to 3 January, 11 January (成人の日).
 *
 *        November 2026            December 2026            January 2027
 *   Mo      16 (23) 30               7 14 21 28               4 (11) 18
 *   Tu      17 24           1        8 15 22 (29)             5  12  19
 *   We      18 25           2        9 16 23 (30)             6  13
 *   Th      19 26           3       10 17 24 (31)             7  14
 *   Fr      20 27           4       11 18 25        (1)       8  15
 *   Su      –  –            6 open   –  –  –        (3)       –  –
 */
const FIRST = '2026-11-16';
const LAST = '2027-02-26';
const CLOSED = ['2026-11-23', '2026-12-29', '2026-12-30', '2026-12-31', '2027-01-01', '2027-01-11'];
const OPENED = ['2026-12-06'];
const HOUR = 17 * 60;

let fresh: FreshDatabase;
let city: SmallCity;

beforeAll(async () => {
  fresh = await freshDatabase();
  city = await buildSmallCity(fresh.db);
  await fresh.db.run(sql`DELETE FROM calendar.days`);
  await fresh.db.run(sql`
    INSERT INTO calendar.days (office_id, service_id, day, open)
    SELECT o, ${city.service}, d::date, d::date = ANY (${OPENED}::date[]) OR (extract(isodow FROM d) < 6 AND d::date <> ALL (${CLOSED}::date[]))
    FROM unnest(ARRAY[${city.main}::integer, ${city.branch}]) o, generate_series(${FIRST}::timestamp, ${LAST}::timestamp, '1 day') d`);
});
afterAll(() => fresh.drop());

const AUDIENCES = ['citizen', 'staff'] as const;
type Audience = (typeof AUDIENCES)[number];
type Window = {
  ahead: number;
  cutoff: number | null;
  latest: { kind: 'days' | 'open-days'; days: number } | { kind: 'date'; date: string };
  sameDay: boolean;
  sameDayChange: boolean;
  changeDays: number;
  changeMinute: number | null;
};
const PLAIN: Window = {
  ahead: 0,
  cutoff: null,
  latest: { kind: 'days', days: 60 },
  sameDay: false,
  sameDayChange: false,
  changeDays: 0,
  changeMinute: null,
};
/** As unlike any row below as can be: who reads the other office's or the other audience's window gives a wrong day. */
const OTHER: Window = { ...PLAIN, ahead: 13, cutoff: 1, latest: { kind: 'date', date: '2027-02-25' } };

async function put(office: number, audience: Audience, w: Window): Promise<void> {
  const [days, date] = w.latest.kind === 'date' ? [null, w.latest.date] : [w.latest.days, null];
  await fresh.db.run(sql`
    UPDATE calendar.windows SET earliest_open_days = ${w.ahead}, cutoff_minute = ${w.cutoff}, latest_kind = ${w.latest.kind}, latest_days = ${days}, latest_date = ${date},
      same_day_booking = ${w.sameDay}, same_day_change = ${w.sameDayChange}, change_open_days = ${w.changeDays}, change_minute = ${w.changeMinute}
    WHERE office_id = ${office} AND service_id = ${city.service} AND audience = ${audience}`);
}

/** Sets one window, and every other one to something else. */
async function only(office: number, audience: Audience, window: Partial<Window>): Promise<void> {
  for (const anOffice of [city.main, city.branch]) for (const one of AUDIENCES) await put(anOffice, one, OTHER);
  await put(office, audience, { ...PLAIN, ...window });
}

const ask = (office: number, audience: Audience, at: string, liesIn: number | null = null) =>
  fresh.db.one<{ earliest: string | null; latest: string | null }>(
    sql`SELECT * FROM calendar.window_of(${office}, ${city.service}, ${audience}, ${liesIn}::integer, ${`${at}+09:00`}::timestamptz)`,
  );

/** The instant; then the earliest day for n = 0 without same-day booking, 0 with it, 1, 2, 3 and 4 open days ahead. The hour is 17:00. */
const EARLIEST: readonly (readonly [string, string, ...string[]])[] = [
  ['a Tuesday, before the hour', '2026-11-17T16:59', '11-18', '11-17', '11-18', '11-19', '11-20', '11-24'],
  ['a Tuesday, at the hour', '2026-11-17T17:00', '11-18', '11-18', '11-19', '11-20', '11-24', '11-25'],
  ['the Friday before a holiday, before the hour', '2026-11-20T16:59', '11-24', '11-20', '11-24', '11-25', '11-26', '11-27'],
  ['the Friday before a holiday, after the hour', '2026-11-20T23:59', '11-24', '11-24', '11-25', '11-26', '11-27', '11-30'],
  ['a closed Saturday, in the first minute', '2026-11-21T00:00', '11-24', '11-24', '11-25', '11-26', '11-27', '11-30'],
  ['a closed Saturday, after the hour', '2026-11-21T18:00', '11-24', '11-24', '11-25', '11-26', '11-27', '11-30'],
  ['the holiday itself', '2026-11-23T12:00', '11-24', '11-24', '11-25', '11-26', '11-27', '11-30'],
  ['the Saturday before a Sunday that opens', '2026-12-05T10:00', '12-06', '12-06', '12-07', '12-08', '12-09', '12-10'],
  ['the Sunday that opens, before the hour', '2026-12-06T16:59', '12-07', '12-06', '12-07', '12-08', '12-09', '12-10'],
  ['the Sunday that opens, after the hour', '2026-12-06T17:00', '12-07', '12-07', '12-08', '12-09', '12-10', '12-11'],
  ['the last day of the year, before the hour', '2026-12-28T16:59', '01-04', '12-28', '01-04', '01-05', '01-06', '01-07'],
  ['the last day of the year, after the hour', '2026-12-28T17:00', '01-04', '01-04', '01-05', '01-06', '01-07', '01-08'],
  ['between the years', '2027-01-01T08:00', '01-04', '01-04', '01-05', '01-06', '01-07', '01-08'],
  ['the Friday before 成人の日, before the hour', '2027-01-08T09:00', '01-12', '01-08', '01-12', '01-13', '01-14', '01-15'],
  ['the Friday before 成人の日, after the hour', '2027-01-08T17:00', '01-12', '01-12', '01-13', '01-14', '01-15', '01-18'],
];
/** Each way to come to n open days: of the window itself, and with the two it takes a card from the other office. */
const WAYS = [
  { column: 0, ahead: 0, sameDay: false, travels: false },
  { column: 1, ahead: 0, sameDay: true, travels: false },
  { column: 2, ahead: 1, sameDay: false, travels: false },
  { column: 2, ahead: 1, sameDay: true, travels: false },
  { column: 3, ahead: 2, sameDay: false, travels: false },
  { column: 3, ahead: 0, sameDay: false, travels: true },
  { column: 3, ahead: 0, sameDay: true, travels: true },
  { column: 4, ahead: 3, sameDay: false, travels: false },
  { column: 4, ahead: 1, sameDay: true, travels: true },
  { column: 5, ahead: 4, sameDay: true, travels: false },
  { column: 5, ahead: 2, sameDay: false, travels: true },
];
const dated = (day: string | undefined): string => `${day?.startsWith('01') ? 2027 : 2026}-${day}`;

describe('the earliest day', () => {
  for (const audience of AUDIENCES) {
    const letter = audience === 'citizen' ? '[8(2)⑥a]' : '[8(2)⑥b]';
    test.each(EARLIEST)(`${letter} [8(2)⑥c] [8(2)⑥g] ${audience}: %s`, async (_, at, ...days) => {
      for (const office of [city.main, city.branch]) {
        for (const { column, ahead, sameDay, travels } of WAYS) {
          await only(office, audience, { ahead, sameDay, cutoff: HOUR });
          const elsewhere = office === city.main ? city.branch : city.main;
          const found = await ask(office, audience, at, travels ? elsewhere : office);
          expect([ahead, sameDay, travels, found.earliest]).toEqual([ahead, sameDay, travels, dated(days[column])]);
        }
      }
    });
  }
  test('[8(2)⑥a] without an hour the whole day counts, to its last minute', async () => {
    await only(city.main, 'citizen', { ahead: 1 });
    expect((await ask(city.main, 'citizen', '2026-11-17T23:59')).earliest).toBe('2026-11-18');
    expect((await ask(city.main, 'citizen', '2026-11-18T00:00')).earliest).toBe('2026-11-19');
  });
  test('[8(2)⑥c] an hour of midnight lets today never count', async () => {
    await only(city.main, 'staff', { sameDay: true, cutoff: 0 });
    expect((await ask(city.main, 'staff', '2026-11-17T00:00')).earliest).toBe('2026-11-18');
  });
  test('a card of which nobody knows where it lies waits for no transfer', async () => {
    await only(city.main, 'citizen', { ahead: 1 });
    expect((await ask(city.main, 'citizen', '2026-11-17T10:00', null)).earliest).toBe('2026-11-18');
  });
});

/** 申込日, what is set, the latest day. */
const LATEST: readonly (readonly [string, string, Window['latest'], string | null])[] = [
  ['[8(2)⑥e] 14 days', '2026-11-20T10:00', { kind: 'days', days: 14 }, '2026-12-04'],
  [
    '[8(2)⑥e] 14 days after the hour are as many: 申込日 is the day it is made',
    '2026-11-20T18:00',
    { kind: 'days', days: 14 },
    '2026-12-04',
  ],
  ['[8(2)⑥e] 30 days may end on a closed day', '2026-11-30T10:00', { kind: 'days', days: 30 }, '2026-12-30'],
  ['[8(2)⑥e] 45 days, over the end of the year', '2026-11-20T10:00', { kind: 'days', days: 45 }, '2027-01-04'],
  ['[8(2)⑥e] 5 open days, a holiday and a weekend between', '2026-11-20T10:00', { kind: 'open-days', days: 5 }, '2026-11-30'],
  ['[8(2)⑥e] 5 open days from a closed day', '2026-11-21T10:00', { kind: 'open-days', days: 5 }, '2026-11-30'],
  ['[8(2)⑥e] 4 open days, one of them the Sunday that opens', '2026-12-03T10:00', { kind: 'open-days', days: 4 }, '2026-12-08'],
  ['[8(2)⑥e] 2 open days, over the end of the year', '2026-12-25T10:00', { kind: 'open-days', days: 2 }, '2027-01-04'],
  ['[8(2)⑥f] a date', '2026-11-20T10:00', { kind: 'date', date: '2026-12-15' }, '2026-12-15'],
  [
    '[8(2)⑥f] on the date itself nothing is left without same-day booking',
    '2026-12-15T10:00',
    { kind: 'date', date: '2026-12-15' },
    null,
  ],
  ['[8(2)⑥f] past the date nothing is left', '2026-12-16T10:00', { kind: 'date', date: '2026-12-15' }, null],
  ['[8(2)⑥e] 2 days on a Friday before a long weekend reach no open day', '2026-11-20T10:00', { kind: 'days', days: 2 }, null],
  ['[8(2)⑥e] more open days than are laid out: all of those', '2027-02-22T10:00', { kind: 'open-days', days: 300 }, '2027-02-26'],
];

describe('the latest day', () => {
  for (const audience of AUDIENCES)
    test.each(LATEST)(`[8(2)⑥g] ${audience}: %s`, async (_, at, latest, day) => {
      for (const office of [city.main, city.branch]) {
        await only(office, audience, { latest });
        expect((await ask(office, audience, at)).latest).toBe(day);
      }
    });
  test.each([
    ['days', { kind: 'days', days: 0 }],
    ['open days', { kind: 'open-days', days: 0 }],
    ['a date', { kind: 'date', date: '2026-11-17' }],
  ] as const)(
    '[8(2)⑥c] [8(2)⑥e] none but today, by %s: the day itself where same-day booking is on, else nothing',
    async (_, latest) => {
      await only(city.main, 'staff', { latest, sameDay: true });
      expect(await ask(city.main, 'staff', '2026-11-17T10:00')).toEqual({ earliest: '2026-11-17', latest: '2026-11-17' });
      await only(city.main, 'staff', { latest, sameDay: false });
      expect(await ask(city.main, 'staff', '2026-11-17T10:00')).toEqual({ earliest: null, latest: null });
    },
  );
  test('an office without a window for someone takes nobody', async () => {
    expect(await ask(9_999, 'staff', '2026-11-17T10:00')).toEqual({ earliest: null, latest: null });
  });
});

/** A visit at 10:00 of a day; what is set; the last minute at which it may be changed, and the first at which not. */
const CHANGES: readonly (readonly [string, string, Partial<Window>, string, string])[] = [
  ['no same-day change: to the end of the day before', '2026-11-24', {}, '2026-11-23T23:59', '2026-11-24T00:00'],
  ['same-day change to 9:00', '2026-11-24', { sameDayChange: true, changeMinute: 540 }, '2026-11-24T08:59', '2026-11-24T09:00'],
  ['one open day before, to the end of that day', '2026-11-24', { changeDays: 1 }, '2026-11-20T23:59', '2026-11-21T00:00'],
  [
    'one open day before at 17:00, a holiday between',
    '2026-11-24',
    { changeDays: 1, changeMinute: HOUR },
    '2026-11-20T16:59',
    '2026-11-20T17:00',
  ],
  ['two open days before at 17:00', '2026-11-25', { changeDays: 2, changeMinute: HOUR }, '2026-11-20T16:59', '2026-11-20T17:00'],
  [
    'the Sunday that opens is an open day',
    '2026-12-07',
    { changeDays: 1, changeMinute: HOUR },
    '2026-12-06T16:59',
    '2026-12-06T17:00',
  ],
  ['over the end of the year', '2027-01-05', { changeDays: 2, changeMinute: HOUR }, '2026-12-28T16:59', '2026-12-28T17:00'],
  [
    'a deadline the day before is not undone by the switch',
    '2026-11-24',
    { changeDays: 1, changeMinute: HOUR, sameDayChange: true },
    '2026-11-20T16:59',
    '2026-11-24T08:00',
  ],
];

/** Citizens until the visit begins; staff, who see that somebody is late, also after it. */
const SAME_DAY = {
  citizen: ['same-day change: until it begins', '2026-11-24', { sameDayChange: true }, '2026-11-24T09:59', '2026-11-24T10:00'],
  staff: [
    'same-day change to 18:00: after it began too',
    '2026-11-24',
    { sameDayChange: true, changeMinute: 1080 },
    '2026-11-24T17:59',
    '2026-11-24T18:00',
  ],
} as const;

describe('changing and cancelling', () => {
  for (const audience of AUDIENCES)
    test.each([SAME_DAY[audience], ...CHANGES])(`[8(2)⑥d] [8(2)⑥g] ${audience}: %s`, async (_, day, window, last, first) => {
      for (const office of [city.main, city.branch]) {
        await only(office, audience, window);
        const may = async (at: string) =>
          (
            await fresh.db.one<{ may: boolean }>(
              sql`SELECT calendar.changeable(${office}, ${city.service}, ${audience}, ${day}, 600, ${`${at}+09:00`}::timestamptz) AS may`,
            )
          ).may;
        expect({ last: await may(last), first: await may(first) }).toEqual({ last: true, first: false });
      }
    });
});
