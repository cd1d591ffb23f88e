import type { ConfigFor } from '../config.ts';
import type { Db } from '../lib/db/db.ts';
import { connectChecked } from '../schema/connect.ts';

/** A backup and the copying of the log wait for a disk, and for each other: the other jobs have as many places beside them. */
export const AT_ONCE = 4;
/** Each job that runs may hold a connection; the alarm of one that failed and the beat of this process wait for none of them. */
const FOR_JOBS = AT_ONCE + 2;
/** The queue's own: one listens, and each job is noted as done. */
export const FOR_QUEUE = AT_ONCE + 1;
/** What a worker takes of its role's connections beside WORKER_POOL, which is for mails. */
export const BESIDE_POOL = FOR_JOBS + FOR_QUEUE;

/** For mails, for jobs, and for the log as another role. @throws WrongSchema, PoolerMet */
export async function openConnections(
  config: Pick<ConfigFor<'worker'>, 'workerDatabaseUrl' | 'workerPool' | 'sealerDatabaseUrl'>,
): Promise<Record<'db' | 'jobs' | 'sealer', Db>> {
  const worker = { setting: 'WORKER_DATABASE_URL', url: config.workerDatabaseUrl, pooler: 'refused' as const };
  const db = await connectChecked({ ...worker, max: config.workerPool, name: 'madoguchi-worker' });
  // Nobody waits for a job; a mail's statement is given up soon, so that a frozen database is noticed.
  const jobs = await connectChecked({ ...worker, max: FOR_JOBS, name: 'madoguchi-clock', queryTimeoutMs: 300_000 });
  try {
    const sealer = await connectChecked({
      setting: 'SEALER_DATABASE_URL',
      url: config.sealerDatabaseUrl,
      max: 2,
      name: 'madoguchi-sealer',
      queryTimeoutMs: 60_000,
      pooler: 'refused',
    });
    return { db, jobs, sealer };
  } catch (error) {
    await Promise.all([db.close(), jobs.close()]);
    throw error;
  }
}
