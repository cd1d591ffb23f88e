import type { Clock } from '../lib/clock.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { changeAndForget, isHeld } from './pieces.ts';
import { readList } from './read-list.ts';
import { undoUpload } from './undo-job.ts';
import { type Claimed, claim, kindOfFault, noteFailure } from './upload-claim.ts';
import { OWN_IMPORT } from './uploads.ts';

/** Works on one list that this process has claimed: judges it, takes it in, or takes it back. Its state afterwards says what came of it. */
export type WorkOnList = (db: Db, clock: Clock, job: Claimed) => Promise<void>;

/** The process ends in the middle of a list: it waits as one whose process died. */
export class Stopped extends Error {}

/** On the thread that asks for it. A desk does it in one of its own (beside.ts). */
export const workHere: WorkOnList = (db, clock, job) => (job.undo === null ? readList(db, clock, job) : undoUpload(db, job.undo));

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
      await forgetRows(own);
      for (let job = await claim(own, clock); job !== undefined; job = await claim(own, clock)) {
        const one = job;
        await work(own, clock, one).catch((error: unknown) => {
          if (error instanceof Stopped) throw error;
          log?.error({ upload: one.id, try: one.tries, fault: kindOfFault(error) }, 'a list could not be worked on');
          return noteFailure(own, one, error);
        });
      }
    } catch (error) {
      if (!(error instanceof Stopped)) log?.error({ fault: kindOfFault(error) }, 'the lists that wait could not be worked on');
      throw error;
    } finally {
      running.delete(db);
      await own.close();
    }
  })();
  running.set(db, mine);
  return mine;
}
