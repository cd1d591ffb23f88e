import { seenOnly, someHidden, type Viewer, type Who, whoSql } from '../cards/viewer.ts';
import type { Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import type { Bounds } from '../staff/bounds.ts';
import type { DayKind, Part } from './acts.ts';
import type { Opening } from './openings.ts';

/** What is held for an entry at this moment. */
type OpenOffer = { reservationId: string; office: string; day: string; startMinute: number; until: Date };

/** The booking beside which an entry waits for an earlier time. */
type BookingBeside = { id: string; office: string; day: string; startMinute: number };

/** An entry of the waiting list, as staff see it. */
export type EntryRow = {
  id: string;
  cardId: number;
  who: Who;
  people: number;
  service: string;
  serviceId: number;
  /** Names, and ids in the same order. */
  offices: string[];
  officeIds: number[];
  language: string;
  version: number;
  from: string;
  to: string;
  kinds: DayKind[];
  parts: Part[];
  /** In minutes: what ends after it is of the evening. */
  usualEnd: number;
  channel: 'web' | 'phone';
  mail: string | null;
  phone: string;
  enteredAt: Date;
  endedAt: Date | null;
  endReason: 'booked' | 'left' | 'days' | 'card' | 'silent' | null;
  /** Null: they have none. */
  booking: BookingBeside | null;
  offer: OpenOffer | null;
};

/** Somebody of it is under 支援措置: then all of it is hidden from who may not see them. */
const HIDDEN = someHidden(sql`e.card_ids`);

const select = (viewer: Viewer, where: Sql): Sql => sql`
  SELECT e.id, e.card_ids[1] AS "cardId", ${whoSql(viewer, HIDDEN, 'c.name', 'c.kana')} AS who, cardinality(e.card_ids) AS people, sv.name AS service, sv.id AS "serviceId",
    ARRAY(SELECT o.name FROM offices.offices o WHERE o.id = ANY (e.office_ids) ORDER BY o.position, o.id) AS offices, ARRAY(SELECT o.id FROM offices.offices o WHERE o.id = ANY (e.office_ids) ORDER BY o.position, o.id) AS "officeIds", e.language, e.version, e.from_day AS "from", waiting.last_day(e) AS "to", e.day_kinds AS kinds, e.parts, (SELECT calendar.usual_end()) AS "usualEnd",
    e.channel, e.mail, coalesce(nullif(e.phone, ''), c.phone, '') AS phone, e.entered_at AS "enteredAt", e.ended_at AS "endedAt", e.end_reason AS "endReason",
    CASE WHEN r.id IS NOT NULL THEN jsonb_build_object('reservationId', r.id, 'office', f.name, 'day', s.day, 'startMinute', s.start_minute) END AS offer, r.held_until AS until,
    (SELECT jsonb_build_object('id', b.id, 'office', o.name, 'day', b.day, 'startMinute', b.start_minute) FROM waiting.beside(e.id) b JOIN offices.offices o ON o.id = b.office_id) AS booking
  FROM waiting.entries e JOIN cards.cards c ON c.id = e.card_ids[1] JOIN services.services sv ON sv.id = e.service_id
    LEFT JOIN reservations.reservations r ON r.id = waiting.open_hold(e.id, lib.now())
    LEFT JOIN ledger.slots s ON s.id = r.slot_id LEFT JOIN offices.offices f ON f.id = s.office_id
  WHERE (${where}) AND ${seenOnly(viewer, HIDDEN)}`;

type Read = Omit<EntryRow, 'offer'> & { offer: Omit<OpenOffer, 'until'> | null; until: Date | null };
const rowOf = ({ until, offer, ...row }: Read): EntryRow => ({
  ...row,
  offer: offer === null || until === null ? null : { ...offer, until },
});

/** For what one may wait with a card: offices by id. */
export const readOpenings = (tx: Tx, service: number, card: number): Promise<Opening[]> =>
  tx.rows<Opening>(sql`SELECT office::text AS office, day, kind, part FROM waiting.choices(${service}, ${card}) ORDER BY day`);

/** Offers that stand, to somebody who has no mail: each is told by telephone. */
const callsDueSql = (viewer: Viewer, which: Sql): Sql => sql`
  FROM waiting.offers o JOIN waiting.entries e ON e.id = o.entry_id AND e.mail IS NULL JOIN cards.cards c ON c.id = e.card_ids[1]
    JOIN reservations.reservations r ON r.id = o.reservation_id JOIN ledger.slots s ON s.id = r.slot_id JOIN offices.offices f ON f.id = s.office_id
  WHERE o.outcome IS NULL AND r.id = waiting.open_hold(e.id, lib.now()) AND ${which} AND ${seenOnly(viewer, HIDDEN)}`;

/** How many there are to ring, of those this viewer may see; of places at some offices, or at all. */
export const callsDueCount = (viewer: Viewer, offices?: Sql): Sql =>
  sql`SELECT count(*)::integer AS count ${callsDueSql(viewer, offices === undefined ? sql`true` : sql`s.office_id = ANY (${offices})`)}`;

type CallDue = {
  id: string;
  who: Exclude<Who, null>;
  protected: boolean;
  phone: string;
  language: string;
  office: string;
  day: string;
  startMinute: number;
  until: Date;
};

/** Whom to ring, as `callsDueCount` counts them, by the end of what is held for them; no more than so many. */
export const readCallsDue = (tx: Tx, viewer: Viewer, officeId: number | null, most: number): Promise<CallDue[]> =>
  tx.rows<CallDue>(sql`
    SELECT e.id, ${whoSql(viewer, HIDDEN, 'c.name', 'c.kana')} AS who, ${HIDDEN} AS protected, coalesce(nullif(e.phone, ''), c.phone, '') AS phone, e.language, f.name AS office, s.day, s.start_minute AS "startMinute", r.held_until AS until
    ${callsDueSql(viewer, officeId === null ? sql`true` : sql`s.office_id = ${officeId}`)} ORDER BY r.held_until, o.id LIMIT ${most}`);

const MOST = 500;

/** Who waits, in the order in which places are offered; or whose waiting ended, the latest first; for offices of who is bound to some. Without whom this viewer may not see. */
export async function listEntries(tx: Tx, viewer: Viewer, live: boolean, bounds: Bounds = null): Promise<EntryRow[]> {
  const own = bounds === null ? sql`true` : sql`e.office_ids && ${bounds.map(({ id }) => id)}::integer[]`;
  const rows = live
    ? await tx.rows<Read>(sql`${select(viewer, sql`e.ended_at IS NULL AND ${own}`)} ORDER BY e.entered_at, e.id LIMIT ${MOST}`)
    : await tx.rows<Read>(sql`${select(viewer, sql`e.ended_at IS NOT NULL AND ${own}`)} ORDER BY e.ended_at DESC LIMIT ${MOST}`);
  return rows.map(rowOf);
}

/** One entry; undefined where there is none this viewer may see. */
export async function readEntry(tx: Tx, viewer: Viewer, id: string): Promise<EntryRow | undefined> {
  const row = await tx.row<Read>(select(viewer, sql`e.id = ${id}::uuid`));
  return row === undefined ? undefined : rowOf(row);
}

/** The live entry beside a booking; undefined: none. */
export const entryBeside = (tx: Tx, reservation: string): Promise<{ id: string } | undefined> =>
  tx.row(
    sql`SELECT e.id FROM waiting.besides b JOIN waiting.entries e ON e.id = b.entry_id WHERE b.reservation_id = ${reservation}::uuid AND e.ended_at IS NULL LIMIT 1`,
  );

/** The live entry of a card for a service; undefined: none. */
export const entryOfCard = (tx: Tx, cardId: number, serviceId: number): Promise<{ id: string } | undefined> =>
  tx.row(
    sql`SELECT id FROM waiting.entries WHERE ended_at IS NULL AND service_id = ${serviceId} AND card_ids && ARRAY[${cardId}::bigint] ORDER BY entered_at LIMIT 1`,
  );

export type OfferRow = {
  offeredAt: Date;
  office: string;
  day: string;
  startMinute: number;
  until: Date;
  outcome: 'taken' | 'passed' | 'lapsed' | 'withdrawn' | null;
};

/** What an entry was offered, the latest first. */
export const offersOf = (tx: Tx, entry: string): Promise<OfferRow[]> =>
  tx.rows<OfferRow>(sql`
    SELECT o.offered_at AS "offeredAt", f.name AS office, s.day, s.start_minute AS "startMinute", o.until, coalesce(o.outcome, waiting.outcome_of(o, lib.now())) AS outcome
    FROM waiting.offers o JOIN ledger.slots s ON s.id = o.slot_id JOIN offices.offices f ON f.id = s.office_id
    WHERE o.entry_id = ${entry}::uuid ORDER BY o.id DESC LIMIT 100`);

/** The cards of everyone who waits by one entry. */
export const cardsOfEntry = async (tx: Tx, id: string): Promise<number[]> =>
  (await tx.row<{ cards: number[] }>(sql`SELECT card_ids AS cards FROM waiting.entries WHERE id = ${id}::uuid`))?.cards ?? [];
