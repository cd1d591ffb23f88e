import { expect, test } from 'vitest';
import { topOf } from './chart.tsx';
import { fillSentence } from './fill.tsx';
import { lastWeeks, stepOf, stretchBefore, trendOf } from './stretch.ts';
import { goalSentence, weeksSentence } from './weeks.tsx';

test('the last four weeks are whole, Monday to Sunday, and end before the week of today', () => {
  expect(lastWeeks('2026-11-24')).toEqual({ from: '2026-10-26', to: '2026-11-22' });
  expect(lastWeeks('2026-11-23')).toEqual({ from: '2026-10-26', to: '2026-11-22' });
  expect(lastWeeks('2026-11-22')).toEqual({ from: '2026-10-19', to: '2026-11-15' });
});

test('the stretch before is as long; before a calendar month it is the month before', () => {
  expect(stretchBefore({ from: '2026-10-26', to: '2026-11-22' })).toEqual({ from: '2026-09-28', to: '2026-10-25' });
  expect(stretchBefore({ from: '2026-11-24', to: '2026-11-24' })).toEqual({ from: '2026-11-23', to: '2026-11-23' });
  expect(stretchBefore({ from: '2026-03-01', to: '2026-03-31' })).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  expect(stretchBefore({ from: '2026-03-01', to: '2026-03-30' })).toEqual({ from: '2026-01-30', to: '2026-02-28' });
});

test('a chart has no more than 31 days, then weeks, then months', () => {
  expect(stepOf({ from: '2026-10-01', to: '2026-10-31' })).toBe('day');
  expect(stepOf({ from: '2026-10-01', to: '2026-11-01' })).toBe('week');
  expect(stepOf({ from: '2026-01-01', to: '2026-07-01' })).toBe('week');
  expect(stepOf({ from: '2026-01-01', to: '2026-07-02' })).toBe('month');
});

test('the weeks of no-shows are whole and over, whatever day the stretch ends on', () => {
  expect(trendOf({ from: '2026-10-26', to: '2026-11-22' }, '2026-11-24')).toEqual({ from: '2026-08-31', to: '2026-11-22' });
  expect(trendOf({ from: '2026-11-01', to: '2026-11-30' }, '2026-11-24')).toEqual({ from: '2026-08-31', to: '2026-11-22' });
  expect(trendOf({ from: '2026-10-01', to: '2026-10-31' }, '2026-11-24')).toEqual({ from: '2026-08-03', to: '2026-10-25' });
});

test('the top of a chart is a round number that nothing is taller than, with a whole half', () => {
  expect([0, 1, 3, 8.4, 92, 101, 5390].map(topOf)).toEqual([2, 2, 4, 10, 100, 200, 6000]);
});

test('what a chart shows is said before it', () => {
  const weeks = [
    { key: '2026-09-07', part: null },
    { key: '2026-09-14', part: 8.4 },
    { key: '2026-11-16', part: 4.1 },
  ];
  expect(weeksSentence(weeks)).toBe('9月14日の週の8.4％から、11月16日の週の4.1％へ下がりました。');
  expect(weeksSentence(weeks.slice(0, 2))).toBe('9月14日の週は、8.4％です。');
  expect(weeksSentence([])).toBe('来庁と未来庁の記録は、まだありません。');
  expect(['0', '4', '5'].map((goal) => goalSentence(weeks, Number(goal)))).toEqual([
    '',
    '目標の4％を、0.1ポイント上回っています。',
    '目標の5％以内です。',
  ]);
  expect(goalSentence([], 5)).toBe('');
  const fill = [
    { weekday: 1, hour: 9, offered: 50, taken: 48 },
    { weekday: 4, hour: 15, offered: 50, taken: 20 },
  ];
  expect(fillSentence(fill)).toBe('最も埋まっているのは月曜日の9時台（96％）、最もゆとりがあるのは木曜日の15時台（40％）です。');
  expect(fillSentence([])).toBe('この期間の予約枠は、ありません。');
});
