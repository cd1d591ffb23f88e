import pg from 'pg';
import { urlsOf } from './hosts.ts';
import { type Answer, newest, newestAfter, OTHERS_MS, probe } from './newest.ts';

/** For so long whoever took writes is taken to do so still: where no connection is open, nobody hears of a switch over. */
const FRESH_MS = 2_000;
/** A switch over takes seconds: who needs a connection waits so long for one. Below the pool's own limit. */
const PATIENCE_MS = 4_500;

/** No server of the URL takes writes now. Codes as PostgreSQL has for it: cannot connect now. */
class NoPrimary extends Error {
  readonly code = '57P03';
}

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
      const answer = await this.#find(last);
      this.#last = { answer, at: performance.now() };
      return answer;
    } catch (error) {
      this.#known = undefined;
      throw error;
    }
  }

  async #find(last: Answer | undefined): Promise<Answer> {
    const ms = PATIENCE_MS - OTHERS_MS;
    const found = last === undefined ? await newest(this.#urls, ms) : await newestAfter(last, this.#urls, ms);
    if (found === undefined) throw new NoPrimary('none of the PostgreSQL servers takes writes');
    return found;
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
