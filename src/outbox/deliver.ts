import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '../lib/db/db.ts';
import { isAway } from '../lib/db/faults.ts';
import { sql } from '../lib/db/sql.ts';
import { afterFault } from './backoff.ts';
import { type Fault, judge, UNWRITTEN } from './faults.ts';
import type { Letter, Post } from './post.ts';
import { type ClaimedMail, markDead, markDropped, markRetry, markSent, putOff } from './queue.ts';

/** What a mail becomes at the moment it is sent: its words, nothing (and why), or not yet. */
export type Written =
  | {
      letter: Letter;
      /** Parts of its text that open something: they are sent and never kept. */
      secrets: readonly string[];
    }
  | { drop: string }
  | { waitSeconds: number };

/** What is kept of a letter: its words, and where a secret stood that there was one. */
function keptOf(letter: Letter, secrets: readonly string[]): { subject: string; body: string } {
  const body = secrets.reduce((text, secret) => text.replaceAll(secret, '（省略）'), letter.text);
  return { subject: letter.subject, body };
}

type Result = 'sent' | 'dropped' | 'put-off' | 'retry' | 'dead' | 'lost';

/** How one mail went. `fault` where it could not be handed over, `error` where we ourselves could not write it. */
export type Delivered = {
  result: Result;
  fault?: Fault;
  error?: unknown;
  /** The mail server took it, and the database would not note so: what notes it. False: it is another worker's by now. */
  note?: () => Promise<boolean>;
};

const AWAY_SECONDS = 1;
const SETTLE_STEP_MS = 250;
const SETTLE_TRIES = 240;
/** A database that is there and refuses does so again: it is asked four times. */
const REFUSED_COSTS = 60;

/** The database may be away for a moment after the server took the mail: ask until it is back, or the mail would go twice. */
async function persist<T>(write: () => Promise<T>, tries = SETTLE_TRIES): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const left = tries - (isAway(error) ? 1 : REFUSED_COSTS);
    if (left <= 0) throw error;
    await pause(SETTLE_STEP_MS);
    return persist(write, left);
  }
}

/** Tries one leased mail: writes it, hands it over, keeps how it ended. Never throws for what is wrong with the mail. */
export async function deliver(
  db: Db,
  post: Post,
  write: (mail: ClaimedMail) => Promise<Written>,
  mail: ClaimedMail,
): Promise<Delivered> {
  let written: Written;
  try {
    written = await write(mail);
  } catch (error) {
    // A switch over of the database is no fault of the mail: a minute's rest kept a confirmation back whose database was there again after a second.
    if (isAway(error)) return settled('put-off', () => putOff(db, mail, AWAY_SECONDS));
    return { ...(await failed(db, mail, UNWRITTEN)), error };
  }
  if ('drop' in written) {
    const { drop } = written;
    return settled('dropped', () => markDropped(db, mail, drop));
  }
  if ('waitSeconds' in written) {
    const { waitSeconds } = written;
    return settled('put-off', () => putOff(db, mail, waitSeconds));
  }
  try {
    await post.send(written.letter, mail.messageId);
  } catch (error) {
    return failed(db, mail, judge(error));
  }
  const kept = keptOf(written.letter, written.secrets);
  const note = () => markSent(db, mail, kept);
  try {
    return await settled('sent', note);
  } catch (error) {
    return { result: 'lost', error, note };
  }
}

async function settled(result: Result, write: () => Promise<boolean>, fault?: Fault): Promise<Delivered> {
  const own = await persist(write);
  return { result: own ? result : 'lost', ...(fault === undefined ? {} : { fault }) };
}

async function failed(db: Db, mail: ClaimedMail, fault: Fault): Promise<Delivered> {
  const { age, hours } = await persist(() =>
    db.one<{ age: number; hours: number }>(sql`
      SELECT extract(epoch FROM lib.now() - due_at)::double precision AS age, site.number('mail-give-up-hours') AS hours
      FROM outbox.mails WHERE id = ${mail.id}`),
  );
  const verdict = afterFault(fault, mail.attempts, age, hours);
  return verdict.dead
    ? settled('dead', () => markDead(db, mail, fault.text, fault.code), fault)
    : settled('retry', () => markRetry(db, mail, fault, verdict.seconds), fault);
}
