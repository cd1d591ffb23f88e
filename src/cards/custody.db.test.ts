import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { buildSmallCity, makeCard, type SmallCity } from '../../test/support/small-city.ts';
import type { Actor } from '../audit/actor.ts';
import { connect, type Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { invite } from '../staff/accounts.ts';
import { custodyFaults, MOVEMENTS, type Movement, moveCard, undoMove } from './custody.ts';
import { addPlaces, listPlaces, retirePlace } from './places.ts';

let fresh: FreshDatabase;
let db: Db;
let city: SmallCity;
let me: Actor;
let other = 0;
let boxes: number[];
let n = 0;

beforeAll(async () => {
  fresh = await freshDatabase();
  db = connect({ url: fresh.urlFor('desk'), max: 10, name: 'test-desk' });
  city = await buildSmallCity(fresh.db, 5);
  const [first, second] = await Promise.all(
    ['ide', 'koga'].map((login) =>
      invite(db, { kind: 'operator' }, { login, name: login, officeId: city.main, roles: ['counter'] }),
    ),
  );
  if (first?.ok !== true || second?.ok !== true) throw new Error('no accounts');
  me = { kind: 'staff', staffId: first.value.id };
  other = second.value.id;
  await addPlaces(db, me, city.main, { cabinet: 'A棚', first: 1, count: 3, size: 4 });
  boxes = (await listPlaces(db, city.main)).map(({ id }) => id);
});
afterAll(async () => {
  await db.close();
  await fresh.drop();
});

async function card(whereabouts = 'expected'): Promise<number> {
  n += 1;
  const id = await makeCard(fresh.db, { noticeId: `C1U-${100_000 + n}`, name: `所在 ${n}`, officeId: city.main });
  await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = ${whereabouts} WHERE id = ${id}`);
  return id;
}
const whereIs = (id: number) =>
  db.one<{ whereabouts: string; place: number | null; position: number | null; office: number | null }>(
    sql`SELECT whereabouts, storage_place_id AS place, storage_position AS position, office_id AS office FROM cards.cards WHERE id = ${id}`,
  );
const box = (at: number): number => boxes[at] ?? 0;
const move = (cardId: number, event: Movement, more: { placeId?: number; toOfficeId?: number; secondStaffId?: number } = {}) =>
  moveCard(db, me, { cardId, event, ...more });

describe('[8(2)③] [8(2)⑩a] a card from the box it came in to the office it goes to', () => {
  test('shelved, pulled, sent, received, shelved there; each step stands beside the ledger', async () => {
    const id = await card();
    expect(await move(id, 'shelved')).toMatchObject({ ok: false, reason: 'no_place' });
    expect((await move(id, 'shelved', { placeId: box(0) })).ok).toBe(true);
    expect(await whereIs(id)).toEqual({ whereabouts: 'shelf', place: box(0), position: 1, office: city.main });
    expect((await move(id, 'pulled')).ok).toBe(true);
    expect(await move(id, 'pulled')).toEqual({ ok: false, reason: 'step', detail: 'pulled' });
    expect(await move(id, 'sent', { toOfficeId: city.main })).toMatchObject({ reason: 'no_office' });
    expect((await move(id, 'sent', { toOfficeId: city.branch })).ok).toBe(true);
    expect(await whereIs(id)).toMatchObject({ whereabouts: 'transit', office: city.main });
    expect(await move(id, 'received', { toOfficeId: city.main })).toMatchObject({
      reason: 'other_office',
      detail: String(city.branch),
    });
    expect((await move(id, 'received', { toOfficeId: city.branch })).ok).toBe(true);
    expect(await whereIs(id)).toEqual({ whereabouts: 'counter', place: null, position: null, office: city.branch });
    expect(await move(id, 'shelved', { placeId: box(0) })).toMatchObject({ reason: 'other_office', detail: String(city.branch) });
    expect(await custodyFaults(db)).toEqual([]);
  });

  test('a full box takes no more, and a position that was freed is used again', async () => {
    const ids = [];
    for (let k = 0; k < 4; k += 1) {
      const id = await card();
      await move(id, 'shelved', { placeId: box(1) });
      ids.push(id);
    }
    const fifth = await card();
    expect(await move(fifth, 'shelved', { placeId: box(1) })).toMatchObject({ reason: 'full' });
    await move(ids[1] ?? 0, 'moved', { placeId: box(2) });
    await move(fifth, 'shelved', { placeId: box(1) });
    expect(await whereIs(fifth)).toMatchObject({ place: box(1), position: 2 });
    expect(await retirePlace(db, me, box(1))).toMatchObject({ reason: 'has_cards' });
  });

  test('taken back exactly, once, and only where nothing came after it', async () => {
    const id = await card();
    await move(id, 'shelved', { placeId: box(2) });
    const before = await whereIs(id);
    const pulled = await move(id, 'pulled');
    if (!pulled.ok) throw new Error(pulled.reason);
    expect((await undoMove(db, me, pulled.value)).ok).toBe(true);
    expect(await whereIs(id)).toEqual(before);
    expect(await undoMove(db, me, pulled.value)).toMatchObject({ reason: 'changed_meanwhile' });
    expect(await custodyFaults(db)).toEqual([]);
  });

  test('taken back where its position was given to another card meanwhile: into its box, without one', async () => {
    await addPlaces(db, me, city.main, { cabinet: 'U棚', first: 1, count: 1, size: 4 });
    const place = (await listPlaces(db, city.main)).find(({ cabinet }) => cabinet === 'U棚')?.id ?? 0;
    const id = await card();
    await move(id, 'shelved', { placeId: place });
    await move(id, 'sent', { toOfficeId: city.branch });
    const received = await move(id, 'received', { toOfficeId: city.branch });
    if (!received.ok) throw new Error(received.reason);
    const next = await card();
    await move(next, 'shelved', { placeId: place });
    expect(await whereIs(next)).toMatchObject({ place, position: 1 });
    expect((await undoMove(db, me, received.value)).ok).toBe(true);
    expect(await whereIs(id)).toEqual({ whereabouts: 'transit', place, position: null, office: city.main });
    expect(await custodyFaults(db)).toEqual([]);
  });

  test('destroyed by two, never by one', async () => {
    const id = await card('shelf');
    expect(await move(id, 'destroyed')).toMatchObject({ reason: 'same_person' });
    expect(await move(id, 'destroyed', { secondStaffId: me.kind === 'staff' ? me.staffId : 0 })).toMatchObject({
      reason: 'same_person',
    });
    expect((await move(id, 'destroyed', { secondStaffId: other })).ok).toBe(true);
    expect(await whereIs(id)).toMatchObject({ whereabouts: 'gone' });
    expect(await move(id, 'found-missing')).toMatchObject({ reason: 'step' });
  });
});

describe('the ledger of movements', () => {
  test('the database roles can add to it and change nothing in it', async () => {
    const id = await card('shelf');
    await move(id, 'pulled');
    await expect(db.run(sql`UPDATE cards.custody_events SET note = 'x' WHERE card_id = ${id}`)).rejects.toThrow(
      /permission denied/u,
    );
    await expect(db.run(sql`DELETE FROM cards.custody_events WHERE card_id = ${id}`)).rejects.toThrow(/permission denied/u);
  });

  test('a place written beside it is found', async () => {
    const id = await card('shelf');
    await move(id, 'pulled');
    await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'counter' WHERE id = ${id}`);
    expect(await custodyFaults(db)).toContain(id);
    await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'pulled' WHERE id = ${id}`);
    expect(await custodyFaults(db)).toEqual([]);
  });

  test('whatever is done in whatever order, the place is the end of the movements and no two cards share one', async () => {
    const ids = await Promise.all([card(), card('shelf'), card('pulled')]);
    const step = fc.record({
      card: fc.nat(2),
      event: fc.constantFrom(...MOVEMENTS),
      place: fc.option(fc.nat(2)),
      office: fc.constantFrom(city.main, city.branch),
      undo: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        for (const { card: at, event, place, office, undo } of steps) {
          const moved = await moveCard(db, me, {
            cardId: ids[at] ?? 0,
            event: event === 'destroyed' ? 'counted' : event,
            placeId: place === null ? null : box(place),
            toOfficeId: office,
          });
          if (moved.ok && undo) expect((await undoMove(db, me, moved.value)).ok).toBe(true);
        }
        expect(await custodyFaults(db)).toEqual([]);
        expect(
          await db.rows(sql`
            SELECT storage_place_id, storage_position FROM cards.cards WHERE is_open AND storage_position IS NOT NULL AND storage_place_id IS NOT NULL
            GROUP BY 1, 2 HAVING count(*) > 1`),
        ).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  test('two clerks at one card: one movement; without the lock on the card both would be written (control)', async () => {
    const both = async () => {
      const id = await card('shelf');
      const moved = await Promise.all([move(id, 'pulled'), move(id, 'pulled')]);
      return moved.filter(({ ok }) => ok).length;
    };
    for (let k = 0; k < 10; k += 1) expect(await both()).toBe(1);
    const { body } = await fresh.db.one<{ body: string }>(
      sql`SELECT pg_get_functiondef('cards.move_card(audit.actor,bigint,text,integer,integer,integer,text)'::regprocedure) AS body`,
    );
    const unlocked = body.replace('WHERE id = p_card FOR NO KEY UPDATE;', 'WHERE id = p_card; PERFORM pg_sleep(0.05);');
    expect(unlocked).not.toBe(body);
    await fresh.db.pool.query(unlocked);
    expect(await both()).toBe(2);
    await fresh.db.pool.query(body);
  });
});
