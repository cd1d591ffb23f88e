import { faultWord } from '../lib/fault.ts';
import { followOrTake } from '../recovery/follow.ts';
import { mustAnswer, type Store } from '../recovery/store.ts';
import { type Taken, type TakeWith, takeBackup } from '../recovery/take.ts';
import { alarmHere, endStale } from './alarm.ts';
import type { Job, JobContext } from './job.ts';

const takeWith = (backups: NonNullable<JobContext['backups']>, { clock, log }: JobContext): TakeWith => ({
  ...backups,
  now: () => clock.now(),
  log: (line) => log.warn({}, line),
});

function tell({ log }: JobContext, { backup, bytes, removed, copyFault }: Taken): void {
  log.info({ backup: backup.name, bytes, removed: removed.length }, 'backup taken');
  if (copyFault !== undefined) log.error({ folder: copyFault }, 'the backup has no copy in a further folder');
}

/** The day's backup, where this worker is the one to take it (§11(4)). */
export const backup: Job = async (context) => {
  const { backups } = context;
  if (backups !== undefined) tell(context, await takeBackup(takeWith(backups, context)));
};

/** The folders that cannot be written, with why. */
async function foldersAway(store: Store): Promise<{ file: string; fault: string }[]> {
  const looks = store.dirs.map(async (file) =>
    mustAnswer(store, file).then(
      () => [],
      (error: unknown) => [{ file, fault: faultWord(error) }],
    ),
  );
  return (await Promise.all(looks)).flat();
}

/**
 * A folder that is away, its share above all, is told at once and by its name: the age of the backups tells it a day later. Not by `follow`, which may be
 * what hangs.
 */
export async function tellFolders(context: JobContext): Promise<void> {
  const { backups } = context;
  // One that takes no backups knows nothing of the folders of one that does; where none does any more, nobody speaks of them.
  if (backups === undefined) return endStale(context, 'backup-folder-away');
  const away = await foldersAway(backups.store);
  await alarmHere(context, 'backup-folder-away', away.length > 0, away[0] ?? {});
}

/** Copies the database's log beside the backups; takes a backup where there is none that it could follow. */
export const follow: Job = async (context) => {
  const { backups, log } = context;
  if (backups === undefined) return;
  const followed = await followOrTake(takeWith(backups, context));
  if ('taken' in followed) {
    log.warn({}, followed.because);
    tell(context, followed.taken);
  } else if (followed.bytes > 0) log.info({ bytes: followed.bytes }, 'log copied');
};
