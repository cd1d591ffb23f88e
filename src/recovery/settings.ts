import type { Config } from '../config.ts';
import type { Store } from './store.ts';

/** Where backups lie, by the settings. */
export const storeOf = (
  config: Pick<Config, 'backupOldKeys' | 'backupKeepDays'> & { backupDirs: readonly string[]; backupKey: string },
): Store => ({
  dirs: config.backupDirs,
  key: config.backupKey,
  oldKeys: config.backupOldKeys ?? [],
  keepDays: config.backupKeepDays,
});
