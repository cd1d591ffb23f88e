import type { Logger } from 'pino';
import { writeLetter } from '../letters/write.ts';
import type { Clock } from '../lib/clock.ts';
import type { Db } from '../lib/db/db.ts';
import { keep } from '../lib/kept.ts';
import type { Delivered } from '../outbox/deliver.ts';
import { type Drain, startDrain } from '../outbox/drain.ts';
import { greetingEnds, judge, MAILBOX_STATUS } from '../outbox/faults.ts';
import type { Post } from '../outbox/post.ts';
import { tryNow } from '../outbox/queue.ts';
import { readCity, speakFor } from '../site/city.ts';
import { isPractice } from '../site/practice.ts';
import { followTranslations } from '../site/translations.ts';
import type { Measures } from './metrics.ts';

const MOMENT_MS = 1_000;

type Mailing = Drain & {
  relayDownSeconds(): number | undefined;
  /** Where this worker met a server that is away, or `told` says that somebody did, looks whether it is: of several workers each mail is tried by one, and the others hear of nothing. */
  lookAgain(told: boolean): Promise<void>;
};

/**
 * The mail server's faults as this worker met them, in milliseconds: the first since a mail passed, and the last. `greetingEnds`: of the last
 * one who greets it finds out whether it is over; that it refuses our sender only a mail finds out.
 */
export type Down = { since: number; last: number; greetingEnds: boolean };

/** A mail is tried at least this often while its server is away (`RELAY`, outbox/backoff.ts): a fault longer ago says nothing any more. */
const FORGET_MS = 20 * 60_000;

/**
 * Whether the mail server is away, after one more try: it is back once it took a mail, or judged an address. An answer that might be the same to
 * everybody ("not allowed", "later") says nothing of it, nor does a mail that never reached it.
 */
export function downAfter(down: Down | undefined, { result, fault, error }: Delivered, now: number): Down | undefined {
  if (fault?.kind === 'relay')
    return {
      since: down === undefined || now - down.last > FORGET_MS ? now : down.since,
      last: now,
      greetingEnds: greetingEnds(fault),
    };
  if (result === 'sent' || fault?.kind === 'refused') return undefined;
  return fault !== undefined && error === undefined && MAILBOX_STATUS.test(fault.text) ? undefined : down;
}

/**
 * For how long the server was seen to be away: from the first fault to the last; undefined: it is not. After the last nobody knows; the mail that met it may have been sent by another
 * worker, or not be sent at all.
 */
export const downSeconds = (down: Down | undefined, now: number): number | undefined =>
  down === undefined || now - down.last > FORGET_MS ? undefined : (down.last - down.since) / 1_000;

/** The same after the server was greeted; undefined `error`: it let us in. */
export const downAfterLook = (down: Down | undefined, error: unknown, now: number): Down | undefined => {
  if (error !== undefined) return downAfter(down, { result: 'retry', fault: judge(error) }, now);
  return down?.greetingEnds === true ? undefined : down;
};

/** Sends what is due, counts it, and knows for how long the mail server has been away. */
export function startMails(
  db: Db,
  post: Post,
  origin: string,
  clock: Clock,
  log: Pick<Logger, 'info' | 'warn' | 'error'>,
  measures: Measures,
  /** Whether the mail server is this machine’s own, as the catcher of a practice city is. */
  local = true,
  pollMs?: number,
): Mailing {
  const city = keep(MOMENT_MS, () => readCity(db));
  const texts = followTranslations(db, 'site');
  let down: Down | undefined;
  const drain = startDrain({
    db,
    post,
    ...(pollMs === undefined ? {} : { pollMs }),
    write: async (mail) => {
      const own = await city('');
      speakFor(own);
      await texts();
      // What is practised reaches nobody, whatever mail server a process was given.
      if (isPractice(own) && !local) return { drop: 'practice' };
      return writeLetter(db, mail, origin);
    },
    onDelivered: (mail, delivered) => {
      const { result, fault, error } = delivered;
      measures.mails.inc({ kind: mail.kind, result });
      if (mail.leftBehind) measures.leftBehind.inc();
      if (result === 'sent')
        measures.mailLag.observe(Math.max(0, (clock.now().epochMilliseconds - mail.dueAt.getTime()) / 1_000));
      down = downAfter(down, delivered, performance.now());
      const line = { mail: mail.id, kind: mail.kind, result, attempts: mail.attempts };
      if (delivered.note !== undefined) log.error({ ...line, err: error }, 'mail sent, and not noted as sent');
      else if (error !== undefined) log.error({ ...line, err: error }, 'mail could not be written');
      else if (fault !== undefined)
        log.warn({ ...line, fault: fault.kind, code: fault.code ?? fault.cause, says: fault.text }, 'mail not taken');
      else log.info(line, 'mail');
    },
    onFault: (error) => log.error({ err: error }, 'outbox fault'),
  });
  return {
    ...drain,
    relayDownSeconds: () => downSeconds(down, performance.now()),
    lookAgain: async (told) => {
      if (down === undefined && !told) return;
      const fault = await post.look().then(
        () => undefined,
        (error: unknown) => error ?? new Error('no answer'),
      );
      const before = down;
      const after = downAfterLook(before, fault, performance.now());
      // It is there again for all of them: none waits for the end of its rest. Told first: where the database is away meanwhile, the next look does it.
      if (before !== undefined && after === undefined) log.info({ mails: await tryNow(db) }, 'mail server is there again');
      // What a mail met meanwhile is newer.
      if (down === before) down = after;
    },
  };
}
