import { type Actor, staffOf } from '../audit/actor.ts';
import { writeChange } from '../audit/change.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { ListFace, Prepared } from './list-types.ts';

/** The places of columns by their codes, in that order. A column that is no more is left out. */
const placesOf = (list: ListFace, codes: readonly string[]): number[] =>
  codes.map((code) => list.columns.findIndex((column) => column.code === code)).filter((at) => at >= 0);

/** The columns of a list before a clerk chose any: the city's, else the definition's. */
export async function usualColumns(tx: Tx, list: ListFace): Promise<number[]> {
  const city = await tx.row<{ columns: string[] }>(sql`SELECT columns FROM lists.city_columns WHERE list = ${list.code}`);
  const set = placesOf(list, city?.columns ?? []);
  return set.length > 0 ? set : list.columns.map((_, at) => at).filter((at) => list.columns[at]?.usual === true);
}

/** The places of the columns a clerk sees of a list, in their order: those they chose, else the usual ones. */
export async function columnsFor(tx: Tx, list: ListFace, staffId: number): Promise<number[]> {
  const chosen = await tx.row<{ columns: string[] }>(
    sql`SELECT columns FROM lists.columns WHERE staff_id = ${staffId} AND list = ${list.code}`,
  );
  const places = placesOf(list, chosen?.columns ?? []);
  return places.length > 0 ? places : usualColumns(tx, list);
}

/** Whether two people of one ID and name stand in the rows; two without an ID on file of one name are as alike. */
const holdsTwins = async (tx: Tx, { unordered }: Pick<Prepared, 'unordered'>): Promise<boolean> =>
  (
    await tx.one<{ twins: boolean }>(sql`
      SELECT EXISTS (SELECT FROM (${unordered}) q WHERE q.who IS NOT NULL GROUP BY coalesce(q."noticeId", ''), q.who HAVING count(DISTINCT (q."birthDate", q."birthText")) > 1) AS twins`)
  ).twins;

/** The columns, with what tells apart people of one ID and name where the rows hold such (§8(1)④b): on the screen, on paper and in files. */
export async function withApart(tx: Tx, list: ListFace, prepared: Prepared, columns: readonly number[]): Promise<number[]> {
  const apart = list.columns.findIndex((column) => column.apart === true);
  if (apart === -1 || columns.includes(apart) || !(await holdsTwins(tx, prepared))) return [...columns];
  const behind = columns.findIndex((at) => list.columns[at]?.code === 'name') + 1;
  return behind === 0 ? [...columns, apart] : columns.toSpliced(behind, 0, apart);
}

/** Keeps a clerk's choice in its order; the usual ones again where `codes` is empty. */
export const chooseColumns = (tx: Tx, list: ListFace, staffId: number, codes: readonly string[]): Promise<number> =>
  codes.length === 0
    ? tx.run(sql`DELETE FROM lists.columns WHERE staff_id = ${staffId} AND list = ${list.code}`)
    : tx.run(sql`
        INSERT INTO lists.columns (staff_id, list, columns) VALUES (${staffId}, ${list.code}, ${[...codes]})
        ON CONFLICT (staff_id, list) DO UPDATE SET columns = excluded.columns`);

/** Sets what every clerk sees who chose nothing. */
export const setCityColumns = (db: Db, actor: Actor, list: ListFace, codes: readonly string[]): Promise<void> =>
  db.transaction(async (tx) => {
    const before = await tx.row<{ columns: string[] }>(
      sql`SELECT columns FROM lists.city_columns WHERE list = ${list.code} FOR UPDATE`,
    );
    await tx.run(sql`
      INSERT INTO lists.city_columns (list, columns, set_at, set_by) VALUES (${list.code}, ${[...codes]}, lib.now(), ${staffOf(actor)})
      ON CONFLICT (list) DO UPDATE SET columns = excluded.columns, set_at = excluded.set_at, set_by = excluded.set_by`);
    const heads = (of: readonly string[]) => placesOf(list, of).map((at) => list.columns[at]?.head ?? '');
    await writeChange(
      tx,
      actor,
      { act: 'list.columns-set', of: { list: list.title } },
      before === undefined ? null : { columns: heads(before.columns) },
      { columns: heads(codes) },
    );
  });
