import { type ResourceLimits, Worker } from 'node:worker_threads';

type Options = {
  /** Ends the thread where it stands. */
  signal?: AbortSignal;
  /** What the thread may hold; beyond it the thread alone ends, with an error. */
  limits?: ResourceLimits;
};

/**
 * Runs one piece of work in a thread of its own, so that a door goes on answering.
 * @param file the thread's entry; it posts its answer once and ends
 * @param name what the thread does, for the error where it ends without an answer
 */
export function inThread<Answer>(file: URL, data: unknown, name: string, { signal, limits }: Options = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(file, { workerData: data, ...(limits === undefined ? {} : { resourceLimits: limits }) });
    const end = (): void => void worker.terminate();
    signal?.addEventListener('abort', end, { once: true });
    if (signal?.aborted === true) end();
    worker.once('message', (answer: Answer) => resolve(answer));
    worker.once('error', reject);
    worker.once('exit', (code) => {
      signal?.removeEventListener('abort', end);
      reject(new Error(`the thread that ${name} ended with ${code}`));
    });
  });
}
