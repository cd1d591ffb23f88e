import type pg from 'pg';
import { connect, type Db, type DbSettings } from '../lib/db/db.ts';
import { codeOf } from '../lib/fault.ts';
import { Said } from '../lib/said.ts';
import { type Release, thisRelease } from './release.ts';

/** The program and the database do not go together; the message says which of the two is behind, or that the role is another’s. */
class WrongSchema extends Said {
  readonly code = 'MG002';
}

/** The connection leads through a pooler, where this process needs a session of its own. */
class PoolerMet extends Said {
  readonly code = 'MG003';
}

type Asked = {
  /** The setting that holds the URL, for sentences. */
  setting: string;
  /** Whose function is asked: the citizens' role reaches its own schema alone. */
  schema?: 'lib' | 'citizen';
  /** Statements alone go through a pooler; the job queue listens, and needs a session. */
  pooler?: 'taken' | 'refused';
};
type OurDb = DbSettings & Asked;

const BEHIND = 'this database is not at the version of this program: run "madoguchi migrate" first.';
/** No such function, schema or table: a database of an earlier version, or one that was never migrated. */
const NOT_THERE = new Set(['42883', '3F000', '42P01']);

const NOT_ALLOWED = '42501';

type State = { pid: number; known: boolean; broken_by: string | null };

/**
 * Whether this program and the database that a connection leads to go together, and whether a pooler stands between.
 * @throws WrongSchema, PoolerMet
 */
export async function greet(client: pg.ClientBase, release: Release, asked: Asked): Promise<{ pooled: boolean }> {
  const { setting, schema = 'lib', pooler = 'taken' } = asked;
  let state: State | undefined;
  try {
    const text = `SELECT pg_backend_pid() AS pid, s.known, s.broken_by FROM ${schema}.schema_state($1, $2) s`;
    state = (await client.query<State>(text, [release.digest, release.migrations.map(({ name }) => name)])).rows[0];
  } catch (error) {
    if (NOT_THERE.has(codeOf(error) ?? '')) throw new WrongSchema(`${setting}: ${BEHIND}`);
    if (codeOf(error) === NOT_ALLOWED)
      throw new WrongSchema(`${setting} signs in as a role that is not this process’s: docs/configuration.md names each.`);
    throw error;
  }
  if (state === undefined) throw new Error('the database does not say its state');
  if (state.broken_by !== null)
    throw new WrongSchema(
      `${setting}: the database was brought to a newer version, whose migration ${state.broken_by} ended what this program relies on. Start the newer program.`,
    );
  if (!state.known) throw new WrongSchema(`${setting}: ${BEHIND}`);
  // A pooler hands out a number of its own as the session's.
  const pooled = 'processID' in client && client.processID !== state.pid;
  if (pooled && pooler === 'refused')
    throw new PoolerMet(
      `${setting} leads through a connection pooler. Jobs and sealing need sessions of their own and few of them: give it PostgreSQL’s own address.`,
    );
  return { pooled };
}

/**
 * The database for a process of ours: asks at every connection whether program and database go together. Behind a pooler that shares sessions no
 * statement is kept by name. What cannot work is told at the start; a database that is away is not, the process waits for it.
 * @throws WrongSchema, PoolerMet
 */
export async function connectChecked(settings: OurDb): Promise<Db> {
  const release = await thisRelease();
  const db = connect({
    ...settings,
    name: `${settings.name} ${release.digest.slice(0, 8)}`,
    greet: (client) => greet(client, release, settings),
  });
  try {
    const client = await db.pool.connect();
    client.release();
  } catch (error) {
    if (error instanceof Said) {
      await db.close();
      throw error;
    }
  }
  return db;
}
