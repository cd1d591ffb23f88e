import { foldCode } from '../lib/japanese/width.ts';

/** Weights of the eleven digits before the check digit, from the left (総務省令第85号 第5条). */
const WEIGHTS = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

/** Whether twelve digits are a 個人番号 by their check digit. About one in ten random numbers is. */
export function isIndividualNumber(digits: string): boolean {
  if (!/^\d{12}$/u.test(digits)) return false;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * (digits.charCodeAt(at) - 48), 0);
  const rest = sum % 11;
  return Number(digits[11]) === (rest <= 1 ? 0 : 11 - rest);
}

/** Whether such a number stands in a text that has no business holding twelve digits. */
export const holdsIndividualNumber = (text: string): boolean => {
  if (text.length < 12 || !/[0-9０-９]{4}/u.test(text)) return false;
  const found =
    foldCode(text)
      .replaceAll('-', '')
      .match(/(?<!\d)\d{12}(?!\d)/gu) ?? [];
  return found.some(isIndividualNumber);
};

const DIGIT_FIRST = /^\s*[0-9０-９]/u;
const NAMED = /個人番号(?!カード)|マイナンバー(?!カード)|mynumber/iu;

/**
 * Watches every column of a file for 個人番号, which are never stored (番号法 第20条): a column is one when most of its twelve-digit cells have
 * a right check digit, or when its head says so. Few cells tell little, so of one or two they must also be half of the column.
 */
export function watchIndividualNumbers(titles: readonly string[]) {
  const columns = titles.map((title) => ({ title, named: NAMED.test(title), filled: 0, twelve: 0, valid: 0 }));
  return {
    see(cells: readonly string[]): void {
      for (let at = 0; at < cells.length; at += 1) {
        const cell = cells[at];
        const column = columns[at];
        if (cell === undefined || cell === '' || column === undefined) continue;
        column.filled += 1;
        if (cell.length < 12 || cell.length > 24 || !DIGIT_FIRST.test(cell)) continue;
        const digits = foldCode(cell).replaceAll('-', '');
        if (digits.length !== 12) continue;
        column.twelve += 1;
        if (isIndividualNumber(digits)) column.valid += 1;
      }
    },
    /** The heads of the columns that are 個人番号, as far as rows were seen. */
    found: (): string[] =>
      columns
        .filter(({ named, filled, twelve, valid }) =>
          named ? twelve > 0 : valid * 2 > twelve && (twelve > 2 || twelve * 2 >= filled) && twelve > 0,
        )
        .map(({ title }) => title),
  };
}
