import { parentPort, workerData } from 'node:worker_threads';
import { takeLock } from './lock.ts';
import { Said } from './said.ts';

/** What a lock's thread says: whether it was taken, or why it cannot be, in a sentence. */
export type LockAnswer = { taken: boolean } | { said: string };

// The thread that takes one lock, holds it until it is told to let go, and ends. Its own entry of the build: dist/lock-worker.js.
try {
  const lock = takeLock(String(workerData));
  parentPort?.postMessage({ taken: lock !== undefined } satisfies LockAnswer);
  if (lock !== undefined) parentPort?.once('message', () => lock.release());
} catch (error) {
  if (!(error instanceof Said)) throw error;
  parentPort?.postMessage({ said: error.message } satisfies LockAnswer);
}
