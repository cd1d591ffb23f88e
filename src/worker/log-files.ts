import { setTimeout as pause } from 'node:timers/promises';
import { keepFiles } from '../audit/files/keep.ts';
import { isAway } from '../lib/db/faults.ts';
import { faultWord } from '../lib/fault.ts';
import { logHost } from '../lib/http/log-files.ts';
import { copyLogFiles } from '../recovery/log-files.ts';
import type { AlarmDetail } from '../site/alarms.ts';
import { alarmCause } from './alarm.ts';
import type { JobContext } from './job.ts';

/** What a log file got can be changed unseen until it is sealed: for an hour at most while the worker runs. */
const EVERY_MS = 3_600_000;
/** What failed is tried again soon, so that the alarm ends soon. */
const AGAIN_MS = 300_000;
/** Each worker says every hour how it is on its machine: one that was not heard of for longer is gone. */
const FORGET_MINUTES = 150;
const TELL_MS = 60_000;

/**
 * Keeps the log files of this machine once: sealed further, packed, removed when their years are over, copied beside the backups. Each worker does it for
 * its own machine, so it is no job of the queue, of which one worker alone does each.
 * @returns the folder of the backups that has no copy, with why
 */
async function keepLogFiles({ sealer, backups, log }: JobContext, folder: string, host = logHost()): Promise<string | undefined> {
  const { sealed, removed, wrong, before } = await keepFiles({ sealer, folder, host });
  if (wrong.length > 0) log.error({ files: wrong }, 'log files are not what was sealed, or gone');
  const copies = backups === undefined ? undefined : await copyLogFiles(backups.store, folder, before);
  if (sealed + removed > 0) log.info({ sealed, removed, copied: copies?.copied ?? 0 }, 'log files kept');
  if (copies?.fault !== undefined) log.error({ folder: copies.fault }, 'log files have no copy in a folder of the backups');
  return copies?.fault;
}

/**
 * The same; what went wrong is an alarm until a run is whole. Returns whether this one was. Where the database is away there is nobody to tell. A worker
 * without a folder keeps nothing, so that nothing of its machine is wrong any more.
 */
async function keepAndTell(context: JobContext, folder: string | undefined): Promise<boolean> {
  let fault: string | undefined;
  try {
    fault = folder === undefined ? undefined : await keepLogFiles(context, folder);
  } catch (error) {
    context.log.error({ err: error }, 'log files could not be kept');
    if (isAway(error)) return false;
    fault = faultWord(error).slice(0, 100);
  }
  const detail: AlarmDetail = fault === undefined || folder === undefined ? {} : { file: folder, fault };
  const cause = { name: context.machine, stands: fault !== undefined, forgetMinutes: FORGET_MINUTES };
  await alarmCause(context, 'log-files-not-kept', cause, detail).catch(() => {});
  return fault === undefined;
}

/** Keeps them again and again, at once to begin with: what was missed while no worker ran is made up for. */
export function startLogFiles(context: JobContext, folder: string | undefined, everyMs = EVERY_MS): { stop(): Promise<void> } {
  const stopped = new AbortController();
  let whole = performance.now();
  const tell = (): void => context.measures.logFilesAge.set((performance.now() - whole) / 1_000);
  const telling = folder === undefined ? undefined : setInterval(tell, TELL_MS).unref();
  const running = (async () => {
    while (!stopped.signal.aborted) {
      const good = await keepAndTell(context, folder);
      if (good) whole = performance.now();
      tell();
      await pause(good ? everyMs : Math.min(everyMs, AGAIN_MS), undefined, { signal: stopped.signal, ref: false }).catch(
        () => {},
      );
    }
  })();
  return {
    stop: async () => {
      clearInterval(telling);
      stopped.abort();
      await running;
    },
  };
}
