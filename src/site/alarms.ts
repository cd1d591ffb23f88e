import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** What somebody should look at, and how the desk says it. */
const ALARMS = {
  'try-pressure': '予約サイト全体で入力の間違いが増えています。第三者が総当たりで試しているおそれがあります。',
  'sealing-held-back': '操作履歴の封印が遅れています。終わらない処理がデータベースにないか確かめてください。',
  'heads-not-kept': '操作履歴の控えが、別の機器に残っていません。控えの書き込み先（AUDIT_HEADS）を確かめてください。',
  'logs-changed':
    'アプリケーションログのファイルが、封印したときの内容と違うか、なくなっています。運用の担当に連絡し、サーバーのコマンド「madoguchi verify」で確かめてください。',
  'log-files-not-kept':
    'アプリケーションログのファイルを、封印・圧縮・複写できていません。ログの保存先（LOG_DIR）とバックアップの保存先（BACKUP_DIRS）を確かめてください。',
  'mails-stuck': 'メールを送れない状態が続いています。メールサーバーを確かめてください。',
  'calendar-differs': '予約枠が、開庁時間の規則と一致していません。「予約枠」の画面で確かめてください。',
  'holidays-short': '予約枠をつくる年の祝日が、入っていません。予約枠の下書きの「祝日」で、1日ずつ追加してください。',
  'proxy-not-trusted':
    '予約サイトの前にある中継サーバーの知らせる接続元が、使われていません。全員が同じ接続元とみなされ、入力誤りの制限が全員にかかるおそれがあります。設定 TRUSTED_PROXIES に、そのアドレスを指定してください。',
  'ids-walked':
    '同じ誕生日、または同じ接続元で、交付通知書IDの間違いが続いています。プログラムがIDを次々に試しているおそれがあります。その入力には、端末での計算を求めて遅らせています。',
  'sign-ins-rest':
    'ログインの間違いが続いた接続元から、職員がログインできません。「アカウント」の画面で確かめて、解除してください。全員が同じ接続元とみなされているときは、設定 TRUSTED_PROXIES に、中継サーバーのアドレスを指定してください。',
  'line-stands':
    '予約サイトがたいへん混み合い、新しく来られた方に順番をお待ちいただいています。途中の方はそのまま進めます。窓口の業務と電話での予約には影響ありません。',
  'custody-differs': 'カードの所在が、入出庫の記録と一致していません。操作履歴を確かめてください。',
  'cards-not-ready':
    '次の開庁日までに来庁される方のうち、カードがそろっていない方がいます。「カードがそろっていない来庁」の一覧で確かめ、来庁の前に電話してください。',
  'known-vulnerabilities':
    'このシステムの部品に、公表された脆弱性があります。保守事業者に知らせてください。一覧は、サーバーのコマンド「madoguchi components --vulnerabilities」で確かめられます。',
  'advisories-not-asked': '部品の脆弱性の情報を、確かめられませんでした。サーバーから情報元につながるか確かめてください。',
  'program-not-applied': '市の承認の記録がない版のプログラムが動いています。運用の担当に連絡し、「市の承認」で確かめてください。',
  'backup-old': '1日以上、バックアップが取れていません。運用の担当に連絡してください。',
  'backup-folder-away':
    'バックアップの保存先に、書き込めません。保存先（BACKUP_DIRS）のディスクと、つながっている機器を確かめてください。',
  'backup-failed': '直近のバックアップが失敗したか、別の保存先に複写できていません。運用の担当に連絡してください。',
  'log-copy-old':
    'データベースが失われた場合に戻せる時点が、目標復旧時点（市の設定）より古くなっています。運用の担当に連絡してください。',
  'log-finding': '操作履歴の分析で、確かめることが見つかりました。「操作履歴の点検」で確かめてください。',
  'database-session':
    'このシステム以外の利用者が、データベースに直接つながっています。作業計画にある作業か、運用の担当に確かめてください。',
  'citizen-silent': '予約サイトのプロセスが、3分以上動いていません。',
  'desk-silent': '職員画面のプロセスが、3分以上動いていません。',
  'worker-silent': 'メールを送り、定時の処理をするプロセスが、3分以上動いていません。',
  'standby-missing':
    '待機系のデータベースが、つながっていません。このまま障害が起きると、切り替えられず、予約サイトが止まります。運用の担当に連絡してください。',
  'standby-behind': '待機系のデータベースへの反映が、遅れています。ディスクと通信を確かめてください。',
  'standby-fills-disk':
    'つながっていない待機系のための記録が、データベースのディスクにたまっています。いっぱいになる前に、待機系を戻すか、切り離してください。',
  'clock-off':
    'サーバーの時計が、データベースの時計とずれています。枠の確保の期限、予約の締切、記録の日時が、実際の時刻と合わなくなります。サーバーの時刻合わせ（NTP）を確かめてください。',
  'certificate-ends':
    '予約サイトの証明書の期限が、近づいています。期限が切れると、市民は予約サイトを開けません。運用の担当に連絡してください。',
  'job-failed': '定時の処理が失敗したか、終わらずに止まっています。記録を確かめてください。',
} as const;
export type AlarmKind = keyof typeof ALARMS;

const CLOCK: Actor = { kind: 'clock' };

export type AlarmDetail = Readonly<Record<string, number | string>>;

export type Alarm = { kind: string; beganAt: Date; seenAt: Date; detail: Record<string, unknown> };

/** Alarms that stand now, the oldest first. */
export const openAlarms = (tx: Tx): Promise<Alarm[]> =>
  tx.rows<Alarm>(
    sql`SELECT kind, began_at AS "beganAt", seen_at AS "seenAt", detail FROM site.alarms WHERE ended_at IS NULL ORDER BY began_at`,
  );

export type PastAlarm = { kind: string; beganAt: Date; endedAt: Date };

/** Alarms that ended within the last 30 days, the last one first. */
export const pastAlarms = (tx: Tx): Promise<PastAlarm[]> =>
  tx.rows<PastAlarm>(sql`
    SELECT kind, began_at AS "beganAt", ended_at AS "endedAt" FROM site.alarms
    WHERE ended_at > lib.now() - interval '30 days' ORDER BY ended_at DESC LIMIT 100`);

/** What an alarm's kind means, in words for staff. */
export const alarmWords = (kind: string): string => (Object.hasOwn(ALARMS, kind) ? ALARMS[kind as AlarmKind] : kind);

/** What an alarm's numbers and names add to its words; nothing where they add nothing for whoever reads it. */
export function alarmFacts(detail: Record<string, unknown>): string {
  const { roles, programs, clocks, daysLeft, file, fault } = detail;
  if (typeof roles === 'string') return `利用者：${roles}`;
  if (typeof programs === 'string') return programs;
  if (typeof clocks === 'string') return clocks;
  if (typeof daysLeft === 'number') return daysLeft < 0 ? '期限切れ' : `残り${daysLeft}日`;
  return typeof file === 'string' ? `${file}（${String(fault ?? '')}）` : '';
}

/** `added`: the detail goes to what stands there already, else in its place. */
const setIn = async (tx: Tx, kind: AlarmKind, stands: boolean, detail: AlarmDetail, added = false): Promise<boolean> => {
  const facts = JSON.stringify({ ...detail, kind });
  if (stands) {
    const { began } = await tx.one<{ began: boolean }>(sql`
      INSERT INTO site.alarms AS a (kind, began_at, seen_at, detail) VALUES (${kind}, lib.now(), lib.now(), ${JSON.stringify(detail)}::jsonb)
      ON CONFLICT (kind) WHERE ended_at IS NULL DO UPDATE
        SET seen_at = excluded.seen_at, detail = CASE WHEN ${added}::boolean THEN a.detail ELSE '{}' END || excluded.detail
      RETURNING xmax = 0 AS began`);
    if (began)
      await tx.run(sql`SELECT audit.write(${actorSql(CLOCK)}, 'alarm.began', lib.now(), NULL, NULL, NULL, ${facts}::jsonb)`);
    return began;
  }
  const ended = await tx.run(sql`UPDATE site.alarms SET ended_at = lib.now() WHERE kind = ${kind} AND ended_at IS NULL`);
  if (ended > 0)
    await tx.run(sql`SELECT audit.write(${actorSql(CLOCK)}, 'alarm.ended', lib.now(), NULL, NULL, NULL, ${facts}::jsonb)`);
  return ended > 0;
};

/**
 * Says whether an alarm stands. Its beginning and its end go to the log, what lies between only moves `seenAt`.
 * @param detail numbers, names of files and codes of faults; nothing of persons
 * @returns whether it began or ended by this
 */
export const setAlarm = (db: Db, kind: AlarmKind, stands: boolean, detail: AlarmDetail = {}): Promise<boolean> =>
  db.transaction((tx) => setIn(tx, kind, stands, detail));

/** One of several things that an alarm may stand for. */
export type Cause = {
  /** A job, a machine: whoever says that it is over is whoever said that it began, in whatever process. */
  name: string;
  stands: boolean;
  /** Of others that nobody said again for so long nobody knows any more. Left out: they stand until they are said to be over. */
  forgetMinutes?: number;
};

/**
 * Says whether one cause of an alarm stands; the alarm stands while any does. For what several workers see, each its own part: what one of them finds in
 * order says nothing of the others, and takes no name of theirs out of the alarm.
 * @returns whether the alarm stands, and whether it began or ended by this
 */
export const setCause = (
  db: Db,
  kind: AlarmKind,
  { name, stands, forgetMinutes }: Cause,
  detail: AlarmDetail = {},
): Promise<{ stands: boolean; news: boolean }> =>
  db.transaction(async (tx) => {
    await tx.run(sql`SELECT pg_advisory_xact_lock(hashtext(${`alarm causes ${kind}`}))`);
    await tx.run(
      stands
        ? sql`INSERT INTO site.alarm_causes AS c (kind, cause, seen_at) VALUES (${kind}, ${name}, lib.now()) ON CONFLICT (kind, cause) DO UPDATE SET seen_at = excluded.seen_at`
        : sql`DELETE FROM site.alarm_causes WHERE kind = ${kind} AND cause = ${name}`,
    );
    if (forgetMinutes !== undefined)
      await tx.run(
        sql`DELETE FROM site.alarm_causes WHERE kind = ${kind} AND seen_at < lib.now() - make_interval(mins => ${forgetMinutes}::integer)`,
      );
    const { causes } = await tx.one<{ causes: number }>(
      sql`SELECT count(*) AS causes FROM site.alarm_causes WHERE kind = ${kind}`,
    );
    const others = !stands && causes > 0;
    const news = await setIn(tx, kind, causes > 0, others ? { causes } : { ...detail, causes }, others);
    return { stands: causes > 0, news };
  });

/** Forgets causes that there are no longer, as of a job that the program has no more. `names`: those there are. */
export const keepCauses = (tx: Tx, kind: AlarmKind, names: readonly string[]): Promise<number> =>
  tx.run(sql`DELETE FROM site.alarm_causes WHERE kind = ${kind} AND cause <> ALL (${names}::text[])`);

/** Ends an alarm that nobody saw reason for within so many minutes: those that tell it have no moment at which they know that it is over. Returns whether it did. */
export async function endUnseen(db: Db, kind: AlarmKind, minutes: number): Promise<boolean> {
  const { unseen } = await db.one<{ unseen: boolean }>(sql`
    SELECT EXISTS (SELECT FROM site.alarms WHERE kind = ${kind} AND ended_at IS NULL AND seen_at < lib.now() - make_interval(mins => ${minutes}::integer)) AS unseen`);
  return unseen && (await setAlarm(db, kind, false));
}
