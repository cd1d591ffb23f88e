import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Said } from '../said.ts';
import { type Account, reaches } from './account.ts';

const BASES = ['/var/lib/madoguchi', '/var/tmp/madoguchi'];

/** Makes the folder, or takes it when it is ours alone: where everybody may write, somebody else could have made it first. */
function opened(folder: string): boolean {
  mkdirSync(folder, { recursive: true });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) return false;
  chmodSync(folder, 0o755);
  return true;
}

/**
 * A folder outside root-only folders that the account can walk to; always the same one for the same wanted path.
 * Only root ever needs it (everyone else runs PostgreSQL as themselves).
 */
export function elsewhere(account: Account, wanted: string): string {
  const key = createHash('sha256').update(wanted).digest('hex').slice(0, 16);
  for (const base of BASES) {
    try {
      const folder = join(base, key);
      if (opened(base) && opened(folder) && reaches(account, folder)) return folder;
    } catch {
      // This base is read-only or taken: the next one.
    }
  }
  throw new Said(
    `PostgreSQL may not run as root, and its account ${account.name} cannot reach ${wanted} nor ${BASES.join(' nor ')}: set DATA_DIR to a folder it can reach`,
  );
}
