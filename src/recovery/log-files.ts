import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type LogFile, listLogFiles } from '../audit/files/folder.ts';
import { faultWord } from '../lib/fault.ts';
import { checkSealed, isSealedWith, openSealed, sealFile } from '../lib/sealed-file.ts';
import { keysOfStore, listBackups, listPieces, mustAnswer, type Store } from './store.ts';
import { mustBeEmpty } from './unpack.ts';

/** Beside the backups: each file of a process's log, sealed with the same key. They stay for the city's years, not for the backups' days. */
const FOLDER = 'application-logs';
const ENDING = '.sealed';
const DAY = /\.(\d{4}-\d\d-\d\d)\.log\.sealed$/u;

const copiesIn = async (dir: string): Promise<string[]> => {
  const folder = join(dir, FOLDER);
  return existsSync(folder) ? (await readdir(folder)).filter((name) => DAY.test(name)).sort() : [];
};

/** The copy lacks something, or opens with a key that is to go. */
const isDue = async (file: string, copied: string, key: string): Promise<boolean> =>
  !existsSync(copied) || (await stat(file)).mtimeMs > (await stat(copied)).mtimeMs || !(await isSealedWith(copied, key));

async function copy(store: Store, file: LogFile, to: string): Promise<void> {
  const half = `${to}.${process.pid}.half`;
  const sink = sealFile(half, store.key);
  try {
    const raw = createReadStream(file.path);
    const stream = file.packed ? raw.pipe(createGunzip()) : raw;
    raw.on('error', (error) => stream.destroy(error));
    for await (const chunk of stream as AsyncIterable<Buffer>) await sink.write(chunk);
    await sink.end();
    await rename(half, to);
  } finally {
    await rm(half, { force: true });
  }
}

/**
 * Copies what is new of a folder of log files into each folder of the backups, what was sealed with an earlier key anew, and removes there what is past its
 * years.
 * @param before files of days before it are past their years
 * @returns how many files were copied into the first folder, and the first folder that could not be written, with why
 */
export async function copyLogFiles(
  store: Store,
  folder: string,
  before: string,
): Promise<{ copied: number; fault: string | undefined }> {
  const files = (await listLogFiles(folder)).filter(({ day }) => day >= before);
  let copied = 0;
  let fault: string | undefined;
  for (const [at, dir] of store.dirs.entries()) {
    try {
      await mustAnswer(store, dir);
      await mkdir(join(dir, FOLDER), { recursive: true, mode: 0o700 });
      for (const file of files) {
        const to = join(dir, FOLDER, `${file.name}${ENDING}`);
        if (!(await isDue(file.path, to, store.key))) continue;
        await copy(store, file, to);
        if (at === 0) copied += 1;
      }
      for (const name of await copiesIn(dir)) if ((DAY.exec(name)?.[1] ?? '') < before) await rm(join(dir, FOLDER, name));
    } catch (error) {
      fault ??= `${dir} (${faultWord(error)})`;
    }
  }
  return { copied, fault };
}

/** The copies of log files in a folder of backups, and those of them that were changed, damaged, or are another key's. */
export async function checkLogFiles(store: Store, dir: string): Promise<{ files: number; wrong: string[] }> {
  const names = await copiesIn(dir);
  const wrong: string[] = [];
  for (const name of names)
    await checkSealed(join(dir, FOLDER, name), keysOfStore(store)).catch(() => {
      wrong.push(name);
    });
  return { files: names.length, wrong };
}

/** Writes the log files out of the backups into an empty folder. Returns how many. @throws Said where it is not empty; NotSealed */
export async function unpackLogFiles(store: Store, dir: string, folder: string): Promise<number> {
  await mustBeEmpty(folder);
  const names = await copiesIn(dir);
  for (const name of names)
    await pipeline(
      await openSealed(join(dir, FOLDER, name), keysOfStore(store)),
      createWriteStream(join(folder, name.slice(0, -ENDING.length)), { mode: 0o640 }),
    );
  return names.length;
}

/** How many files of a folder of backups open with a key of BACKUP_OLD_KEYS alone: of backups, of the database's log, of the processes' log files. */
export async function countOlderKeys(store: Store, dir: string): Promise<number> {
  const backups = (await listBackups(store, dir)).flatMap(({ name, backup }) =>
    (backup?.files ?? []).map(({ file }) => join(dir, name, file)),
  );
  const systems = existsSync(dir)
    ? (await readdir(dir)).flatMap((name) => (name.startsWith('log-') ? [name.slice('log-'.length)] : []))
    : [];
  const pieces = (await Promise.all(systems.map((system) => listPieces(dir, system)))).flat().map(({ file }) => file);
  const logs = (await copiesIn(dir)).map((name) => join(dir, FOLDER, name));
  let older = 0;
  for (const file of [...backups, ...pieces, ...logs]) if (existsSync(file) && !(await isSealedWith(file, store.key))) older += 1;
  return older;
}
