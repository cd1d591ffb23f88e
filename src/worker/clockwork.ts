import { setTimeout as pause } from 'node:timers/promises';
import {
  Logger,
  makeWorkerUtils,
  parseCronItems,
  type Runner,
  run as runWorker,
  type Task,
  type TaskList,
} from 'graphile-worker';
import { poolFor } from '../lib/db/primary.ts';
import { keepCauses } from '../site/alarms.ts';
import { alarmCause } from './alarm.ts';
import { AT_ONCE, FOR_QUEUE } from './connections.ts';
import { endedOrAway } from './ended.ts';
import type { JobContext } from './job.ts';
import { JOBS, type JobName } from './jobs.ts';
import { AGAIN_MS, type TakeTurn, takeTurns } from './turns.ts';

type Clockwork = {
  /** Begins no more jobs, waits for those that run, as long as PostgreSQL answers. */
  stop(): Promise<void>;
};

const NAMES = Object.keys(JOBS) as JobName[];
const RESTART_MS = 5_000;

/** Runs one job now; keeps whether it failed, for every worker. @throws what it throws */
export async function runJob(name: JobName, context: JobContext): Promise<void> {
  const { log, measures } = context;
  let failed = false;
  try {
    await JOBS[name].run(context);
    measures.jobs.inc({ job: name, result: 'done' });
  } catch (error) {
    measures.jobs.inc({ job: name, result: 'failed' });
    for (const err of error instanceof AggregateError ? error.errors : [error]) log.error({ err, job: name }, 'job failed');
    failed = true;
    throw error;
  } finally {
    // Without a database there is nobody to tell; the next run of this job does.
    await alarmCause(context, 'job-failed', { name, stands: failed }).catch(() => {});
  }
}

/** The turns of this process; one that hangs is told by the name of its machine, so that another worker's run of the same job does not end that. */
export const turnsOf = (context: JobContext, now?: () => number): TakeTurn =>
  takeTurns({
    run: (name) => runJob(name, context),
    hangs: async (name, stands) => {
      if (stands) context.log.error({ job: name }, 'job hangs: its next time was let pass');
      await alarmCause(context, 'job-failed', { name: `${name} ${context.machine}`, stands }).catch(() => {});
    },
    ...(now === undefined ? {} : { now }),
  });

function tasksFor(context: JobContext): TaskList {
  const turn = turnsOf(context);
  const task =
    (name: JobName): Task =>
    (_payload, { addJob }) =>
      turn(name, () =>
        addJob(name, {}, { runAt: new Date(context.clock.now().epochMilliseconds + AGAIN_MS), maxAttempts: 1, jobKey: name }),
      );
  return Object.fromEntries(NAMES.map((name) => [name, task(name)]));
}

/**
 * Starts the jobs at their times. Several workers share them: each time of each job is done by one. A run that fails is not tried again by
 * the queue, its next time comes soon.
 * @param url connects as madoguchi_worker; connections of its own, so that mails never wait for a job
 */
export async function startClockwork(url: string, context: JobContext): Promise<Clockwork> {
  const pool = poolFor({ connectionString: url, max: FOR_QUEUE, application_name: 'madoguchi-jobs' });
  pool.on('connect', (client) => client.on('error', () => {}));
  const quiet = new Logger(() => (level, message) => {
    if (level === 'error' || level === 'warning') context.log.warn({ jobs: message.slice(0, 200) }, 'job queue');
  });
  const times = parseCronItems(
    NAMES.map((name) => ({
      task: name,
      match: JOBS[name].when,
      identifier: name,
      options: { maxAttempts: 1, backfillPeriod: JOBS[name].makeUpMs, jobKey: name },
    })),
  );
  // One for the process: what a runner before began runs on when PostgreSQL is away and the next one begins.
  const taskList = tasksFor(context);
  const begin = (): Promise<Runner> =>
    runWorker({
      pgPool: pool,
      logger: quiet,
      taskList,
      parsedCronItems: times,
      concurrency: AT_ONCE,
      pollInterval: 2_000,
      noHandleSignals: true,
      // Noted one by one, a job that ended as PostgreSQL went ended the process: a rejection that nobody hears. So its runner ends, and is begun again below.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    });

  // What a killed worker was running is not run again; its times come again by themselves.
  const utils = await makeWorkerUtils({ pgPool: pool, logger: quiet });
  await utils.cleanup({ tasks: ['DELETE_PERMAFAILED_JOBS'] });
  await utils.release();

  await keepCauses(context.db, 'job-failed', NAMES);

  let stopped = false;
  let runner: Runner = await begin();
  const running = (async () => {
    while (!stopped) {
      try {
        await runner.promise;
      } catch (error) {
        context.log.error({ err: error }, 'job queue ended');
      }
      while (!stopped) {
        await pause(RESTART_MS);
        if (stopped) break;
        try {
          runner = await begin();
          break;
        } catch (error) {
          context.log.error({ err: error }, 'job queue does not start');
        }
      }
    }
  })();
  void running;
  return {
    stop: async () => {
      stopped = true;
      const ends = runner
        .stop()
        .catch(() => {})
        .then(() => pool.end());
      await endedOrAway(ends, context.db);
    },
  };
}
