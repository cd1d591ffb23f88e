import type { ActWords } from './act-words.ts';

/** What was done of the log itself, and of what is looked at, as the log says it. */
export const AUDIT_ACTS: ActWords<'desk' | 'operator' | 'audit' | 'logs'> = {
  'desk.saw-closing': '臨時閉庁の一覧を閲覧した',
  'desk.saw-former': '登録できなかった稼働前の予約を閲覧した',
  'desk.saw-moved': '開庁時間の変更で要振替になった方の一覧を閲覧した',
  'desk.saw-person': '本人の画面を閲覧した',
  'desk.saw-card': 'カードを読み取って、入出庫を記録しなかった',
  'desk.saw-box': '箱のカードの一覧を閲覧した',
  'desk.saw-reservation': '予約の画面を閲覧した',
  'desk.saw-mail': 'メールの本文を閲覧した',
  'desk.saw-day': '一日の予約を閲覧した',
  'desk.saw-log': '操作履歴をファイルに保存した',
  'desk.saw-search': '検索の結果を閲覧した',
  'desk.refused': '権限のない画面を開いた',
  'operator.command': 'サーバーでコマンドを実行した',
  'audit.expired': '保存期間の過ぎた記録を消した',
  'audit.key-changed': '記録を封印する鍵を変更した',
  'logs.sealed': 'アプリケーションログを封印した',
  'logs.expired': '保存期間の過ぎたアプリケーションログを消した',
};
