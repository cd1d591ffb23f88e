import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { connect, type Db } from '../../src/lib/db/db.ts';
import { clientFor } from '../../src/lib/db/primary.ts';
import { ROLES, type Role } from '../../src/schema/roles.ts';
import { type Cluster, TEMPLATE } from './cluster.ts';

export type FreshDatabase = {
  /** The superuser's URL: arrange and look at anything with it. */
  url: string;
  /** What the product's own processes connect with. */
  urlFor(role: Role): string;
  /** Ten connections of the superuser. */
  db: Db;
  /** Closes `db` and removes the database, cutting whoever is still connected. */
  drop(): Promise<void>;
};

async function clusterOf(version: 15 | 18): Promise<Cluster> {
  if (version === 18) return inject('cluster');
  const answer = await fetch(inject('olderCluster'));
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as Cluster;
}

async function once(url: string, text: string): Promise<void> {
  const client = clientFor({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

/**
 * A migrated, empty database of this test's own, in about 40 ms.
 * @param options.version 15 runs the same on the oldest PostgreSQL we promise
 */
export const freshDatabase = async ({ version = 18 }: { version?: 15 | 18 } = {}): Promise<FreshDatabase> =>
  databaseIn(await clusterOf(version));

/** The same in a cluster of the test's own. */
export async function databaseIn(cluster: Cluster): Promise<FreshDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const at = (database: string, user: string, password: string) =>
    `postgres://${user}:${password}@${cluster.hosts ?? `127.0.0.1:${cluster.port}`}/${database}`;
  const admin = at('postgres', 'postgres', cluster.superuserPassword);
  await once(admin, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY file_copy`);
  // What is granted on a database is not copied with it; migrate does the same in production.
  await once(admin, `REVOKE TEMPORARY ON DATABASE ${name} FROM PUBLIC; GRANT TEMPORARY ON DATABASE ${name} TO madoguchi_desk`);
  const url = at(name, 'postgres', cluster.superuserPassword);
  const db = connect({ url, max: 10, name: 'test' });
  return {
    url,
    urlFor: (role) => at(name, ROLES[role], cluster.rolePassword),
    db,
    drop: async () => {
      await db.close();
      await once(admin, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}
