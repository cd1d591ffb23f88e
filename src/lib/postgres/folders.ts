import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Said } from '../said.ts';
import { writeWhole } from '../whole-file.ts';
import { type Account, reaches } from './account.ts';
import { elsewhere } from './elsewhere.ts';

/** Where one embedded PostgreSQL keeps its things. */
export type Folders = {
  /** Ours: lock, password, log. */
  home: string;
  /** PostgreSQL's own data folder. */
  cluster: string;
  /** True when `cluster` had to be put outside `home`. */
  moved: boolean;
};

/** A cluster is whole when initdb came to its end: this file of ours is written last. */
export const COMPLETE = 'madoguchi-complete';
/** PostgreSQL's own words, in `home`: it is there only where a whole cluster was started once. */
export const SERVER_LOG = 'server.log';
const POINTER = 'cluster-is-at';

type Pointer = { for: string; at: string };

const isWhole = (cluster: string): boolean => existsSync(join(cluster, COMPLETE));

function readPointer(home: string): Pointer | undefined {
  const file = join(home, POINTER);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Pointer) : undefined;
}

/** The folder a pointer was written in is there still, beside this one: this one is a copy, and the cluster is the other's. */
const isCopied = (pointer: Pointer, home: string): boolean => pointer.for !== home && existsSync(join(pointer.for, POINTER));

/** A pointer counts when it was written here, or the folder it was written in was moved here. */
function pointed(home: string): string | undefined {
  const pointer = readPointer(home);
  return pointer === undefined || isCopied(pointer, home) ? undefined : pointer.at;
}

const toOpen = (folder: string): string => {
  const above: string[] = [];
  for (let at = dirname(folder); at !== dirname(at); at = dirname(at))
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) above.push(at);
  return above.length === 0
    ? 'look at the rights of the folders above it'
    : `let others pass through ("chmod o+x ${above.join(' ')}")`;
};

function mustReach(account: Account | undefined, cluster: string): string {
  if (account !== undefined && !reaches(account, dirname(cluster)))
    throw new Said(
      `The database lies in ${cluster}, which the account ${account.name} cannot reach any more: ${toOpen(cluster)}.`,
    );
  return cluster;
}

/**
 * Where the cluster is. One that is whole decides that alone, never whether it can be reached at this moment: a new, empty one beside it would look as
 * if every booking were gone.
 */
function find(home: string, account: Account | undefined): { cluster: string; moved: boolean } {
  const inside = join(home, 'cluster');
  const pointer = readPointer(home);
  const known = pointed(home);
  if (known !== undefined && isWhole(known)) return { cluster: mustReach(account, known), moved: true };
  if (isWhole(inside)) return { cluster: mustReach(account, inside), moved: false };
  if (existsSync(join(home, SERVER_LOG))) {
    const where =
      pointer === undefined
        ? `in ${inside}`
        : known === undefined
          ? `in ${pointer.at}, which belongs to ${pointer.for}: this folder is a copy`
          : `in ${known}`;
    throw new Said(
      `A database was here and is not found; it lay ${where}. Put it back (is a disk not mounted?), or begin anew with "npm start -- --fresh".`,
    );
  }
  if (account === undefined || reaches(account, home)) return { cluster: inside, moved: false };
  const at = known !== undefined && reaches(account, dirname(known)) ? known : join(elsewhere(account, home), 'cluster');
  writeWhole(join(home, POINTER), `${JSON.stringify({ for: home, at } satisfies Pointer)}\n`, 0o644);
  return { cluster: at, moved: true };
}

/**
 * Opens (and where needed makes) the folders below `dataDir`, fit for the account.
 * @throws Said where a cluster that is whole cannot be reached, or one that was here is gone
 */
export function openFolders(dataDir: string, account: Account | undefined): Folders {
  // Only the last folder is made private: a private one above it would be out of the account's reach.
  mkdirSync(dirname(resolve(dataDir)), { recursive: true });
  mkdirSync(resolve(dataDir), { recursive: true, mode: 0o700 });
  const home = realpathSync(resolve(dataDir));
  // Others may pass through to the cluster, which is closed itself, but not look around.
  chmodSync(home, account === undefined ? 0o700 : 0o711);
  const { cluster, moved } = find(home, account);
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  if (account !== undefined && statSync(cluster).uid !== account.uid) chownSync(cluster, account.uid, account.gid);
  return { home, cluster, moved };
}

/** Removes everything `openFolders` and PostgreSQL made, wherever it lies. The caller holds the lock. */
export function removeFolders(dataDir: string): void {
  const home = resolve(dataDir);
  if (!existsSync(home)) return;
  const at = pointed(realpathSync(home));
  if (at !== undefined) rmSync(at, { recursive: true, force: true });
  for (const name of ['cluster', POINTER, 'password', SERVER_LOG]) rmSync(join(home, name), { recursive: true, force: true });
}
