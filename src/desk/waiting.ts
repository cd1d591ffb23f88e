import type { Tx } from '../lib/db/db.ts';
import { prepared, sql } from '../lib/db/sql.ts';

/** Counts in the menu: what waits for someone. */
export type Waiting = { deadMails: number; conflicts: number; rests: number; alarms: number };

/** What waits for someone, for the counts in the menu: index reads. */
export const readWaiting = (tx: Tx): Promise<Waiting> =>
  tx.one<Waiting>(
    prepared(sql`
      SELECT (SELECT count(*) FROM outbox.mails WHERE state = 'dead') AS "deadMails",
        (SELECT count(*) FROM intake.conflicts WHERE decided_at IS NULL) AS conflicts,
        (SELECT count(*) FROM cards.tries WHERE scope IN ('notice', 'address') AND rests_until > lib.now()) AS rests,
        (SELECT count(*) FROM site.alarms WHERE ended_at IS NULL) AS alarms`),
  );
