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
 * What the thread may hold, in MiB: what is known of earlier rows grows with the list (0.8 of its bytes; of the shortest rows 3.7). Without a limit V8 lets garbage lie as long as
 * the machine has room: a list of 100,000 rows held 190 MiB instead of 100.
 */
const limitsFor = (bytes: number) => ({
  maxYoungGenerationSizeMb: 8,
  maxOldGenerationSizeMb: 64 + Math.ceil((4 * bytes) / 2 ** 20),
});

/**
 * Works on lists in a thread of its own, on connections of its own, so that nobody else's page waits for one.
 * @param url the database, as the desk signs in to it
 * @param closing ends the thread where it stands, as the signal of its list does: what was not stored is not stored, and the list waits for the next process
 */
export const beside =
  (url: string, closing: AbortSignal): WorkOnList =>
  async (_db, clock, job, ending) => {
    const signal = AbortSignal.any([closing, ending]);
    const work: ThreadWork = { url, job, now: clock.now().toString() };
    const { fault } = await inThread<ThreadAnswer>(THREAD, work, 'works on lists', { signal, limits: limitsFor(job.size) }).catch(
      (error: unknown) => {
        throw signal.aborted ? new Stopped() : error;
      },
    );
    if (fault !== undefined) throw new WentWrong(fault);
  };
