import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALLOWED, brokenCustody, cardFaults } from '../../test/support/card-faults.ts';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { untilLocked } from '../../test/support/locks.ts';
import { must } from '../../test/support/must.ts';
import { buildSmallCity, makeCard, type SmallCity } from '../../test/support/small-city.ts';
import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db } from '../lib/db/db.ts';
import { raw, sql } from '../lib/db/sql.ts';
import { ROOT } from '../lib/root.ts';
import { invite } from '../staff/accounts.ts';
import { changeStatus } from './acts.ts';
import { changeMany, previewBulk, undoMany } from './bulk.ts';
import { custodyFaults, MOVEMENTS, type Movement, moveCard, undoMove } from './custody.ts';
import { destroyCard } from './destroy.ts';
import { giveOffice } from './offices.ts';
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
  db = fresh.as('desk', 10);
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
    expect(await brokenCustody(db)).toEqual([]);
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
    const pulled = must(await move(id, 'pulled'));
    expect((await undoMove(db, me, pulled)).ok).toBe(true);
    expect(await whereIs(id)).toEqual(before);
    expect(await undoMove(db, me, pulled)).toMatchObject({ reason: 'changed_meanwhile' });
    expect(await brokenCustody(db)).toEqual([]);
  });

  test('taken back where its position was given to another card meanwhile: into its box, without one', async () => {
    await addPlaces(db, me, city.main, { cabinet: 'U棚', first: 1, count: 1, size: 4 });
    const place = (await listPlaces(db, city.main)).find(({ cabinet }) => cabinet === 'U棚')?.id ?? 0;
    const id = await card();
    await move(id, 'shelved', { placeId: place });
    await move(id, 'sent', { toOfficeId: city.branch });
    const received = must(await move(id, 'received', { toOfficeId: city.branch }));
    const next = await card();
    await move(next, 'shelved', { placeId: place });
    expect(await whereIs(next)).toMatchObject({ place, position: 1 });
    expect((await undoMove(db, me, received)).ok).toBe(true);
    expect(await whereIs(id)).toEqual({ whereabouts: 'transit', place, position: null, office: city.main });
    expect(await brokenCustody(db)).toEqual([]);
  });

  test('a movement out of a box that went out of use since is not taken back into it; a handing-over is, without a box', async () => {
    await addPlaces(db, me, city.main, { cabinet: 'B棚', first: 1, count: 2, size: 4 });
    const [from = 0, to = 0] = (await listPlaces(db, city.main)).filter(({ cabinet }) => cabinet === 'B棚').map(({ id }) => id);
    const id = await card();
    expect((await move(id, 'shelved', { placeId: from })).ok).toBe(true);
    const moved = must(await move(id, 'moved', { placeId: to }));
    expect((await retirePlace(db, me, from)).ok).toBe(true);
    expect(await undoMove(db, me, moved)).toMatchObject({ reason: 'changed_meanwhile' });
    expect(await whereIs(id)).toMatchObject({ whereabouts: 'shelf', place: to });

    const record = (event: string, whereabouts: string) =>
      fresh.db.run(sql`SELECT cards.record_custody(${actorSql(me)}, ${id}, ${event}, ${whereabouts}, '', lib.now())`);
    await record('handed-over', 'gone');
    expect((await retirePlace(db, me, to)).ok).toBe(true);
    await record('undone', 'shelf');
    expect(await whereIs(id)).toEqual({ whereabouts: 'shelf', place: null, position: null, office: city.main });
    expect(await brokenCustody(db)).toEqual([]);
  });

  test('[8(2)⑦a] said to be handed over, or destroyed, by mistake and set back by hand: it lies in its box again and can be scanned', async () => {
    const [gone, burnt] = [await card(), await card()];
    for (const id of [gone, burnt]) expect((await move(id, 'shelved', { placeId: box(0) })).ok).toBe(true);
    const before = await whereIs(gone);
    await fresh.db.run(
      sql`SELECT cards.set_status(${actorSql(me)}, ${gone}, 'handed-over', '', NULL, lib.now()), cards.record_custody(${actorSql(me)}, ${gone}, 'handed-over', 'gone', '', lib.now())`,
    );
    const set = (id: number, from: string, to: string) => changeStatus(db, me, { cardId: id, from, to, why: '押し間違い' });
    // 対象外 is over as well: whoever has the card keeps it.
    expect((await set(gone, 'handed-over', 'out-of-scope')).ok).toBe(true);
    expect(await whereIs(gone)).toMatchObject({ whereabouts: 'gone' });
    expect((await set(gone, 'out-of-scope', 'notified')).ok).toBe(true);
    expect(await whereIs(gone)).toEqual(before);
    expect((await move(gone, 'pulled')).ok).toBe(true);

    const there = await whereIs(burnt);
    expect((await set(burnt, 'notified', 'to-destroy')).ok).toBe(true);
    for (const actor of [me, { kind: 'staff', staffId: other } as const])
      expect((await destroyCard(db, actor, burnt)).ok).toBe(true);
    const { id: destroyed } = await db.one<{ id: number }>(
      sql`SELECT max(id) AS id FROM cards.custody_events WHERE card_id = ${burnt}`,
    );
    // The status would stay 廃棄済: not by taking the movement back.
    expect(await undoMove(db, me, destroyed)).toMatchObject({ reason: 'follows' });
    expect((await set(burnt, 'destroyed', 'on-hold')).ok).toBe(true);
    expect(await whereIs(burnt)).toEqual(there);
    for (const id of [gone, burnt]) {
      expect((await move(id, 'found-missing')).ok).toBe(true);
    }
    expect(await cardFaults(fresh.db)).toEqual([]);
  });

  test('an office that a list names for a card that was moved without one is no difference', async () => {
    const id = await card();
    await fresh.db.run(sql`UPDATE cards.cards SET office_id = NULL, office_code = 'sakura' WHERE id = ${id}`);
    expect((await move(id, 'found-missing')).ok).toBe(true);
    const { id: office } = await fresh.db.one<{ id: number }>(
      sql`INSERT INTO offices.offices (code, name, address, phone, is_storage, position) VALUES ('sakura', 'さくら', '久留米市', '', true, 9) RETURNING id`,
    );
    await fresh.db.transaction((tx) => giveOffice(tx, me, office));
    expect(await whereIs(id)).toMatchObject({ whereabouts: 'missing', office });
    expect(await brokenCustody(db)).toEqual([]);
    expect((await moveCard(db, me, { cardId: id, event: 'found-at', toOfficeId: office, note: '窓口' })).ok).toBe(true);
    expect(await brokenCustody(db)).toEqual([]);
  });

  test('an office that became known after a movement stays known when that movement is taken back; one the movement itself gave does not', async () => {
    const [id, shelved] = [await card(), await card()];
    await fresh.db.run(
      sql`UPDATE cards.cards SET office_id = NULL, office_code = 'hinoki' WHERE id = ANY (${[id, shelved]}::bigint[])`,
    );
    const missed = await move(id, 'found-missing');
    const put = await move(shelved, 'shelved', { placeId: box(0) });
    if (!missed.ok || !put.ok) throw new Error('not moved');
    const { id: office } = await fresh.db.one<{ id: number }>(
      sql`INSERT INTO offices.offices (code, name, address, phone, is_storage, position) VALUES ('hinoki', 'ひのき', '久留米市', '', true, 10) RETURNING id`,
    );
    await fresh.db.transaction((tx) => giveOffice(tx, me, office));
    for (const event of [missed.value, put.value]) expect((await undoMove(db, me, event)).ok).toBe(true);
    expect(await whereIs(id)).toMatchObject({ whereabouts: 'expected', office });
    expect(await whereIs(shelved)).toMatchObject({ whereabouts: 'expected', place: null, office: null });
    expect(await brokenCustody(db)).toEqual([]);
  });

  test('what may follow what is as the recount has it, for each movement from each place', async () => {
    const rows = await db.rows<{ event: string; from: string; to: string | null }>(sql`
      SELECT e AS event, w AS from, cards.whereabouts_after(e, w) AS to FROM unnest(${Object.keys(ALLOWED)}::text[]) e,
        unnest(ARRAY['expected', 'shelf', 'pulled', 'transit', 'counter', 'missing', 'gone']) w`);
    expect(Object.keys(ALLOWED).toSorted()).toEqual([...MOVEMENTS, 'handed-over'].toSorted());
    for (const { event, from, to } of rows)
      expect(to, `${event} from ${from}`).toBe(ALLOWED[event]?.[0].includes(from) === true ? ALLOWED[event][1] : null);
  });

  test('[8(2)⑩a] a card that nobody finds, that travels or that has not come is not destroyed, not even by two', async () => {
    for (const whereabouts of ['missing', 'transit', 'expected']) {
      const id = await card(whereabouts);
      expect(await move(id, 'destroyed', { secondStaffId: other })).toMatchObject({ reason: 'step', detail: whereabouts });
      await fresh.db.run(sql`UPDATE cards.cards SET status = 'to-destroy' WHERE id = ${id}`);
      expect(await destroyCard(db, me, id)).toMatchObject({ reason: 'step', detail: whereabouts });
    }
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
  test('the roles of the database write nothing in what was done with a card: its acts alone add to it', async () => {
    const id = await card('shelf');
    await move(id, 'pulled');
    for (const written of [
      sql`UPDATE cards.custody_events SET note = 'x' WHERE card_id = ${id}`,
      sql`DELETE FROM cards.custody_events WHERE card_id = ${id}`,
      sql`INSERT INTO cards.custody_events (card_id, event, at, whereabouts) VALUES (${id}, 'returned', lib.now(), 'shelf')`,
      sql`INSERT INTO cards.status_history (card_id, from_status, to_status, at, actor_kind) VALUES (${id}, 'notified', 'handed-over', lib.now(), 'staff')`,
      sql`INSERT INTO cards.remarks (card_id, body, at) VALUES (${id}, 'x', lib.now())`,
    ])
      await expect(db.run(written)).rejects.toThrow(/permission denied/u);
  });

  test('a place written beside it is found', async () => {
    const id = await card();
    await move(id, 'shelved', { placeId: box(2) });
    await move(id, 'pulled');
    await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'counter' WHERE id = ${id}`);
    expect(await custodyFaults(db)).toContain(id);
    await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'pulled' WHERE id = ${id}`);
    expect(await custodyFaults(db)).not.toContain(id);
  });

  test('a card that is somewhere without a movement is found, and one whose movements do not follow one another', async () => {
    await addPlaces(db, me, city.main, { cabinet: 'Y棚', first: 1, count: 1, size: 4 });
    const own = (await listPlaces(db, city.main)).find(({ cabinet }) => cabinet === 'Y棚')?.id ?? 0;
    const [never, broken, late, placed] = [await card('shelf'), await card(), await card(), await card()];
    await move(broken, 'shelved', { placeId: own });
    const pulled = await move(broken, 'pulled');
    await move(broken, 'returned');
    const first = await move(late, 'shelved', { placeId: own });
    await move(late, 'pulled');
    if (!pulled.ok || !first.ok) throw new Error('not moved');
    const before = await custodyFaults(db);
    expect(before).toContain(never);
    for (const id of [broken, late]) expect(before).not.toContain(id);
    await fresh.db.run(sql`DELETE FROM cards.custody_events WHERE id = ANY (${[pulled.value, first.value]}::bigint[])`);
    const after = await custodyFaults(db);
    for (const id of [broken, late]) expect(after).toContain(id);
    for (const id of [broken, late, never]) await fresh.db.run(sql`DELETE FROM cards.custody_events WHERE card_id = ${id}`);
    // A box that a card gets before it has come is no movement, also where it was put there once by mistake.
    const put = must(await move(placed, 'shelved', { placeId: own }));
    await undoMove(db, me, put);
    const actor = actorSql(me);
    await db.run(
      sql`SELECT cards.assign_places(${actor}, ARRAY[${placed}]::bigint[], ARRAY[${own}]::integer[], ARRAY[4]::integer[], false)`,
    );
    expect(await custodyFaults(db)).not.toContain(placed);
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
            event: event === 'destroyed' || event === 'departed' ? 'counted' : event,
            placeId: place === null ? null : box(place),
            toOfficeId: office,
          });
          if (moved.ok && undo) expect((await undoMove(db, me, moved.value)).ok).toBe(true);
        }
        expect(await brokenCustody(db)).toEqual([]);
        expect(
          await db.rows(sql`
            SELECT storage_place_id, storage_position FROM cards.cards WHERE whereabouts <> 'gone' AND storage_position IS NOT NULL AND storage_place_id IS NOT NULL
            GROUP BY 1, 2 HAVING count(*) > 1`),
        ).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  test('a card that was closed where it lies keeps its position; where another has it, as releases before this one gave it, it has none once it is open again', async () => {
    const stands = (id: number) =>
      db.one(
        sql`SELECT whereabouts, storage_place_id AS box, storage_position AS at, is_open AS open FROM cards.cards WHERE id = ${id}`,
      );
    const turn = async (id: number, from: string, to: string) =>
      expect(await changeStatus(db, me, { cardId: id, from, to, why: '転出' })).toMatchObject({ ok: true });
    await addPlaces(db, me, city.main, { cabinet: 'Z棚', first: 1, count: 2, size: 4 });
    const [one = 0, another = 0] = (await listPlaces(db, city.main))
      .filter(({ cabinet }) => cabinet === 'Z棚')
      .map(({ id }) => id);
    for (const [many, place] of [
      [false, one],
      [true, another],
    ] as const) {
      const first = await card('counter');
      expect((await move(first, 'shelved', { placeId: place })).ok).toBe(true);
      const at = await stands(first);
      const bulk = many
        ? await changeMany(db, me, {
            cards: [first],
            to: 'out-of-scope',
            why: '転出',
            seen: (await previewBulk(db, [first], 'out-of-scope')).seen,
          })
        : undefined;
      if (!many) await turn(first, 'notified', 'out-of-scope');
      expect(await stands(first)).toEqual({ ...at, open: false });
      const second = await card('counter');
      expect((await move(second, 'shelved', { placeId: place })).ok).toBe(true);
      expect(await stands(second)).toEqual({ ...at, at: 2 });
      await fresh.db.run(sql`UPDATE cards.cards SET storage_position = 1 WHERE id = ${second}`);
      await fresh.db.run(sql`UPDATE cards.custody_events SET storage_position = 1 WHERE card_id = ${second}`);
      if (bulk?.ok === true) expect((await undoMany(db, me, bulk.value)).ok).toBe(true);
      else await turn(first, 'out-of-scope', 'notified');
      expect(await stands(first)).toEqual({ ...at, at: null });
      // Scanned into its box it has a position again.
      expect((await move(first, 'counted')).ok).toBe(true);
      expect(await stands(first)).not.toEqual({ ...at, at: null });
      expect(await brokenCustody(db)).toEqual([]);
    }
  });

  test('one that was closed while it was pulled is pulled again, with its position', async () => {
    await addPlaces(db, me, city.main, { cabinet: 'X棚', first: 1, count: 1, size: 4 });
    const place = (await listPlaces(db, city.main)).find(({ cabinet }) => cabinet === 'X棚')?.id ?? 0;
    const [first, second] = [await card('counter'), await card('counter')];
    for (const [id, event, placeId] of [
      [first, 'shelved', place],
      [first, 'pulled', undefined],
    ] as const)
      must(await move(id, event, placeId === undefined ? {} : { placeId }));
    must(await changeStatus(db, me, { cardId: first, from: 'notified', to: 'out-of-scope', why: '転出' }));
    must(await move(second, 'shelved', { placeId: place }));
    must(await changeStatus(db, me, { cardId: first, from: 'out-of-scope', to: 'notified', why: '誤り' }));
    expect(await whereIs(first)).toEqual({ whereabouts: 'pulled', place, position: 1, office: city.main });
    expect(await whereIs(second)).toMatchObject({ place, position: 2 });
    expect((await cardFaults(db)).filter((fault) => fault.includes(`card ${first} `))).toEqual([]);
  });

  test('what a release before this one left of closed cards is put right: no position that another has, no box out of use', async () => {
    await addPlaces(db, me, city.main, { cabinet: 'W棚', first: 1, count: 2, size: 4 });
    const [kept = 0, gone = 0] = (await listPlaces(db, city.main)).filter(({ cabinet }) => cabinet === 'W棚').map(({ id }) => id);
    const closed = async (id: number) =>
      must(await changeStatus(db, me, { cardId: id, from: 'notified', to: 'out-of-scope', why: '転出' }));
    const [shares, alone, left, never] = [await card(), await card(), await card(), await card()];
    for (const [id, placeId] of [
      [shares, kept],
      [alone, kept],
      [left, gone],
    ] as const) {
      must(await move(id, 'shelved', { placeId }));
      await closed(id);
    }
    await closed(never);
    const open = await card();
    must(await move(open, 'shelved', { placeId: kept }));
    await fresh.db.run(sql`UPDATE cards.cards SET storage_position = 1 WHERE id = ${open}`);
    await fresh.db.run(sql`UPDATE cards.custody_events SET storage_position = 1 WHERE card_id = ${open}`);
    await fresh.db.run(sql`UPDATE cards.cards SET storage_place_id = ${kept}, storage_position = 1 WHERE id = ${never}`);
    await fresh.db.run(sql`UPDATE cards.storage_places SET retired_at = lib.now() WHERE id = ${gone}`);
    await fresh.db.transaction(async (tx) => {
      await tx.run(raw(readFileSync(join(ROOT, 'migrations/1028-shared-positions.sql'), 'utf8')));
    });
    expect(await Promise.all([shares, alone, left, never, open].map(whereIs))).toEqual([
      { whereabouts: 'shelf', place: kept, position: null, office: city.main },
      { whereabouts: 'shelf', place: kept, position: 2, office: city.main },
      { whereabouts: 'shelf', place: null, position: null, office: city.main },
      { whereabouts: 'expected', place: kept, position: null, office: city.main },
      { whereabouts: 'shelf', place: kept, position: 1, office: city.main },
    ]);
    const ours = [shares, alone, left, never, open];
    expect((await custodyFaults(db)).filter((id) => ours.includes(id))).toEqual([]);
    // Read again it has a position that nobody else has.
    must(await move(shares, 'counted'));
    expect(await whereIs(shares)).toMatchObject({ place: kept, position: 3 });
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
    // Both have read the card before either goes on.
    const unlocked = body.replace(
      'WHERE id = p_card FOR NO KEY UPDATE;',
      'WHERE id = p_card; PERFORM pg_advisory_xact_lock_shared(7);',
    );
    expect(unlocked).not.toBe(body);
    await fresh.db.pool.query(unlocked);
    const { moved } = await fresh.db.transaction(async (tx) => {
      await tx.run(sql`SELECT pg_advisory_xact_lock(7)`);
      const going = both();
      await untilLocked(fresh.db, { count: 2 });
      return { moved: going };
    });
    expect(await moved).toBe(2);
    await fresh.db.pool.query(body);
  });
});
