import type { Clock } from '../lib/clock.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { kindOfFault } from '../lib/fault.ts';
import { changeAndForget, isHeld } from './pieces.ts';
import { readList } from './read-list.ts';
import { undoUpload } from './undo-job.ts';
import { type Claimed, claim, noteFailure } from './upload-claim.ts';
import { isAnyStuck, OWN_IMPORT } from './uploads.ts';

/** Works on one list that this process has claimed: judges it, takes it in, or takes it back. Its state afterwards says what came of it. `signal`: it is let go of where it stands. */
export type WorkOnList = (db: Db, clock: Clock, job: Claimed, signal: AbortSignal) => Promise<void>;

/** The process ends in the middle of a list, or lets go of it: it waits as one whose process died. */
export class Stopped extends Error {}

/** On the thread that asks for it. A desk does it in one of its own (beside.ts). */
export const workHere = (db: Db, clock: Clock, job: Claimed): Promise<void> =>
  job.undo === null ? readList(db, clock, job) : undoUpload(db, job.undo);

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
    ['list', 'rejected', 'rows'],
  );
/** A desk of the release before forgets a list without the good rows that are kept of it. Dropped by the next release. */
const forgetRows = (db: Db): Promise<number> =>
  db.run(
    sql`DELETE FROM intake.upload_pieces p USING intake.uploads u WHERE u.id = p.upload_id AND p.holds = 'rows' AND u.state IN ('done', 'dropped')`,
  );

/** The log of the process. A fault is named by its code alone: its words may hold what was read. */
type FaultLog = { error(about: object, words: string): void };

/** What this process is at; `end` lets go of it where it stands. */
type Run = { over: Promise<void>; end(): void };
const running = new WeakMap<Db, Run>();

/**
 * Works on all lists that wait, one after the other; in a process one at a time. Whoever dies in the middle leaves its list to the next call, here or in another
 * process: what was stored is stored whole, or not at all. A list that fails keeps no other waiting. What this process has begun and lists are stuck behind (a
 * connection that answers no more, a thread that hangs) is let go of, and begun anew.
 * @param work how one list is worked on
 */
export async function workOnUploads(db: Db, clock: Clock, log?: FaultLog, work: WorkOnList = workHere): Promise<void> {
  const now = running.get(db);
  if (now !== undefined && !(await isAnyStuck(db))) return now.over;
  // Another call may have let go of it meanwhile.
  if (now !== undefined && running.get(db) === now) {
    log?.error({}, 'the work on lists came to a standstill and is begun anew');
    now.end();
  }
  return (running.get(db) ?? beginRun(db, (signal) => workOnAll(db, clock, log, work, signal))).over;
}

function beginRun(db: Db, work: (signal: AbortSignal) => Promise<void>): Run {
  const ending = new AbortController();
  const ended = Promise.withResolvers<never>();
  const forget = () => {
    if (running.get(db) === run) running.delete(db);
  };
  const run: Run = {
    over: Promise.race([work(ending.signal).finally(forget), ended.promise]),
    end: () => {
      forget();
      ending.abort();
      ended.reject(new Stopped());
    },
  };
  running.set(db, run);
  return run;
}

/** On connections of its own where it takes long; what is asked in a moment has the limit of any statement, so that no broken connection is waited for. */
async function workOnAll(db: Db, clock: Clock, log: FaultLog | undefined, work: WorkOnList, signal: AbortSignal): Promise<void> {
  const own = db.alone();
  try {
    await forgetOld(own);
    await forgetRows(own);
    for (let job = await claim(db, clock); job !== undefined; job = await claim(db, clock)) {
      const one = job;
      await work(own, clock, one, signal).catch((error: unknown) => {
        if (error instanceof Stopped || signal.aborted) throw new Stopped();
        log?.error({ upload: one.id, try: one.tries, fault: kindOfFault(error) }, 'a list could not be worked on');
        return noteFailure(db, one, error);
      });
      if (signal.aborted) return;
    }
  } catch (error) {
    if (!(error instanceof Stopped)) log?.error({ fault: kindOfFault(error) }, 'the lists that wait could not be worked on');
    throw error;
  } finally {
    await own.close();
  }
}
