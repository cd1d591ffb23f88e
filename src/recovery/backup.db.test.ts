import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BackedUp, backedUp, standing } from '../../test/support/backups.ts';
import { buildSmallCity } from '../../test/support/small-city.ts';
import { systemClock } from '../lib/clock.ts';
import { sql } from '../lib/db/sql.ts';
import { followLog } from './follow.ts';
import { backupName, listBackups, listNames, listPieces, readBackup } from './store.ts';
import { type Taken, takeBackup } from './take.ts';
import { verifyBackup } from './verify.ts';

let here: BackedUp;
let taken: Taken;
const now = () => systemClock.now();
const take = (changed: Partial<BackedUp['store']> = {}, at = now) =>
  takeBackup({ store: { ...here.store, ...changed }, url: here.url, db: here.db, now: at, log: () => {} });
const verify = (name: string, dir = here.dir) => verifyBackup({ store: here.store, dir, name, auditKeys: [], now: now() });

beforeAll(async () => {
  here = await backedUp();
  await buildSmallCity(here.fresh.db, 4);
  taken = await take();
});
afterAll(() => here.close());

describe('[11(4)a] a backup', () => {
  test('holds the whole cluster, opens in a scratch cluster and has what was counted', async () => {
    const { backup, restored } = await verify(taken.backup.name);
    expect(backup.files.map(({ holds }) => holds)).toEqual(['base.tar', 'manifest']);
    expect(restored?.fewer).toEqual([]);
    expect(restored?.counts).toEqual(taken.backup.counts);
  });

  test('is sealed: nothing of the data can be read in its files', () => {
    const folder = join(here.dir, taken.backup.name);
    for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name)).includes('久留米')).toBe(false);
  });

  test('the database knows of it, and that nothing failed', async () => {
    const { backup_seconds, failed } = await standing(here.fresh.db);
    expect(backup_seconds).toBeLessThan(120);
    expect(failed).toBe(false);
  });

  test('a byte that was changed, another key and a folder put together from two are noticed', async () => {
    const file = join(here.dir, taken.backup.name, '00.sealed');
    const whole = readFileSync(file);
    const changed = Buffer.from(whole);
    const at = Math.floor(changed.length / 2);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    writeFileSync(file, changed);
    await expect(verify(taken.backup.name)).rejects.toThrow(/changed or damaged/u);
    writeFileSync(file, whole.subarray(0, whole.length - 1_000));
    await expect(verify(taken.backup.name)).rejects.toThrow(/changed or damaged/u);
    writeFileSync(file, whole);
    const other = { ...here.store, key: 'quite another key that fits nothing of this folder' };
    await expect(readBackup(other, here.dir, taken.backup.name)).rejects.toThrow(/another key's/u);
    const later = { ...other, oldKeys: [here.store.key] };
    expect((await readBackup(later, here.dir, taken.backup.name)).name).toBe(taken.backup.name);
    const description = join(here.dir, taken.backup.name, 'backup.json');
    const text = readFileSync(description, 'utf8');
    writeFileSync(description, text.replace('"timeline":1', '"timeline":2'));
    await expect(verify(taken.backup.name)).rejects.toThrow(/was changed/u);
    writeFileSync(description, text);
  });

  test('one that fails leaves the earlier ones, and nothing half', async () => {
    const before = readdirSync(here.dir).sort();
    await expect(
      takeBackup({
        store: here.store,
        url: here.url.replace(/:[^:@]*@/u, ':wrong@'),
        db: here.db,
        now: () => now().add({ seconds: 5 }),
        log: () => {},
      }),
    ).rejects.toThrow();
    expect(readdirSync(here.dir).sort()).toEqual(before);
    expect((await standing(here.fresh.db)).failed).toBe(true);
    const [last] = await here.fresh.db.rows(sql`SELECT state, fault FROM recovery.backups ORDER BY began_at DESC LIMIT 1`);
    expect(last).toEqual({ state: 'failed', fault: '28P01' });
  });

  test('while another is taken, none is begun: it waits for its end; what a killed one left is cleared', async () => {
    const half = join(here.dir, 'base-20200101T000000Z.half');
    mkdirSync(half);
    const [one, other] = await Promise.allSettled([
      take({}, () => now().add({ seconds: 20 })),
      take({}, () => now().add({ seconds: 21 })),
    ]);
    expect([one.status, other.status]).toEqual(['fulfilled', 'fulfilled']);
    expect(existsSync(half)).toBe(false);
  });

  test('a further folder gets a copy; one that cannot be written is told and the backup stands', async () => {
    const copies = join(here.folder, 'copies');
    const copied = await take({ dirs: [here.dir, copies] }, () => now().add({ seconds: 40 }));
    expect(copied.copyFault).toBeUndefined();
    expect((await verify(copied.backup.name, copies)).restored?.fewer).toEqual([]);
    const file = join(here.folder, 'no-folder');
    writeFileSync(file, '');
    const failed = await take({ dirs: [here.dir, join(file, 'in')] }, () => now().add({ seconds: 60 }));
    expect(failed.copyFault).toContain('ENOTDIR');
    expect(await listNames(here.dir)).toContain(failed.backup.name);
    expect((await standing(here.fresh.db)).failed).toBe(true);
  });

  test('older ones go after the next good one, the newest never', async () => {
    const future = () => now().add({ hours: 24 * 20 });
    const later = await take({}, future);
    expect(await listNames(here.dir)).toEqual([later.backup.name]);
    expect(later.removed.length).toBeGreaterThan(1);
    const again = await listBackups(here.store, here.dir);
    expect(again.map(({ name }) => name)).toEqual([backupName(future())].map(() => later.backup.name));
    rmSync(join(here.dir, later.backup.name), { recursive: true });
  });
});

describe('[11(4)b] the log beside the backups', () => {
  test('what was written after the backup is there after its loss', async () => {
    const { backup } = await take({}, () => now().add({ seconds: 90 }));
    await here.fresh.db.run(sql`UPDATE site.city SET name = '小郡市'`);
    const first = await followLog({ store: here.store, url: here.url, db: here.db });
    expect(first.bytes).toBeGreaterThan(0);
    const sets = [1, 2, 3].map((n) => sql`UPDATE site.settings SET value = ${String(n)}::jsonb WHERE key = 'nothing'`);
    for (const set of sets) await here.fresh.db.run(set);
    await here.fresh.db.run(sql`SELECT pg_switch_wal()`);
    await here.fresh.db.run(sql`INSERT INTO site.settings (key, value) VALUES ('reminder-hour', '7')`);
    await followLog({ store: here.store, url: here.url, db: here.db });
    expect((await listPieces(here.dir, backup.system)).length).toBe(2);
    const { loss_seconds } = await standing(here.fresh.db);
    expect(loss_seconds).toBeLessThan(60);
    // A piece in the middle that is gone: the restore ends before it, it does not fail.
    const whole = await verify(backup.name);
    expect(whole.restored?.fewer).toEqual([]);
  });
});
