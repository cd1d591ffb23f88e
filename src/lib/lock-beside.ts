import { Worker } from 'node:worker_threads';
import { inTime } from './in-time.ts';
import type { LockAnswer } from './lock-thread.ts';
import { Said } from './said.ts';

export type LockBeside = { release(): Promise<void> };

const THREAD = new URL(import.meta.url.endsWith('.ts') ? './lock-thread.ts' : './lock-worker.js', import.meta.url);

type Thread = { answered: Promise<LockAnswer>; letGo(): void; ended: Promise<void>; unref(): void };

function begin(file: string, thread: URL): Thread {
  const worker = new Worker(thread, { workerData: file });
  const answered = new Promise<LockAnswer>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread that takes a lock ended with ${code}`)));
  });
  // Nobody may be waiting for it by then.
  answered.catch(() => {});
  return {
    answered,
    letGo: () => worker.postMessage('release'),
    ended: new Promise((resolve) => worker.once('exit', () => resolve())),
    unref: () => worker.unref(),
  };
}

/**
 * `takeLock` for a file that may lie on a share: SQLite asks the file while its caller stands still, so a thread of its own does, and where the share hangs
 * the process goes on. What is taken too late is let go at once; while one thread hangs on a file no other is begun.
 * @param thread what takes it; another in tests alone
 * @returns undefined when another process (or this one) holds it
 * @throws NoAnswer where the file hangs; Said where it cannot be written
 */
export async function takeLockBeside(file: string, ms?: number, thread = THREAD): Promise<LockBeside | undefined> {
  const begun: Thread[] = [];
  const ask = async (): Promise<{ answer: LockAnswer; of: Thread }> => {
    const of = begin(file, thread);
    begun.push(of);
    return { answer: await of.answered, of };
  };
  try {
    const { answer, of } = await inTime(file, ask, ms);
    if ('said' in answer) throw new Said(answer.said);
    if (!answer.taken) return undefined;
    return {
      release: async () => {
        of.letGo();
        // Where it hangs now the kernel lets go of it with the share, or with this process.
        await inTime(file, () => of.ended, ms).catch(() => {});
      },
    };
  } catch (error) {
    for (const { answered, letGo } of begun) answered.then(letGo, () => {});
    throw error;
  } finally {
    // A lock keeps no process running.
    for (const { unref } of begun) unref();
  }
}
