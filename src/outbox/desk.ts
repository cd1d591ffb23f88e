import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

export type Mail = {
  id: number;
  kind: string;
  reservationId: string | null;
  state: 'waiting' | 'sending' | 'sent' | 'dropped' | 'dead';
  attempts: number;
  dueAt: Date;
  nextAt: Date;
  sentAt: Date | null;
  lastError: string | null;
  createdAt: Date;
};

const MAIL = sql`
  SELECT id, kind, reservation_id AS "reservationId", state, attempts, due_at AS "dueAt", next_at AS "nextAt", sent_at AS "sentAt", last_error AS "lastError",
    created_at AS "createdAt" FROM outbox.mails`;

/** Mails of these reservations, newest first. */
export const mailsOf = (tx: Tx, reservationIds: readonly string[]): Promise<Mail[]> =>
  tx.rows<Mail>(
    sql`${MAIL} WHERE reservation_id = ANY (${reservationIds}::uuid[]) AND reservation_id IS NOT NULL ORDER BY id DESC LIMIT 200`,
  );

/** What a mail said, as it was sent but for the secret of its link; null: not sent, or by a version that kept no text. */
export type MailText = Mail & { subject: string | null; body: string | null };

export const readMail = (tx: Tx, id: number): Promise<MailText | undefined> =>
  tx.row<MailText>(sql`
    SELECT id, kind, reservation_id AS "reservationId", state, attempts, due_at AS "dueAt", next_at AS "nextAt", sent_at AS "sentAt", last_error AS "lastError",
      created_at AS "createdAt", subject, body FROM outbox.mails WHERE id = ${id}`);

/** Puts a mail that was given up on its way again, as if it were due only now. False where it was not given up any more. */
export const retryMail = (db: Db, actor: Actor, id: number): Promise<boolean> =>
  db.transaction(async (tx) => {
    const mail = await tx.row<{ reservation_id: string | null }>(
      sql`UPDATE outbox.mails SET state = 'waiting', attempts = 0, due_at = lib.now(), next_at = lib.now(), leased_until = NULL WHERE id = ${id} AND state = 'dead' RETURNING reservation_id`,
    );
    if (mail === undefined) return false;
    await tx.run(
      sql`SELECT audit.write(${actorSql(actor)}, 'mail.retried', lib.now(), ${mail.reservation_id}::uuid, NULL, NULL, jsonb_build_object('mail', ${id}::bigint))`,
    );
    return true;
  });
