import type { Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import type { Bounds } from '../staff/bounds.ts';
import type { Foreign } from './stocktake.ts';
import { seenSql, type Viewer, type Who, whoSql } from './viewer.ts';
import type { Whereabouts } from './whereabouts.ts';

export type StocktakeState = 'counting' | 'counted' | 'done' | 'dropped';

/** A count of a box: when, by whom, and its figures; null until it has ended. */
export type Stocktake = {
  id: number;
  state: StocktakeState;
  placeId: number;
  officeId: number;
  officeName: string;
  cabinet: string;
  box: string;
  begunAt: Date;
  begunBy: string | null;
  endedAt: Date | null;
  countedBy: string | null;
  seen: number | null;
  missing: number | null;
  foreignCards: number | null;
  note: string;
  checkedAt: Date | null;
  checkedBy: string | null;
  /** Differences that wait for an explanation. */
  open: number;
};

const STOCKTAKE = sql`
  SELECT t.id, t.state, t.storage_place_id AS "placeId", p.office_id AS "officeId", o.name AS "officeName", p.cabinet, p.box, t.begun_at AS "begunAt", b.name AS "begunBy",
    t.ended_at AS "endedAt", k.name AS "countedBy", t.seen, t.missing, t.foreign_cards AS "foreignCards", t.note, t.checked_at AS "checkedAt", h.name AS "checkedBy",
    CASE WHEN t.state IN ('counted', 'done') THEN (SELECT count(*)::integer FROM cards.stocktake_cards d JOIN cards.cards c ON c.id = d.card_id
      WHERE d.stocktake_id = t.id AND d.result <> 'seen' AND cards.is_difference(d, c)) ELSE 0 END AS open
  FROM cards.stocktakes t JOIN cards.storage_places p ON p.id = t.storage_place_id JOIN offices.offices o ON o.id = p.office_id
    LEFT JOIN staff.accounts b ON b.id = t.begun_by LEFT JOIN staff.accounts k ON k.id = t.counted_by LEFT JOIN staff.accounts h ON h.id = t.checked_by`;

export const readStocktake = (tx: Tx, id: number): Promise<Stocktake | undefined> =>
  tx.row<Stocktake>(sql`${STOCKTAKE} WHERE t.id = ${id}`);

const SHOWN = 200;
/** The stock-takes of an office: those under way first, then the newest. */
export const listStocktakes = (tx: Tx, officeId: number): Promise<Stocktake[]> =>
  tx.rows<Stocktake>(
    sql`${STOCKTAKE} WHERE p.office_id = ${officeId} ORDER BY (t.state IN ('counting', 'counted')) DESC, t.id DESC LIMIT ${SHOWN}`,
  );

/** Boxes of an office to choose from, in shelf order: how many cards are recorded in each, and when it was counted last. */
export type BoxToCount = { id: number; cabinet: string; box: string; cards: number; countedAt: Date | null };
export const boxesToCount = (tx: Tx, officeId: number): Promise<BoxToCount[]> =>
  tx.rows<BoxToCount>(sql`
    SELECT p.id, p.cabinet, p.box, (SELECT count(*)::integer FROM cards.cards c WHERE c.storage_place_id = p.id AND c.is_open AND c.whereabouts = 'shelf') AS cards,
      (SELECT t.ended_at FROM cards.stocktakes t WHERE t.storage_place_id = p.id AND t.state IN ('counted', 'done') ORDER BY t.id DESC LIMIT 1) AS "countedAt"
    FROM cards.storage_places p WHERE p.office_id = ${officeId} AND p.retired_at IS NULL
    ORDER BY p.cabinet_order, length(p.cabinet), p.cabinet, p.box_order, length(p.box), p.box`);

/** A card of a stock-take. */
export type CountedCard = {
  cardId: number;
  result: 'seen' | 'missing' | 'foreign';
  at: Date;
  by: string | null;
  who: Who;
  /** null: hidden from this viewer. */
  noticeId: string | null;
  birthDate: string | null;
  birthText: string | null;
  whereabouts: Whereabouts;
  position: number | null;
  /** Where it belongs by the records, in words. */
  place: string | null;
  officeName: string | null;
  placeId: number | null;
  /** Why it does not belong here, as the records stand now; null of a card that does. */
  foreign: Foreign | null;
  /** The movement that would put it into this box; null: none may. */
  entry: string | null;
  /** Nothing has happened to it since, so that it can be taken back. */
  last: boolean;
  open: boolean;
  explanation: string;
  explainedBy: string | null;
  explainedAt: Date | null;
};

const birthSql = (viewer: Viewer): Sql =>
  sql`${seenSql(viewer, sql`c.protected`, sql`c.birth_date`)} AS "birthDate", ${seenSql(viewer, sql`c.protected`, sql`c.birth_text`)} AS "birthText"`;

const COUNTED = (viewer: Viewer): Sql => sql`
  SELECT d.card_id AS "cardId", d.result, d.at, a.name AS by, ${whoSql(viewer, sql`c.protected`, 'c.name', 'c.kana')} AS who,
    ${seenSql(viewer, sql`c.protected`, sql`c.notice_id`)} AS "noticeId", ${birthSql(viewer)}, c.whereabouts, c.storage_position AS position,
    nullif(concat_ws(' ', cp.cabinet, cp.box, c.storage_position::text), '') AS place, co.name AS "officeName", c.storage_place_id AS "placeId",
    nullif(cards.stocktake_judge(c, p), 'seen') AS foreign, cards.stocktake_entry(c.whereabouts) AS entry,
    NOT EXISTS (SELECT FROM cards.custody_events e WHERE e.card_id = d.card_id AND e.id > coalesce(d.event_id, 0)) AS last,
    cards.is_difference(d, c) AS open, d.explanation, x.name AS "explainedBy", d.explained_at AS "explainedAt"
  FROM cards.stocktake_cards d JOIN cards.stocktakes t ON t.id = d.stocktake_id JOIN cards.storage_places p ON p.id = t.storage_place_id JOIN cards.cards c ON c.id = d.card_id
    LEFT JOIN cards.storage_places cp ON cp.id = c.storage_place_id LEFT JOIN offices.offices co ON co.id = c.office_id
    LEFT JOIN staff.accounts a ON a.id = d.staff_id LEFT JOIN staff.accounts x ON x.id = d.explained_by`;

/** What was seen, not found and foreign; the newest first. */
export const cardsOfStocktake = (tx: Tx, viewer: Viewer, stocktake: number): Promise<CountedCard[]> =>
  tx.rows(sql`${COUNTED(viewer)} WHERE d.stocktake_id = ${stocktake} ORDER BY d.at DESC, d.card_id DESC`);

/** A card that is recorded to lie in the box and that nobody has seen yet. */
export type LeftInBox = {
  cardId: number;
  position: number | null;
  who: Who;
  noticeId: string | null;
  birthDate: string | null;
  birthText: string | null;
};
export const leftOfStocktake = (tx: Tx, viewer: Viewer, stocktake: number): Promise<LeftInBox[]> =>
  tx.rows<LeftInBox>(sql`
    SELECT c.id AS "cardId", c.storage_position AS position, ${whoSql(viewer, sql`c.protected`, 'c.name', 'c.kana')} AS who,
      ${seenSql(viewer, sql`c.protected`, sql`c.notice_id`)} AS "noticeId", ${birthSql(viewer)}
    FROM cards.stocktake_left(${stocktake}) AS l (id) JOIN cards.cards c ON c.id = l.id ORDER BY c.storage_position NULLS LAST, c.id`);

export const fingerprintOfStocktake = async (tx: Tx, stocktake: number): Promise<string> =>
  (await tx.one<{ seen: string }>(sql`SELECT cards.stocktake_fingerprint(${stocktake}) AS seen`)).seen;

/** A difference that waits, with the stock-take it belongs to. */
type Difference = CountedCard & { stocktakeId: number; box: string; endedAt: Date | null };
/** Which one: a card in a stock-take. */
type DifferenceKey = { stocktakeId: number; cardId: number };

/** All that wait in boxes of who looks, in their order: who sorts them otherwise needs all of them. */
export const openDifferences = (tx: Tx, bounds: Bounds = null): Promise<DifferenceKey[]> =>
  tx.rows<DifferenceKey>(sql`
    SELECT t.id AS "stocktakeId", d.card_id AS "cardId"
    FROM cards.stocktake_cards d JOIN cards.stocktakes t ON t.id = d.stocktake_id AND t.state IN ('counted', 'done') JOIN cards.cards c ON c.id = d.card_id
      JOIN cards.storage_places p ON p.id = t.storage_place_id JOIN offices.offices o ON o.id = p.office_id
    WHERE d.result <> 'seen' AND d.explained_at IS NULL AND cards.is_difference(d, c)
      AND (${bounds === null} OR p.office_id = ANY (${(bounds ?? []).map(({ id }) => id)}::integer[]))
    ORDER BY o.position, p.cabinet_order, p.box_order, d.result DESC, c.storage_position, d.stocktake_id, d.card_id`);

/** These of them, in this order, as far as they still wait. */
export const readDifferences = (tx: Tx, viewer: Viewer, keys: readonly DifferenceKey[]): Promise<Difference[]> =>
  tx.rows<Difference>(sql`
    SELECT w.*, t.id AS "stocktakeId", o.name || ' ' || p.cabinet || ' ' || p.box AS box, t.ended_at AS "endedAt"
    FROM unnest(${keys.map(({ stocktakeId }) => stocktakeId)}::integer[], ${keys.map(({ cardId }) => cardId)}::bigint[]) WITH ORDINALITY AS k (stocktake_id, card_id, n)
      JOIN cards.stocktakes t ON t.id = k.stocktake_id JOIN cards.storage_places p ON p.id = t.storage_place_id JOIN offices.offices o ON o.id = p.office_id
      JOIN LATERAL (${COUNTED(viewer)} WHERE d.stocktake_id = k.stocktake_id AND d.card_id = k.card_id AND d.explained_at IS NULL) w ON w.open
    ORDER BY k.n`);

/** How many differences wait, and how many counts wait for a second person: for the badge; and in boxes of some offices. */
export const openDifferencesCount = sql`
  SELECT count(*)::integer FROM cards.stocktake_cards d JOIN cards.stocktakes t ON t.id = d.stocktake_id AND t.state IN ('counted', 'done') JOIN cards.cards c ON c.id = d.card_id
  WHERE d.result <> 'seen' AND d.explained_at IS NULL AND cards.is_difference(d, c)`;
export const uncheckedCount = sql`SELECT count(*)::integer FROM cards.stocktakes t WHERE t.state = 'counted'`;
const inBoxesOf = (offices: Sql): Sql =>
  sql`t.storage_place_id IN (SELECT p.id FROM cards.storage_places p WHERE p.office_id = ANY (${offices}))`;
export const openDifferencesAt = (offices: Sql): Sql => sql`${openDifferencesCount} AND ${inBoxesOf(offices)}`;
export const uncheckedAt = (offices: Sql): Sql => sql`${uncheckedCount} AND ${inBoxesOf(offices)}`;
