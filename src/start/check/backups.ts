import type { Config } from '../../config.ts';
import { Said } from '../../lib/said.ts';
import { storeOf } from '../../recovery/settings.ts';
import { listNames, readBackup, type Store } from '../../recovery/store.ts';
import { BACKUP_ROLE } from '../../schema/roles.ts';
import { sentenceOf } from '../faults.ts';
import { connected } from './database.ts';
import { type Finding, good, wrong } from './finding.ts';
import { lookApart, lookAtFolder } from './folders.ts';

/** Whether the key opens the newest backup of a folder: sealed with a key that nobody put into an envelope, the next ones are found useless when they are needed. */
async function lookAtNewest(store: Store, folder: string): Promise<Finding[]> {
  const name = (await listNames(folder).catch(() => [])).at(-1);
  if (name === undefined) return [];
  try {
    await readBackup(store, folder, name);
    return [good(`BACKUP_KEY opens ${name}, the newest backup in ${folder}.`)];
  } catch (error) {
    if (!(error instanceof Said)) throw error;
    return [
      wrong(`The newest backup in ${folder} does not open: ${error.message} The key of before belongs into BACKUP_OLD_KEYS.`),
    ];
  }
}

type Role = { name: string; replicates: boolean };
const ROLE = 'SELECT rolname AS name, rolreplication OR rolsuper AS replicates FROM pg_roles WHERE rolname = current_user';

/** Whether who takes the backups may copy the cluster. */
async function lookAtRole(url: string): Promise<Finding[]> {
  const setting = 'BACKUP_DATABASE_URL';
  try {
    const role = await connected(url, async (client) => (await client.query<Role>(ROLE)).rows[0]);
    if (role === undefined) return [];
    return [
      ...(role.name === BACKUP_ROLE ? [] : [wrong(`${setting} signs in as ${role.name}, not as ${BACKUP_ROLE}.`)]),
      role.replicates
        ? good(`${role.name} may copy the cluster.`)
        : wrong(`${role.name} may not copy the cluster: as a superuser, ALTER ROLE ${role.name} REPLICATION.`),
    ];
  } catch (error) {
    return [
      wrong(sentenceOf('backup', error, setting) ?? `${setting}: ${error instanceof Error ? error.message : String(error)}`),
    ];
  }
}

/** Whether the backups of a worker can be taken, and opened; which settings it lacks for them is told with the others (`risksOf`). */
export async function lookAtBackups(config: Config): Promise<Finding[]> {
  const { backupDatabaseUrl, backupKey, backupDirs = [] } = config;
  const role = backupDatabaseUrl === undefined ? [] : await lookAtRole(backupDatabaseUrl);
  const store = backupKey === undefined ? undefined : storeOf({ ...config, backupDirs, backupKey });
  const newest = store === undefined ? [] : await Promise.all(backupDirs.map((folder) => lookAtNewest(store, folder)));
  return [
    ...role,
    ...backupDirs.flatMap((folder) => lookAtFolder('BACKUP_DIRS', folder, 'no backup gets there')),
    ...lookApart('BACKUP_DIRS', backupDirs),
    ...newest.flat(),
  ];
}
