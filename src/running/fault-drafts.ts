import type { AlarmKind } from '../site/alarms.ts';

/** What a fault touches, as its first report says it: drafted from the alarm, for a person to correct. */
export type Draft = { subject: string; impact: string };

/** Which alarms are faults of the system (§9(1)). Null: something to look at, and no fault. */
export const FAULTS: Readonly<Record<AlarmKind, Draft | null>> = {
  'try-pressure': null,
  'sealing-held-back': {
    subject: '操作履歴の封印の遅れ',
    impact: '操作履歴の改ざんを検知できない時間が延びています。予約の受付と窓口の業務には影響ありません。',
  },
  'heads-not-kept': null,
  'logs-changed': {
    subject: 'アプリケーションログの変更または消失',
    impact: 'サーバーのログの一部が、記録したときのままではありません。予約の受付と窓口の業務には影響ありません。',
  },
  'log-files-not-kept': null,
  'mails-stuck': {
    subject: 'メール送信の停止',
    impact:
      '予約の確認メールやお知らせメールが届いていません。メールの確認ができないため、ウェブの新しい予約はできません。電話で受け付けます。窓口の業務は続けられます。',
  },
  'calendar-differs': null,
  'holidays-short': null,
  'proxy-not-trusted': null,
  'line-stands': null,
  'ids-walked': null,
  'sign-ins-rest': null,
  'custody-differs': {
    subject: 'カードの所在と記録の不一致',
    impact: '一部のカードの所在が、記録と一致していません。該当のカードの交付に影響するおそれがあります。',
  },
  'job-failed': {
    subject: '定時の処理の失敗',
    impact: 'お知らせメール、予約枠の追加、保存期間を過ぎた記録の削除などが遅れるおそれがあります。予約の受付は続けられます。',
  },
  'clock-off': null,
  'certificate-ends': null,
  'cards-not-ready': null,
  'known-vulnerabilities': null,
  'advisories-not-asked': null,
  'program-not-applied': null,
  'backup-old': null,
  'backup-folder-away': null,
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
    impact:
      'メールが送られず、定時の処理が行われていません。メールの確認ができないため、ウェブの新しい予約はできません。電話で受け付けます。窓口の業務は続けられます。',
  },
};
