import type { Actor } from '../audit/actor.ts';
import { type ChangeRefusal, changesOf, type Facts, writeChange } from '../audit/change.ts';
import { cityDay, daysBetween } from '../lib/dates/jst.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { fingerprint } from '../lib/fingerprint.ts';
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

const STOP = sql`
  SELECT id, starts_at AS "startsAt", ends_at AS "endsAt", reason, presented_on AS "presentedOn",
    lib.day_of(starts_at) - presented_on AS "noticeDays", short_notice AS "shortNotice",
    CASE WHEN cancelled_at IS NOT NULL THEN 'cancelled' WHEN ends_at <= now THEN 'past' WHEN starts_at <= now THEN 'running'
      WHEN starts_at <= now + make_interval(days => ${ANNOUNCED_DAYS}) THEN 'announced' ELSE 'coming' END AS state
  FROM site.maintenance, (SELECT lib.now() AS now) t`;

/** Planned stops: those to come first, then those that are over or were cancelled, the latest first. */
export const listStops = (tx: Tx, { limit, offset } = { limit: 40, offset: 0 }): Promise<PlannedStop[]> =>
  tx.rows<PlannedStop>(
    sql`${STOP} ORDER BY cancelled_at IS NOT NULL OR ends_at <= now, abs(extract(epoch FROM starts_at - now)), id LIMIT ${limit} OFFSET ${offset}`,
  );
export const countStops = async (tx: Tx): Promise<number> =>
  (await tx.one<{ count: number }>(sql`SELECT count(*)::integer FROM site.maintenance`)).count;

/** One of them, also of long ago. */
export const readStop = (tx: Tx, id: number): Promise<PlannedStop | undefined> =>
  tx.row<PlannedStop>(sql`${STOP} WHERE id = ${id}`);

type Times = { startsAt: Temporal.Instant; endsAt: Temporal.Instant };
export type StopPlan = Times & {
  reason: string;
  presentedOn: string;
  /** Why the city was told less than two weeks before; null where it was told in time. */
  shortNotice: string | null;
};

/** How many days before a stop the city was told of it. */
export const noticeDaysOf = (presentedOn: string, startsAt: Temporal.Instant): number =>
  daysBetween(presentedOn, cityDay(startsAt));

/** How long before the stop that was: `3日前`. */
export function noticeWords(days: number): string {
  if (days > 0) return `${days}日前`;
  return days === 0 ? '当日' : '始まった後';
}

/** Whether a change leaves the time the city was shown: of a stop that only becomes shorter, both ends were shown already. */
const leavesTime = (before: Times, after: Times): boolean =>
  Temporal.Instant.compare(after.startsAt, before.startsAt) < 0 || Temporal.Instant.compare(after.endsAt, before.endsAt) > 0;

/** The day a changed plan was shown to the city (§8(1)⑦b): another time is shown today, unless the clerk gives another day than that of the old time. */
export const presentedAfter = (before: StopPlan, after: Times & { presentedOn: string }, today: string): string =>
  leavesTime(before, after) && after.presentedOn === before.presentedOn ? today : after.presentedOn;

/** Whoever must hear of it, in the same transaction. */
type Tell = (tx: Tx, stop: PlannedStop, before?: PlannedStop) => Promise<void>;

/** Others that lie in its time; `over`: it has ended already. */
const clashes = ({ startsAt, endsAt }: StopPlan, id: number | null) => sql`
  SELECT ${endsAt.toString()}::timestamptz <= lib.now() AS over, EXISTS (SELECT FROM site.maintenance
    WHERE cancelled_at IS NULL AND id IS DISTINCT FROM ${id}::integer
      AND starts_at < ${endsAt.toString()}::timestamptz AND ends_at > ${startsAt.toString()}::timestamptz) AS overlaps`;

const lockStops = (tx: Tx): Promise<unknown> => tx.run(sql`LOCK TABLE site.maintenance IN SHARE ROW EXCLUSIVE MODE`);

async function clashOf(tx: Tx, plan: StopPlan, id: number | null): Promise<'overlaps' | 'over' | undefined> {
  const { over, overlaps } = await tx.one<{ over: boolean; overlaps: boolean }>(clashes(plan, id));
  if (over) return 'over';
  return overlaps ? 'overlaps' : undefined;
}

const shortOf = (plan: StopPlan): string | null =>
  noticeDaysOf(plan.presentedOn, plan.startsAt) < ANNOUNCED_DAYS ? plan.shortNotice : null;

/** As the log tells of it. */
function factsOfPlan(id: number, plan: StopPlan): Facts {
  const short = shortOf(plan);
  return {
    stop: id,
    from: plan.startsAt.toString(),
    until: plan.endsAt.toString(),
    presented: plan.presentedOn,
    noticeDays: noticeDaysOf(plan.presentedOn, plan.startsAt),
    ...(short === null ? {} : { shortNotice: short }),
  };
}

async function told(tx: Tx, id: number, tell: Tell, before?: PlannedStop): Promise<PlannedStop | undefined> {
  const stop = await readStop(tx, id);
  if (stop !== undefined) await tell(tx, stop, before);
  return stop;
}

/** Plans a stop. Two that overlap are refused: the site shows one end, and it must be the true one. */
export const planStop = (db: Db, actor: Actor, plan: StopPlan, tell: Tell): Promise<Outcome<number, 'overlaps' | 'over'>> =>
  db.transaction(async (tx) => {
    await lockStops(tx);
    const clash = await clashOf(tx, plan, null);
    if (clash !== undefined) return refused(clash);
    const { id } = await tx.one<{ id: number }>(sql`
      INSERT INTO site.maintenance (starts_at, ends_at, reason, presented_on, short_notice)
      VALUES (${plan.startsAt.toString()}::timestamptz, ${plan.endsAt.toString()}::timestamptz, ${plan.reason}, ${plan.presentedOn}::date, ${shortOf(plan)}) RETURNING id`);
    await writeChange(tx, actor, { act: 'site.stop-planned', of: factsOfPlan(id, plan) }, null, null);
    await told(tx, id, tell);
    return done(id);
  });

/** What a form shows of a stop. */
export const planOf = ({ startsAt, endsAt, reason, presentedOn, shortNotice }: PlannedStop): StopPlan => ({
  startsAt: Temporal.Instant.fromEpochMilliseconds(startsAt.getTime()),
  endsAt: Temporal.Instant.fromEpochMilliseconds(endsAt.getTime()),
  reason,
  presentedOn,
  shortNotice,
});

/** As it is compared and fingerprinted. */
export const planFacts = (plan: StopPlan) => ({
  ...plan,
  startsAt: plan.startsAt.toString(),
  endsAt: plan.endsAt.toString(),
  shortNotice: shortOf(plan),
});

export type ChangeStopRefusal = ChangeRefusal | 'overlaps' | 'over' | 'begun' | 'presented_before';

/** Whether a plan says that its time was shown to the city on a day on which the city was shown the old time at the latest. */
async function presentedBefore(tx: Tx, before: StopPlan, after: StopPlan): Promise<boolean> {
  const { today } = await tx.one<{ today: string }>(sql`SELECT lib.day_of(lib.now()) AS today`);
  return leavesTime(before, after) && after.presentedOn < today && after.presentedOn <= before.presentedOn;
}

/**
 * Changes a stop that is not over: one that runs keeps its beginning, and one whose time becomes another was shown to the city after the old time, or
 * today. `seen`: fingerprint of `planFacts`. `late`: its new time is less than two weeks away, so it stands on the citizens' site at once.
 */
export const changeStop = (
  db: Db,
  actor: Actor,
  id: number,
  seen: string,
  plan: StopPlan,
  tell: Tell,
): Promise<Outcome<'changed' | 'late' | 'same', ChangeStopRefusal>> =>
  db.transaction(async (tx) => {
    await lockStops(tx);
    const kept = await readStop(tx, id);
    if (kept === undefined || kept.state === 'past' || kept.state === 'cancelled') return refused('unknown');
    const [before, after] = [planFacts(planOf(kept)), planFacts(plan)];
    if (Object.keys(changesOf(before, after)).length === 0) return done('same');
    if (fingerprint(before) !== seen) return refused('changed_meanwhile');
    if (kept.state === 'running' && before.startsAt !== after.startsAt) return refused('begun');
    const clash = await clashOf(tx, plan, id);
    if (clash !== undefined) return refused(clash);
    if (await presentedBefore(tx, planOf(kept), plan)) return refused('presented_before');
    await tx.run(sql`
      UPDATE site.maintenance SET starts_at = ${after.startsAt}::timestamptz, ends_at = ${after.endsAt}::timestamptz, reason = ${after.reason},
        presented_on = ${after.presentedOn}::date, short_notice = ${after.shortNotice} WHERE id = ${id}`);
    await writeChange(tx, actor, { act: 'site.stop-changed', of: factsOfPlan(id, plan) }, null, null);
    const now = await told(tx, id, tell, kept);
    return done(now?.state === 'announced' && leavesTime(planOf(kept), plan) ? 'late' : 'changed');
  });

/** The stop does not happen, or ends at once where it runs. False: it is over already, or was cancelled before. */
export const cancelStop = (db: Db, actor: Actor, id: number, tell: Tell): Promise<boolean> =>
  db.transaction(async (tx) => {
    const cancelled = await tx.run(
      sql`UPDATE site.maintenance SET cancelled_at = lib.now() WHERE id = ${id} AND cancelled_at IS NULL AND ends_at > lib.now()`,
    );
    if (cancelled === 0) return false;
    await writeChange(tx, actor, { act: 'site.stop-cancelled', of: { stop: id } }, null, null);
    await told(tx, id, tell);
    return true;
  });
