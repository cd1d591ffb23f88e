import type { Page } from '../catalogues.ts';

export const controls: Page<'controls'> = {
  skip: 'ページの なかみへ',
  must: '※かならず',
  may: '[書](か)かなくても いいです',
  errorTitle: '[書](か)いた ことを もう[一度](いちど) [見](み)て ください',
  errorPrefix: 'まちがい：',
  change: '[変](か)える',
  pages: 'ページ',
  previous: '[前](まえ)へ',
  following: '[次](つぎ)へ',
  colon: '：',
  signs: { open: 'あいて います', few: 'もうすぐ いっぱい', full: 'いっぱい', closed: '[休](やす)み' },
};

export const frame: Page<'frame'> = {
  site: { card: 'マイナンバーカード [窓口](まどぐち)[予約](よやく)', person: '[窓口](まどぐち)の [予約](よやく)' },
  finish: 'おわる',
  back: '[前](まえ)の ページに もどる',
  start: 'はじめの ページへ',
  underWay: '[予約](よやく)の [途中](とちゅう)の [人](ひと)は、',
  goOn: '[続](つづ)きに もどる',
  helpTitle: '[困](こま)った とき',
  helpLead: '[電話](でんわ)でも [予約](よやく)できます。',
  helpLink: {
    card: 'IDが わからない [人](ひと)・メールが ない [人](ひと)',
    person: '[予約](よやく)の しかたが わからない [人](ひと)・メールが ない [人](ひと)',
  },
  questions: 'よく ある [質問](しつもん)',
  foot: {
    privacy: 'あなたの [情報](じょうほう)の [使](つか)いかた',
    using: 'この ページの [使](つか)いかた',
    accessibility: 'アクセシビリティ',
  },
  step: '{steps}つの うち {step}[番目](ばんめ)',
  otherLanguage: '[書](か)いた ことを のこして、ほかの [言葉](ことば)で [見](み)る',
  steps: {
    who: 'あなたの [確認](かくにん)',
    person: 'お[名前](なまえ)など',
    mail: 'メールアドレス',
    day: '[場所](ばしょ)と [日](ひ)',
    time: '[時間](じかん)',
    cautions: '[来](く)る [前](まえ)に すること',
    check: '[内容](ないよう)の [確認](かくにん)',
  },
};
