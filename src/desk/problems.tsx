import { renderPage, Says } from '../lib/html/index.ts';
import { type Problem, STATUS } from '../lib/http/problems.ts';
import { BarePage } from './frame.tsx';
import { paths } from './paths.ts';
import { open, type Route, show } from './route.ts';

const WORDS: Record<Problem, [title: string, text: string]> = {
  'bad-request': ['読み取れませんでした', '送られた内容を読み取れませんでした。前の画面に戻って、もう一度お試しください。'],
  'foreign-form': [
    '画面が古くなっています',
    '安全のため、何も変更していません。前の画面に戻って開き直し、もう一度押してください。',
  ],
  'not-found': ['見つかりません', 'この画面はありません。'],
  'too-large': [
    '大きすぎます',
    '送られた内容が大きすぎるため、受け付けていません。前の画面に戻り、ファイルを分けるか、内容を短くして、もう一度お試しください。',
  ],
  'too-many': ['操作が続きすぎています', '少し待ってから、もう一度お試しください。'],
  busy: ['現在、つながりにくくなっています', '何も変更していません。少し待ってから、もう一度お試しください。'],
  away: [
    '現在、システムが使えません',
    'データベースにつながりません。何も変更していません。続くときは、管理者の職員に連絡してください。',
  ],
  unanswered: [
    '時間内に終わりませんでした',
    '記録が変わったかどうか、画面を開き直して確かめてください。混み合っているときに起こります。続くときは、管理者の職員に連絡してください。',
  ],
  fault: [
    '処理できませんでした',
    '記録が変わったかどうか、画面を開き直して確かめてください。続くときは、管理者の職員に連絡してください。',
  ],
};

function ProblemPage({ problem, uploadMb }: { problem: Problem; uploadMb: number }) {
  const [title, words] = WORDS[problem];
  return (
    <BarePage title={title}>
      <h1>{title}</h1>
      <Says class="lead">{problem === 'too-large' ? `${words}ファイルは${uploadMb}MBまでです。` : words}</Says>
      <p class="acts">
        <a class="button button-second" href={paths.home}>
          最初の画面へ
        </a>
      </p>
    </BarePage>
  );
}

/** The page for what no route answered. Without the menu: it must work when the database does not. `uploadMb`: largest file, in MB. */
export const problemPage = (problem: Problem, uploadMb: number): string =>
  renderPage(<ProblemPage problem={problem} uploadMb={uploadMb} />);

/** What a proxy asks for in the place of what it refused itself. */
export const problemRoutes: readonly Route[] = [
  open('GET', paths.tooLarge, async ({ uploadMb }) =>
    show(<ProblemPage problem="too-large" uploadMb={uploadMb} />, STATUS['too-large']),
  ),
];
