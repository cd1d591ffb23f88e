import type { Actor } from '../audit/actor.ts';
import type { ChangeRefusal } from '../audit/change.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import { changeOffice as change, markRetired } from '../offices/acts.ts';
import { officeToChange } from '../offices/kept-texts.ts';
import type { OfficeFacts } from '../offices/read.ts';
import { markServiceRetired } from '../services/acts.ts';

/** Taking an office or a service out of use: nobody may be left at its door, no card on its shelf. */
type Leaving = { officeId: number } | { serviceId: number };

export type InTheWay = {
  /** Reservations of today and later, also those whose slot is shut already. */
  visits: number;
  firstDay: string | null;
  lastDay: string | null;
  /** Slots of today and later that can still be booked. */
  slots: number;
  lastSlotDay: string | null;
  /** Rules and special days that would lay out new slots tonight. */
  rules: number;
  /** Cards that lie in the office and wait for their holders. */
  cards: number;
  /** Cards that are on their way to the office. */
  coming: number;
  /** Parcels from or to the office that were not sent. */
  parcels: number;
  /** Boxes of the office in use … */
  boxes: number;
  /** … and rules of storage that lead new cards into them. */
  storageRules: number;
  /** What else is in the way, and what to do about it. */
  says?: string;
};
export const NOTHING_IN_THE_WAY: InTheWay = {
  visits: 0,
  firstDay: null,
  lastDay: null,
  slots: 0,
  lastSlotDay: null,
  rules: 0,
  cards: 0,
  coming: 0,
  parcels: 0,
  boxes: 0,
  storageRules: 0,
};

export const nothingInTheWay = ({ visits, slots, rules, cards, coming, parcels, boxes, storageRules, says }: InTheWay): boolean =>
  visits + slots + rules + cards + coming + parcels + boxes + storageRules === 0 && says === undefined;

export function readInTheWay(tx: Tx, leaving: Leaving): Promise<InTheWay> {
  const office = 'officeId' in leaving ? leaving.officeId : null;
  const service = 'serviceId' in leaving ? leaving.serviceId : null;
  return tx.one<InTheWay>(sql`
    WITH t AS MATERIALIZED (SELECT lib.now() AS now, lib.day_of(lib.now()) AS today),
    here AS MATERIALIZED (
      SELECT s.id, s.day, s.closed_at IS NULL AND s.capacity > 0 AS bookable FROM ledger.slots s, t
      WHERE s.day >= t.today AND (s.office_id = ${office}::integer OR s.service_id = ${service}::integer))
    SELECT v.visits, v."firstDay", v."lastDay", h.slots, h."lastSlotDay",
      (SELECT count(*) FROM calendar.week_rules r, t WHERE r.pattern_id IS NOT NULL AND coalesce(r.valid_to >= t.today, true) AND (r.office_id = ${office}::integer OR r.service_id = ${service}::integer))
        + (SELECT count(*) FROM calendar.overrides o, t WHERE o.pattern_id IS NOT NULL AND o.day >= t.today AND (o.office_id = ${office}::integer OR o.service_id = ${service}::integer)) AS rules,
      (SELECT count(*) FROM cards.cards c WHERE (c.is_open OR c.whereabouts NOT IN ('expected', 'gone')) AND c.office_id = ${office}::integer) AS cards,
      (SELECT count(*) FROM cards.cards c CROSS JOIN LATERAL (
          SELECT e.to_office_id AS office FROM cards.custody_events e WHERE e.card_id = c.id AND e.event = 'sent' ORDER BY e.id DESC LIMIT 1) sent
        WHERE ${office}::integer IS NOT NULL AND c.whereabouts = 'transit' AND sent.office = ${office}::integer AND c.office_id IS DISTINCT FROM ${office}::integer) AS coming,
      (SELECT count(*) FROM cards.parcels b WHERE b.sent_at IS NULL AND (b.from_office = ${office}::integer OR b.to_office = ${office}::integer)) AS parcels,
      (SELECT count(*) FROM cards.storage_places p WHERE p.office_id = ${office}::integer AND p.retired_at IS NULL) AS boxes,
      (SELECT count(*) FROM cards.storage_rules sr JOIN cards.storage_places p ON p.id = sr.storage_place_id WHERE p.office_id = ${office}::integer) AS "storageRules"
    FROM (SELECT count(*) AS visits, min(here.day) AS "firstDay", max(here.day) AS "lastDay" FROM here JOIN reservations.reservations r ON r.slot_id = here.id, t
        WHERE r.state = 'booked' OR (r.state = 'held' AND r.held_until > t.now)) v,
      (SELECT count(*) FILTER (WHERE bookable) AS slots, max(day) FILTER (WHERE bookable) AS "lastSlotDay" FROM here) h`);
}

/**
 * Under the lock that publishing and closing take too: no slot appears between the look and the act. Where every slot is shut no
 * booking can come in either (claims, confirms and moves ask `closed_at`), so what is not in the way now will not be.
 */
async function whenNothingIsInTheWay(
  db: Db,
  leaving: Leaving,
  act: (tx: Tx) => Promise<void>,
): Promise<Outcome<undefined, 'in_the_way'>> {
  return db.transaction(async (tx) => {
    await tx.run(sql`SELECT FROM closing.publishing FOR UPDATE`);
    // Before the look: a card being taken in for this office or sent to it waits here, its foreign key asks for this row.
    if ('officeId' in leaving) await tx.run(sql`SELECT FROM offices.offices WHERE id = ${leaving.officeId} FOR UPDATE`);
    if (!nothingInTheWay(await readInTheWay(tx, leaving))) return refused('in_the_way');
    await act(tx);
    return done(undefined);
  });
}

/** Takes an office out of use, or refuses while visits, open slots, opening rules, cards, parcels, boxes or rules of storage stand in the way. */
export const retireOffice = (db: Db, actor: Actor, officeId: number): Promise<Outcome<undefined, 'in_the_way'>> =>
  whenNothingIsInTheWay(db, { officeId }, (tx) => markRetired(tx, actor, officeId));

export const retireService = (db: Db, actor: Actor, serviceId: number): Promise<Outcome<undefined, 'in_the_way'>> =>
  whenNothingIsInTheWay(db, { serviceId }, (tx) => markServiceRetired(tx, actor, serviceId));

type ChangeOfficeRefusal = ChangeRefusal | 'has_visits' | 'has_cards';

/**
 * Changes an office. It stays a place to come to while visits are ahead (the board of the day lists only those), and a place that
 * keeps cards while cards lie there.
 */
export const changeOffice = (
  db: Db,
  actor: Actor,
  officeId: number,
  seen: string,
  facts: OfficeFacts,
): Promise<Outcome<'changed' | 'same', ChangeOfficeRefusal>> =>
  db.transaction(async (tx) => {
    const office = await officeToChange(tx, officeId);
    if (office === undefined || office.retiredAt !== null) return refused('unknown');
    const inTheWay = await readInTheWay(tx, { officeId });
    if (office.facts.isPickup && !facts.isPickup && inTheWay.visits + inTheWay.slots > 0) return refused('has_visits');
    if (office.facts.isStorage && !facts.isStorage && inTheWay.cards + inTheWay.coming > 0) return refused('has_cards');
    return change(tx, actor, office, seen, facts);
  });
