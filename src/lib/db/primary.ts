import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { urlsOf } from './hosts.ts';

/** Who answers, and as what: `timeline` grows with each switch over, so of two that both take writes the newer is right. */
type Answer = { url: string; host: string; port: number; timeline: number };

const PROBE_MS = 1_500;
/** How long the others are waited for when one has said that it takes writes. */
const OTHERS_MS = 300;
const STEP_MS = 200;
/** For so long whoever took writes is taken to do so still: where no connection is open, nobody hears of a switch over. */
const FRESH_MS = 2_000;
/** A switch over takes seconds: who needs a connection waits so long for one. Below the pool's own limit. */
const PATIENCE_MS = 4_500;

/** No server of the URL takes writes now. Codes as PostgreSQL has for it: cannot connect now. */
class NoPrimary extends Error {
  readonly code = '57P03';
}

const ASKED = `
  SELECT CASE WHEN pg_is_in_recovery() THEN 0 ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::integer END AS timeline`;

/** Asks one server what it is; a standby says timeline 0. @throws where it does not answer */
async function probe(url: string): Promise<Answer> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: PROBE_MS, query_timeout: PROBE_MS });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ timeline: number }>(ASKED);
    return { url, host: client.host, port: client.port, timeline: rows[0]?.timeline ?? 0 };
  } finally {
    client.end().catch(() => {});
  }
}

/** The server that takes writes, asked of all at once; undefined where none does. */
async function newest(urls: readonly string[]): Promise<Answer | undefined> {
  const found: Answer[] = [];
  const first = Promise.withResolvers<void>();
  const all = Promise.allSettled(
    urls.map(async (url) => {
      const answer = await probe(url);
      if (answer.timeline === 0) return;
      found.push(answer);
      first.resolve();
    }),
  );
  await Promise.race([all, first.promise.then(() => pause(OTHERS_MS))]);
  return found.toSorted((a, b) => b.timeline - a.timeline)[0];
}

/** The same server asked again; undefined where it does not answer, or takes writes no more. */
const stillWrites = ({ url, timeline }: Answer): Promise<Answer | undefined> =>
  probe(url).then(
    (answer) => (answer.timeline >= timeline ? answer : undefined),
    () => undefined,
  );

/** Each server of a URL: its timeline, 0 where it is a standby, undefined where it does not answer. */
export const askEach = (url: string): Promise<{ host: string; timeline: number | undefined }[]> =>
  Promise.all(
    (urlsOf(url) ?? []).map(async (one) => ({
      host: new URL(one).host,
      timeline: await probe(one).then(
        ({ timeline }) => timeline,
        () => undefined,
      ),
    })),
  );

/** Knows which of several servers takes writes now. One for each URL of a process. */
class Servers {
  readonly #urls: readonly string[];
  #known: Promise<Answer> | undefined;
  /** Who it was when last asked, and when that was. */
  #last: { answer: Answer; at: number } | undefined;

  constructor(urls: readonly string[]) {
    this.#urls = urls;
  }

  /** @throws NoPrimary where none was found in some seconds */
  primary(): Promise<Answer> {
    if (this.#last !== undefined && performance.now() - this.#last.at > FRESH_MS) this.#known = undefined;
    this.#known ??= this.#look();
    return this.#known;
  }

  /** A connection to it failed or broke: the next one asks anew. */
  doubt(): void {
    this.#known = undefined;
    this.#last = undefined;
  }

  async #look(): Promise<Answer> {
    const last = this.#last?.answer;
    // One that looks already is waited for.
    this.#last = undefined;
    try {
      const answer = (last === undefined ? undefined : await stillWrites(last)) ?? (await this.#find());
      this.#last = { answer, at: performance.now() };
      return answer;
    } catch (error) {
      this.#known = undefined;
      throw error;
    }
  }

  async #find(): Promise<Answer> {
    const began = performance.now();
    for (;;) {
      const found = await newest(this.#urls);
      if (found !== undefined) return found;
      if (performance.now() - began > PATIENCE_MS - PROBE_MS) throw new NoPrimary('none of the PostgreSQL servers takes writes');
      await pause(STEP_MS);
    }
  }
}

const servers = new Map<string, Servers>();

type Connected = ((error: Error) => void) | ((error: null, client: pg.Client) => void);

/** A connection to whichever of the servers takes writes. */
class PrimaryClient extends pg.Client {
  readonly #servers: Servers;

  constructor(config: pg.ClientConfig, of: Servers) {
    super(config);
    this.#servers = of;
    this.on('error', () => of.doubt());
  }

  doubt(): void {
    this.#servers.doubt();
  }

  override connect(): Promise<pg.Client>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.Client> | undefined {
    const connected = this.#connect();
    if (callback === undefined) return connected;
    const tell = callback as (error: Error | null, client?: pg.Client) => void;
    connected.then(
      (client) => tell(null, client),
      (error) => tell(error),
    );
    return undefined;
  }

  async #connect(): Promise<pg.Client> {
    const { host, port } = await this.#servers.primary();
    if (this.connection.stream.destroyed) throw new NoPrimary('given up while the PostgreSQL servers were asked');
    this.host = host;
    this.port = port;
    let isStandby = false;
    // Told by PostgreSQL itself as a connection begins: what took writes a moment ago may be a standby now.
    this.connection.on('parameterStatus', ({ parameterName, parameterValue }: Record<string, string>) => {
      if (parameterName === 'in_hot_standby') isStandby = parameterValue === 'on';
    });
    try {
      await super.connect();
      if (!isStandby) return this;
      await this.end();
      throw new NoPrimary('a standby');
    } catch (error) {
      this.#servers.doubt();
      throw error;
    }
  }
}

function serversOf(url: string): { first: string; of: Servers } | undefined {
  const urls = urlsOf(url) ?? [];
  const [first] = urls;
  if (first === undefined || urls.length < 2) return undefined;
  const of = servers.get(url) ?? new Servers(urls);
  servers.set(url, of);
  return { first, of };
}

type At<Config> = Config & { connectionString: string };

/** A client for a URL of one or several hosts; of several it connects to the one that takes writes. */
export function clientFor(config: At<pg.ClientConfig>): pg.Client {
  const several = serversOf(config.connectionString);
  if (several === undefined) return new pg.Client(config);
  return new PrimaryClient({ ...config, connectionString: several.first }, several.of);
}

/** A pool for a URL of one or several hosts; after a switch over its next connections lead to the new primary. */
export function poolFor(config: At<pg.PoolConfig>): pg.Pool {
  const pool = new pg.Pool(atServers(config));
  // An idle connection that breaks (failover, kill) is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  return pool;
}

function atServers(config: At<pg.PoolConfig>): pg.PoolConfig {
  const several = serversOf(config.connectionString);
  if (several === undefined) return config;
  const { first, of } = several;
  class OfTheseServers extends PrimaryClient {
    constructor(given?: pg.ClientConfig) {
      super(given ?? {}, of);
    }
  }
  return { ...config, connectionString: first, Client: OfTheseServers };
}

/** The connection's server does not answer, or no longer writes: the next connection asks which one does. */
export function doubt(client: pg.ClientBase): void {
  if (client instanceof PrimaryClient) client.doubt();
}
