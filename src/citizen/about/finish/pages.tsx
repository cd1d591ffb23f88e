import { Button, LinkButton, Phrase, PostForm, Says } from '../../../lib/html/index.ts';
import { Frame } from '../../frame.tsx';
import type { Words } from '../../language.ts';
import { Ended } from '../../parts/ended.tsx';
import { anotherVisit } from '../../parts/problems.tsx';
import { paths } from '../../paths.ts';
import { type Answer, type Ask, go, show } from '../../route.ts';

export const texts: Words<{
  title: string;
  lead: string[];
  finish: string;
  goOn: string;
  doneTitle: string;
  done: string[];
  start: string;
}> = {
  ja: {
    title: '手続きを|終了しますか',
    lead: [
      '途中まで|入力した|内容を|消して|終わります。|この|ブラウザーで|開いた|メールの|リンクも、|使えなくなります。',
      '完了した|予約は、|そのまま|残ります。|あとで|見るときは、|「予約の確認・変更・取り消し」から|新しい|メールを|受け取れます。',
    ],
    finish: '終了する',
    goOn: '続きへ戻る',
    doneTitle: '終了しました',
    done: [
      '途中まで|入力した|内容を|消しました。|この|ブラウザーで|開いた|メールの|リンクも、|使えなくなりました。',
      '完了した|予約は、|そのまま|残っています。|見るときは、|「予約の確認・変更・取り消し」から|新しい|メールを|受け取ってください。',
      '借りた|機器を|お使いの方は、|この画面を|閉じてください。',
    ],
    start: 'トップページへ',
  },
};

export async function finishPage({ language, token }: Ask): Promise<Answer> {
  const words = texts[language];
  return show(
    <Frame language={language} title={words.title} finish={false}>
      <h1>
        <Phrase>{words.title}</Phrase>
      </h1>
      <div class="stack lead">
        {words.lead.map((one) => (
          <Says>{one}</Says>
        ))}
      </div>
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

/** Ends the visit and this browser's way into it, lets go of what it held: for borrowed phones. The cookie stays: it opens nothing, and says that it was ended. */
export async function finish(ask: Ask): Promise<Answer> {
  const { acts, caller, cookie } = ask;
  if (cookie !== undefined) {
    const visit = await acts.visit(cookie);
    if (visit !== undefined && ask.formOwner(visit.id) === 'another') return anotherVisit(ask);
    await acts.finish(cookie, caller, true);
  }
  return go(paths.finished);
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
