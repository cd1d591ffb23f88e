import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Actor, actorSql } from '../audit/actor.ts';
import { INCOMING_COLUMNS, insertFresh, meetIncoming, openIncoming, updateMet } from '../cards/take-in.ts';
import { type Clock, today } from '../lib/clock.ts';
import { Undecodable } from '../lib/csv/decode.ts';
import { type Encoding, type Inspected, inspect } from '../lib/csv/inspect.ts';
import { readRecords } from '../lib/csv/read.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import { askAboutContradictions } from './conflicts.ts';
import { type Judged, judgeRows, noRows } from './judge.ts';
import type { Profile } from './profile.ts';
import { rejectedRows } from './rejected.ts';
import { ENCODING_NAMES, type ImportRefusal } from './words.ts';

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
  rejectedFile: string | undefined;
  /** Set where the very file was taken in before: then nothing was done. */
  before?: Date;
};

const LARGEST = 500 * 2 ** 20;
/** Of the one lock that keeps two imports apart, so that the second is told instead of kept waiting. */
const IMPORT_LOCK = 7_310_432;

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
  const differs = (profile.encoding === 'utf-16le') !== (found.encoding === 'utf-16le');
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
  let pass: Pass | undefined;
  try {
    const report = await db.transaction(async (tx, client) => {
      // A transaction that met a deadlock runs again, and with it the reading.
      await pass?.rejected.drop();
      pass = newPass(clock, request);
      const { locked } = await tx.one<{ locked: boolean }>(sql`SELECT pg_try_advisory_xact_lock(${IMPORT_LOCK}) AS locked`);
      if (!locked) throw new Refusal('other_import_running');
      await openIncoming(tx);
      await copyIn(client, pass, request, encoding, found.value.bytes);
      const judged = pass.judge.judged();
      request.onProgress?.({ part: 1, rows: judged.rows, phase: 'storing' });
      const stored = await store(tx, actor, importId, judged.taken);
      const finished = { ...judged, ...stored, importId, dryRun: request.dryRun === true, encoding, rejectedFile: undefined };
      if (request.dryRun === true) throw new Rehearsed(finished);
      await end(tx, actor, finished);
      return finished;
    });
    return done({ ...report, rejectedFile: await pass?.rejected.close() });
  } catch (error) {
    if (error instanceof Rehearsed) {
      await end(db, actor, error.report);
      return done({ ...error.report, rejectedFile: await pass?.rejected.close() });
    }
    const refusal = refusalOf(error);
    if (refusal?.reason === 'strict') await pass?.rejected.close();
    else await pass?.rejected.drop();
    if (refusal === undefined) throw error;
    await endRefused(db, actor, importId, refusal.reason);
    return refused(refusal.reason, refusal.detail);
  }
}

type Pass = { judge: ReturnType<typeof judgeRows>; rejected: ReturnType<typeof rejectedRows> };

function newPass(clock: Clock, request: ImportRequest): Pass {
  const rejected = rejectedRows(request.rejectedPath);
  return { rejected, judge: judgeRows(request.profile, today(clock).toString(), rejected) };
}

/** Reads the file once and lays its good rows into the transaction's table. Throws a Refusal where the whole file is not taken. */
async function copyIn(
  client: PoolClient,
  { judge, rejected }: Pass,
  request: ImportRequest,
  encoding: Encoding,
  bytes: number,
): Promise<void> {
  const { delimiter } = request.profile;
  const tell = (read: number) => request.onProgress?.({ part: read / bytes, rows: judge.judged().rows, phase: 'reading' });
  const batches = readRecords(request.path, encoding, delimiter === 'detect' ? undefined : delimiter, tell);
  const copy = client.query(copyFrom(`COPY pg_temp.incoming (${INCOMING_COLUMNS.join(', ')}) FROM STDIN`));
  await pipeline(Readable.from(judge.copyLines(batches)), copy);
  const refusal = judge.refusal();
  if (refusal !== undefined) throw new Refusal(refusal.reason, refusal.detail);
  if (request.strict === true && rejected.rows > 0) throw new Refusal('strict', String(rejected.rows));
}

const NOTHING = { fresh: 0, changed: 0, unchanged: 0, over: 0, conflicts: 0, waiting: 0, dropped: 0, rejectedFile: undefined };

function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof Undecodable) return new Refusal('undecodable', `${ENCODING_NAMES[error.encoding]}、${error.line}行目`);
  return undefined;
}

async function takenInBefore(tx: Tx, sha256: string, profile: string): Promise<Date | undefined> {
  const found = await tx.row<{ at: Date }>(sql`
    SELECT ended_at AS at FROM intake.imports
    WHERE sha256 = ${sha256} AND kind = 'cards' AND profile = ${profile} AND NOT dry_run AND ended_at IS NOT NULL AND undone_at IS NULL
      AND counts ? 'fresh' AND NOT counts ? 'before' ORDER BY id DESC LIMIT 1`);
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

async function store(tx: Tx, actor: Actor, importId: number, rows: number) {
  const { known, changed } = await meetIncoming(tx);
  if (changed > 0) {
    await tx.run(sql`
      INSERT INTO intake.changes (import_id, card_id, before)
      SELECT ${importId}, c.id, to_jsonb(c) FROM pg_temp.met m JOIN cards.cards c ON c.id = m.id WHERE m.differs`);
    await updateMet(tx, actor, importId);
    await tx.run(
      sql`UPDATE intake.changes k SET left_at = c.updated_at FROM cards.cards c WHERE k.import_id = ${importId} AND c.id = k.card_id`,
    );
  }
  const { fresh, over } = known === rows ? { fresh: 0, over: 0 } : await insertFresh(tx, importId);
  const asked = known + fresh + over === rows ? { asked: 0, waiting: 0, dropped: 0 } : await askAboutContradictions(tx, importId);
  return {
    fresh,
    changed,
    unchanged: known - changed,
    over,
    conflicts: asked.asked,
    waiting: asked.waiting,
    dropped: asked.dropped,
  };
}
