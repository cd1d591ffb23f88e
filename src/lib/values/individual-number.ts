import { foldWidth, HYPHEN } from '../japanese/width.ts';

/** Weights of the eleven digits before the check digit, from the left (総務省令第85号 第5条). */
const WEIGHTS = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

/** Whether twelve digits are a 個人番号 by their check digit. About one in ten random numbers is. */
export function isIndividualNumber(digits: string): boolean {
  if (!/^\d{12}$/u.test(digits)) return false;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * (digits.charCodeAt(at) - 48), 0);
  const rest = sum % 11;
  return Number(digits[11]) === (rest <= 1 ? 0 : 11 - rest);
}

/** The fewest digits that are looked at: a 個人番号 of which a spreadsheet dropped two leading zeros. */
const FEWEST = 10;

/** Digits in any drawing that `foldWidth` makes plain: full width, raised, circled, of mathematics. */
const isDrawnDigit = (code: number): boolean =>
  (code >= 0xff10 && code <= 0xff19) ||
  code === 0xb2 ||
  code === 0xb3 ||
  code === 0xb9 ||
  (code >= 0x2070 && code <= 0x2089) ||
  (code >= 0x2460 && code <= 0x24ff) ||
  code === 0xd835;

/** Whether a text may hold so many digits at all (`fewest`), or a number like 1.2E+11: most cells and words do not, and cost no more than this. */
export function mayHold(text: string, fewest = FEWEST): boolean {
  if (text.length < 5 || (text.length < FEWEST && !/[eEｅＥ]/u.test(text))) return false;
  let digits = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    // Most are ASCII, kana or kanji.
    if (code < 0x80) digits += code >= 48 && code <= 57 ? 1 : 0;
    else if ((code < 0x3000 || code >= 0xd800) && isDrawnDigit(code)) digits += 1;
  }
  return digits >= fewest || (digits >= 3 && /[eEｅＥ]/u.test(text));
}

/** What people and spreadsheets put between digits. Not / and :, which part dates and times, and no line end. */
const BETWEEN = String.raw`(?:[\t .,_'’‘´・‧·\u00a0\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u3000\u3164\ufeff]|${HYPHEN}){0,3}`;
const RUN = new RegExp(String.raw`\+?\d(?:${BETWEEN}\d){${FEWEST - 1},}`, 'gu');
/** 1.23456789018E+11 */
const SCIENTIFIC = /(?<![\d.])(\d)(?:\.(\d{1,14}))?E\+?(9|10|11)(?!\d)/giu;

/** A number that could be a 個人番号, as digits; `lost`: a spreadsheet kept its size and not its digits (1.23E+11). */
type Found = { digits: string; lost: boolean };

function scientific(text: string): Found[] {
  return [...text.matchAll(SCIENTIFIC)].map(([, first = '', rest = '', exponent]) => {
    const length = Number(exponent) + 1;
    return { digits: `${first}${rest}`.padEnd(length, '0').slice(0, length), lost: first.length + rest.length < length - 1 };
  });
}

/** Of a run of digits the whole, and within a longer one twelve that stand by themselves or as four, four and four. */
function numbersOf(run: string): string[] {
  // 81-90-1234-5678 behind a plus is a telephone.
  if (run.startsWith('+81')) return [];
  const groups = run.replace(/\.0{1,2}$/u, '').match(/\d+/gu) ?? [];
  const whole = groups.join('');
  if (whole.length <= 12) return [whole];
  const within = groups.filter((group) => group.length === 12);
  for (let at = 0; at + 2 < groups.length; at += 1) {
    const three = groups.slice(at, at + 3);
    if (three.every((group) => group.length === 4)) within.push(three.join(''));
  }
  return within;
}

/**
 * Every number of ten to twelve digits in a text, whatever drawing its digits have and whatever mark stands before, behind or between them:
 * an apostrophe, ="…", spaces, hyphens, thousands, words, .0, E+11.
 */
export function numbersIn(text: string): Found[] {
  if (!mayHold(text)) return [];
  const folded = foldWidth(text);
  const plain = folded.replace(SCIENTIFIC, ' ');
  const runs = (plain.match(RUN) ?? []).flatMap(numbersOf).map((digits) => ({ digits, lost: false }));
  return [...runs, ...scientific(folded)];
}

/** Whether a 個人番号 stands in a text: twelve digits with a right check digit. They may be stored nowhere (番号法 第20条). */
export const holdsIndividualNumber = (text: string): boolean =>
  numbersIn(text).some(({ digits, lost }) => !lost && isIndividualNumber(digits));

/** Stands where a 個人番号 stood in a text that is kept for a while as it was typed. */
export const MASK = '＊'.repeat(12);

/** A text that may be kept as it was typed: with its 個人番号 masked. */
export function maskIndividualNumbers(text: string): string {
  if (!holdsIndividualNumber(text)) return text;
  const masked = foldWidth(text).replace(RUN, (run) => (numbersOf(run).some(isIndividualNumber) ? MASK : run));
  return holdsIndividualNumber(masked) ? MASK : masked;
}
