import { recordView } from '../../../audit/view.ts';
import { openOne, undoOne } from '../../../intake/take-one.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, LinkButton, PostForm, Says, SummaryList } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { smallId } from '../../../lib/values/ids.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, go, type SignedAsk, show } from '../../route.ts';

/** What taking a card out again takes away, before it is pressed: whose card it is. */
export async function undoPage(ask: SignedAsk): Promise<Answer> {
  const id = smallId(ask.params['id']);
  const one = id.ok ? await openOne(ask.db, viewerOf(ask), id.value) : undefined;
  if (one === undefined) return go(withQuery(paths.intakeOne, { stays: 'nothing_stored' }));
  if (one.who !== null) await recordView(ask.db, ask.actor, { saw: 'search', hits: 1 });
  return show(
    <TitledPage
      ask={ask}
      title="1枚の登録の取り消し"
      heading="このカードの登録を、取り消しますか"
      crumbs={[
        { href: paths.intake, words: 'カードの取込み' },
        { href: paths.intakeOne, words: 'カードを1枚登録する' },
      ]}
    >
      <SummaryList
        rows={[
          ...(one.cardId === null
            ? [{ term: '登録', value: '氏名相違（判断待ち）' }]
            : [
                { term: '氏名', value: printable(one.who?.name ?? '').text },
                { term: '交付通知書ID', value: <span class="code">{one.noticeId}</span> },
              ]),
          { term: '登録した日時', value: deskMoment(one.at) },
          { term: '職員', value: one.by ?? '' },
        ]}
      />
      <Says class="lead">
        {one.cardId === null
          ? '取り消すと、この氏名相違の判断は必要なくなります。'
          : '取り消すと、このカードはなくなります。予約・入出庫・備考などの記録があるカードは、取り消せません。'}
      </Says>
      <PostForm action={paths.undoIntakeOne(one.importId)} token={ask.token}>
        <p class="acts">
          <Button kind="stop">登録を取り消す</Button>
          <LinkButton href={paths.intakeOne} kind="second">
            取り消さずに戻る
          </LinkButton>
        </p>
      </PostForm>
    </TitledPage>,
  );
}

export async function undoSubmit(ask: SignedAsk): Promise<Answer> {
  const id = smallId(ask.params['id']);
  const undone = id.ok ? await undoOne(ask.db, ask.actor, id.value) : undefined;
  if (undone === undefined || (!undone.ok && undone.reason === 'unknown')) return go(paths.intakeOne);
  return go(withQuery(paths.intakeOne, undone.ok ? { done: 'undone' } : { stays: undone.reason }));
}
