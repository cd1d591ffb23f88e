import { raw, type Sql, sql } from '../lib/db/sql.ts';

/** ORDER BY of a column; text by how it is read in Japanese, the usual order behind it. */
export function orderOf(
  { columns, order }: { columns: readonly { code: string; sort?: string }[]; order: string },
  sort: string,
): Sql {
  const code = sort.replace(/^-/u, '');
  const column = columns.find((one) => one.code === code && one.sort !== undefined);
  return column === undefined
    ? raw(order)
    : raw(`"${column.sort}" ${sort.startsWith('-') ? 'DESC NULLS LAST' : 'ASC NULLS LAST'}, ${order}`);
}

/** A place in a long list: microseconds of its instant, and its key. */
const PLACE = /^(\d{1,17})-(\d{1,18})$/u;

type Long = { instant: string | null };

/** A long list from a place on, in its one order or that backwards. */
export function longStatement(rows: Sql, { instant }: Long, sort: string, after: string): Sql {
  const up = sort !== '' && !sort.startsWith('-');
  const [, micros, key] = PLACE.exec(after) ?? [];
  const at = instant === null ? 'q.key' : `q."${instant}"`;
  const place = instant === null ? sql`0` : sql`(extract(epoch FROM ${raw(at)}) * 1000000)::bigint`;
  const from =
    micros === undefined || key === undefined
      ? sql`true`
      : instant === null
        ? sql`q.key ${raw(up ? '>' : '<')} ${key}::bigint`
        : sql`(${raw(at)}, q.key) ${raw(up ? '>' : '<')} (timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond', ${key}::bigint)`;
  const direction = raw(up ? 'ASC' : 'DESC');
  return sql`SELECT q.*, ${place} || '-' || q.key AS place FROM (${rows}) q WHERE ${from} ORDER BY ${raw(at)} ${direction}, q.key ${direction}`;
}
