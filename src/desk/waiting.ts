import type { Tx } from '../lib/db/db.ts';
import { prepared, sql } from '../lib/db/sql.ts';

/** Counts in the menu: what waits for someone. `needsMoving`: 要振替, and who must hear by phone that the counter opens after all. */
export type Waiting = { deadMails: number; conflicts: number; rests: number; alarms: number; needsMoving: number };

/** What waits for someone, for the counts in the menu: index reads. */
export const readWaiting = (tx: Tx): Promise<Waiting> =>
  tx.one<Waiting>(
    prepared(sql`
      SELECT (SELECT count(*) FROM outbox.mails WHERE state = 'dead') AS "deadMails",
        (SELECT count(*) FROM intake.conflicts WHERE decided_at IS NULL) AS conflicts,
        (SELECT count(*) FROM cards.tries WHERE scope IN ('notice', 'address') AND rests_until > lib.now()) AS rests,
        (SELECT count(*) FROM site.alarms WHERE ended_at IS NULL) AS alarms,
        (SELECT count(DISTINCT r.id) FROM closing.affected x JOIN reservations.reservations r ON r.id = x.reservation_id AND r.slot_id = x.slot_id
          JOIN ledger.slots s ON s.id = r.slot_id
          -- A month after its day nobody moves a visit any more; it is still on its closing's list.
          WHERE x.day >= lib.day_of(lib.now()) - 30 AND (reservations.needs_moving(r, s) OR closing.must_hear_open(x, r, s))) AS "needsMoving"`),
  );
