import { foldWidth, HYPHEN } from '../japanese/width.ts';
import { maskIndividualNumbers, mayHold } from './individual-number.ts';
import { maskSecrets } from './secret.ts';

/** 23 digits as one, or by fours with spaces or hyphens between, as the form prints them; no more digits around. */
const WHOLE = new RegExp(String.raw`(?<!\d)(?:\d{23}|\d{4}(?:(?:[ 　]|${HYPHEN})\d{4}){4}(?:[ 　]|${HYPHEN})\d{3})(?!\d)`, 'gu');
/** What a spreadsheet leaves of such a number: 1.23457E+22. */
const WORN = /(?<![\d.])\d(?:\.\d{1,14})?E\+?22(?!\d)/iu;

/** Whether a 申請書ID stands in a text: the 23 digits of a card's application, with which it can be applied for anew. It is stored nowhere. */
export function holdsApplicationId(text: string): boolean {
  if (!mayHold(text, 23)) return false;
  const folded = foldWidth(text);
  return folded.search(WHOLE) !== -1 || WORN.test(folded);
}

/** Stands where a 申請書ID stood in a text that is kept for a while as it was typed. */
export const ID_MASK = '＊'.repeat(23);

/** A text that may be kept as it was typed: with its 申請書ID, 個人番号 and passwords of cards masked. */
export function maskNumbers(text: string): string {
  const masked = holdsApplicationId(text) ? foldWidth(text).replace(WHOLE, ID_MASK).replace(WORN, ID_MASK) : text;
  return maskSecrets(maskIndividualNumbers(masked));
}

/** Boxes that may be kept as they were typed. Each is masked by itself, before they are joined: signs that JSON puts between would hide a number, or be folded with one. */
export const maskEach = (boxes: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(boxes).map(([name, value]) => [name, maskNumbers(value)]));
