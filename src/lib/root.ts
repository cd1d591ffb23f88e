import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function find(folder: string): string {
  if (existsSync(join(folder, 'migrations')) && existsSync(join(folder, 'package.json'))) return folder;
  const up = dirname(folder);
  if (up === folder) throw new Error('no package.json with migrations above this file');
  return find(up);
}

/** The folder that holds package.json: the same from src/ and from the bundle in dist/. */
export const ROOT: string = find(dirname(fileURLToPath(import.meta.url)));
