import type { ConfigFor } from '../config.ts';
import type { Clock } from '../lib/clock.ts';
import { connect } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { doorLogger } from '../lib/http/log.ts';
import { openPost } from '../outbox/post.ts';
import { startClockwork } from './clockwork.ts';
import { startMails } from './mails.ts';
import { measures } from './metrics.ts';

export type WorkerContext = { config: ConfigFor<'worker'>; clock: Clock; logTo?: { write(line: string): void } };

/**
 * Mails and jobs by the clock. Any number of workers may run. `close` takes nothing new and finishes what is under way; after kill -9 the
 * next worker takes over what was being sent as soon as its lease has run out.
 */
export async function run({
  config,
  clock,
  logTo,
}: WorkerContext): Promise<{ close(): Promise<void>; well(): Promise<boolean> }> {
  const log = doorLogger('worker', config.logLevel, logTo);
  const db = connect({ url: config.deskDatabaseUrl, max: config.workerPool, name: 'madoguchi-worker' });
  // Nobody waits for a job; a mail's statement is given up soon, so that a frozen database is noticed.
  const jobs = connect({ url: config.deskDatabaseUrl, max: 3, name: 'madoguchi-clock', queryTimeoutMs: 300_000 });
  const closeAll = async (): Promise<void> => {
    post.close();
    await Promise.all([db.close(), jobs.close()]);
  };
  const post = openPost(config.smtpUrl, config.mailFrom);
  const measured = measures();
  const mails = startMails(db, post, config.citizenOrigin, clock, log, measured);
  try {
    const context = { db: jobs, clock, config, log, measures: measured, relayDownSeconds: mails.relayDownSeconds };
    const clockwork = await startClockwork(config.deskDatabaseUrl, context);
    return {
      well: () =>
        db.row(sql`SELECT 1 AS one`).then(
          () => true,
          () => false,
        ),
      close: async () => {
        await Promise.all([mails.stop(), clockwork.stop()]);
        await closeAll();
      },
    };
  } catch (error) {
    await mails.stop();
    await closeAll();
    throw error;
  }
}
