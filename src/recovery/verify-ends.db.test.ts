import { spawn } from 'node:child_process';
import { chmodSync, globSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { otherClock } from '../../test/clocks/moments.ts';
import { type BackedUp, backedUp, backupSettings } from '../../test/support/backups.ts';
import { madoguchi } from '../../test/support/madoguchi.ts';
import { systemClock } from '../lib/clock.ts';
import { ROOT } from '../lib/root.ts';
import { describe, readBackup } from './store.ts';
import { takeBackup } from './take.ts';

let here: BackedUp;
let name: string;
beforeAll(async () => {
  here = await backedUp();
  const { store, url, db } = here;
  name = (await takeBackup({ store, url, db, now: () => systemClock.now(), log: () => {} })).backup.name;
});
afterAll(() => here.close());

test.each([
  { signal: 'SIGINT', code: 130, at: 'madoguchi-verify-*/db/cluster/base' },
  { signal: 'SIGTERM', code: 143, at: 'madoguchi-verify-*/db/cluster/postmaster.pid' },
] as const)('[11(12)d] a verification that $signal ends leaves nothing of the database', async ({ signal, code, at }) => {
  const temporary = join(here.folder, signal);
  mkdirSync(temporary);
  chmodSync(temporary, 0o755);
  const child = spawn(process.execPath, [join(ROOT, 'dist', 'main.js'), 'backup', 'verify'], {
    stdio: 'ignore',
    env: { ...otherClock(process.env), PATH: process.env['PATH'], TMPDIR: temporary, ...backupSettings(here) },
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await expect.poll(() => globSync(at, { cwd: temporary }), { interval: 2 }).not.toEqual([]);
  child.kill(signal);
  expect(await ended).toBe(code);
  expect(readdirSync(temporary).filter((one) => one.startsWith('madoguchi-verify-'))).toEqual([]);
});

test('[11(4)a] a backup of a PostgreSQL whose programs do not come along is whole, and not restored: a code and words of its own', async () => {
  const backup = await readBackup(here.store, here.dir, name);
  writeFileSync(join(here.dir, name, 'backup.json'), describe({ ...backup, major: 17 }, here.store.key));
  const { code, said } = await madoguchi(['backup', 'verify'], backupSettings(here));
  expect(said).toContain('rehearse it with the programs of PostgreSQL 17');
  expect(said).not.toContain('NOT proven');
  expect(code).toBe(3);
  writeFileSync(join(here.dir, name, 'backup.json'), describe(backup, here.store.key));
});
