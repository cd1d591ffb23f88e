import { addDays } from '../dates/jst.ts';

/** How a number is shown decides what it is: a date, digits with zeros before them, or a number (ECMA-376 18.8.30). */
export type Format = { kind: 'date' } | { kind: 'digits'; pattern: string } | { kind: 'number' };

/** Built-in formats of dates and times; 27–36 and 50–58 are those of Japanese and Chinese Excel. */
const DATES: readonly [number, number][] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];

/** What a format of the workbook's own makes of a number. */
function formatByCode(code: string): Format {
  const [positive = ''] = code.split(';');
  const bare = positive
    .replace(/"[^"]*"/gu, '')
    .replace(/\\./gu, '')
    .replace(/\[[^\]]*\]/gu, '')
    .replace(/[_*]./gu, '');
  if (/^[0-]*0$/u.test(bare) && bare.length > 1) return { kind: 'digits', pattern: bare };
  return /[ymdhsge]/iu.test(bare.replace(/E[+-]/gu, '').replace(/General|G\/標準/giu, ''))
    ? { kind: 'date' }
    : { kind: 'number' };
}

/** @param code the workbook's own format of that number, where it has one */
export function formatOf(id: number, code: string | undefined): Format {
  if (code !== undefined) return formatByCode(code);
  return DATES.some(([from, to]) => id >= from && id <= to) ? { kind: 'date' } : { kind: 'number' };
}

const MINUTES = 24 * 60;

/** Day and time of a serial number: 2026-11-23, 2026-11-23 9:30, or 9:30 alone. Excel's 1900 has a 29 February, so serials before it are one day off. */
function dateText(serial: number, from1904: boolean): string {
  const minutes = Math.round((serial % 1) * MINUTES);
  const time = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
  const days = Math.floor(serial);
  if (days < 1) return time;
  const first = from1904 ? '1904-01-01' : days < 60 ? '1899-12-31' : '1899-12-30';
  const day = addDays(first, days);
  return minutes === 0 || minutes === MINUTES ? day : `${day} ${time}`;
}

/** The digits of a whole number in the places of a pattern: 1234567 in 000-0000 is 123-4567. */
function digitsText(value: number, pattern: string): string {
  const digits = String(value).padStart(pattern.replaceAll('-', '').length, '0');
  let left = digits.length;
  const backwards = [...pattern].toReversed().map((sign) => {
    if (sign === '-') return sign;
    left -= 1;
    return digits[left] ?? '0';
  });
  return digits.slice(0, left) + backwards.toReversed().join('');
}

/** Digits that Excel keeps; what it was given beyond is lost already, and is not made up here. */
const KEPT_BELOW = 1e15;
const LAST_DAY = 2_958_465;

/** What a cell with a number says. Left as the file writes it where it is none, or longer than Excel keeps. */
export function numberText(written: string, format: Format, from1904: boolean): string {
  const value = Number(written);
  if (written.trim() === '' || !Number.isFinite(value) || Math.abs(value) >= KEPT_BELOW) return written;
  if (format.kind === 'date' && value >= 0 && value <= LAST_DAY) return dateText(value, from1904);
  if (format.kind === 'digits' && Number.isInteger(value) && value >= 0) return digitsText(value, format.pattern);
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(15)));
}
