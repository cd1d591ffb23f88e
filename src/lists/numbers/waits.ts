import { seenOnly, type Viewer } from '../../cards/viewer.ts';
import type { Tx } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import { protectedSql } from '../../reservations/read.ts';
import { type Asked, of } from './sources.ts';

/** `minutes`: the median from reception to handing over; null: of nobody. `people`: of how many. */
export type CounterWait = { minutes: number | null; people: number };

/** How long people were at the counter, of those whose reception and handing over were both recorded on the day of the visit. */
export const readCounterWait = (tx: Tx, viewer: Viewer, asked: Asked): Promise<CounterWait> =>
  tx.one<CounterWait>(sql`
    SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY w.minutes) AS minutes, count(*) AS people
    FROM (
      SELECT round(extract(epoch FROM a.at - a.from_outcome_at) / 60)::integer AS minutes
      FROM ledger.slots s JOIN reservations.reservations r ON r.slot_id = s.id AND r.state IN ('booked', 'ended') AND NOT r.taken_back
        JOIN reservations.members m ON m.reservation_id = r.id AND m.removed_at IS NULL AND m.outcome = 'handed-over'
        JOIN counter.acts a ON a.reservation_id = r.id AND a.position = m.position AND a.undone_at IS NULL AND a.from_outcome = 'arrived' AND a.to_outcome = 'handed-over'
        LEFT JOIN cards.cards c ON c.id = m.card_id
      ${of(asked, sql`s`)} AND ${seenOnly(viewer, protectedSql)} AND lib.day_of(a.from_outcome_at) = s.day AND lib.day_of(a.at) = s.day) w`);
