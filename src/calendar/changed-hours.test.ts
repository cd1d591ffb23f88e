import { expect, test } from 'vitest';
import { changedHours, stretches } from './changed-hours.ts';
import type { CalendarRules, WeekRule } from './rules.ts';

// A Monday; the year's end, and a Saturday in May that is a holiday, lie ahead.
const FROM = '2026-12-07';
const TO = '2027-12-06';
const band = (fromMinute: number, toMinute: number, capacity = 2) => ({
  fromMinute,
  toMinute,
  unitMinutes: 30,
  capacity,
  deskPlaces: 0,
  deskUntilOpenDays: 0,
});
const pattern = (id: number, ...bands: ReturnType<typeof band>[]) => [id, { id, name: '', bands }] as const;
const PATTERNS = new Map([
  pattern(1, band(540, 720), band(720, 1020)),
  pattern(2, band(540, 720)),
  pattern(3, band(540, 1020, 9)),
]);
const weekday = (day: number, patternId: number | null, more: Partial<WeekRule> = {}): WeekRule => ({
  id: day + 10 * (more.validFrom === undefined ? 0 : 1),
  weekday: day,
  nth: null,
  exceptMonths: [],
  patternId,
  validFrom: null,
  validTo: null,
  ...more,
});
const WEEK = [1, 2, 3, 4, 5].map((day) => weekday(day, 1));
const rules = (more: Partial<CalendarRules> = {}): CalendarRules => ({
  patterns: PATTERNS,
  weekRules: WEEK,
  holidays: new Map([['2027-05-01', '試験の日']]),
  overrides: new Map(),
  slotOverrides: new Map(),
  ...more,
});
const said = (now: Partial<CalendarRules>, before: Partial<CalendarRules> = {}) =>
  changedHours(rules(before), rules(now), FROM, TO);
const MORNING = [{ from: 540, to: 720 }];

test('how many may come, and a cut of the same hours, are no change of hours', () => {
  expect(said({ weekRules: WEEK.map((rule) => ({ ...rule, patternId: 3 })) })).toEqual([]);
});

test('single days are told by what becomes of them; one that is over by then is none', () => {
  const overrides = new Map([
    ['2026-12-06', { patternId: null, reason: '' }],
    ['2026-12-10', { patternId: null, reason: '停電' }],
    ['2026-12-11', { patternId: null, reason: '停電' }],
    ['2026-12-12', { patternId: 2, reason: '' }],
  ]);
  expect(said({ overrides })).toEqual([
    { on: { days: ['2026-12-10', '2026-12-11'] }, spans: [] },
    { on: { days: ['2026-12-12'] }, spans: MORNING },
  ]);
});

test('a weekday that opens is told once, from its first day on, without the holidays on which it stays shut', () => {
  const weekRules = [...WEEK, weekday(6, 2, { validFrom: '2027-04-01' })];
  expect(said({ weekRules })).toEqual([
    { on: { weekdayOf: '2027-04-03', from: '2027-04-03', to: null, exceptHolidays: true }, spans: MORNING },
  ]);
});

test('a weekday that is so for some weeks ends; one that shuts is shut on its holidays too', () => {
  const weekRules = [...WEEK, weekday(3, null, { validFrom: '2027-02-01', validTo: '2027-03-10' })];
  expect(said({ weekRules })).toEqual([
    { on: { weekdayOf: '2027-02-03', from: '2027-02-03', to: '2027-03-10', exceptHolidays: false }, spans: [] },
  ]);
});

test('single days of a weekday that is so every week later are told beside it', () => {
  const weekRules = [...WEEK, weekday(3, null, { validFrom: '2027-04-01' })];
  const overrides = new Map(['2027-02-10', '2027-02-17'].map((day) => [day, { patternId: null, reason: '停電' }] as const));
  expect(said({ weekRules, overrides })).toEqual([
    { on: { days: ['2027-02-10', '2027-02-17'] }, spans: [] },
    { on: { weekdayOf: '2027-04-07', from: '2027-04-07', to: null, exceptHolidays: false }, spans: [] },
  ]);
});

test('every second Saturday of a month is no every Saturday', () => {
  const weekRules = [...WEEK, weekday(6, 2, { nth: 2, validTo: '2027-04-30' })];
  expect(said({ weekRules })).toEqual([
    { on: { days: ['2026-12-12', '2027-01-09', '2027-02-13', '2027-03-13', '2027-04-10'] }, spans: MORNING },
  ]);
});

test('a day that is otherwise breaks a rule of every week in two, and leaves neither a list of days', () => {
  const weekRules = [...WEEK, weekday(6, 2, { validFrom: '2027-04-01' })];
  const overrides = new Map([
    ['2027-04-10', { patternId: null, reason: '停電' }],
    ['2027-07-03', { patternId: 1, reason: '' }],
  ]);
  const from = (day: string, to: string | null, exceptHolidays: boolean) => ({
    on: { weekdayOf: day, from: day, to, exceptHolidays },
    spans: MORNING,
  });
  expect(said({ weekRules, overrides })).toEqual([
    { on: { days: ['2027-04-03'] }, spans: MORNING },
    from('2027-04-17', '2027-06-26', true),
    { on: { days: ['2027-07-03'] }, spans: [{ from: 540, to: 1020 }] },
    from('2027-07-10', null, false),
  ]);
});

test('days that follow one another are a stretch', () => {
  expect(stretches(['2026-12-30', '2026-12-31', '2027-01-01', '2027-01-05'])).toEqual([
    { from: '2026-12-30', to: '2027-01-01' },
    { from: '2027-01-05', to: '2027-01-05' },
  ]);
});
