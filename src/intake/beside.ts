import { inThread } from '../lib/thread.ts';
import type { ThreadAnswer, ThreadWork } from './beside-thread.ts';
import { Stopped, type WorkOnList } from './upload-jobs.ts';

const THREAD = new URL(import.meta.url.endsWith('.ts') ? './beside-thread.ts' : './lists-worker.js', import.meta.url);

/** What went wrong in the thread: its code alone leaves it. */
class WentWrong extends Error {
  readonly code: string;
  constructor(code: string) {
    super('a list could not be worked on');
    this.code = code;
  }
}

/**
 * Works on lists in a thread of its own, on connections of its own, so that nobody else's page waits for one.
 * @param url the database, as the desk signs in to it
 * @param signal ends the thread where it stands: what was not stored is not stored, and the list waits for the next process
 */
export const beside =
  (url: string, signal: AbortSignal): WorkOnList =>
  async (_db, clock, job) => {
    const work: ThreadWork = { url, job, now: clock.now().toString() };
    const { fault } = await inThread<ThreadAnswer>(THREAD, work, 'works on lists', { signal }).catch((error: unknown) => {
      throw signal.aborted ? new Stopped() : error;
    });
    if (fault !== undefined) throw new WentWrong(fault);
  };
