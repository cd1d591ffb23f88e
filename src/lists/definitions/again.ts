import { raw, type Sql, sql } from '../../lib/db/sql.ts';
import { optionsOf, select } from '../../lib/form/index.ts';

/** Whether somebody whose visit did not take place booked another, or came to one. */
const AGAIN = { all: 'すべて', no: '再予約なし', yes: '再予約あり' } as const;
export type Again = keyof typeof AGAIN;

export const againField = () => select<Again>('その後の予約', optionsOf(AGAIN), { usual: 'all' });

export const againWords = (again: Again): string[] => (again === 'all' ? [] : [AGAIN[again]]);

/**
 * The first day on which a member (`m`) of a reservation (`r`, its slot `s`) is still to come for the same service, or came to a visit that was booked after it: who has
 * the card by now is not called. A visit they missed before is none.
 */
export const AGAIN_SQL = sql`
  (SELECT min(s2.day) FROM reservations.members m2 JOIN reservations.reservations r2 ON r2.id = m2.reservation_id AND r2.state IN ('booked', 'ended')
    JOIN ledger.slots s2 ON s2.id = r2.slot_id
    WHERE m2.removed_at IS NULL AND r2.id <> r.id AND r2.service_id = r.service_id AND (m2.card_id = m.card_id OR m2.person_key = m.person_key)
      AND CASE WHEN m2.outcome IS NULL THEN r2.state = 'booked' AND s2.day >= least(s.day, lib.day_of(lib.now()))
        ELSE m2.outcome IN ('arrived', 'handed-over', 'incomplete') AND r2.booked_at > r.booked_at END)`;

export const againCondition = (again: Again): Sql =>
  again === 'all' ? sql`true` : sql`next.again_on IS ${raw(again === 'yes' ? 'NOT NULL' : 'NULL')}`;
