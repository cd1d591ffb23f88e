import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type Lock = { release(): void };

const BUSY = 5;

/**
 * Takes a lock that the kernel drops when this process ends, however it ends, so nothing stale is ever left behind.
 * Node has no flock of its own; SQLite's file lock works on every platform and across containers that share a disk.
 * @returns undefined when another process (or this one) holds it
 */
export function takeLock(file: string): Lock | undefined {
  mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === BUSY) return undefined;
    throw error;
  }
  return { release: () => database.close() };
}
