import { holdsApplicationId } from '../lib/values/application-id.ts';
import { holdsIndividualNumber, isIndividualNumber, numbersIn } from '../lib/values/individual-number.ts';

const NAMED = /個人番号(?!カード)|マイナンバー(?!カード)|my\s?number(?!\s?card)/iu;

/** Most cells with so many digits are telephones, which need no closer look: eleven digits at most, and the first is 0. */
const TELEPHONE = /^0(?:(?:\d-\d{4}|\d\d-\d{3,4}|\d{3}-\d{2,3}|\d{4}-\d)-\d{4}|\d{9,10})$/;

type Column = {
  title: string;
  named: boolean;
  filled: number;
  /** Cells with a number that could be a 個人番号, and those of which the check digit is right. */
  numbers: number;
  valid: number;
  /** Cells of ten to twelve digits, also those that a spreadsheet made unreadable. */
  worn: number;
};

/** What one cell says: a number with a right check digit, one that could be a 個人番号, one too short or worn to tell, nothing. */
function readCell(cell: string): 'valid' | 'number' | 'worn' | undefined {
  const found = numbersIn(cell);
  if (found.length === 0) return undefined;
  let says: 'number' | 'worn' = 'worn';
  for (const { digits, lost } of found) {
    // Eleven digits that do not begin with 0 are no telephone: a leading zero may have been dropped.
    const whole = digits.length === 11 && !digits.startsWith('0') ? `0${digits}` : digits;
    if (lost || whole.length !== 12) continue;
    if (isIndividualNumber(whole)) return 'valid';
    says = 'number';
  }
  return says;
}

/**
 * Watches every column of a file for 個人番号, which are never stored (番号法 第20条). A column is one
 * - whose head says so, as soon as it holds anything that could be one;
 * - of which most numbers of twelve digits have a right check digit (few cells tell little: of one or two they must also be half of the column);
 * - which is stored as it stands (`asItStands`), holds other things than such numbers, and has one of them among these.
 */
export function watchIndividualNumbers(titles: readonly string[], asItStands: readonly number[] = []) {
  const columns: Column[] = titles.map((title) => ({
    title,
    named: NAMED.test(title),
    filled: 0,
    numbers: 0,
    valid: 0,
    worn: 0,
  }));
  const mostly = ({ numbers, valid, filled }: Column): boolean =>
    valid * 2 > numbers && (numbers > 2 || numbers * 2 >= filled) && numbers > 0;
  const stray = ({ numbers, valid, filled }: Column): boolean => valid > 0 && numbers * 2 < filled;
  return {
    see(cells: readonly string[]): void {
      for (let at = 0; at < cells.length; at += 1) {
        const cell = cells[at];
        const column = columns[at];
        if (cell === undefined || cell === '' || column === undefined) continue;
        column.filled += 1;
        if (!column.named && TELEPHONE.test(cell)) continue;
        const says = readCell(cell);
        if (says === undefined) continue;
        column.worn += 1;
        if (says === 'worn') continue;
        column.numbers += 1;
        if (says === 'valid') column.valid += 1;
      }
    },
    /** The heads of the columns that are 個人番号, as far as rows were seen; `whole`: these were all. */
    found: (whole: boolean): string[] =>
      columns
        .filter((column, at) =>
          column.named ? column.worn > 0 : mostly(column) || (whole && asItStands.includes(at) && stray(column)),
        )
        .map(({ title }) => title),
  };
}

/** Stands in the file of rejected rows where a 個人番号 or a 申請書ID stood. */
export const HIDDEN = '（記録できない番号のため伏せました）';

/** A cell as it may be written down. */
export const hideNumber = (cell: string): string => (holdsIndividualNumber(cell) || holdsApplicationId(cell) ? HIDDEN : cell);
