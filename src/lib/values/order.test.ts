import { expect, test } from 'vitest';
import { endsBefore, lastsNoTime } from './order.ts';

test('a span of days may be one day, and never ends before it begins', () => {
  expect(endsBefore('2026-12-01', '2026-11-30')).toBe(true);
  expect(endsBefore('2026-12-01', '2026-12-01')).toBe(false);
  expect(endsBefore(9, 10)).toBe(false);
  for (const none of [null, undefined])
    expect([endsBefore(none, '2026-12-01'), endsBefore('2026-12-01', none)]).toEqual([false, false]);
});

test('what lasts from one time to another takes some time', () => {
  const at = (text: string) => Temporal.Instant.from(`2026-12-01T${text}Z`);
  expect([540, 541, 539].map((end) => lastsNoTime(540, end))).toEqual([true, false, true]);
  expect(lastsNoTime(at('09:00:00'), at('09:00:00'))).toBe(true);
  expect(lastsNoTime(at('09:00:00'), at('09:00:00.001'))).toBe(false);
  expect([lastsNoTime(null, 540), lastsNoTime(540, undefined)]).toEqual([false, false]);
});
