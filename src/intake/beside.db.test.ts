import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { giveList } from '../../test/support/lists.ts';
import { openActs } from '../../test/support/open.ts';
import { fixedClock } from '../lib/clock.ts';
import { sql } from '../lib/db/sql.ts';
import { beside } from './beside.ts';
import { Stopped, workOnUploads } from './upload-jobs.ts';
import { askStoring, readUpload } from './uploads.ts';

let opened: Awaited<ReturnType<typeof openActs>>;
beforeAll(async () => {
  opened = await openActs('counter');
});
afterAll(() => opened.close());

let n = 0;
/** A list of two people, given at the desk and to be judged; the second was born on a day. */
const given = (born: string): Promise<number> => {
  n += 2;
  const rows = [`B1S-${100_000 + n},横　花子,ヨコ　ハナコ,昭和60年4月1日`, `B1S-${100_001 + n},横　一郎,ヨコ　イチロウ,${born}`];
  return giveList(opened.db, opened.actor, rows);
};
const seen = async (id: number) => {
  const upload = await readUpload(opened.db, id);
  return [upload?.state, upload?.report?.taken, upload?.report?.rejected];
};
const cards = async () =>
  (await opened.fresh.db.one<{ n: number }>(sql`SELECT count(*)::integer AS n FROM cards.cards WHERE notice_id LIKE 'B1S%'`)).n;
/** Sessions of the thread, and those of them that wait for a lock. */
const sessions = () =>
  opened.fresh.db.one<{ all: number; waiting: number }>(sql`
    SELECT count(*)::integer AS all, (count(*) FILTER (WHERE wait_event_type = 'Lock'))::integer AS waiting FROM pg_stat_activity
    WHERE datname = current_database() AND application_name LIKE 'madoguchi-desk-long%'`);
const threads = async () => (await sessions()).all;
const waiting = async () => (await sessions()).waiting;

describe('[8(2)①] lists are worked on in a thread beside the pages', () => {
  const clock = fixedClock('2020-06-01T00:00:00Z');
  const never = new AbortController().signal;
  const work = (signal = never, log?: Parameters<typeof workOnUploads>[2]) =>
    workOnUploads(opened.db, clock, log, beside(opened.fresh.urlFor('desk'), signal));

  test('judged by the day of the city’s clock, then stored; nothing of it stays behind', async () => {
    const id = await given('2021/01/01');
    await work();
    expect(await seen(id)).toEqual(['judged', 1, 1]);
    await askStoring(opened.db, opened.actor, id);
    await work();
    expect(await seen(id)).toEqual(['done', 1, 1]);
    expect([await cards(), await threads()]).toEqual([1, 0]);
  });

  test('a fault is told by its code alone, and the list waits for its next try', async () => {
    const id = await given('1990/01/01');
    const { db } = opened.fresh;
    await db.run(
      sql`CREATE FUNCTION public.broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '%', NEW USING ERRCODE = 'XX001'; END $$`,
    );
    await db.run(sql`CREATE TRIGGER broken BEFORE INSERT ON intake.imports FOR EACH ROW EXECUTE FUNCTION public.broken()`);
    const log: object[] = [];
    await work(never, { error: (about) => void log.push(about) });
    expect(log).toEqual([{ upload: id, try: 1, fault: 'XX001' }]);
    expect(await seen(id)).toEqual(['judging', undefined, undefined]);
    await db.run(sql`DROP TRIGGER broken ON intake.imports`);
    await db.run(sql`UPDATE intake.uploads SET lease_until = NULL WHERE id = ${id}`);
    await work();
    expect(await seen(id)).toEqual(['judged', 2, 0]);
  });

  test('a desk that closes ends it where it stands: nothing is stored, no try is noted as failed, and another goes on', async () => {
    const before = await cards();
    const id = await given('1991/01/01');
    await work();
    await askStoring(opened.db, opened.actor, id);
    const closing = new AbortController();
    const log: object[] = [];
    await opened.fresh.db.transaction(async (tx) => {
      await tx.run(sql`LOCK TABLE cards.cards IN SHARE MODE`);
      const stopped = expect(work(closing.signal, { error: (about) => void log.push(about) })).rejects.toBeInstanceOf(Stopped);
      await expect.poll(waiting).toBeGreaterThan(0);
      closing.abort();
      await stopped;
    });
    await expect.poll(threads).toBe(0);
    expect(log).toEqual([]);
    expect([await cards(), ...(await seen(id))]).toEqual([before, 'storing', 2, 0]);
    await opened.fresh.db.run(sql`UPDATE intake.uploads SET lease_until = lib.now() - interval '1 second' WHERE id = ${id}`);
    await work();
    expect([await cards(), ...(await seen(id))]).toEqual([before + 2, 'done', 2, 0]);
  });
});
