import type { ActWords } from '../audit/act-words.ts';

/** What was done of the waiting list, as the log says it. */
export const WAITING_ACTS: ActWords<'waiting'> = {
  'waiting.entered': '空き待ちに登録した',
  'waiting.changed': '待つ条件を変更した',
  'waiting.went-on': '予約した方を除いて、空き待ちを続けた',
  'waiting.offered': '空いた枠を空き待ちの方のために確保した',
  'waiting.opened': '空きの案内のリンクを開いた',
  'waiting.taken': '案内した日時を予約した',
  'waiting.passed': '案内した日時を見送った',
  'waiting.lapsed': '案内した日時の期限が過ぎた',
  'waiting.withdrawn': '閉庁、または予約の変更のため、案内を取りやめた',
  'waiting.ended': '空き待ちを終わった',
};
