import { statfs } from 'node:fs/promises';
import { Said } from '../lib/said.ts';
import { type Backup, listBackups, type Store } from './store.ts';

const MEGABYTE = 1_000_000;
/** Room that is left to others on the disk of the backups. */
const SPARE = 200 * MEGABYTE;

export const bytesOf = ({ files }: Pick<Backup, 'files'>): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

async function mustHave(dir: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(dir);
  const free = bavail * bsize;
  const wanted = Math.round(bytes) + SPARE;
  if (free < wanted)
    throw new Said(
      `The disk of ${dir} has ${Math.floor(free / MEGABYTE)} MB left, a backup wants ${Math.ceil(wanted / MEGABYTE)}: free some, or set BACKUP_KEEP_DAYS lower. The earlier backups stand.`,
    );
}

/** @throws Said where the disk has not the room the last readable backup took and a fifth more; nothing was written then */
export async function mustHaveRoom(store: Store, dir: string, databaseBytes: number): Promise<void> {
  const last = (await listBackups(store, dir)).findLast(({ backup }) => backup !== undefined)?.backup;
  await mustHave(dir, (last === undefined ? databaseBytes / 2 : bytesOf(last)) * 1.2);
}

/** The same of a folder that a whole backup is copied into. @throws Said */
export const mustHaveRoomFor = (dir: string, backup: Pick<Backup, 'files'>): Promise<void> => mustHave(dir, bytesOf(backup));
