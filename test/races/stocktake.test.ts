import { afterAll, beforeAll, expect, test } from 'vitest';
import { moveCard } from '../../src/cards/custody.ts';
import { beginStocktake, checkStocktake, endStocktake, seeCard } from '../../src/cards/stocktake.ts';
import { fingerprintOfStocktake } from '../../src/cards/stocktake-read.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { brokenCustody } from '../support/card-faults.ts';
import { must } from '../support/must.ts';
import { type Arena, openArena, STAFF } from './arena.ts';

let arena: Arena;
beforeAll(async () => {
  arena = await openArena(2);
});
afterAll(() => arena.close());

const OTHER = { kind: 'staff', staffId: 2 } as const;

async function boxOf(count: number): Promise<{ place: number; cards: number[] }> {
  const { id: place } = await arena.db.one<{ id: number }>(sql`
    INSERT INTO cards.storage_places (office_id, cabinet, box) VALUES (${arena.city.main}, gen_random_uuid()::text, '1箱') RETURNING id`);
  const cards: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const card = await arena.card(`棚卸 ${place} ${n}`);
    await arena.db.run(
      sql`UPDATE cards.cards SET whereabouts = 'shelf', office_id = ${arena.city.main}, storage_place_id = ${place}, storage_position = ${n + 1} WHERE id = ${card}`,
    );
    cards.push(card);
  }
  return { place, cards };
}
const begun = async (place: number): Promise<number> => {
  return must(await beginStocktake(arena.desk, STAFF, place));
};

test('[8(2)⑩a] eight clerks begin the stock-take of one box: it is one, and all of them are in it', async () => {
  const { place } = await boxOf(1);
  const begunBy = await Promise.all(Array.from({ length: 8 }, () => begun(place)));
  expect(new Set(begunBy).size).toBe(1);
  // Control: what makes it one is the database's own, beside the look.
  await expect(
    arena.db.run(sql`INSERT INTO cards.stocktakes (storage_place_id, begun_at) VALUES (${place}, lib.now())`),
  ).rejects.toThrow(/stocktakes_open/u);
});

test('[8(2)⑩a] two clerks read the same cards at once: each card is counted once', async () => {
  const { place, cards } = await boxOf(6);
  const stocktake = await begun(place);
  const seen = await Promise.all(
    cards.flatMap((cardId) =>
      [STAFF, OTHER, STAFF].map((actor) => seeCard(arena.desk, actor, { stocktake, cardId, put: false })),
    ),
  );
  expect(seen.filter((one) => one.ok && one.value === 'seen')).toHaveLength(cards.length);
  expect(seen.filter((one) => one.ok && one.value === 'again')).toHaveLength(2 * cards.length);
  const { events } = await arena.db.one<{ events: number }>(
    sql`SELECT count(*)::integer AS events FROM cards.custody_events WHERE card_id = ANY (${cards}::bigint[]) AND event = 'counted'`,
  );
  expect(events).toBe(cards.length);
});

test('[8(2)⑩a] a count ends while others read on and pull: every card is seen, pulled or missing, never two of them', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { place, cards } = await boxOf(6);
    const stocktake = await begun(place);
    const seen = await fingerprintOfStocktake(arena.desk, stocktake);
    const [ended, ...others] = await Promise.all([
      endStocktake(arena.desk, STAFF, { stocktake, seen, note: '' }),
      ...cards.slice(0, 3).map((cardId) => seeCard(arena.desk, OTHER, { stocktake, cardId, put: false })),
      ...cards.slice(3, 5).map((cardId) => moveCard(arena.desk, OTHER, { cardId, event: 'pulled' })),
    ]);
    const refusals = [ended, ...others].flatMap((outcome) => (outcome.ok ? [] : [outcome.reason]));
    for (const reason of refusals) expect(['changed_meanwhile', 'over', 'step']).toContain(reason);
    const { twice } = await arena.db.one<{ twice: number }>(sql`
      SELECT count(*)::integer AS twice FROM cards.stocktake_cards d JOIN cards.cards c ON c.id = d.card_id
      WHERE d.stocktake_id = ${stocktake} AND (d.result = 'missing') <> (c.whereabouts = 'missing')`);
    expect(twice).toBe(0);
  }
  expect(await brokenCustody(arena.desk)).toEqual([]);
});

test('[8(2)⑩a] two who check at once: one does', async () => {
  const { place } = await boxOf(1);
  const stocktake = await begun(place);
  await endStocktake(arena.desk, STAFF, { stocktake, seen: await fingerprintOfStocktake(arena.desk, stocktake), note: '' });
  const checked = await Promise.all(
    [OTHER, { kind: 'staff', staffId: 3 } as const].map((actor) => checkStocktake(arena.desk, actor, stocktake)),
  );
  expect(checked.filter(({ ok }) => ok)).toHaveLength(1);
});
