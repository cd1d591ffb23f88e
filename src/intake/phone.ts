import { foldCode, foldWidth, trimSpaces } from '../lib/japanese/width.ts';
import { phoneNumber } from '../lib/values/contact.ts';
import { holdsIndividualNumber } from '../lib/values/individual-number.ts';
import { UNWRITABLE } from '../lib/values/read.ts';

/** A number whose digits a spreadsheet has thrown away: 9.01E+09. */
export const WORN = /^\d(?:\.\d+)?E\+?\d{1,2}$/iu;
export const WORN_WORDS = '表計算ソフトで桁が失われています（9.01E+09 など）。元の番号を入力し直してください';

/** A telephone's digits without the 0 that a spreadsheet dropped: of a line nine, of a mobile ten. */
const ZERO_LOST = /^(?:[1-9]\d{8}|[5789]0\d{8})$/u;

/** A telephone as a file tells it: digits where it is a number; else as it stands, so that nothing known of a person is lost. A reason where no phone at all could look so. */
export function phoneText(given: string): { text: string } | { text: string; mended: true } | { reason: string } {
  if (given === '') return { text: '' };
  const read = phoneNumber(given);
  if (read.ok) return { text: read.value };
  if (read.reason === 'empty') return { text: '' };
  const digits = foldCode(given);
  if (ZERO_LOST.test(digits)) return { text: `0${digits}`, mended: true };
  const shown = trimSpaces(given);
  if (WORN.test(shown)) return { reason: WORN_WORDS };
  return shown.length > 40 || UNWRITABLE.test(shown) || !/\d/u.test(foldWidth(shown)) || holdsIndividualNumber(shown)
    ? { reason: '電話番号として読み取れません' }
    : { text: shown };
}
