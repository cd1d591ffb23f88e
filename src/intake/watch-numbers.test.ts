import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyIndividualNumber, MARKS, zeroLost } from '../../test/support/individual-numbers.ts';
import { HIDDEN, hideNumber, watchIndividualNumbers } from './watch-numbers.ts';

const seen = (titles: string[], rows: string[][], asItStands: number[] = []) => {
  const watch = watchIndividualNumbers(titles, asItStands);
  for (const row of rows) watch.see(row);
  return watch.found(true);
};
const right = ['123456789018', '012345678903', '987654321093'];
const wrong = ['123456789010', '123456789011', '123456789012'];

describe('a column is one by what most of it says', () => {
  it('any valid numbers, each behind any mark, are told', () => {
    const marked = fc.tuple(anyIndividualNumber, fc.constantFrom(...MARKS)).map(([number, [, mark]]) => mark(number));
    fc.assert(
      fc.property(fc.array(marked, { minLength: 1, maxLength: 6 }), (cells) => {
        expect(
          seen(
            ['番号', '氏名'],
            cells.map((cell) => [cell, '山田']),
          ),
        ).toEqual(['番号']);
      }),
      { numRuns: 1_000 },
    );
  });
  it('also those that lost their leading zero', () => {
    fc.assert(
      fc.property(fc.array(zeroLost, { minLength: 1, maxLength: 6 }), (cells) => {
        expect(
          seen(
            ['整理番号'],
            [...cells, right[0] ?? ''].map((number) => [number]),
          ),
        ).toEqual(['整理番号']);
      }),
    );
  });
  it('a few blank or wrong ones change nothing', () =>
    expect(
      seen(
        ['番号'],
        [...right, '', wrong[0] ?? ''].map((number) => [number]),
      ),
    ).toEqual(['番号']));
  it('serial numbers of which one in ten fits are not, telephones neither', () => {
    expect(
      seen(
        ['製造番号'],
        [...wrong, ...wrong, right[0] ?? ''].map((number) => [number]),
        [0],
      ),
    ).toEqual([]);
    expect(seen(['電話番号'], [['09012345678'], ['0942301234'], ['+819012345678'], ['+81-90-1234-5678']])).toEqual([]);
  });
  it('one such cell among many words is no column; in one stored as it stands it is', () => {
    const rows = [...Array.from({ length: 9 }, () => ['L2601']), [`${right[0]}番`]];
    expect(seen(['備考'], rows)).toEqual([]);
    expect(seen(['ロット番号'], rows, [0])).toEqual(['ロット番号']);
  });
  it.each(['個人番号', 'マイナンバー', 'My Number', '氏名・個人番号'])('%s: a head that says so needs no proof', (title) => {
    for (const cell of [wrong[0] ?? '', `'${wrong[1]}`, '1.23457E+11', '1E+11', '34033918569', '4033918569'])
      expect(seen([title], [['なし'], [cell]]), cell).toEqual([title]);
    expect(seen([title], [['なし'], [''], ['12345678']])).toEqual([]);
  });
  it('個人番号カード is another word', () =>
    expect(seen(['個人番号カード製造番号', 'マイナンバーカード受取'], [[wrong[0] ?? '', wrong[1] ?? '']])).toEqual([]));
});

it('what may not be written down is hidden, the rest stays', () => {
  expect(hideNumber(`本人番号 ${right[0]}`)).toBe(HIDDEN);
  expect(hideNumber(wrong[0] ?? '')).toBe(wrong[0]);
  expect(hideNumber('久留米市城南町15番地3')).toBe('久留米市城南町15番地3');
});
