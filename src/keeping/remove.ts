import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** So many go in one transaction: nobody waits long for what they name. */
const BATCH = 500;

type Removed = { cards: number; reservations: number };

/** Removes batch by batch until one finds nothing: each is a transaction of its own, so that a night that is broken off has done what it did. */
async function untilNone(batch: () => Promise<{ removed: number }>): Promise<number> {
  let all = 0;
  for (;;) {
    const { removed } = await batch();
    if (removed === 0) return all;
    all += removed;
  }
}

/** Begins the report of the night: how many there are of each kind. */
export const beginNight = (db: Db): Promise<unknown> => db.run(sql`SELECT keeping.begin_night()`);

/** Removes visits and cards that are past the years the city keeps them and that nothing needs (§8(1)⑧); visits first, they name cards. */
export async function removePast(db: Db): Promise<Removed> {
  const reservations = await untilNone(() => db.one(sql`SELECT keeping.remove_reservations(${BATCH}) AS removed`));
  const cards = await untilNone(() => db.one(sql`SELECT keeping.remove_cards(${BATCH}) AS removed`));
  return { cards, reservations };
}

/** Ends the report; `log`: how many lines of the log went. */
export const endNight = (db: Db, log: number): Promise<unknown> => db.run(sql`SELECT keeping.end_night(${log})`);
