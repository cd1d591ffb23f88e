import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Said } from '../said.ts';
import { writeWhole } from '../whole-file.ts';
import { type Account, asAccount } from './account.ts';
import type { Version } from './binaries.ts';
import { COMPLETE, type Folders } from './folders.ts';

/** The embedded cluster's only superuser. */
export const SUPERUSER = 'postgres';

/** 15 knows no builtin provider. Kana are sorted by ICU collations in the statements that need it. */
const LOCALE: Record<Version, string[]> = {
  18: ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
  15: ['--locale-provider=libc', '--locale=C.UTF-8'],
};

function keptPassword(home: string, isWhole: boolean): string {
  const file = join(home, 'password');
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (kept !== '') return kept;
  if (isWhole) throw new Said(`The database's password, ${file}, is gone: put it back from a copy.`);
  const made = randomBytes(24).toString('base64url');
  writeWhole(file, `${made}\n`, 0o600);
  return made;
}

function empty(cluster: string): void {
  for (const name of readdirSync(cluster)) rmSync(join(cluster, name), { recursive: true, force: true });
}

/**
 * Makes the cluster when there is none (an initdb that was cut short is begun again).
 * @param sync false only for throw-away clusters of tests
 * @returns the superuser's password, kept in a file only we can read
 */
export function initialise(
  version: Version,
  initdb: string,
  folders: Folders,
  account: Account | undefined,
  sync: boolean,
): string {
  const { cluster } = folders;
  const isWhole = existsSync(join(cluster, COMPLETE));
  const password = keptPassword(folders.home, isWhole);
  if (isWhole) {
    const found = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
    if (found !== String(version))
      throw new Said(`${cluster} was made by PostgreSQL ${found}, this is ${version}: begin anew or bring the data over`);
    return password;
  }
  empty(cluster);
  const passwordFile = `${cluster}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  try {
    if (account !== undefined) chownSync(passwordFile, account.uid, account.gid);
    const choices = ['-U', SUPERUSER, '-E', 'UTF8', ...LOCALE[version], '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
    const made = spawnSync(initdb, ['-D', cluster, ...choices, '--no-instructions', ...(sync ? [] : ['--no-sync'])], {
      ...asAccount(account),
      cwd: '/',
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], TZ: 'UTC' },
    });
    if (made.status !== 0) {
      if (/No space left on device/u.test(made.stderr ?? ''))
        throw new Said(`No space is left on the disk of ${cluster}: free some, then start again.`);
      throw new Error(`initdb failed in ${cluster}: ${made.error?.message ?? made.stderr.trim()}`);
    }
  } finally {
    rmSync(passwordFile, { force: true });
  }
  writeFileSync(join(cluster, COMPLETE), '');
  return password;
}
