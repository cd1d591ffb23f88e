import type { Actor } from '../audit/actor.ts';
import { writeChange } from '../audit/change.ts';
import { longDate } from '../lib/dates/format.ts';
import { addDays, daysBetween } from '../lib/dates/jst.ts';
import { parseDate } from '../lib/dates/parse.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';

/** Who asks: filters are one's own, or of the office one works at (null: of those who belong to none). */
export type Asker = { staffId: number; officeId: number | null };

/** What a box holds: a text, or a day counted from the day it is opened. */
type Kept = string | { days: number };

/** A filter under a name. `boxes`: as an address carries them on that day. */
export type SavedFilter = {
  id: number;
  name: string;
  /** Of the office, not of one clerk. */
  shared: boolean;
  boxes: Record<string, string>;
  sort: string;
  by: string | null;
};

/** As it is kept. With `moving` a day is told by how far from today it lies. `today`: 2026-11-23. Pure. */
export const keptBoxes = (boxes: Readonly<Record<string, string>>, today: string, moving: boolean): Record<string, Kept> =>
  Object.fromEntries(
    Object.entries(boxes).map(([box, text]): [string, Kept] => {
      const read = moving && /\d年\d/u.test(text) ? parseDate(text) : undefined;
      return [box, read?.ok === true && read.value.kind === 'date' ? { days: daysBetween(today, read.value.date) } : text];
    }),
  );

/** As its address carries it on a day. Pure. */
export const openedBoxes = (boxes: Readonly<Record<string, Kept>>, today: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(boxes).map(([box, kept]) => [box, typeof kept === 'string' ? kept : longDate(addDays(today, kept.days))]),
  );

const visible = ({ staffId, officeId }: Asker): Sql =>
  sql`(f.staff_id = ${staffId} OR (f.staff_id IS NULL AND f.office_id IS NOT DISTINCT FROM ${officeId}::integer))`;

type Row = Omit<SavedFilter, 'boxes'> & { boxes: Record<string, Kept> };

/** The filters of a list that somebody may use, the office's behind their own. */
export const listFilters = async (tx: Tx, asker: Asker, list: string, today: string): Promise<SavedFilter[]> =>
  (
    await tx.rows<Row>(sql`
      SELECT f.id, f.name, f.staff_id IS NULL AS shared, f.boxes, f.sort, a.name AS by
      FROM lists.filters f LEFT JOIN staff.accounts a ON a.id = f.made_by
      WHERE f.list = ${list} AND ${visible(asker)} ORDER BY f.staff_id IS NULL, f.name, f.id`)
  ).map(({ boxes, ...row }) => ({ ...row, boxes: openedBoxes(boxes, today) }));

/** As many of a list as one clerk, or one office, may keep. */
const MOST = 30;

type NewFilter = { list: string; name: string; shared: boolean; boxes: Record<string, Kept>; sort: string };

/** Keeps a filter. Refuses `taken` where the name is used already, `many` where there are too many. */
export const keepFilter = (
  db: Db,
  actor: Actor,
  { staffId, officeId }: Asker,
  { list, name, shared, boxes, sort }: NewFilter,
): Promise<Outcome<void, 'taken' | 'many'>> =>
  db.transaction(async (tx) => {
    const whose = shared ? sql`NULL::integer, ${officeId}::integer` : sql`${staffId}::integer, NULL::integer`;
    const same = shared
      ? sql`f.staff_id IS NULL AND f.office_id IS NOT DISTINCT FROM ${officeId}::integer`
      : sql`f.staff_id = ${staffId}`;
    const { count } = await tx.one<{ count: number }>(
      sql`SELECT count(*) AS count FROM lists.filters f WHERE f.list = ${list} AND ${same}`,
    );
    if (count >= MOST) return refused('many');
    const added = await tx.run(sql`
      INSERT INTO lists.filters (list, name, staff_id, office_id, boxes, sort, made_at, made_by)
      SELECT ${list}, ${name}, ${whose}, ${JSON.stringify(boxes)}::jsonb, ${sort}, lib.now(), ${staffId} ON CONFLICT DO NOTHING`);
    if (added === 0) return refused('taken');
    await writeChange(
      tx,
      actor,
      { act: 'list.filter-kept', officeId: shared ? officeId : null, of: { list, filter: name } },
      null,
      null,
    );
    return done(undefined);
  });

/** Gives a filter another name. Refuses `unknown` (gone, or of others) and `taken`. */
export const renameFilter = (
  db: Db,
  actor: Actor,
  asker: Asker,
  { list, id, name }: { list: string; id: number; name: string },
): Promise<Outcome<void, 'unknown' | 'taken'>> =>
  db.transaction(async (tx) => {
    const found = await tx.row<{ name: string }>(
      sql`SELECT f.name FROM lists.filters f WHERE f.id = ${id} AND f.list = ${list} AND ${visible(asker)} FOR UPDATE`,
    );
    if (found === undefined) return refused('unknown');
    const renamed = await tx.run(sql`
      UPDATE lists.filters f SET name = ${name} WHERE f.id = ${id} AND NOT EXISTS (
        SELECT FROM lists.filters o WHERE o.id <> f.id AND o.list = f.list AND o.name = ${name} AND o.staff_id IS NOT DISTINCT FROM f.staff_id
          AND o.office_id IS NOT DISTINCT FROM f.office_id)`);
    if (renamed === 0) return refused('taken');
    await writeChange(tx, actor, { act: 'list.filter-renamed', of: { list } }, { filter: found.name }, { filter: name });
    return done(undefined);
  });

/** Removes a filter. False: it is gone, or of others. */
export const removeFilter = (db: Db, actor: Actor, asker: Asker, { list, id }: { list: string; id: number }): Promise<boolean> =>
  db.transaction(async (tx) => {
    const gone = await tx.row<{ name: string }>(
      sql`DELETE FROM lists.filters f WHERE f.id = ${id} AND f.list = ${list} AND ${visible(asker)} RETURNING f.name`,
    );
    if (gone === undefined) return false;
    await writeChange(tx, actor, { act: 'list.filter-removed', of: { list, filter: gone.name } }, null, null);
    return true;
  });
