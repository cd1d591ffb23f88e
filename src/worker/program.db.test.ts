import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedIn } from '../../test/support/browse.ts';
import { startCitizenDoor } from '../../test/support/citizen.ts';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { PASSWORD, startDesk, type TestDesk } from '../../test/support/desk.ts';
import { jobContext } from '../../test/support/worker.ts';
import { thisProgram } from '../approvals/program.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { logHost } from '../lib/http/log-files.ts';
import { openAlarms } from '../site/alarms.ts';
import { runJob } from './clockwork.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let worker: Db;
beforeAll(async () => {
  fresh = await freshDatabase();
  desk = await startDesk(fresh);
  await desk.account('ide', ['admin']);
  worker = fresh.as('worker', 2);
  const { digest, version } = await thisProgram();
  await fresh.db.run(sql`INSERT INTO approvals.applied (program, version, at) VALUES (${digest}, ${version}, lib.now())`);
});
afterAll(async () => {
  await worker.close();
  await desk.close();
  await fresh.drop();
});

const OTHER = 'a'.repeat(64);
const judge = () => runJob('program', jobContext(worker, worker));
const stands = async () => (await openAlarms(fresh.db)).find(({ kind }) => kind === 'program-not-applied');

test('[9(3)a] each process says which program it runs: sites and worker', async () => {
  const site = await startCitizenDoor(fresh);
  const doors = async () =>
    (
      await fresh.db.rows<{ door: string }>(sql`SELECT door FROM running.programs WHERE machine = ${logHost()} ORDER BY door`)
    ).map(({ door }) => door);
  await expect.poll(doors).toEqual(['citizen', 'desk']);
  await judge();
  expect(await stands()).toBeUndefined();
  const told = await fresh.db.rows(sql`SELECT DISTINCT program, version FROM running.programs`);
  const { digest: program, version } = await thisProgram();
  expect(told).toEqual([{ program, version }]);
  await site.close();
});

test('[9(3)a] a site on a machine without a worker that runs what the city was not asked about is told with its machine, whichever worker looks', async () => {
  const site = fresh.as('citizen', 1);
  await site.run(sql`SELECT citizen.runs('machine-z', ${OTHER}, '9.9.9')`);
  await site.close();
  for (const machine of ['machine-a', 'machine-b']) {
    await runJob('program', jobContext(worker, worker, { machine }));
    expect((await stands())?.detail).toMatchObject({ programs: 'machine-z 予約サイト 9.9.9' });
  }
  const page = await (await signedIn(desk.url, 'ide', PASSWORD)).get('/alarms');
  expect(page.html).toContain('machine-z 予約サイト 9.9.9');
  await fresh.db.run(sql`UPDATE running.programs SET seen_at = seen_at - interval '6 minutes' WHERE machine = 'machine-z'`);
  await judge();
  expect(await stands()).toBeUndefined();
});

test('a door that says a sentence in place of its machine or version puts none into the alarm', async () => {
  await fresh.db.run(sql`DELETE FROM running.programs`);
  const site = fresh.as('citizen', 1);
  await site.run(sql`SELECT citizen.runs('電話してください 0942-00-0000', ${OTHER}, 'call me now')`);
  await site.run(sql`SELECT citizen.runs(${`machine-z${String.fromCharCode(10)}call`}, ${OTHER}, '9.9.9')`);
  await site.close();
  await judge();
  expect((await stands())?.detail).toMatchObject({ programs: expect.stringMatching(/^\? 予約サイト (9\.9\.9|\?)$/u) });
});

test('of many programs the alarm names those that were heard of longest ago, and how many more there are', async () => {
  await fresh.db.run(sql`DELETE FROM running.programs`);
  await fresh.db.run(sql`
    INSERT INTO running.programs (door, machine, program, version, seen_at)
    SELECT 'citizen', 'machine-' || (9 - n), ${OTHER}, '9.9.9', lib.now() - make_interval(secs => 100 - n) FROM generate_series(1, 7) AS n`);
  await judge();
  const named = [8, 7, 6, 5, 4].map((n) => `machine-${n} 予約サイト 9.9.9`).join('、');
  expect((await stands())?.detail).toMatchObject({ programs: `${named} ほか2件` });
});

test('where a door says a hundred machines, a new one is heard all the same, and one that the city was not asked about stays', async () => {
  await fresh.db.run(sql`DELETE FROM running.programs`);
  const { digest } = await thisProgram();
  await fresh.db.run(sql`SELECT running.runs('citizen', 'machine-strange', ${OTHER}, '9.9.9')`);
  for (const name of ['a-', 'b-'])
    await fresh.db.run(sql`SELECT running.runs('citizen', ${name} || n, ${digest}, '1.0.0') FROM generate_series(1, 100) AS n`);
  await fresh.db.run(sql`SELECT running.runs('citizen', 'machine-new', ${OTHER}, '9.9.9')`);
  const heard = (await fresh.db.rows<{ machine: string }>(sql`SELECT machine FROM running.programs WHERE door = 'citizen'`)).map(
    ({ machine }) => machine,
  );
  expect(heard).toHaveLength(100);
  for (const machine of ['machine-strange', 'machine-new', 'b-100']) expect(heard).toContain(machine);
});

test('what is not said any more goes, and whoever says much leaves the others their place', async () => {
  await fresh.db.run(sql`UPDATE running.programs SET seen_at = seen_at - interval '10 minutes' WHERE machine = 'machine-z'`);
  await fresh.db.run(sql`SELECT running.runs('citizen', 'machine-' || n, ${OTHER}, '1.0.0') FROM generate_series(1, 150) AS n`);
  const { rows } = await fresh.db.one<{ rows: number }>(
    sql`SELECT count(*)::integer AS rows FROM running.programs WHERE door = 'citizen'`,
  );
  expect(rows).toBeLessThanOrEqual(101);
  expect(await fresh.db.rows(sql`SELECT FROM running.programs WHERE machine = 'machine-z'`)).toEqual([]);
});
