import type pg from 'pg';
import { codeOf } from '../lib/fault.ts';
import { closeLargeObjects } from './large-objects.ts';
import { limitRoles } from './limits.ts';

/** The database roles by what they are for; `migrate` makes them, without a password. What each may do: grants.sql. */
export const ROLES = {
  owner: 'madoguchi_owner',
  desk: 'madoguchi_desk',
  worker: 'madoguchi_worker',
  sealer: 'madoguchi_sealer',
  citizen: 'madoguchi_citizen',
} as const;
export type Role = keyof typeof ROLES;

/** Copies the whole cluster, and notes that it did. Whoever has its password has all data: it is the backups' alone. */
export const BACKUP_ROLE = 'madoguchi_backup';

/** Owns the job queue's own tables. */
const JOBS = 'madoguchi_jobs';

/**
 * Roles are the cluster's: created where missing, with limits where nobody set any. Passwords are given by whoever runs the cluster.
 * @param client as a role that may create roles
 */
export async function ensureRoles(client: pg.Client, log: (line: string) => void): Promise<void> {
  const { owner, desk, worker, sealer, citizen } = ROLES;
  const signIn = [desk, worker, sealer, citizen];
  for (const [role, options] of [[owner, 'NOLOGIN'], [JOBS, 'NOLOGIN'], ...signIn.map((role) => [role, 'LOGIN'])]) {
    // Two migrates at once: the second finds the role there already.
    await client.query(
      `DO $$ BEGIN CREATE ROLE ${role} ${options}; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`,
    );
  }
  await ensureBackupRole(client, log);
  const { rows } = await client.query<{ name: string; me: string }>('SELECT current_database() AS name, current_user AS me');
  const [here] = rows;
  if (here === undefined) throw new Error('the database does not say its name');
  const database = client.escapeIdentifier(here.name);
  const me = client.escapeIdentifier(here.me);
  const grants = [
    `GRANT ${owner}, ${JOBS} TO ${me}`,
    // The desk: for a worker of the release before, which comes as madoguchi_desk.
    `GRANT ${JOBS} TO ${worker}, ${desk}`,
    `GRANT CREATE, TEMPORARY ON DATABASE ${database} TO ${owner}`,
    `GRANT CREATE ON DATABASE ${database} TO ${JOBS}`,
    `REVOKE TEMPORARY ON DATABASE ${database} FROM PUBLIC`,
    `GRANT CONNECT ON DATABASE ${database} TO ${[...signIn, BACKUP_ROLE].join(', ')}`,
    `GRANT TEMPORARY ON DATABASE ${database} TO ${desk}`,
  ];
  for (const grant of grants) await persist(() => client.query(grant));
  await persist(async () => {
    if (!(await closeLargeObjects(client, citizen)))
      log(
        `large objects stay open to every role, because only a superuser may take them back: the block of docs/operations.md, "Database", in ${here.name}`,
      );
  });
  await persist(() => limitRoles(client, { citizen, desk, worker, sealer, backup: BACKUP_ROLE }, log));
}

/** A role that may copy the cluster; where the installer may not make one, whoever may is told the statement. */
async function ensureBackupRole(client: pg.Client, log: (line: string) => void): Promise<void> {
  await client.query(
    `DO $$ BEGIN CREATE ROLE ${BACKUP_ROLE} LOGIN CONNECTION LIMIT 4; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`,
  );
  const { rows } = await client.query<{ may: boolean }>('SELECT rolreplication AS may FROM pg_roles WHERE rolname = $1', [
    BACKUP_ROLE,
  ]);
  if (rows[0]?.may === true) return;
  const statement = `ALTER ROLE ${BACKUP_ROLE} REPLICATION`;
  try {
    await persist(() => client.query(statement));
  } catch (error) {
    if (codeOf(error) !== NOT_ALLOWED) throw error;
    log(`no backups yet, because only a superuser may set it: ${statement}`);
  }
}

const NOT_ALLOWED = '42501';

/** What PostgreSQL answers when another migrate grants the same at the same moment: it is done, or will be on the next try. */
const SAME_MOMENT = new Set(['23505', 'XX000', '40001']);

async function persist(step: () => Promise<unknown>, tries = 10): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (tries === 0 || !SAME_MOMENT.has(codeOf(error) ?? '')) throw error;
    await persist(step, tries - 1);
  }
}
