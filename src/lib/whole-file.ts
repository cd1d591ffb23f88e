import { chownSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Writes a file whole or not at all, over the one that was there: a full disk or a crash leaves the old one. `mode`, `owner`: of the file.
 * @throws what the file system says; nothing is left behind
 */
export function writeWhole(file: string, text: string, mode: number, owner?: { uid: number; gid: number }): void {
  const half = `${file}.half`;
  try {
    writeFileSync(half, text, { mode, flush: true });
    if (owner !== undefined) chownSync(half, owner.uid, owner.gid);
    renameSync(half, file);
  } catch (error) {
    rmSync(half, { force: true });
    throw error;
  }
}
