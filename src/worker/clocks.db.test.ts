import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedIn } from '../../test/support/browse.ts';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { PASSWORD, startDesk, type TestDesk } from '../../test/support/desk.ts';
import { words } from '../../test/support/pages.ts';
import { jobContext } from '../../test/support/worker.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { logHost } from '../lib/http/log-files.ts';
import { clockSql, clocksOff, machineClocks, surelyOff, tellClock } from '../running/clocks.ts';
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
});
afterAll(async () => {
  await worker.close();
  await desk.close();
  await fresh.drop();
});

const context = () => jobContext(worker, worker);
const watch = () => runJob('watch', context());
const stands = async () => (await openAlarms(fresh.db)).find(({ kind }) => kind === 'clock-off');
/** A site on another machine says its program and how its clock stands. */
async function siteSays(machine: string, ms: number): Promise<void> {
  const site = fresh.as('citizen', 1);
  await site.run(sql`SELECT citizen.runs(${machine}, ${'b'.repeat(64)}, '1.0.0')`);
  await site.run(sql`SELECT citizen.tells_clock(${machine}, ${ms})`);
  await site.close();
}

test('a clock is off by what no delay of the answer can explain', () => {
  expect(surelyOff({ before: 1_000, after: 9_000, database: 5_000 })).toBe(0);
  expect(surelyOff({ before: 9_000, after: 9_100, database: 5_000 })).toBe(4_000);
  expect(surelyOff({ before: 1_000, after: 1_100, database: 5_000 })).toBe(-3_900);
  // By however much: it fits where it is kept.
  expect(surelyOff({ before: 1e13, after: 1e13, database: 5_000 })).toBe(2_000_000_000);
  expect(surelyOff({ before: 5_000, after: 5_000, database: 1e13 })).toBe(-2_000_000_000);
});

test('a clock that was told to be off is off until it is clearly right again', () => {
  const near = [
    { machine: 'a', ms: 2_500 },
    { machine: 'b', ms: 0 },
  ];
  expect(clocksOff(near)).toBeUndefined();
  expect(clocksOff(near, ['a'])).toEqual({ words: 'a：3秒進み', machines: ['a'] });
  expect(clocksOff([{ machine: 'a', ms: 1_900 }], ['a'])).toBeUndefined();
  // Another machine that is as near was never off.
  expect(clocksOff(near, ['b'])).toBeUndefined();
});

test('where all machines are off alike, it is the database’s clock that is said to be wrong', () => {
  expect(clocksOff([{ machine: 'a', ms: 900 }])).toBeUndefined();
  expect(clocksOff([{ machine: 'a', ms: 9_000 }])?.words).toBe(
    'a：9秒進み（このサーバーの時計か、データベースの時計が原因です）',
  );
  const one = [
    { machine: 'a', ms: 0 },
    { machine: 'b', ms: -61_000 },
  ];
  expect(clocksOff(one)?.words).toBe('b：61秒遅れ');
  const both = clocksOff(one.map(({ machine }) => ({ machine, ms: 7_000 })));
  expect(both?.words).toContain('データベースの時計');
});

test('[9(1)a] the clock of a machine that runs is told while it is off, to the desk and in the metrics, and no longer once it is right', async () => {
  const here = () => machineClocks(fresh.db).then((all) => all.find(({ machine }) => machine === logHost()));
  // The desk says it by itself; nothing is wrong.
  await expect.poll(here).toMatchObject({ ms: 0 });
  await watch();
  expect(await stands()).toBeUndefined();

  await tellClock(desk.db, 'desk', () => Date.now() + 3_600_000);
  expect((await here())?.ms).toBeGreaterThan(3_590_000);
  await siteSays('machine-z', -8_000);
  const ran = context();
  await runJob('watch', ran);
  expect((await stands())?.detail).toMatchObject({ clocks: expect.stringContaining('machine-z：8秒遅れ') });
  expect((await ran.measures.clocks.get()).values).toContainEqual({ labels: { machine: 'machine-z' }, value: -8 });
  const page = words(await (await signedIn(desk.url, 'ide', PASSWORD)).get('/alarms'));
  for (const said of ['サーバーの時計が、データベースの時計とずれています', 'machine-z：8秒遅れ']) expect(page).toContain(said);

  // Right again here; of a machine that is gone nothing holds.
  await tellClock(desk.db, 'desk');
  await fresh.db.run(sql`UPDATE running.programs SET clock_at = clock_at - interval '6 minutes' WHERE machine = 'machine-z'`);
  await watch();
  expect(await stands()).toBeUndefined();
});

test('[9(1)a] of what the processes of a machine say the largest holds; a clock off by a month is told, and what is dated later than now says nothing', async () => {
  const of = (machine: string) => machineClocks(fresh.db).then((all) => all.find((one) => one.machine === machine));
  const day = 86_400_000;
  await siteSays('machine-y', 4_000);
  await fresh.db.run(sql`
    INSERT INTO running.programs (door, machine, program, version, seen_at, clock_ms, clock_at)
    SELECT 'desk', machine, program, version, seen_at, 0, clock_at FROM running.programs WHERE machine = 'machine-y'`);
  expect(await of('machine-y')).toMatchObject({ ms: 4_000 });
  await fresh.db.run(sql`UPDATE running.programs SET clock_at = clock_at + interval '1 hour' WHERE machine = 'machine-y'`);
  expect(await of('machine-y')).toBeUndefined();

  await tellClock(desk.db, 'desk', () => Date.now() + 30 * day);
  expect(await of(logHost())).toMatchObject({ ms: 2_000_000_000 });
  await tellClock(desk.db, 'desk');
});

test('[9(1)a] an alarm that a worker of the release before began names no machine: it stands until every clock is clearly right', async () => {
  await siteSays('machine-x', -8_000);
  await watch();
  await fresh.db.run(sql`UPDATE site.alarms SET detail = detail - 'machines' WHERE kind = 'clock-off' AND ended_at IS NULL`);
  await siteSays('machine-x', -2_500);
  await watch();
  expect((await stands())?.detail).toMatchObject({ machines: 'machine-x' });
  await siteSays('machine-x', -1_500);
  await watch();
  expect(await stands()).toBeUndefined();
  await fresh.db.run(sql`DELETE FROM running.programs WHERE machine = 'machine-x'`);
});

test('one answer that came late does not hide that a clock is off', async () => {
  let asked = 0;
  // Each reading asks the clock before and after; in the first the answer takes an hour.
  const now = () => {
    asked += 1;
    return Date.now() + (asked === 1 ? -3_600_000 : 10_000);
  };
  await tellClock(desk.db, 'desk', now);
  const here = (await machineClocks(fresh.db)).find(({ machine }) => machine === logHost());
  expect(here?.ms).toBeGreaterThan(3_000);
  await tellClock(desk.db, 'desk');
});

test('what the citizens’ role may ask is enough to know', async () => {
  const site = fresh.as('citizen', 1);
  await site.run(sql`SELECT citizen.tells_clock(${await clockSql(site)})`);
  await site.close();
});
