import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { Said } from '../lib/said.ts';
import { secretsIn } from './secrets.ts';

/** Of the demo, on the same disk and with its key beside them: a place to try restoring, no safety. */
export const BACKUPS = 'backups';
/** Heads of the demo's log: on the same disk, so that `verify` has something to compare with, no more. */
export const HEADS = 'heads.jsonl';

type Complete<C extends Config> = C & { backupDirs: readonly string[]; backupKey: string };

/**
 * The settings of the backups' commands; on a machine where the demo ran, what it uses stands in for what is not set.
 * @throws Said where they are missing and there is no demo
 */
export function withDemoSettings<C extends Config>(config: C): Complete<C> {
  const { backupDirs, backupKey, dataDir } = config;
  if (backupDirs !== undefined && backupKey !== undefined) return { ...config, backupDirs, backupKey };
  if (backupDirs !== undefined || backupKey !== undefined || !existsSync(join(dataDir, 'secrets.json')))
    throw new Said('BACKUP_DIRS and BACKUP_KEY are missing: where the backups lie, and the key that opens them.');
  const secrets = secretsIn(dataDir);
  const heads = join(dataDir, HEADS);
  return {
    ...config,
    backupDirs: [join(dataDir, BACKUPS)],
    backupKey: secrets.backup,
    auditKey: config.auditKey ?? secrets.audit,
    auditHeads: config.auditHeads ?? (existsSync(heads) ? heads : undefined),
  };
}
