import { expect, test } from 'vitest';
import { perDay } from './words.ts';

test('[8(2)⑧c] the average of a day is told to one decimal below ten, so that a few are not read as none', () => {
  expect(
    [
      [9, 20],
      [29, 20],
      [20, 20],
      [0, 20],
      [199, 20],
      [1001, 100],
      [0, 0],
    ].map(([handedOver = 0, openDays = 0]) => perDay({ handedOver, openDays })),
  ).toEqual([0.5, 1.5, 1, 0, 10, 10, null]);
});
