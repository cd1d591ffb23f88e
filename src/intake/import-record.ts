import { type Actor, actorSql, staffOf } from '../audit/actor.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { ImportReport, ImportRequest } from './import-report.ts';
import { BY_HAND } from './read-one.ts';
import type { ImportRefusal } from './words.ts';

/** A list `i` that was stored; `l`, a list that was stored after it. A card that was typed in is no list. */
const STORED = sql`NOT i.dry_run AND i.ended_at IS NOT NULL AND i.counts ? 'fresh' AND NOT i.counts ? 'before'`;
const NEWER = sql`EXISTS (
  SELECT FROM intake.imports l WHERE l.id > i.id AND l.kind = i.kind AND l.profile <> ${BY_HAND} AND NOT l.dry_run AND l.sha256 <> i.sha256 AND l.counts ? 'fresh' AND NOT l.counts ? 'before')`;

/** When this very file was taken in, and why taking it in again changes nothing: it was read in the same way, or a newer list was taken in since. */
type Before = { at: Date; because: NonNullable<ImportReport['because']> };

/**
 * What stands against taking this very file in again; undefined also where any list was taken back since. Cards and questions that a list taken back had made
 * go, also where this file named them too: then it may be read again. So may one whose rows were not all taken, and one that is read otherwise now, until a
 * newer list is taken in: it would undo that one.
 */
export const takenInBefore = (tx: Tx, sha256: string, profile: string, reading: string): Promise<Before | undefined> =>
  tx.row<Before>(sql`
    SELECT b.at, CASE WHEN b.so THEN 'read-so' ELSE 'newer' END AS because
    FROM (
      SELECT i.id, i.ended_at AS at, CASE WHEN i.reading IS NULL THEN i.profile = ${profile} ELSE i.reading = ${reading} END AND coalesce((i.counts ->> 'rejected')::integer, 0) = 0 AS so,
        coalesce((i.counts ->> 'taken')::integer, 1) > 0 AND ${NEWER} AS over
      FROM intake.imports i
      WHERE i.sha256 = ${sha256} AND i.kind = 'cards' AND i.undone_at IS NULL AND ${STORED}
        AND NOT EXISTS (
          SELECT FROM intake.imports u WHERE u.kind = i.kind AND u.undone_at > i.ended_at)) b
    WHERE b.so OR b.over
    ORDER BY b.id DESC LIMIT 1`);

/** When this very file was taken in first, however it was read and whatever became of it; what staff did since stays. */
export const firstTakenIn = async (tx: Tx, sha256: string): Promise<Date | undefined> =>
  (
    await tx.one<{ at: Date | null }>(
      sql`SELECT min(i.ended_at) AS at FROM intake.imports i WHERE i.sha256 = ${sha256} AND i.kind = 'cards' AND ${STORED}`,
    )
  ).at ?? undefined;

/** The row of an import that never ended (the machine stopped) has no `ended_at`: it stored nothing. */
export const begin = async (
  tx: Tx,
  actor: Actor,
  request: Pick<ImportRequest, 'fileName' | 'profile' | 'dryRun'>,
  sha256: string,
  reading: string,
): Promise<number> =>
  (
    await tx.one<{ id: number }>(sql`
      INSERT INTO intake.imports (kind, file_name, sha256, profile, reading, started_at, dry_run, staff_id)
      VALUES ('cards', ${request.fileName}, ${sha256}, ${request.profile.name}, ${reading}, lib.now(), ${request.dryRun === true}, ${staffOf(actor)})
      RETURNING id`)
  ).id;

export async function end(tx: Tx, actor: Actor, report: ImportReport): Promise<void> {
  const { importId, rejectedFile: _, before, ...counts } = report;
  const detail = { ...counts, ...(before === undefined ? {} : { before: before.toISOString() }) };
  await tx.run(
    sql`UPDATE intake.imports SET ended_at = lib.now(), counts = ${JSON.stringify(detail)}::jsonb WHERE id = ${importId}`,
  );
  await log(tx, actor, 'intake.cards-imported', { import: importId, ...detail });
}

export async function endRefused(tx: Tx, actor: Actor, importId: number, reason: ImportRefusal): Promise<void> {
  await tx.run(
    sql`UPDATE intake.imports SET ended_at = lib.now(), counts = jsonb_build_object('refused', ${reason}::text) WHERE id = ${importId}`,
  );
  await log(tx, actor, 'intake.cards-refused', { import: importId, reason });
}

const log = (tx: Tx, actor: Actor, act: string, detail: object): Promise<number> =>
  tx.run(sql`SELECT audit.write(${actorSql(actor)}, ${act}, lib.now(), NULL, NULL, NULL, ${JSON.stringify(detail)}::jsonb)`);
