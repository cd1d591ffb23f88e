import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** Removes visits and holds that came to nothing longer ago than `keep-visits-days`. Returns how many of each. */
export const expire = (db: Db): Promise<{ visits: number; holds: number }> =>
  db.one(sql`SELECT visits, holds FROM reservations.expire()`);

/** Blanks names, birthdays and contacts of visits without a card on file whose day is longer ago than `keep-persons-days`. Returns how many visits. */
export const forgetPersons = async (db: Db): Promise<number> =>
  (await db.one<{ forgotten: number }>(sql`SELECT reservations.forget_persons() AS forgotten`)).forgotten;

/**
 * Marks lapsed holds and gives their places back. Nothing waits for it: whoever wants a full slot sweeps it, and calendars subtract lapsed
 * holds; it keeps counters close to what is so. Each slot in its own transaction. Returns how many slots it touched.
 */
export async function sweepLapsed(db: Db): Promise<number> {
  const slots = await db.rows<{ slot_id: number }>(
    sql`SELECT DISTINCT r.slot_id FROM (SELECT lib.now() AS at) t, reservations.reservations r WHERE r.state = 'held' AND r.held_until <= t.at`,
  );
  let swept = 0;
  for (const { slot_id } of slots) {
    const { units } = await db.transaction((tx) =>
      tx.one<{ units: number }>(sql`SELECT reservations.sweep(${slot_id}) AS units`),
    );
    if (units > 0) swept += 1;
  }
  return swept;
}
