import type { ActWords } from '../audit/act-words.ts';

/** What was done of running the system, as the log says it. */
export const RUNNING_ACTS: ActWords<'running' | 'operator'> = {
  'running.entry-added': '運用の記録を追加した',
  'running.answered': '運用の記録に回答・対応を書いた',
  'running.completed': '運用の記録を完了にした',
  'running.reopened': '運用の記録の対応を再開した',
  'running.fault-noticed': '障害を検知し、初報の案を作成した',
  'running.fault-changed': '障害の報告の案を変更した',
  'running.fault-notified': '障害を市に報告した',
  'running.fault-told': '障害の報告を電話か紙で伝えたことを記録した',
  'running.fault-report-submitted': '障害報告書を提出した',
  'running.fault-report-corrected': '障害報告書の訂正版を提出した',
  'running.fault-withdrawn': '障害の記録を取り下げた',
  'running.month-submitted': '月次報告書を提出した',
  'running.month-corrected': '月次報告書の訂正版を提出した',
  'running.finding-reviewed': '操作履歴の点検の結果を記録した',
  'running.contacts-changed': '障害の報告先を変更した',
  'operator.database-session': 'データベースへの直接の接続を検知した',
};
