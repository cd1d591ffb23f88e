import type { Actor } from '../audit/actor.ts';
import { writeChange } from '../audit/change.ts';
import { cityDay, daysBetween } from '../lib/dates/jst.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';

/** How long before it begins a planned stop must stand on the citizens' site (§8(1)⑦). */
export const ANNOUNCED_DAYS = 14;

export type StopState = 'running' | 'announced' | 'coming' | 'past' | 'cancelled';
/** `noticeDays`: so many days lie between 提示日 and the stop. `shortNotice`: why they are fewer than 14. */
export type PlannedStop = {
  id: number;
  startsAt: Date;
  endsAt: Date;
  reason: string;
  presentedOn: string;
  noticeDays: number;
  shortNotice: string | null;
  state: StopState;
};

/** Planned stops: those to come first, then the last twenty that are over or were cancelled. */
export const listStops = (tx: Tx): Promise<PlannedStop[]> =>
  tx.rows<PlannedStop>(sql`
    SELECT id, starts_at AS "startsAt", ends_at AS "endsAt", reason, presented_on AS "presentedOn",
      lib.day_of(starts_at) - presented_on AS "noticeDays", short_notice AS "shortNotice",
      CASE WHEN cancelled_at IS NOT NULL THEN 'cancelled' WHEN ends_at <= now THEN 'past' WHEN starts_at <= now THEN 'running'
        WHEN starts_at <= now + make_interval(days => ${ANNOUNCED_DAYS}) THEN 'announced' ELSE 'coming' END AS state
    FROM site.maintenance, (SELECT lib.now() AS now) t
    ORDER BY cancelled_at IS NOT NULL OR ends_at <= now, abs(extract(epoch FROM starts_at - now)) LIMIT 40`);

export type StopPlan = {
  startsAt: Temporal.Instant;
  endsAt: Temporal.Instant;
  reason: string;
  presentedOn: string;
  /** Why the city was told less than two weeks before; null where it was told in time. */
  shortNotice: string | null;
};

/** How many days before a stop the city was told of it. */
export const noticeDaysOf = (presentedOn: string, startsAt: Temporal.Instant): number =>
  daysBetween(presentedOn, cityDay(startsAt));

/** Plans a stop. Two that overlap are refused: the site shows one end, and it must be the true one. */
export const planStop = (db: Db, actor: Actor, plan: StopPlan): Promise<Outcome<number, 'overlaps' | 'over'>> =>
  db.transaction(async (tx) => {
    await tx.run(sql`LOCK TABLE site.maintenance IN SHARE ROW EXCLUSIVE MODE`);
    const [starts, ends] = [plan.startsAt.toString(), plan.endsAt.toString()];
    const { over, overlaps } = await tx.one<{ over: boolean; overlaps: boolean }>(sql`
      SELECT ${ends}::timestamptz <= lib.now() AS over, EXISTS (SELECT FROM site.maintenance
        WHERE cancelled_at IS NULL AND starts_at < ${ends}::timestamptz AND ends_at > ${starts}::timestamptz) AS overlaps`);
    if (over) return refused('over');
    if (overlaps) return refused('overlaps');
    const noticeDays = noticeDaysOf(plan.presentedOn, plan.startsAt);
    const short = noticeDays < ANNOUNCED_DAYS ? plan.shortNotice : null;
    const { id } = await tx.one<{ id: number }>(sql`
      INSERT INTO site.maintenance (starts_at, ends_at, reason, presented_on, short_notice)
      VALUES (${starts}::timestamptz, ${ends}::timestamptz, ${plan.reason}, ${plan.presentedOn}::date, ${short}) RETURNING id`);
    const of = {
      stop: id,
      from: starts,
      until: ends,
      presented: plan.presentedOn,
      noticeDays,
      ...(short === null ? {} : { shortNotice: short }),
    };
    await writeChange(tx, actor, { act: 'site.stop-planned', of }, null, null);
    return done(id);
  });

/** The stop does not happen, or ends at once where it runs. */
export const cancelStop = (db: Db, actor: Actor, id: number): Promise<void> =>
  db.transaction(async (tx) => {
    const cancelled = await tx.run(
      sql`UPDATE site.maintenance SET cancelled_at = lib.now() WHERE id = ${id} AND cancelled_at IS NULL AND ends_at > lib.now()`,
    );
    if (cancelled > 0) await writeChange(tx, actor, { act: 'site.stop-cancelled', of: { stop: id } }, null, null);
  });
