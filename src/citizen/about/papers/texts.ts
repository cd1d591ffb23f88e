import type { Numbers } from '../../common.ts';
import type { Words } from '../../language.ts';

type Paper = { title: string; parts: { head: string; lines: (string | ((numbers: Numbers) => string))[] }[] };

/** Short pages behind the foot's links. What the city must confirm before going live is named in docs. */
export const papers: Words<Record<'privacy' | 'using' | 'accessibility', Paper>> = {
  ja: {
    privacy: {
      title: '個人情報の取り扱い',
      parts: [
        {
          head: '入力していただくもの',
          lines: [
            '受け取りの予約では、交付通知書ID、誕生日の月と日、メールアドレスです。',
            'はがきが不要な手続きの予約では、お名前、フリガナ、生年月日、電話番号、メールアドレスです。',
            '住所、マイナンバー（個人番号）、暗証番号は、このサイトでは入力しません。',
          ],
        },
        {
          head: '利用目的',
          lines: ['ご本人の確認、予約の受け付け、ご案内のメールのために使います。', 'ほかの目的には使いません。'],
        },
        {
          head: '記録',
          lines: ['不正な利用を防ぐため、操作の日時と結果を記録します。', '予約の記録は、市が定める期間が過ぎると消します。'],
        },
        {
          head: 'クッキー',
          lines: [
            '手続きを続けるために、クッキーを使います。広告や分析のクッキーは使いません。',
            '「終了する」を押すと消えます。',
          ],
        },
      ],
    },
    using: {
      title: '使い方と動作環境',
      parts: [
        {
          head: '予約の流れ',
          lines: [
            '交付通知書IDと誕生日、または、お名前などを入力します。',
            'メールアドレスを入力すると、メールが届きます。',
            'メールのリンクから、場所と日時を選びます。',
            '当日までのお願いを読んで、内容を確認します。',
            '予約番号が表示され、ご案内のメールが届きます。',
          ],
        },
        {
          head: '使える機器',
          lines: [
            'スマートフォン、タブレット、パソコンで使えます。',
            'Chrome、Edge、Safari、Firefox、Internet Explorer 11で使えます。',
            'JavaScriptを使わない設定でも、すべての手続きができます。',
          ],
        },
        { head: '使える時間', lines: ['24時間、いつでも使えます。点検で停止するときは、2週間前までにお知らせします。'] },
        { head: '変更と取り消し', lines: ['メールの中のリンクか、トップページの「予約の確認・変更・取り消し」からできます。'] },
      ],
    },
    accessibility: {
      title: 'アクセシビリティ',
      parts: [
        { head: '目標', lines: ['JIS X 8341-3:2016の適合レベルAAに準拠することを目標にしています。'] },
        {
          head: 'していること',
          lines: [
            'キーボードだけで、すべての手続きができます。',
            '読み上げソフトで使えるように作っています。',
            '文字を2倍に大きくしても、内容が欠けません。',
            '空き状況は、記号と言葉と色で表します。',
            '読みやすいユニバーサルデザインの文字を使っています。',
            ({ holdExtensions }) => `予約の途中で確保した時間は、${holdExtensions}回まで延長できます。`,
          ],
        },
        { head: '使いにくいところがあるとき', lines: ['お電話でお知らせください。お電話でも、すべての手続きができます。'] },
      ],
    },
  },
};
