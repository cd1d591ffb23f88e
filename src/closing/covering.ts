import type { Counter } from '../calendar/state.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** A closing that still shuts something. Minutes since midnight; null: the whole day. */
export type Standing = {
  id: number;
  officeId: number;
  /** Null: every service. */
  serviceId: number | null;
  from: string;
  to: string;
  fromMinute: number | null;
  toMinute: number | null;
};

/** Closings that were not reopened and have a day from `day` (JST) on. */
export const readStanding = (tx: Tx, day: string): Promise<Standing[]> =>
  tx.rows<Standing>(sql`
    SELECT id, office_id AS "officeId", service_id AS "serviceId", from_day AS "from", to_day AS "to", from_minute AS "fromMinute", to_minute AS "toMinute"
    FROM closing.closings WHERE reopened_at IS NULL AND to_day >= ${day}::date ORDER BY id`);

/** The first closing that shuts a slot as soon as it is laid out, as `closing.shut_new` does. */
export const coveringOf = (
  standing: readonly Standing[],
  counter: Counter,
  day: string,
  { startMinute, minutes }: { startMinute: number; minutes: number },
): Standing | undefined =>
  standing.find(
    (one) =>
      one.officeId === counter.officeId &&
      (one.serviceId === null || one.serviceId === counter.serviceId) &&
      one.from <= day &&
      day <= one.to &&
      (one.fromMinute === null ||
        one.toMinute === null ||
        (startMinute + minutes > one.fromMinute && startMinute < one.toMinute)),
  );
