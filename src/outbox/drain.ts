import type { Db } from '../lib/db/db.ts';
import { type Delivered, deliver, type Written } from './deliver.ts';
import type { Post } from './post.ts';
import { type ClaimedMail, claimMails, keepLeases } from './queue.ts';
import { keepUnnoted } from './unnoted.ts';

type DrainSettings = {
  db: Db;
  post: Post;
  /** Makes a mail's words at the moment it is sent. */
  write: (mail: ClaimedMail) => Promise<Written>;
  /** Told of every try. */
  onDelivered?: (mail: ClaimedMail, delivered: Delivered) => void;
  /** Told when the queue itself could not be worked on (no database). */
  onFault?: (error: unknown) => void;
  /** Milliseconds between two looks when there was nothing to do. */
  pollMs?: number;
  /** How long a mail stays ours without a sign of life. A killed worker's mails wait this long. */
  leaseSeconds?: number;
};

export type Drain = {
  /** Takes no more, waits for what is being sent, and notes once more what was sent and not noted. */
  stop(): Promise<void>;
};

/** Mails on their way at once: more than connections, so that none idles while the outcome is written. */
const AT_ONCE = 10;
const POLL_MS = 500;
const LEASE_SECONDS = 30;
const MOST_PAUSE_MS = 30_000;
const FIRST_PAUSE_MS = 1_000;

/**
 * Sends what is due until stopped: looks twice a second, and at once again while there is more. When the mail server cannot be reached it
 * rests, longer each time, instead of trying every mail on it.
 */
export function startDrain(settings: DrainSettings): Drain {
  const { db, post, write, pollMs = POLL_MS, leaseSeconds = LEASE_SECONDS } = settings;
  const underWay = new Map<number, { lease: string; done: Promise<void> }>();
  const unnoted = keepUnnoted((error) => settings.onFault?.(error));
  let stopped = false;
  let more = false;
  let wake = () => {};
  /** Rests after a fault of the relay, one longer than the other, until a mail passes. */
  let rests = 0;
  let restsUntil = 0;

  const rest = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  function relayFailed(): void {
    // Those that failed in the same moment are one fault.
    if (performance.now() < restsUntil) return;
    restsUntil = performance.now() + Math.min(MOST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** rests);
    rests += 1;
  }

  async function one(mail: ClaimedMail): Promise<void> {
    try {
      const delivered = await deliver(db, post, write, mail);
      if (delivered.fault?.kind === 'relay') relayFailed();
      else if (delivered.result === 'sent') rests = 0;
      if (delivered.note !== undefined) unnoted.add(mail.id, { lease: mail.lease, note: delivered.note });
      settings.onDelivered?.(mail, delivered);
    } catch (error) {
      settings.onFault?.(error);
    } finally {
      underWay.delete(mail.id);
      if (more) wake();
    }
  }

  async function look(): Promise<void> {
    const room = AT_ONCE - underWay.size;
    if (room <= 0 || performance.now() < restsUntil) return;
    const mails = await claimMails(db, room, leaseSeconds, [...underWay.keys(), ...unnoted.ids()]);
    for (const mail of mails) underWay.set(mail.id, { lease: mail.lease, done: one(mail) });
    // With more waiting, the next look comes as soon as one of these is through.
    more = mails.length === room;
  }

  async function work(): Promise<void> {
    while (!stopped) {
      const began = await look().then(
        () => true,
        (error) => {
          settings.onFault?.(error);
          return false;
        },
      );
      if (!stopped) await rest(began ? pollMs : FIRST_PAUSE_MS);
    }
  }

  const keeper = setInterval(
    () => {
      void unnoted.noteAll();
      const leases = new Set([...[...underWay.values()].map(({ lease }) => lease), ...unnoted.leases()]);
      if (leases.size > 0) keepLeases(db, [...leases], leaseSeconds).catch((error) => settings.onFault?.(error));
    },
    (leaseSeconds * 1_000) / 3,
  );
  const working = work();
  return {
    stop: async () => {
      stopped = true;
      wake();
      await working;
      await Promise.all([...underWay.values()].map(({ done }) => done));
      clearInterval(keeper);
      await unnoted.noteAll();
    },
  };
}
