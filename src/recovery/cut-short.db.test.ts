import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BackedUp, backedUp, standing } from '../../test/support/backups.ts';
import { systemClock } from '../lib/clock.ts';
import { sql } from '../lib/db/sql.ts';
import { followOrTake } from './follow.ts';
import { backupName, listNames } from './store.ts';
import { lockStore } from './take.ts';

let here: BackedUp;
beforeAll(async () => {
  here = await backedUp();
});
afterAll(() => here.close());

let seconds = 0;
const ago = (): Temporal.Instant => {
  seconds += 5;
  return systemClock.now().subtract({ hours: 2 }).add({ seconds });
};
const follow = () => {
  const at = ago();
  return followOrTake({ store: here.store, url: here.url, db: here.db, now: () => at, log: () => {} });
};
/** A backup whose process ends in the middle: the lock is gone with it. */
async function cutOff(): Promise<string> {
  const name = backupName(ago());
  mkdirSync(join(here.dir, `${name}.half`));
  await here.db.run(sql`SELECT recovery.begin_backup(${name})`);
  return name;
}
const states = () =>
  here.fresh.db.rows<{ name: string; state: string; fault: string | null }>(
    sql`SELECT name, state, fault FROM recovery.backups WHERE state <> 'good' ORDER BY began_at, name`,
  );

test('[11(4)a] a backup that a restart cut off has failed with the next copying of the log, and is taken again', async () => {
  await follow();
  const name = await cutOff();
  const again = await follow();
  expect(again).toMatchObject({ because: `${name} was cut short` });
  expect(await states()).toEqual([{ name, state: 'failed', fault: 'cut short' }]);
  expect('taken' in again ? await listNames(here.dir) : []).toContain('taken' in again ? again.taken.backup.name : '');
  expect((await standing(here.fresh.db)).failed).toBe(false);
  const { told } = await here.fresh.db.one<{ told: number }>(
    sql`SELECT count(*)::integer AS told FROM audit.events WHERE act = 'backup.failed' AND detail ->> 'backup' = ${name}`,
  );
  expect(told).toBe(1);
  expect(await follow()).toMatchObject({ busy: false });
});

test('[11(4)a] one whose copies were cut off is known by its folder too', async () => {
  const [name = ''] = (await listNames(here.dir)).slice(-1);
  await here.fresh.db.run(sql`UPDATE recovery.backups SET state = 'running', ended_at = NULL WHERE name = ${name}`);
  expect(await follow()).toMatchObject({ because: `${name} was cut short` });
});

test('[11(4)a] one that is being taken, or that lies in another folder, is left alone', async () => {
  const name = await cutOff();
  const lock = await lockStore(here.store);
  expect(await follow()).toEqual({ bytes: 0, busy: true });
  await lock.release();
  rmSync(join(here.dir, `${name}.half`), { recursive: true });
  expect(await follow()).toMatchObject({ busy: false });
  expect((await states()).at(-1)).toEqual({ name, state: 'running', fault: null });
});

test('[11(4)a] the third that is cut off within a day is not taken again at once: it would be cut off again', async () => {
  mkdirSync(join(here.dir, `${(await states()).at(-1)?.name}.half`));
  expect(await follow()).toMatchObject({ busy: false });
  expect((await states()).map(({ fault }) => fault)).toEqual(['cut short', 'cut short', 'cut short']);
  expect((await standing(here.fresh.db)).failed).toBe(true);
});
