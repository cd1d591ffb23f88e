import { randomUUID } from 'node:crypto';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** The made-up city's administrator. */
const OPERATOR = 1;
const BEATEN_DAYS = 62;

type Made = {
  kind: string;
  way: string;
  daysAgo: number;
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
    daysAgo: 33,
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

/** A fault of some weeks ago, reported and closed as one is. */
async function fault(tx: Tx): Promise<void> {
  await tx.run(sql`
    WITH entry AS (
      INSERT INTO running.entries (form, kind, way, received_at, from_whom, subject, body, written_at, staff_id, completed_at, completed_by)
      SELECT ${randomUUID()}::uuid, 'fault', 'phone', t.at, '市民課', 'メール送信の遅れ', '予約の確認メールが届くまでに時間がかかるとの連絡', t.at, ${OPERATOR}::integer, t.at + interval '2 days', ${OPERATOR}::integer
      FROM (SELECT date_trunc('hour', lib.now()) - interval '25 days' AS at) t RETURNING id, received_at AS at),
    parts AS (
      INSERT INTO running.faults (entry_id, began_at, ended_at, event, impact, handling, cause, action, prevention)
      SELECT id, at - interval '20 minutes', at + interval '35 minutes', 'メールサーバーの応答が遅く、送信待ちのメールが増えました。', '予約の確認メールが、最大55分遅れました。予約の受付と窓口の業務に影響はありません。',
        'メールサーバーを再起動し、送信待ちのメールをすべて送りました。', 'メールサーバーのディスクの空きが不足していました。', '不要なログを削除し、メールサーバーを再起動しました。', 'ディスクの空きを監視し、2割を切ったときに通知します。'
      FROM entry RETURNING entry_id, began_at)
    INSERT INTO running.answers (entry_id, at, staff_id, what, body)
    SELECT entry.id, entry.at + interval '35 minutes', ${OPERATOR}::integer, 'answer', 'メールサーバーを再起動し、復旧しました。' FROM entry, parts
    UNION ALL SELECT entry.id, entry.at + interval '2 days', ${OPERATOR}::integer, 'completed', '再発防止策を実施しました。' FROM entry`);
}

/** What running a city for two months leaves: the book, and minutes in which each process was there. */
export async function fillRunning(tx: Tx): Promise<void> {
  await tx.run(sql`UPDATE running.contacts SET mails = ARRAY['jimu@city.example.jp']`);
  for (const { kind, way, daysAgo, from, subject, body, answers, completed, dueDays } of ENTRIES) {
    const { id } = await tx.one<{ id: number }>(sql`
      INSERT INTO running.entries (form, kind, way, received_at, from_whom, subject, body, due_on, written_at, staff_id, completed_at, completed_by)
      SELECT ${randomUUID()}::uuid, ${kind}, ${way}, t.at, ${from}, ${subject}, ${body}, lib.day_of(lib.now()) + ${dueDays ?? null}::integer, t.at, ${OPERATOR}::integer,
        CASE WHEN ${completed} THEN t.at + interval '3 hours' END, CASE WHEN ${completed} THEN ${OPERATOR}::integer END
      FROM (SELECT lib.instant(lib.day_of(lib.now()) - ${daysAgo}::integer, 630) AS at) t RETURNING id`);
    for (const [at, answer] of answers.entries())
      await tx.run(sql`
        INSERT INTO running.answers (entry_id, at, staff_id, what, body)
        SELECT id, received_at + interval '3 hours', ${OPERATOR}::integer, ${completed && at === answers.length - 1 ? 'completed' : 'answer'}, ${answer} FROM running.entries WHERE id = ${id}`);
  }
  await fault(tx);
  // Whole hours up to this one; the processes beat from now on. Some minutes of one night are missing.
  await tx.run(sql`
    INSERT INTO running.beats (door, hour, minutes)
    SELECT door, h, CASE WHEN door = 'desk' AND h = date_trunc('hour', lib.now()) - interval '21 days' THEN (1::bigint << 60) - 1 - 63 ELSE (1::bigint << 60) - 1 END
    FROM unnest(ARRAY['citizen', 'desk', 'worker']) AS door,
      generate_series(date_trunc('hour', lib.now()) - make_interval(days => ${BEATEN_DAYS}::integer), date_trunc('hour', lib.now()) - interval '1 hour', interval '1 hour') AS h
    UNION ALL
    SELECT door, date_trunc('hour', lib.now()), (1::bigint << extract(minute FROM lib.now())::integer) - 1 FROM unnest(ARRAY['citizen', 'desk', 'worker']) AS door`);
}
