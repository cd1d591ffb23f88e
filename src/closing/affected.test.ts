import { expect, test } from 'vitest';
import { type AffectedRow, listedFor } from './affected.ts';

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
  phone: '',
  hasMail: false,
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
