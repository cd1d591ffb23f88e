import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** Whether somebody who is 要振替 has their place back when closings are opened again: their time has begun, or something else shuts it too. */
export type Comes = 'back' | 'begun' | 'shut-elsewhere';

type Reopening = {
  /** The row of `closing.affected`. */
  id: number;
  comes: Comes;
  /** A mail said that the counter is shut, so one will say that it is open: there is an address, and nothing holds its mails back. */
  told: boolean;
  /** A mail has said that the counter is shut; whom no mail tells that it is open (the address is gone, or its mails are held back) is called. */
  heard: boolean;
};

/**
 * What opening closings again would come to for everyone on their lists who is 要振替 now, by the rules of `closing.reopen`: a slot that has begun stays shut, and so
 * does what another running closing covers, or what a change of hours took away. A longer visit has its place back when all its slots have.
 * @param closings ids of those that would be opened
 */
export const reopening = (tx: Tx, closings: readonly number[]): Promise<Reopening[]> =>
  tx.rows<Reopening>(sql`
    SELECT x.id, CASE WHEN t.begun THEN 'begun' WHEN t.elsewhere THEN 'shut-elsewhere' ELSE 'back' END AS comes,
      r.mail IS NOT NULL AND NOT reservations.mail_held(r) AND closing.told_by_mail(r.id, r.slot_id, NULL) IS NOT NULL AS told,
      closing.told_by_mail(r.id, r.slot_id, NULL) IS NOT DISTINCT FROM 'told' AS heard
    FROM closing.affected x JOIN reservations.reservations r ON r.id = x.reservation_id AND r.slot_id = x.slot_id JOIN ledger.slots s ON s.id = r.slot_id
      CROSS JOIN LATERAL (
        SELECT bool_or(lib.instant(l.day, l.start_minute) <= lib.now()) AS begun,
          bool_or((l.closed_at IS NOT NULL AND coalesce(l.closing_id <> ALL (${closings}::integer[]), true)) OR EXISTS (
            SELECT FROM closing.closings o
            WHERE o.office_id = l.office_id AND o.reopened_at IS NULL AND o.id <> ALL (${closings}::integer[]) AND (o.service_id IS NULL OR o.service_id = l.service_id)
              AND l.day BETWEEN o.from_day AND o.to_day AND (o.from_minute IS NULL OR (l.start_minute + l.minutes > o.from_minute AND l.start_minute < o.to_minute)))) AS elsewhere
        FROM ledger.slots l WHERE l.id = ANY (reservations.slots_of(r))) t
    WHERE x.closing_id = ANY (${closings}::integer[]) AND reservations.needs_moving(r, s)`);
