import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor } from '../audit/actor.ts';
import type { Clock } from '../lib/clock.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { importCards } from './import-cards.ts';
import type { ImportReport } from './import-report.ts';
import type { Profile } from './profile.ts';
import { LEASE, TELL_MS, type UndoJob, undoUpload } from './undo-job.ts';

type Claimed = {
  id: number;
  fileName: string;
  /** There unless it is to be taken back. */
  bytes: Buffer;
  profile: Profile;
  staffId: number | null;
  storing: boolean;
  sha256: string;
  pressedAt: Date | null;
  undo: UndoJob | null;
};

const claim = (db: Db): Promise<Claimed | undefined> =>
  db.row<Claimed>(sql`
    UPDATE intake.uploads u SET lease_until = lib.now() + ${LEASE}::interval
    WHERE u.id = (
      SELECT id FROM intake.uploads WHERE state IN ('judging', 'storing', 'undoing') AND (lease_until IS NULL OR lease_until < lib.now()) ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING u.id, u.file_name AS "fileName", u.bytes, u.profile, u.staff_id AS "staffId", u.state = 'storing' AS storing, u.sha256, u.pressed_at AS "pressedAt",
      CASE WHEN u.state = 'undoing' THEN jsonb_build_object('id', u.id, 'importId', u.import_id, 'seen', u.undo_seen, 'by', u.undo_by) END AS undo`);

/** What the import that this list became has counted, where a process died between taking it in and saying so. */
async function takenBefore(db: Db, job: Claimed, report: ImportReport): Promise<ImportReport> {
  if (report.before === undefined || !job.storing) return report;
  const own = await db.row<{ id: number; counts: ImportReport }>(sql`
    SELECT id, counts FROM intake.imports WHERE kind = 'cards' AND sha256 = ${job.sha256} AND NOT dry_run AND counts ? 'fresh' AND NOT counts ? 'before'
      AND started_at >= ${job.pressedAt} ORDER BY id DESC LIMIT 1`);
  return own === undefined ? report : { ...own.counts, importId: own.id };
}

/** Works on one list: judges it, takes it in, or takes it back. Its state afterwards says what came of it. */
const work = (db: Db, clock: Clock, job: Claimed): Promise<void> =>
  job.undo === null ? readList(db, clock, job) : undoUpload(db, job.undo);

async function readList(db: Db, clock: Clock, job: Claimed): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'madoguchi-intake-'));
  let told = 0;
  let telling: Promise<unknown> = Promise.resolve();
  try {
    const [path, rejectedPath] = [join(folder, 'list'), join(folder, 'rejected.csv')];
    await writeFile(path, job.bytes, { mode: 0o600 });
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
        await db.run(sql`UPDATE intake.uploads SET lease_until = lib.now() + interval '5 seconds' WHERE id = ${job.id}`);
        return;
      }
      await db.run(
        sql`UPDATE intake.uploads SET state = 'refused', reason = ${outcome.reason}, detail = ${outcome.detail ?? ''}, lease_until = NULL WHERE id = ${job.id}`,
      );
      return;
    }
    const { rejectedFile: _, ...report } = await takenBefore(db, job, outcome.value);
    const rejected = await readFile(rejectedPath).catch(() => null);
    await db.run(sql`
      UPDATE intake.uploads SET state = ${job.storing ? 'done' : 'judged'}, report = ${JSON.stringify(report)}::jsonb, import_id = ${job.storing ? report.importId : null}, part = 1,
        rows = ${report.rows}, rejected = coalesce(${rejected}, rejected), bytes = CASE WHEN ${job.storing} THEN NULL ELSE bytes END, lease_until = NULL
      WHERE id = ${job.id}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What nobody took in goes after so long: the list itself, and the rows that could not be taken. */
const KEPT = '7 days';
const forgetOld = (db: Db): Promise<number> =>
  db.run(sql`
    UPDATE intake.uploads SET bytes = NULL, rejected = NULL, state = CASE WHEN state = 'done' THEN state ELSE 'dropped' END
    WHERE state IN ('choosing', 'judged', 'refused', 'done') AND uploaded_at < lib.now() - ${KEPT}::interval AND (bytes IS NOT NULL OR rejected IS NOT NULL)`);

const running = new WeakMap<Db, Promise<void>>();

/**
 * Works on all lists that wait, one after the other, on connections of its own; in a process one at a time. Whoever dies in the middle leaves its
 * list to the next call, here or in another process: what was stored is stored whole, or not at all.
 */
export function workOnUploads(db: Db, clock: Clock): Promise<void> {
  const now = running.get(db);
  if (now !== undefined) return now;
  const mine = (async () => {
    const own = db.alone();
    try {
      await forgetOld(own);
      for (let job = await claim(own); job !== undefined; job = await claim(own)) await work(own, clock, job);
    } finally {
      running.delete(db);
      await own.close();
    }
  })();
  running.set(db, mine);
  return mine;
}
