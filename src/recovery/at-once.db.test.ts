import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BackedUp, backedUp, backupSettings, standing } from '../../test/support/backups.ts';
import { madoguchi } from '../../test/support/madoguchi.ts';
import { systemClock } from '../lib/clock.ts';
import { sql } from '../lib/db/sql.ts';
import { followLog } from './follow.ts';
import { gapsIn } from './reach.ts';
import { describe, listNames, logFolder, readBackup } from './store.ts';
import { lockStore, takeBackup } from './take.ts';

let here: BackedUp;
let seconds = 0;
const take = (dirs = [here.dir], waitMs?: number) => {
  seconds += 5;
  // Hours ago, and each another second: no name is taken twice.
  const now = systemClock.now().subtract({ hours: 2 }).add({ seconds });
  return takeBackup({
    store: { ...here.store, dirs },
    url: here.url,
    db: here.db,
    now: () => now,
    log: () => {},
    ...(waitMs === undefined ? {} : { waitMs }),
  });
};
const follow = (dirs = [here.dir]) => followLog({ store: { ...here.store, dirs }, url: here.url, db: here.db });

beforeAll(async () => {
  here = await backedUp();
});
afterAll(() => here.close());

test('[11(4)a] a backup and the copying of the log that begin in one second both come to their end, and nothing is told as failed', async () => {
  await take();
  const [taken, followed] = await Promise.allSettled([take(), follow()]);
  expect([taken.status, followed.status]).toEqual(['fulfilled', 'fulfilled']);
  const [copied, again] = await Promise.allSettled([follow(), take()]);
  expect([copied.status, again.status]).toEqual(['fulfilled', 'fulfilled']);
  expect((await standing(here.fresh.db)).failed).toBe(false);
  // Where the backup came first both times nothing was copied, and nothing stands there.
  expect(await here.fresh.db.rows(sql`SELECT fault FROM recovery.log_copy WHERE fault IS NOT NULL`)).toEqual([]);
});

test('[11(4)b] the log that is not copied because a backup is being taken says so, and is no fault', async () => {
  const lock = await lockStore(here.store);
  try {
    expect(await follow()).toEqual({ bytes: 0, busy: true });
  } finally {
    await lock.release();
  }
  expect(await follow()).toMatchObject({ busy: false });
});

test('[11(4)a] a backup that never gets its turn, or whose folder cannot be locked, stands among the failed ones until one is good', async () => {
  const lock = await lockStore(here.store);
  try {
    await expect(take([here.dir], 300)).rejects.toThrow('Another backup');
  } finally {
    await lock.release();
  }
  expect((await standing(here.fresh.db)).failed).toBe(true);
  await take();
  expect((await standing(here.fresh.db)).failed).toBe(false);
  const file = join(here.folder, 'a-file');
  writeFileSync(file, '');
  await expect(take([join(file, 'in')])).rejects.toThrow('ENOTDIR');
  expect((await standing(here.fresh.db)).failed).toBe(true);
  await take();
});

test('[11(4)b] a further folder that was away for a moment gets what it lacks of the log, and until then nothing is said to be kept', async () => {
  const others = [join(here.folder, 'second'), join(here.folder, 'third')];
  const [second = '', third = ''] = others;
  const dirs = [here.dir, ...others];
  const write = () => here.fresh.db.run(sql`SELECT pg_logical_emit_message(true, 'test', 'x'), pg_switch_wal()`);
  const half = join(second, 'base-20200101T000000Z.half');
  mkdirSync(half, { recursive: true });
  const { backup } = await take(dirs);
  // What a killed one left is cleared in each folder.
  expect(existsSync(half)).toBe(false);
  await write();
  await follow(dirs);
  const kept = () =>
    here.fresh.db.one<{ until: Date; fault: string | null }>(sql`SELECT kept_until AS until, fault FROM recovery.log_copy`);
  const { until } = await kept();
  // Its disk goes: a file stands where the folder was.
  renameSync(second, `${second}-away`);
  writeFileSync(second, '');
  await write();
  await expect(follow(dirs)).rejects.toThrow(second);
  expect(await kept()).toEqual({ until, fault: expect.stringContaining(second) });
  // The others do not wait for it.
  const pieces = (dir: string) =>
    readdirSync(logFolder(dir, backup.system))
      .filter((name) => !name.endsWith('.half'))
      .sort();
  expect(pieces(third)).toEqual(pieces(here.dir).slice(-pieces(third).length));
  expect(pieces(third).at(-1)).toBe(pieces(here.dir).at(-1));
  rmSync(second);
  renameSync(`${second}-away`, second);
  await follow(dirs);
  expect(pieces(second)).toEqual(pieces(third));
  expect((await kept()).until.getTime()).toBeGreaterThan(until.getTime());

  // A hole all the same is named, and the unpacking says how far the log reaches.
  for (let n = 0; n < 2; n += 1) {
    await write();
    await follow(dirs);
  }
  expect(await gapsIn({ ...here.store, dirs }, third)).toEqual([]);
  const [, hole = ''] = pieces(third).slice(-3);
  rmSync(join(logFolder(third, backup.system), hole));
  expect(await gapsIn({ ...here.store, dirs }, third)).toMatchObject([{ name: backup.name }]);
  const listed = await madoguchi(['backup', 'list'], { ...backupSettings(here), BACKUP_DIRS: dirs.join(',') });
  expect(listed.said).toContain(`GAP behind ${backup.name}`);
  const verified = await madoguchi(['backup', 'verify', backup.name], { ...backupSettings(here), BACKUP_DIRS: dirs.join(',') });
  expect(verified).toMatchObject({ code: 1, said: expect.stringContaining(`WRONG  ${third}: GAP behind ${backup.name}`) });
  await follow(dirs);
  expect(await gapsIn({ ...here.store, dirs }, third)).toEqual([]);
});

test('[11(4)b] where the log follows no backup, the command takes one: there is none yet, or another PostgreSQL took over', async () => {
  const empty = join(here.folder, 'empty');
  const settings = { ...backupSettings(here), BACKUP_DIRS: empty };
  const first = await madoguchi(['backup', 'follow'], settings);
  expect(first).toMatchObject({
    code: 0,
    said: expect.stringContaining('holds no backup of this database yet: a backup was taken'),
  });
  const [name = ''] = await listNames(empty);
  expect(first.said).toContain(name);
  // As a timer runs it: every word of it would be a mail.
  expect(await madoguchi(['backup', 'follow'], settings)).toEqual({ code: 0, said: '' });
  // As after a switch-over: the backup is of the timeline before.
  const backup = await readBackup(here.store, empty, name);
  writeFileSync(join(empty, name, 'backup.json'), describe({ ...backup, timeline: backup.timeline + 1 }, here.store.key));
  const over = await madoguchi(['backup', 'follow'], settings);
  expect(over).toMatchObject({ code: 0, said: expect.stringContaining('no backup since another PostgreSQL took over') });
  expect(await listNames(empty)).toHaveLength(2);
  expect((await standing(here.fresh.db)).failed).toBe(false);
});
