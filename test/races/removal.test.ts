import { afterEach, describe, expect, test } from 'vitest';
import { keepCard } from '../../src/cards/keep.ts';
import { searchCards } from '../../src/cards/search.ts';
import { EVERYBODY } from '../../src/cards/viewer.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { type Arena, openArena, STAFF } from './arena.ts';
import { heldUpIn } from './held-up.ts';

/** The night's removal of cards whose years are over (§8(1)⑧) while staff look for them and keep one. */

let arena: Arena;
afterEach(() => arena.close());

const REMOVE = 'keeping.remove_cards(integer)';
const FIRST = 'WHERE keeping.goes(c, v_before) ORDER BY';
const SECOND = 'WHERE c.id = ANY (v_ids) AND keeping.goes(c, v_before) ORDER BY';
const GONE = { words: [{ name: '保存', kana: '' }] };

/** Three cards that were handed over twenty years ago. */
async function past(): Promise<number[]> {
  const cards = [await arena.card('保存 一子'), await arena.card('保存 二子'), await arena.card('保存 三子')];
  await arena.db.run(
    sql`UPDATE cards.cards SET status = 'handed-over', is_open = false, whereabouts = 'gone', status_at = lib.now() - interval '20 years' WHERE id = ANY (${cards}::bigint[])`,
  );
  return cards;
}
const left = async (): Promise<number[]> =>
  (await arena.db.rows<{ id: number }>(sql`SELECT id FROM cards.cards ORDER BY id`)).map(({ id }) => id);

describe('[8(1)⑧] a card is kept while the night removes what is past its years', () => {
  /** The removal has chosen what goes and waits there, while a clerk keeps the second of three. */
  async function keptMeanwhile() {
    const cards = await past();
    await arena.break(
      REMOVE,
      FIRST,
      `WHERE (SELECT pg_advisory_xact_lock_shared(8) IS NOT NULL) AND keeping.goes(c, v_before) ORDER BY`,
    );
    const remove = () => arena.db.one<{ removed: number }>(sql`SELECT keeping.remove_cards(10) AS removed`);
    const { removed } = await heldUpIn(arena, sql`SELECT pg_advisory_xact_lock(8)`, remove, {
      meanwhile: async () =>
        expect(await keepCard(arena.desk, STAFF, cards[1] ?? 0, '訴訟のため')).toEqual({ ok: true, value: true }),
    });
    return { removed, left: await left(), kept: cards[1] };
  }

  test('that one stays, and the others go', async () => {
    arena = await openArena(2);
    const { removed, left: stays, kept } = await keptMeanwhile();
    expect({ removed, stays }).toEqual({ removed: 2, stays: [kept] });
  });

  test('control: a removal that does not look again takes the card that somebody was told is kept', async () => {
    arena = await openArena(2);
    await arena.break(REMOVE, SECOND, 'WHERE c.id = ANY (v_ids) ORDER BY');
    await arena.break('cards.remove_past(bigint[])', 'AND cards.stays(c) IS NULL', '');
    expect(await keptMeanwhile()).toMatchObject({ removed: 3, left: [] });
  });
});

test('[8(1)⑧] [8(2)⑧b] while the night removes, a search finds cards whole or not at all, and waits for nobody', async () => {
  arena = await openArena(2);
  const cards = await past();
  const search = () => searchCards(arena.desk, GONE, EVERYBODY, 50);
  const during = await arena.db.transaction(async (tx) => {
    await tx.run(sql`SELECT keeping.remove_cards(1)`);
    return search();
  });
  // Not committed yet: all of them, each with what its row says.
  expect(during.map(({ id, statusName }) => `${id} ${statusName}`).sort()).toEqual(cards.map((id) => `${id} 交付済`).sort());
  const found: number[] = [];
  const removing = (async () => {
    while ((await arena.db.one<{ removed: number }>(sql`SELECT keeping.remove_cards(1) AS removed`)).removed > 0);
  })();
  for (let n = 0; n < 20; n += 1) found.push((await search()).length);
  await removing;
  expect(found).toEqual(found.toSorted((a, b) => b - a));
  expect(await search()).toEqual([]);
});
