import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyLog } from '../../src/audit/verify.ts';
import { type CitizenActs, citizenActs, cookieHash } from '../../src/citizen/acts.ts';
import { connect, type Db } from '../../src/lib/db/db.ts';
import { hostsIn } from '../../src/lib/db/hosts.ts';
import { poolFor } from '../../src/lib/db/primary.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { openAlarms } from '../../src/site/alarms.ts';
import { lookAtDatabase, looked } from '../../src/start/check/database.ts';
import { runJob } from '../../src/worker/clockwork.ts';
import { type Acknowledged, invariantFaults } from '../support/invariant.ts';
import { keepWatch } from '../support/pair.ts';
import { buildSmallCity, makeCard, type SmallCity, slotAt } from '../support/small-city.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';
import { startTwins, type Twins } from '../support/twins.ts';
import { AUDIT_KEY, jobContext } from '../support/worker.ts';

/** How often a machine falls; one after the other, in turns. */
const ROUNDS = Number(process.env['FAILOVER'] ?? 1);
const LANES = 4;
const CALLER = { requestId: 'failover', source: '192.0.2.0' };
/** Booked before a machine falls and after the other took over, each round. */
const ENOUGH = 15;

let twins: Twins;
let smtp: TestSmtp;
let city: SmallCity;
let citizens: CitizenActs;
let citizenDb: Db;
const slots: number[] = [];
const told: Acknowledged[] = [];
const toldAt: number[] = [];
const faults: string[] = [];
let made = 0;

beforeAll(async () => {
  smtp = await startSmtp();
  twins = await startTwins(smtp.url, async (fresh) => {
    city = await buildSmallCity(fresh.db, 10);
    // Nobody brings anything: there is nothing to tick before the booking.
    await fresh.db.run(sql`UPDATE services.services SET bring = '{}'`);
    for (let hour = 0; hour < 24; hour += 1) slots.push(await slotAt(fresh.db, city, city.main, 10 + (hour % 5), hour));
  });
  citizenDb = connect({ url: twins.fresh.urlFor('citizen'), max: LANES, name: 'failover' });
  citizens = citizenActs(citizenDb);
});
afterAll(async () => {
  await citizenDb?.close();
  await twins?.close();
  await smtp?.close();
});

/** Again until it is answered, as whoever presses again: with the same id. What refuses is no fault of the switch over. */
async function pressed<T>(what: string, press: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await press();
    } catch (error) {
      if (tries > 600) throw new Error(`${what} is not answered any more`, { cause: error });
      await pause(50);
    }
  }
}

/** One after another books, each somebody else. */
async function lane(goesOn: () => boolean): Promise<void> {
  const { db } = twins.fresh;
  while (goesOn()) {
    made += 1;
    const mine = made;
    const cookie = cookieHash(randomBytes(16).toString('hex'));
    const id = randomUUID();
    const noticeId = `F1L-${String(mine).padStart(6, '0')}`;
    const card = await pressed('a card', async () => {
      const known = await db.row<{ id: number }>(sql`SELECT id FROM cards.cards WHERE notice_id = ${noticeId}`);
      return known?.id ?? makeCard(db, { noticeId, name: `試験 ${mine}` });
    });
    await pressed('a visit', () =>
      db.run(sql`
        INSERT INTO reservations.visits (cookie_hash, purpose, service_id, card_ids, mail, proven_at, created_at, expires_at)
        VALUES (${cookie}, 'book', ${city.service}, ARRAY[${card}::bigint], ${`f${mine}@example.jp`}, lib.now(), lib.now(), lib.now() + interval '1 day')
        ON CONFLICT DO NOTHING`),
    );
    const held = await pressed('hold', () => citizens.hold(cookie, id, slots[mine % slots.length] ?? 0, CALLER));
    if (!held.ok) {
      faults.push(`hold: ${held.reason}`);
      continue;
    }
    const booked = await pressed('confirm', () => citizens.confirm(cookie, id, 0, CALLER));
    if (booked.ok) {
      told.push({ id, number: booked.value });
      toldAt.push(performance.now());
    } else faults.push(`confirm: ${booked.reason}`);
  }
}

/** Asks both sites as people do, and keeps when they answered well. */
async function look(goesOn: () => boolean, well: { at: number; ok: boolean }[]): Promise<void> {
  while (goesOn()) {
    const answers = await Promise.all(
      [`${twins.front.citizen.url}/calendar`, `${twins.front.citizen.url}/`, `${twins.front.desk.url}/sign-in`].map((url) =>
        fetch(url, { redirect: 'manual' }).then(
          ({ status }) => status < 500,
          () => false,
        ),
      ),
    );
    well.push({ at: performance.now(), ok: answers.every(Boolean) });
    await pause(100);
  }
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(50);
}

/** The longest time since a moment in which nobody was told of a booking. */
const longestGap = (since: number): number => {
  const later = [since, ...toldAt.filter((at) => at > since)];
  return Math.max(...later.map((at, n) => at - (later[n - 1] ?? at))) / 1_000;
};

test(
  '[11(1)a] the primary is killed under load and its standby takes over: nothing told is lost, nothing sold twice, no mail twice, the log is whole',
  async () => {
    const figures: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      let working = true;
      const well: { at: number; ok: boolean }[] = [];
      const work = Promise.all([...Array.from({ length: LANES }, () => lane(() => working)), look(() => working, well)]);
      const before = told.length;
      await until(() => told.length >= before + ENOUGH);
      const watch = keepWatch(twins.pair);
      const fell = performance.now();
      await twins.pair.kill();
      await watch.promoted;
      const promoted = performance.now();
      const then = told.length;
      await until(() => told.length >= then + ENOUGH);
      await until(() => well.at(-1)?.ok === true);
      working = false;
      await work;
      const pagesBack = well.find(({ at, ok }) => ok && at > promoted)?.at ?? Number.NaN;
      figures.push(
        `round ${round + 1}: ${told.length - before} booked; promoted after ${((promoted - fell) / 1_000).toFixed(1)} s, bookings stood for ${longestGap(fell).toFixed(1)} s, pages were back after ${((pagesBack - fell) / 1_000).toFixed(1)} s`,
      );
      await twins.pair.rejoin();
    }
    console.log(figures.join('\n'));
    expect(faults).toEqual([]);
    expect(await invariantFaults(twins.fresh.db, told)).toEqual([]);

    // Both workers came back too: every mail goes, each once.
    await until(async () => {
      const { open } = await twins.fresh.db.one<{ open: number }>(
        sql`SELECT count(*) AS open FROM outbox.mails WHERE state IN ('waiting', 'sending') AND kind = 'booked'`,
      );
      return open === 0;
    });
    const sent = smtp.mails.map(({ to, parsed }) => `${to.join()} ${parsed.messageId}`);
    expect(sent.length).toBeGreaterThanOrEqual(told.length);
    expect(sent.filter((one, n) => sent.indexOf(one) !== n)).toEqual([]);

    const sealer = connect({ url: twins.fresh.urlFor('sealer'), max: 1, name: 'verify' });
    try {
      const { findings } = await verifyLog(sealer, { keys: [AUDIT_KEY], kept: [], now: Temporal.Now.instant() });
      expect(findings).toEqual([]);
    } finally {
      await sealer.close();
    }
  },
  120_000 + ROUNDS * 120_000,
);

test('[11(1)a] the desk and `check` say that nobody would take over while the standby is away, and no longer when it follows; who had no connection open finds the new primary at once', async () => {
  const url = twins.fresh.urlFor('worker');
  const db = connect({ url, max: 2, name: 'standbys' });
  const pool = poolFor({ connectionString: `${url}?application_name=quiet`, max: 1, idleTimeoutMillis: 10 });
  const quiet = async () => (await pool.query<{ standby: boolean }>('SELECT pg_is_in_recovery() AS standby')).rows;
  const context = { ...jobContext(db, db), hosts: hostsIn(url) };
  const alarms = async (): Promise<string[]> => {
    await runJob('standbys', context);
    return (await openAlarms(db)).map(({ kind }) => kind).filter((kind) => kind.startsWith('standby'));
  };
  const said = async (): Promise<string> =>
    (await lookAtDatabase(looked({ command: 'worker', setting: 'WORKER_DATABASE_URL', url }, undefined)))
      .map(({ level, says }) => `${level} ${says}`)
      .join('\n');
  try {
    expect(await alarms()).toEqual([]);
    expect(await said()).toContain('good A standby follows PostgreSQL, and commits wait for it.');
    // A quiet process: none of its connections is open as the database is switched, so nothing tells it.
    expect(await quiet()).toEqual([{ standby: false }]);
    await until(() => pool.totalCount === 0);
    const quietSince = performance.now();
    // Announced: what is committed has reached the standby before the primary goes, and it takes over alone.
    const began = performance.now();
    await twins.pair.shutDown();
    await twins.pair.promote();
    await pressed('a switch over that was announced', () => db.one(sql`SELECT 1 AS one`));
    console.log(`announced switch over: ${((performance.now() - began) / 1_000).toFixed(1)} s`);
    expect(await pressed('the job', alarms)).toEqual(['standby-missing']);
    expect(await said()).toMatch(/care 0 of 1 standbys follow/u);
    expect(await said()).toMatch(/care 127\.0\.0\.1:\d+, one of the servers in WORKER_DATABASE_URL, does not answer/u);
    await twins.pair.rejoin();
    expect(await alarms()).toEqual([]);
    expect(await said()).toContain('good A standby follows');
    await until(() => performance.now() - quietSince > 2_500);
    expect(await quiet()).toEqual([{ standby: false }]);
    expect(await invariantFaults(twins.fresh.db, told)).toEqual([]);
  } finally {
    await pool.end();
    await db.close();
  }
});
