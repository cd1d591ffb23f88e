import { hash } from 'node:crypto';
import type { RowError } from './row.ts';

/** What a row says of a person. `birthDate`: null where it is not fully known; `text`: all it says, whatever stands there. */
export type SaidOfPerson = {
  line: number;
  noticeId: string;
  birthText: string;
  birthDate: string | null;
  nameKey: string;
  text: string;
};

/** A row's numbers: its line, its turn, the row before it of the same notice ID (-1: none), its birthday's number, whether that is fully known. */
const [LINE, TURN, BEFORE, BIRTH, DATED, WIDTH] = [0, 1, 2, 3, 4, 5];
const DIGITS = 12;
/** 48 bits: only asked of two rows about one person. */
const markOf = (text: string): number => Number.parseInt(hash('md5', text).slice(0, DIGITS), 16);

/**
 * What earlier rows of a list said, a notice ID each. A list has hundreds of thousands of rows that say nothing of one another: a row is kept as its name
 * and a few numbers, 150 bytes, where an object and its texts were 330, all of them looked at by every large collection of garbage.
 */
export function earlierRows() {
  const lastOf = new Map<string, number>();
  const births = new Map<string, number>();
  const names: string[] = [];
  let numbers = new Int32Array(WIDTH * 4_096);
  let marks = new Float64Array(4_096);

  function keep(said: SaidOfPerson, birth: number, mark: number, turn: number): void {
    const row = names.push(said.nameKey) - 1;
    if (row === marks.length) {
      const [few, fewer] = [numbers, marks];
      numbers = new Int32Array(few.length * 2);
      numbers.set(few);
      marks = new Float64Array(fewer.length * 2);
      marks.set(fewer);
    }
    numbers.set([said.line, turn, lastOf.get(said.noticeId) ?? -1, birth, said.birthDate === null ? 0 : 1], row * WIDTH);
    marks[row] = mark;
    lastOf.set(said.noticeId, row);
  }
  const of = (row: number, which: number): number => numbers[row * WIDTH + which] ?? -1;

  function numberOfBirth(text: string): number {
    const known = births.get(text);
    if (known !== undefined) return known;
    births.set(text, births.size);
    return births.size - 1;
  }

  /** A row against those before it: its turn, or why it is not taken. */
  return (said: SaidOfPerson): { turn: number } | 'repeated' | RowError => {
    const { noticeId, birthText, birthDate, nameKey } = said;
    const [birth, mark] = [numberOfBirth(birthText), markOf(said.text)];
    let turn = 0;
    let first: number | undefined;
    for (let row = lastOf.get(noticeId) ?? -1; row !== -1; row = of(row, BEFORE)) {
      const [sameBirth, sameName] = [of(row, BIRTH) === birth, names[row] === nameKey];
      if (sameBirth && sameName) first = row;
      const contradicts = sameBirth || (sameName && (of(row, DATED) === 0 || birthDate === null));
      if (contradicts) turn = Math.max(turn, of(row, TURN) + 1);
    }
    if (first !== undefined) {
      return marks[first] === mark
        ? 'repeated'
        : { column: '', reason: `${of(first, LINE)}行目と同じ人のカードですが、内容が違います` };
    }
    keep(said, birth, mark, turn);
    return { turn };
  };
}
