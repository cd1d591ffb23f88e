import type { Logger } from 'pino';
import { keepHead } from '../audit/heads.ts';
import { type Sealed, sealLog } from '../audit/seal.ts';
import { extendHorizon } from '../closing/horizon.ts';
import type { ConfigFor } from '../config.ts';
import { queueReminders } from '../letters/reminders.ts';
import type { Clock } from '../lib/clock.ts';
import type { Db } from '../lib/db/db.ts';
import { sweepLapsed } from '../reservations/expire.ts';
import { setAlarm } from '../site/alarms.ts';
import { expireAll } from './expire.ts';
import type { Measures } from './metrics.ts';
import { watch } from './watch.ts';

export type JobContext = {
  db: Db;
  clock: Clock;
  config: Pick<ConfigFor<'worker'>, 'auditKey' | 'auditHeads'>;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  measures: Measures;
  /** For how long no mail could be handed over; 0 when the last one could. */
  relayDownSeconds(): number;
};

/** What the clock does. Each may run twice, late, or in two workers at once and does its work once all the same. */
export type Job = (context: JobContext) => Promise<void>;

const HOUR_MS = 3_600_000;
const CITY_HOURS_AHEAD = 9;

/** Cron speaks UTC; the city has no summer time, so a time of day there is always the same one here. */
const dailyAt = (hour: number, minute: number): string => `${minute} ${(hour + 24 - CITY_HOURS_AHEAD) % 24} * * *`;

let keptHead = '';

/** Seals the log and keeps its head elsewhere: in the process's log, and in AUDIT_HEADS where set. */
const seal: Job = async ({ db, clock, config, log, measures }) => {
  const { rows, head, newGeneration }: Sealed = await sealLog(db, config.auditKey);
  measures.sealed.inc(rows);
  if (newGeneration)
    log.warn({ generation: head?.generation }, 'a new generation of the log: this is another cluster or a restored one');
  if (head === undefined || head.hash === keptHead) return;
  log.info(head, 'sealed');
  if (config.auditHeads !== undefined) {
    const kept = await keepHead(config.auditHeads, head, clock.now()).then(
      () => true,
      () => false,
    );
    measures.alarms.set({ kind: 'heads-not-kept' }, kept ? 0 : 1);
    await setAlarm(db, 'heads-not-kept', !kept);
    if (!kept) return;
  }
  keptHead = head.hash;
};

const remind: Job = async ({ db, log }) => {
  const queued = await db.transaction(queueReminders);
  if (queued > 0) log.info({ queued }, 'reminders queued');
};

const sweep: Job = async ({ db }) => void (await sweepLapsed(db));

/** New days at the far end of the calendar. */
const horizon: Job = async ({ db, clock, log }) => {
  const { days, slots } = await db.transaction((tx) => extendHorizon(tx, clock));
  log.info({ days, slots }, 'horizon moved');
};

const expire: Job = async ({ db, log }) => log.info(await expireAll(db), 'expired');

/** Name → when (cron, UTC), how long after a missed time it is made up for, and what. */
export const JOBS = {
  seal: { when: '* * * * *', makeUpMs: 0, run: seal },
  watch: { when: '* * * * *', makeUpMs: 0, run: watch },
  sweep: { when: '*/5 * * * *', makeUpMs: 0, run: sweep },
  // Looks every ten minutes whether the city's hour has come; made up for by itself.
  remind: { when: '*/10 * * * *', makeUpMs: 0, run: remind },
  horizon: { when: dailyAt(1, 10), makeUpMs: 20 * HOUR_MS, run: horizon },
  expire: { when: dailyAt(2, 30), makeUpMs: 20 * HOUR_MS, run: expire },
} as const satisfies Record<string, { when: string; makeUpMs: number; run: Job }>;

export type JobName = keyof typeof JOBS;
