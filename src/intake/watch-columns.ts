import { foldWidth } from '../lib/japanese/width.ts';
import { holdsApplicationId } from '../lib/values/application-id.ts';
import { watchIndividualNumbers } from './watch-numbers.ts';

/** Why a whole file is refused for one of its columns. */
export type ColumnRefusal = 'individual_numbers' | 'application_ids' | 'passwords';

const PASSWORD = /暗証(?:番号)?|パスワード|pass\s?(?:word|code)|^pin(?:コード|番号)?$/iu;
/** Heads that tell of a password without being one: 暗証番号設定日, パスワードの有無. */
const ABOUT = /(?:有無|日|日時|状況|状態|区分|回数|済み?)$/u;
/** Four digits, or six to sixteen letters and digits, as a card takes them. */
const SECRET = /^(?:\d{4}|[A-Za-z0-9]{6,16})$/u;

/** Watches every column of a file for 申請書ID, whatever its head says, and for passwords, which only the head tells. */
function watchSecrets(titles: readonly string[]) {
  const ids = new Set<string>();
  const passwords = new Set<string>();
  const secret = titles.map((title) => PASSWORD.test(foldWidth(title)) && !ABOUT.test(title.trim()));
  return {
    see(cells: readonly string[]): void {
      for (const [at, cell] of cells.entries()) {
        const title = titles[at];
        if (title === undefined || cell === '') continue;
        if (secret[at] === true && SECRET.test(foldWidth(cell).trim())) passwords.add(title);
        else if (holdsApplicationId(cell)) ids.add(title);
      }
    },
    ids,
    passwords,
  };
}

/**
 * Watches the columns of a file for what may not be stored: 個人番号 (番号法 第20条), 申請書ID, passwords. `found` names the first kind there is and
 * its columns, as far as rows were seen; `whole`: these were all. `asItStands`: columns stored as they are given.
 */
export function watchColumns(titles: readonly string[], asItStands: readonly number[] = []) {
  const numbers = watchIndividualNumbers(titles, asItStands);
  const secrets = watchSecrets(titles);
  return {
    see(cells: readonly string[]): void {
      numbers.see(cells);
      secrets.see(cells);
    },
    found(whole: boolean): { reason: ColumnRefusal; detail: string } | undefined {
      const kinds: [ColumnRefusal, Iterable<string>][] = [
        ['application_ids', secrets.ids],
        ['passwords', secrets.passwords],
        ['individual_numbers', numbers.found(whole)],
      ];
      for (const [reason, columns] of kinds) {
        const detail = [...columns].join('、');
        if (detail !== '') return { reason, detail };
      }
      return undefined;
    },
  };
}
