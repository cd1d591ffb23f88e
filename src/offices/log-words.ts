import type { ActWords } from '../audit/act-words.ts';

/** What was done of offices, as the log says it. */
export const OFFICE_ACTS: ActWords<'office'> = {
  'office.added': '交付場所を追加した',
  'office.changed': '交付場所を変更した',
  'office.retired': '交付場所を廃止した',
  'office.restored': '交付場所を使用中に戻した',
  'office.transfers-filled': '回送の日数を初期値にした',
  'office.transfers-changed': '回送の日数を変更した',
};
