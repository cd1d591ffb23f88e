import { raw, type Sql, sql } from '../../lib/db/sql.ts';
import { optionsOf, select } from '../../lib/form/index.ts';

/** Whether somebody whose visit did not take place booked another. */
export const AGAIN = { all: 'すべて', no: '再予約なし', yes: '再予約あり' } as const;
export type Again = keyof typeof AGAIN;

export const againField = () => select<Again>('その後の予約', optionsOf(AGAIN), { usual: 'all' });

export const againWords = (again: Again): string[] => (again === 'all' ? [] : [AGAIN[again]]);

/** The first day on which a member (`m`) of a reservation (`r`) is still to come for the same service. */
export const AGAIN_SQL = sql`
  (SELECT min(s2.day) FROM reservations.members m2 JOIN reservations.reservations r2 ON r2.id = m2.reservation_id AND r2.state = 'booked'
    JOIN ledger.slots s2 ON s2.id = r2.slot_id
    WHERE m2.removed_at IS NULL AND m2.outcome IS NULL AND r2.service_id = r.service_id
      AND (m2.card_id = m.card_id OR m2.person_key = m.person_key))`;

export const againCondition = (again: Again): Sql =>
  again === 'all' ? sql`true` : sql`next.again_on IS ${raw(again === 'yes' ? 'NOT NULL' : 'NULL')}`;
