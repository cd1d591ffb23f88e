import { type Actor, actorSql } from '../audit/actor.ts';
import type { Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { type Fault, greetingEnds } from './faults.ts';

/** The mails this version knows the words of. The table takes any word: a newer version may put one while this one still runs. */
export type MailKind =
  | 'link'
  | 'manage-link'
  | 'booked'
  | 'changed'
  | 'cancelled'
  | 'reminder'
  | 'no-show'
  | 'closed-day'
  | 'reopened'
  | 'mailing'
  /** 空き待ち: entered or changed, offered a time, ended. */
  | 'waiting'
  | 'waiting-offer'
  | 'waiting-over'
  /** A report of a fault, to the city. */
  | 'fault-report'
  /** A planned stop was entered, changed or called off: to the city. */
  | 'stop-notice';

/** Mails to citizens in words of the product, which the city may say otherwise; a mailing is staff's own text, the others go to the city. */
export type WordedMail = Exclude<MailKind, 'mailing' | 'fault-report' | 'stop-notice'>;

/** A mail leased to this worker. */
export type ClaimedMail = {
  id: number;
  /** A MailKind, or a word of a newer version. */
  kind: string;
  reservationId: string | null;
  visitId: string | null;
  /** This try included. */
  attempts: number;
  /** The same at every try: who gets a mail twice after a crash can see that it is one. */
  messageId: string;
  lease: string;
  dueAt: Date;
  /** A worker began to send it and never said how it ended. */
  leftBehind: boolean;
};

const CLOCK: Actor = { kind: 'clock' };

/**
 * Leases mails that are due to the caller, those somebody waits for first. Each is the caller's for `leaseSeconds`; `keepLeases` renews.
 * @param held ids the caller is sending already
 */
export const claimMails = (tx: Tx, count: number, leaseSeconds: number, held: readonly number[]): Promise<ClaimedMail[]> =>
  tx.rows<ClaimedMail>(sql`
    SELECT id, kind, reservation_id AS "reservationId", visit_id AS "visitId", attempts, message_id AS "messageId", lease, due_at AS "dueAt",
      left_behind AS "leftBehind"
    FROM outbox.lease(${count}::integer, ${leaseSeconds}::integer, ${held}::bigint[])
    ORDER BY kind IN ('link', 'manage-link') DESC, id`);

/** Renews the leases of what is still being sent. */
export const keepLeases = (tx: Tx, leases: readonly string[], leaseSeconds: number): Promise<number> =>
  tx.run(sql`
    UPDATE outbox.mails SET leased_until = t.until, next_at = t.until
    FROM (SELECT lib.now() + make_interval(secs => ${leaseSeconds}::integer) AS until) t
    WHERE state = 'sending' AND lease = ANY (${leases}::uuid[])`);

/** Writes how a try ended and its line in the log, in one statement; false where the lease was lost to another worker. */
async function settle(
  tx: Tx,
  mail: ClaimedMail,
  set: Sql,
  act: string | null,
  detail: Record<string, unknown>,
): Promise<boolean> {
  const settled = sql`
    UPDATE outbox.mails SET ${set}, lease = NULL, leased_until = NULL
    WHERE id = ${mail.id} AND lease = ${mail.lease}::uuid AND state = 'sending' RETURNING id, reservation_id`;
  if (act === null) return (await tx.run(settled)) === 1;
  const line = JSON.stringify({ ...detail, mail: mail.id, kind: mail.kind });
  const rows = await tx.rows(sql`
    WITH settled AS (${settled})
    SELECT audit.write(${actorSql(CLOCK)}, ${act}, lib.now(), reservation_id, NULL, NULL, ${line}::jsonb) FROM settled`);
  return rows.length === 1;
}

/** The mail server took it. `said`: what it read, to be looked up at the desk; no secret of a link may stand in it; null: not kept. */
export const markSent = (tx: Tx, mail: ClaimedMail, said: { subject: string; body: string } | null): Promise<boolean> =>
  settle(
    tx,
    mail,
    sql`state = 'sent', sent_at = lib.now(), last_error = NULL, subject = ${said?.subject ?? null}, body = ${said?.body ?? null}`,
    'mail.sent',
    {},
  );

/** Why a mail was dropped that a dead worker left behind: the mail server may have taken it before. */
const MAY_HAVE_LEFT = 'may-have-left';

/** What it speaks of is no longer so: it is never sent. `why` is a word of ours. */
export const markDropped = (tx: Tx, mail: ClaimedMail, why: string): Promise<boolean> =>
  settle(tx, mail, sql`state = 'dropped', last_error = ${mail.leftBehind ? MAY_HAVE_LEFT : why}`, 'mail.dropped', { why });

/** Not now: it goes back as if it had not been tried. What failed before and waits for another reason by now does not count as failing. */
export const putOff = (tx: Tx, mail: ClaimedMail, seconds: number): Promise<boolean> =>
  settle(
    tx,
    mail,
    sql`state = 'waiting', attempts = attempts - 1, last_error = NULL, greeting_ends = false, next_at = lib.now() + make_interval(secs => ${seconds}::double precision)`,
    null,
    {},
  );

/** It was refused or could not be handed over; it is tried again after `seconds`. */
export const markRetry = (tx: Tx, mail: ClaimedMail, fault: Fault, seconds: number): Promise<boolean> =>
  settle(
    tx,
    mail,
    sql`state = 'waiting', last_error = ${fault.text}, greeting_ends = ${greetingEnds(fault)}, next_at = lib.now() + make_interval(secs => ${seconds}::double precision)`,
    null,
    {},
  );

/** A mail server that was silent, or did not let us in, does again: what it kept waiting is tried at once, not at the end of a rest of a quarter of an hour. Returns how many. */
export const tryNow = (tx: Tx): Promise<number> =>
  tx.run(sql`
    UPDATE outbox.mails SET next_at = lib.now()
    WHERE state = 'waiting' AND attempts > 0 AND greeting_ends AND next_at > lib.now()`);

/** Given up: staff see it and may send it on its way again (`actOnMails`). */
export const markDead = (tx: Tx, mail: ClaimedMail, error: string, code: number | null): Promise<boolean> =>
  settle(tx, mail, sql`state = 'dead', last_error = ${error}, settled_at = NULL`, 'mail.dead', { code, attempts: mail.attempts });
