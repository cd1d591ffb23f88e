import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';
import { seenOnly, unseenOnly, type Viewer, type Who, whoSql } from './viewer.ts';
import { type CardPlace, cardPlaceSql } from './whereabouts.ts';

const REASONS = ['unknown', 'not_closed', 'step', 'no_to', 'same_person', 'other_to'] as const;
type DepartRefusal = (typeof REASONS)[number];

/**
 * Confirms that a closed card in hand leaves the city for good (`first`: `to` says to whom), or, after another account did, records that it has left (`done`).
 * `step`: by the records it is not here (detail: where). `other_to`: the first said another (detail: what).
 */
export const departCard = (db: Db, actor: Actor, cardId: number, to: string): Promise<Outcome<'first' | 'done', DepartRefusal>> =>
  attempt(
    REASONS,
    async () =>
      (await db.one<{ step: 'first' | 'done' }>(sql`SELECT cards.depart(${actorSql(actor)}, ${cardId}, ${to}) AS step`)).step,
  );

/** Takes the first confirmation back. False where there is none. */
export const departBack = async (db: Db, actor: Actor, cardId: number): Promise<boolean> =>
  (await db.one<{ back: boolean }>(sql`SELECT cards.depart_back(${actorSql(actor)}, ${cardId}) AS back`)).back;

/** Takes a departure back: the card is where it was. False where something followed. */
export const undoDeparture = async (db: Db, actor: Actor, cardId: number): Promise<boolean> =>
  (await db.one<{ back: boolean }>(sql`SELECT cards.undo_departure(${actorSql(actor)}, ${cardId}) AS back`)).back;

/** To whom a card goes of which a clerk has confirmed or recorded, as first or second, that it leaves; undefined: of no such card. */
export const saidToLeave = async (tx: Tx, staffId: number, cardId: number): Promise<string | undefined> =>
  (
    await tx.row<{ to: string }>(sql`
      SELECT to_whom AS to FROM cards.departures WHERE card_id = ${cardId} AND dropped_at IS NULL AND ${staffId} IN (first_by, second_by)
      ORDER BY id DESC LIMIT 1`)
  )?.to;

type Person = { id: number; noticeId: string; who: Who; birthDate: string | null; birthText: string };

/** A closed card that lies in an office; `first`: who confirmed that it leaves, when, and to whom. */
export type ToDepart = CardPlace &
  Person & {
    statusName: string;
    firstId: number | null;
    firstBy: string | null;
    firstAt: Date | null;
    toWhom: string | null;
  };

/** Closed cards that lie in an office, and the confirmation `d` of such a card that still counts. */
const HERE = sql`cards.cards c JOIN cards.statuses s ON s.code = c.status AND NOT c.is_open AND c.whereabouts IN ('shelf', 'pulled', 'counter')`;
const FIRST = sql`cards.departures d ON d.card_id = c.id AND d.second_at IS NULL AND d.dropped_at IS NULL AND d.first_at >= c.status_at`;

/** How many of them this viewer may see: as many as the list holds. That a card is out of scope tells of its holder: the others are left out (支援措置). */
export const countToDepart = (viewer: Viewer): Sql => sql`SELECT count(*)::integer FROM ${HERE} WHERE ${seenOnly(viewer)}`;

/** The same, and how many are left out. */
export const countsToDepart = (tx: Tx, viewer: Viewer): Promise<{ seen: number; hidden: number }> =>
  tx.one(sql`
    SELECT count(*) FILTER (WHERE ${seenOnly(viewer)})::integer AS seen, count(*) FILTER (WHERE ${unseenOnly(viewer)})::integer AS hidden FROM ${HERE}`);

const personSql = (viewer: Viewer): Sql => sql`
  c.id, c.notice_id AS "noticeId", ${whoSql(viewer, sql`c.protected`, 'c.name', 'c.kana')} AS who, c.birth_date AS "birthDate", c.birth_text AS "birthText"`;

/** Confirmed ones first, then in the order of the shelf. */
export const listToDepart = (tx: Tx, viewer: Viewer, { limit, offset }: { limit: number; offset: number }): Promise<ToDepart[]> =>
  tx.rows<ToDepart>(sql`
    SELECT ${personSql(viewer)}, s.name AS "statusName", ${cardPlaceSql}, d.first_by AS "firstId", a.name AS "firstBy", d.first_at AS "firstAt", d.to_whom AS "toWhom"
    FROM ${HERE}
      LEFT JOIN offices.offices o ON o.id = c.office_id LEFT JOIN cards.storage_places p ON p.id = c.storage_place_id
      LEFT JOIN ${FIRST}
      LEFT JOIN staff.accounts a ON a.id = d.first_by
    WHERE ${seenOnly(viewer)}
    ORDER BY d.first_at IS NULL, o.position, p.cabinet_order, p.box_order, c.storage_position, c.id LIMIT ${limit} OFFSET ${offset}`);

/** A departure that stands. */
export type Departed = Person & { at: Date; toWhom: string; firstBy: string | null; secondBy: string | null };

/** The last departures of cards that have not come back since, of whom this viewer may see, the newest first. */
export const lastDeparted = (tx: Tx, viewer: Viewer, limit: number): Promise<Departed[]> =>
  tx.rows<Departed>(sql`
    SELECT ${personSql(viewer)}, d.second_at AS at, d.to_whom AS "toWhom", a.name AS "firstBy", b.name AS "secondBy"
    FROM cards.departures d JOIN cards.cards c ON c.id = d.card_id AND c.whereabouts = 'gone' LEFT JOIN staff.accounts a ON a.id = d.first_by
      LEFT JOIN staff.accounts b ON b.id = d.second_by
    WHERE ${seenOnly(viewer)} AND d.second_at IS NOT NULL AND d.id = (SELECT max(x.id) FROM cards.departures x WHERE x.card_id = d.card_id AND x.second_at IS NOT NULL)
      AND (SELECT e.event FROM cards.custody_events e WHERE e.card_id = d.card_id ORDER BY e.id DESC LIMIT 1) = 'departed'
    ORDER BY d.second_at DESC LIMIT ${limit}`);
