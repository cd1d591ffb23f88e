import pg from 'pg';
import { codeOf } from '../fault.ts';
import { twiceAtMost } from './faults.ts';
import { doubt, poolFor } from './primary.ts';
import type { Sql } from './sql.ts';

/** What a statement is sent as: `sql` or `prepared(sql)`. */
type Statement = Sql | { name: string; text: string; values: unknown[] };

/** Where statements go: the open transaction that an act was handed, or the pool itself for a single read. */
export type Tx = {
  rows<Row extends object>(statement: Statement): Promise<Row[]>;
  /** The first row, or undefined. */
  row<Row extends object>(statement: Statement): Promise<Row | undefined>;
  /** Exactly one row; anything else is a fault. */
  one<Row extends object>(statement: Statement): Promise<Row>;
  /** Runs it and says how many rows it touched. */
  run(statement: Statement): Promise<number>;
};

export type Db = Tx & {
  /**
   * One READ COMMITTED transaction: commits when `work` returns, rolls back when it throws. `client` is its connection, for what is not a
   * statement (COPY) and for nothing else.
   */
  transaction<T>(work: (tx: Tx, client: pg.PoolClient) => Promise<T>): Promise<T>;
  close(): Promise<void>;
  readonly pool: pg.Pool;
  /** Connections of its own to the same database, without a limit of time, for long work beside pages. Whoever asks for them closes them. */
  alone(): Db;
  /** As many more connections to the same database as `max`, for one kind of statement: they keep its plans. Whoever asks for them closes them. */
  beside(max: number, what: string): Db;
};

const DATE = 1082;
const INT8 = 20;

/** Types as the product reads them: a date stays the text 2026-11-23 (pg would make it local midnight), counts are numbers. */
function typeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === DATE) return (value: string) => value;
  if (oid === INT8) return Number;
  return format === undefined ? pg.types.getTypeParser(oid) : pg.types.getTypeParser(oid, format as 'text');
}

export type DbSettings = {
  url: string;
  /** Connections at most. */
  max: number;
  /** What shows in pg_stat_activity. */
  name: string;
  /** Milliseconds after which a statement is given up; with a frozen primary this is what ends the wait. 0: never, nor by a limit of the role. */
  queryTimeoutMs?: number;
  /** Asked of every new connection before it is used; what it throws is what the statement throws. `pooled`: sessions are shared, nothing is kept in them. */
  greet?: (client: pg.ClientBase) => Promise<{ pooled: boolean }>;
};

/**
 * A plan that was kept for what a migrate has replaced since, and a function that is not there (any more): once more on a new connection, which has no
 * plans. Nothing was done yet: a transaction is rolled back.
 */
const STALE_FUNCTION = '42883';
const isStale = (error: unknown): boolean =>
  codeOf(error) === STALE_FUNCTION || (codeOf(error) === '0A000' && error instanceof Error && /cached plan/u.test(error.message));
let renewed = 0;
/** How often a statement was tried again on a new connection because the schema had changed under it, in this process. */
export const connectionsRenewed = (): number => renewed;

type Client = { query(statement: Statement): Promise<{ rows: unknown[]; rowCount: number | null }> };

function speak(client: Client): Tx {
  const rows = async <Row extends object>(statement: Statement) => (await client.query(statement)).rows as Row[];
  return {
    rows,
    row: async <Row extends object>(statement: Statement) => (await rows<Row>(statement))[0],
    one: async <Row extends object>(statement: Statement) => {
      const found = await rows<Row>(statement);
      const [first] = found;
      if (first === undefined || found.length > 1) throw new Error(`expected one row, got ${found.length}`);
      return first;
    },
    run: async (statement) => (await client.query(statement)).rowCount ?? 0,
  };
}

/**
 * How long an idle connection is kept. With pg's 10 s a desk where somebody opens a page every half minute began each on a new connection, which
 * signs in, is greeted and plans all its statements anew (some 100 ms).
 */
const IDLE_MS = 300_000;

// biome-ignore lint/complexity/noExcessiveLinesPerFunction: the methods of one connection pool, which share its generations
export function connect(settings: DbSettings): Db {
  // Connections made before the schema was found changed, or before one of their age broke, are not used again.
  let generation = 0;
  const born = new WeakMap<pg.ClientBase, number>();
  const shared = new WeakSet<pg.ClientBase>();
  const pool = poolFor({
    connectionString: settings.url,
    max: settings.max,
    application_name: settings.name,
    query_timeout: settings.queryTimeoutMs ?? 10_000,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: IDLE_MS,
    types: { getTypeParser: typeParser as typeof pg.types.getTypeParser },
    onConnect: async (client: pg.ClientBase) => {
      born.set(client, generation);
      const { pooled } = (await settings.greet?.(client)) ?? { pooled: false };
      if (pooled) shared.add(client);
    },
  });

  async function take(): Promise<pg.PoolClient> {
    const client = await pool.connect();
    if ((born.get(client) ?? generation) === generation) return client;
    client.release(true);
    return take();
  }

  /** A statement kept by name lies in a session; where a pooler shares sessions it goes without. */
  const send = (client: pg.PoolClient, statement: Statement) =>
    client.query(shared.has(client) && 'name' in statement ? { text: statement.text, values: statement.values } : statement);

  async function againOnNew<T>(work: () => Promise<T>): Promise<T> {
    const before = generation;
    try {
      return await work();
    } catch (error) {
      if (!isStale(error)) throw error;
      if (generation === before) generation += 1;
      renewed += 1;
      return await work();
    }
  }

  /** Lends a connection to `work`, which says `broken` of one that nobody may have again. */
  async function lend<T>(work: (client: pg.PoolClient, broken: (fault: Error) => void) => Promise<T>): Promise<T> {
    const client = await take();
    let fault: Error | undefined;
    // A connection that breaks between two statements says so by an event; unheard, it ended the process (a killed PostgreSQL, seen in tests).
    const broken = (error: Error) => {
      fault = error;
      doubt(client);
      // The others lead to the same server: where it is frozen, each would keep somebody waiting until their statement is given up.
      if (born.get(client) === generation) generation += 1;
    };
    client.on('error', broken);
    try {
      return await work(client, broken);
    } finally {
      client.off('error', broken);
      client.release(fault);
    }
  }

  /**
   * One statement. The pool's own `query` throws a connection away after any error: each refusal (a full slot, 4,000 at once) cost a new one, 17 ms
   * of 19. What the server answered leaves the connection as it was; anything else (broken off, given up while it runs) does not.
   */
  const single = (statement: Statement) =>
    againOnNew(() =>
      lend(async (client, broken) => {
        try {
          return await send(client, statement);
        } catch (error) {
          if (!(error instanceof pg.DatabaseError && error.severity === 'ERROR')) broken(error as Error);
          throw error;
        }
      }),
    );

  // An import is one statement of many minutes; SET LOCAL holds in its transaction alone, behind a pooler too.
  const begin =
    settings.queryTimeoutMs === 0
      ? 'BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0'
      : 'BEGIN';
  const once = <T>(work: (tx: Tx, client: pg.PoolClient) => Promise<T>): Promise<T> =>
    lend(async (client, broken) => {
      try {
        await client.query(begin);
        const result = await work(speak({ query: (statement) => send(client, statement) }), client);
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch(broken);
        throw error;
      }
    });

  return {
    ...speak({ query: single }),
    transaction: (work) => twiceAtMost(() => againOnNew(() => once(work))),
    close: () => pool.end(),
    pool,
    alone: () => connect({ ...settings, max: 2, name: `${settings.name}-long`, queryTimeoutMs: 0 }),
    beside: (max, what) => connect({ ...settings, max, name: `${settings.name}-${what}` }),
  };
}
