import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Actor, actorSql } from '../audit/actor.ts';
import type { UnknownOffice } from '../cards/offices.ts';
import { COPY_INCOMING, openIncoming } from '../cards/take-in.ts';
import { type Clock, today } from '../lib/clock.ts';
import { Undecodable } from '../lib/csv/decode.ts';
import { ENCODING_NAMES, type Encoding, type Inspected, inspect } from '../lib/csv/inspect.ts';
import { withList } from '../lib/csv/list-file.ts';
import { readRecords } from '../lib/csv/read.ts';
import { type Db, sqlState, type Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import { finishFormer } from './former/acts.ts';
import { type Judged, judgeRows, noRows } from './judge.ts';
import { forSheet, type Profile } from './profile.ts';
import { CannotWrite, rejectedRows, wrongPlace } from './rejected.ts';
import { onlyImport, store } from './store.ts';
import type { ImportRefusal } from './words.ts';

export type ImportRequest = {
  path: string;
  /** What the file is called in the records. */
  fileName: string;
  profile: Profile;
  /** Reads, judges and counts; stores nothing. */
  dryRun?: boolean;
  /** Stores nothing where any row is rejected. */
  strict?: boolean;
  /** Takes a file in again that was taken in before, byte for byte. */
  again?: boolean;
  /** Where rows that are not taken are written. */
  rejectedPath: string;
  /** Largest file taken, in bytes. */
  maxBytes?: number;
  /** Hears how far it is: 0 to 1 over the reading, then the phases after it. */
  onProgress?: (progress: { part: number; rows: number; phase: 'reading' | 'storing' }) => void;
};

export type ImportReport = Judged & {
  importId: number;
  dryRun: boolean;
  encoding: Encoding;
  /** New cards. */
  fresh: number;
  changed: number;
  unchanged: number;
  /** Handed over or destroyed since: left as they are. */
  over: number;
  /** Questions for staff that are new. */
  conflicts: number;
  /** Questions asked before, not yet answered. */
  waiting: number;
  /** Answered before: left as it is. */
  dropped: number;
  /** Addresses that staff had checked and that stayed against the list. */
  addressesKept: number;
  /** Cards that came before their office was known, and have it now. */
  officesFound: number;
  /** Codes of offices that are not known. */
  unknownOffices: UnknownOffice[];
  /** The last line has no line end: the file may have been cut off. */
  unended: boolean;
  rejectedFile: string | undefined;
  /** Set where the very file was taken in before: then nothing was done. */
  before?: Date;
};

const LARGEST = 500 * 2 ** 20;

/** Carries a refusal out of the transaction, so that all of it is undone. */
class Refusal extends Error {
  readonly reason: ImportRefusal;
  readonly detail: string;
  constructor(reason: ImportRefusal, detail = '') {
    super(reason);
    this.reason = reason;
    this.detail = detail;
  }
}
/** Carries the report of a dry run out of its transaction. */
class Rehearsed extends Error {
  readonly report: ImportReport;
  constructor(report: ImportReport) {
    super('dry run');
    this.report = report;
  }
}

function encodingOf(profile: Profile, found: Inspected): Encoding | undefined {
  if (profile.encoding === 'detect') return found.encoding;
  // UTF-16 and JIS betray themselves by every line; ASCII alone may be called UTF-8 or CP932.
  const told: readonly Encoding[] = ['utf-16le', 'utf-16be', 'iso-2022-jp'];
  const differs = profile.encoding !== found.encoding && (told.includes(profile.encoding) || told.includes(found.encoding));
  const isUtf8 = found.encoding === 'utf-8' && !found.ascii;
  return differs || (profile.encoding === 'cp932' && isUtf8) ? undefined : profile.encoding;
}

/**
 * Takes a list of cards in (§8(2)①): each row is judged on its own, good rows are stored in one transaction, all or nothing.
 * Who is known by notice ID, birthday and name is updated; contradictions go to staff. The same file twice changes nothing.
 */
export async function importCards(
  db: Db,
  clock: Clock,
  actor: Actor,
  request: ImportRequest,
): Promise<Outcome<ImportReport, ImportRefusal>> {
  const misplaced = await wrongPlace(request.rejectedPath, request.path);
  if (misplaced !== undefined) return refused(misplaced, request.rejectedPath);
  const imported = await withList(request.path, ({ path, sheet }) =>
    importList(db, clock, actor, {
      ...request,
      path,
      profile: sheet === undefined ? request.profile : forSheet(request.profile),
    }),
  );
  return imported.ok ? imported.value : imported;
}

async function importList(
  db: Db,
  clock: Clock,
  actor: Actor,
  request: ImportRequest,
): Promise<Outcome<ImportReport, ImportRefusal>> {
  const found = await inspect(request.path, request.maxBytes ?? LARGEST);
  if (!found.ok) return found;
  const encoding = encodingOf(request.profile, found.value);
  if (encoding === undefined) return refused('encoding_differs', ENCODING_NAMES[found.value.encoding]);
  const before = request.again === true ? undefined : await takenInBefore(db, found.value.sha256, request.profile.name);
  const importId = await begin(db, actor, request, found.value.sha256);
  if (before !== undefined) {
    const report = { ...noRows(), ...NOTHING, importId, dryRun: request.dryRun === true, encoding, before };
    await end(db, actor, report);
    return done(report);
  }
  const passes: Pass[] = [];
  try {
    const report = await takeIn(
      db,
      clock,
      actor,
      { ...request, importId, encoding, bytes: found.value.bytes, ended: found.value.ended },
      passes,
    );
    // Reservations taken before going live that waited for one of these cards; what fails here the worker does within a minute.
    if (request.dryRun !== true) await finishFormer(db).catch(() => {});
    return done({ ...report, rejectedFile: await passes.at(-1)?.rejected.keep() });
  } catch (error) {
    const refusal = refusalOf(error, request.rejectedPath);
    if (refusal === undefined) throw error;
    // What rows a strict import stumbled over is told; without them it would have to be run again.
    if (refusal.reason === 'strict') await passes.at(-1)?.rejected.keep();
    // Where even this finds no room, an import without an end stored nothing either.
    await endRefused(db, actor, importId, refusal.reason).catch((fault: unknown) => {
      if (refusal.reason !== 'database_full') throw fault;
    });
    return refused(refusal.reason, refusal.detail);
  } finally {
    for (const { rejected } of passes) await rejected.drop();
  }
}

type Begun = ImportRequest & { importId: number; encoding: Encoding; bytes: number; ended: boolean };

/** The one transaction. What is told of it, rejected rows too, is on the disk before it commits; only their file's name comes after. */
async function takeIn(db: Db, clock: Clock, actor: Actor, request: Begun, passes: Pass[]): Promise<ImportReport> {
  const { importId, encoding, dryRun = false } = request;
  try {
    return await db.transaction(async (tx, client) => {
      // A transaction that met a deadlock runs again, and with it the reading.
      await passes.at(-1)?.rejected.drop();
      const pass = newPass(clock, request);
      passes.push(pass);
      // Whoever kills this process and starts it anew is not kept waiting by a statement of the old one.
      await tx.run(sql`SET LOCAL client_connection_check_interval = '1s'`);
      if (!(await onlyImport(tx))) throw new Refusal('other_import_running');
      await openIncoming(tx);
      await copyIn(client, pass, request);
      const judged = pass.judge.judged();
      request.onProgress?.({ part: 1, rows: judged.rows, phase: 'storing' });
      const stored = await store(tx, actor, importId, { rows: judged.taken });
      const told = { importId, dryRun, encoding, unended: !request.ended, rejectedFile: undefined };
      const finished = { ...judged, ...stored, ...told };
      await pass.rejected.settle();
      if (dryRun) throw new Rehearsed(finished);
      await end(tx, actor, finished);
      return finished;
    });
  } catch (error) {
    if (!(error instanceof Rehearsed)) throw error;
    await end(db, actor, error.report);
    return error.report;
  }
}

type Pass = { judge: ReturnType<typeof judgeRows>; rejected: ReturnType<typeof rejectedRows> };

function newPass(clock: Clock, request: ImportRequest): Pass {
  const rejected = rejectedRows(request.rejectedPath);
  return { rejected, judge: judgeRows(request.profile, today(clock).toString(), rejected) };
}

/** Reads the file once and lays its good rows into the transaction's table. Throws a Refusal where the whole file is not taken. */
async function copyIn(client: PoolClient, { judge, rejected }: Pass, request: Begun): Promise<void> {
  const { encoding, bytes } = request;
  const { delimiter } = request.profile;
  const tell = (read: number) => request.onProgress?.({ part: read / bytes, rows: judge.judged().rows, phase: 'reading' });
  const batches = readRecords(request.path, encoding, delimiter === 'detect' ? undefined : delimiter, tell);
  const copy = client.query(copyFrom(COPY_INCOMING));
  await pipeline(Readable.from(judge.copyLines(batches)), copy);
  const refusal = judge.refusal();
  if (refusal !== undefined) throw new Refusal(refusal.reason, refusal.detail);
  if (request.strict !== true || rejected.rows === 0) return;
  await rejected.settle();
  throw new Refusal('strict', String(rejected.rows));
}

const NOTHING = {
  fresh: 0,
  changed: 0,
  unchanged: 0,
  over: 0,
  conflicts: 0,
  waiting: 0,
  dropped: 0,
  addressesKept: 0,
  officesFound: 0,
  unknownOffices: [],
  unended: false,
  rejectedFile: undefined,
};

/** PostgreSQL has no room left on its disk. */
const DISK_FULL = '53100';

function refusalOf(error: unknown, rejectedPath: string): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof CannotWrite) return new Refusal('rejected_unwritable', `${rejectedPath}（${error.code}）`);
  if (sqlState(error) === DISK_FULL) return new Refusal('database_full');
  if (error instanceof Undecodable) return new Refusal('undecodable', `${ENCODING_NAMES[error.encoding]}、${error.line}行目`);
  return undefined;
}

/** When this very file was taken in; undefined also where it was taken back since, by whichever of its imports. */
async function takenInBefore(tx: Tx, sha256: string, profile: string): Promise<Date | undefined> {
  const found = await tx.row<{ at: Date }>(sql`
    SELECT i.ended_at AS at FROM intake.imports i
    WHERE i.sha256 = ${sha256} AND i.kind = 'cards' AND i.profile = ${profile} AND NOT i.dry_run AND i.ended_at IS NOT NULL AND i.undone_at IS NULL
      AND i.counts ? 'fresh' AND NOT i.counts ? 'before'
      AND NOT EXISTS (
        SELECT FROM intake.imports u WHERE u.sha256 = i.sha256 AND u.kind = i.kind AND u.profile = i.profile AND u.undone_at > i.ended_at)
    ORDER BY i.id DESC LIMIT 1`);
  return found?.at;
}

/** The row of an import that never ended (the machine stopped) has no `ended_at`: it stored nothing. */
const begin = async (tx: Tx, actor: Actor, request: ImportRequest, sha256: string): Promise<number> =>
  (
    await tx.one<{ id: number }>(sql`
      INSERT INTO intake.imports (kind, file_name, sha256, profile, started_at, dry_run, staff_id)
      VALUES ('cards', ${request.fileName}, ${sha256}, ${request.profile.name}, lib.now(), ${request.dryRun === true}, ${actor.kind === 'staff' ? actor.staffId : null})
      RETURNING id`)
  ).id;

async function end(tx: Tx, actor: Actor, report: ImportReport): Promise<void> {
  const { importId, rejectedFile: _, before, ...counts } = report;
  const detail = { ...counts, ...(before === undefined ? {} : { before: before.toISOString() }) };
  await tx.run(
    sql`UPDATE intake.imports SET ended_at = lib.now(), counts = ${JSON.stringify(detail)}::jsonb WHERE id = ${importId}`,
  );
  await log(tx, actor, 'intake.cards-imported', { import: importId, ...detail });
}

async function endRefused(tx: Tx, actor: Actor, importId: number, reason: ImportRefusal): Promise<void> {
  await tx.run(
    sql`UPDATE intake.imports SET ended_at = lib.now(), counts = jsonb_build_object('refused', ${reason}::text) WHERE id = ${importId}`,
  );
  await log(tx, actor, 'intake.cards-refused', { import: importId, reason });
}

const log = (tx: Tx, actor: Actor, act: string, detail: object): Promise<number> =>
  tx.run(sql`SELECT audit.write(${actorSql(actor)}, ${act}, lib.now(), NULL, NULL, NULL, ${JSON.stringify(detail)}::jsonb)`);
