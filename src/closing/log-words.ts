import type { ActWords } from '../audit/act-words.ts';

/** What was done of closings, as the log says it. */
export const CLOSING_ACTS: ActWords<'closing'> = {
  'closing.closed': '臨時閉庁にした',
  'closing.reopened': '臨時閉庁を終えて再開した',
  'closing.reached': '電話で連絡した',
  'closing.not-reached': '電話の連絡を元に戻した',
  'closing.noted': '電話のメモを書いた',
};
