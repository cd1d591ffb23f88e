import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Said } from './said.ts';

type Lock = { release(): void };

const BUSY = 5;
/** SQLite's codes for a file that cannot be written, and what to do. */
const NO_FILE = new Map([
  [8, 'it belongs to another account or lies on a read-only disk; run as its owner, or set DATA_DIR to a folder of your own'],
  [10, 'its disk fails'],
  [13, 'no space is left on its disk; free some'],
  [
    14,
    'its folder belongs to another account, or no space is left; run as its owner, free some, or set DATA_DIR to a folder of your own',
  ],
]);

/**
 * Takes a lock that the kernel drops when this process ends, however it ends, so nothing stale is ever left behind.
 * Node has no flock of its own; SQLite's file lock works on every platform and across containers that share a disk.
 * @returns undefined when another process (or this one) holds it
 * @throws Said where the file cannot be written
 */
export function takeLock(file: string): Lock | undefined {
  mkdirSync(dirname(file), { recursive: true });
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: 0 });
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
    if (code === BUSY) return undefined;
    throw NO_FILE.has(code) ? new Said(`The lock ${file} cannot be written: ${NO_FILE.get(code)}.`) : error;
  }
  const held = database;
  return { release: () => held.close() };
}
