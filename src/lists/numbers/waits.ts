import { seenOnly, type Viewer } from '../../cards/viewer.ts';
import type { Tx } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import { protectedSql } from '../../reservations/read.ts';
import { type Asked, of } from './sources.ts';

/** `minutes`: the median from reception to handing over; null: of nobody. `people`: of how many. */
export type CounterWait = { minutes: number | null; people: number };

/**
 * How long people were at the counter, of those whose reception and handing over were both recorded on the day of the visit. Visit by visit (OFFSET 0): joined as
 * one, the presses of all days there ever were are read.
 */
export const readCounterWait = (tx: Tx, viewer: Viewer, asked: Asked): Promise<CounterWait> =>
  tx.one<CounterWait>(sql`
    SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY w.minutes) AS minutes, count(*) AS people
    FROM (
      SELECT p.minutes
      FROM ledger.slots s JOIN reservations.reservations r ON r.slot_id = s.id AND r.state IN ('booked', 'ended') AND NOT r.taken_back
        CROSS JOIN LATERAL (
          SELECT round(extract(epoch FROM a.at - a.from_outcome_at) / 60)::integer AS minutes
          FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id CROSS JOIN LATERAL (
              SELECT x.at, x.from_outcome_at FROM counter.acts x
              WHERE x.reservation_id = m.reservation_id AND x.position = m.position AND x.undone_at IS NULL AND x.from_outcome = 'arrived' AND x.to_outcome = 'handed-over'
              ORDER BY x.id DESC LIMIT 1) a
          WHERE m.reservation_id = r.id AND m.removed_at IS NULL AND m.outcome = 'handed-over' AND ${seenOnly(viewer, protectedSql)}
            AND lib.day_of(a.from_outcome_at) = s.day AND lib.day_of(a.at) = s.day OFFSET 0) p
      ${of(asked, sql`s`)}) w`);
