import type { RowError } from './row.ts';
import { hideNumber } from './watch-numbers.ts';

/** Rows that were not taken for one reason: how many, and the first of them. */
export type ReasonGroup = {
  /** What the column is called in the file; empty where it is no single column's. */
  column: string;
  reason: string;
  count: number;
  /** `value`: what stood in the column, shortened, without 個人番号. */
  first: { line: number; value: string }[];
};

const FIRST = 5;
const LONGEST = 30;
/** A file has some ten kinds of faults; what is beyond is counted together. */
const MOST_GROUPS = 50;
const OTHERS = 'そのほかの理由';

/** A reason names other lines and numbers: without them it is the same for many rows. */
const kindOf = (reason: string): string => reason.replaceAll(/\d+/gu, '○');

/** Two reasons of one kind as one: a number that is another in each is left out. */
function ofBoth(one: string, other: string): string {
  if (one === other) return one;
  const numbers = other.match(/\d+/gu) ?? [];
  let at = 0;
  return one.replaceAll(/\d+|○/gu, (number) => {
    const same = numbers[at] === number;
    at += 1;
    return same ? number : '○';
  });
}

/** Gathers reasons over a pass; what it holds does not grow with the rows. */
export function reasonTally() {
  const groups = new Map<string, ReasonGroup>();
  return {
    /** A row with all that is wrong with it. `said`: what stands in it where a column is called so. */
    add(line: number, errors: readonly RowError[], said: (column: string) => string): void {
      for (const { column, reason } of errors) {
        const key = `${column}\t${kindOf(reason)}`;
        const known = groups.get(key) ?? (groups.size < MOST_GROUPS ? undefined : groups.get(OTHERS));
        const group: ReasonGroup =
          known ??
          (groups.size < MOST_GROUPS
            ? { column, reason, count: 0, first: [] }
            : { column: '', reason: OTHERS, count: 0, first: [] });
        if (known === undefined) groups.set(groups.size < MOST_GROUPS ? key : OTHERS, group);
        group.count += 1;
        if (group.reason !== OTHERS) group.reason = ofBoth(group.reason, reason);
        if (group.first.length >= FIRST) continue;
        const value = hideNumber(said(column).toWellFormed().replaceAll('\u0000', ''));
        group.first.push({ line, value: value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value });
      }
    },
    /** The most frequent first. */
    groups: (): ReasonGroup[] => [...groups.values()].toSorted((one, other) => other.count - one.count),
  };
}
