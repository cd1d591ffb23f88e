import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Db } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import { type LogFile, listLogFiles, type Mark, marksOf } from './folder.ts';

type KeepWith = {
  /** As madoguchi_sealer. */
  sealer: Db;
  folder: string;
  /** This machine: its own files are sealed, compressed and removed, and those of machines that nobody keeps. */
  host: string;
};
/** Of one run: files sealed further, removed because the city no longer keeps them, and the names of those that are not what was sealed or are gone. */
type KeptFiles = { sealed: number; removed: number; wrong: string[]; before: string };

type Known = Mark & { name: string; old: boolean };
type Seal = Mark & { name: string; day: string };

/** A seal is made anew before the line that holds it is past its own years (one at the least). */
const ANEW_DAYS = 300;

const knownFiles = (tx: Db, host: string, before: string): Promise<Known[]> =>
  tx.rows<Known>(sql`
    SELECT name, bytes::double precision AS bytes, sha256, sealed_at < lib.now() - make_interval(days => ${ANEW_DAYS}) AS old
    FROM audit.log_files WHERE host = ${host} AND day >= ${before}::date`);

/** Files past their years that the night did not let go of yet: `verify` asks for them until the log says that they are over. */
const heldFiles = async (tx: Db, host: string, before: string): Promise<Set<string>> =>
  new Set(
    (await tx.rows<{ name: string }>(sql`SELECT name FROM audit.log_files WHERE host = ${host} AND day < ${before}::date`)).map(
      ({ name }) => name,
    ),
  );

/** One file against its last seal. @returns what to seal it with, `wrong` where it is not what was sealed, undefined where nothing is new */
async function look(file: LogFile, known: Known | undefined): Promise<Seal | 'wrong' | undefined> {
  if (known !== undefined && !known.old) {
    const { size } = await stat(file.path);
    // A compressed file is read where its seal is made anew, and by `verify`.
    if (file.packed || size === known.bytes) return undefined;
  }
  const marks = await marksOf(file, known === undefined ? [] : [known.bytes]);
  if (marks === undefined) return 'wrong';
  if (known !== undefined && marks.at.get(known.bytes) !== known.sha256 && known.bytes > 0) return 'wrong';
  return { name: file.name, day: file.day, ...marks.end };
}

/** A day that is over is kept compressed; what it holds and its seal are the same. */
async function pack({ path }: LogFile): Promise<void> {
  const half = `${path}.half`;
  await pipeline(createReadStream(path), createGzip(), createWriteStream(half, { mode: 0o640, flush: true }));
  await rename(half, `${path}.gz`);
  await rm(path);
}

type Range = { before: string; today: string; yesterday: string };

/** The files of one machine. */
async function keepOf(
  { sealer, host: keeper }: KeepWith,
  host: string,
  own: readonly LogFile[],
  { before, today, yesterday }: Range,
): Promise<Omit<KeptFiles, 'before'>> {
  const known = new Map((await knownFiles(sealer, host, before)).map((one) => [one.name, one]));
  const kept = own.filter(({ day }) => day >= before);
  const wrong = [...known.keys()].filter((name) => !kept.some((file) => file.name === name));
  // A file of another machine is fetched as long as it is not compressed: its last lines come after midnight, or when the machine is reached again.
  const over = host === keeper ? today : yesterday;
  const seals: Seal[] = [];
  const whole: LogFile[] = [];
  for (const file of kept) {
    const found = await look(file, known.get(file.name));
    if (found === 'wrong') wrong.push(file.name);
    else {
      if (found !== undefined) seals.push(found);
      if (found === undefined && file.day < over && !file.packed) whole.push(file);
    }
  }
  await sealer.run(sql`SELECT audit.seal_files(${host}, ${JSON.stringify(seals)}::jsonb, ${wrong}::text[], ${keeper})`);
  for (const file of whole) await pack(file);
  const held = await heldFiles(sealer, host, before);
  const past = own.filter(({ day, name }) => day < before && !held.has(name));
  for (const file of past) await rm(file.path, { force: true });
  return { sealed: seals.length, removed: past.length, wrong };
}

/** Of the machines whose files lie here those that no other worker keeps: none sealed anything of theirs for a day. An old name of this machine is one too. */
const leftAlone = async (tx: Db, keeper: string, hosts: readonly string[]): Promise<string[]> =>
  (
    await tx.rows<{ host: string }>(sql`
      SELECT u.host FROM unnest(${[...hosts]}::text[]) AS u (host)
      WHERE NOT EXISTS (
        SELECT FROM audit.log_files f
        WHERE f.host = u.host AND f.sealed_at > lib.now() - interval '1 day' AND f.keeper IS DISTINCT FROM ${keeper})
      ORDER BY u.host`)
  ).map(({ host }) => host);

/**
 * Keeps the files of the logs of this machine, and of other machines in its folder that no other worker keeps, such as those it fetches from machines without one (§8(1)⑧, §11(12)). It seals how far each file reaches
 * into the log of the database, finds files that were changed, cut or lost since, compresses days that are over (those of other machines a day later), and removes what is past the city's years.
 * It may run again at any time, and twice at once.
 */
export async function keepFiles(given: KeepWith): Promise<KeptFiles> {
  const { sealer, folder, host } = given;
  const range = await sealer.one<Range>(
    sql`SELECT audit.files_before()::text AS before, lib.day_of(lib.now())::text AS today, (lib.day_of(lib.now()) - 1)::text AS yesterday`,
  );
  const files = await listLogFiles(folder);
  const others = [...new Set(files.map((file) => file.host))].filter((other) => other !== host);
  const all: KeptFiles = { sealed: 0, removed: 0, wrong: [], before: range.before };
  for (const one of [host, ...(await leftAlone(sealer, host, others))]) {
    const own = files.filter((file) => file.host === one);
    const { sealed, removed, wrong } = await keepOf(given, one, own, range);
    all.sealed += sealed;
    all.removed += removed;
    all.wrong.push(...wrong);
  }
  return all;
}

/** The night's part of it: what is past the city's years is no longer known, with a line of the log; who keeps a folder removes it there. Returns how many. As the sealer. */
export const expireFiles = async (sealer: Db): Promise<number> =>
  (await sealer.one<{ removed: number }>(sql`SELECT audit.expire_files() AS removed`)).removed;
