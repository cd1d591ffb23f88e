import type { Viewer } from '../cards/viewer.ts';
import { longDate } from '../lib/dates/format.ts';
import type { Db } from '../lib/db/db.ts';
import type { Sql } from '../lib/db/sql.ts';
import type { Line } from './list-types.ts';
import { differenceOf, type Print } from './remember.ts';

/** What is different since a print, with names as far as this viewer may see them. */
export type Since = {
  print: Print;
  added: { key: string; name: string }[];
  /** With what the print said of it. */
  dropped: { key: string; name: string; was: string }[];
  /** `was`: what the print said of it; `changed`: that of it which is otherwise now. */
  moved: { key: string; name: string; was: string; changed: string }[];
};

/** Who stands in place of a name that this viewer may not see. */
export const HIDDEN_NAME = '支援措置';

const DAY = /^\d{4}-\d\d-\d\d$/u;
/** What a print remembers of a row, in words: its days are said as days. */
const factsWords = (facts: readonly string[]): string =>
  facts
    .filter((fact) => fact !== '')
    .map((fact) => (DAY.test(fact) ? longDate(fact) : fact))
    .join(' ');

/** Compares a print with the lines as they are now and names what differs. `named`: the rows of keys. */
export async function changesSince(
  db: Db,
  viewer: Viewer,
  print: Print,
  lines: readonly Line[],
  named: (viewer: Viewer, keys: readonly string[]) => Sql,
): Promise<Since> {
  const { added, dropped, moved } = differenceOf(print, lines);
  const keys = [...added, ...dropped, ...moved.map(({ key }) => key)];
  const rows = keys.length === 0 ? [] : await db.rows<{ key: string; name: string }>(named(viewer, keys));
  const names = new Map(rows.map(({ key, name }) => [key, name]));
  const nameOf = (key: string): string => names.get(key) ?? '（削除済）';
  // Whoever is under 支援措置 since may have stood on the print with day and place: what it said of them is told no more.
  const hidden = (key: string): boolean => nameOf(key) === HIDDEN_NAME;
  return {
    print,
    added: added.map((key) => ({ key, name: nameOf(key) })),
    dropped: dropped.map((key) => ({ key, name: nameOf(key), was: hidden(key) ? '' : factsWords(print.rows[key] ?? []) })),
    moved: moved
      .filter(({ key }) => !hidden(key))
      .map(({ key, was, is }) => ({
        key,
        name: nameOf(key),
        was: factsWords(was),
        changed: factsWords(was.filter((fact, at) => fact !== is[at])),
      })),
  };
}
