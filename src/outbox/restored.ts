import { type Actor, actorSql } from '../audit/actor.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** Why a mail waits for staff: it was due before its database was restored, and may have been sent by the one that is lost. */
export const RESTORED = 'restored';
const OPERATOR: Actor = { kind: 'operator' };

/** Holds back every mail that was due: nobody gets it twice without a clerk's having decided so. Returns how many. */
export async function holdAfterRestore(tx: Tx): Promise<number> {
  const held = await tx.run(sql`
    UPDATE outbox.mails SET state = 'dead', last_error = ${RESTORED}, lease = NULL, leased_until = NULL
    WHERE state IN ('waiting', 'sending') AND due_at <= lib.now()`);
  await tx.run(
    sql`SELECT audit.write(${actorSql(OPERATOR)}, 'mail.held', lib.now(), NULL, NULL, NULL, jsonb_build_object('count', ${held}::integer))`,
  );
  return held;
}
