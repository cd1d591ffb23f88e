import { followLog, NoBackup } from '../recovery/follow.ts';
import { takeBackup } from '../recovery/take.ts';
import type { Job } from './job.ts';

/** The day's backup, where this worker is the one to take it (§11(4)). */
export const backup: Job = async ({ backups, clock, log }) => {
  if (backups === undefined) return;
  const told = (line: string): void => log.warn({}, line);
  const { backup: taken, bytes, removed, copyFault } = await takeBackup({ ...backups, now: () => clock.now(), log: told });
  log.info({ backup: taken.name, bytes, removed: removed.length }, 'backup taken');
  if (copyFault !== undefined) log.error({ folder: copyFault }, 'the backup has no copy in a further folder');
};

/** Copies the database's log beside the backups; takes the first backup where there is none yet. */
export const follow: Job = async (context) => {
  const { backups, log } = context;
  if (backups === undefined) return;
  try {
    const { bytes } = await followLog(backups);
    if (bytes > 0) log.info({ bytes }, 'log copied');
  } catch (error) {
    if (!(error instanceof NoBackup)) throw error;
    await backup(context);
  }
};
