import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { ListFace } from './list.ts';

/** The places of the columns a clerk sees of a list: those they chose, else the usual ones. A column that is no more is left out. */
export async function columnsFor(tx: Tx, list: ListFace, staffId: number): Promise<number[]> {
  const chosen = await tx.row<{ columns: string[] }>(
    sql`SELECT columns FROM lists.columns WHERE staff_id = ${staffId} AND list = ${list.code}`,
  );
  const all = list.columns.map((_, at) => at);
  const usual = all.filter((at) => list.columns[at]?.usual === true);
  if (chosen === undefined) return usual;
  const places = chosen.columns.map((code) => list.columns.findIndex((column) => column.code === code)).filter((at) => at >= 0);
  return places.length === 0 ? usual : places;
}

/** Keeps a clerk's choice; the usual ones again where `codes` is empty. */
export const chooseColumns = (tx: Tx, list: ListFace, staffId: number, codes: readonly string[]): Promise<number> =>
  codes.length === 0
    ? tx.run(sql`DELETE FROM lists.columns WHERE staff_id = ${staffId} AND list = ${list.code}`)
    : tx.run(sql`
        INSERT INTO lists.columns (staff_id, list, columns) VALUES (${staffId}, ${list.code}, ${[...codes]})
        ON CONFLICT (staff_id, list) DO UPDATE SET columns = excluded.columns`);
