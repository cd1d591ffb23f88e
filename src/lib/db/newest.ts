import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** Who answers, and as what: `timeline` grows with each switch over, so of two that both take writes the newer is right. */
export type Answer = { url: string; host: string; port: number; timeline: number };

const PROBE_MS = 1_500;
/** How long the others are waited for when one has said that it takes writes. */
export const OTHERS_MS = 300;
const STEP_MS = 200;

const ASKED = `
  SELECT CASE WHEN pg_is_in_recovery() THEN 0 ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::integer END AS timeline`;

/** Asks one server what it is; a standby says timeline 0. @throws where it does not answer */
export async function probe(url: string): Promise<Answer> {
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

/**
 * The server that takes writes, each asked again until one does; undefined where none did for `ms`. Each by itself: a machine that is gone answers
 * nothing for a second and a half, and with rounds of all of them the one that takes over was found that much later.
 */
export async function newest(urls: readonly string[], ms: number, ask = probe): Promise<Answer | undefined> {
  const found: Answer[] = [];
  const first = Promise.withResolvers<void>();
  const ends = new AbortController();
  const askUntilItWrites = async (url: string): Promise<void> => {
    while (!ends.signal.aborted) {
      const answer = await ask(url).catch(() => undefined);
      if (answer !== undefined && answer.timeline > 0) {
        found.push(answer);
        return first.resolve();
      }
      await pause(STEP_MS, undefined, { signal: ends.signal }).catch(() => {});
    }
  };
  const all = Promise.all(urls.map(askUntilItWrites));
  const late = pause(ms, undefined, { signal: ends.signal }).catch(() => {});
  await Promise.race([all, late, first.promise.then(() => pause(OTHERS_MS, undefined, { signal: ends.signal }).catch(() => {}))]);
  ends.abort();
  return found.toSorted((a, b) => b.timeline - a.timeline)[0];
}
