import { randomUUID } from 'node:crypto';
import { type Actor, actorSql } from '../audit/actor.ts';
import { deskMoment } from '../lib/dates/jst.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { type AlarmKind, alarmWords, setAlarm } from '../site/alarms.ts';
import { beat, SILENT_MINUTES, silentMinutes } from './beats.ts';
import { type Draft, FAULTS } from './fault-drafts.ts';
import { submittedSql } from './papers.ts';

const CLOCK: Actor = { kind: 'clock' };

/** What the system knows of its own state, in words for the report. */
async function known(tx: Tx): Promise<string> {
  const { waiting, dead, standing } = await tx.one<{ waiting: number; dead: number; standing: string[] }>(sql`
    SELECT (SELECT count(*) FROM outbox.mails WHERE state IN ('waiting', 'sending')) AS waiting, (SELECT count(*) FROM outbox.mails WHERE state = 'dead') AS dead,
      ARRAY(SELECT kind FROM site.alarms WHERE ended_at IS NULL ORDER BY began_at) AS standing`);
  const alarms = standing.length === 0 ? 'なし' : standing.map(alarmWords).join(' ');
  return `監視が検知し、担当者が状況を確認しています。現在の警告：${alarms}　送信待ちのメール：${waiting}通　不達のメール：${dead}通`;
}

type Noticed = { key: string; kind: string | null; beganAt: Date; endedAt: Date | null; event: string } & Draft;

/** Writes a fault that was noticed, with its first report drafted: once a key. Returns whether it was new. */
async function write(tx: Tx, noticed: Noticed): Promise<boolean> {
  const added = await tx.row<{ id: number }>(sql`
    INSERT INTO running.entries (form, kind, way, received_at, from_whom, subject, body, written_at, noticed, alarm_kind)
    VALUES (${randomUUID()}::uuid, 'fault', 'watch', lib.now(), '', ${noticed.subject}, ${noticed.event}, lib.now(), ${noticed.key}, ${noticed.kind})
    ON CONFLICT DO NOTHING RETURNING id`);
  if (added === undefined) return false;
  await tx.run(sql`
    INSERT INTO running.faults (entry_id, began_at, ended_at, event, impact, handling)
    VALUES (${added.id}, ${noticed.beganAt.toISOString()}::timestamptz, ${noticed.endedAt?.toISOString() ?? null}::timestamptz, ${noticed.event}, ${noticed.impact}, ${await known(tx)})`);
  await tx.run(
    sql`INSERT INTO running.answers (entry_id, at, what, body) VALUES (${added.id}, lib.now(), 'noticed', ${noticed.event})`,
  );
  await tx.run(sql`
    SELECT audit.write(${actorSql(CLOCK)}, 'running.fault-noticed', lib.now(), NULL, NULL, NULL, jsonb_build_object('entry', ${added.id}::integer, 'kind', 'fault'))`);
  return true;
}

/** A fault `f` of entry `e` that is over and may come again: for a day, while nobody completed it and its 障害報告書 is not submitted. After that it is another fault. */
const OPEN_SQL = sql`e.completed_at IS NULL AND NOT ${submittedSql(sql`e.id`)}`;
const SAME_SQL = sql`${OPEN_SQL} AND (f.ended_at IS NULL OR f.ended_at > a.began_at - interval '1 day')`;
const KNOWN_SQL = sql`
  EXISTS (SELECT FROM running.entries e JOIN running.faults f ON f.entry_id = e.id WHERE e.alarm_kind = a.kind AND (e.noticed = 'alarm:' || a.id OR f.ended_at > a.began_at OR ${SAME_SQL}))`;

/** A line that the watch writes below the entries a statement `named` gives. */
const lineBelow = (tx: Tx, what: 'again' | 'ended', named: Sql) =>
  tx.run(
    sql`WITH named AS (${named}) INSERT INTO running.answers (entry_id, at, what, body) SELECT entry_id, lib.now(), ${what}, '' FROM named`,
  );

/** Processes start within this after a stop ended. */
const AFTER_STOP = sql`interval '5 minutes'`;
/** Planned stops as they were: one that somebody ended early until then, without one that was cancelled before it began. */
const STOPS = sql`(SELECT m.starts_at, least(m.ends_at, m.cancelled_at) AS ends FROM site.maintenance m WHERE coalesce(m.cancelled_at > m.starts_at, true))`;
/** When the planned stop ended in which an alarm `a` began; null: it began in none. */
const STOP_END = sql`(
  SELECT max(s.ends) FROM ${STOPS} s
  WHERE a.began_at >= s.starts_at AND a.began_at <= s.ends + ${AFTER_STOP})`;
/** Not while a stop is planned, whatever is away then: what lasts beyond its end is a fault from there on. */
const COUNTS_SQL = sql`coalesce(coalesce(a.ended_at, lib.now()) > ${STOP_END} + ${AFTER_STOP}, true)`;

/** A fault whose alarm came again goes on. */
const goOn = (tx: Tx) =>
  lineBelow(
    tx,
    'again',
    sql`
      UPDATE running.faults f SET ended_at = NULL FROM running.entries e JOIN site.alarms a ON a.kind = e.alarm_kind
      WHERE e.id = f.entry_id AND f.ended_at <= a.began_at AND coalesce(a.ended_at, 'infinity') > f.ended_at AND ${COUNTS_SQL} AND ${SAME_SQL} RETURNING f.entry_id`,
  );

/** A fault is over when the last alarm of its kind since it began is. */
const noteEnds = (tx: Tx) =>
  lineBelow(
    tx,
    'ended',
    sql`
      UPDATE running.faults f SET ended_at = last.ended_at FROM running.entries e, LATERAL (
        SELECT a.ended_at FROM site.alarms a WHERE a.kind = e.alarm_kind AND a.id >= split_part(e.noticed, ':', 2)::integer ORDER BY a.id DESC LIMIT 1) last
      WHERE e.id = f.entry_id AND e.noticed LIKE 'alarm:%' AND f.ended_at IS NULL AND last.ended_at IS NOT NULL AND ${OPEN_SQL} RETURNING f.entry_id`,
  );

/**
 * Makes a fault of every alarm that is one, was not of a planned stop, and has none yet, and notes at each when its alarm ended or came again. Runs each minute, in the worker and at the desk: whoever is
 * left notices who is not. Returns how many are new.
 */
export const noticeFaults = (db: Db): Promise<number> =>
  db.transaction(async (tx) => {
    await tx.run(sql`SELECT pg_advisory_xact_lock(hashtext('notice faults'))`);
    const kinds = Object.entries(FAULTS).flatMap(([kind, draft]) => (draft === null ? [] : [kind]));
    const alarms = await tx.rows<{ id: number; kind: AlarmKind; beganAt: Date; endedAt: Date | null }>(sql`
      SELECT a.id, a.kind, greatest(a.began_at, ${STOP_END}) AS "beganAt", a.ended_at AS "endedAt" FROM site.alarms a
      WHERE a.kind = ANY (${kinds}) AND greatest(a.began_at, ${STOP_END}) > lib.now() - interval '1 day' AND ${COUNTS_SQL} AND NOT ${KNOWN_SQL} ORDER BY a.id`);
    let found = 0;
    for (const { id, kind, beganAt, endedAt } of alarms) {
      const draft = FAULTS[kind];
      if (draft !== null && (await write(tx, { ...draft, key: `alarm:${id}`, kind, beganAt, endedAt, event: alarmWords(kind) })))
        found += 1;
    }
    await goOn(tx);
    await noteEnds(tx);
    return found;
  });

/** A gap in the beats of the worker shorter than this is a restart. */
const GAP_MINUTES = 5;
const LONGEST_GAP_DAYS = 30;

/**
 * Makes a fault of the time in which the worker itself was away, or the database: nobody could notice it then. Called when the worker is there again, before its
 * first beat. The time of planned stops is taken out of it; what the desk noticed meanwhile is none. Returns how many are new.
 */
export const noticeGap = (db: Db): Promise<number> =>
  db.transaction(async (tx) => {
    const gaps = await tx.rows<{ from: Date; to: Date }>(sql`
      WITH last AS (
        SELECT max(m) + interval '1 minute' AS began, lib.now() AS ended FROM (SELECT * FROM running.beats WHERE door = 'worker' ORDER BY hour DESC LIMIT 1) b,
          running.minutes_of(ROW(b.door, b.hour, b.minutes)::running.beats) AS m)
      SELECT lower(gap) AS "from", upper(gap) AS "to" FROM last, unnest(tstzmultirange(tstzrange(began, ended)) - coalesce(
        (SELECT range_agg(tstzrange(s.starts_at, s.ends)) FROM ${STOPS} s WHERE s.starts_at < ended AND s.ends > began), '{}')) AS gap
      WHERE ended > began AND ended - began < make_interval(days => ${LONGEST_GAP_DAYS}::integer) AND upper(gap) - lower(gap) > make_interval(mins => ${GAP_MINUTES}::integer)
        AND NOT EXISTS (SELECT FROM site.alarms a WHERE a.kind = 'worker-silent' AND a.began_at BETWEEN lower(gap) AND upper(gap))`);
    let found = 0;
    for (const gap of gaps) if (await write(tx, gapFault(gap))) found += 1;
    return found;
  });

const gapFault = (gap: { from: Date; to: Date }): Noticed => ({
  key: `gap:${gap.from.toISOString()}`,
  kind: null,
  beganAt: gap.from,
  endedAt: gap.to,
  subject: 'システムの停止',
  event: `${deskMoment(gap.from)}から${deskMoment(gap.to)}まで、監視の記録がありません。システムかデータベースが停止していました。`,
  impact: 'この間、メールの送信と定時の処理が行われていません。予約サイトと職員画面も使えなかったおそれがあります。',
});

/** The minute of a desk: it is there, and where the worker is not, it says so. Nobody else would. */
export async function deskBeat(db: Db): Promise<void> {
  await beat(db, 'desk');
  if ((await silentMinutes(db, 'worker')) < SILENT_MINUTES) return;
  await setAlarm(db, 'worker-silent', true);
  await noticeFaults(db);
}
