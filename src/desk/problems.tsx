import { renderPage, Says } from '../lib/html/index.ts';
import type { Problem } from '../lib/http/problems.ts';
import { BarePage } from './frame.tsx';
import { paths } from './paths.ts';

const WORDS: Record<Problem, [title: string, text: string]> = {
  'bad-request': ['読み取れませんでした', '送られた内容を読み取れませんでした。前の画面に戻って、もう一度お試しください。'],
  'foreign-form': [
    '画面が古くなっています',
    '安全のため、何も変更していません。前の画面に戻って開き直し、もう一度押してください。',
  ],
  'not-found': ['見つかりません', 'この画面はありません。'],
  'too-large': [
    '大きすぎます',
    '送られた内容が大きすぎます。ファイルは25MBまでです。ファイルを分けるか、内容を短くして、もう一度お試しください。',
  ],
  'too-many': ['操作が続きすぎています', '少し待ってから、もう一度お試しください。'],
  busy: ['現在、つながりにくくなっています', '何も変更していません。少し待ってから、もう一度お試しください。'],
  away: [
    '現在、システムが使えません',
    'データベースにつながりません。何も変更していません。続くときは、管理者の職員に連絡してください。',
  ],
  fault: [
    '処理できませんでした',
    '記録が変わったかどうか、画面を開き直して確かめてください。続くときは、管理者の職員に連絡してください。',
  ],
};

/** The page for what no route answered. Without the menu: it must work when the database does not. */
export function problemPage(problem: Problem): string {
  const [title, text] = WORDS[problem];
  return renderPage(
    <BarePage title={title}>
      <h1>{title}</h1>
      <Says class="lead">{text}</Says>
      <p class="acts">
        <a class="button button-second" href={paths.home}>
          最初の画面へ
        </a>
      </p>
    </BarePage>,
  );
}
