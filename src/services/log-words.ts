import type { ActWords } from '../audit/act-words.ts';

/** What was done of services, as the log says it. */
export const SERVICE_ACTS: ActWords<'service'> = {
  'service.added': '手続きを追加した',
  'service.changed': '手続きを変更した',
  'service.length-changed': '交付場所で使う枠の数を変更した',
  'service.retired': '手続きの受付を終了した',
  'service.restored': '手続きの受付を再開した',
  'service.papers-changed': '事情による持ち物を変更した',
  'service.caution-added': '注意を追加した',
  'service.caution-changed': '注意を変更した',
  'service.caution-retired': '注意を非表示にした',
  'service.caution-restored': '注意を再び表示した',
};
