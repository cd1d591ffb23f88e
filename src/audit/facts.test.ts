import { expect, test } from 'vitest';
import { OFFERED } from '../languages/index.ts';
import { changeWords, factWords, OTHER_LANGUAGES } from './facts.ts';

test('days, times and choices are said in words; what staff typed stays as they typed it', () => {
  expect(factWords('citizen.latestDate', '2026-11-23')).toBe('令和8年11月23日（月）');
  expect(factWords('citizen.cutoffMinute', 15 * 60)).toBe('15:00');
  expect(factWords('counts', 'people')).toBe('人数で数える');
  expect(factWords('needsCard', false)).toBe('いいえ');
  // A service was named 2026-02-30 while somebody else changed it: the page that compares the two fell over the day that does not exist.
  expect(factWords('name', '2026-02-30')).toBe('2026-02-30');
  expect(factWords('name', 'date')).toBe('date');
  expect(changeWords({ facilities: [[], ['授乳室', '多目的トイレ']] })).toBe('設備：なし → 授乳室、多目的トイレ');
});

test('every language that citizens are offered has a word at the desk: its texts can be typed there and a clerk can choose it', () => {
  expect(OTHER_LANGUAGES.map(([code]) => code)).toEqual(OFFERED.filter((code) => code !== 'ja'));
});
