import { type Actor, actorSql } from '../audit/actor.ts';
import { writeChange } from '../audit/change.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { fingerprint } from '../lib/fingerprint.ts';
import { attempt, done, type Outcome, refused } from '../lib/outcome.ts';
import { boxUsed, placeByRule } from './place-by-rule.ts';

/** A rule over what J-LIS supplies → box (§8(2)③). What is null fits everything; days are 2026-12-01, both ends included. */
export type StorageRule = {
  officeCode: string | null;
  lotFrom: string | null;
  lotTo: string | null;
  serialFrom: string | null;
  serialTo: string | null;
  arrivedFrom: string | null;
  arrivedTo: string | null;
  placeId: number;
};
export type StorageRuleRow = StorageRule & { id: number; place: string };

/** Rules in the order they are asked. */
export const listRules = (tx: Tx): Promise<StorageRuleRow[]> =>
  tx.rows<StorageRuleRow>(sql`
    SELECT r.id, r.office_code AS "officeCode", r.lot_from AS "lotFrom", r.lot_to AS "lotTo", r.serial_from AS "serialFrom", r.serial_to AS "serialTo",
      r.arrived_from AS "arrivedFrom", r.arrived_to AS "arrivedTo", r.storage_place_id AS "placeId", o.name || ' ' || p.cabinet || ' ' || p.box AS place
    FROM cards.storage_rules r JOIN cards.storage_places p ON p.id = r.storage_place_id JOIN offices.offices o ON o.id = p.office_id
    ORDER BY r.position, r.id`);

const factsOf = ({ placeId, ...rule }: StorageRule) => ({ ...rule, place: placeId });

/** A rule more, asked after all others. Returns its id. */
export const addRule = (db: Db, actor: Actor, rule: StorageRule): Promise<number> =>
  db.transaction(async (tx) => {
    const { id } = await tx.one<{ id: number }>(sql`
      INSERT INTO cards.storage_rules (position, office_code, lot_from, lot_to, serial_from, serial_to, arrived_from, arrived_to, storage_place_id)
      SELECT coalesce(max(position), 0) + 1, ${rule.officeCode}, ${rule.lotFrom}, ${rule.lotTo}, ${rule.serialFrom}, ${rule.serialTo},
        ${rule.arrivedFrom}::date, ${rule.arrivedTo}::date, ${rule.placeId} FROM cards.storage_rules RETURNING id`);
    await writeChange(tx, actor, { act: 'storage.rule-added', of: { rule: id } }, null, factsOf(rule));
    return id;
  });

/** Removes a rule; cards that it placed stay where they are. False: it is gone already. */
export const removeRule = (db: Db, actor: Actor, id: number): Promise<boolean> =>
  db.transaction(async (tx) => {
    const rule = (await listRules(tx)).find((one) => one.id === id);
    if (rule === undefined) return false;
    await tx.run(sql`DELETE FROM cards.storage_rules WHERE id = ${id}`);
    const { place, ...facts } = rule;
    await writeChange(tx, actor, { act: 'storage.rule-removed', of: { rule: id } }, factsOf(facts), null);
    return true;
  });

/** Gives a rule another place in the order they are asked: `to` counts from 1; beyond the end is the end. False: it is gone. */
export const turnRule = (db: Db, actor: Actor, id: number, to: number): Promise<boolean> =>
  db.transaction(async (tx) => {
    const ids = (await tx.rows<{ id: number }>(sql`SELECT id FROM cards.storage_rules ORDER BY position, id FOR UPDATE`)).map(
      (rule) => rule.id,
    );
    const at = ids.indexOf(id);
    if (at < 0) return false;
    ids.splice(at, 1);
    ids.splice(to - 1, 0, id);
    await tx.run(sql`
      UPDATE cards.storage_rules r SET position = n.position FROM unnest(${ids}::integer[]) WITH ORDINALITY AS n (id, position)
      WHERE r.id = n.id AND r.position <> n.position`);
    const now = ids.indexOf(id);
    if (now !== at)
      await writeChange(tx, actor, { act: 'storage.rule-turned', of: { rule: id } }, { position: at + 1 }, { position: now + 1 });
    return true;
  });

type Placing = { cardId: number; placeId: number; position: number };
/** What placing would do: by box, and how many stay without one. */
export type PlacingPlan = {
  places: { placeId: number; place: string; cards: number; positions: string }[];
  /** No rule fits. */
  unmatched: number;
  /** A rule fits, but its box is full. */
  overfull: number;
  /** A rule fits, but its box is at another office than the card's: it goes there by being sent, not by being put into a box. */
  elsewhere: number;
  placings: Placing[];
  /** Goes back with the press: what was shown is done, or nothing. */
  fingerprint: string;
};

/** 1〜3、7: positions in order, runs in one. Pure. */
function rangesOf(positions: readonly number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const position of positions) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === position - 1) run[1] = position;
    else runs.push([position, position]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}〜${last}`)).join('、');
}

/** Expected cards whose place is one they can lie in. */
const KEEPS = sql`c.storage_place_id IS NOT NULL AND coalesce(c.storage_position BETWEEN 1 AND own.size AND ${boxUsed(sql`own`)}, false)`;

/** How many cards are to be put away, with a box or without: as many as a plan has rows. */
export const countExpected = async (tx: Tx): Promise<number> =>
  (await tx.one<{ count: number }>(sql`SELECT count(*) AS count FROM cards.cards WHERE is_open AND whereabouts = 'expected'`))
    .count;

/**
 * Expected cards an import left waiting: those with a position in their box keep it, the others get a free one by the rules as they are now. So does a
 * card whose position is beyond its box, as earlier versions gave them.
 */
export async function planPlacing(tx: Tx): Promise<PlacingPlan> {
  const source = sql`(
    SELECT c.id AS line, c.office_id, c.office_code, c.lot, c.serial_no, c.arrived_on FROM cards.cards c LEFT JOIN cards.storage_places own ON own.id = c.storage_place_id
    WHERE c.is_open AND c.whereabouts = 'expected' AND NOT (${KEEPS}))`;
  const { columns, box, elsewhere, from } = placeByRule(sql`${source} AS unplaced`, sql`i.office_id`);
  const rows = await tx.rows<{
    cardId: number;
    boxId: number | null;
    elsewhere: boolean;
    placeId: number | null;
    position: number | null;
    place: string;
  }>(sql`
    SELECT w.card AS "cardId", w.box_id AS "boxId", w.elsewhere, w.place_id AS "placeId", w.position::integer AS position, so.name || ' ' || p.cabinet || ' ' || p.box AS place
    FROM (
      SELECT i.line AS card, ${box} AS box_id, ${elsewhere}, ${columns} FROM ${source} i LEFT JOIN offices.offices o ON o.code = i.office_code AND o.retired_at IS NULL ${from}
      UNION ALL
      SELECT c.id, c.storage_place_id, false, c.storage_place_id, c.storage_position, c.office_id FROM cards.cards c JOIN cards.storage_places own ON own.id = c.storage_place_id
      WHERE c.is_open AND c.whereabouts = 'expected' AND ${KEEPS}
    ) AS w (card, box_id, elsewhere, place_id, position, office_id)
      LEFT JOIN cards.storage_places p ON p.id = w.place_id LEFT JOIN offices.offices so ON so.id = p.office_id
    ORDER BY p.office_id, p.cabinet_order, p.box_order, p.id, w.position, w.card`);
  const fits = rows.flatMap(({ cardId, placeId, position, place }) =>
    placeId === null || position === null ? [] : [{ cardId, placeId, position, place }],
  );
  const places = [...Map.groupBy(fits, ({ placeId }) => placeId)].map(([placeId, of]) => ({
    placeId,
    place: of[0]?.place ?? '',
    cards: of.length,
    positions: rangesOf(of.map(({ position }) => position)),
  }));
  const placings = fits.map(({ cardId, placeId, position }) => ({ cardId, placeId, position }));
  const unmatched = rows.filter(({ boxId }) => boxId === null).length;
  const elsewhereCount = rows.filter((row) => row.elsewhere).length;
  return {
    places,
    unmatched,
    overfull: rows.length - fits.length - unmatched - elsewhereCount,
    elsewhere: elsewhereCount,
    placings,
    fingerprint: fingerprint(placings),
  };
}

/** Puts every card of the plan into its box, one act. Refuses where the plan is no longer the one that was shown. Returns how many. */
export const placeAll = (db: Db, actor: Actor, seen: string): Promise<Outcome<number, 'changed_meanwhile'>> =>
  attempt(['changed_meanwhile'], () =>
    db.transaction(async (tx) => {
      const plan = await planPlacing(tx);
      if (plan.fingerprint !== seen) return refused('changed_meanwhile' as const);
      const { count } = await tx.one<{ count: number }>(sql`
        SELECT cards.assign_places(${actorSql(actor)}, ${plan.placings.map(({ cardId }) => cardId)}::bigint[],
          ${plan.placings.map(({ placeId }) => placeId)}::integer[], ${plan.placings.map(({ position }) => position)}::integer[], true) AS count`);
      return done(count);
    }),
  ).then((outcome) => (outcome.ok ? outcome.value : outcome));
