import { hash, randomUUID } from 'node:crypto';
import { actorSql } from '../audit/actor.ts';
import { type Clock, today } from '../lib/clock.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { kindOfFault } from '../lib/fault.ts';
import type { ToldOfRows } from './kept-rows.ts';
import type { Profile } from './profile.ts';
import { LEASE, type UndoJob } from './undo-job.ts';

/** A list is begun so often before it waits for a person. */
const MOST_TRIES = 5;
/** Between two tries, times how many there were. */
const PAUSE = '20 seconds';
/** Said of a list whose every process ended before it could say why. */
const DIED = 'died';

/** A list that a process works on. */
export type Claimed = {
  id: number;
  fileName: string;
  profile: Profile;
  staffId: number | null;
  /** Bytes. */
  size: number;
  storing: boolean;
  sha256: string;
  /** Which try this is, from 1. */
  tries: number;
  pressedAt: Date | null;
  undo: UndoJob | null;
  /** By what this process judges the list, and what was told of the good rows that are kept of it, judged by whatever it was. */
  judgedBy: string;
  goodRows: (ToldOfRows & { by: string }) | null;
};

/** Another process may be another version, which judges by other rules: it reads a list anew. */
const PROCESS = randomUUID();

/** What a row is judged by, besides itself: the rules, how the list is read, the day. */
const judgedBy = (profile: Profile, clock: Clock): string =>
  hash('sha256', JSON.stringify([PROCESS, profile, today(clock).toString()]));

const take = (db: Db): Promise<Omit<Claimed, 'judgedBy'> | undefined> =>
  db.row(sql`
    UPDATE intake.uploads u SET lease_until = lib.now() + ${LEASE}::interval, tries = u.tries + 1
    WHERE u.id = (
      SELECT id FROM intake.uploads WHERE state IN ('judging', 'storing', 'undoing') AND failed_at IS NULL AND (lease_until IS NULL OR lease_until <= lib.now()) ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING u.id, u.file_name AS "fileName", u.profile, u.size, u.staff_id AS "staffId", u.state = 'storing' AS storing, u.sha256, u.tries, u.pressed_at AS "pressedAt", u.good_rows AS "goodRows",
      CASE WHEN u.state = 'undoing' THEN jsonb_build_object('id', u.id, 'importId', u.import_id, 'seen', u.undo_seen, 'by', u.undo_by) END AS undo`);

/** Nobody tries any more until a person says so. */
const giveUp = (db: Db, { id, tries }: Pick<Claimed, 'id' | 'tries'>, code: string): Promise<void> =>
  db.transaction(async (tx) => {
    const { state } = await tx.one<{ state: string }>(
      sql`UPDATE intake.uploads SET failed_at = lib.now(), failed_by = ${code}, lease_until = lib.now() WHERE id = ${id} RETURNING state`,
    );
    const detail = { upload: id, step: state, code, tries };
    await tx.run(
      sql`SELECT audit.write(${actorSql({ kind: 'clock' })}, 'intake.list-failed', lib.now(), NULL, NULL, NULL, ${JSON.stringify(detail)}::jsonb)`,
    );
  });

/** Takes the next list that waits for work, but none that waits for a person. One whose every process died in the middle is left to a person now. */
export async function claim(db: Db, clock: Clock): Promise<Claimed | undefined> {
  for (;;) {
    const job = await take(db);
    if (job === undefined) return undefined;
    if (job.tries <= MOST_TRIES) return { ...job, judgedBy: judgedBy(job.profile, clock) };
    await giveUp(db, job, DIED);
  }
}

/** Lets a list that failed wait a little for its next try; after the last one it waits for a person. */
export async function noteFailure(db: Db, job: Claimed, error: unknown): Promise<void> {
  if (job.tries >= MOST_TRIES) return giveUp(db, job, kindOfFault(error));
  await db.run(sql`UPDATE intake.uploads SET lease_until = lib.now() + ${job.tries} * ${PAUSE}::interval WHERE id = ${job.id}`);
}
