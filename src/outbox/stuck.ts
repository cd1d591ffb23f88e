import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { MAILBOX_STATUS } from './faults.ts';

/**
 * For how long mails to two mailboxes at least were tried in vain while none was taken: one alone may be greylisted, or be the one that cannot be written, and
 * says nothing of the server. A server that answers 5.7.x to everything is not away, and a letter that cannot be written never reaches it. One mailbox that is
 * full or gone is no fault of the server.
 */
export const stuckSeconds = async (tx: Tx): Promise<number> =>
  (
    await tx.one<{ seconds: number }>(sql`
      WITH failing AS MATERIALIZED (
        SELECT id, reservation_id, visit_id, about ->> 'address' AS address, due_at FROM outbox.mails
        WHERE state IN ('waiting', 'sending') AND attempts > 0 AND last_error IS NOT NULL AND last_error !~ ${MAILBOX_STATUS.source} AND due_at <= lib.now()),
      since AS (
        SELECT f.* FROM failing f
        WHERE f.due_at > coalesce((SELECT m.sent_at FROM outbox.mails m WHERE m.state = 'sent' ORDER BY m.sent_at DESC LIMIT 1), '-infinity')),
      mailboxes AS (
        SELECT min(s.due_at) AS due_at FROM since s
          LEFT JOIN reservations.reservations r ON r.id = s.reservation_id LEFT JOIN reservations.visits v ON v.id = s.visit_id
        -- What goes to the city has neither: its address is a number.
        GROUP BY coalesce(r.mail, v.mail, s.reservation_id::text, s.visit_id::text, s.address, s.id::text)
        ORDER BY 1 LIMIT 2)
      SELECT CASE WHEN count(*) < 2 THEN 0 ELSE extract(epoch FROM lib.now() - max(due_at)) END::double precision AS seconds FROM mailboxes`)
  ).seconds;
