import { type Actor, actorSql, staffOf } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import type { EntryKind, EntryState, LineKind, Way } from './kinds.ts';
import { submittedSql } from './papers.ts';

/** An entry of the book (記録簿): received, answered, completed (§9(4)③). */
export type Entry = {
  id: number;
  kind: EntryKind;
  way: Way;
  receivedAt: Date;
  fromWhom: string;
  subject: string;
  body: string;
  dueOn: string | null;
  state: EntryState;
  overdue: boolean;
  /** Null: the watch wrote it. */
  by: string | null;
  completedAt: Date | null;
  completedBy: string | null;
  /** The finding of the log's analysis that it follows from, while that is kept. */
  findingId: number | null;
};

export type EntryLine = { id: number; at: Date; by: string | null; what: LineKind; body: string };

export const STATE_SQL: Sql = sql`CASE WHEN e.completed_at IS NOT NULL THEN 'completed' WHEN EXISTS (SELECT FROM running.answers a WHERE a.entry_id = e.id AND a.what <> 'noticed') THEN 'answered' ELSE 'received' END`;
export const OVERDUE_SQL: Sql = sql`(e.completed_at IS NULL AND coalesce(e.due_on < lib.day_of(lib.now()), false))`;

const ENTRY = sql`
  SELECT e.id, e.kind, e.way, e.received_at AS "receivedAt", e.from_whom AS "fromWhom", e.subject, e.body, e.due_on AS "dueOn", ${STATE_SQL} AS state,
    ${OVERDUE_SQL} AS overdue, w.name AS by, e.completed_at AS "completedAt", c.name AS "completedBy",
    (SELECT f.id FROM running.findings f WHERE f.id = e.finding_id) AS "findingId"
  FROM running.entries e LEFT JOIN staff.accounts w ON w.id = e.staff_id LEFT JOIN staff.accounts c ON c.id = e.completed_by`;

export type OpenEntries = { shown: Entry[]; count: number };

/** Those not completed: overdue first, then by the day they are due, as many as a page shows; and how many there are. */
export async function openEntries(tx: Tx): Promise<OpenEntries> {
  const shown = await tx.rows<Entry>(
    sql`${ENTRY} WHERE e.completed_at IS NULL ORDER BY overdue DESC, e.due_on NULLS LAST, e.id LIMIT 500`,
  );
  return {
    shown,
    ...(await tx.one<{ count: number }>(sql`SELECT count(*)::integer FROM running.entries WHERE completed_at IS NULL`)),
  };
}

/** The last ones completed. */
export const completedEntries = (tx: Tx, limit: number): Promise<Entry[]> =>
  tx.rows<Entry>(sql`${ENTRY} WHERE e.completed_at IS NOT NULL ORDER BY e.completed_at DESC, e.id DESC LIMIT ${limit}`);

export const readEntry = (tx: Tx, id: number): Promise<Entry | undefined> => tx.row<Entry>(sql`${ENTRY} WHERE e.id = ${id}`);

/** What was done about an entry, in the order of time. */
export const linesOf = (tx: Tx, id: number): Promise<EntryLine[]> =>
  tx.rows<EntryLine>(sql`
    SELECT a.id, a.at, s.name AS by, a.what, a.body FROM running.answers a LEFT JOIN staff.accounts s ON s.id = a.staff_id WHERE a.entry_id = ${id} ORDER BY a.id`);

/** How many are overdue: what waits for somebody. */
export const OVERDUE_COUNT: Sql = sql`SELECT count(*) FROM running.entries e WHERE ${OVERDUE_SQL}`;

/** The log says which entry, of what kind, and what was done; never its words. */
export const note = (
  tx: Tx,
  actor: Actor,
  act: string,
  entry: { id: number; kind: string },
  more: Record<string, unknown> = {},
) =>
  tx.run(sql`
    SELECT audit.write(${actorSql(actor)}, ${act}, lib.now(), NULL, NULL, NULL, ${JSON.stringify({ entry: entry.id, kind: entry.kind, ...more })}::jsonb)`);

/** Adds a line below an entry. */
export const addLine = (tx: Tx, actor: Actor, entryId: number, what: LineKind, body: string): Promise<number> =>
  tx.run(
    sql`INSERT INTO running.answers (entry_id, at, staff_id, what, body) VALUES (${entryId}, lib.now(), ${staffOf(actor)}, ${what}, ${body})`,
  );

export type NewEntry = {
  kind: EntryKind;
  way: Way;
  receivedAt: Temporal.Instant;
  fromWhom: string;
  subject: string;
  body: string;
  dueOn: string | null;
};

/** Writes an entry; a fault gets its first report drafted from what was typed. `form`: its UUID; sent twice it is one entry. Returns its number. */
export const addEntry = (db: Db, actor: Actor, form: string, entry: NewEntry): Promise<number> =>
  db.transaction(async (tx) => {
    const added = await tx.row<{ id: number }>(sql`
      INSERT INTO running.entries (form, kind, way, received_at, from_whom, subject, body, due_on, written_at, staff_id)
      VALUES (${form}::uuid, ${entry.kind}, ${entry.way}, ${entry.receivedAt.toString()}::timestamptz, ${entry.fromWhom}, ${entry.subject}, ${entry.body},
        ${entry.dueOn}::date, lib.now(), ${staffOf(actor)})
      ON CONFLICT (form) DO NOTHING RETURNING id`);
    if (added === undefined)
      return (await tx.one<{ id: number }>(sql`SELECT id FROM running.entries WHERE form = ${form}::uuid`)).id;
    if (entry.kind === 'fault')
      await tx.run(sql`
        INSERT INTO running.faults (entry_id, began_at, event, impact, handling)
        VALUES (${added.id}, ${entry.receivedAt.toString()}::timestamptz, ${entry.body === '' ? entry.subject : entry.body}, '', '')`);
    await note(tx, actor, 'running.entry-added', { id: added.id, kind: entry.kind });
    return added.id;
  });

export type Answer = { body: string; dueOn: string | null; completes: boolean };
export type AnswerRefusal = 'unknown' | 'changed_meanwhile' | 'not_reported';

/**
 * Writes what was answered or done, and the day it is due by from now on; `completes`: nothing is left to do. `lines`: how many the page showed, so that a press
 * sent twice writes once. A fault is completed only after its 障害報告書 was submitted (§9(1)③).
 */
export const answerEntry = (
  db: Db,
  actor: Actor,
  id: number,
  lines: number,
  answer: Answer,
): Promise<Outcome<undefined, AnswerRefusal>> =>
  db.transaction(async (tx) => {
    const entry = await tx.row<{ kind: string; completed: boolean; lines: number; reported: boolean }>(sql`
      SELECT e.kind, e.completed_at IS NOT NULL AS completed, (SELECT count(*) FROM running.answers a WHERE a.entry_id = e.id) AS lines,
        ${submittedSql(sql`e.id`)} AS reported
      FROM running.entries e WHERE e.id = ${id} FOR UPDATE OF e`);
    if (entry === undefined) return refused('unknown');
    if (entry.completed || entry.lines !== lines) return refused('changed_meanwhile');
    if (answer.completes && entry.kind === 'fault' && !entry.reported) return refused('not_reported');
    await addLine(tx, actor, id, answer.completes ? 'completed' : 'answer', answer.body);
    await tx.run(
      answer.completes
        ? sql`UPDATE running.entries SET completed_at = lib.now(), completed_by = ${staffOf(actor)} WHERE id = ${id}`
        : sql`UPDATE running.entries SET due_on = ${answer.dueOn}::date WHERE id = ${id}`,
    );
    await note(tx, actor, answer.completes ? 'running.completed' : 'running.answered', { id, kind: entry.kind });
    return done(undefined);
  });

/** There is more to do after all. */
export const reopenEntry = (db: Db, actor: Actor, id: number): Promise<boolean> =>
  db.transaction(async (tx) => {
    const entry = await tx.row<{ kind: string }>(
      sql`UPDATE running.entries SET completed_at = NULL, completed_by = NULL WHERE id = ${id} AND completed_at IS NOT NULL RETURNING kind`,
    );
    if (entry === undefined) return false;
    // A fault that was withdrawn is one again.
    await tx.run(sql`
      UPDATE running.faults SET withdrawn_as = NULL, withdrawn_why = NULL, withdrawn_at = NULL, withdrawn_by = NULL WHERE entry_id = ${id} AND withdrawn_at IS NOT NULL`);
    await addLine(tx, actor, id, 'reopened', '');
    await note(tx, actor, 'running.reopened', { id, kind: entry.kind });
    return true;
  });

/** Entries completed before an instant. */
const past = (before: Sql): Sql => sql`completed_at < ${before}`;

/** Removes those completed more than so many years ago, with all that hangs on them. Returns how many. */
export const expireEntries = (db: Db, years: number): Promise<number> =>
  db.run(sql`DELETE FROM running.entries WHERE ${past(sql`lib.now() - make_interval(years => ${years}::integer)`)}`);

/** How many would go. */
export const countPastEntries = async (tx: Tx, before: Date): Promise<number> =>
  (await tx.one<{ rows: number }>(sql`SELECT count(*)::integer AS rows FROM running.entries WHERE ${past(sql`${before}`)}`)).rows;
