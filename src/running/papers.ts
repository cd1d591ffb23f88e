import { type Actor, staffOf } from '../audit/actor.ts';
import type { Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import type { Content } from './content.ts';

/** What was handed to the city: the first report of a fault and those that followed, that it was none (取下げ), its 障害報告書, the report of a month. */
export type PaperKind = 'fault-notice' | 'fault-withdrawn' | 'fault-report' | 'month';

/** Reports of a fault that were handed over: what the next one is numbered after. */
export const noticesIn = (papers: readonly { kind: string }[]): number =>
  papers.filter(({ kind }) => kind !== 'fault-withdrawn').length;

/** Under which heading the report of a month lists its faults, each by its number first. */
export const FAULTS_HEADING = '障害';

export type SentPaper = {
  id: number;
  kind: PaperKind;
  entryId: number | null;
  /** The first day of the month it is of. */
  month: string | null;
  number: number;
  at: Date;
  by: string | null;
  content: Content;
  /** Whether it came to the city: a mail of it left, it was told otherwise, or it was handed over on paper from the start. */
  reached: boolean;
  /** When somebody told it by telephone or on paper because no mail left. */
  toldAt: Date | null;
};

/** Mails of a report `p`, by the key each was put in the outbox with. Old ones are removed in time: what is not there any more was settled. */
const MAILS_OF = sql`generate_series(1, cardinality(p.mails)) AS n JOIN outbox.mails m ON m.once = 'fault-report:' || p.id || ':' || n`;

/** Of a report `p` in `running.papers`: it came to the city. In the outbox alone it did not: where mails cannot leave, that is the fault it tells of. */
const reachedSql = sql`(cardinality(p.mails) = 0 OR EXISTS (SELECT FROM running.told t WHERE t.paper_id = p.id)
  OR coalesce((SELECT bool_or(m.state = 'sent') FROM ${MAILS_OF}), true))`;

/** Whether a report of an entry came to the city (市への報告 済), after it was last told that there is no fault, and whether its 障害報告書 was submitted. `entry`: where its id stands. */
export const reportedSql = (entry: Sql): Sql =>
  sql`EXISTS (SELECT FROM running.papers p WHERE p.entry_id = ${entry} AND p.kind <> 'fault-withdrawn' AND ${reachedSql}
    AND NOT EXISTS (SELECT FROM running.papers w WHERE w.entry_id = p.entry_id AND w.kind = 'fault-withdrawn' AND w.id > p.id))`;
export const submittedSql = (entry: Sql): Sql =>
  sql`EXISTS (SELECT FROM running.papers p WHERE p.entry_id = ${entry} AND p.kind = 'fault-report')`;

/** Whether the report of a month, as it was submitted, names an entry as a fault. `id`: the entry's. */
export const inMonthReport = async (tx: Tx, id: number): Promise<boolean> =>
  (
    await tx.one<{ named: boolean }>(sql`
      SELECT EXISTS (
        SELECT FROM running.papers p, jsonb_array_elements(p.content -> 'sections') AS s, jsonb_array_elements(s -> 'table' -> 'rows') AS r
        WHERE p.kind = 'month' AND s ->> 'heading' = ${FAULTS_HEADING} AND r ->> 0 = ${String(id)}) AS named`)
  ).named;

const PAPER = sql`
  SELECT p.id, p.kind, p.entry_id AS "entryId", p.month, p.number, p.at, s.name AS by, p.content,
    ${reachedSql} AS reached, (SELECT t.at FROM running.told t WHERE t.paper_id = p.id) AS "toldAt"
  FROM running.papers p LEFT JOIN staff.accounts s ON s.id = p.staff_id`;

export const papersOf = (tx: Tx, entryId: number): Promise<SentPaper[]> =>
  tx.rows<SentPaper>(sql`${PAPER} WHERE p.entry_id = ${entryId} ORDER BY p.id`);

export const readPaper = (tx: Tx, id: number): Promise<SentPaper | undefined> =>
  tx.row<SentPaper>(sql`${PAPER} WHERE p.id = ${id}`);

/** Of what a report is: a month, or an entry. */
export type PaperOf = { kind: 'month'; month: string } | { kind: 'fault-report'; entryId: number };
const ofSql = (of: PaperOf): Sql =>
  of.kind === 'month'
    ? sql`p.kind = 'month' AND p.month = ${of.month}::date`
    : sql`p.kind = 'fault-report' AND p.entry_id = ${of.entryId}::integer`;

/** What a paper is a version of; undefined where its kind is handed over once. */
export const versionOf = ({ kind, month, entryId }: SentPaper): PaperOf | undefined =>
  kind === 'month' && month !== null
    ? { kind, month }
    : kind === 'fault-report' && entryId !== null
      ? { kind, entryId }
      : undefined;

/** Its versions, the first one first. */
export const versionsOf = (tx: Tx, of: PaperOf): Promise<SentPaper[]> =>
  tx.rows<SentPaper>(sql`${PAPER} WHERE ${ofSql(of)} ORDER BY p.number`);
export const newestPaper = (tx: Tx, of: PaperOf): Promise<SentPaper | undefined> =>
  tx.row<SentPaper>(sql`${PAPER} WHERE ${ofSql(of)} ORDER BY p.number DESC LIMIT 1`);

type New = { kind: PaperKind; entryId?: number; month?: string; content: Content; mails?: readonly string[] };

/** Keeps what is handed over, for good. Returns its id and which of its kind it is. */
export const keepPaper = (
  tx: Tx,
  actor: Actor,
  { kind, entryId, month, content, mails = [] }: New,
): Promise<{ id: number; number: number }> =>
  tx.one<{ id: number; number: number }>(sql`
    INSERT INTO running.papers (kind, entry_id, month, number, at, staff_id, content, mails)
    SELECT ${kind}, ${entryId ?? null}::integer, ${month ?? null}::date,
      (SELECT count(*) + 1 FROM running.papers p WHERE p.kind = ${kind} AND p.entry_id IS NOT DISTINCT FROM ${entryId ?? null}::integer AND p.month IS NOT DISTINCT FROM ${month ?? null}::date),
      lib.now(), ${staffOf(actor)}::integer, ${JSON.stringify(content)}::jsonb, ${[...mails]}::text[]
    RETURNING id, number`);

/** An address a report went to, and where its mail stands; null: it was removed after its time. */
export type Handed = { to: string; state: 'waiting' | 'sending' | 'sent' | 'dropped' | 'dead' | null };

export const handedTo = (tx: Tx, id: number): Promise<Handed[]> =>
  tx.rows<Handed>(sql`
    SELECT p.mails[n] AS "to", m.state FROM running.papers p, generate_series(1, cardinality(p.mails)) AS n
      LEFT JOIN outbox.mails m ON m.once = 'fault-report:' || ${id}::integer || ':' || n
    WHERE p.id = ${id} ORDER BY n`);

/** Where a report goes, and what it says: for the letter. */
export const mailOfPaper = (tx: Tx, id: number, at: number): Promise<{ to: string | null; content: Content } | undefined> =>
  tx.row<{ to: string | null; content: Content }>(
    sql`SELECT mails[${at}::integer] AS "to", content FROM running.papers WHERE id = ${id}`,
  );
