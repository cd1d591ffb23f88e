import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { startTls } from '../../test/support/tls.ts';
import { jobContext } from '../../test/support/worker.ts';
import { systemClock } from '../lib/clock.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { alarmFacts, openAlarms } from '../site/alarms.ts';
import { ofCertificate } from '../start/check/proxy.ts';
import { runJob } from './clockwork.ts';

const ENDS = systemClock
  .now()
  .round('second')
  .add({ hours: 24 * 30 });

let fresh: FreshDatabase;
let db: Db;
let site: Awaited<ReturnType<typeof startTls>>;
beforeAll(async () => {
  fresh = await freshDatabase();
  db = fresh.as('worker', 2);
  site = await startTls(ENDS);
});
afterAll(async () => {
  await site.close();
  await db.close();
  await fresh.drop();
});

const daysBefore = (days: number): Temporal.Instant => ENDS.subtract({ hours: 24 * days });
async function facts(days: number, citizenOrigin = site.origin): Promise<string | undefined> {
  const given = jobContext(db, db, { clock: { now: () => daysBefore(days) } });
  await runJob('certificate', { ...given, config: { ...given.config, citizenOrigin } });
  const [alarm] = (await openAlarms(fresh.db)).filter(({ kind }) => kind === 'certificate-ends');
  return alarm === undefined ? undefined : alarmFacts(alarm.detail);
}

test('three weeks before the certificate of the citizens’ site ends, an alarm says so with its days, until a new one is there', async () => {
  expect(await facts(30)).toBeUndefined();
  expect(await facts(20)).toBe('残り20日');
  expect(await facts(-1)).toBe('期限切れ');
  // Nobody knows of a site that is not reached: what was told stays.
  expect(await facts(30, 'https://localhost:1')).toBe('期限切れ');
  expect(await facts(30)).toBeUndefined();
});

test('what was told of a certificate ends where the site has none any more, and a week after its site was last reached', async () => {
  const away = 'https://localhost:1';
  expect(await facts(20)).toBe('残り20日');
  expect(await facts(20, 'http://localhost:1')).toBeUndefined();
  expect(await facts(20)).toBe('残り20日');
  const seenDaysAgo = (days: number) =>
    fresh.db.run(
      sql`UPDATE site.alarms SET seen_at = lib.now() - make_interval(days => ${days}::integer) WHERE kind = 'certificate-ends'`,
    );
  await seenDaysAgo(6);
  expect(await facts(20, away)).toBe('残り20日');
  await seenDaysAgo(8);
  expect(await facts(20, away)).toBeUndefined();
});

test('the check says how long the certificate is good, and is wrong below three weeks', async () => {
  const look = async (days: number) =>
    (await ofCertificate(site.origin, daysBefore(days))).map(({ level, says }) => `${level} ${says}`);
  expect(await look(30)).toEqual([expect.stringMatching(/^good .*30 more days/u)]);
  expect(await look(20)).toEqual([expect.stringMatching(/^wrong .*ends in 20 days/u)]);
  expect(await look(-1)).toEqual([expect.stringMatching(/^wrong .*is over/u)]);
  expect(await ofCertificate('http://localhost:3000', ENDS)).toEqual([]);
  expect(await ofCertificate('https://localhost:1', ENDS)).toEqual([]);
});
