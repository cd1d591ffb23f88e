import { Worker } from 'node:worker_threads';
import { inTime } from './in-time.ts';
import type { LockAnswer } from './lock-thread.ts';
import { Said } from './said.ts';

export type LockBeside = { release(): Promise<void> };

const THREAD = new URL(import.meta.url.endsWith('.ts') ? './lock-thread.ts' : './lock-worker.js', import.meta.url);

/**
 * `takeLock` for a file that may lie on a share: SQLite asks the file while its caller stands still, so a thread of its own does, and where the share hangs
 * the process goes on. What is taken too late is let go at once.
 * @param thread what takes it; another in tests alone
 * @returns undefined when another process (or this one) holds it
 * @throws NoAnswer where the file hangs; Said where it cannot be written
 */
export async function takeLockBeside(file: string, ms?: number, thread = THREAD): Promise<LockBeside | undefined> {
  const worker = new Worker(thread, { workerData: file });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const answered = new Promise<LockAnswer>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread that takes a lock ended with ${code}`)));
  });
  const letGo = (): void => worker.postMessage('release');
  try {
    const answer = await inTime(file, () => answered, ms);
    if ('said' in answer) throw new Said(answer.said);
    if (!answer.taken) return undefined;
    return {
      release: async () => {
        letGo();
        // Where it hangs now the kernel lets go of it with the share, or with this process.
        await inTime(file, () => ended, ms).catch(() => {});
      },
    };
  } catch (error) {
    answered.then(letGo, () => {});
    throw error;
  } finally {
    // A lock keeps no process running.
    worker.unref();
  }
}
