import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';

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
  /** Given up, and nothing more is to be done about it. */
  settledAt: Date | null;
};

const MAIL = sql`
  SELECT id, kind, reservation_id AS "reservationId", state, attempts, due_at AS "dueAt", next_at AS "nextAt", sent_at AS "sentAt", last_error AS "lastError",
    created_at AS "createdAt", settled_at AS "settledAt" FROM outbox.mails`;

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
      created_at AS "createdAt", settled_at AS "settledAt", subject, body FROM outbox.mails WHERE id = ${id}`);

/** What a clerk may do with a mail: send again what was given up, send at once what waits after a fault, have done with what was given up. */
export type MailAct = 'retry' | 'now' | 'settle';

/** As many as one press takes. */
export const MOST_AT_ONCE = 5_000;

/** Puts mails on their way as if they were due only now, with a line of the log each. Returns how many. */
const send = async (db: Db, actor: Actor, ids: readonly number[], which: Sql, act: string): Promise<number> => {
  const rows = await db.rows(sql`
    WITH sent AS (
      UPDATE outbox.mails SET state = 'waiting', attempts = 0, due_at = lib.now(), next_at = lib.now(), leased_until = NULL, settled_at = NULL
      WHERE id = ANY (${[...ids]}::bigint[]) AND ${which} RETURNING id, reservation_id)
    SELECT audit.write(${actorSql(actor)}, ${act}, lib.now(), s.reservation_id, NULL, NULL, jsonb_build_object('mail', s.id)) FROM (SELECT * FROM sent ORDER BY id) s`);
  return rows.length;
};

/** A mail that waits because it was not taken, or could not be written, and rests until its next try. */
export const restsSql = sql`state = 'waiting' AND attempts > 0 AND last_error IS NOT NULL`;

const ACTS: Readonly<Record<MailAct, (db: Db, actor: Actor, ids: readonly number[]) => Promise<number>>> = {
  retry: (db, actor, ids) => send(db, actor, ids, sql`state = 'dead'`, 'mail.retried'),
  now: (db, actor, ids) => send(db, actor, ids, restsSql, 'mail.hurried'),
  settle: async (db, actor, ids) =>
    (await db.one<{ settled: number }>(sql`SELECT outbox.settle(${actorSql(actor)}, ${[...ids]}::bigint[]) AS settled`)).settled,
};

/** Does it with those of these mails that are still as the act needs them. Returns how many. */
export const actOnMails = (db: Db, actor: Actor, act: MailAct, ids: readonly number[]): Promise<number> =>
  ACTS[act](db, actor, ids);
