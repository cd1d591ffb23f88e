import { readFile } from 'node:fs/promises';
import { type Actor, actorSql, staffOf } from '../audit/actor.ts';
import { type Encoding, inspect } from '../lib/csv/inspect.ts';
import { type List, withList } from '../lib/csv/list-file.ts';
import { readRecords } from '../lib/csv/read.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import type { ImportReport } from './import-report.ts';
import type { Profile } from './profile.ts';
import type { Undone } from './undo-preview.ts';
import type { ImportRefusal } from './words.ts';

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
  /** Its cards were taken out again. */
  undoneAt: Date | null;
  /** What taking it back did; null also where a command did it. */
  undone: Undone | null;
};

const UPLOAD = sql`
  SELECT u.id, u.file_name AS "fileName", u.size, u.sha256, u.found_encoding AS "foundEncoding", u.encoding, u.profile, u.sheet, u.other_sheets AS "otherSheets", u.uploaded_at AS at, a.name AS by, u.state,
    u.part, u.rows, u.import_id AS "importId", u.report, u.reason, u.detail, u.rejected IS NOT NULL AS "hasRejected", i.undone_at AS "undoneAt", u.undone
  FROM intake.uploads u LEFT JOIN staff.accounts a ON a.id = u.staff_id LEFT JOIN intake.imports i ON i.id = u.import_id`;

export const readUpload = (tx: Tx, id: number): Promise<CardUpload | undefined> =>
  tx.row<CardUpload>(sql`${UPLOAD} WHERE u.id = ${id}`);

/** The newest uploads. */
export const listUploads = (tx: Tx, limit: number): Promise<CardUpload[]> =>
  tx.rows<CardUpload>(sql`${UPLOAD} WHERE u.state <> 'dropped' ORDER BY u.id DESC LIMIT ${limit}`);

const LARGEST = 25 * 2 ** 20;

const log = (tx: Tx, actor: Actor, act: string, detail: object) =>
  tx.run(sql`SELECT audit.write(${actorSql(actor)}, ${act}, lib.now(), NULL, NULL, NULL, ${JSON.stringify(detail)}::jsonb)`);

/** Keeps a list that was given; nothing is read of it but what kind of file it is; of a workbook the first sheet is kept, as lines. Returns its number. */
export async function keepUpload(
  db: Db,
  actor: Actor,
  file: { path: string; fileName: string; bytes: Uint8Array },
  profile: Profile,
): Promise<Outcome<number, ImportRefusal>> {
  const kept = await withList(file.path, (list) => keepList(db, actor, { ...file, ...list }, profile));
  return kept.ok ? kept.value : kept;
}

/** Lines of a workbook are many times its size. */
const LARGEST_SHEET = 100 * 2 ** 20;

async function keepList(
  db: Db,
  actor: Actor,
  file: List & { fileName: string; bytes: Uint8Array },
  profile: Profile,
): Promise<Outcome<number, ImportRefusal>> {
  const { path, sheet } = file;
  const found = await inspect(path, sheet === undefined ? LARGEST : LARGEST_SHEET);
  if (!found.ok) return refused(found.reason);
  const { encoding, sha256, bytes } = found.value;
  const given = sheet === undefined ? Buffer.from(file.bytes) : await readFile(path);
  return db.transaction(async (tx) => {
    const { id } = await tx.one<{ id: number }>(sql`
      INSERT INTO intake.uploads (file_name, size, sha256, bytes, sheet, other_sheets, found_encoding, encoding, profile, uploaded_at, staff_id)
      VALUES (${file.fileName.slice(-100)}, ${bytes}, ${sha256}, ${given}, ${sheet?.name.slice(0, 100) ?? null}, ${sheet?.others ?? 0}, ${encoding}, ${encoding}, ${JSON.stringify(profile)}::jsonb, lib.now(),
        ${staffOf(actor)}) RETURNING id`);
    await log(tx, actor, 'intake.list-given', { upload: id });
    return done(id);
  });
}

export const bytesOfUpload = async (tx: Tx, id: number): Promise<Buffer | null> =>
  (await tx.row<{ bytes: Buffer | null }>(sql`SELECT bytes FROM intake.uploads WHERE id = ${id}`))?.bytes ?? null;

export const rejectedOfUpload = async (tx: Tx, id: number): Promise<Buffer | null> =>
  (await tx.row<{ rejected: Buffer | null }>(sql`SELECT rejected FROM intake.uploads WHERE id = ${id}`))?.rejected ?? null;

/** The first lines of a list in an encoding, cell by cell; undefined where they cannot be read so. */
export async function firstRows(
  path: string,
  encoding: Encoding,
  delimiter: Profile['delimiter'],
  count: number,
): Promise<string[][] | undefined> {
  try {
    for await (const batch of readRecords(path, encoding, delimiter === 'detect' ? undefined : delimiter))
      if (batch.length > 0) return batch.slice(0, count).map(({ cells }) => cells.map((cell) => cell.slice(0, 60)));
    return [];
  } catch {
    return undefined;
  }
}

/** Asks for the dry run of a list, or again in another encoding or by another profile. Refuses where it is worked on or over. */
export const askJudging = async (db: Tx, id: number, encoding: Encoding, profile: Profile): Promise<boolean> =>
  (await db.run(sql`
    UPDATE intake.uploads SET state = 'judging', encoding = ${encoding}, profile = ${JSON.stringify({ ...profile, encoding })}::jsonb, part = 0, rows = 0, lease_until = NULL,
      report = NULL, reason = '', detail = '', rejected = NULL
    WHERE id = ${id} AND state IN ('choosing', 'judged', 'refused') AND bytes IS NOT NULL`)) > 0;

/** Back to choosing how the list is read. */
export const chooseAgain = async (db: Tx, id: number): Promise<boolean> =>
  (await db.run(
    sql`UPDATE intake.uploads SET state = 'choosing' WHERE id = ${id} AND state IN ('judged', 'refused') AND bytes IS NOT NULL`,
  )) > 0;

/** Asks for a list to be taken in that was judged. Pressed twice, it is once. */
export const askStoring = (db: Db, actor: Actor, id: number): Promise<boolean> =>
  db.transaction(async (tx) => {
    const pressed = await tx.run(sql`
      UPDATE intake.uploads SET state = 'storing', part = 0, rows = 0, lease_until = NULL, pressed_at = lib.now() WHERE id = ${id} AND state = 'judged' AND bytes IS NOT NULL`);
    if (pressed > 0) await log(tx, actor, 'intake.list-pressed', { upload: id });
    return pressed > 0;
  });

/** Asks for the import of a list to be taken back as `seen` showed it. Pressed twice, it is once. */
export const askUndoing = async (db: Tx, actor: Actor, id: number, seen: string): Promise<boolean> =>
  (await db.run(sql`
    UPDATE intake.uploads u SET state = 'undoing', part = 0, lease_until = NULL, reason = '', undo_seen = ${seen}, undo_by = ${staffOf(actor)}
    FROM intake.imports i WHERE i.id = u.import_id AND i.undone_at IS NULL AND u.id = ${id} AND u.state = 'done'`)) > 0;

/** Gives a list up; what it held goes at once. */
export const dropUpload = async (db: Tx, id: number): Promise<boolean> =>
  (await db.run(sql`
    UPDATE intake.uploads SET state = 'dropped', bytes = NULL, rejected = NULL WHERE id = ${id} AND state IN ('choosing', 'judged', 'refused')`)) >
  0;
