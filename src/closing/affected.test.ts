import { expect, test } from 'vitest';
import { type AffectedRow, birthWords, listedFor, twinsAmong } from './affected.ts';

const row = (id: number, day: string, startMinute: number, isHidden = false): AffectedRow => ({
  id,
  reservationId: '',
  number: '',
  serviceName: '',
  day,
  startMinute,
  nowDay: day,
  nowMinute: startMinute,
  nowOffice: '',
  office: '',
  standing: 'waiting',
  names: isHidden ? null : [],
  kanas: [],
  births: [],
  phone: '',
  language: 'ja',
  hasMail: false,
  mailHeld: false,
  mail: null,
  reachedAt: null,
  reachedBy: null,
  recalledAt: null,
  recalledBy: null,
  tellOpen: false,
  note: '',
  mustCall: true,
  leftToCall: true,
});

// By time: the protected first of the first day, then two others, then the next day.
const rows = [
  row(9, '2031-12-02', 540, true),
  row(3, '2031-12-02', 570, true),
  row(1, '2031-12-02', 600),
  row(4, '2031-12-02', 660),
  row(2, '2031-12-03', 540),
];

test('whom a reader may not see stands where no time shows: behind the others of the day, by when they were listed', () => {
  expect(listedFor(rows).map(({ id }) => id)).toEqual([1, 4, 3, 9, 2]);
});

test('who may see them reads by time', () => {
  const all = rows.map((one) => ({ ...one, names: [] }));
  expect(listedFor(all)).toEqual(all);
});

test('[8(1)④b] two of one name and another birthday are twins of the list; one person twice, or whom a reader may not see, is none', () => {
  const named = (id: number, names: string[] | null, births: string[]) => ({ ...row(id, '2031-12-02', 540), names, births });
  const twins = twinsAmong([
    named(1, ['田中 一郎'], ['1950-01-02']),
    named(2, ['田中 一郎'], ['1972-05-06']),
    named(3, ['田中 一郎', '田中 花子'], ['1972-05-06', '1974-05-06']),
    named(4, ['北野 光'], ['1990-01-01']),
    named(5, ['北野 光'], ['1990-01-01']),
    named(6, null, []),
    named(7, null, ['1990-01-01']),
  ]);
  expect([...twins]).toEqual([1, 2]);
  expect(birthWords(named(1, ['田中 一郎', '田中 次郎'], ['1950-01-02', '不明']))).toBe('昭和25年1月2日、不明');
});
