import { expect, test } from 'vitest';
import { withRoom } from './room.ts';

const slot = (
  startMinute: number,
  free: number,
  more: { minutes?: number; closed?: boolean; gone?: boolean; day?: string; own?: number } = {},
) => ({
  day: '2026-12-01',
  startMinute,
  minutes: 15,
  capacity: 4,
  taken: 4 - free,
  closed: false,
  gone: false,
  own: 0,
  ...more,
});
const rooms = (slots: ReturnType<typeof slot>[], long: number) =>
  withRoom(slots, long).map(({ free, fits }) => (fits ? free : '－'));

test('a visit of one slot finds what the slot has', () => {
  expect(rooms([slot(540, 3), slot(555, 0)], 1)).toEqual([3, 0]);
});

test('[9(3)b] a longer visit finds what the fullest of its slots has, and cannot begin where they do not follow one another', () => {
  expect(rooms([slot(540, 3), slot(555, 1), slot(570, 2)], 2)).toEqual([1, 1, '－']);
  // The noon break, the end of the day, the next day's morning.
  expect(rooms([slot(705, 2), slot(720, 2), slot(780, 2), slot(540, 2, { day: '2026-12-02' })], 2)).toEqual([
    2,
    '－',
    '－',
    '－',
  ]);
  // Half an hour, then a quarter: what counts is that one begins where the other ends.
  expect(rooms([slot(540, 2, { minutes: 30 }), slot(570, 1)], 2)).toEqual([1, '－']);
});

test('[9(3)b] nobody begins where a later slot of theirs is closed or gone', () => {
  expect(rooms([slot(540, 2), slot(555, 2, { closed: true }), slot(570, 2)], 2)).toEqual(['－', 2, '－']);
  expect(rooms([slot(540, 2), slot(555, 2, { closed: true, gone: true }), slot(570, 2)], 2)).toEqual(['－', 2, '－']);
});

test('[9(3)b] what the visit that is to be moved has of a slot, it finds there', () => {
  expect(rooms([slot(540, 0, { own: 1 }), slot(555, 0, { own: 1 }), slot(570, 1), slot(585, 0)], 2)).toEqual([1, 1, 0, '－']);
});

test('[8(2)④b] how many more a day takes: each visit once, however many slots it stands in', () => {
  const more = (slots: ReturnType<typeof slot>[], long: number) => withRoom(slots, long).map((one) => one.more);
  expect(more([slot(540, 3), slot(555, 1)], 1)).toEqual([3, 1]);
  // Four slots with two places each hold four visits of two slots.
  expect(more([slot(540, 2), slot(555, 2), slot(570, 2), slot(585, 2)], 2)).toEqual([2, 0, 2, 0]);
  // The narrow one in between: one visit over it, then two behind it less that one.
  expect(more([slot(540, 2), slot(555, 1), slot(570, 2), slot(585, 2)], 2)).toEqual([1, 0, 2, 0]);
  expect(more([slot(540, 2, { closed: true }), slot(555, 1), slot(570, 2)], 2)).toEqual([0, 1, 0]);
});

test('[8(2)④b] of a hold that grows what it has is given back in each of its slots, and it is said how long it takes', () => {
  const [first] = withRoom([slot(540, 1, { own: 2 }), slot(555, 2, { minutes: 30, own: 2 })], 2);
  expect([first?.free, first?.regained, first?.lasts]).toEqual([2, 3, 45]);
});
