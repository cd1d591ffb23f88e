import { Worker } from 'node:worker_threads';

/**
 * Runs one piece of work in a thread of its own, so that a door goes on answering.
 * @param file the thread's entry; it posts its answer once and ends
 * @param name what the thread does, for the error where it ends without an answer
 */
export function inThread<Answer>(file: URL, data: unknown, name: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(file, { workerData: data });
    worker.once('message', (answer: Answer) => resolve(answer));
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread that ${name} ended with ${code}`)));
  });
}
