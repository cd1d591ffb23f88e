import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './node.mjs';

const STAMP = join(ROOT, 'dist', '.built-from');
const SOURCES = ['src', 'build'];
const FILES = ['package.json', 'package-lock.json', 'tsconfig.json'];

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else if (!/\.test\.tsx?$/.test(entry.name)) yield path;
  }
}

/**
 * A fingerprint of everything that is built from: names, sizes and times of change, a few milliseconds for the whole tree.
 * @returns {string}
 */
export function fingerprint() {
  const hash = createHash('sha256');
  const all = [...SOURCES.flatMap((name) => [...files(join(ROOT, name))]), ...FILES.map((name) => join(ROOT, name))];
  for (const path of all.sort()) {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Whether `now` was built already. */
export const isBuilt = (now) => existsSync(STAMP) && readFileSync(STAMP, 'utf8') === now;

/** Remembers what was built; take the fingerprint before building, so that a file saved meanwhile counts as new. */
export function remember(now) {
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, now);
}
