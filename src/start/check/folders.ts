import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { care, type Finding, wrong } from './finding.ts';

/** The folder, or the nearest above it that is there: what is missing is made when it is needed. */
const nearest = (folder: string): string =>
  existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder));

/**
 * Whether this account can write a folder of its own. Nothing is written.
 * @param lost what is missing where it cannot, as the rest of a sentence
 */
export function lookAtFolder(setting: string, folder: string, lost: string): Finding[] {
  const there = nearest(folder);
  try {
    accessSync(there, constants.W_OK | constants.X_OK);
    if (statSync(there).isDirectory()) return [];
  } catch {
    // Told below, as a file in its place is.
  }
  return [wrong(`${setting}, ${folder}, cannot be written by this account: ${lost}. Make the folder its own.`)];
}

/** Folders that are to be copies of each other and are one: what takes the one takes the other. */
export function lookApart(setting: string, folders: readonly string[]): Finding[] {
  const known = folders.filter((folder) => existsSync(folder));
  if (new Set(known.map((folder) => realpathSync(folder))).size < known.length)
    return [wrong(`${setting} names one folder twice: there is no second copy.`)];
  const disks = new Set(known.map((folder) => statSync(folder).dev));
  return known.length > 1 && disks.size === 1
    ? [care(`The folders of ${setting} lie on one disk: what takes the one takes the other. Keep one on another machine.`)]
    : [];
}
