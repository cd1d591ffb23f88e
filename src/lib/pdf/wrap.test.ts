import { expect, test } from 'vitest';
import { wrapText } from './wrap.ts';

/** So many signs on a line. */
const most = (count: number) => (text: string) => Array.from(text).length <= count;

test('no line of a paper begins with a colon or ends with an opening bracket', () => {
  const text = '件数：1　一覧：カードがそろっていない来庁　条件：すべての場所（本庁「A棚」の最後の記録）。形式：PDF';
  for (let width = 4; width <= 20; width += 1) {
    const lines = wrapText(text, most(width));
    expect(lines.join('').replaceAll('　', '')).toBe(text.replaceAll('　', ''));
    expect(lines.filter((line) => /^[：。）」]|[（「]$/u.test(line))).toEqual([]);
    expect(lines.filter((line) => !most(width)(line))).toEqual([]);
  }
});

test('what fits no line together is broken all the same, and nothing is wider than it may be', () => {
  const lines = wrapText('（（（（12345678）））', most(3));
  expect(lines.join('')).toBe('（（（（12345678）））');
  expect(lines.filter((line) => !most(3)(line))).toEqual([]);
});
