import { expect, test } from 'vitest';
import { cityInstant } from '../../../lib/dates/jst.ts';
import { leftWords } from './person-row.tsx';

test('of what ends today the time that is left is said, of another day the day', () => {
  const now = cityInstant('2026-12-01', 10 * 60 + 42);
  const said = (day: string, minute: number) => leftWords({ day, minute }, now);
  expect(said('2026-12-01', 11 * 60)).toBe('あと18分');
  expect(said('2026-12-01', 13 * 60)).toBe('あと2時間18分');
  expect(said('2026-12-01', 10 * 60 + 42)).toBe('時刻を過ぎました');
  expect(leftWords({ day: '2026-12-01', minute: 10 * 60 + 42 }, now, true)).toBe('あと1分未満');
  expect(said('2026-12-02', 9 * 60)).toBe('12月2日（水）');
});
