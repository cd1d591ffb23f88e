import type { ActWords } from '../audit/act-words.ts';

/** What was done at the counter, as the log says it. */
export const COUNTER_ACTS: ActWords<'counter'> = {
  'counter.arrived': '受付した',
  'counter.handed-over': '交付済・完了にした',
  'counter.incomplete': '不備にした',
  'counter.no-show': '未来庁にした',
  'counter.day-ended': '日締めをした',
  'counter.day-decided': '自動の日締めをした',
  'counter.day-left-open': '来庁の記録がないため、自動の日締めをしなかった',
  'counter.day-reopened': '日締めを取り消した',
  'counter.handing-noted': '交付のときの回収・手数料・受け取った方を記録した',
  'counter.handed-many': 'まとめて交付済・完了にした',
  'counter.handed-many-undone': 'まとめて交付済・完了にしたことを取り消した',
  'counter.undone': '窓口の記録を元に戻した',
  'counter.called': '来庁前の電話の結果を記録した',
  'counter.call-taken': '来庁前の電話の担当になった',
  'counter.call-given-up': '来庁前の電話の担当を外れた',
  'counter.reasons-changed': '不備の理由の一覧を変更した',
};
