import { afterAll, beforeAll, expect, test } from 'vitest';
import { giveList } from '../../test/support/lists.ts';
import { openActs } from '../../test/support/open.ts';
import { systemClock } from '../lib/clock.ts';
import { sql } from '../lib/db/sql.ts';
import { Stopped, type WorkOnList, workHere, workOnUploads } from './upload-jobs.ts';
import { dropUpload, readUpload, tryAgain } from './uploads.ts';

let opened: Awaited<ReturnType<typeof openActs>>;
beforeAll(async () => {
  opened = await openActs('counter');
});
afterAll(() => opened.close());

let n = 0;
/** A list of one person, given at the desk and to be judged. */
const given = (): Promise<number> => {
  n += 1;
  return giveList(opened.db, opened.actor, [`J1S-${100_000 + n},進む　花子,ススム　ハナコ,昭和60年4月1日`]);
};
const state = async (id: number) => (await readUpload(opened.db, id))?.state;
/** For so long no process was heard of. */
const idle = (minutes: number) =>
  opened.fresh.db.run(sql`UPDATE intake.uploads SET lease_until = lib.now() - make_interval(mins => ${minutes}::integer)`);

/** Work that goes on only when it is told to, whatever ends it. */
function hanging() {
  const begun = Promise.withResolvers<AbortSignal>();
  const goOn = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const work: WorkOnList = async (db, clock, job, signal) => {
    begun.resolve(signal);
    await goOn.promise;
    await workHere(db, clock, job).finally(ended.resolve);
  };
  return { work, begun: begun.promise, goOn: goOn.resolve, ended: ended.promise };
}

test('[8(2)①] a run that comes to a standstill is ended by the next call, and its list goes on; while it is heard of it is waited for', async () => {
  const id = await given();
  const { work, begun, goOn, ended } = hanging();
  const first = workOnUploads(opened.db, systemClock, undefined, work);
  const stopped = expect(first).rejects.toBeInstanceOf(Stopped);
  const signal = await begun;
  // Heard of a moment ago: whoever calls waits for the same.
  let over = false;
  const second = workOnUploads(opened.db, systemClock)
    .catch(() => {})
    .finally(() => {
      over = true;
    });
  await idle(1);
  await opened.db.one(sql`SELECT 1`);
  expect([over, signal.aborted]).toEqual([false, false]);
  await idle(4);
  // Begun again by a person it is stuck until a process is at it.
  expect(await tryAgain(opened.db, opened.actor, id)).toBe(true);
  expect((await readUpload(opened.db, id))?.stuckSince).toBeInstanceOf(Date);
  await workOnUploads(opened.db, systemClock);
  expect([await state(id), signal.aborted]).toEqual(['judged', true]);
  await stopped;
  await second;
  goOn();
  await ended;
  expect(await state(id)).toBe('judged');
});

test('[8(2)①] a list that is given up while a run stands still stays so when that run goes on', async () => {
  const id = await given();
  const { work, begun, goOn, ended } = hanging();
  const first = workOnUploads(opened.db, systemClock, undefined, work);
  await begun;
  expect(await dropUpload(opened.db, opened.actor, id)).toBe(false);
  await idle(4);
  expect(await dropUpload(opened.db, opened.actor, id)).toBe(true);
  goOn();
  await ended.catch(() => {});
  await first.catch(() => {});
  expect(await state(id)).toBe('dropped');
});
