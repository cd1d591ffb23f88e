import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Config } from '../../config.ts';
import { BACKUP_ROLE } from '../../schema/roles.ts';
import { sentenceOf } from '../faults.ts';
import { connected } from './database.ts';
import { type Finding, good, wrong } from './finding.ts';

/** The folder, or the nearest above it that is there: what is missing is made by the backup. */
const nearest = (folder: string): string =>
  existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder));

/** Whether a folder of backups can be written. Nothing is. */
function lookAtFolder(folder: string): Finding[] {
  const there = nearest(folder);
  try {
    accessSync(there, constants.W_OK);
    if (statSync(there).isDirectory()) return [];
  } catch {
    // Told below, as a file in its place is.
  }
  return [wrong(`BACKUP_DIRS, ${folder}, cannot be written by this account: no backup gets there. Make the folder its own.`)];
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

/** Whether the backups of a worker can be taken; which settings it lacks for them is told with the others (`risksOf`). */
export async function lookAtBackups({ backupDatabaseUrl, backupDirs = [] }: Config): Promise<Finding[]> {
  const role = backupDatabaseUrl === undefined ? [] : await lookAtRole(backupDatabaseUrl);
  return [...role, ...backupDirs.flatMap(lookAtFolder)];
}
