import { hash } from 'node:crypto';
import { numberTable } from './number-table.ts';
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
const IS_ID = /^[0-9A-Z]{3}-\d{6}$/u;
type Kept = { id: number; birth: number; name: number; mark: number; turn: number };
/** 48 bits: only asked of two rows about one person, or of one notice ID. */
const markOf = (text: string): number => Number.parseInt(hash('md5', text).slice(0, DIGITS), 16);

/** A notice ID as a number above nought: three characters of 36, six digits; what is none gets a mark beyond these. */
function numberOfId(noticeId: string): number {
  const number = Number.parseInt(noticeId.slice(0, 3), 36) * 1_000_000 + Number(noticeId.slice(4));
  return IS_ID.test(noticeId) ? number + 1 : 100_000_000_000 + markOf(noticeId);
}

/**
 * What earlier rows of a list said, a notice ID each. A list has hundreds of thousands of rows that say nothing of one another: a row is kept as numbers
 * alone, beside the heap: 36 MiB of 300,000 rows, where names and IDs as texts made 52, most of them looked at by every large collection of garbage.
 */
export function earlierRows() {
  const lastOf = numberTable();
  const births = new Map<string, number>();
  let numbers = new Int32Array(WIDTH * 4_096);
  let marks = new Float64Array(4_096);
  let names = new Float64Array(4_096);
  let rows = 0;

  function keep(said: SaidOfPerson, { id, birth, name, mark, turn }: Kept): void {
    const row = rows;
    rows += 1;
    if (row === marks.length) {
      const [few, fewer, called] = [numbers, marks, names];
      numbers = new Int32Array(few.length * 2);
      numbers.set(few);
      marks = new Float64Array(fewer.length * 2);
      marks.set(fewer);
      names = new Float64Array(called.length * 2);
      names.set(called);
    }
    numbers.set([said.line, turn, lastOf.get(id), birth, said.birthDate === null ? 0 : 1], row * WIDTH);
    marks[row] = mark;
    names[row] = name;
    lastOf.set(id, row);
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
    const [id, birth, mark, name] = [numberOfId(noticeId), numberOfBirth(birthText), markOf(said.text), markOf(nameKey)];
    let turn = 0;
    let first: number | undefined;
    for (let row = lastOf.get(id); row !== -1; row = of(row, BEFORE)) {
      const [sameBirth, sameName] = [of(row, BIRTH) === birth, names[row] === name];
      if (sameBirth && sameName) first = row;
      const contradicts = sameBirth || (sameName && (of(row, DATED) === 0 || birthDate === null));
      if (contradicts) turn = Math.max(turn, of(row, TURN) + 1);
    }
    if (first !== undefined) {
      return marks[first] === mark
        ? 'repeated'
        : { column: '', reason: `${of(first, LINE)}行目と同じ人のカードですが、内容が違います` };
    }
    keep(said, { id, birth, name, mark, turn });
    return { turn };
  };
}
