import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planDays } from './plan.ts';
import type { Band, CalendarRules, Pattern, WeekRule } from './rules.ts';

const band = (
  fromMinute: number,
  toMinute: number,
  unitMinutes: number,
  capacity: number,
  deskPlaces = 0,
  deskUntilOpenDays = 0,
): Band => ({
  fromMinute,
  toMinute,
  unitMinutes,
  capacity,
  deskPlaces,
  deskUntilOpenDays,
});
const pattern = (id: number, ...bands: Band[]): [number, Pattern] => [id, { id, name: `P${id}`, bands }];
let ids = 0;
const rule = (weekday: number, patternId: number | null, more: Partial<WeekRule> = {}): WeekRule => {
  ids += 1;
  return { id: ids, weekday, patternId, nth: null, exceptMonths: [], validFrom: null, validTo: null, ...more };
};
const rules = (more: Partial<CalendarRules>): CalendarRules => ({
  patterns: new Map([
    pattern(1, band(540, 720, 60, 5), band(780, 1020, 60, 5)),
    pattern(2, band(600, 660, 10, 2)),
    pattern(3, band(1050, 1170, 30, 4)),
  ]),
  weekRules: [],
  holidays: new Map(),
  overrides: new Map(),
  slotOverrides: new Map(),
  ...more,
});
const one = (given: CalendarRules, day: string) => planDays(given, day, day)[0];
const starts = (given: CalendarRules, day: string) => one(given, day)?.slots.map((slot) => slot.startMinute);

describe('a day is planned', () => {
  test('[8(2)⑤a] [8(2)⑤d] bands of opening time are cut into slots of their unit, a noon break between', () => {
    expect(starts(rules({ weekRules: [rule(1, 1)] }), '2026-11-30')).toEqual([540, 600, 660, 780, 840, 900, 960]);
  });
  test.each([60, 30, 20, 15, 10])('[8(2)⑤i] a unit of %i minutes', (unit) => {
    const given = rules({ patterns: new Map([pattern(1, band(540, 660, unit, 3))]), weekRules: [rule(1, 1)] });
    expect(one(given, '2026-11-30')?.slots).toHaveLength(120 / unit);
  });
  test('[8(2)⑤b] a weekday without a rule is closed; holidays and 12/29–1/3 are closed and say why', () => {
    const given = rules({
      weekRules: [1, 2, 3, 4, 5].map((day) => rule(day, 1)),
      holidays: new Map([['2026-11-23', '勤労感謝の日']]),
    });
    expect(one(given, '2026-11-29')).toMatchObject({ open: false, note: '' });
    expect(one(given, '2026-11-23')).toMatchObject({ open: false, note: '勤労感謝の日', slots: [] });
    for (const day of ['2026-12-29', '2026-12-31', '2027-01-01']) expect(one(given, day)?.open).toBe(false);
    expect(one(given, '2026-12-28')?.open).toBe(true);
    expect(one(given, '2027-01-04')?.open).toBe(true);
  });
  test('[8(2)⑤c] an override opens a holiday, closes a weekday, or gives it another pattern', () => {
    const given = rules({
      weekRules: [rule(1, 1), rule(2, 1)],
      holidays: new Map([['2026-11-23', '勤労感謝の日']]),
      overrides: new Map([
        ['2026-11-23', { patternId: 2, reason: '臨時開庁' }],
        ['2026-11-24', { patternId: null, reason: '台風' }],
      ]),
    });
    expect(starts(given, '2026-11-23')).toEqual([600, 610, 620, 630, 640, 650]);
    expect(one(given, '2026-11-24')).toMatchObject({ open: false, note: '台風' });
  });
  test('the second Thursday has its own hours; the last Sunday too, except in months named', () => {
    const given = rules({ weekRules: [rule(4, 1), rule(4, 3, { nth: 2 }), rule(7, 2, { nth: -1, exceptMonths: [3, 4] })] });
    expect(starts(given, '2026-12-03')?.[0]).toBe(540);
    expect(starts(given, '2026-12-10')?.[0]).toBe(1050);
    expect(one(given, '2026-11-29')?.open).toBe(true);
    expect(one(given, '2026-11-22')?.open).toBe(false);
    expect(one(given, '2027-03-28')?.open).toBe(false);
  });
  test('a rule counts from and to its days; of two that fit, the one that began last', () => {
    const given = rules({ weekRules: [rule(1, 1), rule(1, 2, { validFrom: '2026-12-07', validTo: '2026-12-14' })] });
    expect(starts(given, '2026-11-30')?.[0]).toBe(540);
    expect(starts(given, '2026-12-07')?.[0]).toBe(600);
    expect(starts(given, '2026-12-21')?.[0]).toBe(540);
  });
  test('[8(2)⑤h] one slot of one day has a capacity of its own', () => {
    const given = rules({ weekRules: [rule(1, 1)], slotOverrides: new Map([['2026-11-30', new Map([[600, 1]])]]) });
    expect(one(given, '2026-11-30')?.slots.map((slot) => slot.capacity)).toEqual([5, 1, 5, 5, 5, 5, 5]);
  });
  test('the desk’s places are released the given number of open days before, holidays not counted', () => {
    const given = rules({
      patterns: new Map([pattern(1, band(540, 600, 60, 5, 2, 2))]),
      weekRules: [1, 2, 3, 4, 5].map((day) => rule(day, 1)),
      holidays: new Map([['2026-11-23', '勤労感謝の日']]),
    });
    // Wednesday 25: Tuesday 24 is one open day before, Friday 20 the second (Monday 23 is a holiday).
    expect(one(given, '2026-11-25')?.slots[0]).toMatchObject({ deskPlaces: 2, deskUntil: '2026-11-20' });
  });
  test('a branch open one day a month has its sixth open day half a year ago: the desk’s places are not kept to the end', () => {
    const monthly = rules({ patterns: new Map([pattern(1, band(540, 600, 60, 5, 2, 6))]), weekRules: [rule(4, 1, { nth: 2 })] });
    expect(one(monthly, '2027-06-10')?.slots[0]?.deskUntil).toBe('2026-12-10');
  });
  test('the first days of a new office have too few open days behind them: its desk’s places are released from the beginning', () => {
    const fresh = rules({
      patterns: new Map([pattern(1, band(540, 600, 60, 5, 2, 2))]),
      weekRules: [1, 2, 3, 4, 5].map((day) => rule(day, 1, { validFrom: '2027-04-01' })),
    });
    const released = planDays(fresh, '2027-04-01', '2027-04-05').map(({ slots }) => slots[0]?.deskUntil);
    expect(released).toEqual(['2025-04-01', '2025-04-02', undefined, undefined, '2027-04-01']);
  });
  test('bands entered in any order are cut in the order of the day', () => {
    const given = rules({
      patterns: new Map([pattern(1, band(780, 900, 60, 5), band(540, 600, 60, 5))]),
      weekRules: [rule(1, 1)],
    });
    expect(starts(given, '2026-11-30')).toEqual([540, 780, 840]);
  });
});

describe('any rules', () => {
  const anyRules = fc.record({
    week: fc.array(
      fc.record({
        weekday: fc.integer({ min: 1, max: 7 }),
        nth: fc.constantFrom(null, 1, 2, 3, 4, 5, -1),
        pattern: fc.constantFrom(null, 1, 2, 3),
      }),
      { maxLength: 12 },
    ),
    holidays: fc.array(fc.integer({ min: 0, max: 365 }), { maxLength: 20 }),
    from: fc.integer({ min: 0, max: 2_000 }),
  });
  test('planning twice gives the same; slots never overlap, never leave the day; closed days have none', () => {
    fc.assert(
      fc.property(anyRules, ({ week, holidays, from }) => {
        const base = Temporal.PlainDate.from('2026-01-01');
        const given = rules({
          weekRules: week.map((one, id) => ({
            id,
            weekday: one.weekday,
            nth: one.nth,
            patternId: one.pattern,
            exceptMonths: [],
            validFrom: null,
            validTo: null,
          })),
          holidays: new Map(holidays.map((day) => [base.add({ days: day + from }).toString(), '祝日'])),
        });
        const first = base.add({ days: from }).toString();
        const last = base.add({ days: from + 40 }).toString();
        const plans = planDays(given, first, last);
        expect(planDays(given, first, last)).toEqual(plans);
        expect(plans).toHaveLength(41);
        // A window of the plan is the plan of the window.
        expect(planDays(given, plans[7]?.day ?? first, last)).toEqual(plans.slice(7));
        for (const { open, slots } of plans) {
          expect(open).toBe(slots.length > 0);
          slots.forEach((slot, i) => {
            expect(slot.startMinute + slot.minutes).toBeLessThanOrEqual(slots[i + 1]?.startMinute ?? 1440);
          });
        }
      }),
      { numRuns: 200 },
    );
  });
});
