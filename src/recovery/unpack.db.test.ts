import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BackedUp, backedUp, backupSettings, openRestored, restoreInto } from '../../test/support/backups.ts';
import { madoguchi } from '../../test/support/madoguchi.ts';
import { systemClock } from '../lib/clock.ts';
import { readApproval, recordPaper, useApproval } from './approval.ts';
import { followLog } from './follow.ts';
import { type Taken, takeBackup } from './take.ts';
import { unpack } from './unpack.ts';
import { verifyBackup } from './verify.ts';

let here: BackedUp;
let taken: Taken;
beforeAll(async () => {
  here = await backedUp();
  // As Patroni writes it: the backup carries it, and the server that it is taken from has a standby.
  const { rows } = await here.fresh.db.pool.query<{ file: string }>(`SELECT current_setting('config_file') AS file`);
  appendFileSync(rows[0]?.file ?? '', `\nsynchronous_standby_names = 'machine_b'\n`);
  taken = await takeBackup({ store: here.store, url: here.url, db: here.db, now: () => systemClock.now(), log: () => {} });
  await followLog({ store: here.store, url: here.url, db: here.db });
});
afterAll(() => here.close());

const paper = async (until?: string): Promise<string> => {
  const asked = [
    'restore',
    'approve',
    '--by',
    '市民課長',
    '--reason',
    '訓練',
    ...(until === undefined ? [] : ['--until', until]),
  ];
  const { said } = await madoguchi(asked, backupSettings(here));
  return /paper-\d{8}T\d{6}Z/u.exec(said)?.[0] ?? said;
};

test('[11(4)a] a backup of two machines opens alone: no commit waits for a standby that is not there', async () => {
  const { restored } = await verifyBackup({
    store: here.store,
    dir: here.dir,
    name: taken.backup.name,
    auditKeys: [],
    now: systemClock.now(),
  });
  expect(restored?.fewer).toEqual([]);
});

test('[9(4)⑤] what is unpacked for another PostgreSQL starts on a smaller machine and without its standby', async () => {
  const cluster = join(here.folder, 'cluster');
  await unpack({ store: here.store, dir: here.dir, backup: taken.backup, cluster, token: crypto.randomUUID() });
  const settings = readFileSync(join(cluster, 'postgresql.auto.conf'), 'utf8');
  // The last of a name counts.
  expect(settings.split('\n').findLast((line) => line.startsWith('synchronous_standby_names'))).toBe(
    "synchronous_standby_names = ''",
  );
  expect(settings).toContain("hot_standby = 'off'");
});

test('[9(4)⑤] restored into the embedded database it goes on alone, after its next start too, and the log that was played is gone', async () => {
  const dataDir = join(here.folder, 'embedded');
  expect(await restoreInto(here, dataDir, [await paper()])).toMatchObject({ code: 0 });
  const restored = await openRestored(here, dataDir);
  try {
    const { rows } = await restored.db.pool.query<{ folder: string }>(`SELECT current_setting('data_directory') AS folder`);
    expect(existsSync(join(rows[0]?.folder ?? '', 'pg_wal', 'restored'))).toBe(false);
    await restored.db.pool.query('CREATE TABLE public.written ()');
  } finally {
    await restored.stop();
  }
});

test('[9(4)⑤] a moment that the copied log does not reach is refused before anything is unpacked, and the approval stays', async () => {
  const id = await paper('2099-01-01T00:00+09:00');
  const cluster = join(here.folder, 'beyond');
  for (let twice = 0; twice < 2; twice += 1)
    expect(await madoguchi(['restore', id, '--to', cluster], backupSettings(here))).toMatchObject({
      code: 1,
      said: expect.stringMatching(/reaches 20\d\d-\d\d-\d\d \d\d:\d\d at the latest, not 2099-01-01 00:00/u),
    });
});

test('[9(4)⑤] a copy that nobody may write to any more is restored from: the approval lies in another folder of the backups', async () => {
  const written = join(here.folder, 'fresh');
  const sealed = '/sys/kernel';
  const store = { ...here.store, dirs: [written, sealed] };
  const given = { backup: '', until: null, approver: '市民課長', reason: '訓練' };
  const id = await recordPaper(store, sealed, given, systemClock.now());
  const approval = await readApproval(store, sealed, undefined, id);
  expect(approval).toMatchObject(given);
  await useApproval(store, sealed, { token: crypto.randomUUID(), backup: taken.backup.name, startedAt: '', approval });
  await expect(readApproval(store, sealed, undefined, id)).rejects.toThrow('was used already');
});

test('[9(4)⑤] an approval on a share where nothing can be renamed is used once all the same', async () => {
  const id = await recordPaper(
    here.store,
    here.dir,
    { backup: '', until: null, approver: '市民課長', reason: '訓練' },
    systemClock.now().add({ seconds: 30 }),
  );
  const approval = await readApproval(here.store, here.dir, undefined, id);
  const order = { token: crypto.randomUUID(), backup: taken.backup.name, startedAt: '', approval };
  const file = join(here.dir, `approval-${id}.json`);
  const text = readFileSync(file, 'utf8');
  await useApproval(here.store, here.dir, order);
  // Put back, as a share that keeps what was written once would have it.
  mkdirSync(here.dir, { recursive: true });
  writeFileSync(file, text);
  await expect(readApproval(here.store, here.dir, undefined, id)).rejects.toThrow('was used already');
});
