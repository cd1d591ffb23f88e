import { Logger, runMigrations } from 'graphile-worker';
import { poolFor } from '../lib/db/primary.ts';

/** Its own lines are of no use to anyone here; what fails is thrown. */
const silent = new Logger(() => () => {});

/**
 * The job queue's own tables, in the schema graphile_worker, owned by madoguchi_jobs; desk and worker use them as members of that role.
 * Safe to run twice and by several at once.
 * @param url connects as a role that is a member of madoguchi_jobs
 */
export async function migrateJobs(url: string): Promise<void> {
  const pool = poolFor({ connectionString: url, max: 1, options: '-c role=madoguchi_jobs -c client_min_messages=warning' });
  // A connection that breaks is the query's fault to report; without listeners it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  try {
    await runMigrations({ pgPool: pool, logger: silent });
  } finally {
    await pool.end();
  }
}
