import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { inject } from 'vitest';
import { connect, type Db } from '../../src/lib/db/db.ts';
import { clientFor, poolFor } from '../../src/lib/db/primary.ts';
import { ROLES, type Role } from '../../src/schema/roles.ts';
import { type Cluster, TEMPLATE } from './cluster.ts';

export type FreshDatabase = {
  /** The superuser's URL: arrange and look at anything with it. */
  url: string;
  /** What the product's own processes connect with. */
  urlFor(role: Role): string;
  /** Connections of a role, at most `max`; a statement, and its wait for a lock, may take as long as they take on a busy machine. */
  as(role: Role, max?: number): Db;
  /** Ten connections of the superuser. */
  db: Db;
  /** Closes `db` and removes the database, cutting whoever is still connected. */
  drop(): Promise<void>;
};

/** What a test arranges is waited for as long as it takes, on a busy machine too; the superuser has no limits of its own. */
export const patient = (url: string, max = 4): Db => connect({ url, max, name: 'test', queryTimeoutMs: 300_000 });

/** The role's own limits are for processes beside each other; a machine with other work on it is no fault of a test. */
const unlimited = (url: string): string => `${url}?options=${encodeURIComponent('-c statement_timeout=0 -c lock_timeout=0')}`;

async function clusterOf(version: 15 | 18): Promise<Cluster> {
  if (version === 18) return inject('cluster');
  const answer = await fetch(inject('olderCluster'));
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as Cluster;
}

/** Makes databases and drops them, as the superuser. */
type Admin = (statement: string) => Promise<unknown>;

/** On a new connection each: whoever ends or freezes a cluster of their own has none open to it. */
const anew =
  (cluster: Cluster): Admin =>
  async (statement) => {
    const client = clientFor({ connectionString: superuserAt(cluster, 'postgres') });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };

const admins = new Map<string, pg.Pool>();
/** On the one connection that this worker keeps to a cluster all tests share: three new ones for each database were a fifth of what it costs. */
const kept =
  (cluster: Cluster): Admin =>
  (statement) => {
    const connectionString = superuserAt(cluster, 'postgres');
    const pool =
      admins.get(connectionString) ?? poolFor({ connectionString, max: 1, idleTimeoutMillis: 0, allowExitOnIdle: true });
    admins.set(connectionString, pool);
    return pool.query(statement);
  };

/**
 * A migrated, empty database of this test's own, in about 40 ms.
 * @param options.version 15 runs the same on the oldest PostgreSQL we promise
 */
export const freshDatabase = async ({ version = 18 }: { version?: 15 | 18 } = {}): Promise<FreshDatabase> => {
  const cluster = await clusterOf(version);
  return databaseIn(cluster, TEMPLATE, kept(cluster));
};

/** The same with what `fill` puts into it. Whoever asks first in a run for this name fills it, the others copy what they filled. */
export async function filledDatabase(name: string, fill: (db: Db) => Promise<unknown>): Promise<FreshDatabase> {
  const cluster = await clusterOf(18);
  const template = `${TEMPLATE}_${name}`;
  if (!made.has(template)) await makeOnce(cluster, template, fill);
  made.add(template);
  return databaseIn(cluster, template, kept(cluster));
}

/** What is there to copy, as far as this worker knows. */
const made = new Set<string>();

/** Makes a database to copy where the cluster has none of this name yet; who asks meanwhile waits for it. */
async function makeOnce(cluster: Cluster, name: string, fill: (db: Db) => Promise<unknown>): Promise<void> {
  const admin = clientFor({ connectionString: superuserAt(cluster, 'postgres') });
  await admin.connect();
  try {
    await admin.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
    const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount !== 0) return;
    // It is given its name last: what failed half way is not copied.
    const half = `${name}_half`;
    await admin.query(`DROP DATABASE IF EXISTS ${half} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${half} TEMPLATE ${TEMPLATE} STRATEGY file_copy`);
    // One statement of a whole city takes long on a machine under load.
    const db = connect({ url: superuserAt(cluster, half), max: 2, name: 'test-fill', queryTimeoutMs: 120_000 });
    await fill(db).finally(() => db.close());
    await admin.query(`ALTER DATABASE ${half} RENAME TO ${name}`);
  } finally {
    await admin.end();
  }
}

const superuserAt = ({ hosts, port, superuserPassword }: Cluster, database: string): string =>
  `postgres://postgres:${superuserPassword}@${hosts ?? `127.0.0.1:${port}`}/${database}`;

/** The same in a cluster of the test's own; `template`: what is copied. */
export async function databaseIn(cluster: Cluster, template = TEMPLATE, admin = anew(cluster)): Promise<FreshDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const at = (database: string, user: string, password: string) =>
    `postgres://${user}:${password}@${cluster.hosts ?? `127.0.0.1:${cluster.port}`}/${database}`;
  await admin(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  // What is granted on a database is not copied with it; migrate does the same in production.
  await admin(`REVOKE TEMPORARY ON DATABASE ${name} FROM PUBLIC; GRANT TEMPORARY ON DATABASE ${name} TO madoguchi_desk`);
  const url = superuserAt(cluster, name);
  const db = patient(url, 10);
  const urlFor: FreshDatabase['urlFor'] = (role) => at(name, ROLES[role], cluster.rolePassword);
  return {
    url,
    urlFor,
    as: (role, max = 4) => patient(unlimited(urlFor(role)), max),
    db,
    drop: async () => {
      await db.close();
      await admin(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}
