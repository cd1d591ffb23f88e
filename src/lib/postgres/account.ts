import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { Said } from '../said.ts';

/** An ordinary account of this machine. */
export type Account = { name: string; uid: number; gid: number };

const OVERFLOW_ID = 65_534;
const TRIES = 3;

function fromPasswd(name: string): Account | undefined {
  if (!existsSync('/etc/passwd')) return undefined;
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [found, , uid, gid] = line.split(':');
    if (found === name && Number(uid) > 0) return { name, uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}

/**
 * The account PostgreSQL runs as: undefined means "as we are". PostgreSQL refuses to run as root, so root
 * lends it `postgres`, else `nobody`, else the number nobody has everywhere.
 */
export function postgresAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return fromPasswd('postgres') ?? fromPasswd('nobody') ?? { name: `uid ${OVERFLOW_ID}`, uid: OVERFLOW_ID, gid: OVERFLOW_ID };
}

/** The part of spawn's options that changes who runs a program. */
export const asAccount = (account: Account | undefined): { uid?: number; gid?: number } =>
  account === undefined ? {} : { uid: account.uid, gid: account.gid };

/**
 * Whether the account can walk to this folder. Asked of the kernel with a real process, because modes of the folders
 * above do not tell the whole truth (ACLs, read-only binds, user namespaces).
 * @throws Said where the question could not be asked: that is no answer, and a database must not be looked for elsewhere because of it
 */
export function reaches(account: Account | undefined, folder: string): boolean {
  if (account === undefined) return true;
  let why = '';
  for (let tries = 0; tries < TRIES; tries += 1) {
    // The exit codes are the script's own: a shell that was killed or could not start answers nothing about the folder.
    const script = 'if cd "$1" 2>/dev/null; then exit 10; else exit 11; fi';
    const tried = spawnSync('/bin/sh', ['-c', script, 'sh', folder], { ...asAccount(account), cwd: '/', stdio: 'ignore' });
    if (tried.status === 10) return true;
    if (tried.status === 11) return false;
    why = tried.error?.message ?? `ended by ${tried.signal ?? tried.status}`;
  }
  throw new Said(`PostgreSQL may not run as root, and starting a program as ${account.name} failed (${why}): try again.`);
}
