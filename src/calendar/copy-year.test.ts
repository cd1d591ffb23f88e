import { describe, expect, test } from 'vitest';
import { copiesByItself, copyYear, mayCopy } from './copy-year.ts';
import type { WeekRule } from './rules.ts';
import type { CalendarState, Counter, Override } from './state.ts';

const MAIN: Counter = { officeId: 1, serviceId: 1 };
const BRANCH: Counter = { officeId: 2, serviceId: 1 };
const band = { fromMinute: 540, toMinute: 720, unitMinutes: 30, capacity: 2, deskPlaces: 0, deskUntilOpenDays: 0 };
const pattern = (id: number, name: string, retired = false) => ({ id, name, bands: [band], retired });
const USUAL = 1;
const LONG = 4;
const SUNDAY = 6;
const OLD = 9;

/** Open from Monday to Friday. */
const week: WeekRule[] = [1, 2, 3, 4, 5].map((weekday) => ({
  id: weekday,
  weekday,
  nth: null,
  exceptMonths: [],
  patternId: USUAL,
  validFrom: null,
  validTo: null,
}));

const HOLIDAYS: [string, string][] = [
  ['2026-01-01', '元日'],
  ['2026-01-12', '成人の日'],
  ['2026-04-29', '昭和の日'],
  ['2026-05-06', '憲法記念日 振替休日'],
  ['2027-01-01', '元日'],
  ['2027-01-11', '成人の日'],
  ['2027-04-29', '昭和の日'],
];

function city(main: Record<string, Override>, branch: Record<string, Override> = {}): CalendarState {
  const of = (counter: Counter, days: Record<string, Override>) => ({
    counter,
    weekRules: week,
    overrides: new Map(Object.entries(days)),
    slotOverrides: new Map(),
  });
  return {
    patterns: new Map([USUAL, LONG, SUNDAY, OLD].map((id) => [id, pattern(id, `p${id}`, id === OLD)])),
    holidays: new Map(HOLIDAYS),
    counters: new Map([
      ['1:1', of(MAIN, main)],
      ['2:1', of(BRANCH, branch)],
    ]),
  };
}

const closed = (reason: string): Override => ({ patternId: null, reason });
const opened = (patternId: number, reason: string): Override => ({ patternId, reason });
const TODAY = '2026-11-24';
const copied = (state: CalendarState) =>
  copyYear(state, 2026, TODAY).map(({ from, to, by, differs }) => ({ from, to, by, differs }));

describe('[8(2)⑤c] a year of single days copied to the next', () => {
  test('a Sunday opening stays on the same Sunday of its month: 11月の第4日曜日 is the 22nd in 2026 and the 28th in 2027', () => {
    expect(copied(city({ '2026-11-22': opened(SUNDAY, '休日開庁') }))).toEqual([
      { from: '2026-11-22', to: '2027-11-28', by: 'nth-weekday', differs: [] },
    ]);
  });

  test('the second Thursday of June and of July: 11 and 9 in 2026, 10 and 8 in 2027', () => {
    const days = { '2026-06-11': opened(LONG, '夜間'), '2026-07-09': opened(LONG, '夜間') };
    expect(copied(city(days)).map(({ to, by }) => [to, by])).toEqual([
      ['2027-06-10', 'nth-weekday'],
      ['2027-07-08', 'nth-weekday'],
    ]);
  });

  test('a day of its own keeps its date: 6月1日 is a Monday in 2026 and a Tuesday in 2027', () => {
    const state = city({ '2026-06-01': closed('開庁記念日') });
    expect(copied(state)).toEqual([{ from: '2026-06-01', to: '2027-06-01', by: 'same-date', differs: ['other-weekday'] }]);
    expect(copyYear(state, 2026, TODAY).map(copiesByItself)).toEqual([true]);
  });

  test('a fifth Saturday where the next year has four: the last one, and not twice on one day', () => {
    // August 2026 has a fifth Saturday, the 29th; August 2027 has Saturdays on 7, 14, 21, 28.
    const days = { '2026-08-22': opened(SUNDAY, '休日開庁'), '2026-08-29': opened(SUNDAY, '休日開庁') };
    const state = city(days);
    expect(copied(state)).toEqual([
      { from: '2026-08-22', to: '2027-08-28', by: 'nth-weekday', differs: [] },
      { from: '2026-08-29', to: '2027-08-28', by: 'nth-weekday', differs: ['twice', 'last-instead'] },
    ]);
    expect(copyYear(state, 2026, TODAY).map(copiesByItself)).toEqual([true, false]);
  });

  test('a holiday stays with its holiday: 成人の日 moves from 12 to 11 January', () => {
    expect(copied(city({ '2026-01-12': opened(SUNDAY, '成人の日に開けます') }))).toEqual([
      { from: '2026-01-12', to: '2027-01-11', by: 'holiday', differs: [] },
    ]);
  });

  test('振替休日 has no like in the next year: the same date, a plain Thursday, and not by itself', () => {
    const state = city({ '2026-05-06': opened(SUNDAY, '休日開庁') });
    expect(copied(state)).toEqual([
      { from: '2026-05-06', to: '2027-05-06', by: 'same-date', differs: ['open-anyway', 'other-weekday'] },
    ]);
    expect(copyYear(state, 2026, TODAY).map(copiesByItself)).toEqual([false]);
  });

  test('12/29–1/3 keep their dates whatever the weekday', () => {
    // 29 December 2026 is a Tuesday, 29 December 2027 a Wednesday; 3 January 2026 is a Saturday, 3 January 2027 a Sunday.
    const days = {
      '2026-01-03': opened(SUNDAY, '年始'),
      '2026-12-29': opened(SUNDAY, '年末'),
      '2026-12-30': opened(SUNDAY, '年末'),
    };
    expect(copied(city(days))).toEqual([
      { from: '2026-01-03', to: '2027-01-03', by: 'year-end', differs: [] },
      { from: '2026-12-29', to: '2027-12-29', by: 'year-end', differs: [] },
      { from: '2026-12-30', to: '2027-12-30', by: 'year-end', differs: [] },
    ]);
  });

  test('延長 on a weekday does not open a Sunday or a holiday by itself', () => {
    // 6 March 2026 is a Friday, 6 March 2027 a Saturday; 28 April 2026 a Tuesday, 28 April 2027 a Wednesday.
    const state = city({ '2026-03-06': opened(LONG, '繁忙期'), '2026-04-28': opened(LONG, '連休前') });
    expect(copied(state)).toEqual([
      { from: '2026-03-06', to: '2027-03-06', by: 'same-date', differs: ['opens-closed-day', 'other-weekday'] },
      { from: '2026-04-28', to: '2027-04-28', by: 'same-date', differs: ['other-weekday'] },
    ]);
    expect(copyYear(state, 2026, TODAY).map(copiesByItself)).toEqual([false, true]);
    expect(copyYear(state, 2026, TODAY).map(mayCopy)).toEqual([true, true]);
  });

  test('a closure that would fall on a closed day is not needed there', () => {
    // 5 June 2026 is a Friday, 5 June 2027 a Saturday.
    const state = city({ '2026-06-05': closed('点検') });
    expect(copied(state)[0]?.differs).toEqual(['closed-anyway', 'other-weekday']);
    expect(copyYear(state, 2026, TODAY).map(copiesByItself)).toEqual([false]);
  });

  test('set already, set otherwise, over, or by a pattern no longer in use', () => {
    const state = city({
      '2026-06-01': closed('開庁記念日'),
      '2027-06-01': closed('開庁記念日'),
      '2026-06-02': closed('点検'),
      '2027-06-02': closed('工事'),
      '2026-06-03': opened(OLD, '夜間'),
    });
    const rows = copyYear(state, 2026, '2026-11-24');
    expect(rows.map(({ differs }) => differs[0])).toEqual(['set', 'set-otherwise', 'pattern-retired']);
    expect(rows.map(mayCopy)).toEqual([false, true, false]);
    expect(copyYear(city({ '2026-06-01': closed('x') }), 2026, '2027-07-01').map(mayCopy)).toEqual([false]);
  });

  test('29 February becomes the 28th', () => {
    const state = city({ '2028-02-29': closed('点検') });
    expect(copyYear(state, 2028, '2028-01-01').map(({ to, differs }) => [to, differs])).toEqual([
      ['2029-02-28', ['no-such-date', 'other-weekday']],
    ]);
  });

  test('offices that copy alike share a row', () => {
    const same = { '2026-06-01': closed('開庁記念日') };
    expect(copyYear(city(same, same), 2026, TODAY).map(({ counters }) => counters)).toEqual([[MAIN, BRANCH]]);
    expect(copyYear(city(same, { '2026-06-01': closed('点検') }), 2026, TODAY)).toHaveLength(2);
  });
});
