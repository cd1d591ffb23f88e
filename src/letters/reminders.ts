import { type Actor, actorSql } from '../audit/actor.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

const CLOCK: Actor = { kind: 'clock' };

/** A reminder whose day was missed is made up for so many days, as long as its visit is to come. */
const MAKE_UP_DAYS = 7;
/** On the day of the visit it leaves from here on, where the city's hour is later: who comes at nine must hear of it before. */
const SAME_DAY_HOUR = 7;

/**
 * Puts the reminders that are due on their way (§8(3)⑪d): visits in `reminder-days` and `second-reminder-days` days, from `reminder-hour` on. Once per
 * reservation and day of visit however often it runs. A worker that was down makes up for what it missed, the latest of a visit's reminders alone; its
 * words are of the day it is sent. Left out: 要振替, whose card is not there yet, no address, who was told by another mail since the reminder was due. Returns how many are new.
 */
export async function queueReminders(tx: Tx): Promise<number> {
  const { queued } = await tx.one<{ queued: number }>(sql`
    WITH now AS MATERIALIZED (SELECT lib.now() AS at, lib.day_of(lib.now()) AS today, site.number('reminder-hour') AS hour),
    due AS (
      SELECT DISTINCT ON (d.day) d.day, ahead, now.at, m.since
      FROM now, unnest(ARRAY[site.number('reminder-days'), site.number('second-reminder-days')]) AS ahead
        CROSS JOIN LATERAL (SELECT now.today + ahead - late AS day FROM generate_series(0, least(ahead, ${MAKE_UP_DAYS}::integer)) AS late) d
        CROSS JOIN LATERAL (SELECT lib.instant(d.day - ahead, 60 * now.hour) AS since) m
      WHERE ahead > 0 AND m.since <= now.at
        AND lib.minute_of(now.at) >= 60 * CASE WHEN d.day = now.today THEN least(now.hour, ${SAME_DAY_HOUR}::integer) ELSE now.hour END
      ORDER BY d.day, ahead
    ),
    coming AS (
      SELECT d.day, d.ahead, d.at, array_agg(r.id ORDER BY r.id) AS ids
      FROM due d CROSS JOIN offices.offices o CROSS JOIN services.services sv
        JOIN ledger.slots s ON s.office_id = o.id AND s.service_id = sv.id AND s.day = d.day
        JOIN reservations.reservations r ON r.slot_id = s.id AND r.state = 'booked' AND r.mail IS NOT NULL
      WHERE lib.instant(s.day, s.start_minute) > d.at AND NOT reservations.needs_moving(r, s) AND NOT reservations.awaits_card(r.id) AND NOT EXISTS (
        SELECT FROM outbox.mails m WHERE m.reservation_id = r.id AND m.kind IN ('booked', 'changed', 'reminder') AND m.state <> 'dropped' AND m.created_at >= d.since
          AND (m.kind <> 'reminder' OR outbox.about(m) ->> 'day' = s.day::text))
      GROUP BY d.day, d.ahead, d.at
    )
    SELECT coalesce(sum(outbox.put_all('reminder', ids, day || '-' || ahead, jsonb_build_object('day', day), at)), 0) AS queued FROM coming`);
  if (queued > 0)
    await tx.run(
      sql`SELECT audit.write(${actorSql(CLOCK)}, 'reminders.queued', lib.now(), NULL, NULL, NULL, jsonb_build_object('count', ${queued}::integer))`,
    );
  return queued;
}
