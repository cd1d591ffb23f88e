import { Button, LinkButton, Phrase, PostForm, Says } from '../../../lib/html/index.ts';
import { Frame } from '../../frame.tsx';
import type { Words } from '../../language.ts';
import { Ended } from '../../parts/ended.tsx';
import { paths } from '../../paths.ts';
import { type Answer, type Ask, show } from '../../route.ts';

export const texts: Words<{
  title: string;
  lead: string;
  finish: string;
  goOn: string;
  doneTitle: string;
  done: string[];
  start: string;
}> = {
  ja: {
    title: '手続きを|終了しますか',
    lead: '途中まで|入力した|内容を|消して|終わります。|完了した|予約は、|そのまま|残ります。',
    finish: '終了する',
    goOn: '続きへ戻る',
    doneTitle: '終了しました',
    done: ['入力した|内容を|消しました。', '借りた|機器を|お使いの方は、|この画面を|閉じてください。'],
    start: 'はじめのページへ',
  },
};

export async function finishPage({ language, token }: Ask): Promise<Answer> {
  const words = texts[language];
  return show(
    <Frame language={language} title={words.title} finish={false}>
      <h1>
        <Phrase>{words.title}</Phrase>
      </h1>
      <Says class="lead">{words.lead}</Says>
      <PostForm action={paths.finish} token={token()}>
        <div class="acts">
          <Button>{words.finish}</Button>{' '}
          <LinkButton href={paths.continue} kind="second">
            {words.goOn}
          </LinkButton>
        </div>
      </PostForm>
    </Frame>,
  );
}

/** Ends the visit, lets go of what it held and forgets the browser: for borrowed phones. */
export async function finish({ acts, caller, cookie }: Ask): Promise<Answer> {
  if (cookie !== undefined) await acts.finish(cookie, caller);
  return { kind: 'go', to: paths.finished, end: true };
}

export async function finishedPage({ language }: Ask): Promise<Answer> {
  const words = texts[language];
  return show(
    <Ended
      language={language}
      title={words.doneTitle}
      says={words.done}
      finish={false}
      next={[{ text: words.start, href: paths.start }]}
    />,
  );
}
