import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';

export type DoorName = 'citizen' | 'desk' | 'worker';
export const DOORS: Readonly<Record<DoorName, string>> = {
  citizen: '予約サイト',
  desk: '職員画面',
  worker: 'メールと定時の処理',
};

const EVERY_MS = 60_000;

/** Beats once a minute until stopped, the first time at once. A minute in which the database is away has no beat: that is what it is for. */
export function startBeats(beat: () => Promise<unknown>): () => void {
  const once = (): void => void beat().catch(() => {});
  once();
  const timer = setInterval(once, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** A process is there and reaches the database. */
export const beat = (db: Db, door: 'desk' | 'worker'): Promise<number> => db.run(sql`SELECT running.beat(${door})`);

/** For how many minutes a door has been silent, however long that is; 0 where it is there, never was, or a stop is planned for now. */
export const silentMinutes = async (tx: Tx, door: DoorName): Promise<number> =>
  (
    await tx.one<{ minutes: number }>(sql`
      SELECT CASE WHEN EXISTS (SELECT FROM site.maintenance WHERE coalesce(cancelled_at > starts_at, true) AND lib.now() BETWEEN starts_at AND least(ends_at, cancelled_at) + interval '5 minutes') THEN 0
        ELSE coalesce(floor(extract(epoch FROM lib.now() - running.last_beat(${door})) / 60), 0) END::integer AS minutes`)
  ).minutes;

/** A beat is due every minute: so many without one, and the process is not there. */
export const SILENT_MINUTES = 3;

/** Beats from before an instant; the last hour of each door stays, or who is silent for longer would count as never there. */
const past = (before: Sql): Sql =>
  sql`b.hour < ${before} AND EXISTS (SELECT FROM running.beats later WHERE later.door = b.door AND later.hour > b.hour)`;

/** Removes those older than `days`. Returns how many hours. */
export const expireBeats = (db: Db, days: number): Promise<number> =>
  db.run(sql`DELETE FROM running.beats b WHERE ${past(sql`lib.now() - make_interval(days => ${days}::integer)`)}`);

/** How many would go. */
export const countPastBeats = async (tx: Tx, before: Date): Promise<number> =>
  (await tx.one<{ rows: number }>(sql`SELECT count(*)::integer AS rows FROM running.beats b WHERE ${past(sql`${before}`)}`)).rows;

type Running = {
  door: DoorName;
  /** Minutes that count: from when it was first measured, without planned stops. */
  measured: number;
  up: number;
  /** Minutes of planned stops. */
  planned: number;
};

/** How long each door was there between two instants, minute by minute. A door that was never there before the end is left out. */
export const runningBetween = (tx: Tx, from: Temporal.Instant, to: Temporal.Instant): Promise<Running[]> =>
  tx.rows<Running>(sql`
    WITH span AS (SELECT ${from.toString()}::timestamptz AS begins, least(${to.toString()}::timestamptz, date_trunc('minute', lib.now())) AS ends),
    first AS (
      SELECT b.door, min(m) AS since FROM running.beats b, running.minutes_of(b) AS m, span
      WHERE b.hour = (SELECT min(c.hour) FROM running.beats c WHERE c.door = b.door) AND b.hour < span.ends GROUP BY b.door),
    up AS (SELECT b.door, m FROM span, running.beats b, running.minutes_of(b) AS m WHERE b.hour >= date_trunc('hour', span.begins) AND b.hour < span.ends),
    minutes AS (
      SELECT first.door, m, EXISTS (SELECT FROM site.maintenance s WHERE s.starts_at < m + interval '1 minute' AND s.ends_at > m AND (s.cancelled_at IS NULL OR s.cancelled_at > m)) AS planned
      FROM span, first, generate_series(greatest(span.begins, first.since), span.ends - interval '1 minute', interval '1 minute') AS m)
    SELECT minutes.door, count(*) FILTER (WHERE NOT planned) AS measured, count(up.m) FILTER (WHERE NOT planned) AS up, count(*) FILTER (WHERE planned) AS planned
    FROM minutes LEFT JOIN up ON up.door = minutes.door AND up.m = minutes.m
    GROUP BY minutes.door ORDER BY minutes.door`);
