import type { Setting } from './setting.ts';

/** How long what is kept (§8(1)⑧). */
export const KEEPING = {
  'keep-visits-days': {
    usual: 7,
    least: 2,
    most: 90,
    unit: '日',
    label: '予約サイトの利用の保存',
    means:
      '終わった利用の記録（入力されたメールアドレスを含む）、予約にならなかった仮押さえ、終わった空き待ち（電話番号とメールアドレスを含む）を残す日数。',
  },
  'keep-searches-days': {
    usual: 7,
    least: 1,
    most: 90,
    unit: '日',
    label: '検索の保存',
    means: '職員が検索した言葉を残す日数。',
  },
  'keep-sessions-days': {
    usual: 90,
    least: 1,
    most: 1095,
    unit: '日',
    label: 'ログインの保存',
    means: 'アカウントの画面の「ログインした端末」に、終わったログインを残す日数。',
  },
  'keep-mails-days': {
    usual: 730,
    least: 90,
    most: 3650,
    unit: '日',
    label: 'メール送信の保存',
    means:
      'いつ、どのようなメールを送ったかと、その本文を残す日数。一斉メールの件名と本文も、同じ日数で消します。宛先と、本文の中のリンクは残りません。',
  },
  'keep-lists-days': {
    usual: 90,
    least: 7,
    most: 730,
    unit: '日',
    label: '印刷した一覧の控えの保存',
    means:
      '印刷した一覧に何が載っていたかの控えを残す日数。次に印刷するとき、変わったところを示すために使います。氏名は残りません。',
  },
  'keep-persons-days': {
    usual: 1825,
    least: 30,
    most: 10950,
    unit: '日',
    label: 'カードのない手続きの氏名の保存',
    means:
      '来庁の日から、氏名・カナ・生年月日・電話番号・メールアドレスを消すまでの日数。日時と手続きの記録は残ります。初めは予約の保存と同じ5年です。',
  },
  'keep-book-years': {
    usual: 5,
    least: 1,
    most: 30,
    unit: '年',
    label: '運用の記録の保存',
    means: '完了した問合せ・点検・障害の記録と、その報告を残す年数。月次報告書は残ります。',
  },
  'keep-beats-days': {
    usual: 400,
    least: 62,
    most: 3650,
    unit: '日',
    label: '稼働の記録の保存',
    means: '予約サイト、職員画面、定時の処理が動いていた分ごとの記録を残す日数。月次報告書は残ります。',
  },
  'keep-log-years': {
    usual: 5,
    least: 1,
    most: 30,
    unit: '年',
    label: '操作履歴の保存',
    means: '操作履歴と、その点検の結果を残す年数。',
  },
  'keep-app-logs-years': {
    usual: 5,
    least: 1,
    most: 30,
    unit: '年',
    label: 'アプリケーションログの保存',
    means:
      '予約サイト、職員画面、定時の処理が書くログのファイルを残す年数。ファイルに書く設定（LOG_DIR）のサーバーで使います。氏名などは含まれません。',
  },
  'keep-cards-years': {
    usual: 5,
    least: 1,
    most: 30,
    unit: '年',
    label: 'カードの保存',
    means:
      '交付済、廃棄済、対象外になった日から、カードの記録を残す年数。予約が残っているカードと、残すことにしたカードは消えません。',
  },
  'keep-reservations-years': {
    usual: 5,
    least: 1,
    most: 30,
    unit: '年',
    label: '予約の保存',
    means: '予約の日から、予約の記録を残す年数。交付の終わっていないカードの予約は消えません。日ごとの件数は残ります。',
  },
} as const satisfies Record<string, Setting>;
