import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Actor } from '../audit/actor.ts';
import type { Clock } from '../lib/clock.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { scratchFolder } from '../lib/scratch.ts';
import { importCards } from './import-cards.ts';
import type { ImportReport } from './import-report.ts';
import { changeAndForget, isHeld, keepPieces, layPieces } from './pieces.ts';
import type { ReasonGroup } from './reasons.ts';
import { LEASE, TELL_MS, undoUpload } from './undo-job.ts';
import { type Claimed, claim, codeOf, noteFailure } from './upload-claim.ts';
import { OWN_IMPORT } from './uploads.ts';

/** What the import that this list became has counted, where a process died between taking it in and saying so. */
async function takenBefore(db: Db, job: Claimed, report: ImportReport): Promise<ImportReport> {
  if (report.before === undefined || !job.storing) return report;
  const own = await db.row<{ id: number; counts: ImportReport }>(sql`
    SELECT id, counts FROM intake.imports WHERE kind = 'cards' AND sha256 = ${job.sha256} AND NOT dry_run AND counts ? 'fresh' AND NOT counts ? 'before'
      AND started_at >= ${job.pressedAt} ORDER BY id DESC LIMIT 1`);
  return own === undefined ? report : { ...own.counts, importId: own.id };
}

/** Works on one list that this process has claimed: judges it, takes it in, or takes it back. Its state afterwards says what came of it. */
export type WorkOnList = (db: Db, clock: Clock, job: Claimed) => Promise<void>;

/** The process ends in the middle of a list: it waits as one whose process died. */
export class Stopped extends Error {}

/** On the thread that asks for it. A desk does it in one of its own (beside.ts). */
export const workHere: WorkOnList = (db, clock, job) => (job.undo === null ? readList(db, clock, job) : undoUpload(db, job.undo));

async function readList(db: Db, clock: Clock, job: Claimed): Promise<void> {
  const folder = await scratchFolder('intake');
  let told = 0;
  let telling: Promise<unknown> = Promise.resolve();
  try {
    const [path, rejectedPath] = [join(folder, 'list'), join(folder, 'rejected.csv')];
    await layPieces(db, job.id, 'list', path);
    const actor: Actor = job.staffId === null ? { kind: 'operator' } : { kind: 'staff', staffId: job.staffId };
    const outcome = await importCards(db, clock, actor, {
      path,
      fileName: job.fileName,
      profile: job.profile,
      dryRun: !job.storing,
      rejectedPath,
      onProgress: ({ part, rows }) => {
        if (Date.now() - told < TELL_MS) return;
        told = Date.now();
        telling = db
          .run(
            sql`UPDATE intake.uploads SET part = ${part}, rows = ${rows}, lease_until = lib.now() + ${LEASE}::interval WHERE id = ${job.id}`,
          )
          .catch(() => {});
      },
    });
    await telling;
    if (!outcome.ok) {
      // Another list is being taken in: this one waits for its turn.
      if (outcome.reason === 'other_import_running') {
        await db.run(
          sql`UPDATE intake.uploads SET lease_until = lib.now() + interval '5 seconds', tries = 0 WHERE id = ${job.id}`,
        );
        return;
      }
      await db.run(
        sql`UPDATE intake.uploads SET state = 'refused', reason = ${outcome.reason}, detail = ${outcome.detail ?? ''}, lease_until = NULL WHERE id = ${job.id}`,
      );
      return;
    }
    const { rejectedFile: _, reasons = [], ...report } = await takenBefore(db, job, outcome.value);
    await settle(db, job, report, { path: rejectedPath, reasons });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Rows that were not taken: the file that has them, and why. */
type Rejected = { path: string; reasons: ReasonGroup[] };

/** Says what came of it. The list goes once it is stored; rows that were not taken replace those that judging it found. */
async function settle(
  db: Db,
  job: Claimed,
  report: Omit<ImportReport, 'rejectedFile'>,
  { path, reasons }: Rejected,
): Promise<void> {
  const rejected = await access(path).then(
    () => true,
    () => false,
  );
  await db.transaction(async (tx) => {
    await changeAndForget(
      tx,
      sql`
        UPDATE intake.uploads u SET state = ${job.storing ? 'done' : 'judged'}, report = ${JSON.stringify(report)}::jsonb, import_id = ${job.storing ? report.importId : null}, part = 1,
          rows = ${report.rows}, rejected = CASE WHEN ${rejected} THEN NULL ELSE rejected END,
          reasons = CASE WHEN ${rejected} THEN ${JSON.stringify(reasons)}::jsonb ELSE reasons END, bytes = CASE WHEN ${job.storing} THEN NULL ELSE bytes END, lease_until = NULL
        WHERE u.id = ${job.id} RETURNING u.id`,
      [...(job.storing ? (['list'] as const) : []), ...(rejected ? (['rejected'] as const) : [])],
    );
    if (rejected) await keepPieces(tx, job.id, 'rejected', path);
  });
}

/** What nobody took in goes after so long: the list itself, and the rows that could not be taken. */
const KEPT = '7 days';
const OF_U = sql`u`;
const forgetOld = (db: Db): Promise<number> =>
  changeAndForget(
    db,
    sql`
      UPDATE intake.uploads u SET bytes = NULL, rejected = NULL, reasons = NULL, state = CASE WHEN u.state = 'done' THEN u.state ELSE 'dropped' END, failed_at = NULL
      WHERE (u.state IN ('choosing', 'judged', 'refused', 'done') OR u.state IN ('judging', 'storing') AND u.failed_at IS NOT NULL) AND u.uploaded_at < lib.now() - ${KEPT}::interval
        -- What is stored all the same is over for a person to say, not for its days.
        AND NOT (u.state = 'storing' AND ${OWN_IMPORT}) AND (${isHeld(OF_U, 'list')} OR ${isHeld(OF_U, 'rejected')}) RETURNING u.id`,
    ['list', 'rejected'],
  );

/** The log of the process. A fault is named by its code alone: its words may hold what was read. */
export type FaultLog = { error(about: object, words: string): void };

const running = new WeakMap<Db, Promise<void>>();

/**
 * Works on all lists that wait, one after the other, on connections of its own; in a process one at a time. Whoever dies in the middle leaves its
 * list to the next call, here or in another process: what was stored is stored whole, or not at all. A list that fails keeps no other waiting.
 * @param work how one list is worked on
 */
export function workOnUploads(db: Db, clock: Clock, log?: FaultLog, work: WorkOnList = workHere): Promise<void> {
  const now = running.get(db);
  if (now !== undefined) return now;
  const mine = (async () => {
    const own = db.alone();
    try {
      await forgetOld(own);
      for (let job = await claim(own); job !== undefined; job = await claim(own)) {
        const one = job;
        await work(own, clock, one).catch((error: unknown) => {
          if (error instanceof Stopped) throw error;
          log?.error({ upload: one.id, try: one.tries, fault: codeOf(error) }, 'a list could not be worked on');
          return noteFailure(own, one, error);
        });
      }
    } catch (error) {
      if (!(error instanceof Stopped)) log?.error({ fault: codeOf(error) }, 'the lists that wait could not be worked on');
      throw error;
    } finally {
      running.delete(db);
      await own.close();
    }
  })();
  running.set(db, mine);
  return mine;
}
