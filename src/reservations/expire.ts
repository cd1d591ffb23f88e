import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** Removes visits and holds that came to nothing more than `days` ago. Returns how many of each. */
export const expire = (db: Db, days: number): Promise<{ visits: number; holds: number }> =>
  db.one(sql`SELECT visits, holds FROM reservations.expire(lib.now() - make_interval(days => ${days}::integer))`);

/** Blanks names, birthdays and contacts of visits without a card on file whose day is more than `days` ago. Returns how many visits. */
export const forgetPersons = async (db: Db, days: number): Promise<number> =>
  (
    await db.one<{ forgotten: number }>(
      sql`SELECT reservations.forget_persons(lib.day_of(lib.now()) - ${days}::integer) AS forgotten`,
    )
  ).forgotten;

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
      tx.one<{ units: number }>(sql`SELECT reservations.sweep(${slot_id}, lib.now()) AS units`),
    );
    if (units > 0) swept += 1;
  }
  return swept;
}
