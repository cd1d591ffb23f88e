import pg from 'pg';

/** The three database roles by what they are for; `migrate` makes them, without a password. */
export const ROLES = { owner: 'madoguchi_owner', desk: 'madoguchi_desk', citizen: 'madoguchi_citizen' } as const;
export type Role = keyof typeof ROLES;

/**
 * Lets the three roles sign in with these passwords. Only for clusters that are ours alone (embedded, tests):
 * in production the city's database administrators do it, see docs.
 * @param url a superuser's connection
 */
export async function letRolesIn(url: string, passwords: Record<Role, string>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const role of ['owner', 'desk', 'citizen'] as const) {
      await client.query(`ALTER ROLE ${ROLES[role]} LOGIN PASSWORD ${pg.escapeLiteral(passwords[role])}`);
    }
  } finally {
    await client.end();
  }
}
