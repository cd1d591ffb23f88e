import { APPROVAL_ACTS } from '../../approvals/log-words.ts';
import type { ActWords } from '../../audit/act-words.ts';
import { AUDIT_ACTS } from '../../audit/log-words.ts';
import { CALENDAR_ACTS } from '../../calendar/log-words.ts';
import { CARD_ACTS } from '../../cards/log-words.ts';
import { CLOSING_ACTS } from '../../closing/log-words.ts';
import { COUNTER_ACTS } from '../../counter/log-words.ts';
import { INTAKE_ACTS } from '../../intake/log-words.ts';
import { OFFICE_ACTS } from '../../offices/log-words.ts';
import { MAIL_ACTS } from '../../outbox/log-words.ts';
import { RESERVATION_ACTS } from '../../reservations/log-words.ts';
import { RUNNING_ACTS } from '../../running/log-words.ts';
import { SERVICE_ACTS } from '../../services/log-words.ts';
import { SITE_ACTS } from '../../site/log-words.ts';
import { STAFF_ACTS } from '../../staff/log-words.ts';
import { WAITING_ACTS } from '../../waiting/log-words.ts';

/** What the log may be narrowed to: acts that begin so. */
export const KINDS: { value: string; label: string }[] = [
  { value: '', label: 'すべて' },
  { value: 'reservation.', label: '予約' },
  { value: 'waiting.', label: '空き待ち' },
  { value: 'counter.', label: '窓口' },
  { value: 'calendar.', label: '予約枠・予約可能期間' },
  { value: 'closing.', label: '臨時閉庁' },
  { value: 'card', label: 'カード' },
  { value: 'citizen.', label: 'ウェブの利用' },
  { value: 'staff.', label: '職員・ログイン' },
  { value: 'tries.', label: 'Web入力のロック' },
  { value: 'mail.', label: 'メール' },
  { value: 'reminders.', label: '前日のお知らせ' },
  { value: 'alarm.', label: '警告' },
  { value: 'intake.', label: '取り込み' },
  { value: 'office.', label: '交付場所' },
  { value: 'service.', label: '手続き' },
  { value: 'site.', label: '市の設定・お知らせ' },
  { value: 'storage.', label: '保管場所' },
  { value: 'parcel.', label: '回送の便' },
  { value: 'list.', label: '一覧の表示・出力' },
  { value: 'desk.', label: '閲覧・拒否' },
  { value: 'keeping.', label: '保存年数による削除' },
  { value: 'backup.', label: 'バックアップ・復元' },
  { value: 'approval.', label: '市の承認' },
  { value: 'running.', label: '運用の記録・報告' },
  { value: 'operator.', label: 'サーバーでの作業' },
  { value: 'audit.', label: '記録の整理' },
  { value: 'logs.', label: 'アプリケーションログ' },
];

/** What is done with lists, and by rooms that stand beside this one or above: it cannot read their words. */
const OTHERS: ActWords<'reminders' | 'backup' | 'mail' | 'list' | 'keeping'> = {
  'reminders.queued': '前日のお知らせメールを用意した',
  'backup.taken': 'バックアップを取った',
  'backup.failed': 'バックアップに失敗した',
  'backup.restored': 'バックアップから復元した',
  'mail.held': '復元のため、メールの送信を止めた',
  'mail.mailing-sent': '一斉メールを送信した',
  'mail.mailing-stopped': '一斉メールの送信を中止した',
  'list.filter-kept': '一覧の条件を保存した',
  'list.filter-renamed': '一覧の条件の名称を変更した',
  'list.filter-removed': '一覧の条件を削除した',
  'list.columns-set': '一覧の市の標準の列を設定した',
  'list.shown': '一覧を表示した',
  'list.taken': '一覧を出力した',
  'keeping.removed': '保存年数を過ぎた記録を消した',
};

/** What was done, in words: each room words its own (`log-words.ts`), and each act there is has one (acts.test.ts). */
export const ACTS: Readonly<Record<string, string>> = {
  ...RESERVATION_ACTS,
  ...WAITING_ACTS,
  ...COUNTER_ACTS,
  ...CALENDAR_ACTS,
  ...CLOSING_ACTS,
  ...CARD_ACTS,
  ...STAFF_ACTS,
  ...MAIL_ACTS,
  ...INTAKE_ACTS,
  ...OFFICE_ACTS,
  ...SERVICE_ACTS,
  ...SITE_ACTS,
  ...APPROVAL_ACTS,
  ...RUNNING_ACTS,
  ...AUDIT_ACTS,
  ...OTHERS,
};

export const WHO: Record<string, string> = { citizen: '市民', clock: '自動', operator: '運用', staff: '職員' };
