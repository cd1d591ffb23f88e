import { randomUUID } from 'node:crypto';
import { type Actor, actorSql } from '../audit/actor.ts';
import { deskMoment } from '../lib/dates/jst.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { type AlarmKind, alarmWords, setAlarm } from '../site/alarms.ts';
import { beat, SILENT_MINUTES, silentMinutes } from './beats.ts';

const CLOCK: Actor = { kind: 'clock' };

/** What a fault touches, as its first report says it: drafted from the alarm, for a person to correct. */
type Draft = { subject: string; impact: string };

/** Which alarms are faults of the system (§9(1)). Null: something to look at, and no fault. */
const FAULTS: Readonly<Record<AlarmKind, Draft | null>> = {
  'try-pressure': null,
  'sealing-held-back': {
    subject: '操作履歴の封印の遅れ',
    impact: '操作履歴の改ざんを検知できない時間が延びています。予約の受付と窓口の業務には影響ありません。',
  },
  'heads-not-kept': null,
  'mails-stuck': {
    subject: 'メール送信の停止',
    impact: '予約の確認メールやお知らせメールが届いていません。予約の受付と窓口の業務は続けられます。',
  },
  'calendar-differs': null,
  'holidays-short': null,
  'proxy-not-trusted': null,
  'line-stands': null,
  'ids-walked': null,
  'custody-differs': {
    subject: 'カードの所在と記録の不一致',
    impact: '一部のカードの所在が、記録と一致していません。該当のカードの交付に影響するおそれがあります。',
  },
  'job-failed': {
    subject: '定時の処理の失敗',
    impact: 'お知らせメール、予約枠の追加、保存期間を過ぎた記録の削除などが遅れるおそれがあります。予約の受付は続けられます。',
  },
  'cards-not-ready': null,
  'known-vulnerabilities': null,
  'advisories-not-asked': null,
  'backup-old': null,
  'backup-failed': {
    subject: 'バックアップの失敗',
    impact: '現在の業務に影響はありません。障害が起きたときに戻せる時点が、古くなっています。',
  },
  'log-copy-old': null,
  'log-finding': null,
  'database-session': null,
  'citizen-silent': {
    subject: '予約サイトの停止',
    impact: '市民が予約サイトで予約、変更、取消をできないおそれがあります。窓口の業務は続けられます。',
  },
  'standby-missing': {
    subject: '待機系のデータベースの切断',
    impact: '現在の業務に影響はありません。待機系が戻るまでは、障害が起きても切り替えられません。',
  },
  'standby-behind': null,
  'standby-fills-disk': null,
  'desk-silent': { subject: '職員画面の停止', impact: '職員が予約の確認と窓口の記録をできないおそれがあります。' },
  'worker-silent': {
    subject: 'メールと定時の処理の停止',
    impact: 'メールが送られず、定時の処理が行われていません。予約の受付と窓口の業務は続けられます。',
  },
};

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

/** An alarm of a fault that nobody completed yet came again: the same fault, not another. */
const KNOWN_SQL = sql`EXISTS (SELECT FROM running.entries e WHERE e.alarm_kind = a.kind AND (e.completed_at IS NULL OR e.noticed = 'alarm:' || a.id))`;

/**
 * Makes a fault of every alarm that is one and has none yet, and notes at each when its alarm ended. Runs each minute, in the worker and at the desk: whoever is
 * left notices who is not. Returns how many are new.
 */
export const noticeFaults = (db: Db): Promise<number> =>
  db.transaction(async (tx) => {
    await tx.run(sql`SELECT pg_advisory_xact_lock(hashtext('notice faults'))`);
    const kinds = Object.entries(FAULTS).flatMap(([kind, draft]) => (draft === null ? [] : [kind]));
    const alarms = await tx.rows<{ id: number; kind: AlarmKind; beganAt: Date; endedAt: Date | null }>(sql`
      SELECT a.id, a.kind, a.began_at AS "beganAt", a.ended_at AS "endedAt" FROM site.alarms a
      WHERE a.kind = ANY (${kinds}) AND a.began_at > lib.now() - interval '1 day' AND NOT ${KNOWN_SQL} ORDER BY a.id`);
    let found = 0;
    for (const { id, kind, beganAt, endedAt } of alarms) {
      const draft = FAULTS[kind];
      if (draft !== null && (await write(tx, { ...draft, key: `alarm:${id}`, kind, beganAt, endedAt, event: alarmWords(kind) })))
        found += 1;
    }
    await tx.run(sql`
      WITH over AS (
        UPDATE running.faults f SET ended_at = a.ended_at FROM running.entries e JOIN site.alarms a ON e.noticed = 'alarm:' || a.id
        WHERE e.id = f.entry_id AND f.ended_at IS NULL AND a.ended_at IS NOT NULL AND NOT EXISTS (SELECT FROM running.papers p WHERE p.entry_id = e.id AND p.kind = 'fault-report')
        RETURNING f.entry_id, a.ended_at)
      INSERT INTO running.answers (entry_id, at, what, body) SELECT entry_id, lib.now(), 'ended', '' FROM over`);
    return found;
  });

/** A gap in the beats of the worker shorter than this is a restart. */
const GAP_MINUTES = 5;
const LONGEST_GAP_DAYS = 30;

/**
 * Makes a fault of the time in which the worker itself was away, or the database: nobody could notice it then. Called when the worker is there again, before its
 * first beat. Planned stops are none, and neither is what the desk noticed meanwhile. Returns whether there was one.
 */
export const noticeGap = (db: Db): Promise<boolean> =>
  db.transaction(async (tx) => {
    const gap = await tx.row<{ from: Date; to: Date }>(sql`
      WITH last AS (
        SELECT max(m) + interval '1 minute' AS began, lib.now() AS ended FROM (SELECT * FROM running.beats WHERE door = 'worker' ORDER BY hour DESC LIMIT 1) b,
          running.minutes_of(ROW(b.door, b.hour, b.minutes)::running.beats) AS m)
      SELECT began AS "from", ended AS "to" FROM last
      WHERE ended - began > make_interval(mins => ${GAP_MINUTES}::integer) AND ended - began < make_interval(days => ${LONGEST_GAP_DAYS}::integer)
        AND NOT EXISTS (SELECT FROM site.maintenance s WHERE s.cancelled_at IS NULL AND s.starts_at < ended AND s.ends_at > began)
        AND NOT EXISTS (SELECT FROM site.alarms a WHERE a.kind = 'worker-silent' AND a.began_at BETWEEN began AND ended)`);
    if (gap === undefined) return false;
    return write(tx, {
      key: `gap:${gap.from.toISOString()}`,
      kind: null,
      beganAt: gap.from,
      endedAt: gap.to,
      subject: 'システムの停止',
      event: `${deskMoment(gap.from)}から${deskMoment(gap.to)}まで、監視の記録がありません。システムかデータベースが停止していました。`,
      impact: 'この間、メールの送信と定時の処理が行われていません。予約サイトと職員画面も使えなかったおそれがあります。',
    });
  });

/** The minute of a desk: it is there, and where the worker is not, it says so. Nobody else would. */
export async function deskBeat(db: Db): Promise<void> {
  await beat(db, 'desk');
  if ((await silentMinutes(db, 'worker')) < SILENT_MINUTES) return;
  await setAlarm(db, 'worker-silent', true);
  await noticeFaults(db);
}
