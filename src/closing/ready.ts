import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** How far an office is with a service: citizens can book it once both windows are set and slots are laid out. */
export type Ready = { serviceId: number; name: string; windows: boolean; lastSlotDay: string | null };

/** Every service on offer, in the city's order, as it stands with an office. */
export const readReady = (tx: Tx, officeId: number): Promise<Ready[]> =>
  tx.rows<Ready>(sql`
    SELECT s.id AS "serviceId", s.name,
      (SELECT count(*) = 2 FROM calendar.windows w WHERE w.office_id = ${officeId} AND w.service_id = s.id) AS windows,
      (SELECT max(l.day) FROM ledger.slots l WHERE l.office_id = ${officeId} AND l.service_id = s.id AND l.closed_at IS NULL AND l.day >= lib.day_of(lib.now())) AS "lastSlotDay"
    FROM services.services s WHERE s.retired_at IS NULL ORDER BY s.position, s.id`);
