import { setTimeout as pause } from 'node:timers/promises';
import { keepFiles } from '../audit/files/keep.ts';
import { logHost } from '../lib/http/log-files.ts';
import { copyLogFiles } from '../recovery/log-files.ts';
import type { JobContext } from './job.ts';

/** What a log file got can be changed unseen until it is sealed: for an hour at most while the worker runs. */
const EVERY_MS = 3_600_000;

/**
 * Keeps the log files of this machine once: sealed further, packed, removed when their years are over, copied beside the backups. Each worker does it for
 * its own machine, so it is no job of the queue, of which one worker alone does each.
 */
export async function keepLogFiles({ sealer, backups, log }: JobContext, folder: string, host = logHost()): Promise<void> {
  const { sealed, removed, wrong, before } = await keepFiles({ sealer, folder, host });
  if (wrong.length > 0) log.error({ files: wrong }, 'log files are not what was sealed, or gone');
  const copies = backups === undefined ? undefined : await copyLogFiles(backups.store, folder, before);
  if (sealed + removed > 0) log.info({ sealed, removed, copied: copies?.copied ?? 0 }, 'log files kept');
  if (copies?.fault !== undefined) log.error({ folder: copies.fault }, 'log files have no copy in a folder of the backups');
}

/** Keeps them again and again, at once to begin with: what was missed while no worker ran is made up for. */
export function startLogFiles(context: JobContext, folder: string | undefined, everyMs = EVERY_MS): { stop(): Promise<void> } {
  const stopped = new AbortController();
  const running = (async () => {
    while (folder !== undefined && !stopped.signal.aborted) {
      await keepLogFiles(context, folder).catch((error: unknown) =>
        context.log.error({ err: error }, 'log files could not be kept'),
      );
      await pause(everyMs, undefined, { signal: stopped.signal, ref: false }).catch(() => {});
    }
  })();
  return {
    stop: async () => {
      stopped.abort();
      await running;
    },
  };
}
