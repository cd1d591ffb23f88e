import { copyFile, cp, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { faultWord } from '../lib/fault.ts';
import { mustHaveRoomFor } from './room.ts';
import {
  type Backup,
  expireBackups,
  listBackups,
  listPieces,
  logFolder,
  mustAnswer,
  removeHalves,
  type Store,
  segmentStart,
} from './store.ts';

export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}

/** From where a folder wants a database's log: its oldest backup of it; where it has none, the newest one of the first folder. */
async function wantsFrom(store: Store, dir: string, system: string): Promise<bigint> {
  const of = async (folder: string) =>
    (await listBackups(store, folder)).flatMap(({ backup }) => (backup?.system === system ? [backup] : []));
  const base = (await of(dir)).at(0) ?? (await of(store.dirs[0] ?? '')).at(-1);
  return base === undefined ? 0n : segmentStart(BigInt(base.start));
}

/** Copies into a further folder whatever of the first one's log it lacks: one that was away for a moment has no hole. @throws what the file system says */
async function fillLog(store: Store, dir: string, system: string): Promise<void> {
  const from = await wantsFrom(store, dir, system);
  const there = new Set((await listPieces(dir, system)).map(({ file }) => basename(file)));
  const folder = logFolder(dir, system);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const piece of await listPieces(store.dirs[0] ?? '', system)) {
    const name = basename(piece.file);
    if (piece.to <= from || there.has(name)) continue;
    const half = join(folder, `${name}.half`);
    try {
      await copyFile(piece.file, half);
      await rename(half, join(folder, name));
    } finally {
      await rm(half, { force: true });
    }
  }
}

/** Does the same for each further folder, whatever becomes of the others. Returns those that still lack something, with why. */
async function eachFurther(store: Store, work: (dir: string) => Promise<void>): Promise<string[]> {
  const faults: string[] = [];
  for (const dir of store.dirs.slice(1))
    await mustAnswer(store, dir)
      .then(() => work(dir))
      .catch((error: unknown) => faults.push(`${dir} (${faultWord(error)})`));
  return faults;
}

/** Brings the log of each further folder to what the first one holds. Returns the folders that still lack something, with why. */
export const fillFurther = (store: Store, system: string): Promise<string[]> =>
  eachFurther(store, (dir) => fillLog(store, dir, system));

/**
 * Copies a whole backup, and the log it lacks, into each further folder, and keeps as many there: what is past its days goes before, so that it makes room.
 * Returns those that could not be written, with why.
 */
export const copyToFurther = (
  store: Store,
  backup: Pick<Backup, 'name' | 'system' | 'files'>,
  now: Temporal.Instant,
): Promise<string[]> =>
  eachFurther(store, async (dir) => {
    const { name, system } = backup;
    const half = join(dir, `${name}.half`);
    try {
      await removeHalves(dir);
      await expireBackups(store, dir, now);
      await mustHaveRoomFor(dir, backup);
      await cp(join(store.dirs[0] ?? '', name), half, { recursive: true });
      await rename(half, join(dir, name));
      await syncFolder(dir);
      await expireBackups(store, dir, now);
      await fillLog(store, dir, system);
    } finally {
      await rm(half, { recursive: true, force: true }).catch(() => {});
    }
  });
