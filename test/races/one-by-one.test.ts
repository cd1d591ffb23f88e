import { afterEach, expect, test } from 'vitest';
import { addPlaces } from '../../src/cards/places.ts';
import { type Random, seeded } from '../../src/demo/random.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { book, cancel, move } from '../../src/reservations/acts.ts';
import { deskRequest } from '../support/booking.ts';
import { cardFaults } from '../support/card-faults.ts';
import { type Acknowledged, invariantFaults } from '../support/invariant.ts';
import { said } from '../support/must.ts';
import { slotAt } from '../support/small-city.ts';
import { type Arena, openArena, STAFF } from './arena.ts';
import { type Lists, openLists } from './card-lists.ts';
import { onTheShelves, pick, type Shelves } from './shelf-acts.ts';

/** How many acts, and what they are drawn from. */
const ACTS = Number(process.env['ACTS'] ?? 200);
const SEED = Number(process.env['ACTS_SEED'] ?? 1);
/** So few that the same card is meant again and again, day after day. */
const CARDS = 5;
const KINDS = ['status', 'many', 'many back', 'returned', 'counter', 'list', 'list back'];
/** What must have come: which rows an act meets is not drawn from the seed alone, so acts go on until it has. */
const MUST = ['counter ok', 'counter handed-over', 'book ok', 'many ok'];

let arena: Arena;
let lists: Lists;
afterEach(() => Promise.all([arena.close(), lists.close()]));

/** Somebody books by telephone for a day to come, alone or with others, or changes their mind. */
async function byTelephone({ random, cards, told }: Shelves, days: number): Promise<string> {
  const { db, desk, city } = arena;
  const slot = await slotAt(db, city, city.main, days + 1 + random.below(4), random.below(24));
  const live = await db.row<{ id: string; version: number }>(
    sql`SELECT id, version FROM reservations.reservations WHERE state = 'booked' ORDER BY md5(id::text || ${String(random.next())}) LIMIT 1`,
  );
  if (live !== undefined && random.chance(0.3)) return `cancel ${said(await cancel(desk, STAFF, { ...live, reason: '' }))}`;
  if (live !== undefined && random.chance(0.3))
    return `move ${said(await move(desk, STAFF, { ...live, slotId: slot, exceedReason: null }))}`;
  const party = Array.from({ length: 1 + random.below(3) }, () => pick(random, cards));
  const request = deskRequest(city, party, slot);
  const booked = await book(desk, STAFF, request);
  if (booked.ok) told.push({ id: request.id, number: booked.value.number });
  return `book ${said(booked)}`;
}

function act(shelves: Shelves, random: Random, days: number): Promise<string> {
  const part = random.next();
  if (part < 0.3) return byTelephone(shelves, days);
  // Who has a card books no more: new lists bring others.
  if (part < 0.42) return onTheShelves(shelves, ['list']);
  return onTheShelves(shelves, part < 0.7 ? ['counter'] : KINDS);
}

test(
  `[8(3)⑫] [8(2)⑦a] ${ACTS} acts of few people, one after another and over days, leave everything true after each of them`,
  async () => {
    console.log(`ACTS=${ACTS} ACTS_SEED=${SEED}`);
    arena = await openArena(20, 4);
    lists = await openLists();
    const random = seeded(SEED);
    const cards: number[] = [];
    for (let n = 0; n < CARDS; n += 1) cards.push(await arena.card(`田中 ${n === 1 ? 0 : n}子`));
    await addPlaces(arena.desk, STAFF, arena.city.main, { cabinet: '甲', first: 1, count: 1, size: 50 });
    const boxes = (await arena.db.rows<{ id: number }>(sql`SELECT id FROM cards.storage_places`)).map(({ id }) => id);
    const told: Acknowledged[] = [];
    const shelves: Shelves = { arena, lists, random, cards, boxes, told };
    const came = new Map<string, number>();
    let [hours, last] = [0, ''];
    const missing = () => MUST.filter((one) => !came.has(one));
    for (let n = 0; n < ACTS || (missing().length > 0 && n < ACTS * 10); n += 1) {
      if (hours < 20 * 24 && random.chance(0.2)) {
        const more = 1 + random.below(20);
        hours += more;
        await arena.pass(more * 60);
      }
      const now = await act(shelves, random, Math.ceil(hours / 24));
      came.set(now, (came.get(now) ?? 0) + 1);
      const faults = [...(await invariantFaults(arena.db, told)), ...(await cardFaults(arena.db))];
      expect(faults, `act ${n}: ${now}, after ${last}`).toEqual([]);
      last = now;
    }
    console.log([...came].map(([what, count]) => `${what}: ${count}`).join(', '));
    expect(missing()).toEqual([]);
  },
  ACTS * 20_000,
);
