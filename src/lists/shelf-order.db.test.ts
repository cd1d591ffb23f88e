import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Arena, openArena, STAFF } from '../../test/races/arena.ts';
import { bookFor } from '../../test/support/booking.ts';
import { slotAt } from '../../test/support/small-city.ts';
import { moveCard } from '../cards/custody.ts';
import { addPlaces } from '../cards/places.ts';
import { EVERYBODY } from '../cards/viewer.ts';
import { cardsLeft } from '../counter/expected-cards.ts';
import { sql } from '../lib/db/sql.ts';
import { japaneseSentences } from '../lib/form/index.ts';
import { pullList } from './definitions/pull.ts';
import { transferList } from './definitions/transfer.ts';
import { knownOf } from './read.ts';

let arena: Arena;
beforeAll(async () => {
  arena = await openArena(5, 4);
});
afterAll(() => arena.close());

test('[8(2)⑨b] the papers of the shelves and the page of the scan beside them go along the shelves alike, as they were laid out', async () => {
  const { db, desk, city } = arena;
  for (const cabinet of ['入口側', 'B', 'A']) await addPlaces(desk, STAFF, city.main, { cabinet, first: 1, count: 1, size: 9 });
  const boxes = await db.rows<{ id: number }>(sql`SELECT id FROM cards.storage_places ORDER BY id`);
  for (const [n, { id }] of boxes.entries()) {
    const card = await arena.card(`田中 ${n}子`);
    await db.run(sql`UPDATE cards.cards SET whereabouts = 'expected' WHERE id = ${card}`);
    expect(await moveCard(desk, STAFF, { cardId: card, event: 'shelved', placeId: id })).toMatchObject({ ok: true });
    const slot = await slotAt(db, city, city.branch, 2, 12);
    await bookFor(desk, STAFF, city, card, slot);
  }
  const days = await db.one<{ from: string; to: string }>(
    sql`SELECT lib.day_of(lib.now()) AS from, lib.day_of(lib.now()) + 3 AS to`,
  );
  const left = await cardsLeft(desk, EVERYBODY, { officeId: city.main, until: days.to, toOffice: null }, ['shelf']);
  expect(left.map(({ cabinet }) => cabinet)).toEqual(['入口側', 'B', 'A']);
  for (const list of [pullList, transferList]) {
    const context = { today: city.today, sentences: japaneseSentences };
    const asked = { viewer: EVERYBODY, known: await knownOf(desk, list), context, officeId: null };
    const rows = await desk.rows<{ cabinet: string }>(list.prepare({ ...days, office: '', state: 'all' }, asked).statement(''));
    expect(rows.map(({ cabinet }) => cabinet)).toEqual(['入口側', 'B', 'A']);
  }
});
