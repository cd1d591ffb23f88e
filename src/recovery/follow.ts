import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { codeOf, faultWord } from '../lib/fault.ts';
import type { LockBeside } from '../lib/lock-beside.ts';
import { identify, type Position, readLog } from '../lib/postgres/replication.ts';
import { Said } from '../lib/said.ts';
import { sealFile } from '../lib/sealed-file.ts';
import { fillFurther } from './further.ts';
import { listBackups, listBegun, listPieces, logFolder, pieceName, removeHalves, type Store, segmentStart } from './store.ts';
import { type Taken, type TakeWith, takeBackup, tryStore } from './take.ts';

/** The folder holds no backup of this database, or of the timeline it is on by now; the message says which. */
class NoBackup extends Said {}

/** A backup into the folder was cut off, by a restart of its process or machine; the message says which. */
class CutShort extends NoBackup {}

/** `pieceBytes`: how much of the log a piece holds at most. */
type FollowWith = { store: Store; url: string; db: Db; pieceBytes?: number };
/** `bytes`: how much of the log was new. `busy`: nothing was done, a backup is being taken into the folder or the log copied by another process. */
export type Followed = { bytes: number; busy: boolean };

/** PostgreSQL has removed that part of its log. */
const REMOVED = '58P01';

/** From where the log is wanted: where the last piece ended, or where the newest backup began. @throws NoBackup where there is neither */
async function wantedFrom(
  store: Store,
  dir: string,
  { system, timeline }: Position,
): Promise<{ last: bigint | undefined; base: bigint }> {
  const all = (await listBackups(store, dir)).flatMap(({ backup }) => (backup?.system === system ? [backup] : []));
  const base = all.findLast((backup) => backup.timeline === timeline);
  if (base === undefined)
    throw new NoBackup(
      all.length === 0
        ? `${dir} holds no backup of this database yet`
        : `${dir} holds no backup since another PostgreSQL took over, or this one was restored (timeline ${timeline})`,
    );
  const last = (await listPieces(dir, system)).findLast((piece) => piece.timeline === timeline)?.to;
  return { last, base: segmentStart(BigInt(base.start)) };
}

/** While nobody holds the lock no backup is taken into the folder: one that runs, as the database has it, ended with its process. @throws CutShort */
async function endCutOff({ db }: FollowWith, dir: string): Promise<void> {
  const { names, again } = await db.one<{ names: string[]; again: boolean }>(
    sql`SELECT * FROM recovery.cut_short(${await listBegun(dir)}::text[])`,
  );
  if (names.length > 0) await removeHalves(dir);
  if (names.length > 0 && again) throw new CutShort(`${names.join(', ')} was cut short`);
}

/** What is cut off begins again behind the last whole piece. */
const PIECE_BYTES = 256 * 1_048_576;

/** Fetches one piece of the log. Returns where it ends: where it was to begin when nothing is new. */
async function fetchPiece({ store, url, pieceBytes = PIECE_BYTES }: FollowWith, dir: string, position: Position, from: bigint) {
  const folder = logFolder(dir, position.system);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const half = join(folder, 'piece.half');
  const sink = sealFile(half, store.key);
  try {
    const to = await readLog(url, { from, timeline: position.timeline, most: pieceBytes }, sink.write);
    await sink.end();
    if (to > from) await rename(half, join(folder, pieceName(position.timeline, from, to)));
    return to;
  } finally {
    await rm(half, { force: true });
  }
}

/** Fetches what the log held when this began, and somewhat more. Returns how much that was. */
async function fetchPieces(given: FollowWith, dir: string, position: Position, from: bigint): Promise<Followed> {
  let reached = from;
  for (;;) {
    const to = await fetchPiece(given, dir, position, reached);
    const nothing = to === reached;
    reached = to;
    if (nothing || reached >= position.flushed) return { bytes: Number(reached - from), busy: false };
  }
}

/**
 * Copies the write-ahead log since the last time beside the backups: what is lost with the database is what was written since. Once in some minutes; not
 * while a backup is taken into the folder.
 * @throws NoBackup where the log would follow no backup; CutShort where the last one is to be taken again; Said where a further folder cannot be written, or a part of the log was removed before it was copied (the next backup begins anew)
 */
export async function followLog(given: FollowWith): Promise<Followed> {
  const { store, url, db } = given;
  const [dir = ''] = store.dirs;
  const began = performance.now();
  let lock: LockBeside | undefined;
  try {
    lock = await tryStore(store);
    // No fault: it is copied in some minutes, and where it is not for long the database says how old the copy is.
    if (lock === undefined) return { bytes: 0, busy: true };
    await endCutOff(given, dir);
    const position = await identify(url);
    const { last, base } = await wantedFrom(store, dir, position);
    const followed = await fetchPieces(given, dir, position, last ?? base).catch(async (error: unknown) => {
      if (codeOf(error) !== REMOVED) throw error;
      // What lies between is gone; from the newest backup on nothing is missing.
      if (last !== undefined && base > last) return fetchPieces(given, dir, position, base);
      throw new Said(
        'PostgreSQL removed a part of its log before it was copied: set wal_keep_size higher, and take a backup now.',
      );
    });
    // What one folder lacks is not kept: the loss is counted from the last time that all of them had everything.
    const lacking = await fillFurther(store, position.system);
    if (lacking.length > 0)
      throw new Said(`The log could not be copied into ${lacking.join(', ')}: it is made up for once the folder is there again.`);
    await db.run(sql`SELECT recovery.log_copied(${(performance.now() - began) / 1000}::double precision, NULL)`);
    return followed;
  } catch (error) {
    await db.run(sql`SELECT recovery.log_copied(0, ${faultWord(error)}::text)`).catch(() => {});
    throw error;
  } finally {
    await lock?.release();
  }
}

/**
 * The same; where there is no backup that the log could follow, or one was cut off, one is taken at once: after a switch-over nothing is kept until then.
 * @returns `because`: why a backup was taken
 */
export async function followOrTake(given: TakeWith): Promise<Followed | { taken: Taken; because: string }> {
  try {
    return await followLog(given);
  } catch (error) {
    if (!(error instanceof NoBackup)) throw error;
    return { taken: await takeBackup(given), because: error.message };
  }
}
