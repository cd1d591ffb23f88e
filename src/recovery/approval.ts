import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { connect } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { codeOf } from '../lib/fault.ts';
import { readJson } from '../lib/json.ts';
import { Said } from '../lib/said.ts';
import { signature } from '../lib/sealed-file.ts';
import { keysOfStore, type Store } from './store.ts';

const APPROVAL = z.object({
  /** The desk's number, or `paper-…` where it was recorded with the command. */
  id: z.string(),
  /** Empty: the newest. */
  backup: z.string(),
  /** The moment whose state is wanted; null: all there is. */
  until: z.string().nullable(),
  /** Who of the city approved, why, and when that was recorded. */
  approver: z.string(),
  reason: z.string(),
  at: z.string(),
});
export type Approval = z.infer<typeof APPROVAL>;

const ORDER = z.object({ token: z.string(), backup: z.string(), startedAt: z.string(), approval: APPROVAL });
/** What an unpacking was done for: kept beside the backups until the restore is finished, and after. */
export type Order = z.infer<typeof ORDER>;

/** A file that stands open beside the backups and may not be changed. */
const signed = (kept: object, key: string): string => {
  const text = JSON.stringify(kept);
  return JSON.stringify({ kept, signature: signature(key, text) });
};

async function readSigned(store: Store, file: string): Promise<unknown> {
  const read = readJson(await readFile(file, 'utf8'));
  const { kept, signature: given } = (typeof read === 'object' && read !== null ? read : {}) as {
    kept?: unknown;
    signature?: unknown;
  };
  if (kept === undefined || !keysOfStore(store).some((key) => signature(key, JSON.stringify(kept)) === given))
    throw new Said(`${file} was changed, or is another key's: it is not what was recorded.`);
  return kept;
}

const PAPER = /^paper-\d{8}T\d{6}Z$/u;
const paperFile = (dir: string, id: string): string => join(dir, `approval-${id}.json`);
/** The desk's numbers come again after a restore: the moment tells them apart. */
const usedFile = (dir: string, { id, at }: Pick<Approval, 'id' | 'at'>): string =>
  join(dir, PAPER.test(id) ? `approval-${id}.used.json` : `approval-${id}-${at.replaceAll(/[-:.]/gu, '')}.used.json`);

/** A copy may lie where nobody can write any more: on a medium, or a share that keeps what was written once. */
const READ_ONLY = new Set(['EROFS', 'EACCES', 'EPERM']);

/** Everywhere that something about a restore may lie: the folder it comes from, then the others. */
const foldersOf = ({ dirs }: Store, dir: string): string[] => [...new Set([dir, ...dirs])];

/** Writes into the first of the folders that can be written. @throws what the system says of the first, where none can */
async function writeBeside(store: Store, dir: string, file: (folder: string) => string, text: string): Promise<void> {
  let first: unknown;
  for (const folder of foldersOf(store, dir)) {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return await writeFile(file(folder), text, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if (!READ_ONLY.has(codeOf(error) ?? '')) throw error;
      first ??= error;
    }
  }
  throw first;
}

/** Records, beside the backups, an approval the city gave on paper: the way while the desk is away. Returns its name. */
export async function recordPaper(
  store: Store,
  dir: string,
  given: Omit<Approval, 'id' | 'at'>,
  now: Temporal.Instant,
): Promise<string> {
  const at = now.round({ smallestUnit: 'second', roundingMode: 'floor' }).toString();
  const id = `paper-${at.replaceAll(/[-:]/gu, '')}`;
  await writeBeside(store, dir, (folder) => paperFile(folder, id), signed({ id, ...given, at } satisfies Approval, store.key));
  return id;
}

async function askDesk(url: string | undefined, id: string): Promise<Approval> {
  if (url === undefined)
    throw new Said(
      `BACKUP_DATABASE_URL is missing: the desk's approval ${id} cannot be read. Where the database is gone, record it with "madoguchi restore approve".`,
    );
  const db = connect({ url, max: 1, name: 'madoguchi-restore', queryTimeoutMs: 30_000 });
  try {
    const found = await db.one<{ backup: string | null; until: Date | null; approver: string; reason: string; at: Date }>(
      sql`SELECT * FROM approvals.open_restore(${Number(id)}::integer)`,
    );
    const { backup, until, approver, reason, at } = found;
    if (backup === null)
      throw new Said(`The desk holds no approval of a restore with the number ${id} that is still to be used.`);
    return { id, backup, until: until?.toISOString() ?? null, approver, reason, at: at.toISOString() };
  } finally {
    await db.close();
  }
}

/**
 * The city's approval of a restore.
 * @throws Said where there is none of that name, or it was used
 */
export async function readApproval(store: Store, dir: string, url: string | undefined, id: string): Promise<Approval> {
  const known = (fileIn: (folder: string) => string): string | undefined => foldersOf(store, dir).map(fileIn).find(existsSync);
  const used = (approval: Pick<Approval, 'id' | 'at'>): void => {
    // Asked first: where nothing can be renamed the approval itself stays.
    if (known((folder) => usedFile(folder, approval)) !== undefined)
      throw new Said(`The approval ${id} was used already: each is for one restore.`);
  };
  if (/^\d{1,9}$/u.test(id)) {
    const approval = await askDesk(url, id);
    used(approval);
    return approval;
  }
  if (PAPER.test(id)) {
    used({ id, at: '' });
    const file = known((folder) => paperFile(folder, id));
    if (file !== undefined) return APPROVAL.parse(await readSigned(store, file));
  }
  throw new Said(
    `There is no approval of the name ${id}: a restore needs the city's, recorded at the desk or with "madoguchi restore approve".`,
  );
}

const orderFile = (dir: string, token: string): string => join(dir, `restore-${token}.json`);

/** The approval is used by this unpacking: what says so is written, since not everywhere something can be renamed. */
export async function useApproval(store: Store, dir: string, order: Order): Promise<void> {
  await writeBeside(store, dir, (folder) => orderFile(folder, order.token), signed(order, store.key));
  const { approval } = order;
  await writeBeside(store, dir, (folder) => usedFile(folder, approval), signed(approval, store.key));
  if (PAPER.test(approval.id))
    for (const folder of foldersOf(store, dir)) await rm(paperFile(folder, approval.id), { force: true }).catch(() => {});
}

/** What an unpacking was done for. @throws Said where none of the folders knows it */
export async function readOrder(store: Store, token: string): Promise<{ order: Order; dir: string }> {
  for (const dir of store.dirs)
    if (existsSync(orderFile(dir, token))) return { order: ORDER.parse(await readSigned(store, orderFile(dir, token))), dir };
  throw new Said(`No folder of BACKUP_DIRS knows this restore (restore-${token}.json): give the one the backup came from.`);
}
