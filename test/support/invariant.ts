import type { Db } from '../../src/lib/db/db.ts';
import { type Sql, sql } from '../../src/lib/db/sql.ts';

/** A booking somebody was told about: the reservation and the number they were given. */
export type Acknowledged = { id: string; number: string };

/** Places in use: holds nobody swept yet, bookings, and visits that are over (they used their places). */
const USING = sql`('held', 'booked', 'ended')`;

/** Reservation `r` stands for its people: held or booked, and its day is not over. */
const STANDS = sql`((r.state = 'booked' AND reservations.stands_until((SELECT s.day FROM ledger.slots s WHERE s.id = r.slot_id)) > lib.now()) OR (r.state = 'held' AND r.held_until > lib.now()))`;

/** Nobody has seen to member `m`: who was seen to may have booked again while others of the party are at the counter. */
const UNSEEN = sql`(m.outcome IS NULL OR m.outcome = 'arrived')`;

const QUESTIONS: Record<string, Sql> = {
  'taken is not the sum of what stands in the slot': sql`
    SELECT s.id, s.taken, s.taken_desk, coalesce(l.units, 0) AS units, coalesce(l.desk, 0) AS desk
    FROM ledger.slots s LEFT JOIN (
      SELECT u.slot_id, sum(units)::integer AS units, coalesce(sum(units) FILTER (WHERE by_desk), 0)::integer AS desk
      FROM reservations.reservations r, unnest(reservations.slots_of(r)) AS u (slot_id) WHERE state IN ${USING} GROUP BY u.slot_id) l ON l.slot_id = s.id
    WHERE s.taken <> coalesce(l.units, 0) OR s.taken_desk <> coalesce(l.desk, 0)`,
  'the slots of a longer visit do not follow one another': sql`
    SELECT r.id, r.slot_id, r.more_slots FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id
    WHERE r.more_slots <> '{}' AND r.state IN ('held', 'booked') AND reservations.closed_at(r, s) IS NULL
      AND r.more_slots IS DISTINCT FROM reservations.slots_after(s, 1 + cardinality(r.more_slots))`,
  'more taken than there is': sql`SELECT id, taken, capacity, allowance FROM ledger.slots WHERE taken > capacity + allowance OR taken < 0`,
  'a card stands twice': sql`
    SELECT m.card_id, count(*) FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id
    WHERE m.removed_at IS NULL AND ${UNSEEN} AND ${STANDS} AND m.card_id IS NOT NULL
    GROUP BY r.service_id, m.card_id HAVING count(*) > 1`,
  // A booking that staff made over another on purpose stands with fewer keys than it has cards and persons.
  'a person stands twice': sql`
    SELECT m.person_key, count(*) FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id
    WHERE m.removed_at IS NULL AND ${UNSEEN} AND ${STANDS}
      AND m.person_key IS NOT NULL AND r.keys = cardinality(reservations.keys_of(r.id, false))
    GROUP BY r.service_id, m.person_key HAVING count(*) > 1`,
  'booked for a service that needs a card, with neither a card nor one that is waited for': sql`
    SELECT r.id, m.position FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id JOIN services.services v ON v.id = r.service_id
    WHERE r.state IN ('held', 'booked', 'ended') AND m.removed_at IS NULL AND v.needs_card AND (m.card_id IS NULL) <> (m.awaits IS NOT NULL)`,
  'something became of who waits for a card': sql`
    SELECT m.reservation_id, m.position, m.outcome FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id
    WHERE m.awaits IS NOT NULL AND m.removed_at IS NULL AND (m.outcome IS NOT NULL OR r.state NOT IN ('booked', 'cancelled'))`,
  'a person without a card stands twice by sound': sql`
    SELECT k, count(*) FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id, unnest(reservations.sound_keys(m)) AS k
    WHERE m.removed_at IS NULL AND ${UNSEEN} AND ${STANDS}
      AND m.card_id IS NULL AND m.awaits IS NULL AND k IS NOT NULL AND r.keys = cardinality(reservations.keys_of(r.id, false))
    GROUP BY r.service_id, k HAVING count(*) > 1`,
  'in a closed slot, but on no list of a closing or a published draft': sql`
    SELECT r.id FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id
    WHERE r.state = 'booked' AND reservations.closed_at(r, s) IS NOT NULL
      AND NOT EXISTS (SELECT FROM closing.affected a WHERE a.reservation_id = r.id AND a.slot_id = s.id)`,
  'closed_at does not follow from closing and plan': sql`SELECT id FROM ledger.slots WHERE (closed_at IS NULL) <> (NOT gone AND closing_id IS NULL)`,
  'a booking without its standing': sql`
    SELECT r.id, r.keys, count(t.key) AS standing FROM reservations.reservations r LEFT JOIN ledger.standing t ON t.reservation_id = r.id
    WHERE r.state = 'booked' AND ${STANDS} AND NOT EXISTS (SELECT FROM reservations.members m WHERE m.reservation_id = r.id AND m.removed_at IS NULL AND NOT ${UNSEEN})
    GROUP BY r.id HAVING count(t.key) <> r.keys`,
  'somebody to come, or at the counter, for whom nothing stands': sql`
    SELECT r.id, k FROM reservations.reservations r, unnest(reservations.own_keys_unseen(r)) AS k
    WHERE r.state = 'booked' AND ${STANDS} AND NOT EXISTS (SELECT FROM ledger.standing t WHERE t.service_id = r.service_id AND t.key = k AND t.reservation_id = r.id)`,
  'standing of what is over': sql`
    SELECT t.key, r.state FROM ledger.standing t LEFT JOIN reservations.reservations r ON r.id = t.reservation_id
    WHERE t.until > lib.now() AND (r.id IS NULL OR r.state IN ('cancelled', 'ended'))`,
  'a card is 予約済 without a booking, or booked without being 予約済': sql`
    SELECT c.id, c.status FROM cards.cards c WHERE c.is_open AND (c.status = 'booked') <> EXISTS (
      SELECT FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id
      WHERE m.card_id = c.id AND m.removed_at IS NULL AND r.state = 'booked' AND (m.outcome IS NULL OR m.outcome = 'arrived'))`,
  'somebody waits in two entries at once': sql`
    SELECT e.service_id, u.card, count(*) FROM waiting.entries e, unnest(e.card_ids) AS u (card) WHERE e.ended_at IS NULL GROUP BY e.service_id, u.card HAVING count(*) > 1`,
  'somebody waits with a card that is gone': sql`
    SELECT e.id, u.card FROM waiting.entries e, unnest(e.card_ids) AS u (card) WHERE e.ended_at IS NULL AND NOT EXISTS (SELECT FROM cards.cards c WHERE c.id = u.card)`,
  'held for who waits, but no offer says so, or not for all of them': sql`
    SELECT r.id, r.units, o.id AS offer FROM reservations.reservations r LEFT JOIN waiting.offers o ON o.reservation_id = r.id AND o.outcome IS NULL
      LEFT JOIN waiting.entries e ON e.id = o.entry_id AND e.ended_at IS NULL
    WHERE r.offered AND r.state = 'held' AND r.held_until > lib.now()
      AND (e.id IS NULL OR (r.units <> waiting.units_of(e) AND r.version = 0) OR r.held_until > o.until + make_interval(mins => site.number('hold-minutes') * site.number('hold-extensions')))`,
  'an offer without its hold': sql`
    SELECT o.id FROM waiting.offers o WHERE o.outcome IS NULL AND NOT EXISTS (SELECT FROM reservations.reservations r WHERE r.id = o.reservation_id)`,
  'offered by mail, but not exactly one mail': sql`
    SELECT o.id, count(m.id) FROM waiting.offers o JOIN waiting.entries e ON e.id = o.entry_id AND e.mail IS NOT NULL
      LEFT JOIN outbox.mails m ON m.reservation_id = o.reservation_id AND m.kind = 'waiting-offer' AND NOT outbox.about(m) ? 'again'
    GROUP BY o.id HAVING count(m.id) <> 1`,
  'booked, but not exactly once in the log': sql`
    SELECT r.id, count(e.id) FROM reservations.reservations r LEFT JOIN audit.events e ON e.reservation_id = r.id AND e.act = 'reservation.booked'
    WHERE r.number IS NOT NULL GROUP BY r.id HAVING count(e.id) <> 1`,
  // Those somebody asked for once more are not counted. Taken before going live: only where the city asked for it.
  'booked with an address, but not exactly one mail': sql`
    SELECT r.id, count(o.id) FROM reservations.reservations r
      LEFT JOIN outbox.mails o ON o.reservation_id = r.id AND o.kind = 'booked' AND NOT outbox.about(o) ? 'again'
    WHERE r.number IS NOT NULL AND r.mail IS NOT NULL GROUP BY r.id HAVING count(o.id) > 1 OR (count(o.id) = 0 AND r.former_number IS NULL)`,
};

/**
 * All that must hold whatever happened at once (§8(3)⑫, docs/decisions/0002-ledger.md), asked with a superuser's `db` while nobody else writes.
 * @param acknowledged every number somebody was told: each must be in the ledger exactly once
 * @returns what is wrong, in words with the rows; empty when all holds
 */
export async function invariantFaults(db: Db, acknowledged: readonly Acknowledged[] = []): Promise<string[]> {
  const faults: string[] = [];
  for (const [fault, question] of Object.entries(QUESTIONS)) {
    const rows = await db.rows(question);
    if (rows.length > 0) faults.push(`${fault}: ${JSON.stringify(rows.slice(0, 5))}`);
  }
  const lost = await db.rows(sql`
    SELECT a.id, a.number, count(r.id) FROM unnest(${acknowledged.map(({ id }) => id)}::uuid[], ${acknowledged.map(({ number }) => number)}::text[]) AS a (id, number)
    LEFT JOIN reservations.reservations r ON r.id = a.id AND r.number = a.number AND r.booked_at IS NOT NULL
    GROUP BY a.id, a.number HAVING count(DISTINCT r.id) <> 1`);
  if (lost.length > 0) faults.push(`told, but not in the ledger: ${JSON.stringify(lost.slice(0, 5))}`);
  return faults;
}
