import pg from 'pg';
import { ROLES, type Role } from '../schema/roles.ts';

/**
 * Lets the roles sign in with these passwords. Only for clusters that are ours alone (embedded, tests):
 * in production the city's database administrators do it, see docs.
 * @param url a superuser's connection
 */
export async function letRolesIn(url: string, passwords: Record<Role, string>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const role of Object.keys(ROLES) as Role[]) {
      await client.query(`ALTER ROLE ${ROLES[role]} LOGIN PASSWORD ${pg.escapeLiteral(passwords[role])}`);
    }
  } finally {
    await client.end();
  }
}
