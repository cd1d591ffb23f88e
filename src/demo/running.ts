import { randomUUID } from 'node:crypto';
import { type Clock, today } from '../lib/clock.ts';
import { addDays, cityInstant } from '../lib/dates/jst.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { Outcome } from '../lib/outcome.ts';
import { claimMails, markSent } from '../outbox/queue.ts';
import { addLine } from '../running/entries.ts';
import { type FaultRefusal, readFault, seenOfFault, sendFirstIn, submitReportIn } from '../running/faults.ts';
import { papersOf } from '../running/papers.ts';
import { tellOfStop } from '../running/stop-notices.ts';
import { readStop } from '../site/maintenance.ts';
import { asIf } from './as-if.ts';

/** The made-up city's administrator. */
const OPERATOR = 1;
const BEATEN_DAYS = 62;
const MORNING = 630;
/** The maintenance was done in a planned stop: so many days ago, at this minute, shown to the city so many days before. */
const STOP_DAYS_AGO = 33;
const STOP_BEGINS = 60;
const STOP_SHOWN_DAYS = 17;

type Made = {
  kind: string;
  way: string;
  daysAgo: number;
  /** When it was received, in minutes of the day; left out: in the morning. */
  minute?: number;
  from: string;
  subject: string;
  body: string;
  answers: readonly string[];
  completed: boolean;
  dueDays?: number;
};

const ENTRIES: readonly Made[] = [
  {
    kind: 'inspection',
    way: 'planned',
    daysAgo: 40,
    from: '',
    subject: '定期点検',
    body: 'サーバー、データベース、バックアップ、証明書の期限',
    answers: ['異常はありません。'],
    completed: true,
  },
  {
    kind: 'maintenance',
    way: 'planned',
    daysAgo: STOP_DAYS_AGO,
    minute: STOP_BEGINS,
    from: '',
    subject: 'データベースの更新の適用',
    body: '計画停止の時間に実施',
    answers: ['適用し、動作を確かめました。'],
    completed: true,
  },
  {
    kind: 'enquiry',
    way: 'phone',
    daysAgo: 20,
    from: '市民課',
    subject: '一覧に電話番号の列を表示する方法',
    body: '引き抜きリストにも電話番号を表示したい',
    answers: ['一覧の「列を選ぶ」で表示できることを案内しました。'],
    completed: true,
  },
  {
    kind: 'security',
    way: 'planned',
    daysAgo: 12,
    from: '',
    subject: 'IPAの注意喚起の確認',
    body: '今週公表された注意喚起のうち、該当する部品の有無',
    answers: ['該当する部品はありません。'],
    completed: true,
  },
  {
    kind: 'inspection',
    way: 'planned',
    daysAgo: 10,
    from: '',
    subject: '定期点検',
    body: 'サーバー、データベース、バックアップ、証明書の期限',
    answers: ['異常はありません。'],
    completed: true,
  },
  {
    kind: 'enquiry',
    way: 'mail',
    daysAgo: 4,
    from: '北野総合支所',
    subject: '印刷した一覧の文字を大きくできるか',
    body: '',
    answers: ['プリンタの設定を確認中です。'],
    completed: false,
    dueDays: 3,
  },
  {
    kind: 'enquiry',
    way: 'phone',
    daysAgo: 6,
    from: 'コールセンター',
    subject: '電話予約の仮押さえの時間を延ばせるか',
    body: '通話が長くなることがある',
    answers: [],
    completed: false,
    dueDays: -1,
  },
];

const CLERK = { kind: 'staff', staffId: OPERATOR } as const;
const MAILS = ['jimu@city.example.jp'];

/** The mail just put is with the city. No other mail is due as early as that. */
async function mailsLeft(tx: Tx): Promise<void> {
  for (const mail of await claimMails(tx, MAILS.length, 600, [])) await markSent(tx, mail, null);
}

/** The stop of the maintenance, shown to the city more than two weeks before. */
async function plannedStop(tx: Tx, clock: Clock): Promise<void> {
  const day = addDays(today(clock).toString(), -STOP_DAYS_AGO);
  await asIf(tx, cityInstant(addDays(day, -STOP_SHOWN_DAYS), 10 * 60), async () => {
    const { id } = await tx.one<{ id: number }>(sql`
      INSERT INTO site.maintenance (starts_at, ends_at, reason, presented_on)
      VALUES (lib.instant(${day}::date, ${STOP_BEGINS}), lib.instant(${day}::date, ${STOP_BEGINS + 180}), 'データベースの更新の適用', lib.day_of(lib.now())) RETURNING id`);
    const stop = await readStop(tx, id);
    if (stop !== undefined) await tellOfStop(tx, CLERK, 'planned', stop);
    await mailsLeft(tx);
  });
}

async function act(what: Promise<Outcome<number, FaultRefusal>>): Promise<void> {
  const did = await what;
  if (!did.ok) throw new Error(`the fault of the made-up city: ${did.reason}`);
}
const seen = async (tx: Tx, id: number): Promise<string> => {
  const fault = await readFault(tx, id);
  return fault === undefined ? '' : seenOfFault(fault, await papersOf(tx, id));
};

/** A fault of some weeks ago, reported and closed as one is. */
async function fault(tx: Tx, clock: Clock): Promise<void> {
  const at = cityInstant(addDays(today(clock).toString(), -25), 14 * 60);
  const { id } = await tx.one<{ id: number }>(sql`
    INSERT INTO running.entries (form, kind, way, received_at, from_whom, subject, body, written_at, staff_id)
    SELECT ${randomUUID()}::uuid, 'fault', 'phone', t.at, '市民課', 'メール送信の遅れ', '予約の確認メールが届くまでに時間がかかるとの連絡', t.at, ${OPERATOR}::integer
    FROM (SELECT ${at.toString()}::timestamptz AS at) t RETURNING id`);
  await tx.run(sql`
    INSERT INTO running.faults (entry_id, began_at, event, impact, handling)
    SELECT id, received_at - interval '20 minutes', 'メールサーバーの応答が遅く、送信待ちのメールが増えました。',
      '予約の確認メールが、遅れて届きます。届くまで、ウェブの新しい予約はできません。電話の予約と窓口の業務に影響はありません。', 'メールサーバーを再起動しています。'
    FROM running.entries WHERE id = ${id}`);
  await asIf(tx, at.add({ minutes: 15 }), async () => {
    await act(sendFirstIn(tx, CLERK, id, await seen(tx, id)));
    await mailsLeft(tx);
  });
  await tx.run(sql`
    UPDATE running.faults SET ended_at = began_at + interval '55 minutes', handling = 'メールサーバーを再起動し、送信待ちのメールをすべて送りました。',
      impact = '予約の確認メールが、最大55分遅れました。その間、ウェブの新しい予約はできませんでした。電話の予約と窓口の業務に影響はありません。' WHERE entry_id = ${id}`);
  await asIf(tx, at.add({ minutes: 45 }), async () => {
    await addLine(tx, CLERK, id, 'answer', 'メールサーバーを再起動し、復旧しました。');
    await act(sendFirstIn(tx, CLERK, id, await seen(tx, id)));
    await mailsLeft(tx);
  });
  await tx.run(sql`
    UPDATE running.faults SET cause = 'メールサーバーのディスクの空きが不足していました。', action = '不要なログを削除し、メールサーバーを再起動しました。',
      prevention = 'ディスクの空きを監視し、2割を切ったときに通知します。' WHERE entry_id = ${id}`);
  await asIf(tx, at.add({ hours: 48 }), async () => {
    await act(submitReportIn(tx, CLERK, id, await seen(tx, id)));
    await addLine(tx, CLERK, id, 'completed', '再発防止策を実施しました。');
    await tx.run(sql`UPDATE running.entries SET completed_at = lib.now(), completed_by = ${OPERATOR}::integer WHERE id = ${id}`);
  });
}

/** What running a city for two months leaves: the book, and minutes in which each process was there. */
export async function fillRunning(tx: Tx, clock: Clock): Promise<void> {
  await tx.run(sql`UPDATE running.contacts SET mails = ${MAILS}::text[]`);
  await plannedStop(tx, clock);
  for (const { kind, way, daysAgo, minute = MORNING, from, subject, body, answers, completed, dueDays } of ENTRIES) {
    const { id } = await tx.one<{ id: number }>(sql`
      INSERT INTO running.entries (form, kind, way, received_at, from_whom, subject, body, due_on, written_at, staff_id, completed_at, completed_by)
      SELECT ${randomUUID()}::uuid, ${kind}, ${way}, t.at, ${from}, ${subject}, ${body}, lib.day_of(lib.now()) + ${dueDays ?? null}::integer, t.at, ${OPERATOR}::integer,
        CASE WHEN ${completed} THEN t.at + interval '3 hours' END, CASE WHEN ${completed} THEN ${OPERATOR}::integer END
      FROM (SELECT lib.instant(lib.day_of(lib.now()) - ${daysAgo}::integer, ${minute}::integer) AS at) t RETURNING id`);
    for (const [at, answer] of answers.entries())
      await tx.run(sql`
        INSERT INTO running.answers (entry_id, at, staff_id, what, body)
        SELECT id, received_at + interval '3 hours', ${OPERATOR}::integer, ${completed && at === answers.length - 1 ? 'completed' : 'answer'}, ${answer} FROM running.entries WHERE id = ${id}`);
  }
  await fault(tx, clock);
  // Whole hours up to this one; the processes beat from now on. Two minutes of one night are missing, a restart: with three it would be a fault.
  await tx.run(sql`
    INSERT INTO running.beats (door, hour, minutes)
    SELECT door, h, CASE WHEN door = 'desk' AND h = date_trunc('hour', lib.now()) - interval '21 days' THEN (1::bigint << 60) - 1 - 3 ELSE (1::bigint << 60) - 1 END
    FROM unnest(ARRAY['citizen', 'desk', 'worker']) AS door,
      generate_series(date_trunc('hour', lib.now()) - make_interval(days => ${BEATEN_DAYS}::integer), date_trunc('hour', lib.now()) - interval '1 hour', interval '1 hour') AS h
    UNION ALL
    SELECT door, date_trunc('hour', lib.now()), (1::bigint << extract(minute FROM lib.now())::integer) - 1 FROM unnest(ARRAY['citizen', 'desk', 'worker']) AS door`);
}
