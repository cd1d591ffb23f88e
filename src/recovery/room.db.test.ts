import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BackedUp, backedUp } from '../../test/support/backups.ts';
import { systemClock } from '../lib/clock.ts';
import { copyToFurther } from './further.ts';
import { type Backup, describe, listNames, readBackup } from './store.ts';
import { takeBackup } from './take.ts';

let here: BackedUp;
beforeAll(async () => {
  here = await backedUp();
});
afterAll(() => here.close());

const take = (days: number) =>
  takeBackup({
    store: here.store,
    url: here.url,
    db: here.db,
    now: () => systemClock.now().add({ hours: 24 * days }),
    log: () => {},
  });
/** No disk has room for another one like it. */
async function makeVast(name: string): Promise<Backup> {
  const backup = await readBackup(here.store, here.dir, name);
  const vast = { ...backup, files: backup.files.map((file) => ({ ...file, bytes: 1e15 })) };
  writeFileSync(join(here.dir, name, 'backup.json'), describe(vast, here.store.key));
  return vast;
}

test('[11(4)a] on a full disk backups past their days make room before the next one is begun, in every folder; the newest stays', async () => {
  const { backup: old } = await take(0);
  const { backup: newer } = await take(1);
  const second = join(here.folder, 'second');
  cpSync(here.dir, second, { recursive: true });
  const vast = await makeVast(newer.name);
  await expect(take(20)).rejects.toThrow('set BACKUP_KEEP_DAYS lower');
  expect(await listNames(here.dir)).toEqual([newer.name]);

  expect(await listNames(second)).toEqual([old.name, newer.name]);
  const store = { ...here.store, dirs: [here.dir, second] };
  const faults = await copyToFurther(store, vast, systemClock.now().add({ hours: 24 * 20 }));
  expect(faults).toEqual([expect.stringContaining('MB left')]);
  expect(await listNames(second)).toEqual([newer.name]);
});

test('[11(4)a] while new backups fail and the newest cannot be read, the last one that can is kept whatever its age, in every folder', async () => {
  rmSync(here.dir, { recursive: true });
  const { backup: readable } = await take(40);
  const { backup: damaged } = await take(41);
  writeFileSync(join(here.dir, damaged.name, 'backup.json'), '{');
  const second = join(here.folder, 'of-two');
  cpSync(here.dir, second, { recursive: true });
  const vast = await makeVast(readable.name);
  await expect(take(60)).rejects.toThrow('set BACKUP_KEEP_DAYS lower');
  expect(await listNames(here.dir)).toEqual([readable.name, damaged.name]);

  const store = { ...here.store, dirs: [here.dir, second] };
  await copyToFurther(store, vast, systemClock.now().add({ hours: 24 * 60 }));
  expect(await listNames(second)).toEqual([readable.name, damaged.name]);
});
