import { expect, test } from 'vitest';
import type { Value } from './list-types.ts';
import { csvValue, dayAbove, paperText, rowText, screenText } from './values.ts';

test('a birthday has its year and no weekday, on the screen and on paper; a number of thousands its commas, but in no file', () => {
  const born = { born: '1948-04-05' };
  expect([screenText(born), paperText(born)]).toEqual(['昭和23年4月5日', '昭和23年4月5日']);
  expect(JSON.stringify(csvValue(born))).toContain('1948-04-05');
  expect([screenText(12_345), csvValue(12_345)]).toEqual(['12,345', 12_345]);
});

test('on paper a day has its year, unless the heading of its group says that day', () => {
  const day = { day: '2036-03-01' };
  expect(paperText(day)).toBe('令和18年3月1日（土）');
  expect(paperText(day, '令和17年3月1日（木）　本庁')).toBe('令和18年3月1日（土）');
  expect(paperText(day, '令和18年3月1日（土）　本庁')).toBe('3月1日（土）');
});

test('a row of the screen says a day without the year it is', () => {
  const day = { day: '2026-12-01' };
  expect(rowText(day, '2026-11-30')).toBe('12月1日（火）');
  expect(rowText({ day: '2027-01-05' }, '2026-11-30')).toBe('令和9年1月5日（火）');
  expect(rowText({ born: '1948-04-05' }, '2026-11-30')).toBe('昭和23年4月5日');
});

test('instants of the one day that stands above are told apart by their time', () => {
  const at = (instant: string): Value => ({ at: new Date(instant), exact: true });
  const day = [at('2026-11-30T15:00:00Z'), at('2026-12-01T14:59:59Z')];
  expect(dayAbove(day, '本日', '2026-12-01')).toBe(true);
  expect(dayAbove(day, '令和8年12月1日（火）・古賀', '2026-12-03')).toBe(true);
  for (const sentence of ['本日', '令和8年12月1日（火）から本日まで', '令和8年12月2日（水）'])
    expect(dayAbove(day, sentence, '2026-12-03')).toBe(false);
  expect(dayAbove([...day, at('2026-12-01T15:00:00Z')], '本日', '2026-12-01')).toBe(false);
  expect(dayAbove([], '本日', '2026-12-01')).toBe(false);
});
