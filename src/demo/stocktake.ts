import { type Actor, actorSql } from '../audit/actor.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

const CLERK: Actor = { kind: 'staff', staffId: 2 };
const SECOND: Actor = { kind: 'staff', staffId: 1 };

/** Begins the stock-take of a box and reads its cards, without the last `left` of those nobody has booked for. Returns its id. */
async function count(tx: Tx, place: number, left: number): Promise<number> {
  const { id } = await tx.one<{ id: number }>(sql`SELECT cards.begin_stocktake(${actorSql(CLERK)}, ${place}) AS id`);
  await tx.run(sql`
    SELECT cards.see_in_stocktake(${actorSql(CLERK)}, ${id}, c.id, false) FROM (
      SELECT c.id, row_number() OVER (ORDER BY EXISTS (SELECT FROM ledger.standing t WHERE t.key = 'c:' || c.id), c.storage_position DESC) AS n
      FROM cards.cards c WHERE c.storage_place_id = ${place} AND c.is_open AND c.whereabouts = 'shelf' ORDER BY c.storage_position) AS c
    WHERE c.n > ${left}::integer`);
  return id;
}

/** A box that was counted with a card not found and one of another box in it, and one that is being counted. */
export async function fillStocktakes(tx: Tx): Promise<void> {
  const boxes = await tx.rows<{ id: number }>(sql`
    SELECT p.id FROM cards.storage_places p JOIN cards.cards c ON c.storage_place_id = p.id AND c.is_open AND c.whereabouts = 'shelf'
    WHERE p.office_id = 1 GROUP BY p.id HAVING count(*) > 3 ORDER BY p.cabinet_order, p.box_order LIMIT 3`);
  const [first, second, third] = boxes;
  if (first === undefined || second === undefined || third === undefined) return;
  const done = await count(tx, first.id, 1);
  await tx.run(sql`
    SELECT cards.see_in_stocktake(${actorSql(CLERK)}, ${done}, c.id, false) FROM (
      SELECT id FROM cards.cards WHERE storage_place_id = ${third.id} AND is_open AND whereabouts = 'shelf' ORDER BY storage_position LIMIT 1) AS c`);
  await tx.run(
    sql`SELECT cards.end_stocktake(${actorSql(CLERK)}, ${done}, cards.stocktake_fingerprint(${done}), ''), cards.check_stocktake(${actorSql(SECOND)}, ${done})`,
  );
  await count(tx, second.id, 3);
}
