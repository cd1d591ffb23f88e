import type { Actor } from '../audit/actor.ts';
import { openIncoming } from '../cards/incoming.ts';
import type { Clock } from '../lib/clock.ts';
import { ENCODING_NAMES, type Encoding, type Inspected, inspect } from '../lib/csv/inspect.ts';
import { withList } from '../lib/csv/list-file.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import { foresee } from './foresee.ts';
import { finishFormer } from './former/acts.ts';
import { begin, end, endRefused, firstTakenIn, takenInBefore } from './import-record.ts';
import { Refusal, refusalOf } from './import-refusal.ts';
import { type ImportReport, type ImportRequest, LARGEST_LIST, NOTHING } from './import-report.ts';
import { noRows } from './judge.ts';
import type { KeptRows } from './kept-rows.ts';
import { forSheet, type Profile, readingOf } from './profile.ts';
import { wrongPlace } from './rejected.ts';
import { type Rows, rowsKept, rowsOfFile } from './rows.ts';
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
    importFile(db, clock, actor, {
      ...request,
      path,
      profile: sheet === undefined ? request.profile : forSheet(request.profile),
    }),
  );
  return imported.ok ? imported.value : imported;
}

async function importFile(
  db: Db,
  clock: Clock,
  actor: Actor,
  request: ImportRequest,
): Promise<Outcome<ImportReport, ImportRefusal>> {
  const found = await inspect(request.path, request.maxBytes ?? LARGEST_LIST);
  if (!found.ok) return found;
  const encoding = encodingOf(request.profile, found.value);
  if (encoding === undefined) return refused('encoding_differs', ENCODING_NAMES[found.value.encoding]);
  const { sha256, bytes, ended } = found.value;
  return importRows(db, actor, { ...request, sha256, encoding, ended }, rowsOfFile(clock, { ...request, encoding, bytes }));
}

/** Stores a list that was judged, from the rows that were kept of it: what was said is what is stored. */
export const importKept = (
  db: Db,
  actor: Actor,
  request: Omit<ImportRequest, 'path'> & { sha256: string },
  kept: KeptRows,
): Promise<Outcome<ImportReport, ImportRefusal>> =>
  importRows(db, actor, { ...request, encoding: kept.encoding, ended: kept.ended }, rowsKept(kept, request));

type OfList = Omit<ImportRequest, 'path'> & { sha256: string; encoding: Encoding; ended: boolean };

async function importRows(db: Db, actor: Actor, request: OfList, rows: Rows): Promise<Outcome<ImportReport, ImportRefusal>> {
  const { sha256, encoding } = request;
  const reading = readingOf(request.profile, encoding);
  const before = request.again === true ? undefined : await takenInBefore(db, sha256, request.profile.name, reading);
  const importId = await begin(db, actor, request, sha256, reading);
  if (before !== undefined) {
    const report = {
      ...noRows(),
      ...NOTHING,
      importId,
      dryRun: request.dryRun === true,
      encoding,
      before: before.at,
      because: before.because,
    };
    await end(db, actor, report);
    return done(report);
  }
  try {
    const report = await takeIn(db, actor, { ...request, importId }, rows);
    // Reservations taken before going live that waited for one of these cards; what fails here the worker does within a minute.
    if (request.dryRun !== true) await finishFormer(db).catch(() => {});
    return done({ ...report, rejectedFile: await rows.keep(), reasons: rows.reasons() });
  } catch (error) {
    const refusal = refusalOf(error, request.rejectedPath);
    if (refusal === undefined) throw error;
    // What rows a strict import stumbled over is told; without them it would have to be run again.
    if (refusal.reason === 'strict') await rows.keep();
    // Where even this finds no room, an import without an end stored nothing either.
    await endRefused(db, actor, importId, refusal.reason).catch((fault: unknown) => {
      if (refusal.reason !== 'database_full') throw fault;
    });
    return refused(refusal.reason, refusal.detail);
  } finally {
    await rows.drop();
  }
}

/** The one transaction. What is told of it, rejected rows too, is on the disk before it commits; only their file's name comes after. */
const takeIn = (db: Db, actor: Actor, request: OfList & { importId: number }, rows: Rows): Promise<ImportReport> =>
  db.transaction(async (tx, client) => {
    const { importId, encoding, ended, dryRun = false } = request;
    // Whoever kills this process and starts it anew is not kept waiting by a statement of the old one.
    await tx.run(sql`SET LOCAL client_connection_check_interval = '1s'`);
    if (!(await onlyImport(tx))) throw new Refusal('other_import_running');
    await openIncoming(tx);
    const judged = await rows.lay(client);
    request.onProgress?.({ part: 1, rows: judged.rows, phase: 'storing' });
    const laid = { rows: judged.taken, since: await firstTakenIn(tx, request.sha256) };
    const came = dryRun ? await foresee(tx, laid) : await store(tx, actor, importId, laid);
    const finished = { ...judged, ...came, importId, dryRun, encoding, unended: !ended, rejectedFile: undefined };
    await rows.settle();
    await end(tx, actor, finished);
    return finished;
  });
