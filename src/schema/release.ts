import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keepOnce } from '../lib/kept.ts';
import { ROOT } from '../lib/root.ts';
import { functionFiles, grants, type SqlFile } from './functions.ts';

export type Migration = SqlFile & {
  sha256: string;
  /** Its first line says so: processes that do not know it may not go on. */
  breaking: boolean;
};

/** The SQL this program comes with. */
export type Release = {
  /** The numbered files of migrations/, in the order of their numbers; names without ending. */
  migrations: readonly Migration[];
  functions: readonly SqlFile[];
  grants: string;
  /** Names this release: two programs with the same SQL have the same. */
  digest: string;
};

const BREAKING = /^-- breaking\b/u;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

async function readMigrations(): Promise<Migration[]> {
  const folder = join(ROOT, 'migrations');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (file) => {
      const text = await readFile(join(folder, file), 'utf8');
      return { name: file.replace(/\.sql$/u, ''), text, sha256: sha256(text), breaking: BREAKING.test(text) };
    }),
  );
}

async function read(): Promise<Release> {
  return releaseOf(...(await Promise.all([readMigrations(), functionFiles(), grants()])));
}

/** A release of these files. */
export function releaseOf(migrations: readonly Migration[], functions: readonly SqlFile[], granted: string): Release {
  const texts = [...migrations, ...functions].map(({ name, text }) => `${name}\n${text}\n`);
  return { migrations, functions, grants: granted, digest: sha256([...texts, granted].join('\0')) };
}

/** Reads it once a process: what is changed on the disk meanwhile is another release. */
export const thisRelease = keepOnce(read);
