import type { CardUpload, UploadState } from '../../../intake/uploads.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, LinkButton, Notice, PostForm, Says } from '../../../lib/html/index.ts';
import { failedWords } from '../../parts/failed-words.ts';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { FAILED_STATE, STOPPED } from './words.ts';

const TITLES: Readonly<Partial<Record<UploadState, string>>> = {
  judging: '結果を確かめられませんでした',
  storing: '登録を終えられませんでした',
  undoing: '取込みを取り消せませんでした',
};
const WHOLE: Readonly<Partial<Record<UploadState, string>>> = {
  judging: '何も登録していません。',
  storing: '途中まで登録されることはありません。',
  undoing: '途中まで取り消されることはありません。',
};

/** What is said of a list whose work failed as often as it is tried: what holds, why, and what to do. */
export function Failed({ upload: { state, failedAt, failedBy } }: { upload: CardUpload }) {
  const since = failedAt === null ? '' : `（${deskMoment(failedAt)}）`;
  return (
    <Notice kind="stop" role="alert" title={`${TITLES[state] ?? ''}${since}`}>
      <Says>{`${WHOLE[state] ?? ''}${failedWords(failedBy)}`}</Says>
      <Says>「もう一度始める」を押すと、最初から行います。また止まるときは、この画面の内容を運用の担当に伝えてください。</Says>
    </Notice>
  );
}

/** What is said of a list that no process works on, though it was not given up. */
export function Stuck({ upload: { id, state, stuckSince } }: { upload: CardUpload }) {
  if (stuckSince === null) return null;
  return (
    <Notice kind="care" title={`${FAILED_STATE[state] ?? STOPPED}（${deskMoment(stuckSince)}から）`}>
      <Says>{`処理が進んでいません。1分ごとに自動でやり直しています。${WHOLE[state] ?? ''}`}</Says>
      <Says>
        「もう一度始める」を押すと、すぐにやり直します。それでも進まないときは、この画面の内容を運用の担当に伝えてください。
      </Says>
      <p>
        <a href={paths.intakeFile(id)}>表示を更新する</a>
      </p>
    </Notice>
  );
}

/** Begin again, or leave it. */
export function FailedActs({ ask, upload }: { ask: SignedAsk; upload: CardUpload }) {
  const [name, words] =
    upload.state === 'undoing'
      ? (['leave', '取り消しを取りやめる'] as const)
      : (['drop', 'このファイルの取込みを取りやめる'] as const);
  return (
    <div class="acts">
      <PostForm action={paths.intakeAct(upload.id, 'retry')} token={ask.token}>
        <Button kind="first">もう一度始める</Button>
      </PostForm>
      <PostForm action={paths.intakeAct(upload.id, name)} token={ask.token}>
        <Button kind="stop">{words}</Button>
      </PostForm>
      <LinkButton href={paths.intake} kind="second">
        一覧に戻る
      </LinkButton>
    </div>
  );
}
