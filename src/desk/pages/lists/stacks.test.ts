import { expect, test } from 'vitest';
import { LISTS } from '../../../lists/all.ts';
import { stacksOf } from './stacks.ts';

const all = [{ code: 'name' }, { code: 'kana', under: 'name' }, { code: 'phone' }, { code: 'mail', under: 'phone' }];

test('a column stands beneath another where that one is shown, else by itself', () => {
  expect(stacksOf(all, [0, 1, 2, 3])).toEqual([
    { at: 0, under: [1] },
    { at: 2, under: [3] },
  ]);
  expect(stacksOf(all, [3, 1])).toEqual([
    { at: 3, under: [] },
    { at: 1, under: [] },
  ]);
});

test.each(LISTS.map((list) => [list.code, list] as const))(
  '%s: what stands beneath a column stands beneath one that stands by itself',
  (_, list) => {
    for (const { under } of list.columns) {
      const host = list.columns.find(({ code }) => code === under);
      if (under !== undefined) expect(host).toMatchObject({ code: under });
      expect(host?.under).toBeUndefined();
    }
  },
);
