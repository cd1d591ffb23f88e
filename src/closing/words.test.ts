import { expect, test } from 'vitest';
import { hoursWords } from './words.ts';

test('the hours of a closing in words: one that lasts to the end of the day says from when, not until 24:00', () => {
  expect(hoursWords(null, null)).toBe('終日');
  expect(hoursWords(0, 1440)).toBe('終日');
  expect(hoursWords(720, 1440)).toBe('12:00以後');
  expect(hoursWords(720, 780)).toBe('12:00〜13:00');
});
