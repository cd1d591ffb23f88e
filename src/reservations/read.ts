import type { Query } from '../cards/query.ts';
import { seenSql, type Viewer } from '../cards/viewer.ts';
import type { Tx } from '../lib/db/db.ts';
import { join, prepared, raw, type Sql, sql } from '../lib/db/sql.ts';
import { kanaKey } from '../lib/japanese/keys.ts';
import { keyOf, type Person } from './person.ts';

/** A reservation as the desk shows it in lists and on its page. */
export type ReservationRow = {
  id: string;
  number: string | null;
  state: 'held' | 'booked' | 'lapsed' | 'cancelled' | 'ended';
  version: number;
  channel: 'web' | 'phone' | 'counter' | 'migrated';
  /** What it was called where it was taken before going live. */
  formerNumber: string | null;
  serviceId: number;
  serviceName: string;
  slotId: number;
  officeId: number;
  officeCode: string;
  officeName: string;
  officeAddress: string;
  day: string;
  startMinute: number;
  minutes: number;
  units: number;
  /** 要振替: its slot was shut, and nobody moved, cancelled or kept it. */
  needsMoving: boolean;
  /** Its slot is shut and staff decided since that the visit stays. */
  kept: boolean;
  /** The closing that shut its slot; null where none did. */
  closingId: number | null;
  mail: string | null;
  /** Somebody of it is under 支援措置, and nobody found its address to be right since: no mail goes there (reservations.mail_held). */
  mailHeld: boolean;
  /** When the address of somebody under 支援措置 was found to be right, and by whom. */
  mailCheckedAt: Date | null;
  mailCheckedBy: string | null;
  phone: string;
  language: string;
  createdAt: Date;
  bookedAt: Date | null;
  endedAt: Date | null;
  endReason: string | null;
  registeredBy: string | null;
  /** Whether staff may still move it at this instant: nothing became of it yet, and no deadline of theirs has passed. */
  changeable: boolean;
  /** The service needs a card on file. */
  needsCard: boolean;
  members: {
    position: number;
    cardId: number | null;
    name: string;
    /** Of who comes without a card, as long as the city keeps it; else empty and null. */
    kana: string;
    /** What they gave in Latin letters, where staff have put kana in its place. */
    typedKana: string | null;
    birthDate: string | null;
    outcome: string | null;
    /** The number on the card; empty without one. */
    phone: string;
    /** The notice ID of a card that they wait for: it is not there yet. */
    awaits: string | null;
    /** 支援措置: by their card, or by any card of the same person. */
    protected: boolean;
  }[];
};

/** Whether a member `m` (with its card `c`, where it has one) may be seen by named roles only: also where the card that says so is for another service. */
export const protectedSql: Sql = raw('cards.is_protected(c.protected, m.person_key)');

const select = (where: Sql): Sql => sql`
  SELECT r.id, r.number, CASE WHEN r.state = 'held' AND r.held_until <= lib.now() THEN 'lapsed' ELSE r.state END AS state, r.version, r.channel, r.former_number AS "formerNumber",
    r.service_id AS "serviceId", sv.name AS "serviceName", sv.needs_card AS "needsCard", s.id AS "slotId", s.office_id AS "officeId", o.code AS "officeCode", o.name AS "officeName", o.address AS "officeAddress",
    s.day, s.start_minute AS "startMinute", reservations.minutes_of(r, s) AS minutes, r.units, reservations.needs_moving(r, s) AS "needsMoving",
    r.state = 'booked' AND coalesce(r.kept_at >= reservations.closed_at(r, s), false) AS kept, reservations.shut_by(r, s) AS "closingId", r.mail, reservations.mail_held(r) AS "mailHeld", r.mail_checked_at AS "mailCheckedAt",
    (SELECT k.name FROM staff.accounts k WHERE k.id = r.mail_checked_by) AS "mailCheckedBy", r.phone, r.language,
    r.created_at AS "createdAt", r.booked_at AS "bookedAt", r.ended_at AS "endedAt", r.end_reason AS "endReason", a.name AS "registeredBy",
    r.state = 'booked' AND NOT EXISTS (SELECT FROM reservations.members m WHERE m.reservation_id = r.id AND m.outcome IS NOT NULL)
      AND (reservations.closed_at(r, s) IS NOT NULL OR calendar.changeable(s.office_id, r.service_id, 'staff', s.day, s.start_minute, lib.now())) AS changeable,
    (SELECT jsonb_agg(jsonb_build_object('position', m.position, 'cardId', m.card_id, 'name', coalesce(c.name, m.name, ''), 'kana', coalesce(m.kana, ''), 'typedKana', m.typed_kana,
      'birthDate', m.birth_date, 'outcome', m.outcome, 'phone', coalesce(c.phone, ''), 'awaits', m.awaits, 'protected', ${protectedSql}) ORDER BY m.position)
     FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id WHERE m.reservation_id = r.id AND m.removed_at IS NULL) AS members
  FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id JOIN offices.offices o ON o.id = s.office_id
    JOIN services.services sv ON sv.id = r.service_id LEFT JOIN staff.accounts a ON a.id = r.registered_by
  WHERE ${where}`;

export const readReservation = (tx: Tx, id: string): Promise<ReservationRow | undefined> =>
  tx.row<ReservationRow>(select(sql`r.id = ${id}::uuid AND r.number IS NOT NULL`));

export const findByNumber = (tx: Tx, number: string): Promise<ReservationRow | undefined> =>
  tx.row<ReservationRow>(prepared(select(sql`r.number = ${number}`)));

/** By the number it had before going live. */
export const findByFormerNumber = (tx: Tx, number: string): Promise<ReservationRow | undefined> =>
  tx.row<ReservationRow>(prepared(select(sql`r.former_number = ${number} AND r.state <> 'cancelled'`)));

/** The one booking that waits for a card of this notice ID; undefined where there is none, or several. */
export async function findAwaiting(tx: Tx, noticeId: string): Promise<ReservationRow | undefined> {
  const [only, another] = await tx.rows<ReservationRow>(
    select(
      sql`r.state = 'booked' AND r.id IN (SELECT m.reservation_id FROM reservations.members m WHERE m.awaits = ${noticeId} AND m.removed_at IS NULL)`,
    ),
  );
  return another === undefined ? only : undefined;
}

/** Every reservation of a card, the latest visit first; holds that never became one are left out. */
export const reservationsOfCard = (tx: Tx, cardId: number): Promise<ReservationRow[]> =>
  tx.rows<ReservationRow>(
    sql`${select(sql`r.number IS NOT NULL AND r.id IN (SELECT m.reservation_id FROM reservations.members m WHERE m.card_id = ${cardId} AND m.removed_at IS NULL)`)}
    ORDER BY s.day DESC, s.start_minute DESC, r.created_at DESC LIMIT 100`,
  );

export type Standing = {
  reservationId: string;
  sameCard: boolean;
  /** By name and birthday, not by sound alone. */
  samePerson: boolean;
  /** Somebody of it waits for a card that is in no list yet: it is this person's card that came, or another's. */
  awaits: boolean;
  /** When and where, how many come with it, and its number; null: hidden from this viewer, as somebody of it is under 支援措置. */
  visit: {
    number: string | null;
    people: number;
    slotId: number;
    day: string;
    startMinute: number;
    officeCode: string;
    officeName: string;
  } | null;
  /** A hold: until when, and the account that holds it (null: a citizen on the web). A booking: null both. */
  heldUntil: Date | null;
  heldBy: number | null;
  /** That account's name. */
  heldByName: string | null;
};

/**
 * What already stands for a person in a service, by their card, or by name, sound and birthday: the reservation that a new booking would meet (§8(3)⑫).
 * `sameCard` cannot be overridden; another card of the same person, and a person without a card, can, with a reason. What the account `heldBy` holds itself
 * is never hidden from it: it chose the place a moment ago. `day`: one that is over, of which a visit is recorded afterwards: who was booked for it, or
 * received on it, is told too, though nothing stands for them any more.
 */
export const standingOf = (
  tx: Tx,
  viewer: Viewer,
  heldBy: number,
  { serviceId, who, day = null }: { serviceId: number; who: { cardId: number } | { person: Person }; day?: string | null },
): Promise<Standing | undefined> => {
  const [card, keys] =
    'cardId' in who
      ? [
          who.cardId,
          sql`(SELECT k FROM cards.cards c, unnest(ARRAY['c:' || c.id, 'p:' || c.person_key]) AS k WHERE c.id = ${who.cardId})`,
        ]
      : [
          null,
          sql`('p:' || ${keyOf(who.person)}::text, reservations.sound_key(${kanaKey(who.person.kana)}, ${who.person.birthDate}::date))`,
        ];
  return tx.row(sql`
    SELECT r.id AS "reservationId", coalesce(bool_or(st.key = 'c:' || ${card}::bigint), false) AS "sameCard", coalesce(bool_or(st.key LIKE 'p:%'), false) AS "samePerson", reservations.awaits_card(r.id) AS awaits,
      ${seenSql(
        viewer,
        sql`reservations.has_protected(r.id) AND (r.state <> 'held' OR r.registered_by IS DISTINCT FROM ${heldBy}::bigint)`,
        sql`jsonb_build_object('number', r.number, 'people', (SELECT count(*) FROM reservations.members m WHERE m.reservation_id = r.id AND m.removed_at IS NULL),
          'slotId', s.id, 'day', s.day, 'startMinute', s.start_minute, 'officeCode', o.code, 'officeName', o.name)`,
      )} AS visit,
      r.held_until AS "heldUntil", CASE WHEN r.state = 'held' THEN r.registered_by END AS "heldBy",
      (SELECT a.name FROM staff.accounts a WHERE r.state = 'held' AND a.id = r.registered_by) AS "heldByName"
    FROM (
      SELECT t.reservation_id, t.key FROM ledger.standing t WHERE t.service_id = ${serviceId} AND t.key IN ${keys} AND t.until > lib.now()
      UNION SELECT d.reservation_id, d.key FROM reservations.visits_of_day(${serviceId}, ${day}::date) d WHERE ${day}::date < lib.day_of(lib.now()) AND d.key IN ${keys}
    ) st JOIN reservations.reservations r ON r.id = st.reservation_id JOIN ledger.slots s ON s.id = r.slot_id JOIN offices.offices o ON o.id = s.office_id
    GROUP BY r.id, s.id, o.id
    ORDER BY 2 DESC, s.day LIMIT 1`);
};

/** Cards whose reservation was given a phone number, one that ends so, or a mail address. */
export async function cardsByContact(
  tx: Tx,
  { phone, phoneEnd, mail }: Pick<Query, 'phone' | 'phoneEnd' | 'mail'>,
): Promise<number[]> {
  const given = [
    ...(phone === undefined ? [] : [sql`(r.phone = ${phone} AND r.phone <> '')`]),
    ...(phoneEnd === undefined ? [] : [sql`(right(r.phone, 4) = ${phoneEnd} AND r.phone <> '')`]),
    ...(mail === undefined ? [] : [sql`lower(r.mail) = lower(${mail})`]),
  ];
  if (given.length === 0) return [];
  const found = await tx.rows<{ card_id: number }>(sql`
    SELECT DISTINCT m.card_id FROM reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id
    WHERE ${join(given, ' AND ')} AND m.card_id IS NOT NULL AND m.removed_at IS NULL LIMIT 200`);
  return found.map(({ card_id }) => card_id);
}

/** When and where slots are, by id; what is no more is left out. */
export const slotPlaces = (
  tx: Tx,
  ids: readonly number[],
): Promise<{ id: number; officeId: number; day: string; startMinute: number; officeName: string }[]> =>
  tx.rows(sql`
    SELECT s.id, s.office_id AS "officeId", s.day, s.start_minute AS "startMinute", o.name AS "officeName"
    FROM ledger.slots s JOIN offices.offices o ON o.id = s.office_id WHERE s.id = ANY (${ids}::bigint[])`);
