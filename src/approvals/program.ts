import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepOnce } from '../lib/kept.ts';
import { ROOT } from '../lib/root.ts';
import { thisRelease } from '../schema/release.ts';

export type Program = { digest: string; version: string; migrations: readonly string[] };

/**
 * What the build put out, as its list says: parts of the build before stay beside them for a day, and a machine that was built once has none. Whatever lies
 * there where there is no list.
 */
export function builtFiles(root: string): string[] {
  const list = join(root, 'dist', 'built.json');
  if (!existsSync(list)) return globSync('dist/*.js', { cwd: root }).sort();
  const names: string[] = JSON.parse(readFileSync(list, 'utf8'));
  return names.map((name) => `dist/${name}`).sort();
}

/**
 * What is about to be applied: SQL, packages and, where it was built, the built program. Two programs that do the same thing have the same digest;
 * a patch of a package or of a page has another.
 */
export async function thisProgram(): Promise<Program> {
  const release = await thisRelease();
  const hash = createHash('sha256').update(release.digest);
  for (const name of ['package-lock.json', ...builtFiles(ROOT)]) {
    const file = join(ROOT, name);
    if (existsSync(file)) hash.update(name).update(readFileSync(file));
  }
  const { version }: { version: string } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return { digest: hash.digest('hex'), version, migrations: release.migrations.map(({ name }) => name) };
}

/** What this process runs, read once: the files of a version that is put in place meanwhile are not it. */
export const runningProgram = keepOnce(thisProgram);
