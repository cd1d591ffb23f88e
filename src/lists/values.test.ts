import { expect, test } from 'vitest';
import { csvValue, paperText, screenText } from './values.ts';

test('a birthday has its year and no weekday, on the screen and on paper; a number of thousands its commas, but in no file', () => {
  const born = { born: '1948-04-05' };
  expect([screenText(born), paperText(born)]).toEqual(['昭和23年4月5日', '昭和23年4月5日']);
  expect(JSON.stringify(csvValue(born))).toContain('1948-04-05');
  expect([screenText(12_345), csvValue(12_345)]).toEqual(['12,345', 12_345]);
});
