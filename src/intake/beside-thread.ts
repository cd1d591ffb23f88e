import { parentPort, workerData } from 'node:worker_threads';
import { fixedClock } from '../lib/clock.ts';
import { kindOfFault } from '../lib/fault.ts';
import { connectChecked } from '../schema/connect.ts';
import type { Claimed } from './upload-claim.ts';
import { workHere } from './upload-jobs.ts';

/** A list for the thread, and what the city's clock said when it was claimed. */
export type ThreadWork = { url: string; job: Claimed; now: string };
/** `fault`: the code of what went wrong; its words may hold what was read. */
export type ThreadAnswer = { fault?: string };

// The thread that works on one list and ends. Its own entry of the build: dist/lists-worker.js.
const { url, job, now } = workerData as ThreadWork;

async function work(): Promise<ThreadAnswer> {
  const db = await connectChecked({ setting: 'DESK_DATABASE_URL', url, max: 2, name: 'madoguchi-desk-long', queryTimeoutMs: 0 });
  try {
    await workHere(db, fixedClock(now), job);
    return {};
  } catch (error) {
    return { fault: kindOfFault(error) };
  } finally {
    await db.close();
  }
}

parentPort?.postMessage(await work());
