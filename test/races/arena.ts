import { randomBytes, randomUUID } from 'node:crypto';
import { type Actor, actorSql } from '../../src/audit/actor.ts';
import { type CitizenActs, citizenActs, cookieHash } from '../../src/citizen/acts.ts';
import type { Db, Tx } from '../../src/lib/db/db.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { book } from '../../src/reservations/acts.ts';
import { deskRequest } from '../support/booking.ts';
import type { FreshDatabase } from '../support/database.ts';
import { untilLocked } from '../support/locks.ts';
import { openRuledCity, type RuledCity } from '../support/ruled-city.ts';
import { makeCard, openSmallCity, type SmallCity, slotAt } from '../support/small-city.ts';

// A desk's test beside the code asks for it here.
export { deskRequest };

export const CALLER = { requestId: 'race', source: '192.0.2.0' };
export const STAFF: Actor = { kind: 'staff', staffId: 1 };

/** One browser of a citizen who has proven who they are and their address. */
export type Citizen = { cookie: Buffer; card: number; id: string };

/** A small city with many connections of the product's own roles, and hands on its time and its functions. */
export type Arena = {
  fresh: FreshDatabase;
  /** The superuser: to arrange and to look. */
  db: Db;
  city: SmallCity;
  citizens: CitizenActs;
  /** The same, each call alone: as another process that has no lanes. */
  alone: CitizenActs;
  desk: Db;
  card(name: string, noticeId?: string): Promise<number>;
  /** Another visit for a card: two of them are two browsers. */
  citizen(card: number): Promise<Citizen>;
  /** A slot ten days from today. */
  slot(hour: number): Promise<number>;
  bookByDesk(card: number, slot: number, id?: string): ReturnType<typeof book>;
  /** Lets the city's time go on by so many minutes, for everyone at once. */
  pass(minutes: number): Promise<void>;
  /** Breaks a guard: the function's own text with a piece changed, which must be there. */
  break(signature: string, piece: string, into: string): Promise<void>;
  /** The look that comes before a claim finds no slot full: what the claim itself guards is seen only so. */
  lookAway(): Promise<void>;
  /** Waits until so many connections of this database wait for a lock. */
  waiting(count: number): Promise<void>;
  /** Waits until the first closing waits for a lock or has ended: with its guards broken it waits for nobody. */
  closingBegan(): Promise<void>;
  close(): Promise<void>;
};

/** @param capacity places of every slot  @param connections at most, for citizens and desk each */
export async function openArena(capacity: number, connections = 16): Promise<Arena> {
  const { fresh, city } = await openSmallCity(capacity);
  return arenaIn(fresh, city, connections);
}

/** The same with a city whose slots were laid out from rules: there, hours can be changed. */
export async function openRuledArena(capacity: number, connections = 16): Promise<Arena & { city: RuledCity }> {
  const { fresh, city } = await openRuledCity(capacity);
  return { ...(await arenaIn(fresh, city, connections)), city };
}

async function arenaIn(fresh: FreshDatabase, city: SmallCity, connections: number): Promise<Arena> {
  const { db } = fresh;
  // Nobody brings anything: there is nothing to tick before the booking.
  await db.run(sql`UPDATE services.services SET bring = '{}'`);
  // Time that goes on by an update: replacing the function under running acts would fail some of them.
  await db.pool.query(`
    CREATE SCHEMA test; GRANT USAGE ON SCHEMA test TO PUBLIC;
    CREATE TABLE test.time (ahead interval NOT NULL); INSERT INTO test.time VALUES ('0'); GRANT SELECT ON test.time TO PUBLIC;
    CREATE OR REPLACE FUNCTION lib.now() RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL SAFE AS $$ SELECT clock_timestamp() + (SELECT ahead FROM test.time) $$`);
  const citizenDb = fresh.as('citizen', connections);
  const desk = fresh.as('desk', connections);
  let made = 0;
  const breakPiece: Arena['break'] = async (signature, piece, into) => {
    const { body } = await db.one<{ body: string }>(sql`SELECT pg_get_functiondef(${signature}::regprocedure) AS body`);
    if (!body.includes(piece)) throw new Error(`${signature} has no such piece: ${piece}`);
    await db.pool.query(body.replaceAll(piece, into));
  };
  return {
    fresh,
    db,
    city,
    citizens: citizenActs(citizenDb),
    alone: citizenActs(citizenDb, 0),
    desk,
    card: (name, noticeId) => {
      made += 1;
      return makeCard(db, { noticeId: noticeId ?? `A1B-${String(made).padStart(6, '0')}`, name });
    },
    citizen: async (card) => {
      const cookie = cookieHash(randomBytes(16).toString('hex'));
      await db.run(sql`
        INSERT INTO reservations.visits (cookie_hash, purpose, service_id, card_ids, mail, proven_at, created_at, expires_at)
        VALUES (${cookie}, 'book', ${city.service}, ARRAY[${card}::bigint], 'a@example.jp', lib.now(), lib.now(), lib.now() + interval '10 days')`);
      return { cookie, card, id: randomUUID() };
    },
    slot: (hour) => slotAt(db, city, city.main, 10, hour),
    bookByDesk: (card, slotId, id) => book(desk, STAFF, deskRequest(city, card, slotId, id)),
    pass: async (minutes) => {
      await db.run(sql`UPDATE test.time SET ahead = ahead + make_interval(mins => ${minutes})`);
    },
    break: breakPiece,
    lookAway: () => breakPiece('reservations.looks_full(ledger.slots,integer,timestamptz)', 's.free < p_units', 'false'),
    waiting: (count) => untilLocked(db, { count }),
    closingBegan: async () => {
      for (;;) {
        const { going, done } = await db.one<{ going: boolean; done: number }>(sql`
          SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%closing.close_offices(%') AS going,
            (SELECT count(*) FROM closing.closings) AS done`);
        if (going || done > 0) return;
      }
    },
    close: async () => {
      await Promise.all([citizenDb.close(), desk.close()]);
      await fresh.drop();
    },
  };
}

/** A visit taken before going live, of who waits for this card as if it were in no list yet; undefined where the card was taken out meanwhile. */
export async function takeOverAwaited(
  { desk, city }: Arena,
  card: number,
  slotId: number,
  id: string,
): Promise<string | undefined> {
  const row = await desk.row<{ taken: string }>(sql`
    SELECT reservations.take_over(${actorSql(STAFF)}, ${id}::uuid, ${id}, ${city.service}, ${slotId}, jsonb_build_array(jsonb_build_object(
      'awaits', c.notice_id, 'person_key', c.person_key, 'name', c.name, 'kana', c.kana, 'birth_date', c.birth_date, 'name_key', c.name_key, 'kana_key', c.kana_key, 'pairs', to_jsonb(c.search))),
      'phone', NULL, '', NULL, false) AS taken FROM cards.cards c WHERE c.id = ${card}`);
  return row?.taken;
}

/** The card of somebody who waits came. */
export const joinCard = async (tx: Tx, id: string, position: number, card: number): Promise<string> =>
  (
    await tx.one<{ did: string }>(
      sql`SELECT reservations.join_card(${actorSql(STAFF)}, ${id}::uuid, ${position}, ${card}, false) AS did`,
    )
  ).did;

/** So many people with a card each. */
export const crowd = (arena: Arena, count: number): Promise<Citizen[]> =>
  Promise.all(Array.from({ length: count }, async (_, n) => arena.citizen(await arena.card(`田中 花子${n}`))));

/** Holds and confirms as the pages do; the booking told to the citizen, or why there is none. */
export async function walk(arena: Arena, one: Citizen, slot: number): Promise<{ id: string; number: string } | string> {
  const held = await arena.citizens.hold(one.cookie, one.id, slot, CALLER);
  if (!held.ok) return held.reason;
  const booked = await arena.citizens.confirm(one.cookie, one.id, 0, CALLER);
  return booked.ok ? { id: one.id, number: booked.value } : booked.reason;
}

/** What was told, out of what came of many walks. */
export const told = <T extends object>(results: readonly (T | string)[]): T[] =>
  results.filter((result): result is T => typeof result !== 'string');
