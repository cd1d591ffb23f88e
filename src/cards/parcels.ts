import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';

/**
 * A parcel of cards between two offices. `cards`: how many lie or lay in it. Of one that was sent, `received`: how many arrived; `other`: how many of the
 * rest are not on their way either, for something else was recorded; `untouched`: nothing followed for any of them.
 */
export type Parcel = {
  id: number;
  fromId: number;
  fromName: string;
  fromCode: string;
  fromPhone: string;
  toId: number;
  toName: string;
  toCode: string;
  toPhone: string;
  openedAt: Date;
  openedBy: string | null;
  sentAt: Date | null;
  sentBy: string | null;
  cards: number;
  received: number;
  other: number;
  untouched: boolean;
};

const PARCEL = sql`
  SELECT b.id, b.from_office AS "fromId", f.name AS "fromName", f.code AS "fromCode", f.phone AS "fromPhone", b.to_office AS "toId", t.name AS "toName", t.code AS "toCode", t.phone AS "toPhone",
    b.opened_at AS "openedAt", o.name AS "openedBy", b.sent_at AS "sentAt", s.name AS "sentBy", n.cards, n.received, n.other, n.untouched
  FROM cards.parcels b JOIN offices.offices f ON f.id = b.from_office JOIN offices.offices t ON t.id = b.to_office
    LEFT JOIN staff.accounts o ON o.id = b.opened_by LEFT JOIN staff.accounts s ON s.id = b.sent_by
    CROSS JOIN LATERAL (
      SELECT count(*)::integer AS cards, (count(*) FILTER (WHERE q.state = 'received'))::integer AS received, (count(*) FILTER (WHERE q.state = 'other'))::integer AS other,
        coalesce(bool_and(q.untouched), true) AS untouched
      FROM cards.in_parcel(b.id) q) n`;

export const readParcel = (tx: Tx, id: number): Promise<Parcel | undefined> => tx.row<Parcel>(sql`${PARCEL} WHERE b.id = ${id}`);

const SHOWN = 100;
/** The parcels from and to an office: those being packed first, then the newest. */
export const listParcels = (tx: Tx, officeId: number): Promise<Parcel[]> =>
  tx.rows<Parcel>(
    sql`${PARCEL} WHERE b.from_office = ${officeId} OR b.to_office = ${officeId} ORDER BY b.sent_at IS NOT NULL, b.id DESC LIMIT ${SHOWN}`,
  );

/** Parcels of all offices by their numbers, in the order of these. */
export const readParcels = (tx: Tx, ids: readonly number[]): Promise<Parcel[]> =>
  tx.rows<Parcel>(sql`${PARCEL} WHERE b.id = ANY (${[...ids]}::integer[]) ORDER BY array_position(${[...ids]}::integer[], b.id)`);

const REASONS = [
  'unknown',
  'sent',
  'packed',
  'other_office',
  'step',
  'no_office',
  'nothing',
  'changed_meanwhile',
  'not_sent',
  'follows',
  'has_cards',
  'retired_office',
] as const;
export type ParcelRefusal = (typeof REASONS)[number];

const act = <T>(db: Db, call: Sql): Promise<Outcome<T, ParcelRefusal>> =>
  attempt(REASONS, async () => (await db.one<{ result: T }>(sql`SELECT ${call} AS result`)).result);

/** Begins a parcel between two offices and returns its id. */
export const openParcel = (db: Db, actor: Actor, from: number, to: number): Promise<Outcome<number, ParcelRefusal>> =>
  act(db, sql`cards.open_parcel(${actorSql(actor)}, ${from}, ${to})`);

/** Puts a card that was scanned into a parcel. */
export const packCard = (db: Db, actor: Actor, parcel: number, card: number): Promise<Outcome<unknown, ParcelRefusal>> =>
  act(db, sql`cards.pack_card(${actorSql(actor)}, ${parcel}, ${card}::bigint)`);

export const unpackCard = (db: Db, actor: Actor, parcel: number, card: number): Promise<Outcome<unknown, ParcelRefusal>> =>
  act(db, sql`cards.unpack_card(${actorSql(actor)}, ${parcel}, ${card}::bigint)`);

/** Sends what was shown, or nothing; returns how many cards. */
export const sendParcel = (
  db: Db,
  actor: Actor,
  parcel: number,
  cards: readonly number[],
): Promise<Outcome<number, ParcelRefusal>> =>
  act(db, sql`cards.send_parcel(${actorSql(actor)}, ${parcel}, ${[...cards]}::bigint[])`);

/** Takes the sending back, as long as nothing followed. */
export const unsendParcel = (db: Db, actor: Actor, parcel: number): Promise<Outcome<unknown, ParcelRefusal>> =>
  act(db, sql`cards.unsend_parcel(${actorSql(actor)}, ${parcel})`);

/** Gives up an empty parcel. */
export const dropParcel = (db: Db, actor: Actor, parcel: number): Promise<Outcome<unknown, ParcelRefusal>> =>
  act(db, sql`cards.drop_parcel(${actorSql(actor)}, ${parcel})`);

/** The cards that lie in a parcel of an office that was not sent yet. */
export const cardsPacked = async (tx: Tx, officeId: number): Promise<number[]> =>
  (
    await tx.rows<{ id: number }>(sql`
      SELECT p.card_id AS id FROM cards.parcels b JOIN cards.parcel_cards p ON p.parcel_id = b.id
      WHERE b.from_office = ${officeId} AND b.sent_at IS NULL AND p.sent_event IS NULL AND p.after_event = cards.last_event(p.card_id)`)
  ).map(({ id }) => id);

/** The parcel in which a card `c` lies that was not sent yet; NULL: none. */
export const parcelOfSql: Sql = sql`(
  SELECT p.parcel_id FROM cards.parcel_cards p WHERE p.card_id = c.id AND p.sent_event IS NULL AND p.after_event = cards.last_event(c.id))`;
