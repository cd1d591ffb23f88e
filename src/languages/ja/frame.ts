/** Head, foot and help of every page, and the words of the shared parts. */
export const frame = {
  site: { card: 'マイナンバーカード|窓口予約', person: '窓口予約' },
  finish: '終了する',
  back: '前のページへ戻る',
  start: 'トップページへ',
  underWay: '予約の|途中の方は、',
  goOn: '続きへ戻る',
  helpTitle: 'お困りの|ときは',
  helpLead: 'お電話でも|予約できます。',
  helpLink: { card: 'IDが分からない方・|メールがない方', person: '予約の方法が分からない方・|メールがない方' },
  questions: 'よくある質問',
  foot: { privacy: '個人情報の取り扱い', using: '使い方と動作環境', accessibility: 'アクセシビリティ' },
  step: '手順 {step}／{steps}',
  otherLanguage: '入力した|内容を|残して、|ほかの|言語で|見る',
  steps: {
    who: 'ご本人の確認',
    person: 'お名前など',
    mail: 'メールアドレス',
    day: '場所と日にち',
    time: '時間',
    cautions: '当日までのお願い',
    check: '内容の確認',
  },
} as const;

/** What the shared parts of `lib/html` say themselves. */
export const controls = {
  skip: '本文へ進む',
  must: '※必須',
  may: '任意',
  errorTitle: '入力内容をご確認ください',
  errorPrefix: 'エラー：',
  change: '変更',
  pages: 'ページ',
  previous: '前へ',
  following: '次へ',
  colon: '：',
  signs: { open: '空きあり', few: '残りわずか', full: '満員', closed: '受付なし' },
} as const;
