import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockTime, eraDate, eraMonth, longDate, shortDate, spokenMinutes, spokenSpan, spokenTime } from './format.ts';
import { addDays, cityDay, cityInstant, cityMinute, daysBetween, deskMoment, deskUntil, weekday } from './jst.ts';
import { parseDate } from './parse.ts';

describe('days and times as screens write them', () => {
  it('names days', () => {
    expect(longDate('2026-11-23')).toBe('令和8年11月23日（月）');
    expect(longDate(Temporal.PlainDate.from('2019-05-01'))).toBe('令和元年5月1日（水）');
    expect(eraDate('2019-04-30')).toBe('平成31年4月30日');
    expect(eraDate('1926-12-24')).toBe('大正15年12月24日');
    expect(shortDate('2026-11-23')).toBe('11月23日（月）');
    expect(eraMonth('2026-12-01')).toBe('令和8年12月');
  });
  it('names times', () => {
    expect([spokenTime(630), spokenTime(540), clockTime(630), clockTime(545)]).toEqual(['10時30分', '9時', '10:30', '9:05']);
    expect([3, 60, 90, 1440].map(spokenMinutes)).toEqual(['3分', '1時間', '1時間30分', '24時間']);
    expect(spokenSpan(630, 660)).toBe('10時30分から11時まで');
  });
  it('knows the city: its day begins nine hours before Greenwich', () => {
    const late = Temporal.Instant.from('2026-11-22T15:00:00Z');
    expect(cityDay(late)).toBe('2026-11-23');
    expect(cityMinute(late)).toBe(0);
    expect(cityInstant('2026-11-23', 630).toString()).toBe('2026-11-23T01:30:00Z');
    expect(deskMoment(new Date('2026-11-23T01:30:00Z'))).toBe('令和8年11月23日 10:30');
    expect([addDays('2028-02-28', 1), daysBetween('2026-11-23', '2027-01-01'), weekday('2026-11-23')]).toEqual([
      '2028-02-29',
      39,
      1,
    ]);
  });
});

describe('parseDate', () => {
  it.each([
    ['令和8年5月1日', '2026-05-01'],
    ['令和元年5月1日（水）', '2019-05-01'],
    ['Ｒ８．５．１', '2026-05-01'],
    ['r8-5-1', '2026-05-01'],
    ['昭22.03.09', '1947-03-09'],
    ['S.22.3.9', '1947-03-09'],
    ['2026/05/01', '2026-05-01'],
    ['２０２６年５月１日', '2026-05-01'],
    ['20260501', '2026-05-01'],
    ['R080501', '2026-05-01'],
    ['3220309', '1947-03-09'],
    ['昭和64年1月7日', '1989-01-07'],
    ['平成31年5月1日', '2019-05-01'],
    ['明治45.7.1', '1912-07-01'],
    ['2024-02-29', '2024-02-29'],
    ['2026‐5−1', '2026-05-01'],
    [' 2026ー05ー01 ', '2026-05-01'],
    ['2026/5/1 0:00', '2026-05-01'],
    ['2026/5/1 00:00:00', '2026-05-01'],
    ['2026-05-01T00:00:00', '2026-05-01'],
    ['2026-05-01T00:00:00.000', '2026-05-01'],
    ['２０２６/５/１　０：００', '2026-05-01'],
    ['令和8年5月1日 0:00:00', '2026-05-01'],
    ['令和8年5月4日（月・祝）', '2026-05-04'],
    ['2026/5/4(月祝)', '2026-05-04'],
  ])('%s is %s', (text, date) => expect(parseDate(text)).toEqual({ ok: true, value: { kind: 'date', date } }));

  it.each([
    ['昭22.03.00', 1947, 3],
    ['昭和22年3月', 1947, 3],
    ['昭和22年', 1947, null],
    ['19470000', 1947, null],
    ['19470300', 1947, 3],
    ['1947/03/99', 1947, 3],
    ['不明', null, null],
    ['00000000', null, null],
  ])('%s is known in part', (text, year, month) =>
    expect(parseDate(text)).toEqual({ ok: true, value: { kind: 'partial', text, year, month } }),
  );

  it.each([
    ['2026/02/29', 'impossible'],
    ['2026/5/1 9:00', 'unreadable'],
    ['2026/5/1 0:01', 'unreadable'],
    ['2026/5/10:00', 'unreadable'],
    ['2026/13/01', 'impossible'],
    ['2026/00/05', 'impossible'],
    ['昭和70年1月1日', 'impossible'],
    ['令和0年1月1日', 'impossible'],
    ['1700/01/01', 'impossible'],
    ['', 'empty'],
    ['　', 'empty'],
    ['きのう', 'unreadable'],
    ['12/05/01', 'unreadable'],
    ['2026/5/1 10:00', 'unreadable'],
    ['元年5月1日', 'unreadable'],
  ])('%s is refused: %s', (text, reason) => expect(parseDate(text)).toMatchObject({ ok: false, reason }));

  it('reads back every day it can write', () =>
    fc.assert(
      fc.property(fc.integer({ min: -34_000, max: 60_000 }), (days) => {
        const day = addDays('1970-01-01', days);
        for (const text of [longDate(day), eraDate(day), day, day.replaceAll('-', ''), day.replaceAll('-', '/')])
          expect(parseDate(text)).toEqual({ ok: true, value: { kind: 'date', date: day } });
      }),
      { numRuns: 300 },
    ));
  it('answers any text', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (text) => void parseDate(text)),
      { numRuns: 1000 },
    ));
});

it('a day follows from its own moment, whatever was asked before it; a moment that is none is a fault', () => {
  const at = (text: string) => cityDay(Temporal.Instant.from(text));
  expect(at('2026-11-30T14:59:59.999Z')).toBe('2026-11-30');
  expect(at('2026-11-30T15:00:00Z')).toBe('2026-12-01');
  expect(at('2026-11-30T14:59:59.999Z')).toBe('2026-11-30');
  expect(cityDay(new Date('2026-11-29T15:00:00Z'))).toBe('2026-11-30');
  expect(at('2026-11-29T14:59:59Z')).toBe('2026-11-29');
  expect(() => cityDay(new Date(Number.NaN))).toThrow();
});

it('until when: the end of a day is that day, another minute is told', () => {
  expect(deskUntil(cityInstant('2026-12-06', 0))).toBe('令和8年12月5日');
  expect(deskUntil(cityInstant('2026-12-05', 1020))).toBe('令和8年12月5日 17:00');
});
