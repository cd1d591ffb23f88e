import type { ActWords } from '../audit/act-words.ts';

/** What was done of the settings, the texts and the alarms, as the log says it. */
export const SITE_ACTS: ActWords<'alarm' | 'site'> = {
  'alarm.began': '警告が出た',
  'alarm.ended': '警告が解消した',
  'site.setting-changed': '市の設定を変更した',
  'site.city-changed': '市の情報を変更した',
  'site.sender-noted': 'メールの差出人のアドレスが変わった',
  'site.notice-added': 'お知らせを出した',
  'site.notice-changed': 'お知らせを変更した',
  'site.notice-ended': 'お知らせを終えた',
  'site.terminal-checked': '端末と印刷の動作を確認した',
  'site.text-translated': 'ほかの言語の文を変更した',
  'site.texts-translated': 'ほかの言語の文をファイルから取り込んだ',
  'site.texts-taken-back': 'ほかの言語の文の取り込みを取り消した',
  'site.wording-changed': '文面を変更した',
  'site.wording-withdrawn': '文面の変更を取りやめた',
  'site.plan-made': '文の変更を予定した',
  'site.plan-withdrawn': '文の変更の予定を取りやめた',
  'site.plan-held': '予定した文に切り替えた',
  'site.stop-planned': '計画停止を予定した',
  'site.stop-changed': '計画停止を変更した',
  'site.stop-cancelled': '計画停止を取りやめた',
};
