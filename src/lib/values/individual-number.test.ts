import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyIndividualNumber, MARKS } from '../../../test/support/individual-numbers.ts';
import { holdsIndividualNumber, isIndividualNumber, MASK, maskIndividualNumbers, numbersIn } from './individual-number.ts';

describe('個人番号 are told by their check digit', () => {
  it.each(['123456789018', '012345678903', '987654321093'])('%s', (digits) => expect(isIndividualNumber(digits)).toBe(true));
  it.each(['123456789012', '12345678901', '1234567890188', 'あ23456789018', ''])('%s is none', (digits) =>
    expect(isIndividualNumber(digits)).toBe(false),
  );
  it('of all last digits one is right', () => {
    for (const head of ['12345678901', '00000000000', '99999999999', '31415926535'])
      expect(Array.from({ length: 10 }, (_, digit) => isIndividualNumber(`${head}${digit}`)).filter(Boolean)).toHaveLength(1);
  });
});

describe('in a text', () => {
  it('any valid number behind, before and between any mark is found', () => {
    fc.assert(
      fc.property(
        anyIndividualNumber,
        fc.constantFrom(...MARKS),
        fc.constantFrom('', '番号は', '夫 '),
        (number, [, mark], before) => {
          expect(holdsIndividualNumber(`${before}${mark(number)}`)).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });
  it.each([
    '0942-30-1234',
    '1234567890123456',
    '久留米市城南町15番地3',
    '2026/11/28 12:30',
    '+81-90-1234-5678',
    '0942-30-1234、090-1234-5678',
    '1234-5678-9012',
    '1.23E+11',
    '',
  ])('%s holds none', (text) => expect(holdsIndividualNumber(text)).toBe(false));
  it('beside another number too', () => {
    for (const text of ['090-1234-5678 1234-5678-9018', '0942301234 123456789018', '1234 5678 9018 0942 30 1234'])
      expect(holdsIndividualNumber(text), text).toBe(true);
  });
  it('what a spreadsheet has worn is told as worn', () => {
    expect(numbersIn('1.23457E+11')).toEqual([{ digits: '123457000000', lost: true }]);
    expect(numbersIn('1.23456789018E+11')).toEqual([{ digits: '123456789018', lost: false }]);
    expect(numbersIn('34033918569')).toEqual([{ digits: '34033918569', lost: false }]);
  });
  it('any text is answered, in a time that its length alone decides', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void holdsIndividualNumber(text)));
    const began = performance.now();
    for (const text of ['1 '.repeat(50_000), '1'.repeat(100_000), `${'1   '.repeat(25_000)}x`, '1.'.repeat(50_000)])
      holdsIndividualNumber(text);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe('what is kept as it was typed', () => {
  it('is masked, and the rest stays to be read', () => {
    expect(maskIndividualNumbers('サーバー室の前、番号は1234ー5678ー9018です')).toBe(`サーバー室の前、番号は${MASK}です`);
    expect(maskIndividualNumbers('電話 0942-30-1234')).toBe('電話 0942-30-1234');
    fc.assert(
      fc.property(anyIndividualNumber, fc.constantFrom(...MARKS), (number, [, mark]) => {
        const kept = maskIndividualNumbers(`夫の ${mark(number)} です`);
        expect(holdsIndividualNumber(kept)).toBe(false);
        expect(kept).toContain(MASK);
      }),
    );
  });
});
