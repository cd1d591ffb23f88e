import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { sql } from '../../src/lib/db/sql.ts';
import { codeOf } from '../../src/lib/fault.ts';
import { book, cancel } from '../../src/reservations/acts.ts';
import { deskRequest } from '../support/booking.ts';
import { invariantFaults } from '../support/invariant.ts';
import { untilLocked } from '../support/locks.ts';
import { said } from '../support/must.ts';
import { DATABASE_TIMERS } from '../support/time.ts';
import { type Arena, CALLER, crowd, openArena, STAFF, walk } from './arena.ts';

/** What was found out about the core under races (docs/decisions/0002-ledger.md), each against the product's own statements and with its control. */

let arena: Arena;
afterEach(() => arena.close());

const HOLD = 'reservations.hold(audit.actor,uuid,integer,bigint,jsonb,text,text,text,text,text,text,text)';
const SWEEP = 'reservations.sweep(bigint,uuid)';

const came = (results: PromiseSettledResult<{ ok: boolean; reason?: string }>[]): string[] =>
  results.map((result) => (result.status === 'rejected' ? (codeOf(result.reason) ?? 'fault') : said(result.value))).sort();

/** The part of updates of `ledger.slots` that stay on their page and touch no index, of 300 claims and releases. */
async function heapOnly(): Promise<number> {
  const slot = await arena.slot(9);
  const client = new pg.Client({ connectionString: arena.fresh.url });
  await client.connect();
  try {
    const counts = async (): Promise<[number, number]> => {
      await client.query('SELECT pg_stat_force_next_flush()');
      const { rows } = await client.query<{ all: string; hot: string }>(
        "SELECT n_tup_upd AS all, n_tup_hot_upd AS hot FROM pg_stat_user_tables WHERE relid = 'ledger.slots'::regclass",
      );
      return [Number(rows[0]?.all), Number(rows[0]?.hot)];
    };
    await client.query('VACUUM ledger.slots');
    const [allBefore, hotBefore] = await counts();
    for (let n = 0; n < 150; n += 1) {
      await client.query('SELECT ledger.claim($1, 1, false, lib.now())', [slot]);
      await client.query('SELECT ledger.free($1, 1, 0)', [slot]);
    }
    const [all, hot] = await counts();
    expect(all - allBefore).toBe(300);
    return (hot - hotBefore) / 300;
  } finally {
    await client.end();
  }
}

test('claims stay on their page: no index contains a count, and hot updates stay hot', async () => {
  arena = await openArena(5);
  const indexed = await arena.db.rows(sql`
    SELECT i.indexrelid::regclass::text AS name, a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
    WHERE i.indrelid = 'ledger.slots'::regclass AND a.attname IN ('taken', 'taken_desk', 'allowance', 'aside')`);
  expect(indexed).toEqual([]);
  expect(await heapOnly()).toBeGreaterThan(0.9);
});

test('control: an index that includes the count ends that', async () => {
  arena = await openArena(5);
  await arena.db.pool.query('CREATE INDEX ON ledger.slots (office_id, service_id, day) INCLUDE (taken)');
  expect(await heapOnly()).toBeLessThan(0.1);
});

/** Two holds have only written their reservation when a closing comes for their slot: whether it waits for them, and what they came to. */
async function closeWhileHolding(): Promise<{ waited: boolean; holds: string[] }> {
  const slot = await arena.slot(9);
  const people = await crowd(arena, 2);
  await arena.break(HOLD, 'IF ledger.stand(', 'PERFORM pg_advisory_xact_lock_shared(7); IF ledger.stand(');
  let closed = false;
  const close = () =>
    arena.db.transaction(async (tx) => {
      await tx.run(sql`SELECT FROM ledger.slots WHERE id = ${slot} FOR UPDATE`);
      await tx.run(sql`UPDATE ledger.slots SET gone = true, closed_at = lib.now() WHERE id = ${slot}`);
      closed = true;
    });
  const { work, waited } = await arena.db.transaction(async (tx) => {
    await tx.run(sql`SELECT pg_advisory_xact_lock(7)`);
    const holds = Promise.allSettled(people.map(({ cookie, id }) => arena.citizens.hold(cookie, id, slot, CALLER)));
    await arena.waiting(2);
    const closing = close();
    await untilLocked(arena.db, { count: 3, over: () => closed });
    return { work: Promise.all([holds, closing]), waited: !closed };
  });
  const [holds] = await work;
  return { waited, holds: came(holds) };
}

test('[8(2)⑤c] a closing does not wait for holds that are on their way: their reference to the slot is checked at the end', async () => {
  arena = await openArena(5);
  expect(await closeWhileHolding()).toEqual({ waited: false, holds: ['closed', 'closed'] });
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[8(2)⑤c] control: a reference checked at once takes the slot’s lock first, out of order, and holds the closing up', async () => {
  arena = await openArena(5);
  const { name } = await arena.db.one<{ name: string }>(
    sql`SELECT conname AS name FROM pg_constraint WHERE conrelid = 'reservations.reservations'::regclass AND confrelid = 'ledger.slots'::regclass`,
  );
  await arena.db.pool.query(`ALTER TABLE reservations.reservations ALTER CONSTRAINT ${name} NOT DEFERRABLE`);
  expect(await closeWhileHolding()).toEqual({ waited: true, holds: ['ok', 'ok'] });
});

/** Two parties of the same two people, named in opposite order, stopped when each has its first key; how many deadlocks there were. */
async function sameTwoPeople(): Promise<{ results: string[]; deadlocks: number }> {
  const [one, two] = [await arena.card('田中 花子'), await arena.card('鈴木 次郎')];
  const slot = await arena.slot(9);
  await arena.db.pool.query(`
    CREATE FUNCTION test.pause() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT FROM ledger.standing WHERE reservation_id = NEW.reservation_id) THEN PERFORM pg_advisory_xact_lock_shared(7); END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER pause BEFORE INSERT ON ledger.standing FOR EACH ROW EXECUTE FUNCTION test.pause()`);
  const party = (cards: number[]) => book(arena.desk, STAFF, deskRequest(arena.city, cards, slot));
  const { work } = await arena.db.transaction(async (tx) => {
    await tx.run(sql`SELECT pg_advisory_xact_lock(7)`);
    const going = Promise.allSettled([party([one, two]), party([two, one])]);
    await arena.waiting(2);
    return { work: going };
  });
  const results = came(await work);
  await arena.db.pool.query('SELECT pg_stat_force_next_flush()');
  return {
    results,
    ...(await arena.db.one<{ deadlocks: number }>(
      sql`SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()`,
    )),
  };
}

test('[8(3)⑫] two parties of the same people, named in opposite order, meet without a deadlock: standing is sorted', async () => {
  arena = await openArena(10);
  const { results, deadlocks } = await sameTwoPeople();
  expect(deadlocks).toBe(0);
  expect(results).toContain('ok');
  expect(results.filter((result) => result === 'ok')).toHaveLength(1);
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test.runIf(DATABASE_TIMERS)('[8(3)⑫] control: standing in the order people were named deadlocks', async () => {
  arena = await openArena(10);
  await arena.break(
    'reservations.keys_of(uuid,boolean)',
    'array_agg(DISTINCT k ORDER BY k)',
    'array_agg(k ORDER BY m.position, k)',
  );
  await arena.break(
    'ledger.stand(integer,text[],uuid,timestamptz,timestamptz)',
    'FROM unnest(p_keys) AS k ORDER BY k',
    'FROM unnest(p_keys) WITH ORDINALITY AS u (k, n) ORDER BY n',
  );
  expect((await sameTwoPeople()).deadlocks).toBeGreaterThan(0);
});

/** Four holds have lapsed, one of them is just being looked at by another act: what sweeping says and leaves. */
async function sweepAround(): Promise<{ swept: number; taken: number; faults: string[] }> {
  const slot = await arena.slot(9);
  const people = await crowd(arena, 4);
  for (const { cookie, id } of people) await arena.citizens.hold(cookie, id, slot, CALLER);
  await arena.pass(11);
  const { swept } = await arena.db.transaction(async (tx) => {
    await tx.run(sql`SELECT FROM reservations.reservations WHERE id = ${people[0]?.id ?? ''} FOR UPDATE`);
    return arena.db.one<{ swept: number }>(sql`SELECT reservations.sweep(${slot}) AS swept`);
  });
  const { taken } = await arena.db.one<{ taken: number }>(sql`SELECT taken FROM ledger.slots WHERE id = ${slot}`);
  return { swept, taken, faults: await invariantFaults(arena.db) };
}

test('[8(2)⑤d] sweeping gives back exactly what it marked', async () => {
  arena = await openArena(5);
  expect(await sweepAround()).toEqual({ swept: 3, taken: 1, faults: [] });
});

test('[8(2)⑤d] control: giving back the sum of what has lapsed drifts', async () => {
  arena = await openArena(5);
  await arena.break(
    SWEEP,
    'FROM marked m,',
    "FROM (SELECT units, by_desk, ARRAY[slot_id] AS slots FROM reservations.reservations WHERE slot_id = p_slot AND state = 'held' AND held_until <= lib.now()) m,",
  );
  const { taken, faults } = await sweepAround();
  expect(taken).toBe(0);
  expect(faults.join()).toContain('taken is not the sum');
});

/** A slot of two: one booked, one hold lapsed. A party of two is refused; then somebody comes alone. */
async function tooLargeForTheSwept() {
  const slot = await arena.slot(9);
  const [first, second, alone] = await crowd(arena, 3);
  if (first === undefined || second === undefined || alone === undefined) throw new Error('nobody');
  await walk(arena, first, slot);
  await arena.citizens.hold(second.cookie, second.id, slot, CALLER);
  await arena.pass(11);
  const two = [await arena.card('鈴木 一郎'), await arena.card('鈴木 次郎')];
  const party = await book(arena.desk, STAFF, deskRequest(arena.city, two, slot));
  const late = await walk(arena, alone, slot);
  return { party: said(party), late: typeof late, faults: await invariantFaults(arena.db) };
}

test('[8(2)⑤d] a refusal after sweeping leaves the lapsed hold to the next one', async () => {
  arena = await openArena(2);
  expect(await tooLargeForTheSwept()).toEqual({ party: 'full', late: 'object', faults: [] });
});

test('[8(2)⑤d] control: holds marked as lapsed without giving back leave the slot full for ever', async () => {
  arena = await openArena(2);
  await arena.break(SWEEP, 'PERFORM ledger.free(v_back.slot, v_back.units, v_back.desk);', 'NULL;');
  expect((await tooLargeForTheSwept()).late).toBe('string');
});

/** A closing has closed the slot and made its list, and is about to commit, when a hold in it is confirmed. */
async function confirmDuringClosing() {
  const slot = await arena.slot(9);
  const [one] = await crowd(arena, 1);
  if (one === undefined) throw new Error('nobody');
  await arena.citizens.hold(one.cookie, one.id, slot, CALLER);
  const { listed, work } = await arena.db.transaction(async (tx) => {
    await tx.run(sql`SELECT FROM ledger.slots WHERE id = ${slot} FOR UPDATE`);
    await tx.run(sql`UPDATE ledger.slots SET gone = true, closed_at = lib.now() WHERE id = ${slot}`);
    const rows = await tx.rows(sql`SELECT id FROM reservations.reservations WHERE slot_id = ${slot} AND state = 'booked'`);
    let settled = false;
    const going = arena.citizens.confirm(one.cookie, one.id, 0, CALLER).finally(() => {
      settled = true;
    });
    await Promise.race([going, untilLocked(arena.db, { over: () => settled })]);
    return { listed: rows.length, work: going };
  });
  const confirmed = await work;
  return { listed, confirmed: confirmed.ok ? 'booked' : confirmed.reason };
}
test('[8(2)⑤c] a hold confirmed while its slot is being closed is told so, and is on nobody’s list', async () => {
  arena = await openArena(5);
  expect(await confirmDuringClosing()).toEqual({ listed: 0, confirmed: 'closed' });
});

test('[8(2)⑤c] control: a confirm that reads the slot without its lock books what the closing’s list lacks', async () => {
  arena = await openArena(5);
  await arena.break('reservations.confirm(audit.actor,uuid,integer)', 'ORDER BY id FOR KEY SHARE', 'ORDER BY id');
  expect(await confirmDuringClosing()).toEqual({ listed: 0, confirmed: 'booked' });
});

test('[8(3)⑫] giving up a lapsed hold whose owner has booked elsewhere leaves that booking and its card alone', async () => {
  arena = await openArena(2);
  const card = await arena.card('田中 花子');
  const [first, second] = [await arena.citizen(card), await arena.citizen(card)];
  await arena.citizens.hold(first.cookie, first.id, await arena.slot(9), CALLER);
  await arena.pass(11);
  const booked = await walk(arena, second, await arena.slot(10));
  if (typeof booked === 'string') throw new Error(booked);
  await arena.citizens.finish(first.cookie, CALLER, true);
  await cancel(arena.desk, STAFF, { id: first.id, version: 0, reason: '' });
  expect(await invariantFaults(arena.db, [booked])).toEqual([]);
  expect(await arena.db.one(sql`SELECT status FROM cards.cards WHERE id = ${card}`)).toEqual({ status: 'booked' });
});
