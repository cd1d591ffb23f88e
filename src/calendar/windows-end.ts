import { type Sql, sql } from '../lib/db/sql.ts';

/** So many days before its last day a window that ends on a date is pointed out. */
export const ENDS_SOON_DAYS = 30;

/**
 * Counters at which an audience's window ends on a date that is near or past, though days are open after it. An office that itself ends for citizens by
 * then is left out. Of some offices, or all.
 */
export const endingCount = (offices?: Sql): Sql => sql`
  SELECT count(DISTINCT (w.office_id, w.service_id))::integer
  FROM calendar.windows w JOIN offices.offices o ON o.id = w.office_id JOIN services.services s ON s.id = w.service_id
  WHERE ${offices === undefined ? sql`true` : sql`w.office_id = ANY (${offices})`} AND w.latest_kind = 'date' AND w.latest_date <= lib.day_of(lib.now()) + ${ENDS_SOON_DAYS}::integer
    AND o.retired_at IS NULL AND o.is_pickup AND s.retired_at IS NULL AND NOT (w.audience = 'citizen' AND coalesce(o.citizens_to <= w.latest_date, false))
    AND EXISTS (SELECT FROM calendar.open_days(w.office_id, w.service_id, greatest(w.latest_date + 1, lib.day_of(lib.now())), 'infinity'))`;
