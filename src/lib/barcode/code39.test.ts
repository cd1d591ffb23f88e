import { expect, test } from 'vitest';
import { code39, QUIET } from './code39.ts';

test('[8(1)⑨b] a code is its characters between two stars, five bars each, with white on either side', () => {
  const { bars, width } = code39('A1B-100517');
  expect(bars).toHaveLength(12 * 5);
  expect(bars[0]).toEqual({ at: QUIET, width: 1 });
  const last = bars.at(-1);
  expect(width - (last?.at ?? 0) - (last?.width ?? 0)).toBe(QUIET);
  // Three of the nine are wide in each character: six narrow and three of three.
  expect(width).toBe(2 * QUIET + 12 * 15 + 11);
  expect(() => code39('あ')).toThrow();
});
