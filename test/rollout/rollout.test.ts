import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { citizenActs, cookieHash } from '../../src/citizen/acts.ts';
import { run as openCitizens } from '../../src/citizen/main.ts';
import { configFor } from '../../src/config.ts';
import { run as openDesk } from '../../src/desk/main.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { connect, type Db } from '../../src/lib/db/db.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { book, cancel, move } from '../../src/reservations/acts.ts';
import { migrate } from '../../src/schema/migrate.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { type Acknowledged, invariantFaults } from '../support/invariant.ts';
import { buildSmallCity, makeCard, type SmallCity, slotAt } from '../support/small-city.ts';
import { DATABASE_TIMERS } from '../support/time.ts';
import { type Program, previousRelease } from './previous.ts';

/**
 * A release is rolled out: the database is migrated under the processes of the release before, those of this one come beside them, the old ones go;
 * then the way back. Whoever books meanwhile notices nothing.
 */
const THIS: Program = { connect, citizenActs, book, cancel, move, openCitizens, openDesk, migrate };
const CALLER = { requestId: 'rollout', source: '192.0.2.0' };
const STAFF = { kind: 'staff', staffId: 1 } as const;
const ROUNDS = 8;

let empty: FreshDatabase;
let previous: Awaited<ReturnType<typeof previousRelease>>;
let db: Db;
let city: SmallCity;
const name = `rollout_${randomBytes(6).toString('hex')}`;
const at = (url: string): string => url.replace(/\/test_\w+$/u, `/${name}`);
const slots: number[] = [];
let made = 0;
const told: Acknowledged[] = [];
const faults: string[] = [];

beforeAll(async () => {
  previous = await previousRelease();
  empty = await freshDatabase();
  await empty.db.pool.query(`CREATE DATABASE ${name}`);
  db = connect({ url: at(empty.url), max: 4, name: 'test' });
  await previous.migrate({ url: at(empty.url) });
  city = await buildSmallCity(db, 500);
  for (const hour of [9, 10, 11, 13, 14]) slots.push(await slotAt(db, city, city.main, 10, hour));
});
afterAll(async () => {
  await db?.close();
  await empty?.db.pool.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await empty?.drop();
  previous?.remove();
});

type Running = { round(): Promise<void>; stop(): Promise<void> };

/** The processes of one release: both doors and what their pages do. */
async function start(which: string, program: Program): Promise<Running> {
  const shared = { COOKIE_SECRET: 'a secret for tests that is long enough', SECURE_COOKIES: 'no', LOG_LEVEL: 'error' };
  const log: string[] = [];
  const logTo = { write: (line: string) => void log.push(line) };
  const citizenDoor = await program.openCitizens({
    config: configFor('citizen', {
      ...shared,
      CITIZEN_DATABASE_URL: at(empty.urlFor('citizen')),
      CITIZEN_ORIGIN: 'http://127.0.0.1:2',
      CITIZEN_PORT: '0',
      CITIZEN_POOL: '3',
      RATE_LIMIT: '1000000',
      MAIL_FROM: 'yoyaku@city.example.jp',
    }),
    clock: systemClock,
    logTo,
  });
  const deskDoor = await program.openDesk({
    config: configFor('desk', {
      ...shared,
      DESK_DATABASE_URL: at(empty.urlFor('desk')),
      DESK_ORIGIN: 'http://127.0.0.1:3',
      CITIZEN_ORIGIN: 'http://127.0.0.1:2',
      DESK_PORT: '0',
      DESK_POOL: '3',
    }),
    clock: systemClock,
    logTo,
  });
  const citizenDb = program.connect({ url: at(empty.urlFor('citizen')), max: 3, name: `madoguchi-citizen ${which}` });
  const desk = program.connect({ url: at(empty.urlFor('desk')), max: 3, name: `madoguchi-desk ${which}` });
  const citizens = program.citizenActs(citizenDb);

  const asked = async (what: string, work: () => Promise<{ ok: boolean; reason?: string } | undefined>): Promise<void> => {
    const outcome = await work().catch((error: Error) => ({
      ok: false,
      reason: `${error.message} (${'code' in error ? error.code : ''})`,
    }));
    if (outcome?.ok === false) faults.push(`${which}, ${what}: ${outcome.reason}`);
  };
  const newCard = () => {
    made += 1;
    return makeCard(db, { noticeId: `R1L-${String(made).padStart(6, '0')}`, name: `試験 ${made}` });
  };
  const slot = () => slots[made % slots.length] ?? 0;

  async function byWeb(): Promise<void> {
    const card = await newCard();
    const cookie = cookieHash(randomBytes(16).toString('hex'));
    const id = randomUUID();
    await db.run(sql`
      INSERT INTO reservations.visits (cookie_hash, purpose, service_id, card_ids, mail, proven_at, created_at, expires_at)
      VALUES (${cookie}, 'book', ${city.service}, ARRAY[${card}::bigint], ${`r${made}@example.jp`}, lib.now(), lib.now(), lib.now() + interval '1 day')`);
    await asked('reads the visit', async () => void (await citizens.visit(cookie)));
    await asked('holds', () => citizens.hold(cookie, id, slot(), CALLER));
    await asked('books', async () => {
      const outcome = await citizens.confirm(cookie, id, 0, CALLER);
      if (outcome.ok) told.push({ id, number: outcome.value });
      return outcome;
    });
  }
  async function byPhone(): Promise<void> {
    const id = randomUUID();
    const request = {
      id,
      serviceId: city.service,
      slotId: slot(),
      members: [{ cardId: await newCard() }],
      channel: 'phone' as const,
    };
    await asked('books by phone', async () => {
      const outcome = await program.book(desk, STAFF, {
        ...request,
        mail: null,
        phone: '',
        language: 'ja',
        exceedReason: null,
        personReason: null,
      });
      if (outcome.ok) told.push({ id, number: outcome.value.number });
      return outcome;
    });
    const booked = await db.row<{ version: number }>(sql`SELECT version FROM reservations.reservations WHERE id = ${id}`);
    // Where it was not booked, the fault above says why.
    if (booked === undefined) return;
    const { version } = booked;
    await asked('moves', () =>
      program.move(desk, STAFF, { id, version, slotId: slots[(made + 1) % slots.length] ?? 0, exceedReason: null }),
    );
  }
  async function pages(): Promise<void> {
    for (const url of [
      `http://127.0.0.1:${citizenDoor.port}/`,
      `http://127.0.0.1:${citizenDoor.port}/calendar`,
      `http://127.0.0.1:${deskDoor.port}/sign-in`,
    ])
      await asked(url, async () => {
        const { status } = await fetch(url, { redirect: 'manual' });
        return { ok: status < 500, reason: String(status) };
      });
  }
  return {
    round: async () => void (await Promise.all([byWeb(), byPhone(), byWeb(), pages()])),
    stop: async () => {
      await Promise.all([citizenDoor.close(), deskDoor.close(), citizenDb.close(), desk.close()]);
      expect(log).toEqual([]);
    },
  };
}

const rounds = async (...programs: Running[]): Promise<void> => {
  for (let n = 0; n < ROUNDS; n += 1) await Promise.all(programs.map((program) => program.round()));
};

test.runIf(DATABASE_TIMERS)('a release is rolled out and taken back under load: bookings go on, none fails', async () => {
  const old = await start('the release before', previous);
  await rounds(old);
  let migrating = true;
  const migrated = migrate({ url: at(empty.url) }).finally(() => {
    migrating = false;
  });
  let meanwhile = 0;
  for (; migrating; meanwhile += 1) await old.round();
  await migrated;
  expect(meanwhile).toBeGreaterThan(0);
  const fresh = await start('this release', THIS);
  await rounds(old, fresh);
  await old.stop();
  await rounds(fresh);
  // And back: the processes are put back, the database stays.
  const back = await start('the release before, again', previous);
  await rounds(back, fresh);
  await fresh.stop();
  await rounds(back);
  await back.stop();
  expect(faults).toEqual([]);
  expect(told.length).toBeGreaterThan(ROUNDS * 3 * 5);
  expect(await invariantFaults(db, told)).toEqual([]);
});

test.runIf(DATABASE_TIMERS)('control: a function dropped while processes still call it fails their bookings', async () => {
  const old = await start('the release before', previous);
  await db.pool.query('DROP FUNCTION citizen.confirm(bytea, uuid, integer, text, text)');
  await old.round();
  expect(faults).toEqual(expect.arrayContaining([expect.stringMatching(/the release before, books: .*42883/u)]));
  await old.stop();
});
