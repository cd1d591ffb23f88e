import { expect, test } from 'vitest';
import type { HoursLine } from '../calendar/changed-hours.ts';
import { addDays } from '../lib/dates/jst.ts';
import { hoursNotice, newsUntil } from './notice-words.ts';

const TODAY = '2027-01-04';
const WEEKLY = { weekdayOf: '2027-04-03', from: '2027-04-03', to: null, exceptHolidays: true };
const MORNING = [{ from: 540, to: 720 }];
/** Every second day, so that each is named. */
const days = (count: number, from = '2027-02-01') => Array.from({ length: count }, (_, n) => addDays(from, 2 * n));
const shut = (count: number, from?: string): HoursLine => ({ on: { days: days(count, from) }, spans: [] });
const SERVICES: ReadonlyMap<number, string> = new Map(
  Array.from({ length: 30 }, (_, n) => [n, `とても長い名前の業務その${n}`] as const),
);
const said = (lines: HoursLine[], serviceIds: number[] | null = null, office = '本庁', services = SERVICES) =>
  hoursNotice([{ officeId: 1, parts: [{ serviceIds, lines }] }], new Map([[1, office]]), services);
const MORE = 'ほかにも変わる日があります。';
const DETAILS = '詳しくは、各交付場所のカレンダーをご覧ください。';

test('what fits a notice is said whole, to its last letter, and nothing is said to be left out', () => {
  const line = { on: WEEKLY, spans: MORNING };
  const named = (name: string) => said([line], [1], '本庁', new Map([[1, name]]));
  const whole = named('長'.repeat(300 - named('').length));
  expect(whole).toHaveLength(300);
  expect(whole).not.toContain(MORE);
  expect(whole).toContain('毎週土曜日の「長');
});

test('a line that does not fit leaves those before it', () => {
  const lines = [
    shut(6),
    { on: WEEKLY, spans: MORNING },
    ...['2027-05-01', '2027-07-01', '2027-08-01', '2027-06-01'].map((from) => shut(6, from)),
  ];
  const notice = said(lines);
  expect(notice.startsWith('本庁：令和9年2月1日（月）、')).toBe(true);
  expect(notice).toContain('毎週土曜日');
  expect(notice.length).toBeLessThanOrEqual(300);
  expect(notice).not.toContain('6月1日');
  expect(notice.endsWith(`。${MORE}${DETAILS}`)).toBe(true);
});

test('a first line too long for a notice keeps where and when', () => {
  const many = said([shut(6)], [...SERVICES.keys()]);
  expect(many).toBe(`本庁：令和9年2月1日（月）などは、窓口をお休みします。${MORE}${DETAILS}`);
  const one = said([{ on: { days: ['2027-02-01'] }, spans: MORNING }], [...SERVICES.keys()]);
  expect(one).toBe(`本庁：令和9年2月1日（月）は、受付時間が変わります。${DETAILS}`);
  expect(said([shut(6)], null, '長'.repeat(400)).length).toBeLessThanOrEqual(300);
});

test('a change without an end is news for some weeks after it begins, and as long as any other line', () => {
  const until = (lines: HoursLine[]) => newsUntil([{ officeId: 1, parts: [{ serviceIds: null, lines }] }], TODAY);
  expect(until([{ on: WEEKLY, spans: MORNING }])).toBe('2027-05-03');
  expect(until([{ on: { ...WEEKLY, to: '2027-06-05' }, spans: [] }])).toBe('2027-06-05');
  expect(until([{ on: WEEKLY, spans: MORNING }, shut(1, '2027-07-01')])).toBe('2027-07-01');
  expect(until([shut(2)])).toBe('2027-02-03');
});
