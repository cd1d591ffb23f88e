import type { Actor } from '../audit/actor.ts';
import { writeChange } from '../audit/change.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';

/** A box on a shelf, as the plan of the shelves shows it. */
export type Place = {
  id: number;
  officeId: number;
  cabinet: string;
  box: string;
  size: number;
  /** Cards that belong in it, closed ones too as long as they are not gone and did come … */
  cards: number;
  /** … and how many of them are in it now. */
  here: number;
  missing: number;
  /** The day the oldest of them arrived; null: none, or unknown. */
  oldest: string | null;
  /** When and by whom it was counted last; null: never. */
  countedAt: Date | null;
  countedBy: string | null;
};

/** The boxes of an office in use, cabinet by cabinet. */
export const listPlaces = (tx: Tx, officeId: number): Promise<Place[]> =>
  tx.rows<Place>(sql`
    SELECT p.id, p.office_id AS "officeId", p.cabinet, p.box, p.size, count(c.id)::integer AS cards, (count(c.id) FILTER (WHERE c.whereabouts = 'shelf'))::integer AS here,
      (count(c.id) FILTER (WHERE c.whereabouts = 'missing'))::integer AS missing, min(c.arrived_on) AS oldest, k.at AS "countedAt", k.by AS "countedBy"
    FROM cards.storage_places p LEFT JOIN LATERAL (
        SELECT t.ended_at AS at, a.name AS by FROM cards.stocktakes t LEFT JOIN staff.accounts a ON a.id = t.counted_by
        WHERE t.storage_place_id = p.id AND t.state IN ('counted', 'done') ORDER BY t.id DESC LIMIT 1) k ON true LEFT JOIN cards.cards c ON c.storage_place_id = p.id AND cards.takes_position(c.is_open, c.whereabouts)
    WHERE p.office_id = ${officeId} AND p.retired_at IS NULL
    GROUP BY p.id, k.at, k.by ORDER BY p.cabinet_order, length(p.cabinet), p.cabinet, p.box_order, length(p.box), p.box`);

export type PlaceRecord = Pick<Place, 'id' | 'officeId' | 'cabinet' | 'box' | 'size'> & {
  officeCode: string;
  officeName: string;
};
export const readPlace = (tx: Tx, id: number): Promise<PlaceRecord | undefined> =>
  tx.row<PlaceRecord>(sql`
    SELECT p.id, p.office_id AS "officeId", o.code AS "officeCode", o.name AS "officeName", p.cabinet, p.box, p.size
    FROM cards.storage_places p JOIN offices.offices o ON o.id = p.office_id WHERE p.id = ${id} AND p.retired_at IS NULL`);

/** New boxes of a cabinet: `count` of them, numbered on from `first`. `size`: how many cards each holds. */
export type NewPlaces = { cabinet: string; first: number; count: number; size: number };

/** Adds boxes. Returns how many; refuses where one of them is there already (one out of use comes back), and where the office is out of use. */
export const addPlaces = (
  db: Db,
  actor: Actor,
  officeId: number,
  boxes: NewPlaces,
): Promise<Outcome<number, 'taken' | 'retired'>> =>
  db
    .transaction(async (tx) => {
      const office = await tx.row(sql`SELECT FROM offices.offices WHERE id = ${officeId} AND retired_at IS NULL FOR KEY SHARE`);
      if (office === undefined) return refused('retired' as const);
      const added = await tx.run(sql`
      INSERT INTO cards.storage_places (office_id, cabinet, box, size, cabinet_order, box_order)
      SELECT ${officeId}, ${boxes.cabinet}, n || '箱', ${boxes.size}, coalesce(
          (SELECT min(cabinet_order) FROM cards.storage_places WHERE office_id = ${officeId} AND cabinet = ${boxes.cabinet}),
          (SELECT max(cabinet_order) FROM cards.storage_places WHERE office_id = ${officeId}) + 1, 1), n
      FROM generate_series(${boxes.first}::integer, ${boxes.first + boxes.count - 1}::integer) AS n
      ON CONFLICT (office_id, cabinet, box) DO UPDATE SET retired_at = NULL, size = excluded.size WHERE cards.storage_places.retired_at IS NOT NULL`);
      if (added < boxes.count) throw new Taken();
      await writeChange(tx, actor, { act: 'storage.added', officeId, of: { cabinet: boxes.cabinet } }, null, {
        boxes: boxes.count,
        size: boxes.size,
      });
      return done(added);
    })
    .catch((error: unknown) => {
      if (error instanceof Taken) return refused('taken' as const);
      throw error;
    });

/** Some of the boxes are there: nothing is added. */
class Taken extends Error {}

/** Cards that a box waits for though nobody expects them any more: closed before they came. */
const NEVER_CAME = sql`NOT is_open AND whereabouts = 'expected'`;

/** Takes a box out of use. Refuses while cards belong in it or a rule leads to it. */
export const retirePlace = (
  db: Db,
  actor: Actor,
  id: number,
): Promise<Outcome<undefined, 'unknown' | 'has_cards' | 'has_rules'>> =>
  db.transaction(async (tx) => {
    await tx.run(sql`SELECT FROM cards.cards WHERE storage_place_id = ${id} AND ${NEVER_CAME} ORDER BY id FOR NO KEY UPDATE`);
    const place = await tx.row<{ office_id: number; cabinet: string; box: string }>(
      sql`SELECT office_id, cabinet, box FROM cards.storage_places WHERE id = ${id} AND retired_at IS NULL FOR UPDATE`,
    );
    if (place === undefined) return refused('unknown');
    const { cards, rules } = await tx.one<{ cards: number; rules: number }>(sql`
      SELECT (SELECT count(*) FROM cards.cards WHERE storage_place_id = ${id} AND cards.takes_position(is_open, whereabouts)) AS cards,
        (SELECT count(*) FROM cards.storage_rules WHERE storage_place_id = ${id}) AS rules`);
    if (cards > 0) return refused('has_cards');
    if (rules > 0) return refused('has_rules');
    await tx.run(
      sql`UPDATE cards.cards SET storage_place_id = NULL, storage_position = NULL WHERE storage_place_id = ${id} AND ${NEVER_CAME}`,
    );
    await tx.run(sql`UPDATE cards.storage_places SET retired_at = lib.now() WHERE id = ${id}`);
    const of = { cabinet: place.cabinet, box: place.box };
    await writeChange(tx, actor, { act: 'storage.retired', officeId: place.office_id, of }, null, null);
    return done(undefined);
  });
