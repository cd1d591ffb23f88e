import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { codeOf } from '../lib/fault.ts';
import { inTime } from '../lib/in-time.ts';
import { Said } from '../lib/said.ts';
import { signature } from '../lib/sealed-file.ts';

// A folder of backups: `base-20261128T015000Z/` holds one backup with its `backup.json`, `log-SYSTEM/` the write-ahead log since, in pieces named
// TIMELINE-FROM-TO. What is not whole yet ends with `.half`.

/**
 * Where backups lie and what opens them. The first folder is the one backups are taken into; the others hold copies. `answerMs`: how long a folder is waited
 * for.
 */
export type Store = {
  dirs: readonly string[];
  key: string;
  oldKeys: readonly string[];
  keepDays: number;
  answerMs?: number | undefined;
};

/**
 * Makes a folder of backups where it is not there, and writes into it: a look alone may be answered from memory while its share is away.
 * @throws NoAnswer where it hangs; what the file system says
 */
export const mustAnswer = ({ answerMs }: Store, dir: string): Promise<void> =>
  inTime(
    dir,
    async () => {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      const file = join(dir, 'there.half');
      await writeFile(file, '', { mode: 0o600 });
      await rm(file, { force: true });
    },
    answerMs,
  );

const COUNTS = z.record(z.string(), z.number());
export type Counts = z.infer<typeof COUNTS>;

const DESCRIBED = z.object({
  name: z.string(),
  system: z.string(),
  timeline: z.number(),
  start: z.string(),
  end: z.string(),
  beganAt: z.string(),
  endedAt: z.string(),
  /** PostgreSQL's own, such as 18. */
  major: z.number(),
  database: z.string(),
  counts: COUNTS,
  files: z.array(z.object({ file: z.string(), holds: z.string(), location: z.string(), bytes: z.number() })),
});
/** What stands beside a backup: what it is, from when, and its files. */
export type Backup = z.infer<typeof DESCRIBED>;

const BASE = /^base-\d{8}T\d{6}Z$/u;
const PIECE = /^([0-9a-f]{8})-([0-9a-f]{16})-([0-9a-f]{16})$/u;

export const isBackupName = (name: string): boolean => BASE.test(name);

/** The name of a backup that begins now. */
export const backupName = (at: Temporal.Instant): string =>
  `base-${at.round({ smallestUnit: 'second', roundingMode: 'floor' }).toString().replaceAll(/[-:]/gu, '')}`;

/** The file that stands beside a backup. It is signed, so that a folder put together from two is noticed. */
export const describe = (backup: Backup, key: string): string =>
  JSON.stringify({ backup, signature: signature(key, JSON.stringify(backup)) });

const keysOf = ({ key, oldKeys }: Store): string[] => [key, ...oldKeys];

export { keysOf as keysOfStore };

/**
 * What a backup says of itself.
 * @throws Said where it is not there, was changed, or none of the keys signed it
 */
export async function readBackup(store: Store, dir: string, name: string): Promise<Backup> {
  const file = join(dir, name, 'backup.json');
  const none = new Said(`${dir} holds no backup of the name ${name}.`);
  if (!isBackupName(name)) throw none;
  const damaged = new Said(`${file} was changed, or is another key's: it is not what was written.`);
  let read: { backup: unknown; signature: unknown };
  try {
    read = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (codeOf(error) === 'EACCES') throw new Said(`${file} cannot be read by this account.`);
    throw codeOf(error) === 'ENOENT' ? none : damaged;
  }
  const text = JSON.stringify(read.backup);
  if (!keysOf(store).some((key) => signature(key, text) === read.signature)) throw damaged;
  return DESCRIBED.parse(read.backup);
}

/** What lies in a folder, in its order; nothing where there is no such folder. */
const namesIn = async (dir: string): Promise<string[]> =>
  (
    await readdir(dir).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    })
  ).sort();

/** The names of the whole backups of a folder, the oldest first. None where there is no such folder. */
export const listNames = async (dir: string): Promise<string[]> => (await namesIn(dir)).filter((name) => BASE.test(name));

/** The names of the backups that are whole or were begun in a folder. */
export const listBegun = async (dir: string): Promise<string[]> =>
  (await namesIn(dir)).map((name) => name.replace(/\.half$/u, '')).filter(isBackupName);

type Listed = { name: string; backup: Backup | undefined; fault: string | undefined };

/** Every backup of a folder with what it says; one that cannot be read is named with its fault. */
export const listBackups = async (store: Store, dir: string): Promise<Listed[]> =>
  Promise.all(
    (await listNames(dir)).map((name) =>
      readBackup(store, dir, name).then(
        (backup): Listed => ({ name, backup, fault: undefined }),
        (error: unknown): Listed => ({ name, backup: undefined, fault: error instanceof Error ? error.message : String(error) }),
      ),
    ),
  );

/** A piece of the write-ahead log. */
export type Piece = { file: string; timeline: number; from: bigint; to: bigint };

export const logFolder = (dir: string, system: string): string => join(dir, `log-${system}`);

const hex = (value: number | bigint, digits: number): string => value.toString(16).padStart(digits, '0');
export const pieceName = (timeline: number, from: bigint, to: bigint): string =>
  `${hex(timeline, 8)}-${hex(from, 16)}-${hex(to, 16)}`;

/** The pieces of a cluster's log in a folder, in their order. */
export async function listPieces(dir: string, system: string): Promise<Piece[]> {
  const folder = logFolder(dir, system);
  return (await namesIn(folder)).flatMap((name): Piece[] => {
    const [, timeline, from, to] = PIECE.exec(name) ?? [];
    if (timeline === undefined) return [];
    return [
      { file: join(folder, name), timeline: Number.parseInt(timeline, 16), from: BigInt(`0x${from}`), to: BigInt(`0x${to}`) },
    ];
  });
}

/** PostgreSQL's files of the log are this long where nobody set it otherwise. */
export const SEGMENT = 16n * 1024n * 1024n;
export const segmentStart = (lsn: bigint): bigint => lsn - (lsn % SEGMENT);

/** Removes what a run left that was cut short. The caller holds the lock. */
export async function removeHalves(dir: string): Promise<void> {
  for (const name of await readdir(dir)) if (name.endsWith('.half')) await rm(join(dir, name), { recursive: true, force: true });
}

/**
 * Removes backups that began more than `keepDays` ago, and the log that only they need. The newest backup stays whatever its age, and so does the newest that
 * can be read: while new ones fail, it may be the only one to restore from. Returns what is gone.
 */
export async function expireBackups(store: Store, dir: string, now: Temporal.Instant): Promise<string[]> {
  const all = await listBackups(store, dir);
  const limit = backupName(now.subtract({ hours: 24 * store.keepDays }));
  const readable = all.findLastIndex(({ backup }) => backup !== undefined);
  const old = all.filter(({ name }, at) => name < limit && at < all.length - 1 && at !== readable);
  for (const { name } of old) await rm(join(dir, name), { recursive: true, force: true });
  const kept = all.filter((one) => !old.includes(one));
  // Where one cannot be read, nobody knows what of the log it needs.
  if (kept.some(({ backup }) => backup === undefined)) return old.map(({ name }) => name);
  const needed = new Map<string, bigint>();
  for (const { backup } of kept) {
    if (backup === undefined) continue;
    const from = segmentStart(BigInt(backup.start));
    const known = needed.get(backup.system);
    if (known === undefined || from < known) needed.set(backup.system, from);
  }
  for (const folder of (await readdir(dir)).filter((name) => name.startsWith('log-'))) {
    const system = folder.slice('log-'.length);
    const from = needed.get(system);
    if (from === undefined) await rm(join(dir, folder), { recursive: true, force: true });
    else for (const piece of await listPieces(dir, system)) if (piece.to <= from) await rm(piece.file, { force: true });
  }
  return old.map(({ name }) => name);
}
