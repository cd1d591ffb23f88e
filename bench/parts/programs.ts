import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { ProgramMissing } from './result.ts';

const run = promisify(execFile);

/** What Debian calls the package that brings a program. */
const PACKAGES = { pgbench: 'postgresql-contrib', psql: 'postgresql-client', nginx: 'nginx-light' } as const;
export type Program = keyof typeof PACKAGES;

const DEBIAN = '/usr/lib/postgresql';

/** @throws ProgramMissing naming the package */
export function programPath(name: Program): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(DEBIAN, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
    '/usr/sbin',
  ];
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (found === undefined) throw new ProgramMissing(`${name} is missing: apt-get install ${PACKAGES[name]}`);
  return found;
}

/** Runs it and returns what it printed. Its own words come with a failure. */
export async function runProgram(name: Program, args: readonly string[]): Promise<string> {
  const { stdout } = await run(programPath(name), [...args], { maxBuffer: 16 * 2 ** 20 });
  return stdout;
}
