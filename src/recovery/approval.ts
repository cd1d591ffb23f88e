import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { connect } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
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
  const { kept, signature: given }: { kept: unknown; signature: unknown } = JSON.parse(await readFile(file, 'utf8'));
  if (!keysOfStore(store).some((key) => signature(key, JSON.stringify(kept)) === given))
    throw new Said(`${file} was changed, or is another key's: it is not what was recorded.`);
  return kept;
}

const PAPER = /^paper-\d{8}T\d{6}Z$/u;
const paperFile = (dir: string, id: string): string => join(dir, `approval-${id}.json`);
/** The desk's numbers come again after a restore: the moment tells them apart. */
const usedFile = (dir: string, { id, at }: Pick<Approval, 'id' | 'at'>): string =>
  join(dir, PAPER.test(id) ? `approval-${id}.used.json` : `approval-${id}-${at.replaceAll(/[-:.]/gu, '')}.used.json`);

/** Records, beside the backups, an approval the city gave on paper: the way while the desk is away. Returns its name. */
export async function recordPaper(
  store: Store,
  dir: string,
  given: Omit<Approval, 'id' | 'at'>,
  now: Temporal.Instant,
): Promise<string> {
  const at = now.round({ smallestUnit: 'second', roundingMode: 'floor' }).toString();
  const id = `paper-${at.replaceAll(/[-:]/gu, '')}`;
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await writeFile(paperFile(dir, id), signed({ id, ...given, at } satisfies Approval, store.key), { mode: 0o600, flag: 'wx' });
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
  if (/^\d{1,9}$/u.test(id)) {
    const approval = await askDesk(url, id);
    if (existsSync(usedFile(dir, approval))) throw new Said(`The approval ${id} was used already: each is for one restore.`);
    return approval;
  }
  if (PAPER.test(id) && existsSync(paperFile(dir, id))) return APPROVAL.parse(await readSigned(store, paperFile(dir, id)));
  if (PAPER.test(id) && existsSync(usedFile(dir, { id, at: '' })))
    throw new Said(`The approval ${id} was used already: each is for one restore.`);
  throw new Said(
    `There is no approval of the name ${id}: a restore needs the city's, recorded at the desk or with "madoguchi restore approve".`,
  );
}

const orderFile = (dir: string, token: string): string => join(dir, `restore-${token}.json`);

/** The approval is used by this unpacking. */
export async function useApproval(store: Store, dir: string, order: Order): Promise<void> {
  await writeFile(orderFile(dir, order.token), signed(order, store.key), { mode: 0o600, flag: 'wx' });
  const { id } = order.approval;
  if (PAPER.test(id)) await rename(paperFile(dir, id), usedFile(dir, order.approval));
  else await writeFile(usedFile(dir, order.approval), signed(order.approval, store.key), { mode: 0o600 });
}

/** What an unpacking was done for. @throws Said where none of the folders knows it */
export async function readOrder(store: Store, token: string): Promise<{ order: Order; dir: string }> {
  for (const dir of store.dirs)
    if (existsSync(orderFile(dir, token))) return { order: ORDER.parse(await readSigned(store, orderFile(dir, token))), dir };
  throw new Said(`No folder of BACKUP_DIRS knows this restore (restore-${token}.json): give the one the backup came from.`);
}
