import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
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

const POINTER = 'cluster-is-at';

type Pointer = { for: string; at: string };

/** A pointer counts when it was written here, or the folder it was written in was moved here; a copied folder begins its own. */
function pointed(home: string): string | undefined {
  const file = join(home, POINTER);
  if (!existsSync(file)) return undefined;
  const pointer: Pointer = JSON.parse(readFileSync(file, 'utf8'));
  const copied = pointer.for !== home && existsSync(join(pointer.for, POINTER));
  return copied ? undefined : pointer.at;
}

function outside(home: string, account: Account): string {
  const known = pointed(home);
  if (known !== undefined && reaches(account, join(known, '..'))) return known;
  const at = join(elsewhere(account, home), 'cluster');
  const pointer: Pointer = { for: home, at };
  writeFileSync(join(home, POINTER), `${JSON.stringify(pointer)}\n`);
  return at;
}

/** Opens (and where needed makes) the folders below `dataDir`, fit for the account. */
export function openFolders(dataDir: string, account: Account | undefined): Folders {
  // Only the last folder is made private: a private one above it would be out of the account's reach.
  mkdirSync(dirname(resolve(dataDir)), { recursive: true });
  mkdirSync(resolve(dataDir), { recursive: true, mode: 0o700 });
  const home = realpathSync(resolve(dataDir));
  // Others may pass through to the cluster, which is closed itself, but not look around.
  chmodSync(home, account === undefined ? 0o700 : 0o711);
  const inside = join(home, 'cluster');
  const moved = account !== undefined && !reaches(account, home);
  const cluster = moved ? outside(home, account) : inside;
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
  for (const name of ['cluster', POINTER, 'password', 'server.log']) rmSync(join(home, name), { recursive: true, force: true });
}
