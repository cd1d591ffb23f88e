import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { changeStatus } from '../../src/cards/acts.ts';
import { moveCard } from '../../src/cards/custody.ts';
import { retirePlace } from '../../src/cards/places.ts';
import { addRule } from '../../src/cards/storage-rules.ts';
import { receiveWalkIn, record } from '../../src/counter/acts.ts';
import { undoImport } from '../../src/intake/undo.ts';
import type { Db } from '../../src/lib/db/db.ts';
import { type Sql, sql } from '../../src/lib/db/sql.ts';
import { addMember } from '../../src/reservations/acts.ts';
import { deskRequest } from '../support/booking.ts';
import { cardFaults } from '../support/card-faults.ts';
import { invariantFaults } from '../support/invariant.ts';
import { must, said } from '../support/must.ts';
import { slotAt } from '../support/small-city.ts';
import { type Arena, CALLER, openArena, STAFF } from './arena.ts';
import { type ListRow, type Lists, openLists } from './card-lists.ts';
import { heldUpIn, without } from './held-up.ts';

/** What clerks do to cards while a list of them is taken in or back (§8(2)①). Each race is run once more with its guard taken away: then it must fail. */

let arena: Arena;
let lists: Lists;
beforeAll(async () => {
  lists = await openLists();
});
afterAll(() => lists.close());
afterEach(() => arena.close());

const OTHER = { kind: 'staff', staffId: 2 } as const;
/** A list of these rows is taken in. */
async function take(db: Db, rows: readonly ListRow[]) {
  return must(await lists.take(db, rows));
}
const ROWS: ListRow[] = [1, 2, 3].map((n) => ({
  notice: `A1B-00000${n}`,
  name: `名簿 ${n}子`,
  kana: 'メイボ コ',
  serial: `S-${n}`,
}));
const TOLD = ROWS.map((row) => ({ ...row, phone: '0942-30-1111' }));
const idOf = async (notice: string): Promise<number> =>
  (await arena.db.one<{ id: number }>(sql`SELECT id FROM cards.cards WHERE notice_id = ${notice} ORDER BY id LIMIT 1`)).id;
const held = (card: number): Sql => sql`SELECT FROM cards.cards WHERE id = ${card} FOR NO KEY UPDATE`;

describe('[8(2)①] [8(2)⑦a] a list brings news of a card', () => {
  const LOOK = 'DELETE FROM pg_temp.met';

  /** The list has met both cards and waits for the first of them, while the second is handed over. */
  async function handedOver(db: Db) {
    await take(arena.desk, ROWS);
    const [first, second] = [await idOf('A1B-000001'), await idOf('A1B-000002')];
    await arena.db.run(sql`UPDATE cards.cards SET status = 'notified'`);
    const request = deskRequest(arena.city, second, await slotAt(arena.db, arena.city, arena.city.main, 0, 23));
    must(await receiveWalkIn(arena.desk, STAFF, { ...request, channel: 'counter' }));
    const report = await heldUpIn(arena, held(first), () => take(db, TOLD), {
      meanwhile: () =>
        record(arena.desk, OTHER, { reservationId: request.id, position: 1, from: 'arrived', to: 'handed-over', reason: '' }),
    });
    const cards = await arena.db.rows<{ id: number; status: string; phone: string }>(
      sql`SELECT id, status, phone FROM cards.cards ORDER BY id`,
    );
    return { report, second: cards.filter(({ id }) => id === second), cards: cards.length, faults: await cardFaults(arena.db) };
  }

  test('that is handed over meanwhile: nothing of it changes any more, and the list says that it was over', async () => {
    arena = await openArena(2);
    const { report, second, cards, faults } = await handedOver(arena.desk);
    expect(second).toMatchObject([{ status: 'handed-over', phone: '' }]);
    expect(report).toMatchObject({ fresh: 0, changed: 2, unchanged: 0, over: 1 });
    expect({ cards, faults }).toEqual({ cards: 3, faults: [] });
  });

  test('control: a list that does not look again under the lock writes into a card that is over', async () => {
    arena = await openArena(2);
    const careless = without(arena.desk, LOOK);
    const { second } = await handedOver(careless);
    expect(careless.left()).toBe(1);
    expect(second).toMatchObject([{ status: 'handed-over', phone: '0942301111' }]);
  });

  /** The same while another clerk sets the status of the second; then the list is taken back. */
  async function setMeanwhile() {
    await take(arena.desk, ROWS);
    const [first, second] = [await idOf('A1B-000001'), await idOf('A1B-000002')];
    const report = await heldUpIn(arena, held(first), () => take(arena.desk, TOLD), {
      meanwhile: () => changeStatus(arena.desk, OTHER, { cardId: second, from: 'preparing', to: 'on-hold', why: '入院中' }),
    });
    const back = await undoImport(arena.desk, STAFF, report.importId);
    const { status, phone } = await arena.db.one<{ status: string; phone: string }>(
      sql`SELECT status, phone FROM cards.cards WHERE id = ${second}`,
    );
    return { back: said(back), status, phone, faults: await cardFaults(arena.db) };
  }

  test('whose status a clerk sets meanwhile: taking the list back leaves that as it was set', async () => {
    arena = await openArena(2);
    expect(await setMeanwhile()).toEqual({ back: 'ok', status: 'on-hold', phone: '', faults: [] });
  });
});

describe('[8(2)①] [8(3)⑫] a list is taken back while a card of it is chosen for a visit', () => {
  /** The list has chosen what goes and waits for the first of it, while somebody takes a place with the second. */
  async function heldMeanwhile(db: Db) {
    const report = await take(
      arena.desk,
      ROWS.map((row) => ({ ...row, posted: '2026/10/08' })),
    );
    const one = await arena.citizen(await idOf('A1B-000002'));
    const slot = await arena.slot(9);
    const undone = await heldUpIn(
      arena,
      held(await idOf('A1B-000001')),
      () => Promise.allSettled([undoImport(db, STAFF, report.importId)]),
      { meanwhile: async () => expect(said(await arena.citizens.hold(one.cookie, one.id, slot, CALLER))).toBe('ok') },
    );
    const booked = await arena.citizens.confirm(one.cookie, one.id, 0, CALLER);
    const { cards } = await arena.db.one<{ cards: number }>(sql`SELECT count(*)::integer AS cards FROM cards.cards`);
    return {
      undone: undone[0],
      booked: said(booked),
      cards,
      faults: [...(await cardFaults(arena.db)), ...(await invariantFaults(arena.db))],
    };
  }

  test('that card stays, and the others go', async () => {
    arena = await openArena(2);
    const { undone, booked, cards, faults } = await heldMeanwhile(arena.desk);
    expect(undone).toMatchObject({ status: 'fulfilled', value: { ok: true, value: { removed: 2, kept: 1 } } });
    expect({ booked, cards, faults }).toEqual({ booked: 'ok', cards: 1, faults: [] });
  });

  test('control: without looking again under the lock the whole taking back breaks at it', async () => {
    arena = await openArena(2);
    const careless = without(arena.desk, 'DELETE FROM pg_temp.taken_out');
    const { undone, cards } = await heldMeanwhile(careless);
    expect(careless.left()).toBe(1);
    expect(undone).toMatchObject({ status: 'rejected', reason: { code: '23503' } });
    expect(cards).toBe(3);
  });
});

describe('[8(2)①] [8(3)⑫] a card is taken out while somebody takes a place with it', () => {
  /** The card goes and is not gone yet; whoever books it waits for that. */
  async function bookedGone(begin: (card: number, slot: number) => Promise<{ ok: boolean; reason?: string }>) {
    const [card, slot] = [await arena.card('取消 花子'), await arena.slot(9)];
    return said(await heldUpIn(arena, sql`DELETE FROM cards.cards WHERE id = ${card}`, () => begin(card, slot)));
  }

  test('a card that is being deleted cannot be booked: at the desk, on the web, or for one more person of a booking', async () => {
    arena = await openArena(2);
    expect(await bookedGone((card, slot) => arena.bookByDesk(card, slot))).toBe('card_not_bookable');
    const other = await arena.card('同伴 花子');
    const id = randomUUID();
    expect((await arena.bookByDesk(other, await arena.slot(10), id)).ok).toBe(true);
    const add = (cardId: number) =>
      addMember(arena.desk, STAFF, { id, version: 0, member: { cardId }, exceedReason: null, personReason: null });
    expect(await bookedGone(add)).toBe('card_not_bookable');
    expect(
      await bookedGone(async (card, slot) => {
        const one = await arena.citizen(card);
        return arena.citizens.hold(one.cookie, one.id, slot, CALLER);
      }),
    ).toBe('card_not_bookable');
    expect(await invariantFaults(arena.db)).toEqual([]);
  });
});

describe('[8(2)③] a list gives its cards positions by rule while somebody shelves by hand', () => {
  const CLASH = 'SET storage_place_id = NULL';

  /** The list has chosen its positions and waits at the end of its work, while a card is put into the same box. */
  async function shelvedMeanwhile(db: Db) {
    const { id: box } = await arena.db.one<{ id: number }>(
      sql`INSERT INTO cards.storage_places (office_id, cabinet, box) VALUES (${arena.city.main}, '甲', '1箱') RETURNING id`,
    );
    await addRule(arena.desk, STAFF, {
      officeCode: 'honcho',
      lotFrom: null,
      lotTo: null,
      serialFrom: null,
      serialTo: null,
      arrivedFrom: null,
      arrivedTo: null,
      placeId: box,
    });
    const loose = await arena.card('手元 花子', 'Z1Z-000001');
    await arena.db.run(sql`UPDATE cards.cards SET whereabouts = 'expected', office_id = ${arena.city.main} WHERE id = ${loose}`);
    await heldUpIn(arena, sql`SELECT FROM cards.statuses WHERE code = 'preparing' FOR UPDATE`, () => take(db, ROWS), {
      meanwhile: async () =>
        expect(said(await moveCard(arena.desk, OTHER, { cardId: loose, event: 'shelved', placeId: box }))).toBe('ok'),
    });
    return cardFaults(arena.db);
  }

  test('no two cards have one position', async () => {
    arena = await openArena(2);
    expect(await shelvedMeanwhile(arena.desk)).toEqual([]);
  });

  test('control: positions that are not looked at again are given twice', async () => {
    arena = await openArena(2);
    const careless = without(arena.desk, CLASH);
    expect((await shelvedMeanwhile(careless)).join()).toContain('two cards in one position of a box');
    expect(careless.left()).toBe(1);
  });
});

describe('[8(2)③] a box goes out of use while a card is put into it', () => {
  /** The card's movement has its lock and waits for the box, which the test holds; the box goes out of use, or the card comes in. */
  async function retiredMeanwhile() {
    const { id: box } = await arena.db.one<{ id: number }>(
      sql`INSERT INTO cards.storage_places (office_id, cabinet, box) VALUES (${arena.city.main}, '甲', '1箱') RETURNING id`,
    );
    const loose = await arena.card('手元 花子');
    await arena.db.run(sql`UPDATE cards.cards SET whereabouts = 'expected', office_id = ${arena.city.main} WHERE id = ${loose}`);
    const done = await heldUpIn(
      arena,
      sql`SELECT FROM cards.storage_places WHERE id = ${box} FOR UPDATE`,
      async () => {
        const retiring = retirePlace(arena.desk, STAFF, box);
        await arena.waiting(1);
        return Promise.all([retiring, moveCard(arena.desk, OTHER, { cardId: loose, event: 'shelved', placeId: box })]);
      },
      { waiters: 2 },
    );
    return { done: done.map(said), faults: await cardFaults(arena.db) };
  }

  test('either it holds the card, or it is out of use', async () => {
    arena = await openArena(2);
    const { done, faults } = await retiredMeanwhile();
    expect([
      ['ok', 'retired'],
      ['has_cards', 'ok'],
    ]).toContainEqual(done);
    expect(faults).toEqual([]);
  });

  test('control: a movement that does not hold the box lays the card into one that is out of use', async () => {
    arena = await openArena(2);
    await arena.break(
      'cards.move_card(audit.actor,bigint,text,integer,integer,integer,text)',
      'PERFORM FROM cards.storage_places WHERE id = v_place FOR NO KEY UPDATE;',
      'NULL;',
    );
    expect((await retiredMeanwhile()).faults.join()).toContain('a card in a box that is out of use');
  });
});
