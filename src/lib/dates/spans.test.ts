import { expect, test } from 'vitest';
import { addDays, dateAfter, eachDate, eachDay } from './jst.ts';
import { lastOfMonth, mondayOf, monthAfter, monthBefore, monthOf } from './spans.ts';

test('a month is known by its first day, from any day in it', () => {
  for (const day of ['2028-01-01', '2028-01-31']) {
    expect(monthOf(day)).toBe('2028-01-01');
    expect(monthAfter(day)).toBe('2028-02-01');
    expect(monthBefore(day)).toBe('2027-12-01');
    expect(lastOfMonth(day)).toBe('2028-01-31');
  }
  expect(['2027-02-10', '2028-02-10', '2027-12-31'].map(lastOfMonth)).toEqual(['2027-02-28', '2028-02-29', '2027-12-31']);
});

test('a week begins on Monday', () => {
  expect(['2026-11-23', '2026-11-29', '2026-11-30'].map(mondayOf)).toEqual(['2026-11-23', '2026-11-23', '2026-11-30']);
});

test('days on from a day, and each from one to another', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(dateAfter('2028-03-01', -1).toString()).toBe('2028-02-29');
  expect(eachDay('2026-12-30', '2027-01-02')).toEqual(['2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02']);
  expect(eachDate('2026-12-30', '2026-12-30').map(({ month }) => month)).toEqual([12]);
  expect(eachDay('2026-12-30', '2026-12-29')).toEqual([]);
});
