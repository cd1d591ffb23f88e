import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/root.ts';
import { thisRelease } from '../schema/release.ts';

export type Program = { digest: string; version: string; migrations: readonly string[] };

/**
 * What is about to be applied: SQL, packages and, where it was built, the built program. Two programs that do the same thing have the same digest;
 * a patch of a package or of a page has another.
 */
export async function thisProgram(): Promise<Program> {
  const release = await thisRelease();
  const hash = createHash('sha256').update(release.digest);
  for (const name of ['package-lock.json', ...globSync('dist/*.js', { cwd: ROOT }).sort()]) {
    const file = join(ROOT, name);
    if (existsSync(file)) hash.update(name).update(readFileSync(file));
  }
  const { version }: { version: string } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return { digest: hash.digest('hex'), version, migrations: release.migrations.map(({ name }) => name) };
}

let running: Promise<Program> | undefined;

/** What this process runs, read once: the files of a version that is put in place meanwhile are not it. */
export const runningProgram = (): Promise<Program> => {
  running ??= thisProgram();
  return running;
};
