import { type Actor, actorSql, staffOf } from '../audit/actor.ts';
import { type Encoding, inspect } from '../lib/csv/inspect.ts';
import { type List, withList } from '../lib/csv/list-file.ts';
import { unmarked } from '../lib/csv/marks.ts';
import { recordsOf } from '../lib/csv/read.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import { openSpool, type Spooled } from '../lib/spool.ts';
import { type ImportReport, LARGEST_LIST } from './import-report.ts';
import { changeAndForget, isHeld, keepPieces, keepWhole, readPieces } from './pieces.ts';
import type { Profile } from './profile.ts';
import type { ReasonGroup } from './reasons.ts';
import type { Undone } from './undo-preview.ts';
import type { ImportRefusal } from './words.ts';

/** Enough for the first lines of any list; as much of it as is read at once. */
const FIRST_BYTES = 2 ** 19;

export type UploadState = 'choosing' | 'judging' | 'judged' | 'storing' | 'done' | 'undoing' | 'refused' | 'dropped';

/** A list of cards given at the desk. */
export type CardUpload = {
  id: number;
  fileName: string;
  size: number;
  sha256: string;
  foundEncoding: Encoding;
  encoding: Encoding;
  profile: Profile;
  /** Of a workbook: the sheet that was read, and how many others were not. */
  sheet: string | null;
  otherSheets: number;
  at: Date;
  by: string | null;
  state: UploadState;
  /** 0 to 1 over the reading. */
  part: number;
  rows: number;
  importId: number | null;
  report: ImportReport | null;
  reason: string;
  detail: string;
  hasRejected: boolean;
  /** Why rows were not taken; null where nothing is kept of them. */
  reasons: ReasonGroup[] | null;
  /** Its cards were taken in, and taken out again. */
  storedAt: Date | null;
  undoneAt: Date | null;
  /** What taking it back did; null also where a command did it. */
  undone: Undone | null;
  /** Since when nobody tries any more, and the sign of why; empty while it is worked on. */
  failedAt: Date | null;
  failedBy: string;
  /** Since when no process works on it, though it is asked for and was not given up; null: it is worked on, is over, or waits for its turn. */
  stuckSince: Date | null;
};

const OF_U = sql`u`;
/** When a process was last at any list: it ended one, or let go of one, or was not heard of again. What was only asked for was begun by none. */
const LAST_WORK = sql`(SELECT max(o.lease_until) FROM intake.uploads o WHERE o.tries > 0 OR o.part > 0)`;
/** Since when nothing was done for the upload `u`, which waits for its turn too. One that was asked for by the release before has no lease. */
const IDLE_SINCE = sql`greatest(coalesce(u.lease_until, u.pressed_at, u.uploaded_at), ${LAST_WORK})`;
/**
 * The upload `u` is asked for and no process is at it: what one left when it died goes on within a minute. Lists are worked on one after the other, so none is stuck while
 * another one is worked on, nor for a while after that.
 */
const STUCK = sql`
  u.state IN ('judging', 'storing', 'undoing') AND u.failed_at IS NULL AND ${IDLE_SINCE} < lib.now() - interval '3 minutes'
    AND NOT EXISTS (SELECT FROM intake.uploads o WHERE o.state IN ('judging', 'storing', 'undoing') AND o.failed_at IS NULL AND o.lease_until > lib.now())`;
/** It waits for a person. */
const STOPPED = sql`(u.failed_at IS NOT NULL OR ${STUCK})`;
const UPLOAD = sql`
  SELECT u.id, u.file_name AS "fileName", u.size, u.sha256, u.found_encoding AS "foundEncoding", u.encoding, u.profile, u.sheet, u.other_sheets AS "otherSheets", u.uploaded_at AS at, a.name AS by, u.state,
    u.part, u.rows, u.import_id AS "importId", u.report, u.reason, u.detail, ${isHeld(OF_U, 'rejected')} AS "hasRejected", i.ended_at AS "storedAt", i.undone_at AS "undoneAt", u.undone, u.failed_at AS "failedAt", u.failed_by AS "failedBy", CASE WHEN ${STUCK} THEN ${IDLE_SINCE} END AS "stuckSince", u.reasons
  FROM intake.uploads u LEFT JOIN staff.accounts a ON a.id = u.staff_id LEFT JOIN intake.imports i ON i.id = u.import_id`;

export const readUpload = (tx: Tx, id: number): Promise<CardUpload | undefined> =>
  tx.row<CardUpload>(sql`${UPLOAD} WHERE u.id = ${id}`);

/** Uploads that were not given up, those that wait for a person first, then the newest. */
export const listUploads = (tx: Tx, { limit, offset }: { limit: number; offset: number }): Promise<CardUpload[]> =>
  tx.rows<CardUpload>(
    sql`${UPLOAD} WHERE u.state <> 'dropped' ORDER BY u.failed_at IS NULL AND (${STUCK}) IS NOT TRUE, u.id DESC LIMIT ${limit} OFFSET ${offset}`,
  );
/** Other uploads of the very same bytes that were not given up, the newest first. */
export const sameUploads = (tx: Tx, { id, sha256 }: Pick<CardUpload, 'id' | 'sha256'>, limit: number): Promise<CardUpload[]> =>
  tx.rows<CardUpload>(
    sql`${UPLOAD} WHERE u.sha256 = ${sha256} AND u.id <> ${id} AND u.state <> 'dropped' ORDER BY u.id DESC LIMIT ${limit}`,
  );
export const countUploads = async (tx: Tx): Promise<number> =>
  (await tx.one<{ count: number }>(sql`SELECT count(*) AS count FROM intake.uploads WHERE state <> 'dropped'`)).count;

/** The import `i` that the upload `u` became, said or not: a process may die between the two. */
export const ownImport = (i: Sql): Sql => sql`
  ${i}.kind = 'cards' AND ${i}.sha256 = u.sha256 AND NOT ${i}.dry_run AND ${i}.counts ? 'fresh' AND NOT ${i}.counts ? 'before' AND ${i}.started_at >= u.pressed_at
    AND NOT EXISTS (SELECT FROM intake.uploads o WHERE o.import_id = ${i}.id AND o.id <> u.id)`;
export const OWN_IMPORT = sql`EXISTS (SELECT FROM intake.imports i WHERE ${ownImport(sql`i`)})`;

const log = (tx: Tx, actor: Actor, act: string, detail: object) =>
  tx.run(sql`SELECT audit.write(${actorSql(actor)}, ${act}, lib.now(), NULL, NULL, NULL, ${JSON.stringify(detail)}::jsonb)`);

/** Keeps a list that was given; nothing is read of it but what kind of file it is; of a workbook the first sheet is kept, as lines. Returns its number. */
export async function keepUpload(
  db: Db,
  actor: Actor,
  file: { path: string; fileName: string },
  profile: Profile,
): Promise<Outcome<number, ImportRefusal>> {
  const kept = await withList(file.path, (list) => keepList(db, actor, { ...file, ...list }, profile));
  return kept.ok ? kept.value : kept;
}

/** The largest list that the release before takes. */
const MOST_AT_ONCE = 25 * 2 ** 20;

async function keepList(
  db: Db,
  actor: Actor,
  file: List & { fileName: string },
  profile: Profile,
): Promise<Outcome<number, ImportRefusal>> {
  const { path, sheet } = file;
  const found = await inspect(path, LARGEST_LIST);
  if (!found.ok) return refused(found.reason);
  const { encoding, sha256, bytes } = found.value;
  return db.transaction(async (tx) => {
    const { id } = await tx.one<{ id: number }>(sql`
      INSERT INTO intake.uploads (file_name, size, sha256, sheet, other_sheets, found_encoding, encoding, profile, uploaded_at, staff_id)
      VALUES (${file.fileName.slice(-100)}, ${bytes}, ${sha256}, ${sheet?.name.slice(0, 100) ?? null}, ${sheet?.others ?? 0}, ${encoding}, ${encoding}, ${JSON.stringify(profile)}::jsonb, lib.now(),
        ${staffOf(actor)}) RETURNING id`);
    await keepPieces(tx, id, 'list', path);
    if (bytes <= MOST_AT_ONCE) await keepWhole(tx, id);
    await log(tx, actor, 'intake.list-given', { upload: id });
    return done(id);
  });
}

/** The rows of a list that cannot be taken, as a file; undefined where none is kept. */
export async function rejectedOfUpload(tx: Tx, id: number): Promise<Spooled | undefined> {
  const spool = openSpool();
  try {
    for await (const piece of readPieces(tx, id, 'rejected')) spool.write(piece);
    const file = spool.end();
    if (file.bytes > 0) return file;
    file.discard();
    return undefined;
  } catch (error) {
    spool.discard();
    throw error;
  }
}

/** What a list begins with; undefined where nothing of it is kept. */
async function firstBytes(tx: Tx, id: number): Promise<Uint8Array | undefined> {
  const pieces = readPieces(tx, id, 'list');
  try {
    const first = await pieces.next();
    return first.done === true ? undefined : first.value.subarray(0, FIRST_BYTES);
  } finally {
    await pieces.return(undefined);
  }
}

/** The first lines of bytes in an encoding, cell by cell; undefined where they cannot be read so. */
async function linesIn(
  bytes: Uint8Array,
  { sheet, profile }: CardUpload,
  encoding: Encoding,
  count: number,
): Promise<string[][] | undefined> {
  const delimiter = sheet === null ? profile.delimiter : ',';
  try {
    for await (const batch of recordsOf([bytes], encoding, delimiter === 'detect' ? undefined : delimiter))
      if (batch.length > 0) return batch.slice(0, count).map(({ cells }) => cells.map((cell) => unmarked(cell).slice(0, 60)));
    return [];
  } catch {
    return undefined;
  }
}

/** The first lines of a list in an encoding, cell by cell; undefined where they cannot be read so, or nothing of it is kept. */
export async function firstRows(tx: Tx, upload: CardUpload, encoding: Encoding, count: number): Promise<string[][] | undefined> {
  const bytes = await firstBytes(tx, upload.id);
  return bytes === undefined ? undefined : linesIn(bytes, upload, encoding, count);
}

/** The same in each encoding in which they can be read. */
export async function firstRowsInEach(
  tx: Tx,
  upload: CardUpload,
  encodings: readonly Encoding[],
  count: number,
): Promise<ReadonlyMap<Encoding, string[][]>> {
  const bytes = await firstBytes(tx, upload.id);
  const found = new Map<Encoding, string[][]>();
  if (bytes === undefined) return found;
  for (const encoding of encodings) {
    const rows = await linesIn(bytes, upload, encoding, count);
    if (rows !== undefined) found.set(encoding, rows);
  }
  return found;
}

/** Asks for the dry run of a list, or again in another encoding or by another profile. Refuses where it is worked on or over. */
export const askJudging = async (db: Tx, id: number, encoding: Encoding, profile: Profile): Promise<boolean> =>
  (await changeAndForget(
    db,
    sql`
      UPDATE intake.uploads u SET state = 'judging', encoding = ${encoding}, profile = ${JSON.stringify({ ...profile, encoding })}::jsonb, part = 0, rows = 0, tries = 0, lease_until = lib.now(),
        report = NULL, reason = '', detail = '', rejected = NULL, reasons = NULL
      WHERE u.id = ${id} AND u.state IN ('choosing', 'judged', 'refused') AND ${isHeld(OF_U, 'list')} RETURNING u.id`,
    ['rejected', 'rows'],
  )) > 0;

/** Back to choosing how the list is read. */
export const chooseAgain = async (db: Tx, id: number): Promise<boolean> =>
  (await db.run(
    sql`UPDATE intake.uploads u SET state = 'choosing' WHERE u.id = ${id} AND u.state IN ('judged', 'refused') AND ${isHeld(OF_U, 'list')}`,
  )) > 0;

/** Asks for a list to be taken in that was judged. Pressed twice, it is once. */
export const askStoring = (db: Db, actor: Actor, id: number): Promise<boolean> =>
  db.transaction(async (tx) => {
    const pressed = await tx.run(sql`
      UPDATE intake.uploads u SET state = 'storing', part = 0, rows = 0, tries = 0, lease_until = lib.now(), pressed_at = lib.now()
      WHERE u.id = ${id} AND u.state = 'judged' AND ${isHeld(OF_U, 'list')}`);
    if (pressed > 0) await log(tx, actor, 'intake.list-pressed', { upload: id });
    return pressed > 0;
  });

/** Asks for the import of a list to be taken back as `seen` showed it. Pressed twice, it is once. */
export const askUndoing = async (db: Tx, actor: Actor, id: number, seen: string): Promise<boolean> =>
  (await db.run(sql`
    UPDATE intake.uploads u SET state = 'undoing', part = 0, tries = 0, lease_until = lib.now(), reason = '', undo_seen = ${seen}, undo_by = ${staffOf(actor)}
    FROM intake.imports i WHERE i.id = u.import_id AND i.undone_at IS NULL AND u.id = ${id} AND u.state = 'done'`)) > 0;

/** Gives a list up that is not taken in; what it held goes at once. One that stopped while it was stored and is stored all the same cannot be given up. */
export const dropUpload = (db: Db, actor: Actor, id: number): Promise<boolean> =>
  db.transaction(async (tx) => {
    const dropped = await changeAndForget(
      tx,
      sql`
        UPDATE intake.uploads u SET state = 'dropped', bytes = NULL, rejected = NULL, reasons = NULL, failed_at = NULL
        WHERE u.id = ${id} AND (u.state IN ('choosing', 'judged', 'refused') OR u.state IN ('judging', 'storing') AND ${STOPPED})
          AND NOT (u.state = 'storing' AND ${OWN_IMPORT}) RETURNING u.id`,
      ['list', 'rejected', 'rows'],
    );
    if (dropped > 0) await log(tx, actor, 'intake.list-dropped', { upload: id });
    return dropped > 0;
  });

/** Begins work anew that failed for good, or that no process goes on with: such a list is stuck until one is at it again. */
export const tryAgain = (db: Db, actor: Actor, id: number): Promise<boolean> =>
  db.transaction(async (tx) => {
    const begun = await tx.run(
      sql`
        UPDATE intake.uploads u SET failed_at = NULL, failed_by = '', tries = 0, part = 0, lease_until = CASE WHEN u.failed_at IS NULL THEN u.lease_until ELSE lib.now() END
        WHERE u.id = ${id} AND ${STOPPED}`,
    );
    if (begun > 0) await log(tx, actor, 'intake.list-tried-again', { upload: id });
    return begun > 0;
  });

/** Leaves a list taken in that could not be taken back, or that no process goes on taking back. */
export const leaveTakenIn = (db: Db, actor: Actor, id: number): Promise<boolean> =>
  db.transaction(async (tx) => {
    const left = await tx.run(
      sql`UPDATE intake.uploads u SET state = 'done', failed_at = NULL, part = 1 WHERE u.id = ${id} AND u.state = 'undoing' AND ${STOPPED}`,
    );
    if (left > 0) await log(tx, actor, 'intake.list-left', { upload: id });
    return left > 0;
  });

/** Whether lists wait and no process is at any. */
export const isAnyStuck = async (tx: Tx): Promise<boolean> =>
  (await tx.one<{ stuck: boolean }>(sql`SELECT EXISTS (SELECT FROM intake.uploads u WHERE ${STUCK}) AS stuck`)).stuck;

/** Lists that wait for a person, because working on them failed or no process is at them: one number. */
export const stoppedCount = (): Sql =>
  sql`SELECT (SELECT count(*) FROM intake.uploads WHERE failed_at IS NOT NULL) + (SELECT count(*) FROM intake.uploads u WHERE ${STUCK})`;
