import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { listOfficeRecords, officeLabel } from '../offices/read.ts';
import { listServiceRecords, serviceLabel } from '../services/read.ts';
import { type Bounds, ownAmong } from '../staff/bounds.ts';
import type { Known, Line, ListFace, Prepared } from './list-types.ts';

/** What filters choose from. */
export async function readKnown(tx: Tx): Promise<Known> {
  const [records, serviceRecords, statuses] = await Promise.all([
    listOfficeRecords(tx),
    listServiceRecords(tx),
    tx.rows<Known['statuses'][number]>(
      // The first card of a status in the order of an index: asked whether there is one, the database walks all cards where there is none.
      sql`SELECT s.code, s.name, s.category, s.retired_at IS NOT NULL AS retired,
          CASE WHEN s.retired_at IS NULL THEN false ELSE (SELECT c.id FROM cards.cards c WHERE c.is_open AND c.status = s.code ORDER BY c.import_id LIMIT 1) IS NOT NULL END AS left
        FROM cards.statuses s ORDER BY s.position, s.code`,
    ),
  ]);
  const offices = records.map((office) => ({
    id: office.id,
    code: office.code,
    name: officeLabel(office),
    address: office.facts.address,
    phone: office.facts.phone,
    retired: office.retiredAt !== null,
  }));
  const services = serviceRecords.map((service) => ({ id: service.id, code: service.code, name: serviceLabel(service) }));
  return { offices, services, statuses };
}

/** Of what filters choose from what an account is bound to. */
export const knownWithin = <K extends Known>(known: K, session: { bounds: Bounds }): K =>
  session.bounds === null ? known : { ...known, offices: ownAmong(session, known.offices), bound: true };

/** What the filter of a list chooses from. */
export const knownOf = async (tx: Tx, { learn }: Pick<ListFace, 'learn'>): Promise<Known> => ({
  ...(await readKnown(tx)),
  ...(await learn?.(tx)),
});

/** A long list is counted up to here: more is more than anybody reads. */
export const MOST_COUNTED = 10_000;

const count = async (tx: Tx, of: Sql): Promise<number> =>
  (await tx.one<{ count: number }>(sql`SELECT count(*) AS count FROM (SELECT FROM (${of}) q) counted`)).count;

/** How many rows there are; of a long list one more than `MOST_COUNTED` where there are more than that. */
export const countRows = (tx: Tx, { unordered, long }: Pick<Prepared, 'unordered' | 'long'>): Promise<number> =>
  count(tx, long ? sql`SELECT FROM (${unordered}) q LIMIT ${MOST_COUNTED + 1}` : unordered);

/** How many people this viewer may not see besides; nobody is left out for who sees everybody. */
export const countHidden = async (tx: Tx, { hidden, partial }: Prepared): Promise<number> =>
  hidden === undefined || !partial ? 0 : count(tx, hidden);

/** Both. */
export async function countOf(tx: Tx, prepared: Prepared): Promise<{ rows: number; hidden: number }> {
  const [rows, hidden] = await Promise.all([countRows(tx, prepared), countHidden(tx, prepared)]);
  return { rows, hidden };
}

/** What is read of a list: in which order, and the columns that are shown. */
export type Reading = { prepared: Prepared; sort: string; columns: readonly number[] };

/** One page of a list, by the rows before it. */
export const readPage = async (
  tx: Tx,
  { prepared: { statement, lines }, sort, columns }: Reading,
  { limit, offset }: { limit: number; offset: number },
): Promise<Line[]> => lines(tx, await tx.rows<object>(sql`${statement(sort)} LIMIT ${limit} OFFSET ${offset}`), columns);

/** One page of a long list, from a place on; `next`: where the next one begins, where there is one. */
export async function readAfter(
  tx: Tx,
  { prepared: { statement, lines }, sort, columns }: Reading,
  { limit, after }: { limit: number; after: string },
): Promise<{ lines: Line[]; next: string | undefined }> {
  const rows = await tx.rows<object>(sql`${statement(sort, after)} LIMIT ${limit + 1}`);
  const page = await lines(tx, rows.slice(0, limit), columns);
  return { lines: page, next: rows.length > limit ? page.at(-1)?.place : undefined };
}

/** Rows fetched at a time: a list of 300,000 is never held as rows. */
const AT_ONCE = 2_000;

/**
 * Hands every row to `take`, some thousand at a time, and waits for it, in the order of the list, all as of one moment. The next rows are on their way
 * meanwhile: the database finds them while a file is written. Returns how many there were.
 */
export const eachLines = (
  db: Db,
  { prepared: { statement, lines }, sort, columns }: Reading,
  take: (lines: readonly Line[]) => void | Promise<void>,
): Promise<number> =>
  db.transaction(async (tx) => {
    await tx.run(sql`DECLARE list_rows NO SCROLL CURSOR FOR ${statement(sort)}`);
    const fetch = () => tx.rows<object>(sql`FETCH 2000 FROM list_rows`);
    let rows = await fetch();
    for (let all = rows.length; ; all += rows.length) {
      const found = await lines(tx, rows, columns);
      // Begun in a promise: what it throws is heard together with what the fetch may.
      const [next] = await Promise.all([rows.length < AT_ONCE ? [] : fetch(), Promise.resolve(found).then(take)]);
      if (rows.length < AT_ONCE) return all;
      rows = next;
    }
  });

/** All lines at once, for paper and for what is compared with a print. */
export async function linesOf(db: Db, reading: Reading): Promise<Line[]> {
  const lines: Line[] = [];
  await eachLines(db, reading, (some) => {
    for (const line of some) lines.push(line);
  });
  return lines;
}

/** The keys of every row of a list: what a bulk act is done to. */
export const keysOf = async (tx: Tx, { statement }: Pick<Prepared, 'statement'>): Promise<string[]> =>
  (await tx.rows<{ key: string | number }>(sql`SELECT q.key FROM (${statement('')}) q`)).map(({ key }) => String(key));
