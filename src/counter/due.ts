import type { Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';

/** Joins to a visit's slot `s` and its card `c` the last day whose visits leave that shelf today (`due.sql`). */
export const dueSql: Sql = sql`
  JOIN counter.due_days() due ON due.from_office = coalesce(c.office_id, s.office_id) AND due.to_office = s.office_id AND due.service_id = s.service_id`;

/** Today, and the next open day of each office that has one. */
export type NextDays = { today: string; next: { code: string; day: string }[] };

export const readNextDays = (tx: Tx): Promise<NextDays> =>
  tx.one<NextDays>(sql`
    SELECT lib.day_of(lib.now()) AS today, coalesce(jsonb_agg(jsonb_build_object('code', o.code, 'day', d.day) ORDER BY o.position, o.id), '[]') AS next
    FROM offices.offices o JOIN (SELECT to_office, min(until) AS day FROM counter.due_days() WHERE from_office = to_office GROUP BY to_office) d ON d.to_office = o.id`);

/** How many cards must leave for another office by the end of today; of those that lie at some offices. */
export const toSendCount = (): Sql => sql`SELECT counter.to_send_count()`;
export const toSendAt = (offices: Sql): Sql => sql`SELECT counter.to_send_at(${offices})`;
