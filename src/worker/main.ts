import { checkKey } from '../audit/key.ts';
import { isOwnMachine } from '../config/risks.ts';
import type { ConfigFor } from '../config.ts';
import type { Clock } from '../lib/clock.ts';
import { hostsIn } from '../lib/db/hosts.ts';
import { sql } from '../lib/db/sql.ts';
import { doorLogger } from '../lib/http/log.ts';
import { logHost } from '../lib/http/log-files.ts';
import { addressOf, openPost } from '../outbox/post.ts';
import { startBeats } from '../running/beats.ts';
import { tellClock } from '../running/clocks.ts';
import { tellProgram } from '../running/programs.ts';
import { openAlarms } from '../site/alarms.ts';
import { cityNow, noteSender } from '../site/city.ts';
import { startClockwork } from './clockwork.ts';
import { openConnections } from './connections.ts';
import { JOBS } from './jobs.ts';
import { startLogFiles } from './log-files.ts';
import { startMails } from './mails.ts';
import { measures } from './metrics.ts';
import { openBackups, refuseUnfinished } from './recovered.ts';
import { startSealing } from './sealing.ts';
import { whenThere } from './wait.ts';
import { watchHere } from './watch.ts';

type WorkerContext = {
  config: ConfigFor<'worker'>;
  clock: Clock;
  logTo?: { write(line: string): void };
  /** The worker is told to end, maybe before it has begun. */
  ends?: AbortSignal;
  /** As of the outbox (`drain.ts`): tests wait for mails. */
  pollMs?: number;
};

/**
 * Mails and jobs by the clock. Any number of workers may run. One that finds its database away waits for it, until it is told to end. `close` takes nothing new and finishes what is under way; after kill -9 the
 * next worker takes over what was being sent as soon as its lease has run out.
 * @throws NotFinished where the database was restored and nobody finished that; WrongAuditKey where AUDIT_KEY is not the one the log was sealed with
 */
export async function run({
  config,
  clock,
  logTo,
  ends,
  pollMs,
}: WorkerContext): Promise<{ close(): Promise<void>; well(): Promise<boolean> }> {
  const log = doorLogger('worker', config.logLevel, logTo);
  const { db, jobs, sealer } = await openConnections(config);
  const backups = openBackups(config);
  const closeAll = async (): Promise<void> => {
    post.close();
    await Promise.all([db.close(), jobs.close(), sealer.close(), backups?.db.close()]);
  };
  const post = openPost(config.smtpUrl, config.mailFrom, () => cityNow().senderName);
  const measured = measures();
  try {
    const begin = async (): Promise<void> => {
      await checkKey(sealer, config.auditKey);
      await refuseUnfinished(db);
      await noteSender(db, addressOf(config.mailFrom));
    };
    if (!(await whenThere(begin, log, ends))) return { close: closeAll, well: async () => false };
  } catch (error) {
    await closeAll();
    throw error;
  }
  const mails = startMails(db, post, config.citizenOrigin, clock, log, measured, isOwnMachine(config.smtpUrl), pollMs);
  try {
    const context = {
      backups,
      db: jobs,
      sealer,
      clock,
      config,
      log,
      measures: measured,
      hosts: hostsIn(config.workerDatabaseUrl),
      relayDownSeconds: mails.relayDownSeconds,
      machine: logHost(),
    };
    const clockwork = await startClockwork(config.workerDatabaseUrl, context);
    const sealing = startSealing(context);
    const logFiles = startLogFiles(context, config.logDir);
    const stopTelling = startBeats(() => tellProgram(jobs, 'worker').then(() => tellClock(jobs, 'worker')));
    const stopWatch = startBeats(async () => {
      try {
        await mails.lookAgain((await openAlarms(jobs)).some(({ kind }) => kind === 'mails-stuck'));
      } finally {
        await watchHere(context);
      }
    });
    const { hostname, port } = new URL(config.smtpUrl);
    log.info(
      { mailServer: `${hostname}${port === '' ? '' : `:${port}`}`, jobs: Object.keys(JOBS), heads: config.auditHeads ?? null },
      'worker started: sends mails, does the jobs at their times, seals the log',
    );
    return {
      well: () =>
        db.row(sql`SELECT 1 AS one`).then(
          () => true,
          () => false,
        ),
      close: async () => {
        stopTelling();
        stopWatch();
        await Promise.all([mails.stop(), clockwork.stop(), sealing.stop(), logFiles.stop()]);
        await closeAll();
      },
    };
  } catch (error) {
    await mails.stop();
    await closeAll();
    throw error;
  }
}
