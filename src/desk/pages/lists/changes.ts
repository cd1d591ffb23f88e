import type { Viewer } from '../../../cards/viewer.ts';
import type { Db } from '../../../lib/db/db.ts';
import type { Sql } from '../../../lib/db/sql.ts';
import type { Line } from '../../../lists/list.ts';
import { differenceOf, type Print } from '../../../lists/remember.ts';

/** What is different since a print: each with a name as far as this viewer may see it. */
export type Changes = {
  print: Print;
  added: string[];
  dropped: string[];
  /** With what the print said of it. */
  moved: { name: string; was: string }[];
};

/** Compares a print with the lines as they are now and names what differs. */
export async function changesSince(
  db: Db,
  viewer: Viewer,
  print: Print,
  lines: readonly Line[],
  named: (viewer: Viewer, keys: readonly string[]) => Sql,
): Promise<Changes> {
  const { added, dropped, moved } = differenceOf(print, lines);
  const keys = [...added, ...dropped, ...moved.map(({ key }) => key)];
  const rows = keys.length === 0 ? [] : await db.rows<{ key: string; name: string }>(named(viewer, keys));
  const names = new Map(rows.map(({ key, name }) => [key, name]));
  const nameOf = (key: string): string => names.get(key) ?? '（削除済）';
  return {
    print,
    added: added.map(nameOf),
    dropped: dropped.map(nameOf),
    moved: moved.map(({ key, was }) => ({ name: nameOf(key), was: was.filter((fact) => fact !== '').join(' ') })),
  };
}
