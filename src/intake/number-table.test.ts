import { expect, test } from 'vitest';
import { numberTable } from './number-table.ts';

test('[8(2)①] a number keeps the last row that was noted under it, however many there are and however near they lie', () => {
  const table = numberTable();
  expect(table.get(1)).toBe(-1);
  const keys = Array.from({ length: 20_000 }, (_, n) => [n + 1, (n + 1) * 2 ** 32, 46_655_000_000 + n]).flat();
  for (const [row, key] of keys.entries()) table.set(key, row);
  expect(keys.filter((key, row) => table.get(key) !== row)).toEqual([]);
  table.set(46_655_000_000, 7);
  expect([table.get(46_655_000_000), table.get(46_655_020_001)]).toEqual([7, -1]);
});
