import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { MAILBOX_STATUS } from './faults.ts';

/**
 * For how long mails were tried in vain while none was taken: of those that failed the one that is due longest, where nothing was sent since. A server that
 * answers 5.7.x to everything is not away, and a letter that cannot be written never reaches it. One mailbox that is full or gone is no fault of the server.
 */
export const stuckSeconds = async (tx: Tx): Promise<number> =>
  (
    await tx.one<{ seconds: number }>(sql`
      WITH failing AS MATERIALIZED (
        SELECT due_at FROM outbox.mails
        WHERE state IN ('waiting', 'sending') AND attempts > 0 AND last_error IS NOT NULL AND last_error !~ ${MAILBOX_STATUS.source} AND due_at <= lib.now())
      SELECT coalesce(extract(epoch FROM lib.now() - min(f.due_at)), 0)::double precision AS seconds
      FROM failing f WHERE f.due_at > coalesce((SELECT max(sent_at) FROM outbox.mails WHERE state = 'sent'), '-infinity')`)
  ).seconds;
