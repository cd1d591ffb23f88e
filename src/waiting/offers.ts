import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** No call holds more places than this: what is left is held by the next one. */
const MOST_AT_ONCE = 200;

/**
 * Holds places that are free for who waits for them, first come first, each in a transaction of its own; a press that freed something calls it, and the
 * worker each minute. Nothing is lost where neither does: an offered hold lapses by the clock like any other. Returns how many were offered.
 */
async function offerPlaces(db: Db): Promise<number> {
  for (let offered = 0; offered < MOST_AT_ONCE; offered += 1) {
    const { more } = await db.transaction((tx) => tx.one<{ more: boolean }>(sql`SELECT waiting.offer_next() AS more`));
    if (!more) return offered;
  }
  return MOST_AT_ONCE;
}

/** The same after a press that freed something: the press is done whatever comes of it, and the worker does the rest within a minute. */
export const offerFreed = (db: Db): Promise<void> =>
  offerPlaces(db).then(
    () => undefined,
    () => undefined,
  );

/** Notes how offers came out and ends entries that are over, then offers what is free. */
export async function passOn(db: Db): Promise<{ settled: number; offered: number }> {
  const { settled } = await db.transaction((tx) => tx.one<{ settled: number }>(sql`SELECT waiting.settle() AS settled`));
  return { settled, offered: await offerPlaces(db) };
}

/** Forgets entries that ended longer ago than `keep-visits-days`. Returns how many. */
export const expire = async (db: Db): Promise<number> =>
  (await db.one<{ gone: number }>(sql`SELECT waiting.expire() AS gone`)).gone;
