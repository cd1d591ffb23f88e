import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Actor } from '../audit/actor.ts';
import type { Clock } from '../lib/clock.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { done, type Outcome } from '../lib/outcome.ts';
import { scratchFolder } from '../lib/scratch.ts';
import { importCards, importKept } from './import-cards.ts';
import type { ImportReport } from './import-report.ts';
import { countsOf } from './judge.ts';
import type { ToldOfRows } from './kept-rows.ts';
import { changeAndForget, keepPieces, layPieces, readPieces } from './pieces.ts';
import type { ReasonGroup } from './reasons.ts';
import { LEASE, TELL_MS } from './undo-job.ts';
import type { Claimed } from './upload-claim.ts';
import { ownImport } from './uploads.ts';
import type { ImportRefusal } from './words.ts';

/** What the import that this list became has counted, where a process died between taking it in and saying so. */
async function takenAlready(db: Db, job: Claimed): Promise<ImportReport | undefined> {
  if (!job.storing) return undefined;
  const own = await db.row<{ id: number; counts: ImportReport }>(sql`
    SELECT i.id, i.counts FROM intake.uploads u JOIN intake.imports i ON ${ownImport(sql`i`)} WHERE u.id = ${job.id} ORDER BY i.id DESC LIMIT 1`);
  return own === undefined ? undefined : { ...own.counts, importId: own.id };
}

/** Says every second how far a list is; whoever does so keeps it, also while one statement takes long. */
function telling(db: Db, { id }: Claimed) {
  let at = { part: 0, rows: 0 };
  let last: Promise<unknown> = Promise.resolve();
  const tell = () => {
    last = db
      .run(
        sql`UPDATE intake.uploads SET part = ${at.part}, rows = ${at.rows}, lease_until = lib.now() + ${LEASE}::interval WHERE id = ${id}`,
      )
      .catch(() => {});
  };
  const timer = setInterval(tell, TELL_MS);
  return {
    at: (part: number, rows: number): void => {
      at = { part, rows };
    },
    end: async (): Promise<void> => {
      clearInterval(timer);
      await last;
    },
  };
}

/** Where a list, its rows that are not taken and its good rows lie while it is worked on. */
type Places = { list: string; rejected: string; rows: string };

/** Judges a list, or stores it: from the rows that judging kept, where they are judged as they would be now and it is the first try; else from the list. */
async function bring(
  db: Db,
  clock: Clock,
  job: Claimed,
  places: Places,
  tell: (part: number, rows: number) => void,
): Promise<Outcome<ImportReport, ImportRefusal>> {
  const actor: Actor = job.staffId === null ? { kind: 'operator' } : { kind: 'staff', staffId: job.staffId };
  const { fileName, profile, storing, sha256, goodRows } = job;
  const request = {
    fileName,
    profile,
    dryRun: !storing,
    rejectedPath: places.rejected,
    onProgress: ({ part, rows }: { part: number; rows: number }) => tell(part, rows),
  };
  if (storing && job.tries === 1 && goodRows?.by === job.judgedBy)
    return importKept(db, actor, { ...request, sha256 }, { ...goodRows, packed: () => readPieces(db, job.id, 'rows') });
  await layPieces(db, job.id, 'list', places.list);
  return importCards(db, clock, actor, { ...request, path: places.list, ...(storing ? {} : { rowsPath: places.rows }) });
}

/** Judges a list or stores it, as it was asked for; its state afterwards says what came of it. */
export async function readList(db: Db, clock: Clock, job: Claimed): Promise<void> {
  const folder = await scratchFolder('intake');
  const told = telling(db, job);
  try {
    const places = { list: join(folder, 'list'), rejected: join(folder, 'rejected.csv'), rows: join(folder, 'rows') };
    const own = await takenAlready(db, job);
    const outcome = own === undefined ? await bring(db, clock, job, places, told.at) : done(own);
    await told.end();
    if (!outcome.ok) {
      // Another list is being taken in: this one waits for its turn.
      if (outcome.reason === 'other_import_running') {
        await db.run(
          sql`UPDATE intake.uploads SET lease_until = lib.now() + interval '5 seconds', tries = 0 WHERE id = ${job.id}`,
        );
        return;
      }
      await db.run(
        sql`
          UPDATE intake.uploads SET state = 'refused', reason = ${outcome.reason}, detail = ${outcome.detail ?? ''}, lease_until = lib.now()
          WHERE id = ${job.id} AND state IN ('judging', 'storing')`,
      );
      return;
    }
    // Another process may have stored it meanwhile, one that had lost its hold on it.
    const became = outcome.value.before === undefined ? undefined : await takenAlready(db, job);
    const { rejectedFile: _, reasons = [], ...report } = became ?? outcome.value;
    await settle(db, job, report, places, reasons);
  } finally {
    await told.end();
    await rm(folder, { recursive: true, force: true });
  }
}

const lies = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * Says what came of it. The list goes once it is stored; rows that were not taken replace those that judging it found, good rows are kept until it is
 * stored. One that was given up meanwhile stays so, but where it is stored.
 */
async function settle(
  db: Db,
  job: Claimed,
  report: Omit<ImportReport, 'rejectedFile'>,
  places: Places,
  reasons: ReasonGroup[],
): Promise<void> {
  const [rejected, rows] = [await lies(places.rejected), await lies(places.rows)];
  const told: ToldOfRows = { judged: countsOf(report), encoding: report.encoding, ended: !report.unended };
  await db.transaction(async (tx) => {
    const settled = await changeAndForget(
      tx,
      sql`
        UPDATE intake.uploads u SET state = ${job.storing ? 'done' : 'judged'}, report = ${JSON.stringify(report)}::jsonb, import_id = ${job.storing ? report.importId : null}, part = 1,
          rows = ${report.rows}, rejected = CASE WHEN ${rejected} THEN NULL ELSE rejected END,
          reasons = CASE WHEN ${rejected} THEN ${JSON.stringify(reasons)}::jsonb ELSE reasons END, bytes = CASE WHEN ${job.storing} THEN NULL ELSE bytes END, lease_until = lib.now(),
          good_rows = ${rows ? JSON.stringify({ ...told, by: job.judgedBy }) : null}::jsonb
        WHERE u.id = ${job.id} AND (${job.storing} OR u.state = 'judging') RETURNING u.id`,
      ['rows', ...(job.storing ? (['list'] as const) : []), ...(rejected ? (['rejected'] as const) : [])],
    );
    if (settled === 0) return;
    if (rejected) await keepPieces(tx, job.id, 'rejected', places.rejected);
    if (rows) await keepPieces(tx, job.id, 'rows', places.rows);
  });
}
