import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** Who answers, and as what: `timeline` grows with each switch over, so of two that both take writes the newer is right. */
export type Answer = { url: string; host: string; port: number; timeline: number };

const PROBE_MS = 1_500;
/** How long the others are waited for, those that never answered, when one has said that it takes writes; and the one that did, before the others are asked. */
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
  const heard = new Set<string>();
  const first = Promise.withResolvers<void>();
  const everyone = Promise.withResolvers<void>();
  const ends = new AbortController();
  const askUntilItWrites = async (url: string): Promise<void> => {
    while (!ends.signal.aborted) {
      const answer = await ask(url).catch(() => undefined);
      if (answer !== undefined) heard.add(url);
      if (answer !== undefined && answer.timeline > 0) found.push(answer);
      if (found.length > 0) first.resolve();
      // A standby that answers is one: with all of them there nobody waits.
      if (found.length > 0 && heard.size === urls.length) everyone.resolve();
      if (found.some((one) => one.url === url)) return;
      await pause(STEP_MS, undefined, { signal: ends.signal }).catch(() => {});
    }
  };
  for (const url of urls) void askUntilItWrites(url);
  const late = pause(ms, undefined, { signal: ends.signal }).catch(() => {});
  await Promise.race([
    everyone.promise,
    late,
    first.promise.then(() => pause(OTHERS_MS, undefined, { signal: ends.signal }).catch(() => {})),
  ]);
  ends.abort();
  return found.toSorted((a, b) => b.timeline - a.timeline)[0];
}

/**
 * The same where one is known that took writes a moment ago: it is asked alone, and where it takes long the others are too, beside what it was asked. A busy
 * one is so not given up.
 */
export async function newestAfter(
  { url, timeline }: Answer,
  urls: readonly string[],
  ms: number,
  ask = probe,
): Promise<Answer | undefined> {
  const asked = ask(url);
  const still = asked.then(
    (answer) => (answer.timeline >= timeline ? answer : undefined),
    () => undefined,
  );
  const soon = await Promise.race([still, pause(OTHERS_MS).then(() => undefined)]);
  if (soon !== undefined) return soon;
  const running = new Map([[url, asked]]);
  return newest(urls, ms, (one) => {
    const known = running.get(one);
    running.delete(one);
    return known ?? ask(one);
  });
}
