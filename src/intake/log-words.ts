import type { ActWords } from '../audit/act-words.ts';

/** What was done of what is taken in, as the log says it. */
export const INTAKE_ACTS: ActWords<'intake'> = {
  'intake.decided': '取込みデータの氏名相違を判断した',
  'intake.list-given': 'カードの一覧のファイルを受け付けた',
  'intake.list-dropped': 'カードの一覧の取込みを取りやめた',
  'intake.list-failed': 'カードの一覧の処理が、何度試しても終わらなかった',
  'intake.list-left': 'カードの一覧の取込みの取り消しを取りやめた',
  'intake.list-tried-again': '止まった取込みを、もう一度始めた',
  'intake.list-pressed': 'カードの一覧を登録することにした',
  'intake.profile-kept': 'カードの一覧の形式を登録した',
  'intake.undecided': '取込みデータの氏名相違の判断を取り消した',
  'intake.cards-imported': 'カードを取り込んだ',
  'intake.card-by-hand': 'カードを1枚、手で登録した',
  'intake.number-told': 'J-LISの枚数を記録した',
  'intake.number-explained': '届いた枚数の差異の説明を記録した',
  'intake.cards-refused': 'カードの取り込みを断った',
  'intake.cards-undone': 'カードの取り込みを元に戻した',
  'intake.reservations-judged': '稼働前の予約のファイルを読み込んだ',
  'intake.reservations-refused': '稼働前の予約のファイルを断った',
  'intake.reservations-pressed': '稼働前の予約の登録を始めた',
  'intake.reservations-tried-again': '止まった稼働前の予約の処理を、もう一度始めた',
  'intake.reservations-imported': '稼働前の予約の登録が終わった',
  'intake.reservation-settled': '登録できなかった稼働前の予約を対応済みにした',
  'intake.reservations-undone': '稼働前の予約の登録を取り消した',
};
