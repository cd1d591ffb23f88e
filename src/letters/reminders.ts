import { type Actor, actorSql } from '../audit/actor.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

const CLOCK: Actor = { kind: 'clock' };

/**
 * Puts the reminders that are due today on their way (§8(3)⑪d): visits in `reminder-days` and `second-reminder-days` days, from
 * `reminder-hour` on. Once per reservation and day of visit however often it runs; a worker that was down makes up for it the same day.
 * Left out: 要振替, no address, and who was just told by a booking or change mail. Returns how many are new.
 */
export async function queueReminders(tx: Tx): Promise<number> {
  const { queued } = await tx.one<{ queued: number }>(sql`
    WITH now AS MATERIALIZED (SELECT lib.now() AS at, lib.day_of(lib.now()) AS today),
    due AS (
      SELECT DISTINCT now.today + ahead AS day, ahead, now.at, lib.instant(now.today, 60 * site.number('reminder-hour')) AS since
      FROM now, unnest(ARRAY[site.number('reminder-days'), site.number('second-reminder-days')]) AS ahead
      WHERE ahead > 0 AND lib.instant(now.today, 60 * site.number('reminder-hour')) <= now.at
    ),
    coming AS (
      SELECT d.day, d.ahead, d.at, array_agg(r.id ORDER BY r.id) AS ids
      FROM due d CROSS JOIN offices.offices o CROSS JOIN services.services sv
        JOIN ledger.slots s ON s.office_id = o.id AND s.service_id = sv.id AND s.day = d.day
        JOIN reservations.reservations r ON r.slot_id = s.id AND r.state = 'booked' AND r.mail IS NOT NULL
      WHERE NOT reservations.needs_moving(r, s) AND NOT EXISTS (
        SELECT FROM outbox.mails m WHERE m.reservation_id = r.id AND m.kind IN ('booked', 'changed') AND m.state <> 'dropped' AND m.created_at >= d.since)
      GROUP BY d.day, d.ahead, d.at
    )
    SELECT coalesce(sum(outbox.put_all('reminder', ids, day || '-' || ahead, jsonb_build_object('day', day), at)), 0) AS queued FROM coming`);
  if (queued > 0)
    await tx.run(
      sql`SELECT audit.write(${actorSql(CLOCK)}, 'reminders.queued', lib.now(), NULL, NULL, NULL, jsonb_build_object('count', ${queued}::integer))`,
    );
  return queued;
}
