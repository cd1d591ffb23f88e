import fc from 'fast-check';
import { isIndividualNumber } from '../../src/lib/values/individual-number.ts';

function withCheckDigit(head: bigint): string {
  const eleven = head.toString().padStart(11, '0');
  const last = [...'0123456789'].find((digit) => isIndividualNumber(eleven + digit));
  return `${eleven}${last ?? ''}`;
}

/** Made-up 個人番号: eleven digits and their check digit. */
export const anyIndividualNumber = fc.bigInt({ min: 0n, max: 99_999_999_999n }).map(withCheckDigit);

/** Those that begin with one 0, without it. */
export const zeroLost = fc.bigInt({ min: 1_000_000_000n, max: 9_999_999_999n }).map((head) => withCheckDigit(head).slice(1));

const wide = (text: string): string => text.replace(/[!-~]/gu, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
const fours = (digits: string, between: string): string => digits.replace(/(\d{4})(?=\d)/gu, `$1${between}`);

/** How a number comes out of a spreadsheet, a form or a hand, each with what it is called. */
export const MARKS: readonly [name: string, mark: (digits: string) => string][] = [
  ['nothing', (digits) => digits],
  ['an apostrophe', (digits) => `'${digits}`],
  ['a formula', (digits) => `="${digits}"`],
  ['a formula T', (digits) => `=T("${digits}")`],
  ['quotes', (digits) => `"${digits}"`],
  ['full width', wide],
  ['an apostrophe and full width', (digits) => `’${wide(digits)}`],
  ['hyphens', (digits) => fours(digits, '-')],
  ['wide hyphens', (digits) => wide(fours(digits, '-'))],
  ['long marks', (digits) => fours(digits, 'ー')],
  ['spaces', (digits) => fours(digits, ' ')],
  ['wide spaces', (digits) => fours(digits, '　')],
  ['no-break spaces', (digits) => fours(digits, '\u00a0')],
  ['a space behind every digit', (digits) => [...digits].join(' ')],
  ['invisible spaces', (digits) => fours(digits, '\u200b')],
  ['dots', (digits) => fours(digits, '.')],
  ['middle dots', (digits) => fours(digits, '・')],
  ['thousands', (digits) => digits.replace(/(\d{3})(?=\d)/gu, '$1,')],
  ['decimals', (digits) => `${digits}.0`],
  ['two decimals', (digits) => `${digits}.00`],
  ['an exponent', (digits) => `${digits[0]}.${digits.slice(1)}E+11`],
  ['a suffix', (digits) => `${digits}番`],
  ['a letter behind', (digits) => `${digits}A`],
  ['a letter before', (digits) => `K${digits}`],
  ['words before', (digits) => `個人番号:${digits}`],
  ['No.', (digits) => `No.${digits}`],
  ['brackets', (digits) => `（${digits}）`],
  [
    'circled digits',
    (digits) => [...digits].map((digit) => (digit === '0' ? '⓪' : String.fromCodePoint(0x245f + Number(digit)))).join(''),
  ],
  ['digits of mathematics', (digits) => [...digits].map((digit) => String.fromCodePoint(0x1d7ce + Number(digit))).join('')],
  ['a tab', (digits) => `\t${digits}`],
];
