import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { isAway } from '../lib/db/faults.ts';
import { codeOf } from '../lib/fault.ts';

const TRY_AGAIN_MS = 1_000;
const SAY_AGAIN_MS = 60_000;

/**
 * Does what the worker begins with, again and again while the database is away; a line of the log a minute says so.
 * @param ends the worker was told to end: it waits no longer
 * @returns whether it was done; false where the end came first
 * @throws what `work` throws, where the database answers
 */
export async function whenThere(
  work: () => Promise<void>,
  log: Pick<Logger, 'warn'>,
  ends: AbortSignal | undefined,
): Promise<boolean> {
  let said = Number.NEGATIVE_INFINITY;
  while (ends?.aborted !== true) {
    try {
      await work();
      return true;
    } catch (error) {
      if (!isAway(error)) throw error;
      if (performance.now() - said >= SAY_AGAIN_MS) {
        said = performance.now();
        log.warn({ reason: codeOf(error) ?? 'no answer' }, 'the database is away: the worker waits for it');
      }
    }
    await pause(TRY_AGAIN_MS, undefined, ends === undefined ? {} : { signal: ends }).catch(() => {});
  }
  return false;
}
