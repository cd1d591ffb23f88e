import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { fingerprint } from '../lib/fingerprint.ts';
import { grouped } from '../lib/values/numbers.ts';
import type { Line, Prepared } from './list-types.ts';

/** What a print showed: the rows' keys with what mattered of each, never a name. */
type Rows = Record<string, readonly string[]>;
export type Print = { id: number; at: Date; by: string | null; rows: Rows };

/** What changed between a print and now, by the rows' keys. */
type Difference = {
  added: string[];
  dropped: string[];
  moved: { key: string; was: readonly string[]; is: readonly string[] }[];
};

const rowsOf = (lines: readonly Line[]): Rows => Object.fromEntries(lines.map(({ key, facts }) => [key, facts]));

type Of = Pick<Prepared, 'boxes' | 'means' | 'partial'>;

/**
 * The same list with the same filter, whoever prints it. A list that leaves people out is another one: compared with a whole one,
 * it would name them as gone.
 */
export const aboutOf = (list: string, { boxes, means, partial }: Of): string =>
  fingerprint([list, boxes, ...(means === '' ? [] : [means]), ...(partial ? ['partial'] : [])]);

/** The last print of a list with this filter. */
export const lastPrint = (tx: Tx, list: string, of: Of): Promise<Print | undefined> =>
  tx.row<Print>(sql`
    SELECT p.id, p.at, a.name AS by, p.rows FROM lists.prints p LEFT JOIN staff.accounts a ON a.id = p.staff_id
    WHERE p.about = ${aboutOf(list, of)} ORDER BY p.id DESC LIMIT 1`);

/** Compares what a print showed with what the list shows now. Pure. */
export function differenceOf(print: Print, lines: readonly Line[]): Difference {
  const now = rowsOf(lines);
  const same = (a: readonly string[], b: readonly string[]): boolean => JSON.stringify(a) === JSON.stringify(b);
  return {
    added: Object.keys(now).filter((key) => print.rows[key] === undefined),
    dropped: Object.keys(print.rows).filter((key) => now[key] === undefined),
    moved: Object.entries(print.rows).flatMap(([key, was]) => {
      const is = now[key];
      return is === undefined || same(was, is) ? [] : [{ key, was, is }];
    }),
  };
}

/** 追加 2件, 除外 1件; nothing where nothing changed. */
export const differenceWords = ({ added, dropped, moved }: Readonly<Record<keyof Difference, readonly unknown[]>>): string[] =>
  [
    { words: '追加', count: added.length },
    { words: '変更', count: moved.length },
    { words: '除外', count: dropped.length },
  ].flatMap(({ words, count }) => (count === 0 ? [] : [`${words} ${grouped(count)}件`]));

type Format = 'pdf' | 'csv' | 'xlsx';

type Shown = { list: string; sentence: string; rows: number };

/** Writes into the log what was seen or taken out: which list, of what, how many. */
const write = (tx: Tx, actor: Actor, act: 'list.shown' | 'list.taken', { list, sentence, rows }: Shown, as: Format | null) =>
  tx.run(sql`
    SELECT audit.write(${actorSql(actor)}, ${act}, lib.now(), NULL, NULL, NULL,
      jsonb_strip_nulls(jsonb_build_object('list', ${list}::text, 'of', ${sentence}::text, 'rows', ${rows}::integer, 'as', ${as}::text)))`);

/** Records that a list was looked at. */
export const recordShown = (db: Db, actor: Actor, shown: Shown): Promise<unknown> => write(db, actor, 'list.shown', shown, null);

/** Records that a list left the system as a file. */
export const recordTaken = (db: Db, actor: Actor, { format, ...shown }: Shown & { format: Format }): Promise<unknown> =>
  write(db, actor, 'list.taken', shown, format);

type Printed = {
  list: string;
  title: string;
  prepared: Prepared;
  rows: number;
  /** Kept for the next print, where the list remembers. */
  lines: readonly Line[] | undefined;
};

/** Records a print and, where the list remembers, what it showed. */
export const recordPrint = (
  db: Db,
  actor: Actor,
  staffId: number,
  { list, title, prepared, rows, lines }: Printed,
): Promise<void> =>
  db.transaction(async (tx) => {
    if (lines !== undefined)
      await tx.run(sql`
        INSERT INTO lists.prints (list, about, rows, at, staff_id)
        VALUES (${list}, ${aboutOf(list, prepared)}, ${JSON.stringify(rowsOf(lines))}::jsonb, lib.now(), ${staffId})`);
    await write(tx, actor, 'list.taken', { list: title, sentence: prepared.sentence, rows }, 'pdf');
  });

/** Prints from before an instant. */
const past = (before: Sql): Sql => sql`at < ${before}`;

/** Removes those older than `days`. Returns how many. */
export const expire = (db: Db, days: number): Promise<number> =>
  db.run(sql`DELETE FROM lists.prints WHERE ${past(sql`lib.now() - make_interval(days => ${days}::integer)`)}`);

/** How many would go. */
export const countPast = async (tx: Tx, before: Date): Promise<number> =>
  (await tx.one<{ rows: number }>(sql`SELECT count(*)::integer AS rows FROM lists.prints WHERE ${past(sql`${before}`)}`)).rows;
