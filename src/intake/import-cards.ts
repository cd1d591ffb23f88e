import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Actor } from '../audit/actor.ts';
import { COPY_INCOMING, openIncoming } from '../cards/take-in.ts';
import { type Clock, today } from '../lib/clock.ts';
import { ENCODING_NAMES, type Encoding, type Inspected, inspect } from '../lib/csv/inspect.ts';
import { withList } from '../lib/csv/list-file.ts';
import { readRecords } from '../lib/csv/read.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import { finishFormer } from './former/acts.ts';
import { begin, end, endRefused, takenInBefore } from './import-record.ts';
import { Refusal, Rehearsed, refusalOf } from './import-refusal.ts';
import { type ImportReport, type ImportRequest, LARGEST_LIST, NOTHING } from './import-report.ts';
import { judgeRows, noRows } from './judge.ts';
import { forSheet, type Profile } from './profile.ts';
import { rejectedRows, wrongPlace } from './rejected.ts';
import { onlyImport, store } from './store.ts';
import type { ImportRefusal } from './words.ts';

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
  const found = await inspect(request.path, request.maxBytes ?? LARGEST_LIST);
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
    const last = passes.at(-1);
    return done({ ...report, rejectedFile: await last?.rejected.keep(), reasons: last?.judge.reasons() ?? [] });
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
