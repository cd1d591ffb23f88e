import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, chmod, copyFile, type FileHandle, lchown, mkdir, open, readdir, symlink, writeFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { z } from 'zod';
import type { Account } from '../lib/postgres/account.ts';
import { Said } from '../lib/said.ts';
import { checkSealed, openSealed } from '../lib/sealed-file.ts';
import { readTar } from '../lib/tar.ts';
import { gapWords, lsn, type Reach, reachOf } from './reach.ts';
import { type Backup, keysOfStore, listPieces, SEGMENT, type Store } from './store.ts';

const MANIFEST = z.object({
  Files: z.array(
    z.object({
      Path: z.string().optional(),
      'Encoded-Path': z.string().optional(),
      Size: z.number(),
      Checksum: z.string().optional(),
    }),
  ),
});
type Sums = Map<string, { size: number; sum: string | undefined }>;

/** What a cluster's own log is fetched from while it recovers: below pg_wal, which no backup copies. */
export const FETCHED = join('pg_wal', 'restored');

/** Every file of a backup is what was written. @throws NotSealed */
export async function checkFiles(store: Store, dir: string, backup: Backup): Promise<void> {
  for (const { file } of backup.files) await checkSealed(join(dir, backup.name, file), keysOfStore(store));
}

async function readSums(store: Store, dir: string, backup: Backup): Promise<Sums> {
  const manifest = backup.files.find(({ holds }) => holds === 'manifest');
  if (manifest === undefined) throw new Said(`${backup.name} has no manifest of PostgreSQL.`);
  const chunks: Buffer[] = [];
  for await (const chunk of await openSealed(join(dir, backup.name, manifest.file), keysOfStore(store))) chunks.push(chunk);
  const { Files } = MANIFEST.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  return new Map(
    Files.map((one) => {
      const path = one.Path ?? Buffer.from(one['Encoded-Path'] ?? '', 'hex').toString('utf8');
      return [path, { size: one.Size, sum: one.Checksum }];
    }),
  );
}

/** A folder that holds nothing, made where it is not there. @throws Said where it holds something: a cluster is never written over */
export async function mustBeEmpty(folder: string): Promise<void> {
  if (existsSync(folder) && (await readdir(folder)).length > 0)
    throw new Said(`${folder} is not empty: a backup is restored into an empty folder only. Move what is there aside first.`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
}

const within = (root: string, name: string): string => {
  const path = resolve(root, name);
  if (path !== root && !path.startsWith(root + sep))
    throw new Said(`An archive of the backup names ${name}, which lies outside.`);
  return path;
};

/** Writes one archive below `root`; `below`: how the manifest names that place. Returns what of the manifest was found. */
async function extract(
  chunks: AsyncIterable<Buffer>,
  root: string,
  below: string,
  sums: Sums,
  owner: Account | undefined,
): Promise<Set<string>> {
  const found = new Set<string>();
  const own = async (path: string): Promise<void> => {
    if (owner !== undefined) await lchown(path, owner.uid, owner.gid);
  };
  let file: { handle: FileHandle; path: string; name: string; hash: ReturnType<typeof createHash> } | undefined;
  await readTar(chunks, {
    entry: async ({ name, kind, mode, target }) => {
      const path = within(root, name.replace(/^\.\//u, ''));
      if (kind === 'folder') await mkdir(path, { recursive: true, mode });
      else if (kind === 'link') await symlink(target, path);
      else
        file = {
          handle: await open(path, 'w', mode),
          path,
          name: below + name.replace(/^\.\//u, ''),
          hash: createHash('sha256'),
        };
      await own(path);
    },
    data: async (chunk) => {
      file?.hash.update(chunk);
      await file?.handle.writeFile(chunk);
    },
    done: async () => {
      if (file === undefined) return;
      const { handle, name, hash } = file;
      await handle.close();
      const known = sums.get(name);
      if (known !== undefined) {
        if (known.sum !== undefined && hash.digest('hex') !== known.sum)
          throw new Said(`${name} is not what PostgreSQL wrote when the backup was taken.`);
        found.add(name);
      }
      file = undefined;
    },
  });
  return found;
}

/** Names the standbys that commits wait for. */
export const WAITED_FOR = 'synchronous_standby_names';

/** Settings that an unpacked cluster has until the restore is finished, behind all that it was copied with. */
const restoreSettings = (until: Temporal.Instant | undefined, token: string): [name: string, value: string][] => [
  ['restore_command', `cp "${FETCHED}/%f" "%p"`],
  [
    'recovery_target_time',
    until === undefined ? '' : until.toString({ fractionalSecondDigits: 6 }).replace('T', ' ').replace('Z', '+00'),
  ],
  ['recovery_target_action', 'promote'],
  // With readers it asks for as many connections as the old machine had, and does not start where it has fewer.
  ['hot_standby', 'off'],
  // Patroni writes the standby's name into the cluster: no commit would end on a server that is alone.
  [WAITED_FOR, ''],
  ['madoguchi.restored', token],
];

/** What of them is to be gone once the restore is finished; its token stays, and tells of it. */
export const RESTORE_ONLY: readonly string[] = restoreSettings(undefined, '')
  .map(([name]) => name)
  .filter((name) => !name.includes('.'));

const segmentName = (timeline: number, segment: bigint): string => {
  const hex = (value: number | bigint): string => value.toString(16).toUpperCase().padStart(8, '0');
  return `${hex(timeline)}${hex(segment / 256n)}${hex(segment % 256n)}`;
};

/** Puts the log that was copied since behind the backup's own, as far as nothing is missing. */
async function layLog(store: Store, dir: string, backup: Backup, cluster: string, owner: Account | undefined): Promise<Reach> {
  const folder = join(cluster, FETCHED);
  const made: string[] = [folder];
  await mkdir(folder, { mode: 0o700 });
  for (const name of await readdir(join(cluster, 'pg_wal')))
    if (/^[0-9A-F]{24}$/u.test(name)) {
      await copyFile(join(cluster, 'pg_wal', name), join(folder, name));
      made.push(join(folder, name));
    }
  const reach = reachOf(backup, await listPieces(dir, backup.system));
  for (const piece of reach.pieces) {
    let at = piece.from;
    for await (const chunk of (await openSealed(piece.file, keysOfStore(store))) as AsyncIterable<Buffer>) {
      for (let rest = chunk; rest.length > 0; ) {
        const path = join(folder, segmentName(backup.timeline, at / SEGMENT));
        const part = rest.subarray(0, Number(SEGMENT - (at % SEGMENT)));
        if (!existsSync(path)) {
          // PostgreSQL takes whole files only; what was not written yet is zeros there too.
          const empty = await open(path, 'wx', 0o600);
          await empty.truncate(Number(SEGMENT)).finally(() => empty.close());
          made.push(path);
        }
        const handle = await open(path, 'r+');
        await handle.write(part, 0, part.length, Number(at % SEGMENT)).finally(() => handle.close());
        at += BigInt(part.length);
        rest = rest.subarray(part.length);
      }
    }
  }
  if (owner !== undefined) for (const path of made) await lchown(path, owner.uid, owner.gid);
  return reach;
}

export type Unpack = {
  store: Store;
  dir: string;
  backup: Backup;
  /** Empty, or not there yet. */
  cluster: string;
  /** Whose the files are to be; ours where left out. */
  owner?: Account | undefined;
  /** Up to when the log is played; to its end where left out. */
  until?: Temporal.Instant | undefined;
  /** Names this unpacking; the database tells it until somebody finishes the restore. */
  token: string;
  /** Is told how far the copied log reaches. */
  log?: ((line: string) => void) | undefined;
};

/**
 * Writes a backup into an empty folder as a cluster that recovers by itself when PostgreSQL is started on it: the log that lies beside the backup is
 * played to its end or to `until`, then it opens on a new timeline. Each file is compared with PostgreSQL's own checksum.
 * @throws Said where the folder is not empty, or a file is missing, changed, or not what PostgreSQL wrote
 */
export async function unpack({ store, dir, backup, cluster, owner, until, token, log }: Unpack): Promise<void> {
  await mustBeEmpty(cluster);
  const sums = await readSums(store, dir, backup);
  const root = resolve(cluster);
  if (owner !== undefined) await lchown(root, owner.uid, owner.gid);
  const found = new Set<string>();
  for (const { file, holds, location } of backup.files) {
    if (holds === 'manifest') continue;
    const chunks = (await openSealed(join(dir, backup.name, file), keysOfStore(store))) as AsyncIterable<Buffer>;
    if (location !== '') await mustBeEmpty(location);
    const below = location === '' ? '' : `pg_tblspc/${holds.replace(/\.tar$/u, '')}/`;
    for (const name of await extract(chunks, location === '' ? root : resolve(location), below, sums, owner)) found.add(name);
  }
  const missing = [...sums.keys()].filter((name) => !found.has(name));
  if (missing.length > 0) throw new Said(`${missing.length} files of the backup are missing, ${missing[0]} among them.`);
  const { pieces, reached, gap } = await layLog(store, dir, backup, root, owner);
  log?.(`The log beside ${backup.name} reaches ${lsn(reached)}, in ${pieces.length} pieces behind the backup.`);
  if (gap !== undefined) log?.(gapWords({ name: backup.name, ...gap }));
  const settings = restoreSettings(until, token).map(([name, value]) => `${name} = '${value}'`);
  await appendFile(join(root, 'postgresql.auto.conf'), ['', '# Written by "madoguchi restore".', ...settings, ''].join('\n'));
  await writeFile(join(root, 'recovery.signal'), '', { mode: 0o600 });
  if (owner !== undefined) await lchown(join(root, 'recovery.signal'), owner.uid, owner.gid);
}
