import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { jobContext } from '../../test/support/worker.ts';
import type { Db } from '../lib/db/db.ts';
import { openAlarms } from '../site/alarms.ts';
import { alarmCause } from './alarm.ts';
import { turnsOf } from './clockwork.ts';
import type { JobName } from './jobs.ts';
import { takeTurns } from './turns.ts';

let fresh: FreshDatabase;
let worker: Db;
beforeAll(async () => {
  fresh = await freshDatabase();
  worker = fresh.as('worker');
});
afterAll(async () => {
  await worker.close();
  await fresh.drop();
});

const MINUTE_MS = 60_000;
const alarms = async () => (await openAlarms(fresh.db)).map(({ kind }) => kind);

/** Turns of a worker whose run of this job waits for a lock; `end` gives it. */
async function hanging(name: JobName, table: string) {
  let minutes = 0;
  const again: JobName[] = [];
  const turn = turnsOf(jobContext(worker, worker), () => minutes * MINUTE_MS);
  const take = () => turn(name, async () => void again.push(name));
  const locker = await fresh.db.pool.connect();
  await locker.query('BEGIN');
  await locker.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  const first = take();
  return {
    again,
    takeAfter: (passed: number) => {
      minutes = passed;
      return take();
    },
    end: async () => {
      await locker.query('COMMIT');
      locker.release();
      await first;
    },
  };
}

test('[9(1)a] a daily job that hangs is told the next time it is due, and tried again, maybe by another worker; the alarm ends with the run', async () => {
  const { again, takeAfter, end } = await hanging('due', 'site.settings');
  await takeAfter(9);
  expect([again, await alarms()]).toEqual([[], []]);
  await takeAfter(24 * 60);
  expect([again, await alarms()]).toEqual([['due'], ['job-failed']]);
  // Another worker that does it ends what that one failed at, not what hangs here.
  await alarmCause(jobContext(worker, worker, { machine: 'machine-b' }), 'job-failed', { name: 'due', stands: false });
  expect(await alarms()).toEqual(['job-failed']);
  await end();
  expect(await alarms()).toEqual([]);
  await takeAfter(24 * 60);
  expect([again, await alarms()]).toEqual([['due'], []]);
});

test('a job of each minute that hangs is told and not tried again: its next time does what was missed', async () => {
  const { again, takeAfter, end } = await hanging('sweep', 'reservations.reservations');
  await takeAfter(11);
  expect([again, await alarms()]).toEqual([[], ['job-failed']]);
  await end();
  expect(await alarms()).toEqual([]);
});

test('the copying of the log may take hours, with the first backup of a large database in it', async () => {
  const ends = Promise.withResolvers<void>();
  let hours = 0;
  const told: string[] = [];
  const hangs = async (name: JobName, stands: boolean) => void told.push(`${name} ${stands ? 'hangs' : 'ended'}`);
  const turn = takeTurns({ run: () => ends.promise, hangs, now: () => hours * 60 * MINUTE_MS });
  const first = turn('follow', async () => {});
  hours = 23;
  await turn('follow', async () => {});
  expect(told).toEqual([]);
  hours = 24;
  await turn('follow', async () => {});
  ends.resolve();
  await first;
  expect(told).toEqual(['follow hangs', 'follow ended']);
});
