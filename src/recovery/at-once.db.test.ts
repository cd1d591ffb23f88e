import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BackedUp, backedUp, standing } from '../../test/support/backups.ts';
import { systemClock } from '../lib/clock.ts';
import { sql } from '../lib/db/sql.ts';
import { followLog } from './follow.ts';
import { lockStore, takeBackup } from './take.ts';

let here: BackedUp;
let seconds = 0;
const take = (dirs = [here.dir], waitMs?: number) => {
  seconds += 5;
  const now = systemClock.now().add({ seconds });
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
}, 120_000);
afterAll(() => here.close());

test('[11(4)] a backup and the copying of the log that begin in one second both come to their end, and nothing is told as failed', async () => {
  await take();
  const [taken, followed] = await Promise.allSettled([take(), follow()]);
  expect([taken.status, followed.status]).toEqual(['fulfilled', 'fulfilled']);
  const [copied, again] = await Promise.allSettled([follow(), take()]);
  expect([copied.status, again.status]).toEqual(['fulfilled', 'fulfilled']);
  expect((await standing(here.fresh.db)).failed).toBe(false);
  expect(await here.fresh.db.one(sql`SELECT fault FROM recovery.log_copy`)).toEqual({ fault: null });
}, 90_000);

test('[11(4)] the log that is not copied because a backup is being taken says so, and is no fault', async () => {
  const lock = await lockStore(here.dir);
  try {
    expect(await follow()).toEqual({ bytes: 0, busy: true });
  } finally {
    lock.release();
  }
  expect(await follow()).toMatchObject({ busy: false });
}, 60_000);

test('[11(4)] a backup that never gets its turn, or whose folder cannot be locked, stands among the failed ones until one is good', async () => {
  const lock = await lockStore(here.dir);
  try {
    await expect(take([here.dir], 300)).rejects.toThrow('Another backup');
  } finally {
    lock.release();
  }
  expect((await standing(here.fresh.db)).failed).toBe(true);
  await take();
  expect((await standing(here.fresh.db)).failed).toBe(false);
  const file = join(here.folder, 'a-file');
  writeFileSync(file, '');
  await expect(take([join(file, 'in')])).rejects.toThrow('ENOTDIR');
  expect((await standing(here.fresh.db)).failed).toBe(true);
  await take();
}, 90_000);
