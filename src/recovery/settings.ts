import type { ConfigFor } from '../config.ts';
import type { Store } from './store.ts';

/** Where backups lie, by the settings. */
export const storeOf = (
  config: Pick<ConfigFor<'backup'>, 'backupDirs' | 'backupKey' | 'backupOldKeys' | 'backupKeepDays'>,
): Store => ({
  dirs: config.backupDirs,
  key: config.backupKey,
  oldKeys: config.backupOldKeys ?? [],
  keepDays: config.backupKeepDays,
});
