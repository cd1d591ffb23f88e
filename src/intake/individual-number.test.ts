import { describe, expect, it } from 'vitest';
import { holdsIndividualNumber, isIndividualNumber, watchIndividualNumbers } from './individual-number.ts';

describe('個人番号 are told by their check digit', () => {
  it.each(['123456789018', '012345678903', '987654321093'])('%s', (digits) => expect(isIndividualNumber(digits)).toBe(true));
  it.each(['123456789012', '12345678901', '1234567890188', 'あ23456789018', ''])('%s is none', (digits) =>
    expect(isIndividualNumber(digits)).toBe(false),
  );
  it('of all last digits one is right', () => {
    for (const head of ['12345678901', '00000000000', '99999999999', '31415926535'])
      expect(Array.from({ length: 10 }, (_, digit) => isIndividualNumber(`${head}${digit}`)).filter(Boolean)).toHaveLength(1);
  });
  it('also in full width, with hyphens or spaces, within a text', () => {
    for (const text of ['１２３４－５６７８－９０１８', '番号 1234 5678 9018 です', '1234-5678-9018'])
      expect(holdsIndividualNumber(text), text).toBe(true);
    for (const text of ['0942-30-1234', '1234567890123456', '久留米市城南町15番地3'])
      expect(holdsIndividualNumber(text), text).toBe(false);
  });
});

describe('a column is one by what most of it says', () => {
  const seen = (titles: string[], rows: string[][]) => {
    const watch = watchIndividualNumbers(titles);
    for (const row of rows) watch.see(row);
    return watch.found();
  };
  const right = ['123456789018', '012345678903', '987654321093'];
  const wrong = ['123456789010', '123456789011', '123456789012'];
  it('names it', () =>
    expect(
      seen(
        ['番号', '氏名'],
        right.map((number) => [number, '山田']),
      ),
    ).toEqual(['番号']));
  it('a few blank or wrong ones change nothing', () =>
    expect(
      seen(
        ['番号'],
        [...right, '', wrong[0] ?? ''].map((number) => [number]),
      ),
    ).toEqual(['番号']));
  it('serial numbers of which one in ten fits are not', () =>
    expect(
      seen(
        ['製造番号'],
        [...wrong, ...wrong, right[0] ?? ''].map((number) => [number]),
      ),
    ).toEqual([]));
  it('one such cell among many others is no column', () =>
    expect(seen(['備考'], [...Array.from({ length: 9 }, () => ['メモ']), [right[0] ?? '']])).toEqual([]));
  it('a head that says so needs no proof; 個人番号カード is another word', () => {
    expect(seen(['個人番号'], [[wrong[0] ?? '']])).toEqual(['個人番号']);
    expect(seen(['個人番号カード製造番号'], [[wrong[0] ?? '']])).toEqual([]);
  });
});
