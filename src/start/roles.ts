import pg from 'pg';
import { BACKUP_ROLE, ROLES, type Role } from '../schema/roles.ts';

/**
 * Lets the roles sign in with these passwords. Only for clusters that are ours alone (embedded, tests):
 * in production the city's database administrators do it, see docs.
 * @param url a superuser's connection
 */
export async function letRolesIn(url: string, passwords: Record<Role, string> & { backup?: string }): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const role of Object.keys(ROLES) as Role[]) {
      await client.query(`ALTER ROLE ${ROLES[role]} LOGIN PASSWORD ${pg.escapeLiteral(passwords[role])}`);
    }
    if (passwords.backup !== undefined)
      await client.query(`ALTER ROLE ${BACKUP_ROLE} PASSWORD ${pg.escapeLiteral(passwords.backup)}`);
  } finally {
    await client.end();
  }
}
