import type { Logger } from 'pino';
import type { ConfigFor } from '../config.ts';
import type { Clock } from '../lib/clock.ts';
import type { Db } from '../lib/db/db.ts';
import type { TakeWith } from '../recovery/take.ts';
import type { Measures } from './metrics.ts';

export type JobContext = {
  /** As madoguchi_worker. */
  db: Db;
  /** As madoguchi_sealer: seals the log and removes what of it has had its time. */
  sealer: Db;
  clock: Clock;
  config: Pick<ConfigFor<'worker'>, 'auditKey' | 'auditHeads'> &
    Partial<
      Pick<
        ConfigFor<'worker'>,
        'advisoriesDaily' | 'advisoriesNpm' | 'advisoriesNode' | 'advisoriesPostgresql' | 'knownDatabaseRoles'
      >
    > & { citizenOrigin?: string | undefined };
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  measures: Measures;
  /** What backups are taken with; undefined where another process takes them. */
  backups?: Pick<TakeWith, 'store' | 'url' | 'db'> | undefined;
  /** The name of the machine the worker runs on. */
  machine: string;
  /** Which of this machine's workers; its process's number when left out. */
  worker?: string;
  /** How long a share is waited for; as `inTime` does when left out. */
  answerMs?: number;
  /** How many machines with PostgreSQL the worker was told of; 1 when left out. */
  hosts?: number;
  /** For how long no mail could be handed over; undefined when the last one could. */
  relayDownSeconds(): number | undefined;
};

/** What the clock does. Each may run twice, late, or in two workers at once and does its work once all the same. */
export type Job = (context: JobContext) => Promise<void>;
